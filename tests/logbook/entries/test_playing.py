"""After a session: effort and one number for each place, all of it optional; and what the player asks before."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from ankles.accounts.models import User
from logbook.models import Symptom
from logbook.vocabulary import Moment
from tests.logbook.conftest import LogIn
from tests.logbook.played import answers, send, session

PATH = "/log/played/answers/"
PLACE = {"area": "achilles_mid", "side": "left"}
OTHER_KEY = "5f0c2a4e-6a44-4c9e-9d86-0a3f1be6c003"


@pytest.fixture
def played(ana: User, browser_of_ana: Client) -> Client:
    """Ana's browser, after a session."""
    assert send(browser_of_ana, session(ana)).status_code == 201
    return browser_of_ana


def felt(runner: User) -> list[tuple[Any, ...]]:
    return list(runner.symptoms.order_by("area").values_list("day", "area", "side", "moment", "severity", "version"))


def test_an_effort_of_zero_is_kept_as_zero(ana: User, played: Client) -> None:
    answer = send(played, answers(ana, effort=0), PATH)
    assert (answer.status_code, answer.json()) == (201, {"day": ana.today().isoformat()})
    assert [row.effort for row in ana.training_sessions.all()] == [0]
    assert felt(ana) == []


def test_a_number_for_a_place_is_one_of_during_and_leaves_the_effort_alone(ana: User, played: Client) -> None:
    send(played, answers(ana, effort=None, symptoms=[{**PLACE, "severity": 0}]), PATH)
    assert felt(ana) == [(ana.today(), "achilles_mid", "left", "during", 0, 1)]
    assert [row.effort for row in ana.training_sessions.all()] == [None]


def test_another_tap_corrects_the_number_in_the_same_row(ana: User, played: Client) -> None:
    send(played, answers(ana, symptoms=[{**PLACE, "severity": 3}]), PATH)
    send(played, answers(ana, entry_key=OTHER_KEY, effort=6, symptoms=[{**PLACE, "severity": 2}]), PATH)
    assert felt(ana) == [(ana.today(), "achilles_mid", "left", "during", 2, 2)]
    assert [row.effort for row in ana.training_sessions.all()] == [6]


def test_what_was_said_of_the_place_before_stays(ana: User, played: Client) -> None:
    row = Symptom.new(
        ana, **PLACE, day=ana.today(), moment=Moment.DURING, severity=5, note="uphill", qualities=["ache"]
    )
    row.save()
    send(played, answers(ana, symptoms=[{**PLACE, "severity": 1}]), PATH)
    assert [(one.severity, one.note, one.qualities) for one in ana.symptoms.all()] == [(1, "uphill", ["ache"])]


def test_nothing_today_goes_when_a_number_comes(ana: User, played: Client) -> None:
    ana.clear_days.create(day=ana.today())
    send(played, answers(ana, symptoms=[{**PLACE, "severity": 0}]), PATH)
    assert (ana.clear_days.count(), ana.symptoms.count()) == (0, 1)


def test_the_same_answer_again_writes_nothing(ana: User, played: Client) -> None:
    said = answers(ana, symptoms=[{**PLACE, "severity": 3}])
    assert [send(played, said, PATH).status_code for _ in range(2)] == [201, 200]
    assert [row.version for row in ana.symptoms.all()] == [1]
    assert send(played, said | {"effort": 1}, PATH).json() == {"error": "content"}


def test_an_answer_about_no_session_of_ones_own_is_404(ana: User, ben: User, played: Client, log_in: LogIn) -> None:
    for body in (answers(ben), answers(ben, account="")):
        answer = send(log_in(ben), body, PATH)
        assert (answer.status_code, answer.json()) == (404, {"error": "session"})
    assert ben.receipts.count() == ben.symptoms.count() == 0
    assert [row.effort for row in ana.training_sessions.all()] == [None]


def test_an_answer_written_in_another_account_is_not_written(ana: User, ben: User, log_in: LogIn) -> None:
    answer = send(log_in(ben), answers(ana), PATH)
    assert (answer.status_code, answer.json()) == (409, {"error": "account"})


@pytest.mark.parametrize(
    "wrong",
    [
        {"effort": 11}, {"effort": -1}, {"effort": 2.5}, {"effort": None}, {"symptoms": None}, {"session_key": "x"},
        {"symptoms": [{**PLACE, "severity": 11}]}, {"symptoms": [{**PLACE}]}, {"symptoms": [{**PLACE, "severity": True}]},
        {"symptoms": [{**PLACE, "area": "elbow", "severity": 1}]}, {"symptoms": [{**PLACE, "side": "both", "severity": 1}]},
        {"symptoms": [{**PLACE, "severity": 1}] * 53},
    ],
)  # fmt: skip
def test_a_wrong_answer_is_refused_whole(ana: User, played: Client, wrong: dict[str, Any]) -> None:
    answer = send(played, answers(ana, **wrong), PATH)
    assert (answer.status_code, list(answer.json())) == (422, ["errors"])
    assert felt(ana) == []
    assert [row.effort for row in ana.training_sessions.all()] == [None]


def test_the_player_learns_whose_logbook_it_is_and_what_is_followed(
    ana: User, ben: User, browser_of_ana: Client
) -> None:
    ana.followed.create(**PLACE)
    ben.followed.create(area="arch", side="right")
    answer = browser_of_ana.get("/log/player/")
    said = answer.json()
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert len(said.pop("csrf")) == 64
    followed = [{**PLACE, "name": "Left Achilles"}]
    assert said == {"account": ana.badge, "today": ana.today().isoformat(), "followed": followed}


def test_a_visitor_is_led_to_the_log_in() -> None:
    answer = Client().get("/log/player/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/login/?next=/log/player/")
