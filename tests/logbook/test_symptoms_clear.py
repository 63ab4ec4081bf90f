"""A day on which nothing hurt, because the runner said so."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from ankles.accounts.models import User
from tests.logbook.saying import FRIDAY, LEFT, felt, log, sending, take_back, text, told, wrong
from tests.logbook.writing import clear, hurt

pytestmark = pytest.mark.usefixtures("sunday")


def say_nothing(browser: Client, runner: User, day: date = date(2026, 11, 22), **fields: Any) -> Any:
    """Press "Nothing today", or "Take it back" with `undo`."""
    return browser.post(log(day, "clear/"), sending(runner, **fields))


def days(runner: User) -> list[date]:
    """The clear days of a runner."""
    return list(runner.clear_days.order_by("day").values_list("day", flat=True))


def test_nothing_today_is_an_answer_of_its_own(ana: User, browser_of_ana: Client, sunday: date) -> None:
    answer = say_nothing(browser_of_ana, ana)
    assert (answer.status_code, told(answer)) == (200, "“Nothing today” saved")
    assert (days(ana), felt(ana)) == ([sunday], [])
    take_back(browser_of_ana, answer)
    assert days(ana) == []


def test_nothing_can_be_said_of_an_earlier_day(ana: User, browser_of_ana: Client) -> None:
    answer = say_nothing(browser_of_ana, ana, FRIDAY)
    assert told(answer) == "“Nothing that day” saved for Friday 20 November"
    assert days(ana) == [FRIDAY]
    assert "Nothing that day" in text(browser_of_ana.get(log(FRIDAY, "")))


def test_saying_it_twice_is_saying_it_once(ana: User, browser_of_ana: Client, sunday: date) -> None:
    form = sending(ana)
    answers = [browser_of_ana.post(log(sunday, "clear/"), form) for _ in range(2)] + [say_nothing(browser_of_ana, ana)]
    assert [(one.status_code, told(one)) for one in answers] == [(200, "“Nothing today” saved")] * 3
    assert days(ana) == [sunday]


def test_a_day_with_a_symptom_cannot_say_nothing(ana: User, browser_of_ana: Client, sunday: date) -> None:
    hurt(ana, sunday, 0)
    answer = say_nothing(browser_of_ana, ana)
    assert answer.status_code == 409
    assert wrong(answer) == [
        "This day has a symptom, so it cannot also say “nothing”. Delete the symptom first if it was a slip."
    ]
    assert "<h1>Sunday 22 November</h1>" in text(answer)
    assert (days(ana), len(felt(ana))) == ([], 1)


def test_a_symptom_of_another_day_is_not_in_the_way(ana: User, browser_of_ana: Client, sunday: date) -> None:
    hurt(ana, FRIDAY, 4)
    say_nothing(browser_of_ana, ana)
    assert days(ana) == [sunday]


def test_nothing_today_can_be_taken_back_later(ana: User, browser_of_ana: Client, sunday: date) -> None:
    clear(ana, sunday)
    clear(ana, FRIDAY)
    answer = say_nothing(browser_of_ana, ana, undo="1")
    assert (told(answer), days(ana)) == ("“Nothing today” is taken back", [FRIDAY])
    take_back(browser_of_ana, answer)
    assert days(ana) == [FRIDAY, sunday]


def test_taking_back_what_nobody_said_changes_nothing(
    ana: User, ben: User, browser_of_ana: Client, sunday: date
) -> None:
    clear(ben, sunday)
    assert say_nothing(browser_of_ana, ana, undo="1").status_code == 200
    assert (days(ana), days(ben)) == ([], [sunday])


def test_after_nothing_today_the_page_still_offers_a_place(ana: User, browser_of_ana: Client) -> None:
    page = text(say_nothing(browser_of_ana, ana))
    assert "A new place" in page
    assert "Take it back" in page


@pytest.mark.parametrize("fields", [{"entry_key": ""}, {"entry_key": "x"}, {"account": "x" * 17}])
def test_a_form_that_was_tampered_with_says_nothing(fields: dict[str, Any], ana: User, browser_of_ana: Client) -> None:
    answer = say_nothing(browser_of_ana, ana, **fields)
    assert (answer.status_code, len(wrong(answer)), days(ana)) == (422, 1, [])


def test_a_form_of_another_account_says_nothing(ana: User, ben: User, browser_of_ana: Client) -> None:
    assert say_nothing(browser_of_ana, ana, account=ben.badge).status_code == 409
    assert (days(ana), days(ben)) == ([], [])


def test_nothing_can_be_said_of_a_day_to_come(ana: User, browser_of_ana: Client) -> None:
    assert say_nothing(browser_of_ana, ana, date(2026, 11, 23)).status_code == 404
    assert days(ana) == []


@pytest.mark.parametrize(
    ("what", "leads_to"), [("clear/", "/log/2026-11-20/"), ("symptoms/7/deletion/", "/log/2026-11-20/")]
)
def test_an_address_that_only_takes_forms_leads_to_its_day(what: str, leads_to: str, browser_of_ana: Client) -> None:
    answer = browser_of_ana.get(log(FRIDAY, what))
    assert (answer.status_code, answer.headers["Location"]) == (303, leads_to)


def test_the_place_that_took_nothing_away_is_the_only_entry(ana: User, browser_of_ana: Client, sunday: date) -> None:
    say_nothing(browser_of_ana, ana)
    browser_of_ana.post(log(sunday, "symptoms/"), sending(ana, place=LEFT, severity="0"))
    assert (days(ana), felt(ana)) == ([], [(sunday, "achilles_mid", "left", "worst", {"severity": 0})])
