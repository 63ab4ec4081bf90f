"""The states an object went through, and any two of them side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ankles.sent_numbers import number_sent
from library import drafts, overruling
from library.admin import comparing, preview
from library.admin.comparing import Difference
from library.admin.sheet import DeskSheet
from library.admin.when import instant_in_words
from library.documents.schema import Document
from library.models import Revision

SHOWN = 60
OF_A_DRAFT = (Revision.Action.DRAFTED, Revision.Action.DISCARDED)


@dataclass(frozen=True)
class State:
    """One state: how addresses call it (`12` for a revision, `draft`, `row`), when, what it is, and what it says."""

    ref: str
    at: datetime | None
    what: str
    document: Document
    preview: str = ""
    is_now: bool = False
    # What was overruled for it, and why.
    reasons: Sequence[tuple[str, str]] = ()

    @property
    def when(self) -> str:
        """The instant in words."""
        return instant_in_words(self.at) if self.at else "before there was a history"


def states(sheet: DeskSheet) -> list[State]:
    """The newest states of an object, newest first; what readers see now and the draft are marked."""
    called = sheet.draft.called if sheet.draft else sheet.text.name
    found = list(Revision.objects.of(sheet.kind, called).select_related("by")[:SHOWN])
    now = next((one for one in found if one.action not in OF_A_DRAFT), None) if sheet.row is not None else None
    made = [revision_state(one, is_now=one is now) for one in found]
    if sheet.row is not None and now is None:
        made.append(State("row", None, "What is in the guide now.", drafts.of_row(sheet.row).document, is_now=True))
    return made


def revision_state(revision: Revision, *, is_now: bool = False) -> State:
    """A revision as a state."""
    text = drafts.of_revision(revision)
    return State(
        str(revision.pk),
        revision.at,
        what_was_done(revision),
        text.document,
        preview.preview_url("state", revision.pk) if preview.has_page(text) else "",
        is_now,
        overruling.reasons_in_words(revision.reasons),
    )


def what_was_done(revision: Revision) -> str:
    """What was done, and by whom."""
    action = str(revision.get_action_display())
    words = f"{action[:1].upper()}{action[1:]}"
    if revision.by is not None:
        return f"{words}, by {revision.by}."
    return (
        f"{words}." if revision.action == Revision.Action.SEEDED else f"{words}, by somebody whose account is closed."
    )


def state_named(sheet: DeskSheet, ref: str) -> State | None:
    """The state that an address names, or None: a revision of this object, its draft, or its row."""
    if ref == "draft" and sheet.draft is not None:
        draft = sheet.draft
        words = f"The draft, saved by {draft.by or 'somebody'}."
        return State("draft", draft.saved_at, words, draft.document, reasons=overruling.reasons_in_words(draft.reasons))
    if ref == "row" and sheet.row is not None:
        reasons = overruling.reasons_in_words(overruling.reasons_of_row(sheet.kind, sheet.text.name))
        document = drafts.of_row(sheet.row).document
        return State("row", None, "What is in the guide now.", document, is_now=True, reasons=reasons)
    called = sheet.draft.called if sheet.draft else sheet.text.name
    if (number := number_sent(ref)) is None:
        return None
    found = Revision.objects.of(sheet.kind, called).filter(pk=number).select_related("by").first()
    return revision_state(found) if found else None


def compared(kind: str, old: State, new: State) -> Sequence[Difference]:
    """What is different between two states."""
    return comparing.differences(kind, old.document, new.document)
