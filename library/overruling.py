"""Findings that were overruled: which of a text's doubts still ask for a reason, and the reasons that the history keeps.

A reason is kept with the state that was published, as `{key of the doubt: {"about": its words, "reason": …}}`. It holds for
as long as the text that it is about stays as it is. What readers see already is not asked about: that is whoever
published it, and a release brought its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from library import doubts, referable
from library.documents import schema, store, value_checks
from library.doubts import Doubt
from library.field_names import place_in_words
from library.models import Draft, Revision, Status
from library.models.entry import Entry

if TYPE_CHECKING:
    from library.editors_text import EditorsText

# Characters of a reason.
LONGEST = 300
Reasons = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Weighed:
    """The doubts of a text: all of them, those that ask for a reason still, and the reasons of the others."""

    found: list[Doubt]
    asking: list[Doubt]
    reasons: Reasons

    def lines(self, kind: str) -> list[str]:
        """What asks for a reason still, in words; `kind` is that of the text."""
        left = "and nobody has said why it may stay so"
        return [f"{place_in_words(kind, doubt.shown_at)}: {doubt.message}, {left}" for doubt in self.asking]


@dataclass(frozen=True)
class Past:
    """What is known of an object before this text: its row (None for none), and its published states, the newest first, each
    as what made it and the reasons that were kept with it."""

    row: Any = None
    states: Sequence[tuple[str, Reasons]] = ()


def past_of(kind: str, name: str) -> Past:
    """The past of one object; none for an empty name."""
    if not name:
        return Past()
    states = Revision.objects.of(kind, name).published().values_list("action", "reasons")
    return Past(store.find(kind, name), list(states))


def weigh(
    text: EditorsText, draft: Draft | None = None, given: Mapping[str, str] | None = None, past: Past | None = None
) -> Weighed:
    """Hold a text against the reasons that were given now, with its draft, and with its published states.

    `past` is read from the tables where it is not given.
    """
    found = _doubts(text.kind, text.wanted, text.whole)
    if not found:
        return Weighed([], [], {})
    past = past or past_of(text.kind, text.name)
    known = {**_published(past), **(draft.reasons if draft else {})}
    said = {key: reason for key, reason in (given or {}).items() if not fault_of_reason(reason)}
    reasons = {
        doubt.key: {"about": doubt.message, "reason": said[doubt.key]} if doubt.key in said else known[doubt.key]
        for doubt in found
        if doubt.key in said or doubt.key in known
    }
    seen = _seen(past) if len(reasons) < len(found) else frozenset()
    return Weighed(found, [doubt for doubt in found if doubt.key not in {*reasons, *seen}], reasons)


def fault_of_reason(reason: str) -> str:
    """What is wrong with a reason, in words; empty for one that can be kept."""
    return next((fault.message for fault in value_checks.line(LONGEST)(reason, ())), "")


def reasons_in_words(reasons: Mapping[str, Mapping[str, str]]) -> list[tuple[str, str]]:
    """Reasons as (what was overruled, why)."""
    return [(one["about"], one["reason"]) for one in reasons.values()]


def reasons_of_row(kind: str, name: str) -> Reasons:
    """The reasons that go with what readers see."""
    newest = Revision.objects.of(kind, name).published().first() if name else None
    return dict(newest.reasons) if newest else {}


def _published(past: Past) -> Reasons:
    known: Reasons = {}
    for _, reasons in past.states:  # the newest first
        known = {**reasons, **known}
    return known


def _seen(past: Past) -> frozenset[str]:
    """What readers see now, or saw until the page was retired or taken off."""
    row = past.row
    if row is None:
        return frozenset()
    if isinstance(row, Entry) and not row.is_live and row.status != Status.RETIRED:
        newest = past.states[0][0] if past.states else ""
        if newest != Revision.Action.TAKEN_OFF:
            return frozenset()
    return frozenset(doubt.key for doubt in _doubts(store.kind_of(row), store.slug_of(row), store.document(row)))


def _doubts(kind: str, name: str, document: Mapping[str, Any]) -> list[Doubt]:
    """Those of an unfinished text, too: an editor hears in one answer what is in the way and what is doubted."""
    if wrong := schema.shape_faults(kind, document):
        return doubts.doubts_of_unfinished(kind, name, document, wrong)
    return doubts.doubts(kind, name, document, referable.from_tables())
