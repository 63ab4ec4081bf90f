"""The rows below a page as the part of its document that they make, and the way back from a fault to its row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.forms import BaseModelFormSet

from library.admin.forms import RowForm, StageForm, StepForm, SuitForm, VariationForm, dose_of
from library.documents.schema import Document, Fault, Path
from library.models import Variation

ROW_FORMS: tuple[type[RowForm], ...] = (SuitForm, VariationForm, StageForm, StepForm)
# Where in the document each row stands.
Places = dict[Path, str]
RowFaults = dict[str, list[tuple[str | None, str]]]


def children(kind: str, formsets: Iterable[BaseModelFormSet[Any, Any]]) -> tuple[Document, Places]:
    """What the rows of all formsets make together, and the prefix of the form behind each place."""
    rows: dict[type, list[RowForm]] = defaultdict(list)
    for formset in formsets:
        rows[next(form for form in ROW_FORMS if issubclass(formset.form, form))].extend(kept(formset))
    found: Document = {}
    places: Places = {}
    if kind in ("chapter", "issue"):
        _list(found, places, "exercises", in_order(rows[SuitForm]), _slug if kind == "chapter" else _suit)
    elif kind == "exercise":
        for direction in Variation.Direction.values:
            forms = [form for form in rows[VariationForm] if form.cleaned_data["direction"] == direction]
            _list(found, places, direction, in_order(forms), _variation)
    elif kind == "routine":
        _programme(found, places, rows[StageForm], rows[StepForm])
    return found, places


def kept(formset: BaseModelFormSet[Any, Any]) -> Iterator[Any]:
    """The forms that hold a row: not those left empty, not those to be deleted."""
    for form in formset.forms:
        if form in formset.deleted_forms or (form.empty_permitted and not form.has_changed()):
            continue
        yield form


def in_order(forms: Sequence[RowForm]) -> list[RowForm]:
    """The forms in the order that their numbers ask for."""
    return sorted(forms, key=lambda form: form.place)


def rows_of(faults: Iterable[Fault], places: Places) -> tuple[list[Fault], RowFaults]:
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
        below[places[place]].append((names[0] if names else None, fault.message[:1].upper() + fault.message[1:]))
    return own, below


def _list(found: Document, places: Places, key: str, forms: Sequence[RowForm], made: Any) -> None:
    found[key] = [made(form.cleaned_data) for form in forms]
    for index, form in enumerate(forms):
        places[(key, index)] = form.prefix or ""


def _slug(cleaned: Mapping[str, Any]) -> str:
    return str(cleaned["exercise"].slug)


def _suit(cleaned: Mapping[str, Any]) -> Document:
    return _given(exercise=cleaned["exercise"].slug, note=cleaned["note"])


def _variation(cleaned: Mapping[str, Any]) -> Document:
    return _given(text=cleaned["text"], to=cleaned["to"].slug if cleaned["to"] else "")


def _step(cleaned: Mapping[str, Any]) -> Document:
    return _given(
        exercise=cleaned["exercise"].slug,
        dose=dose_of(cleaned).document(),
        time_s=cleaned["time_s"],
        rest_before_s=cleaned["rest_before_s"].document() if cleaned["rest_before_s"] else None,
        note=cleaned["note"],
        optional=cleaned["optional"],
    )


def _programme(found: Document, places: Places, stages: Sequence[RowForm], steps: Sequence[RowForm]) -> None:
    inside: dict[str, list[RowForm]] = defaultdict(list)
    for form in in_order(steps):
        inside[form.cleaned_data["in_stage"]].append(form)
    _list(found, places, "steps", inside.pop("", []), _step)
    found["stages"] = []
    for number, stage in enumerate(in_order(stages)):
        # A step names its stage by the row in which that stands on the form: `stages-2`.
        own = inside.pop((stage.prefix or "").rpartition("-")[2], [])
        steps_of = [_step(form.cleaned_data) for form in own]
        found["stages"].append(
            _given(name=stage.cleaned_data["name"], note=stage.cleaned_data["note"]) | {"steps": steps_of}
        )
        places[("stages", number)] = stage.prefix or ""
        for index, form in enumerate(own):
            places[("stages", number, "steps", index)] = form.prefix or ""
    for index, form in enumerate(form for left in inside.values() for form in left):
        # A place that no document has: the step leads to a stage that is empty or deleted.
        places[("astray", index)] = form.prefix or ""


def astray(places: Places) -> list[Fault]:
    """Steps that name a stage which is not there."""
    return [
        Fault((*path, "in_stage"), "this stage is not there; choose another") for path in places if path[0] == "astray"
    ]


def _given(**values: Any) -> Document:
    return {name: value for name, value in values.items() if value not in ("", None, False)}
