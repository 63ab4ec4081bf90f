"""The form of a session where the guide holds very many exercises: they are looked for by their names, and none is listed."""

from __future__ import annotations

import re
from datetime import time
from typing import Any

import brotli
import pytest
from django.test import Client

from ankles.accounts.models import User
from library import publishing
from library.models import Exercise
from logbook.forms.session import FEW
from tests.factories import ExerciseFactory
from tests.logbook.saying import text, told, wrong
from tests.logbook.training import NEW, SUNDAY, log, pin, sending, sessions, unwind

pytestmark = pytest.mark.usefixtures("sunday")
MANY = 300


@pytest.fixture
def many(db: None) -> None:
    """A guide of three hundred exercises, thirty of them called a heel raise."""
    rows = [
        ExerciseFactory.build(
            slug=f"move-{number}",
            title=f"Heel raise {number}" if number % 10 == 0 else f"Move {number}",
            number=number,
        )
        for number in range(1, MANY + 1)
    ]
    Exercise.objects.bulk_create(rows)
    publishing.begin_version()


def offered(answer: Any) -> list[str]:
    """The exercises that can be ticked."""
    return re.findall(r'name="exercise" value="([^"]*)"', text(answer))


def ticked(answer: Any) -> list[str]:
    """Those that are ticked."""
    return re.findall(r'name="exercise" value="([^"]*)" checked', text(answer))


def test_the_form_is_as_light_as_with_few(many: None, browser_of_ana: Client) -> None:
    answer = browser_of_ana.get(NEW)
    assert offered(answer) == []
    assert f"among {MANY}" in text(answer)
    assert len(brotli.compress(answer.content, quality=5)) <= 10_000


def test_what_is_looked_for_is_offered_and_what_was_written_stays_and_nothing_is_saved(
    many: None, ana: User, browser_of_ana: Client
) -> None:
    """Without a script, as often as somebody likes."""
    form = sending(ana, exercise="move-7", **{"dose-move-7": "as it felt right", "side-move-7": "left"})
    form |= {"note": "In the kitchen", "time": "18:30", "find": "  heel RAISE ", "look": "1"}
    answer = browser_of_ana.post(NEW, form)
    assert (answer.status_code, wrong(answer), sessions(ana)) == (200, [], [])
    assert offered(answer) == ["move-7", *(f"move-{number}" for number in range(10, 210, 10))]
    assert "The first 20 of 30 are shown." in text(answer)
    assert ticked(answer) == ["move-7"]
    for kept in ("as it felt right", "In the kitchen", 'value="18:30"', 'value="heel RAISE"'):
        assert kept in text(answer)
    answer = browser_of_ana.post(NEW, form | {"find": "raise 29", "exercise": ["move-7", "move-10"]})
    assert offered(answer) == ["move-7", "move-10", "move-290"]
    assert "No exercise is called so." in text(browser_of_ana.post(NEW, form | {"find": "zebra"}))
    # Then it is saved, also what stands on no list any more.
    del form["look"]
    answer = browser_of_ana.post(NEW, form | {"exercise": ["move-7", "move-290"]})
    assert told(answer) == "Session saved"
    assert sessions(ana) == [
        {"day": SUNDAY, "time": time(18, 30), "note": "In the kitchen", "did": [
            ("Move 7", "as it felt right", "left", "done"), ("Heel raise 290", "10 times, both legs together", "", "done"),
        ]}
    ]  # fmt: skip


def test_looking_complains_of_nothing_and_saving_does(many: None, ana: User, browser_of_ana: Client) -> None:
    form = sending(ana, minutes="lots", exercise="move-7", **{"dose-move-7": "x" * 300})
    assert wrong(browser_of_ana.post(NEW, form | {"find": "heel", "look": "1"})) == []
    answer = browser_of_ana.post(NEW, form | {"find": "heel"})
    assert answer.status_code == 422
    assert len(wrong(answer)) == 2


def test_nobody_ticks_what_is_not_in_the_guide(many: None, ana: User, browser_of_ana: Client) -> None:
    answer = browser_of_ana.post(NEW, sending(ana, exercise=["move-7", "nowhere"]))
    assert answer.status_code == 422
    assert wrong(answer) == ["One of the exercises is not in the guide. Choose from the list."]


def test_a_routine_and_its_change_begin_with_their_own(many: None, ana: User, browser_of_ana: Client) -> None:
    routine = unwind()
    address = f"{NEW}?pin={pin(ana, routine).pk}"
    assert ticked(browser_of_ana.get(address)) == ["calf", "toe-walk"]
    row = log(ana, SUNDAY, "Of my own", minutes=5)
    address = f"{NEW}{row.pk}/"
    form = sending(ana, version=1, day=SUNDAY, minutes=5, exercise="was-1", find="move 7", look="1")
    answer = browser_of_ana.post(address, form)
    assert ticked(answer) == ["was-1"]
    assert "move-7" in offered(answer)
    # Changed in another tab meanwhile: looking does not make this form one of the newer version.
    browser_of_ana.post(address, sending(ana, version=1, day=SUNDAY, minutes=6, exercise="was-1"))
    answer = browser_of_ana.post(address, form)
    assert re.findall(r'name="version" value="(\d+)"', text(answer))[0] == "1"


def test_what_was_written_in_another_account_is_not_shown(
    many: None, ana: User, ben: User, browser_of_ana: Client
) -> None:
    form = sending(ana, account=ben.badge, note="Of Ben", find="heel", look="1")
    answer = browser_of_ana.post(NEW, form)
    assert answer.status_code == 409
    assert "Of Ben" not in text(answer)


def test_a_guide_of_few_stands_on_the_form_whole(ana: User, browser_of_ana: Client) -> None:
    for number in range(FEW):
        ExerciseFactory.create(slug=f"move-{number}")
    publishing.begin_version()
    answer = browser_of_ana.get(NEW)
    assert len(offered(answer)) == FEW
    assert 'name="look"' not in text(answer)
