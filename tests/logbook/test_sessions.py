"""Logging training: one tap, the same as last time, minutes alone, exercise by exercise."""

from __future__ import annotations

import re
from datetime import date, time

import pytest
from django.test import Client

from ankles.accounts.models import User
from tests.logbook.saying import take_back, text, told, wrong
from tests.logbook.test_today import buttons
from tests.logbook.training import NEW, SUNDAY, log, pin, programme, sending, sessions, unwind

UNWOUND = {
    "day": SUNDAY,
    "routine_name": "Unwind",
    "minutes": 6,
    "did": [("Calf stretch", "10 times", "", "done"), ("Toe walks", "10 times", "", "done")],
}

pytestmark = pytest.mark.usefixtures("sunday")


def test_one_tap_logs_the_pinned_routine_as_the_guide_has_it(ana: User, browser_of_ana: Client) -> None:
    answer = browser_of_ana.post(NEW, sending(ana, pin=pin(ana, unwind()).pk, back="today"))
    assert (answer.status_code, told(answer)) == (200, "Session saved, 6 min")
    assert sessions(ana) == [UNWOUND]


def test_one_tap_logs_a_stage_with_its_own_time_and_an_exercise_that_comes_twice(
    ana: User, browser_of_ana: Client
) -> None:
    browser_of_ana.post(NEW, sending(ana, pin=pin(ana, programme(), "Week 2").pk))
    twice = [("Heel raise", "10 times, both legs together", "", "done")] * 2
    expected = {"day": SUNDAY, "routine_name": "Strong", "stage_name": "Week 2", "minutes": 9, "did": twice}
    assert sessions(ana) == [expected]


def test_yesterday_is_one_tap_too_and_the_answer_is_today(ana: User, browser_of_ana: Client) -> None:
    form = sending(ana, pin=pin(ana, unwind()).pk, back="today")
    answer = browser_of_ana.post("/log/2026-11-21/sessions/", form)
    assert sessions(ana) == [UNWOUND | {"day": date(2026, 11, 21)}]
    assert told(answer) == "Session saved for yesterday, 6 min"
    assert buttons(text(answer))[0] == "Done today: Unwind"
    assert "<h1>Sunday 22 November</h1>" in text(answer)


def test_a_double_tap_is_one_session_and_a_second_wish_is_two(ana: User, browser_of_ana: Client) -> None:
    form = sending(ana, pin=pin(ana, unwind()).pk)
    answers = [browser_of_ana.post(NEW, form) for _ in range(2)]
    assert [told(answer) for answer in answers] == ["Session saved, 6 min"] * 2
    assert sessions(ana) == [UNWOUND]
    browser_of_ana.post(NEW, sending(ana, pin=form["pin"]))
    assert sessions(ana) == [UNWOUND, UNWOUND]


def test_the_same_key_with_other_words_is_asked_about_and_writes_nothing(ana: User, browser_of_ana: Client) -> None:
    form = sending(ana, minutes=20)
    browser_of_ana.post(NEW, form)
    answer = browser_of_ana.post(NEW, form | {"minutes": 25, "note": "hill repeats"})
    assert answer.status_code == 409
    assert 'name="note" value="hill repeats"' in text(answer)
    assert [one["minutes"] for one in sessions(ana)] == [20]


def test_minutes_alone_are_a_session(ana: User, browser_of_ana: Client) -> None:
    answer = browser_of_ana.post(NEW, sending(ana, minutes="35", only="minutes", back="today"))
    assert told(answer) == "Session saved, 35 min"
    assert sessions(ana) == [{"day": SUNDAY, "minutes": 35, "did": []}]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", "Tick what you did, or give the minutes."),
        ("0", "A session lasts 1 to 1440 minutes."),
        ("1441", "A session lasts 1 to 1440 minutes."),
        ("12.5", "Write whole minutes, such as 20."),
        ("ten", "Write whole minutes, such as 20."),
        ("9" * 400, "A session lasts 1 to 1440 minutes."),
        ("\x0012", "Write whole minutes, such as 20."),
    ],
)
def test_minutes_that_cannot_be_are_said_so_at_the_field(
    given: str, said: str, ana: User, browser_of_ana: Client
) -> None:
    answer = browser_of_ana.post(NEW, sending(ana, minutes=given, only="minutes", back="today"))
    assert answer.status_code == 422
    assert 'id="minutes-wrong"' in text(answer)
    assert said in text(answer)
    assert sessions(ana) == []


def test_the_same_as_last_time_takes_exercises_and_minutes_but_not_effort_or_words(
    ana: User, browser_of_ana: Client
) -> None:
    before = log(ana, date(2026, 11, 17), "Calf stretch", "Hops", minutes=12, effort=4, note="windy", time=time(7))
    answer = browser_of_ana.post(NEW, sending(ana, same=before.pk, back="today"))
    assert told(answer) == "Session saved, 12 min"
    did = [("Calf stretch", "10 times", "", "done"), ("Hops", "10 times", "", "done")]
    assert sessions(ana)[1] == {"day": SUNDAY, "minutes": 12, "did": did}


def test_a_routine_can_be_logged_with_exercises_left_out_and_changed(ana: User, browser_of_ana: Client) -> None:
    routine = unwind()
    page = text(browser_of_ana.get(f"{NEW}?pin={pin(ana, routine).pk}"))
    assert page.count(' name="exercise"') == 3
    assert page.count("checked") == 2  # the optional one is not
    form = sending(
        ana, routine=routine.pk, exercise=["toe-walk", "hops"], dose__toe_walk="x", minutes=8, effort=3, time="18:30",
        note="Slow.\r\nGood.", side__hops="left",
    )  # fmt: skip
    browser_of_ana.post(NEW, form | {"dose-toe-walk": "3 × 20 s", "dose-hops": "5 hops"})
    did = [("Toe walks", "3 × 20 s", "", "done"), ("Hops", "5 hops", "left", "done")]
    expected = {"routine_name": "Unwind", "minutes": 8, "effort": 3, "time": time(18, 30), "note": "Slow.\nGood."}
    assert sessions(ana) == [{"day": SUNDAY, **expected, "did": did}]


def test_a_free_list_has_every_exercise_of_the_guide_and_nothing_is_ticked(ana: User, browser_of_ana: Client) -> None:
    unwind()
    page = text(browser_of_ana.get(NEW))
    assert page.count(' name="exercise"') == 3
    assert "checked" not in page
    browser_of_ana.post(NEW, sending(ana, exercise=["hops"]))
    assert sessions(ana) == [{"day": SUNDAY, "did": [("Hops", "10 times, both legs together", "", "done")]}]


def test_what_was_logged_can_be_taken_back_straight_after(ana: User, browser_of_ana: Client) -> None:
    answer = browser_of_ana.post(NEW, sending(ana, pin=pin(ana, unwind()).pk))
    assert told(take_back(browser_of_ana, answer)) == "Taken back"
    assert sessions(ana) == []


def test_an_effort_of_zero_is_kept_as_zero_and_no_answer_as_none(ana: User, browser_of_ana: Client) -> None:
    browser_of_ana.post(NEW, sending(ana, minutes=5, effort="0"))
    browser_of_ana.post(NEW, sending(ana, minutes=6, effort=""))
    assert [(one["minutes"], one.get("effort")) for one in sessions(ana)] == [(5, 0), (6, None)]


def test_a_session_says_at_least_one_thing(ana: User, browser_of_ana: Client) -> None:
    answer = browser_of_ana.post(NEW, sending(ana, note="just words"))
    assert answer.status_code == 422
    assert wrong(answer) == ["Tick what you did, or give the minutes."]
    assert "just words" in text(answer)
    assert sessions(ana) == []


def test_a_pinned_routine_that_the_guide_lost_is_logged_by_its_name(ana: User, browser_of_ana: Client) -> None:
    routine = unwind()
    pinned = pin(ana, routine)
    routine.delete()
    browser_of_ana.post(NEW, sending(ana, pin=pinned.pk))
    assert sessions(ana) == [{"day": SUNDAY, "routine_name": "Unwind", "did": []}]


def test_exercises_are_folded_by_kind_with_a_drawing_each_and_what_is_ticked_is_never_folded(
    guide: object, ana: User, browser_of_ana: Client
) -> None:
    page = text(browser_of_ana.get(NEW))
    folds = re.findall(r'<details class="fold"(?: open)?>(.*?)</details>', page, re.DOTALL)
    listed = [fold.count('type="checkbox"') for fold in folds]
    assert len(listed) >= 4
    assert sum(listed) == page.count('<span class="thumb"><svg') == page.count('name="exercise"')
    assert '<details class="fold" open>' not in page
    refused = text(browser_of_ana.post(NEW, sending(ana, exercise=["toe-walk"], minutes="many")))
    opened = re.findall(r'<details class="fold" open>(.*?)</details>', refused, re.DOTALL)
    assert [re.findall(r'value="([^"]+)" checked', fold) for fold in opened] == [["toe-walk"]]
