"""Erasing for real: no row is left, and no backup brings it back. What is erased stands in the privacy register."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection, models, transaction

from ankles.accounts.allauth_internals import LOGIN_SESSION_KEY, PASSWORD_GIVEN_KEY
from ankles.accounts.models import Tombstone, User, key_of_badge
from logbook import privacy
from logbook.entries import receipts
from logbook.takeout.importing import chosen_file

ENTRIES = "logbook"  # the app whose tables are entries
# How the tables are called where their rows are counted: one, many.
NAMES = {
    "logbook.TrainingSession": ("training session", "training sessions"),
    "logbook.Symptom": ("symptom", "symptoms"),
    "logbook.ClearDay": ("day on which nothing hurt", "days on which nothing hurt"),
    "logbook.Period": ("period of rest, injury or holiday", "periods of rest, injury or holiday"),
    "logbook.Measure": ("measure", "measures"),
    "logbook.Run": ("run", "runs"),
    "logbook.UsualRun": ("usual run", "usual runs"),
    "logbook.PinnedRoutine": ("pinned routine", "pinned routines"),
    "logbook.Followed": ("place you follow", "places you follow"),
    "logbook.TrendsChoice": ("choice of what trends show", "choices of what trends show"),
    "logbook.ReportChoice": ("choice of what the report shows", "choices of what the report shows"),
    "logbook.ShareLink": ("link that you share", "links that you share"),
}


def counts_by_kind(runner: User) -> list[tuple[str, int]]:
    """How many of each kind a runner has: (words, number), in the order of the register."""
    found = [(label, privacy.rows_of(runner, model).count()) for label, model in _named()]
    return [(NAMES[label][0 if count == 1 else 1], count) for label, count in found]


def erase_entries(runner: User, *, withdraw: bool = False) -> int:
    """Erase all that was logged; the account stays. Returns how many entries went. `withdraw` takes the consent back too."""
    with transaction.atomic():
        receipts.one_at_a_time(runner)
        gone = sum(count for _, count in counts_by_kind(runner))
        _empty(runner, [model for model in _erased() if model._meta.app_label == ENTRIES])
        Tombstone.objects.lay(Tombstone.What.ENTRIES, [runner.key])
        if withdraw:
            runner.withdraw()
    chosen_file.forget(runner)
    leave_no_trace()
    return gone


def erase_account(runner: User) -> None:
    """Erase a person: entries, address, factors, log-ins everywhere. Nobody is left to answer to."""
    sessions = sessions_of(runner)
    with transaction.atomic():
        if not User.objects.select_for_update().only("pk").filter(pk=runner.pk).first():
            return  # a second tap, while the first was at it
        Tombstone.objects.lay(Tombstone.What.ACCOUNT, [runner.key, key_of_badge(runner.badge)])
        remove_person(runner)
        Session.objects.filter(pk__in=sessions).delete()
    chosen_file.forget(runner)
    leave_no_trace()


def remove_person(runner: User) -> None:
    """Delete the rows of a person from every table, whatever outlives them loses their name."""
    person = User.objects.get(pk=runner.pk)
    _empty(person, _erased())
    person.delete()


def sessions_of(runner: User) -> list[str]:
    """The keys of all browser sessions in which a person is logged in, also of those that ended by themselves, and of
    those in which a log-in was begun and not finished: they hold the address."""
    return [one.pk for one in Session.objects.iterator(chunk_size=500) if str(runner.pk) in _people_in(one)]


def _people_in(session: Session) -> list[Any]:
    """The numbers, as text, that a session names people by: who is in, who gave a password, who waits for a second step."""
    held = session.get_decoded()
    return [held.get(SESSION_KEY), held.get(PASSWORD_GIVEN_KEY),
            (held.get(LOGIN_SESSION_KEY) or {}).get("user_pk")]  # fmt: skip


def leave_no_trace() -> None:
    """Have SQLite drop the old pages from its write-ahead log; the file's own freed pages it overwrites at once."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    # Somebody who reads at this moment holds it up: then the next checkpoint does it.
    with suppress(DatabaseError), connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _named() -> Iterable[tuple[str, type[models.Model]]]:
    tables = {line.model: line.table for line in privacy.register()}
    return [(label, tables[label]) for label in NAMES]


def _erased() -> list[type[models.Model]]:
    """The tables that the register erases, those that point to others first."""
    tables = dict.fromkeys(line.table for line in privacy.register() if line.erasure)
    deep = [model for model in tables if model is not User and privacy.way_to_owner(model)]
    return sorted(deep, key=lambda model: -(privacy.way_to_owner(model) or "").count("__"))


def _empty(runner: User, tables: Iterable[type[models.Model]]) -> None:
    for model in tables:
        privacy.rows_of(runner, model).order_by().delete()
