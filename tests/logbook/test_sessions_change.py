"""Changing and deleting a session: another day, two tabs, an undo; the words of the guide of that day stay."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
import time_machine
from django.test import Client

from ankles.accounts.models import User
from library import publishing
from logbook.models import TrainingSession
from logbook.vocabulary import Outcome
from tests.logbook.saying import take_back, text, told, wrong
from tests.logbook.training import NEW, SUNDAY, exercise, log, pin, sending, sessions, unwind

pytestmark = pytest.mark.usefixtures("sunday")


def at(session: TrainingSession) -> str:
    """The address of a session."""
    return f"/log/{session.day}/sessions/{session.pk}/"


def edit(runner: User, session: TrainingSession, **fields: Any) -> dict[str, Any]:
    """The edit form of a session, with its day and version, unless `fields` say something else."""
    return sending(
        runner, **{"version": session.version, "day": session.day, "minutes": session.minutes or ""} | fields
    )


def test_a_session_is_shown_as_it_was_logged_and_changed(ana: User, browser_of_ana: Client) -> None:
    session = log(ana, SUNDAY, "Old circles", minutes=6, effort=0, time=time(7, 5), note="Stairs <b>")
    page = text(browser_of_ana.get(at(session)))
    assert page.count("checked") == 2  # the exercise, and an effort of 0
    assert 'value="07:05"' in page
    assert "Stairs &lt;b&gt;" in browser_of_ana.get(at(session)).content.decode()
    answer = browser_of_ana.post(
        at(session), edit(ana, session, minutes=9, exercise=["was-1"], **{"dose-was-1": "3 times"})
    )
    assert told(answer) == "Session changed"
    assert sessions(ana) == [{"day": SUNDAY, "minutes": 9, "did": [("Old circles", "3 times", "", "done")]}]


def test_a_whole_session_moves_to_another_day_and_back(ana: User, browser_of_ana: Client) -> None:
    session = log(ana, SUNDAY, minutes=6)
    answer = browser_of_ana.post(at(session), edit(ana, session, day="2026-11-19", back="day"))
    assert "<h1>Thursday 19 November</h1>" in text(answer)
    assert sessions(ana) == [{"day": date(2026, 11, 19), "minutes": 6, "did": []}]
    take_back(browser_of_ana, answer)
    assert sessions(ana) == [{"day": SUNDAY, "minutes": 6, "did": []}]


def test_the_old_address_of_a_moved_session_leads_on(ana: User, browser_of_ana: Client) -> None:
    session = log(ana, date(2026, 11, 19), minutes=6)
    answer = browser_of_ana.get(f"/log/2026-11-22/sessions/{session.pk}/")
    assert (answer.status_code, answer.headers["Location"]) == (302, at(session))


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-11-23", "Choose a day up to today."),
        ("1999-12-31", "Choose a day from 2000 on."),
        ("1900-01-01", "Choose a day from 2000 on."),
        ("2026-02-30", "Write a day such as 2026-11-22."),
        ("", "Choose the day."),
        ("\x00", "Write a day such as 2026-11-22."),
    ],
)
def test_a_day_that_cannot_be_is_said_so_at_the_field(day: str, said: str, ana: User, browser_of_ana: Client) -> None:
    session = log(ana, SUNDAY, minutes=6)
    answer = browser_of_ana.post(at(session), edit(ana, session, day=day))
    assert (answer.status_code, wrong(answer)) == (422, [said])
    assert sessions(ana) == [{"day": SUNDAY, "minutes": 6, "did": []}]


def test_an_entry_on_tomorrow_stays_there_for_whoever_flew_west(ana: User, browser_of_ana: Client) -> None:
    tomorrow = date(2026, 11, 23)
    session = log(ana, tomorrow, minutes=6)
    assert browser_of_ana.get("/log/2026-11-23/").status_code == 200
    assert browser_of_ana.get("/log/2026-11-24/").status_code == 404
    answer = browser_of_ana.post(at(session), edit(ana, session, minutes=7))
    assert told(answer) == "Session changed"
    assert sessions(ana) == [{"day": tomorrow, "minutes": 7, "did": []}]


def test_the_second_of_two_tabs_is_told_and_keeps_its_words(ana: User, browser_of_ana: Client) -> None:
    session = log(ana, SUNDAY, "Hops", minutes=6)
    first = edit(ana, session, minutes=7, exercise=["was-1"], note="from the phone")
    second = edit(ana, session, minutes=8, exercise=["was-1"], note="from the laptop")
    assert browser_of_ana.post(at(session), first).status_code == 200
    answer = browser_of_ana.post(at(session), second)
    assert answer.status_code == 409
    assert all(words in text(answer) for words in ("from the phone", "from the laptop", "changed meanwhile"))
    assert [one["note"] for one in sessions(ana)] == ["from the phone"]
    again = browser_of_ana.post(at(session), second | {"version": 2})
    assert told(again) == "Session changed"
    assert [(one["minutes"], one["note"]) for one in sessions(ana)] == [(8, "from the laptop")]


def test_an_edit_that_is_sent_twice_is_one_edit(ana: User, browser_of_ana: Client) -> None:
    session = log(ana, SUNDAY, minutes=6)
    form = edit(ana, session, minutes=7)
    answers = [browser_of_ana.post(at(session), form) for _ in range(2)]
    assert [(answer.status_code, told(answer)) for answer in answers] == [(200, "Session changed")] * 2
    session.refresh_from_db()
    assert (session.minutes, session.version) == (7, 2)


def test_an_edited_guide_changes_no_log(ana: User, browser_of_ana: Client) -> None:
    routine = unwind()
    browser_of_ana.post(NEW, sending(ana, pin=pin(ana, routine).pk))
    before = sessions(ana)
    hops = routine.steps.all()[0].exercise
    hops.title = "Something else"
    hops.save()
    publishing.retire(routine, None)
    assert sessions(ana) == before
    session = ana.training_sessions.get()
    assert "Calf stretch" in text(browser_of_ana.get(at(session)))
    routine.delete()
    form = edit(ana, session, exercise=["calf", "toe-walk"], **{"dose-calf": "10 times", "dose-toe-walk": "10 times"})
    assert browser_of_ana.post(at(session), form).status_code == 200
    assert sessions(ana) == before


def test_what_the_player_saw_left_out_stays_left_out_until_it_is_ticked(ana: User, browser_of_ana: Client) -> None:
    session = log(ana, SUNDAY, "Hops", "Circles", minutes=6)
    ana.training_sessions.get().exercises_done.filter(name="Circles").update(outcome=Outcome.SKIPPED, duration_s=None)
    ana.training_sessions.get().exercises_done.filter(name="Hops").update(outcome=Outcome.PART, duration_s=40)
    form = {"exercise": ["was-1"], "dose-was-1": "10 times"}
    browser_of_ana.post(at(session), edit(ana, session, **form))
    did = [("Hops", "10 times", "", "part"), ("Circles", "10 times", "", "skipped")]
    assert sessions(ana)[0]["did"] == did
    assert ana.training_sessions.get().exercises_done.get(name="Hops").duration_s == 40


def test_a_session_gains_an_exercise_of_the_guide(ana: User, browser_of_ana: Client) -> None:
    exercise("hops", "Hops")
    session = log(ana, SUNDAY, "Circles")
    browser_of_ana.post(at(session), edit(ana, session, exercise=["was-1", "hops"], **{"dose-hops": "twice"}))
    assert sessions(ana)[0]["did"] == [("Circles", "10 times", "", "done"), ("Hops", "twice", "", "done")]


def test_a_session_is_deleted_and_brought_back_whole(ana: User, browser_of_ana: Client) -> None:
    session = log(ana, SUNDAY, "Hops", minutes=6, note="kept")
    before = sessions(ana)
    answer = browser_of_ana.post(f"{at(session)}deletion/", sending(ana, version=1))
    assert (told(answer), sessions(ana)) == ("Session deleted", [])
    assert told(take_back(browser_of_ana, answer)) == "Put back"
    assert sessions(ana) == before


def test_a_deletion_sent_twice_is_answered_like_the_first(ana: User, browser_of_ana: Client) -> None:
    session = log(ana, SUNDAY, minutes=6)
    form = sending(ana, version=1)
    answers = [browser_of_ana.post(f"{at(session)}deletion/", form) for _ in range(2)]
    assert [(answer.status_code, told(answer)) for answer in answers] == [(200, "Session deleted")] * 2


def test_what_was_changed_meanwhile_is_not_deleted_unseen(ana: User, browser_of_ana: Client) -> None:
    session = log(ana, SUNDAY, minutes=6)
    browser_of_ana.post(at(session), edit(ana, session, minutes=7))
    answer = browser_of_ana.post(f"{at(session)}deletion/", sending(ana, version=1))
    assert answer.status_code == 409
    assert 'value="7"' in text(answer)
    assert [one["minutes"] for one in sessions(ana)] == [7]


def test_an_edit_of_what_was_deleted_meanwhile_keeps_its_words(ana: User, browser_of_ana: Client) -> None:
    session = log(ana, SUNDAY, minutes=6)
    form = edit(ana, session, note="still worth keeping")
    browser_of_ana.post(f"{at(session)}deletion/", sending(ana, version=1))
    answer = browser_of_ana.post(at(session), form)
    assert answer.status_code == 404
    assert "still worth keeping" in text(answer)
    assert sessions(ana) == []


def test_a_deletion_is_no_page(ana: User, browser_of_ana: Client) -> None:
    session = log(ana, SUNDAY, minutes=6)
    answer = browser_of_ana.get(f"{at(session)}deletion/")
    assert (answer.status_code, answer.headers["Location"]) == (302, at(session))
    assert len(sessions(ana)) == 1


def test_a_session_over_midnight_belongs_to_the_day_it_names(ana: User, browser_of_ana: Client) -> None:
    form = sending(ana, minutes=40, time="23:50")
    with time_machine.travel(datetime(2026, 11, 23, 0, 31, tzinfo=UTC), tick=False):
        answer = browser_of_ana.post(NEW, form | {"back": "today"})
    assert sessions(ana) == [{"day": SUNDAY, "minutes": 40, "time": time(23, 50), "did": []}]
    assert told(answer) == "Session saved for yesterday, 40 min"
    assert "<h1>Monday 23 November</h1>" in text(answer)
