"""Undo: what stood there before, signed, in the answer's own form. Nothing waits on the server."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.core import signing
from django.db import IntegrityError, transaction

from ankles.accounts.models import Tombstone, User
from logbook.entries import receipts, rows
from logbook.models import Period, Private

SALT = "logbook.undo"
OPEN_FOR_S = 24 * 3600


class CannotUndo(Exception):
    """It is too late: the words were not ours, a day has passed, or the entry was changed since."""


@dataclass(frozen=True)
class Change:
    """One row before an act, and the mark of what the act left there ("" when it took it away)."""

    kind: str
    key: str
    before: rows.Data | None
    left: str


def mark_of(data: rows.Data) -> str:
    """A hash of all that an entry says, but for its version: an undo is for what its act left, and for nothing later."""
    return receipts.digest_of_sending(_without_version(data))


def _is_marked(data: rows.Data, mark: str) -> bool:
    return receipts.is_digest_of(_without_version(data), mark)


def _without_version(data: rows.Data) -> rows.Data:
    return {name: value for name, value in data.items() if name != "version"}


def made(row: Private) -> Change:
    """A row that was not there before."""
    return Change(rows.entry_kind(row), str(row.entry_key), None, mark_of(rows.as_data(row)))


def edited(row: Private, before: rows.Data) -> Change:
    """A row that said something else before."""
    return Change(rows.entry_kind(row), str(row.entry_key), before, mark_of(rows.as_data(row)))


def removed(row: Private, before: rows.Data) -> Change:
    """A row that is gone."""
    return Change(rows.entry_kind(row), str(row.entry_key), before, "")


def seal(runner: User, changes: Sequence[Change]) -> str:
    """The changes of one act as signed text for a form of this runner."""
    content = {"badge": runner.badge, "changes": [asdict(change) for change in changes]}
    return signing.dumps(content, salt=SALT, compress=True)


def take_back(runner: User, sealed: str) -> date | None:
    """Put everything back as it was before an act; returns the day it was about, for the way back.

    Raises CannotUndo, and then nothing was changed. Undoing twice is an undo once: the second finds it done.
    """
    try:
        content = signing.loads(sealed, salt=SALT, max_age=OPEN_FOR_S)
    except signing.BadSignature as error:
        raise CannotUndo from error
    if content["badge"] != runner.badge:
        raise CannotUndo
    changes = [Change(**change) for change in content["changes"]]
    try:
        with transaction.atomic():
            receipts.one_at_a_time(runner)
            days = [_take_back_one(runner, change) for change in reversed(changes)]
            if any(_says_two_things(runner, day) for day in set(days) if day):
                raise CannotUndo
    except IntegrityError as error:
        raise CannotUndo from error
    return next((day for day in reversed(days) if day), None)


def undone_in_words(sealed: str) -> str:
    """What taking an act back does to its entry: "Taken back" what was made, "Put back" what was taken away, "Changed
    back" what was edited. Raises signing.BadSignature for what is not ours."""
    own = signing.loads(sealed, salt=SALT)["changes"][0]  # what went along with it comes after
    return "Taken back" if own["before"] is None else "Changed back" if own["left"] else "Put back"


def _take_back_one(runner: User, change: Change) -> date | None:
    key = uuid.UUID(change.key)
    row: Private | None = rows.entries_of_kind(runner, change.kind).keyed([key]).select_for_update().first()
    if change.before is None:
        return _unmake(runner, row, change)
    as_left = row is not None and _is_marked(rows.as_data(row), change.left)
    if row is None and not change.left:
        row = rows.recreate(runner, change.kind, change.before)
        Tombstone.objects.lift(Tombstone.What.ENTRY, [key], runner)
    elif row is None or not (as_left or mark_of(rows.as_data(row)) == mark_of(change.before)):
        raise CannotUndo
    elif as_left:
        # A version is never used twice: a form that was opened before the undo must not pass for a later edit.
        rows.restore_row(row, change.before | {"version": row.version + 1})
    if isinstance(row, Period) and _is_doubled(runner, row):
        raise CannotUndo
    return _day_of(row)


def _unmake(runner: User, row: Private | None, change: Change) -> date | None:
    if row is None:
        return None
    if not _is_marked(rows.as_data(row), change.left):
        raise CannotUndo
    day = _day_of(row)
    Tombstone.objects.lay(Tombstone.What.ENTRY, [row.entry_key], runner)
    row.delete()
    return day


def _says_two_things(runner: User, day: date) -> bool:
    # A symptom or "nothing" was logged for the day after the act.
    return runner.clear_days.on(day).exists() and runner.symptoms.on(day).exists()


def _is_doubled(runner: User, period: Period) -> bool:
    # Another period of the kind was marked over these days since.
    same = runner.periods.of_kind(period.kind).besides(period.pk)
    return same.touching(period.first_day, period.last_day or date.max).exists()


def _day_of(row: Private) -> date:
    day: date = getattr(row, "day", None) or row.first_day  # type: ignore[attr-defined]  # a period has a first day
    return day
