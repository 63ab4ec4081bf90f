"""Undo: signed, for one runner, for a day, and whole or not at all."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ankles.accounts.models import Tombstone, User, tombstone_of
from logbook.entries import receipts, saving, undo
from logbook.place import Place
from logbook.vocabulary import Moment
from tests.logbook.saying import felt, sending, told
from tests.logbook.training import SUNDAY, log, sessions
from tests.logbook.writing import clear

pytestmark = pytest.mark.usefixtures("sunday")


def sealed_deletion(runner: User) -> str:
    """The undo of a session that was deleted just now."""
    saved = saving.remove(runner, log(runner, SUNDAY, "Hops", minutes=6))
    return undo.seal(runner, saved.changes)


def test_a_deletion_is_taken_back_whole_and_its_tombstone_goes(ana: User) -> None:
    session = log(ana, SUNDAY, "Hops", "Circles", minutes=6, note="kept")
    before, key = sessions(ana), session.entry_key
    sealed = undo.seal(ana, saving.remove(ana, session).changes)
    assert [row.digest for row in Tombstone.objects.all()] == [tombstone_of(key, ana)]
    assert undo.take_back(ana, sealed) == SUNDAY
    assert (sessions(ana), ana.training_sessions.get().entry_key, Tombstone.objects.count()) == (before, key, 0)


def test_undoing_twice_is_undoing_once(ana: User) -> None:
    sealed = sealed_deletion(ana)
    assert [undo.take_back(ana, sealed), undo.take_back(ana, sealed)] == [SUNDAY, SUNDAY]
    assert len(sessions(ana)) == 1


def test_an_edit_is_taken_back_with_its_exercises(ana: User) -> None:
    session = log(ana, SUNDAY, "Hops", minutes=6)
    before = sessions(ana)
    saved = saving.change_session(ana, session.pk, 1, {"minutes": 9, "note": "more"}, [])
    assert undo.take_back(ana, undo.seal(ana, saved.changes)) == SUNDAY
    assert sessions(ana) == before


def test_what_was_changed_since_is_not_taken_back(ana: User) -> None:
    session = log(ana, SUNDAY, minutes=6)
    first = saving.change_session(ana, session.pk, 1, {"minutes": 7}, None)
    saving.change_session(ana, session.pk, 2, {"minutes": 8}, None)
    with pytest.raises(undo.CannotUndo):
        undo.take_back(ana, undo.seal(ana, first.changes))
    assert [one["minutes"] for one in sessions(ana)] == [8]


def test_a_symptom_that_took_a_clear_day_away_gives_it_back(ana: User) -> None:
    clear(ana, SUNDAY)
    saved = saving.log_symptom(ana, SUNDAY, Place("arch", "left"), Moment.WORST, {"severity": 3})
    assert (saved.took_away_clear_day, ana.clear_days.count()) == (True, 0)
    undo.take_back(ana, undo.seal(ana, saved.changes))
    assert (felt(ana), [row.day for row in ana.clear_days.all()]) == ([], [SUNDAY])


def test_all_of_an_act_is_taken_back_or_nothing(ana: User) -> None:
    clear(ana, SUNDAY)
    saved = saving.log_symptom(ana, SUNDAY, Place("arch", "left"), Moment.WORST, {"severity": 3})
    saving.log_symptom(ana, SUNDAY, Place("arch", "left"), Moment.WORST, {"severity": 4})
    with pytest.raises(undo.CannotUndo):
        undo.take_back(ana, undo.seal(ana, saved.changes))
    assert ([one[4]["severity"] for one in felt(ana)], ana.clear_days.count()) == ([4], 0)


def test_ben_cannot_take_back_what_ana_did(ana: User, ben: User) -> None:
    sealed = sealed_deletion(ana)
    with pytest.raises(undo.CannotUndo):
        undo.take_back(ben, sealed)
    assert sessions(ana) == sessions(ben) == []


@pytest.mark.parametrize("sealed", ["", "nonsense", "a:b:c", "\x00", "x" * 100_000])
def test_words_that_are_not_ours_change_nothing(sealed: str, ana: User, browser_of_ana: Client) -> None:
    log(ana, SUNDAY, minutes=6)
    answer = browser_of_ana.post("/log/undo/", {"undo": sealed, "back": "today"})
    assert answer.status_code == 409
    assert "This can no longer be undone" in answer.content.decode()
    assert [one["minutes"] for one in sessions(ana)] == [6]


def test_a_seal_for_something_else_is_no_undo(ana: User) -> None:
    with pytest.raises(undo.CannotUndo):
        undo.take_back(ana, signing.dumps({"badge": ana.badge, "changes": []}, salt="something else"))


def test_after_a_day_it_is_too_late(ana: User) -> None:
    sealed = sealed_deletion(ana)
    with time_machine.travel(timezone.now() + timedelta(hours=24, minutes=1)), pytest.raises(undo.CannotUndo):
        undo.take_back(ana, sealed)


def test_the_answer_to_an_undo_is_the_day_it_was_about(ana: User, browser_of_ana: Client) -> None:
    answer = browser_of_ana.post("/log/undo/", {"undo": sealed_deletion(ana), "back": "day"})
    assert (answer.status_code, told(answer)) == (200, "Put back")
    assert "<h1>Sunday 22 November</h1>" in answer.content.decode()


def test_undo_is_no_page(browser_of_ana: Client) -> None:
    answer = browser_of_ana.get("/log/undo/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/log/")


def test_an_edited_period_does_not_grow_back_over_a_newer_one(ana: User) -> None:
    first, tenth = date(2026, 11, 1), date(2026, 11, 10)
    rest = saving.log_period(ana, {"kind": "rest", "first_day": first, "last_day": tenth}).row
    shortened = saving.change_period(ana, rest.pk, 1, {"last_day": date(2026, 11, 3)})
    saving.log_period(ana, {"kind": "rest", "first_day": date(2026, 11, 5), "last_day": date(2026, 11, 8)})
    there = list(ana.periods.order_by("pk").values())
    with pytest.raises(undo.CannotUndo):
        undo.take_back(ana, undo.seal(ana, shortened.changes))
    assert list(ana.periods.order_by("pk").values()) == there
    # Of another kind, both may stand.
    ana.periods.filter(first_day=date(2026, 11, 5)).update(kind="holiday")
    undo.take_back(ana, undo.seal(ana, shortened.changes))
    assert ana.periods.get(kind="rest").last_day == tenth


def test_a_deleted_period_does_not_come_back_over_a_newer_one(ana: User) -> None:
    days = {"first_day": date(2026, 11, 1), "last_day": date(2026, 11, 7)}
    old = ana.periods.create(kind="rest", **days)
    sealed = undo.seal(ana, saving.remove(ana, old).changes)
    newer = ana.periods.create(kind="rest", **days)
    with pytest.raises(undo.CannotUndo):
        undo.take_back(ana, sealed)
    assert list(ana.periods.all()) == [newer]


def test_what_hurt_does_not_come_back_on_a_day_that_was_called_clear_since(ana: User) -> None:
    saving.log_symptom(ana, SUNDAY, Place("arch", "left"), "worst", {"severity": 3})
    sealed = undo.seal(ana, saving.remove(ana, ana.symptoms.get()).changes)
    saving.log_clear_day(ana, SUNDAY)
    with pytest.raises(undo.CannotUndo):
        undo.take_back(ana, sealed)
    assert (ana.symptoms.count(), ana.clear_days.count()) == (0, 1)


def test_deleting_what_is_gone_deletes_nothing(ana: User) -> None:
    row = ana.clear_days.create(day=date(2026, 11, 1))
    stale = ana.clear_days.get()
    assert len(saving.remove(ana, row).changes) == 1
    assert saving.remove(ana, stale).changes == []


def test_an_undo_waits_its_turn_before_it_looks_at_anything(ana: User) -> None:
    # Else, on PostgreSQL, "nothing today" from another tab comes between its look at the day and its writing.
    sealed = sealed_deletion(ana)
    with CaptureQueriesContext(connection) as asked:
        undo.take_back(ana, sealed)
    tables = [found[1] for query in asked if (found := re.search(r'FROM "(\w+)"', query["sql"]))]
    assert tables[:2] == ["accounts_user", "logbook_trainingsession"]
    with CaptureQueriesContext(connection) as asked:
        receipts.one_at_a_time(ana)
    assert ("FOR UPDATE" in asked[0]["sql"]) == connection.features.has_select_for_update


PLACE = {"place": "left-achilles_mid", "severity": "3"}
PERIOD = {"kind": "rest", "first_day": "2026-11-20", "last_day": "2026-11-21"}


@pytest.mark.parametrize(
    ("path", "fields"),
    [("2026-11-22/sessions/", {"minutes": "5"}), ("2026-11-22/symptoms/", PLACE), ("2026-11-22/clear/", {}), ("periods/", PERIOD)],
)  # fmt: skip
def test_a_sending_that_comes_again_after_it_was_taken_back_is_not_called_saved(
    browser_of_ana: Client, ana: User, path: str, fields: dict[str, str]
) -> None:
    data = sending(ana, **fields)
    first = browser_of_ana.post(f"/log/{path}", data)
    undone = re.search(r'name="undo" value="([^"]+:[^"]+)"', first.content.decode())
    assert undone
    assert told(browser_of_ana.post("/log/undo/", {"undo": undone[1]})) == "Taken back"
    assert told(browser_of_ana.post(f"/log/{path}", data)).rstrip(".") == "This was saved before, and taken away since"
    entries = (ana.training_sessions, ana.symptoms, ana.clear_days, ana.periods)
    assert not any(rows.exists() for rows in entries)


def test_a_form_that_was_opened_before_the_undo_is_stale_after_it(ana: User) -> None:
    session = log(ana, SUNDAY, minutes=6)
    changed = saving.change_session(ana, session.pk, 1, {"minutes": 9}, None)
    opened_at = ana.training_sessions.get().version
    undo.take_back(ana, undo.seal(ana, changed.changes))
    with pytest.raises(saving.Stale):
        saving.change_session(ana, session.pk, opened_at, {"minutes": 12}, None)
    assert [one["minutes"] for one in sessions(ana)] == [6]
    # Nor does it pass for the next change: no version is given twice.
    saving.change_session(ana, session.pk, ana.training_sessions.get().version, {"minutes": 7}, None)
    with pytest.raises(saving.Stale):
        saving.change_session(ana, session.pk, opened_at, {"minutes": 12}, None)
    assert [one["minutes"] for one in sessions(ana)] == [7]
