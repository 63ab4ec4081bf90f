"""The player writes the session itself: once, whole, and into the right account."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from django.test import Client

from ankles.accounts.models import User
from library import renaming
from library.models import Exercise, Routine
from logbook.models import TrainingSession
from tests.factories import ExerciseFactory, RoutineFactory, UserFactory
from tests.logbook.conftest import LogIn
from tests.logbook.played import KEY, in_days, send, session, step

SAID = ("day", "time", "routine_name", "stage_name", "minutes", "effort", "note")
DONE = ("position", "exercise__slug", "name", "dose", "side", "outcome", "duration_s")


def kept(runner: User) -> list[tuple[Any, ...]]:
    return list(runner.training_sessions.values_list(*SAID))


def test_a_session_is_kept_as_it_was_played(ana: User, browser_of_ana: Client) -> None:
    RoutineFactory(slug="daily", title="Daily mobility")
    ExerciseFactory(slug="toe-walk", title="Toe walk of today's guide")
    steps = [step(), step(side="right", outcome="part", duration_s=7), step(side="", outcome="skipped", duration_s=0)]
    # Yesterday: what a phone calls later than now is kept as now.
    day = in_days(ana, -1)
    body = session(ana, routine="daily", stage="Week 1", steps=steps, day=day, started_at=f"{day}T12:00:30.250Z")
    answer = send(browser_of_ana, body)
    one: TrainingSession = ana.training_sessions.get()
    assert (answer.status_code, answer.json()) == (201, {"day": day, "session": one.pk})
    assert kept(ana) == [(date.fromisoformat(day), time(12, 0), "Daily mobility", "Week 1", 5, None, "")]
    assert list(one.exercises_done.in_order().values_list(*DONE)) == [
        (1, "toe-walk", "Toe walk", "20 s", "left", "done", 20),
        (2, "toe-walk", "Toe walk", "20 s", "right", "part", 7),
        (3, "toe-walk", "Toe walk", "20 s", "", "skipped", 0),
    ]


@pytest.mark.parametrize(("active_s", "minutes"), [(0, 1), (1, 1), (60, 1), (61, 2), (1500, 25), (24 * 3600, 1440)])
def test_minutes_are_active_time_rounded_up(ana: User, browser_of_ana: Client, active_s: int, minutes: int) -> None:
    send(browser_of_ana, session(ana, active_s=active_s))
    assert [row.minutes for row in ana.training_sessions.all()] == [minutes]


def test_the_same_sending_again_is_answered_the_same_and_writes_nothing(ana: User, browser_of_ana: Client) -> None:
    answers = [send(browser_of_ana, session(ana)) for _ in range(3)]
    assert [one.status_code for one in answers] == [201, 200, 200]
    assert answers[0].json() == answers[1].json() == answers[2].json()
    assert ana.training_sessions.count() == 1


def test_the_same_key_with_other_content_is_refused_and_the_first_stays(ana: User, browser_of_ana: Client) -> None:
    send(browser_of_ana, session(ana))
    answer = send(browser_of_ana, session(ana, active_s=999))
    assert (answer.status_code, answer.json()) == (409, {"error": "content"})
    assert [row.minutes for row in ana.training_sessions.all()] == [5]


def test_a_session_of_another_account_is_not_written(ana: User, ben: User, log_in: LogIn) -> None:
    answer = send(log_in(ben), session(ana))
    assert (answer.status_code, answer.json()) == (409, {"error": "account"})
    assert ana.training_sessions.count() == ben.training_sessions.count() == 0


def test_a_visitors_session_goes_to_the_account_that_says_yes_to_it(ana: User, browser_of_ana: Client) -> None:
    assert send(browser_of_ana, session(ana, account="")).status_code == 201
    assert ana.training_sessions.count() == 1


def test_a_session_that_was_deleted_does_not_come_back_with_a_late_retry(ana: User, browser_of_ana: Client) -> None:
    number = send(browser_of_ana, session(ana)).json()["session"]
    ana.training_sessions.all().delete()
    answer = send(browser_of_ana, session(ana))
    assert (answer.status_code, answer.json()["session"]) == (200, number)
    assert ana.training_sessions.count() == 0


def test_a_session_whose_receipt_is_gone_is_still_one_session(ana: User, browser_of_ana: Client) -> None:
    send(browser_of_ana, session(ana))
    ana.receipts.all().delete()
    send(browser_of_ana, session(ana))
    assert ana.training_sessions.count() == 1


def test_a_visitor_hears_that_a_log_in_is_needed_and_nothing_is_written(ana: User) -> None:
    answer = send(Client(), session(ana))
    assert answer.status_code == 401
    assert TrainingSession.objects.count() == 0


def test_without_the_consent_nothing_is_kept(db: None, log_in: LogIn) -> None:
    somebody = UserFactory()
    answer = send(log_in(somebody), session(somebody))
    assert (answer.status_code, answer.json()) == (403, {"error": "consent"})
    assert TrainingSession.objects.count() == 0


def test_a_sending_without_the_token_is_refused(ana: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ana)
    assert send(client, session(ana)).status_code == 403
    assert ana.training_sessions.count() == 0


def test_what_the_guide_does_not_know_keeps_its_name_without_a_link(ana: User, browser_of_ana: Client) -> None:
    send(browser_of_ana, session(ana, routine="gone-routine", steps=[step(exercise="gone")]))
    one: TrainingSession = ana.training_sessions.get()
    assert (one.routine, one.routine_name) == (None, "Gone routine")
    assert list(one.exercises_done.values_list("exercise", "name", "dose")) == [(None, "Toe walk", "20 s")]


def test_taking_the_guides_pages_away_changes_nothing_in_the_log(ana: User, browser_of_ana: Client) -> None:
    RoutineFactory(slug="daily", title="Daily mobility")
    ExerciseFactory(slug="toe-walk")
    send(browser_of_ana, session(ana, routine="daily"))
    Routine.objects.all().delete()
    Exercise.objects.all().delete()
    one: TrainingSession = ana.training_sessions.get()
    assert (one.routine_name, one.minutes) == ("Daily mobility", 5)
    assert list(one.exercises_done.values_list("name", "dose", "side")) == [("Toe walk", "20 s", "left")]


@pytest.mark.parametrize("days", [-400, -1, 0, 1])
def test_a_session_belongs_to_the_day_it_began(ana: User, browser_of_ana: Client, days: int) -> None:
    day = in_days(ana, days)
    assert send(browser_of_ana, session(ana, day=day, started_at="2026-03-01T07:15:00Z")).json()["day"] == day
    assert [row.day.isoformat() for row in ana.training_sessions.all()] == [day]


def test_over_midnight_it_is_one_session_of_the_day_it_began(ana: User, browser_of_ana: Client) -> None:
    times = {"started_at": "2026-03-01T23:50:00Z", "ended_at": "2026-03-02T00:10:00Z", "day": "2026-03-01"}
    send(browser_of_ana, session(ana, **times, active_s=1200))
    assert [(str(day), at, minutes) for day, at, _, _, minutes, *_ in kept(ana)] == [("2026-03-01", time(23, 50), 20)]


def test_the_time_is_the_one_on_the_wall_where_it_was_played(ana: User, browser_of_ana: Client) -> None:
    times = {"started_at": "2026-03-01T07:15:00Z", "day": "2026-03-01", "zone": "Pacific/Auckland"}
    send(browser_of_ana, session(ana, **times))
    assert [at for _, at, *_ in kept(ana)] == [time(20, 15)]


def test_a_zone_nobody_knows_and_a_clock_gone_wrong_lose_no_session(ana: User, browser_of_ana: Client) -> None:
    wrong = {"zone": "Etc/Unknown", "started_at": "0001-01-01T00:00:00+14:00", "ended_at": "0001-01-01T00:00:00Z"}
    assert send(browser_of_ana, session(ana, **wrong)).status_code == 201
    assert [at for _, at, *_ in kept(ana)] == [None]


def test_the_key_names_the_session(ana: User, browser_of_ana: Client) -> None:
    send(browser_of_ana, session(ana))
    assert [str(row.entry_key) for row in ana.training_sessions.all()] == [KEY]


def test_a_session_finds_its_routine_when_that_got_another_address_meanwhile(ana: User, browser_of_ana: Client) -> None:
    routine = RoutineFactory(slug="daily", title="Daily mobility")
    exercise = ExerciseFactory(slug="one-leg")
    renaming.rename("routine", "daily", "every-day", None)
    renaming.rename("exercise", "one-leg", "on-one-leg", None)
    send(browser_of_ana, session(ana, routine="daily", steps=[step(exercise="one-leg")]))
    one = ana.training_sessions.get()
    assert (one.routine, one.routine_name) == (routine, "Daily mobility")
    assert one.exercises_done.get().exercise == exercise
