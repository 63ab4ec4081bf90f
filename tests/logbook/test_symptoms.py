"""One tap on a number for a place."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from ankles.accounts.models import User
from logbook.guide.places import PLACES
from tests.logbook.saying import FRIDAY, LEFT, checked, felt, log, sending, take_back, text, told, wrong
from tests.logbook.writing import clear, hurt

pytestmark = pytest.mark.usefixtures("sunday")


def tap(browser: Client, runner: User, number: object, day: date = date(2026, 11, 22), **fields: Any) -> Any:
    """Tap a number for the left Achilles, on the page of a day."""
    return browser.post(log(day, "symptoms/"), sending(runner, **{"place": LEFT, "severity": number} | fields))


def test_a_tapped_number_is_kept_as_the_worst_of_its_day(ana: User, browser_of_ana: Client, sunday: date) -> None:
    answer = tap(browser_of_ana, ana, 4)
    assert (answer.status_code, told(answer)) == (200, "Left Achilles 4 saved")
    assert felt(ana) == [(sunday, "achilles_mid", "left", "worst", {"severity": 4})]
    row = ana.symptoms.get()
    assert (row.zone, row.version, row.logged_at.date()) == ("Europe/London", 1, sunday)
    assert list(ana.followed.values_list("area", "side")) == [("achilles_mid", "left")]


def test_a_pain_of_zero_is_kept_as_zero(ana: User, browser_of_ana: Client, sunday: date) -> None:
    assert told(tap(browser_of_ana, ana, 0)) == "Left Achilles 0 saved"
    assert felt(ana) == [(sunday, "achilles_mid", "left", "worst", {"severity": 0})]


def test_the_answer_leads_on_to_the_long_form_of_the_entry(ana: User, browser_of_ana: Client) -> None:
    answer = tap(browser_of_ana, ana, 4)
    assert f'<a href="/log/2026-11-22/symptoms/{ana.symptoms.get().pk}/">Change</a>' in text(answer)


def test_another_number_changes_the_entry_and_can_be_taken_back(
    ana: User, browser_of_ana: Client, sunday: date
) -> None:
    hurt(ana, sunday, 2, note="On stairs", qualities=["ache"])
    answer = tap(browser_of_ana, ana, 5)
    kept = {"note": "On stairs", "qualities": ["ache"]}
    assert felt(ana) == [(sunday, "achilles_mid", "left", "worst", {"severity": 5, **kept})]
    take_back(browser_of_ana, answer)
    assert felt(ana) == [(sunday, "achilles_mid", "left", "worst", {"severity": 2, **kept})]


def test_a_first_number_that_is_taken_back_leaves_nothing(ana: User, browser_of_ana: Client) -> None:
    take_back(browser_of_ana, tap(browser_of_ana, ana, 5))
    assert felt(ana) == []


def test_a_double_tap_is_one_entry_and_is_answered_alike(ana: User, browser_of_ana: Client, sunday: date) -> None:
    form = sending(ana, place=LEFT, severity="3")
    first, second = (browser_of_ana.post(log(sunday, "symptoms/"), form) for _ in range(2))
    assert told(first) == told(second) == "Left Achilles 3 saved"
    assert (second.status_code, ana.symptoms.get().version, ana.receipts.count()) == (200, 1, 1)


def test_a_key_that_comes_with_another_number_changes_nothing(ana: User, browser_of_ana: Client, sunday: date) -> None:
    form = sending(ana, place=LEFT, severity="3")
    browser_of_ana.post(log(sunday, "symptoms/"), form)
    answer = browser_of_ana.post(log(sunday, "symptoms/"), form | {"severity": "8"})
    assert answer.status_code == 409
    assert 'value="8"' in text(answer)
    assert felt(ana) == [(sunday, "achilles_mid", "left", "worst", {"severity": 3})]


def test_a_key_that_comes_for_another_day_changes_nothing(ana: User, browser_of_ana: Client, sunday: date) -> None:
    form = sending(ana, place=LEFT, severity="3")
    browser_of_ana.post(log(sunday, "symptoms/"), form)
    assert browser_of_ana.post(log(FRIDAY, "symptoms/"), form).status_code == 409
    assert [row[0] for row in felt(ana)] == [sunday]


def test_a_form_may_say_at_which_moment_it_was(ana: User, browser_of_ana: Client, sunday: date) -> None:
    assert told(tap(browser_of_ana, ana, 2, moment="first_steps")) == "Left Achilles 2 (first steps) saved"
    tap(browser_of_ana, ana, 4)
    assert [(row[3], row[4]) for row in felt(ana)] == [("first_steps", {"severity": 2}), ("worst", {"severity": 4})]


def test_the_answer_for_an_earlier_day_names_the_day(ana: User, browser_of_ana: Client) -> None:
    answer = tap(browser_of_ana, ana, 4, FRIDAY)
    assert told(answer) == "Left Achilles 4 saved for Friday 20 November"
    assert "<h1>Friday 20 November</h1>" in text(answer)


def test_a_number_takes_nothing_today_away_and_says_so(ana: User, browser_of_ana: Client, sunday: date) -> None:
    clear(ana, sunday)
    answer = tap(browser_of_ana, ana, 1)
    assert told(answer) == "Left Achilles 1 saved. “Nothing today” is taken away"
    assert (ana.clear_days.count(), ana.symptoms.count()) == (0, 1)
    take_back(browser_of_ana, answer)
    assert (ana.clear_days.count(), ana.symptoms.count()) == (1, 0)


def test_each_of_the_52_places_can_be_logged(ana: User, browser_of_ana: Client, sunday: date) -> None:
    for code, place in PLACES.items():
        assert told(tap(browser_of_ana, ana, 7, place=code)) == f"{place.name} 7 saved"
    assert {(area, side) for _, area, side, _, _ in felt(ana)} == set(PLACES.values())
    assert ana.symptoms.count() == len(PLACES) == 52


def test_a_number_without_a_place_is_asked_for_the_place(ana: User, browser_of_ana: Client) -> None:
    answer = tap(browser_of_ana, ana, 4, place="")
    assert (answer.status_code, wrong(answer)) == (422, ["Choose the place first."])
    assert '<a href="#place">' in text(answer)
    assert 'id="place"' in text(answer)
    assert "Choose the place, then tap 4 again." in text(answer)
    assert "<title>Error: Where is it? · Ankles</title>" in text(answer)
    assert felt(ana) == []


def test_a_chosen_place_is_kept_while_the_number_is_missing(ana: User, browser_of_ana: Client) -> None:
    answer = tap(browser_of_ana, ana, "")
    assert (answer.status_code, wrong(answer)) == (422, ["Tap a number from 0 to 10."])
    assert checked(answer) == [("place", LEFT)]


NUMBERS = ["-1", "11", "3.5", "4.0", "٣", "+3", "1e1", "0x4", " ", "null", "NaN", "4\x00", "9" * 5000, "<b>4</b>"]


@pytest.mark.parametrize("number", NUMBERS)
def test_what_is_no_number_from_0_to_10_is_refused(number: str, ana: User, browser_of_ana: Client) -> None:
    answer = tap(browser_of_ana, ana, number)
    assert answer.status_code == 422
    assert wrong(answer) in (["Give a number from 0 to 10."], ["Tap a number from 0 to 10."])
    assert felt(ana) == []


PLACELESS = ["achilles_mid", "left", "left-elbow", "both-arch", "LEFT-ARCH", "left-arch\x00", "x" * 900_000, "左-arch"]


@pytest.mark.parametrize("place", PLACELESS, ids=lambda place: place[:12])
def test_what_is_no_place_is_refused(place: str, ana: User, browser_of_ana: Client) -> None:
    answer = tap(browser_of_ana, ana, 4, place=place)
    assert (answer.status_code, wrong(answer)) == (422, ["Choose the place from the list."])
    assert (felt(ana), place in text(answer)) == ([], place in text(browser_of_ana.get("/log/2026-11-22/symptoms/")))


@pytest.mark.parametrize("moment", ["next_morning", "WORST", "worst\x00", "<script>"])
def test_what_is_no_moment_is_refused(moment: str, ana: User, browser_of_ana: Client) -> None:
    answer = tap(browser_of_ana, ana, 4, moment=moment)
    assert (answer.status_code, wrong(answer)) == (422, ["Choose when you felt it from the list."])
    assert felt(ana) == []


@pytest.mark.parametrize("key", ["", "x", "4" * 400, "\x00"])
def test_a_form_without_a_usable_key_is_shown_again(key: str, ana: User, browser_of_ana: Client) -> None:
    answer = tap(browser_of_ana, ana, 4, entry_key=key)
    assert (answer.status_code, len(wrong(answer)), felt(ana)) == (422, 1, [])
    assert checked(answer) == [("place", LEFT)]


def test_whose_entry_it_is_is_nothing_a_form_can_say(ana: User, ben: User, browser_of_ana: Client) -> None:
    owners = {"user": ben.pk, "runner": ben.pk, "runner_id": ben.pk, "pk": 1, "badge": ben.badge}
    browser_of_ana.post("/log/2026-11-22/symptoms/", sending(ana, place=LEFT, severity="4") | owners)
    assert (len(felt(ana)), felt(ben)) == (1, [])


def test_a_form_written_in_another_account_saves_nothing(ana: User, ben: User, browser_of_ana: Client) -> None:
    answer = tap(browser_of_ana, ana, 4, account=ben.badge)
    assert (answer.status_code, felt(ana), felt(ben)) == (409, [], [])
    assert "Achilles" not in text(answer)


@pytest.mark.parametrize("day", ["2026-11-23", "2100-01-01", "1999-12-31", "2026-02-30"])
def test_a_day_that_cannot_be_meant_is_not_found(day: str, ana: User, browser_of_ana: Client) -> None:
    assert browser_of_ana.get(f"/log/{day}/symptoms/").status_code == 404
    assert browser_of_ana.post(f"/log/{day}/symptoms/", sending(ana, place=LEFT, severity="1")).status_code == 404
    assert felt(ana) == []


def test_nothing_is_chosen_on_the_page_of_places(ana: User, browser_of_ana: Client, sunday: date) -> None:
    hurt(ana, sunday, 4)
    answer = browser_of_ana.get("/log/2026-11-22/symptoms/")
    assert (answer.status_code, checked(answer)) == (200, [])
    assert 'aria-current="true">4<' not in text(answer)
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_looking_at_the_page_of_places_writes_nothing(ana: User, browser_of_ana: Client) -> None:
    browser_of_ana.get("/log/2026-11-22/symptoms/?place=left-arch&severity=4")
    assert (felt(ana), ana.receipts.count()) == ([], 0)
