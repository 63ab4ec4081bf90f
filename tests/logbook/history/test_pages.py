"""What Today and a day show, as values."""

from __future__ import annotations

from datetime import date, time

import pytest

from ankles.accounts.models import User
from logbook.history import logged, pages, usual
from tests.logbook.training import SUNDAY, log, pin, programme, unwind
from tests.logbook.writing import hurt

pytestmark = pytest.mark.usefixtures("sunday")


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (SUNDAY, "today"),
        (date(2026, 11, 21), "yesterday"),
        (date(2026, 11, 17), "on Tuesday"),
        (date(2026, 11, 2), "on 2 Nov"),
        (date(2025, 11, 2), "on 2 Nov 2025"),
        (date(2026, 11, 23), "on 23 Nov"),
    ],
)
def test_a_button_says_its_day_as_a_runner_would(shown: date, words: str) -> None:
    assert usual.day_on_button(shown, SUNDAY) == words


def test_the_first_routine_that_is_not_done_yet_leads(ana: User) -> None:
    first, second = pin(ana, unwind()), pin(ana, programme(), "Week 1", position=2)
    assert [(card.pk, card.leads, card.done) for card in pages.today(ana, SUNDAY)["usual"]] == [
        (first.pk, True, ""),
        (second.pk, False, ""),
    ]
    log(ana, SUNDAY, routine_name="Unwind")
    assert [(card.leads, card.done) for card in pages.today(ana, SUNDAY)["usual"]] == [
        (False, "Done today"),
        (True, ""),
    ]
    log(ana, SUNDAY, routine_name="Unwind")
    assert pages.today(ana, SUNDAY)["usual"][0].done == "Done 2 times today"


def test_another_stage_of_the_same_routine_is_not_the_same_session(ana: User) -> None:
    pin(ana, programme(), "Week 2")
    log(ana, SUNDAY, routine_name="Strong", stage_name="Week 1")
    assert pages.today(ana, SUNDAY)["usual"][0].done == ""


def test_a_session_is_said_in_a_line(ana: User) -> None:
    log(ana, SUNDAY, "Hops", "Circles", minutes=6, effort=0, time=time(7, 5))
    log(ana, SUNDAY, routine_name="Strong", stage_name="Week 1", minutes=9)
    log(ana, SUNDAY, minutes=1)
    found = [(one.title, one.about) for one in pages.day(ana, SUNDAY, SUNDAY)["logged"]]
    assert found == [("2 exercises", "6 min, at 07:05, effort 0"), ("Strong: Week 1", "9 min"), ("Session", "1 min")]


def test_two_versions_of_a_session_are_compared_in_words(ana: User) -> None:
    session = log(ana, SUNDAY, "Hops", minutes=6, effort=0, note="slow")
    words = logged.entry_in_words(session, session.exercises_done.all(), SUNDAY)
    assert words == [
        ("Day", "Sunday 22 November"),
        ("Minutes", "6"),
        ("Exercises", "Hops, 10 times"),
        ("Effort", "0"),
        ("Note", "slow"),
    ]


def test_the_choices_of_whoever_has_no_pin_do_not_depend_on_what_they_logged(ana: User, ben: User) -> None:
    for number in range(5):
        log(ana, SUNDAY, routine_name=unwind().title if not number else "Unwind")
    hurt(ana, SUNDAY, 9)
    assert pages.today(ana, SUNDAY)["offered"] == pages.today(ben, SUNDAY)["offered"] != []
