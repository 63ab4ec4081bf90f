"""Documents into rows and back. Everything that changes the library goes through `write`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, cast

from django.db import models, transaction
from django.utils import timezone

from library.clock import TimedDose, routine_minutes
from library.documents.schema import LISTS, PAGES, SCHEMAS, Document, canonical
from library.doses import Dose, Range
from library.models import (
    Area,
    Article,
    ArticleExercise,
    ArticleKind,
    Exercise,
    Routine,
    Source,
    Stage,
    Step,
    Synonym,
    Term,
    Variation,
    WarningSign,
)
from library.models.entry import EntryQuerySet

MODELS: dict[str, type[models.Model]] = {
    "chapter": Article,
    "issue": Article,
    "exercise": Exercise,
    "routine": Routine,
    "source": Source,
    "area": Area,
    "warning": WarningSign,
    "term": Term,
    "synonym": Synonym,
}
# Kinds whose place in their list is a column, and no part of the document: their file says it by its order.
IN_A_LIST = ("area", "warning")
# What says where a page stands, and not what it says.
STANDING = ("status", "publish_at")
# Keys that are rows of their own, or columns of another shape.
CHILDREN = ("areas", "exercises", "dose", "easier", "harder", "steps", "stages")


def kind_of(obj: models.Model) -> str:
    """The kind of a row: chapter, issue, exercise, routine, source, area, warning, term or synonym."""
    if isinstance(obj, Article):
        return obj.kind
    return next(kind for kind, model in MODELS.items() if type(obj) is model)


def slug_of(obj: models.Model) -> str:
    """What names a row among its kind."""
    kind = kind_of(obj)
    return cast("str", getattr(obj, LISTS.get(kind, "slug")))


def rows(kind: str) -> models.QuerySet[Any]:
    """All rows of a kind in their order, with what `document` needs loaded."""
    if kind in ("chapter", "issue"):
        articles = Article.objects.filter(kind=kind).in_order()
        return articles.prefetch_related("areas", "suits__exercise")
    if kind == "exercise":
        return Exercise.objects.in_order().prefetch_related("variations__to")
    if kind == "routine":
        return Routine.objects.in_order().prefetch_related("stages", "steps__exercise")
    order = {"area": "position", "source": "key", "warning": "position", "term": "term", "synonym": "means"}[kind]
    return MODELS[kind]._default_manager.order_by(order)


def names(kind: str) -> models.QuerySet[Any, Any]:
    """What names the rows of a kind, and nothing else of them."""
    found = MODELS[kind]._default_manager.all()
    if MODELS[kind] is Article:
        found = found.filter(kind=ArticleKind(kind))
    return found.values_list(LISTS.get(kind, "slug"), flat=True)


def find(kind: str, slug: str) -> Any | None:
    """The row of a kind with this name, or None."""
    return rows(kind).filter(**{LISTS.get(kind, "slug"): slug}).first()


def rows_called(kind: str, names: Iterable[str]) -> models.QuerySet[Any]:
    """The rows of a kind with these names, with what `document` needs loaded."""
    return rows(kind).filter(**{f"{LISTS.get(kind, 'slug')}__in": list(names)})


def rows_named(kind: str, names: Iterable[str]) -> dict[str, Any]:
    """The rows of a kind with these names, by name, with no more than what they are called: one query."""
    model, name = MODELS[kind], LISTS.get(kind, "slug")
    found = model._default_manager.filter(**{f"{name}__in": list(names)})
    if model is Article:
        found = found.filter(kind=kind)
    if kind in PAGES:
        found = found.only("slug", "title", *(["kind"] if model is Article else []))
    return {getattr(row, name): row for row in found}


# --- Rows to documents -----------------------------------------------------------------------


def document(obj: models.Model) -> Document:
    """One object with its children, in the form of its content file."""
    kind = kind_of(obj)
    own: dict[str, Any] = {
        name: getattr(obj, name) for name in SCHEMAS[kind] if name not in CHILDREN and hasattr(obj, name)
    }
    if isinstance(own.get("publish_at"), datetime):
        own["publish_at"] = own["publish_at"].isoformat()
    if isinstance(obj, Article):
        own["areas"] = [area.code for area in obj.areas.all()]
        own["exercises"] = [_suit(suit, kind) for suit in obj.suits.all()]
    elif isinstance(obj, Exercise):
        own["dose"] = obj.dose.document()
        own["steps"] = obj.steps
        for direction in Variation.Direction.values:
            own[direction] = [_variation(form) for form in obj.variations.all() if form.direction == direction]
    elif isinstance(obj, Routine):
        own["minutes"] = obj.span.document()
        steps = list(obj.steps.all())
        own["steps"] = [_step(step) for step in steps if step.stage_id is None]
        own["stages"] = [
            _without_empty(
                name=stage.name, note=stage.note, steps=[_step(step) for step in steps if step.stage_id == stage.pk]
            )
            for stage in obj.stages.all()
        ]
    return canonical(kind, own)


def content_only(document: Mapping[str, Any]) -> Document:
    """What a document says, without where it stands: what a draft holds."""
    return {key: value for key, value in document.items() if key not in STANDING}


def content_of(obj: models.Model) -> Document:
    """What an object says, in the form of a draft: its document without where it stands, with its place in its list."""
    found = content_only(document(obj))
    return found | {"position": obj.position} if isinstance(obj, Area | WarningSign) else found


def _suit(suit: ArticleExercise, kind: str) -> str | Document:
    if kind == "chapter":
        return suit.exercise.slug
    return _without_empty(exercise=suit.exercise.slug, note=suit.note)


def _variation(form: Variation) -> Document:
    return _without_empty(text=form.text, to=form.to.slug if form.to else "")


def _step(step: Step) -> Document:
    return _without_empty(
        exercise=step.exercise.slug,
        dose=step.dose.document(),
        time_s=step.time_s,
        rest_before_s=step.rest_before_s.document() if step.rest_before_s else None,
        note=step.note,
        optional=step.optional,
    )


def _without_empty(**values: Any) -> Document:
    return {name: value for name, value in values.items() if value not in ("", None, False, [])}


# --- Documents to rows -----------------------------------------------------------------------


@transaction.atomic
def write(kind: str, slug: str, data: Mapping[str, Any], position: int = 0) -> Any:
    """Make or change one object and all its children from a document; returns the row.

    The document must have passed `shape_faults`, and what it refers to must exist (ObjectDoesNotExist otherwise;
    `write_children` may be called later for objects that refer to each other).
    """
    obj = write_own(kind, slug, data, position)
    write_children(obj, data)
    return obj


def write_own(kind: str, slug: str, data: Mapping[str, Any], position: int = 0) -> Any:
    """Make or change the row itself, without its children."""
    model = MODELS[kind]
    name = LISTS.get(kind, "slug")
    lookup = {name: slug} | ({"kind": kind} if model is Article else {})
    obj: Any = model._default_manager.filter(**lookup).first() or model(**lookup)
    for key, spec in SCHEMAS[kind].items():
        if key in CHILDREN or key == name:
            continue
        value = data.get(key, spec.empty)
        if key == "publish_at":
            value = datetime.fromisoformat(value) if value else None
        if key == "minutes":
            low, high = Range.parse(value)
            obj.minutes, obj.minutes_to = low, high if high > low else None
        elif hasattr(obj, key):
            setattr(obj, key, value)
    if isinstance(obj, Exercise):
        obj.dose = Dose.from_document(data["dose"])
        obj.steps = list(data["steps"])
    if isinstance(obj, Area | WarningSign):
        last = model._default_manager.aggregate(last=models.Max("position"))["last"] or 0
        obj.position = position or obj.position or last + 1
    if hasattr(obj, "edited_at"):
        obj.edited_at = timezone.now()
    obj.save()
    return obj


def write_children(obj: models.Model, data: Mapping[str, Any]) -> None:
    """Replace the children of a row by those of a document."""
    if isinstance(obj, Article):
        obj.areas.set(Area.objects.filter(code__in=data.get("areas", [])))
        obj.suits.all().delete()
        for position, suit in enumerate(data.get("exercises", []), start=1):
            given = {"exercise": suit} if isinstance(suit, str) else suit
            obj.suits.create(exercise=_exercise(given["exercise"]), note=given.get("note", ""), position=position)
    elif isinstance(obj, Exercise):
        obj.variations.all().delete()
        for direction in Variation.Direction.values:
            for position, form in enumerate(data.get(direction, []), start=1):
                to = _exercise(form["to"]) if form.get("to") else None
                obj.variations.create(direction=direction, position=position, text=form["text"], to=to)
    elif isinstance(obj, Routine):
        obj.steps.all().delete()
        obj.stages.all().delete()
        _write_steps(obj, None, data.get("steps", []))
        for position, given in enumerate(data.get("stages", []), start=1):
            stage = obj.stages.create(position=position, name=given["name"], note=given.get("note", ""))
            _write_steps(obj, stage, given["steps"])
        count_minutes(obj)


def count_minutes(routine: Routine) -> None:
    """Set the minutes of a routine to what its steps come to."""
    stages: dict[int | None, list[tuple[TimedDose, bool]]] = {}
    for step in routine.steps.all():
        stages.setdefault(step.stage_id, []).append((step.plan, step.optional))
    if stages:
        low, high = routine_minutes(stages.values())
        routine.minutes, routine.minutes_to = low, high if high > low else None
        routine.save(update_fields=["minutes", "minutes_to"])


def _write_steps(routine: Routine, stage: Stage | None, steps: list[Document]) -> None:
    for position, given in enumerate(steps, start=1):
        step = Step(
            routine=routine,
            stage=stage,
            exercise=_exercise(given["exercise"]),
            position=position,
            time_s=given["time_s"],
            note=given.get("note", ""),
            optional=given.get("optional", False),
        )
        step.dose = Dose.from_document(given["dose"])
        step.rest_before_s = Range.parse(given["rest_before_s"]) if given.get("rest_before_s") else None
        step.save()


def _exercise(slug: str) -> Exercise:
    found: Exercise = Exercise.objects.only("pk", "slug").get(slug=slug)
    return found


def published(kind: str) -> EntryQuerySet:
    """The published rows of a kind that makes pages."""
    queryset = cast("EntryQuerySet", MODELS[kind]._default_manager.all())
    if MODELS[kind] is Article:
        queryset = queryset.filter(kind=ArticleKind(kind))
    return queryset.published()
