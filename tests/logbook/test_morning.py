"""The morning check: first steps and stiffness of every followed place in one sending."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from ankles.accounts.models import User
from logbook.guide import followed
from logbook.place import Place
from tests.logbook.saying import FRIDAY, LEFT, RIGHT, checked, felt, log, sending, take_back, text, told, wrong
from tests.logbook.writing import clear, hurt

pytestmark = pytest.mark.usefixtures("sunday")
HERE = "/log/2026-11-22/morning/"


@pytest.fixture
def runner(ana: User) -> User:
    """Ana, who follows her left Achilles and the right heel."""
    followed.follow(ana, Place("achilles_mid", "left"), stop=False)
    followed.follow(ana, Place("heel_plantar", "right"), stop=False)
    return ana


def answers(number: str = "", stiff: str = "", seen: int = 0, place: str = LEFT) -> dict[str, str]:
    """What is answered for one place."""
    return {f"severity-{place}": number, f"stiffness-{place}": stiff, f"seen-{place}": str(seen)}


def save(browser: Client, runner: User, *told: dict[str, str], **fields: Any) -> Any:
    """Send the morning."""
    form = sending(runner, **fields)
    for one in told:
        form |= one
    return browser.post(HERE, form)


def test_the_morning_asks_about_the_places_followed_and_chooses_nothing(runner: User, browser_of_ana: Client) -> None:
    hurt(runner, FRIDAY, 6, moment="first_steps", stiffness="over_30")
    hurt(runner, date(2026, 11, 22), 5)
    page = browser_of_ana.get(HERE)
    assert (page.status_code, checked(page)) == (200, [])
    assert [name in text(page) for name in ("Left Achilles", "Right under the heel", "Arch")] == [True, True, False]
    assert "Friday <b>6</b>" in text(page)


def test_a_whole_morning_is_one_sending(runner: User, browser_of_ana: Client, sunday: date) -> None:
    answer = save(browser_of_ana, runner, answers("3", "10_to_30"), answers("0", place=RIGHT))
    assert told(answer) == "Morning saved: Left Achilles 3, stiff 10 to 30 min; Right under the heel 0"
    assert felt(runner) == [
        (sunday, "achilles_mid", "left", "first_steps", {"severity": 3, "stiffness": "10_to_30"}),
        (sunday, "heel_plantar", "right", "first_steps", {"severity": 0}),
    ]
    assert runner.receipts.count() == 1
    take_back(browser_of_ana, answer)
    assert felt(runner) == []


def test_not_stiff_is_an_answer(runner: User, browser_of_ana: Client) -> None:
    assert told(save(browser_of_ana, runner, answers("", "none"))) == "Morning saved: Left Achilles, not stiff"
    assert felt(runner)[0][4] == {"stiffness": "none"}


def test_what_was_logged_this_morning_is_shown(runner: User, browser_of_ana: Client, sunday: date) -> None:
    entry = hurt(runner, sunday, 0, moment="first_steps", stiffness="none")
    page = browser_of_ana.get(HERE)
    assert checked(page) == [(f"severity-{LEFT}", "0"), (f"stiffness-{LEFT}", "none")]
    assert f'href="/log/2026-11-22/symptoms/{entry.pk}/"' in text(page)


def test_a_changed_morning_keeps_what_was_not_answered(runner: User, browser_of_ana: Client, sunday: date) -> None:
    hurt(runner, sunday, 4, moment="first_steps", stiffness="10_to_30", stiffness_min=20, note="Cold")
    save(browser_of_ana, runner, answers("2", "under_10", seen=1))
    assert felt(runner)[0][4] == {"severity": 2, "stiffness": "under_10", "note": "Cold"}


def test_exact_minutes_stay_while_their_answer_stays(runner: User, browser_of_ana: Client, sunday: date) -> None:
    hurt(runner, sunday, 4, moment="first_steps", stiffness="10_to_30", stiffness_min=20)
    save(browser_of_ana, runner, answers("2", "10_to_30", seen=1))
    assert felt(runner)[0][4] == {"severity": 2, "stiffness": "10_to_30", "stiffness_min": 20}


def test_an_unchanged_morning_writes_nothing(runner: User, browser_of_ana: Client, sunday: date) -> None:
    hurt(runner, sunday, 4, moment="first_steps")
    answer = save(browser_of_ana, runner, answers("4", seen=1))
    assert told(answer) == "Morning saved: Left Achilles 4"
    assert (runner.symptoms.get().version, 'name="undo"' in text(answer)) == (1, False)


def test_the_same_sending_twice_is_one_morning(runner: User, browser_of_ana: Client) -> None:
    form = sending(runner) | answers("3")
    found = [browser_of_ana.post(HERE, form) for _ in range(2)]
    assert [told(one) for one in found] == ["Morning saved: Left Achilles 3"] * 2
    assert (runner.symptoms.get().version, runner.symptoms.count()) == (1, 1)


def test_a_second_tab_is_told_and_keeps_its_answers(runner: User, browser_of_ana: Client) -> None:
    save(browser_of_ana, runner, answers("3"))
    answer = save(browser_of_ana, runner, answers("7"), answers("1", place=RIGHT))
    assert answer.status_code == 409
    assert "The log now says: Left Achilles 3." in text(answer)
    assert checked(answer) == [(f"severity-{LEFT}", "7"), (f"severity-{RIGHT}", "1")]
    assert [row[4] for row in felt(runner)] == [{"severity": 3}]
    save(browser_of_ana, runner, answers("7", seen=1), answers("1", place=RIGHT))
    assert [row[4] for row in felt(runner)] == [{"severity": 7}, {"severity": 1}]


def test_a_place_that_another_tab_took_off_the_list_is_not_lost(runner: User, browser_of_ana: Client) -> None:
    followed.follow(runner, Place("achilles_mid", "left"), stop=True)
    assert told(save(browser_of_ana, runner, answers("3"))) == "Morning saved: Left Achilles 3"


def test_a_morning_without_an_answer_is_asked_for_one(runner: User, browser_of_ana: Client) -> None:
    answer = save(browser_of_ana, runner, answers(), answers(place=RIGHT))
    assert (answer.status_code, felt(runner)) == (422, [])
    assert wrong(answer) == ["Give a number or an answer for at least one place."]


WRONG = [answers("11"), answers("3.5"), answers("٣"), answers("-1"), answers("", "a_bit"), answers("3\x00"),
         answers("3") | {f"seen-{LEFT}": "x"}, answers("3") | {f"seen-{LEFT}": "-1"}, answers("x" * 900_000)]  # fmt: skip


@pytest.mark.parametrize("given", WRONG, ids=range(len(WRONG)))
def test_one_wrong_answer_saves_nothing_of_the_morning(
    given: dict[str, str], runner: User, browser_of_ana: Client
) -> None:
    answer = save(browser_of_ana, runner, answers("2", place=RIGHT), given)
    assert (answer.status_code, len(wrong(answer)), felt(runner)) == (422, 1, [])
    assert (f"severity-{RIGHT}", "2") in checked(answer)


def test_a_place_that_is_none_is_passed_over(runner: User, browser_of_ana: Client) -> None:
    for place in ("left-elbow", "", "left-arch\x00"):
        assert save(browser_of_ana, runner, answers("3", place=place)).status_code == 422
    assert felt(runner) == []


def test_a_morning_takes_nothing_today_away(runner: User, browser_of_ana: Client, sunday: date) -> None:
    clear(runner, sunday)
    answer = save(browser_of_ana, runner, answers("0"), answers("1", place=RIGHT))
    assert told(answer).endswith("Right under the heel 1. “Nothing today” is taken away")
    take_back(browser_of_ana, answer)
    assert (felt(runner), runner.clear_days.count()) == ([], 1)


def test_who_follows_nothing_is_led_to_a_place(ana: User, browser_of_ana: Client) -> None:
    page = text(browser_of_ana.get(HERE))
    assert 'href="/log/2026-11-22/symptoms/">Choose a place</a>' in page
    assert "Save the morning" not in page


def test_nothing_today_is_offered_only_while_it_is_true(runner: User, browser_of_ana: Client, sunday: date) -> None:
    assert '<button class="button">Nothing today</button>' in text(browser_of_ana.get(HERE))
    hurt(runner, sunday, 0)
    page = text(browser_of_ana.get(HERE))
    assert '<button class="button">Nothing today</button>' not in page
    assert "This day has a symptom, so it cannot also say “nothing”." in page


def test_the_morning_of_an_earlier_day_can_be_filled_in(runner: User, browser_of_ana: Client) -> None:
    answer = browser_of_ana.post(log(FRIDAY, "morning/"), sending(runner) | answers("3"))
    assert told(answer) == "Morning saved for Friday 20 November: Left Achilles 3"
    assert felt(runner)[0][0] == FRIDAY
    assert browser_of_ana.get(log(date(2026, 11, 22) + timedelta(days=1), "morning/")).status_code == 404


def test_a_morning_written_in_another_account_saves_nothing(runner: User, ben: User, browser_of_ana: Client) -> None:
    assert save(browser_of_ana, runner, answers("3"), account=ben.badge).status_code == 409
    assert (felt(runner), felt(ben)) == ([], [])
