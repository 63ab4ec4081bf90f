"""What was typed as a document, and a document as what a form shows; and the way back from a fault to its row.

Nothing is refused here. What a field cannot read stays in the document as it was typed, and comes back so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from django.forms import BaseModelFormSet

from library.admin.forms import DeskForm, DoseForm
from library.admin.row_forms import RowForm, StageForm, StepForm, SuitForm, VariationForm
from library.documents import parts, schema, store
from library.documents.faults import Fault, FieldPath
from library.documents.schema import PAGES, SCHEMAS, Document
from library.doses import KEYS, Range
from library.editors_text import EditorsText
from library.field_names import capital
from library.models import Variation

ROW_FORMS: tuple[type[RowForm], ...] = (SuitForm, VariationForm, StageForm, StepForm)
# Where in the document each row stands.
Places = dict[FieldPath, str]
RowFaults = dict[str, list[tuple[str | None, str]]]
# Keys of a document that no field of the page itself holds: they are counted, or made of the rows below it.
NOT_TYPED = ("minutes", *store.STANDING)
ROWS_OF = {
    "chapter": ("exercises",),
    "issue": ("exercises",),
    "exercise": ("easier", "harder"),
    "routine": ("steps", "stages"),
}


# --- Typed to document -----------------------------------------------------------------------


def text_of(
    before: EditorsText, form: DeskForm, formsets: Iterable[BaseModelFormSet[Any, Any]]
) -> tuple[EditorsText, Places]:
    """What a form and the rows below it say, and the prefix of the form behind each place.

    `before` is what the form was filled with: what no field shows is taken from there.
    """
    kind = before.kind
    rows, places = _children(kind, formsets)
    found: Document = {}
    for key in SCHEMAS[kind]:
        if key in NOT_TYPED:
            continue
        if key in ROWS_OF.get(kind, ()):
            found[key] = rows[key]
        elif key == "dose":
            found[key] = _dose(form)
        elif key in form.fields:
            found[key] = typed_value(form, key)
        elif key in before.document:
            found[key] = before.document[key]
    if kind == "routine":
        found["minutes"] = _minutes(found, before)
    document = schema.canonical(kind, {key: value for key, value in found.items() if value is not None})
    if "position" in form.fields:
        document["position"] = typed_value(form, "position")
    slug = before.slug
    if kind in PAGES:
        slug = str(typed_value(form, "slug") if "slug" in form.fields else before.slug)[:80]
    return EditorsText(kind, before.name, slug, document), places


def typed_value(form: Any, name: str) -> Any:
    """What a field holds: its value, or the words that it could not read."""
    if name in form.cleaned_data:
        value = form.cleaned_data[name]
        return value.document() if isinstance(value, Range) else value
    raw = form[name].data
    if isinstance(raw, str):
        # No table takes a NUL.
        return raw.replace("\x00", "").replace("\r\n", "\n").strip() or None
    return raw


def _dose(form: DoseForm | Any) -> Document:
    values = {key: typed_value(form, key) for key in KEYS}
    return {key: value for key, value in values.items() if value not in (None, "", False)}


def _minutes(routine: Document, before: EditorsText) -> Any:
    """The minutes that the steps come to; where nobody can count them yet, those of before."""
    with suppress(ValueError, LookupError, TypeError, AttributeError):
        return parts.minutes_in(routine).document()
    return before.document.get("minutes", 1)


def _children(kind: str, formsets: Iterable[BaseModelFormSet[Any, Any]]) -> tuple[Document, Places]:
    rows: dict[type, list[RowForm]] = defaultdict(list)
    for formset in formsets:
        rows[next(form for form in ROW_FORMS if issubclass(formset.form, form))].extend(filled_rows(formset))
    found: Document = {}
    places: Places = {}
    if kind in ("chapter", "issue"):
        _list(found, places, "exercises", in_order(rows[SuitForm]), _slug if kind == "chapter" else _suit)
    elif kind == "exercise":
        for direction in Variation.Direction.values:
            forms = [
                form for form in rows[VariationForm] if isinstance(form, VariationForm) and form.direction == direction
            ]
            _list(found, places, direction, in_order(forms), _variation)
    elif kind == "routine":
        _programme(found, places, rows[StageForm], rows[StepForm])
    return found, places


def filled_rows(formset: BaseModelFormSet[Any, Any]) -> Iterator[Any]:
    """The forms that hold a row: not those left empty, not those to be deleted."""
    for form in formset.forms:
        if not form.is_left_out:
            yield form


def in_order(forms: Sequence[RowForm]) -> list[RowForm]:
    """The forms in the order that their numbers ask for."""
    return sorted(forms, key=lambda form: form.place)


def faults_by_row(faults: Iterable[Fault], places: Places) -> tuple[list[Fault], RowFaults]:
    """Divide faults into those of the page itself and those of one row, by the prefix of its form."""
    own: list[Fault] = []
    below: RowFaults = defaultdict(list)
    for fault in faults:
        place = fault.path
        while place and place not in places:
            place = place[:-1]
        if not place:
            own.append(fault)
            continue
        names = [str(part) for part in fault.path[len(place) :] if isinstance(part, str)]
        if names[:1] == ["dose"]:
            names = names[1:] or ["reps"]
        below[places[place]].append((names[0] if names else None, capital(fault.message)))
    return own, below


def _list(found: Document, places: Places, key: str, forms: Sequence[RowForm], made: Callable[[RowForm], Any]) -> None:
    found[key] = [made(form) for form in forms]
    for index, form in enumerate(forms):
        places[(key, index)] = form.prefix or ""


def _slug(form: RowForm) -> str:
    return str(typed_value(form, "exercise") or "")


def _suit(form: RowForm) -> Document:
    return _given(exercise=typed_value(form, "exercise"), note=typed_value(form, "note"))


def _variation(form: RowForm) -> Document:
    return _given(text=typed_value(form, "text"), to=typed_value(form, "to"))


def _step(form: RowForm) -> Document:
    dose = _dose(form)
    return _given(
        exercise=typed_value(form, "exercise"),
        dose=dose or None,
        time_s=typed_value(form, "time_s"),
        rest_before_s=typed_value(form, "rest_before_s"),
        note=typed_value(form, "note"),
        optional=typed_value(form, "optional"),
    )


def _programme(found: Document, places: Places, stages: Sequence[RowForm], steps: Sequence[RowForm]) -> None:
    inside: dict[str, list[RowForm]] = defaultdict(list)
    for form in in_order(steps):
        inside[str(typed_value(form, "in_stage") or "")].append(form)
    staged: list[Document] = []
    own_places: Places = {}
    for number, stage in enumerate(in_order(stages)):
        # A step names its stage by the row in which that stands on the form: `stages-2`.
        own = inside.pop((stage.prefix or "").rpartition("-")[2], [])
        named = _given(name=typed_value(stage, "name"), note=typed_value(stage, "note"))
        staged.append(named | {"steps": [_step(form) for form in own]})
        own_places[("stages", number)] = stage.prefix or ""
        for index, form in enumerate(own):
            own_places[("stages", number, "steps", index)] = form.prefix or ""
    # Steps that lead to a stage which is empty or deleted stand with those of no stage, and are pointed out.
    free = inside.pop("", [])
    astray = [form for left in inside.values() for form in left]
    _list(found, places, "steps", [*free, *astray], _step)
    for index, form in enumerate(astray):
        places[("astray", index)] = form.prefix or ""
    found["stages"] = staged
    places.update(own_places)


def steps_without_stage(places: Places) -> list[Fault]:
    """Steps that name a stage which is not there."""
    return [
        Fault((*path, "in_stage"), "this stage is not there; choose another") for path in places if path[0] == "astray"
    ]


def _given(**values: Any) -> Document:
    return {name: value for name, value in values.items() if value not in ("", None, False)}


# --- Document to form ------------------------------------------------------------------------


def initial_of(text: EditorsText, names: Iterable[str]) -> dict[str, Any]:
    """What the fields of a page's own form show of a text; a value for each of the names."""
    document = text.document
    dose = document.get("dose")
    found = {name: document.get(name, _empty(text.kind, name)) for name in names}
    if "dose" in SCHEMAS[text.kind]:
        found |= {key: (dose.get(key) if isinstance(dose, dict) else None) for key in KEYS}
    if text.kind in PAGES:
        found["slug"] = text.slug
    return found


def _empty(kind: str, name: str) -> Any:
    key = SCHEMAS[kind].get(name)
    return key.empty if key else None


def rows_initial(text: EditorsText) -> dict[type[RowForm], list[dict[str, Any]]]:
    """What the rows below a page show of a text, by the form of the row."""
    document = text.document
    found: dict[type[RowForm], list[dict[str, Any]]] = {form: [] for form in ROW_FORMS}
    if text.kind in ("chapter", "issue"):
        for place, suit in enumerate(_items(document, "exercises"), start=1):
            row = suit if isinstance(suit, dict) else {"exercise": suit}
            found[SuitForm].append({"position": place, **row})
    elif text.kind == "exercise":
        for direction in Variation.Direction.values:
            for place, form in enumerate(_items(document, direction), start=1):
                found[VariationForm].append({"position": place, "direction": direction, **form})
    elif text.kind == "routine":
        found[StepForm] += [_step_initial(step, place, "") for place, step in _numbered(document, "steps")]
        for place, stage in _numbered(document, "stages"):
            own = {key: value for key, value in stage.items() if key != "steps"}
            found[StageForm].append({"position": place, **own})
            found[StepForm] += [_step_initial(step, at, str(place - 1)) for at, step in _numbered(stage, "steps")]
    return found


def _step_initial(step: Mapping[str, Any], place: int, stage: str) -> dict[str, Any]:
    dose = step.get("dose")
    own = {key: value for key, value in step.items() if key != "dose"}
    return {"position": place, "in_stage": stage, **own, **(dose if isinstance(dose, dict) else {})}


def _numbered(document: Mapping[str, Any], key: str) -> Iterator[tuple[int, Any]]:
    return enumerate(_items(document, key), start=1)


def _items(document: Mapping[str, Any], key: str) -> list[Any]:
    items = document.get(key)
    return items if isinstance(items, list) else []
