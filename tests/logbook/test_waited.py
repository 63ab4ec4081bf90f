"""What waited in a phone comes late, and hears in JSON what became of it: saved, refused and why, or somebody else's."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ankles.accounts.models import User
from tests.factories import ExerciseFactory, RoutineFactory, UserFactory
from tests.logbook.conftest import LogIn
from tests.logbook.played import in_days, send, session, written_down

TO = "/log/sessions/"


def press(client: Client, path: str, **fields: Any) -> Any:
    """Send a form as a script does that takes nothing but JSON."""
    return client.post(path, {"entry_key": str(uuid.uuid4()), **fields}, headers={"accept": "application/json"})


def said(answer: Any) -> tuple[int, bool, list[str]]:
    told = answer.json()
    return answer.status_code, told["saved"], told.get("errors", [])


def test_a_session_keeps_the_names_and_doses_it_was_written_down_with(ana: User, browser_of_ana: Client) -> None:
    RoutineFactory(slug="daily", title="Daily mobility")
    ExerciseFactory(slug="toe-walk", title="Toe walk of today's guide")
    answer = send(browser_of_ana, written_down(ana, routine="daily", stage="Week 1"), TO)
    row = ana.training_sessions.get()
    assert (answer.status_code, answer.json()) == (201, {"day": in_days(ana, 0), "session": row.pk})
    assert (row.routine_name, row.stage_name, row.minutes, row.time) == ("Daily mobility", "Week 1", 12, None)
    done = row.exercises_done.values_list("exercise__slug", "name", "dose", "outcome")
    assert list(done) == [("toe-walk", "Toe walk", "20 s", "done")]


def test_a_routine_that_the_guide_lost_meanwhile_is_no_reason_to_lose_the_session(
    ana: User, browser_of_ana: Client
) -> None:
    assert send(browser_of_ana, written_down(ana, routine="gone-routine"), TO).status_code == 201
    assert [(row.routine, row.routine_name) for row in ana.training_sessions.all()] == [(None, "Gone routine")]


def test_a_session_that_is_sent_twice_is_one_row(ana: User, browser_of_ana: Client) -> None:
    answers = [send(browser_of_ana, written_down(ana), TO) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert ana.training_sessions.count() == 1


@pytest.mark.parametrize(
    ("more", "field"),
    [({"minutes": None, "steps": []}, "__all__"), ({"minutes": 0}, "minutes"), ({"minutes": "many"}, "minutes"),
     ({"steps": [{"name": "x", "outcome": "danced"}]}, "steps"), ({"day": "2026-13-01"}, "day"), ({"day": ""}, "day")],
)  # fmt: skip
def test_what_no_session_can_be_is_refused_with_its_reason(
    ana: User, browser_of_ana: Client, more: dict[str, Any], field: str
) -> None:
    answer = send(browser_of_ana, written_down(ana, **more), TO)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert ana.training_sessions.count() == 0


def test_a_session_of_another_account_is_nobodys(ana: User, ben: User, log_in: LogIn) -> None:
    answer = send(log_in(ben), written_down(ana), TO)
    assert (answer.status_code, answer.json()) == (409, {"error": "account"})
    assert ana.training_sessions.count() == ben.training_sessions.count() == 0


def test_a_day_to_come_is_refused_in_words_and_nothing_is_written(ana: User, browser_of_ana: Client) -> None:
    tomorrow = in_days(ana, 1)
    words = ["This day has not come yet where you live."]
    answer = send(browser_of_ana, written_down(ana, day=tomorrow), TO)
    assert (answer.status_code, [one["message"] for one in answer.json()["errors"]["day"]]) == (422, words)
    for below in ("symptoms", "morning", "clear", "runs", "sessions"):
        assert said(press(browser_of_ana, f"/log/{tomorrow}/{below}/", minutes=5)) == (422, False, words)
    assert [rows.count() for rows in (ana.training_sessions, ana.symptoms, ana.clear_days, ana.runs)] == [0] * 4


def test_a_session_that_a_fast_clock_began_later_than_now_began_now(ana: User, browser_of_ana: Client) -> None:
    now = timezone.now()
    later = [(now + timedelta(hours=hours)).isoformat() for hours in (3, 4)]
    body = session(ana, started_at=later[0], ended_at=later[1])
    assert [send(browser_of_ana, body).status_code for _ in range(2)] == [201, 200]
    row = ana.training_sessions.get()
    assert (row.day, row.time is not None) == (ana.today(), True)
    local = timezone.localtime(timezone.now(), ana.zone)
    assert row.time is not None
    assert (row.time.hour * 60 + row.time.minute) <= local.hour * 60 + local.minute


@pytest.mark.parametrize("days", [1, 3], ids=["over midnight", "by days"])
def test_the_day_that_a_fast_clock_gave_is_the_receipts_day(ana: User, browser_of_ana: Client, days: int) -> None:
    day = in_days(ana, days)
    body = session(ana, day=day, started_at=f"{day}T12:00:00Z", ended_at=f"{day}T12:05:00Z")
    told = [send(browser_of_ana, body) for _ in range(2)]
    assert [(one.status_code, one.json()["day"]) for one in told] == [(201, in_days(ana, 0)), (200, in_days(ana, 0))]
    assert [row.day for row in ana.training_sessions.all()] == [ana.today()]


def test_each_quick_form_says_that_it_is_saved(ana: User, browser_of_ana: Client) -> None:
    day = in_days(ana, 0)
    answers = [
        press(browser_of_ana, f"/log/{day}/clear/"),
        press(browser_of_ana, f"/log/{day}/symptoms/", place="left-arch", severity=4),
        press(browser_of_ana, f"/log/{day}/morning/", **{"severity-left-arch": 2, "stiffness-left-arch": "none"}),
        press(browser_of_ana, f"/log/{day}/runs/", distance="5.2", unit="km"),
        press(browser_of_ana, f"/log/{day}/sessions/", minutes=5, only="minutes"),
    ]
    assert [said(answer) for answer in answers] == [(200, True, [])] * 5
    assert [rows.count() for rows in (ana.training_sessions, ana.symptoms, ana.clear_days, ana.runs)] == [1, 2, 0, 1]
    assert all("no-store" in answer.headers["Cache-Control"] for answer in answers)


def test_a_number_that_is_sent_twice_is_one_row(ana: User, browser_of_ana: Client) -> None:
    key, path = str(uuid.uuid4()), f"/log/{in_days(ana, 0)}/symptoms/"
    for _ in range(2):
        answer = press(browser_of_ana, path, entry_key=key, place="left-arch", severity=4)
        assert said(answer) == (200, True, [])
    other = press(browser_of_ana, path, entry_key=key, place="left-arch", severity=7)
    assert (other.status_code, other.json()) == (409, {"error": "content"})
    assert [row.severity for row in ana.symptoms.all()] == [4]


def test_a_refusal_has_the_pages_own_reasons(ana: User, browser_of_ana: Client) -> None:
    day = in_days(ana, 0)
    press(browser_of_ana, f"/log/{day}/symptoms/", place="left-arch", severity=4)
    reasons = {
        "clear/": {},
        "symptoms/": {"place": "left-arch", "severity": "11"},
        "morning/": {},
        "runs/": {"distance": "far"},
        "sessions/": {"minutes": "many", "only": "minutes"},
    }
    answers = {below: press(browser_of_ana, f"/log/{day}/{below}", **fields) for below, fields in reasons.items()}
    assert {below: said(answer) for below, answer in answers.items()} == {
        "clear/": (409, False, ["This day has a symptom, so it cannot also say “nothing”. Delete the symptom first if it was a slip."]),
        "symptoms/": (422, False, ["Give a number from 0 to 10."]),
        "morning/": (422, False, ["Give a number or an answer for at least one place."]),
        "runs/": (422, False, ["Write a number such as 5.2 or 10."]),
        "sessions/": (422, False, ["Write whole minutes, such as 20."]),
    }  # fmt: skip


def test_a_page_that_only_asks_again_has_saved_nothing(ana: User, browser_of_ana: Client) -> None:
    path = f"/log/{in_days(ana, 0)}/symptoms/"
    assert said(press(browser_of_ana, path, place="left-arch", more="1")) == (422, False, [])
    assert ana.symptoms.count() == 0


def test_a_form_of_another_account_is_told_apart_from_no_log_in_and_no_consent(
    ana: User, ben: User, log_in: LogIn
) -> None:
    path, fields = f"/log/{in_days(ana, 0)}/symptoms/", {"place": "left-arch", "severity": 4, "account": ana.badge}
    newcomer = UserFactory()
    answers = [press(client, path, **fields) for client in (log_in(ben), Client(), log_in(newcomer))]
    assert [answer.status_code for answer in answers] == [409, 401, 403]
    assert [answer.json().get("error") for answer in answers] == ["account", None, "consent"]
    assert [one.symptoms.count() for one in (ana, ben, newcomer)] == [0, 0, 0]
