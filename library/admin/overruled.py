"""The fields in which a chief editor says why a finding is overruled; an editor sees the findings, and whom to ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from library import overruling
from library.admin import composing, editors
from library.admin.composing import Places
from library.documents.faults import Fault
from library.doubts import Doubt
from library.overruling import Weighed

PREFIX = "reason-"


@dataclass(frozen=True)
class OpenFinding:
    """One finding: the field's label and id (empty for none), its words, the name of the field for the reason, what was typed
    there, and what is wrong with that."""

    label: str
    field: str
    message: str
    name: str
    reason: str
    trouble: str
    longest: int = overruling.LONGEST


def reasons_typed(request: HttpRequest) -> dict[str, str]:
    """The reasons that were sent, by the key of their finding; those of a chief editor only."""
    if not editors.is_chief(request.user):
        return {}
    sent = ((name.removeprefix(PREFIX), str(value)) for name, value in request.POST.items() if name.startswith(PREFIX))
    return {key: " ".join(value.replace("\x00", "").split()) for key, value in sent if value.strip()}


def open_findings(
    weighed: Weighed, given: Mapping[str, str], form: Any, formsets: Sequence[Any], places: Places
) -> list[OpenFinding]:
    """The findings that ask for a reason, and those that were given one just now, with the places they lead to."""
    asking = {doubt.key for doubt in weighed.asking}
    return [
        OpenFinding(
            *_place(doubt, form, formsets, places),
            PREFIX + doubt.key,
            reason,
            overruling.fault_of_reason(reason) if reason else "",
        )
        for doubt in weighed.found
        for reason in [given.get(doubt.key, "")]
        if doubt.key in asking or reason
    ]


def _place(doubt: Doubt, form: Any, formsets: Sequence[Any], places: Places) -> tuple[str, str, str]:
    """The label and the id of the field that a finding is about, and its words."""
    fault = Fault(doubt.shown_at, doubt.message)
    own, below = composing.faults_by_row([fault], places)
    if own:
        name = form.field_of(fault)
        words = form.words_of(fault)
        return (str(form[name].label), form[name].id_for_label, words) if name else ("The page", "", words)
    prefix, ((name, words), *_) = next(iter(below.items()))
    row = next(one for formset in formsets for one in formset.forms if one.prefix == prefix)
    return (str(row[name].label), row[name].id_for_label, words) if name in row.fields else ("A row", "", words)
