"""From a valid form to what it changed, once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction

from ankles.accounts.models import User
from logbook import notice
from logbook.entries import receipts, undo
from logbook.entries.saving import SavedAct
from logbook.forms.sending import Sending
from logbook.models.private import PrivateQuerySet


@dataclass(frozen=True)
class Confirmation:
    """What an answer says about the act: words, a signed undo or nothing to undo, and whether the one notice follows.

    `act` is the act in a word or two, for the title of the page: it names no entry, titles are kept in histories.

    Of a symptom also the address of its long form (`change`), of a place that is no longer followed the value that
    follows it again (`again`); `logbook/parts/said.html` shows both.
    """

    words: str
    undo: str = ""
    notice: bool = False
    change: str = ""
    again: str = ""
    act: str = "Saved"

    @property
    def notice_words(self) -> str:
        """The one notice, the same for everybody; shown where `notice` says so."""
        return notice.WORDS

    @property
    def notice_link(self) -> str:
        """Where the one notice leads."""
        return notice.LINK


# What is said of a sending that comes again after its entry was taken back: it must not be called saved.
TAKEN_AWAY: Final = "This was saved before, and taken away since"
NOT_SAVED: Final = "Not saved again"


@dataclass(frozen=True)
class WriteResult:
    """What came of a sending. `saved` is None when it came before: the row is there already, `row` is its number, `day` the
    day that it was kept under."""

    saved: SavedAct | None
    row: int | None
    day: date | None

    def is_gone(self, rows: PrivateQuerySet) -> bool:
        """Whether it came before, and its entry is not among these rows any more."""
        return self.saved is None and rows.numbered(self.row) is None

    def undo_for(self, runner: User) -> str:
        """The signed undo of what was changed just now; nothing for a sending that came again."""
        return undo.seal(runner, self.saved.changes) if self.saved and self.saved.changes else ""


def write_once(form: Sending, write: Callable[[], SavedAct], day: date | None, **about: Any) -> WriteResult:
    """Write what a valid form says unless its key was answered before; receipt and rows in one transaction.

    Raises what `write` raises, and `receipts.OtherContent` (a 409 page by `access.private`); then nothing was written.
    """
    with transaction.atomic():
        receipt, fresh = receipts.accept(form.runner, form.cleaned_data["entry_key"], form.content(**about))
        if not fresh:
            return WriteResult(None, receipt.row, receipt.day)
        saved = write()
        receipt.row, receipt.day = saved.row.pk, day
        receipt.save(update_fields=["row", "day"])
    return WriteResult(saved, receipt.row, receipt.day)
