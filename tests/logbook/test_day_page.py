"""Any day up to today: its own words, what was logged on it, the way to the days beside it."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from ankles.accounts.models import User
from tests.logbook.saying import text, told
from tests.logbook.test_today import buttons
from tests.logbook.training import log, pin, sending, sessions, unwind
from tests.logbook.writing import clear, hurt, marked, ran

pytestmark = pytest.mark.usefixtures("sunday")
TUESDAY = date(2026, 11, 17)


def ways(page: str) -> list[tuple[str, str]]:
    """Where the navigation above the day leads."""
    nav = re.findall(r'<nav class="beside".*?</nav>', page, re.DOTALL)[0]
    return re.findall(r'href="([^"]+)".*?<span>([^<]+)</span>', nav, re.DOTALL)


def test_a_day_speaks_of_itself(ana: User, browser_of_ana: Client) -> None:
    pin(ana, unwind())
    page = text(browser_of_ana.get("/log/2026-11-17/"))
    assert buttons(page) == ["Done on Tuesday: Unwind", "Save"]
    assert "<h1>Tuesday 17 November</h1>" in page
    assert "Logged on Tuesday" in page
    assert "/play/" not in page
    assert ways(page) == [
        ("/log/2026-11-16/", "Monday"),
        ("/log/calendar/2026-11/", "Calendar"),
        ("/log/2026-11-18/", "Wednesday"),
    ]


def test_there_is_no_way_past_today_or_before_the_first_day(browser_of_ana: Client) -> None:
    assert [url for url, _ in ways(text(browser_of_ana.get("/log/2026-11-22/")))] == [
        "/log/2026-11-21/",
        "/log/calendar/2026-11/",
    ]
    assert [url for url, _ in ways(text(browser_of_ana.get("/log/2000-01-01/")))] == [
        "/log/calendar/2000-01/",
        "/log/2000-01-02/",
    ]


@pytest.mark.parametrize("day", ["2026-11-23", "1999-12-31", "2026-02-30", "0000-00-00"])
def test_a_day_that_cannot_be_is_not_found(day: str, browser_of_ana: Client) -> None:
    assert browser_of_ana.get(f"/log/{day}/").status_code == 404


def test_a_session_of_that_day_is_logged_and_the_answer_is_that_day(ana: User, browser_of_ana: Client) -> None:
    form = sending(ana, pin=pin(ana, unwind()).pk, back="day")
    answer = browser_of_ana.post("/log/2026-11-17/sessions/", form)
    assert told(answer) == "Session saved on Tuesday, 6 min"
    assert "<h1>Tuesday 17 November</h1>" in text(answer)
    assert [one["day"] for one in sessions(ana)] == [TUESDAY]


def test_only_what_belongs_to_the_day_is_listed(ana: User, browser_of_ana: Client) -> None:
    log(ana, TUESDAY, minutes=5, note="that day")
    log(ana, date(2026, 11, 16), minutes=7, note="the day before")
    log(ana, date(2026, 11, 18), minutes=9, note="the day after")
    page = text(browser_of_ana.get("/log/2026-11-17/"))
    assert [words in page for words in ("that day", "the day before", "the day after")] == [True, False, False]


def test_the_picture_ends_with_the_day_and_knows_nothing_of_later_ones(ana: User, browser_of_ana: Client) -> None:
    ana.followed.create(area="achilles_mid", side="left")
    for ago, number in ((0, 9), (5, 1), (6, 2), (7, 3)):
        hurt(ana, date(2026, 11, 22 - ago), number)
    page = text(browser_of_ana.get("/log/2026-11-17/"))
    assert "A number on 3 of 28 days: from 1 to 3, median 2." in page
    assert "21 Oct to 17 Nov" in page


def test_a_day_in_a_holiday_and_a_clear_day_say_so(ana: User, browser_of_ana: Client) -> None:
    clear(ana, TUESDAY)
    marked(ana, "holiday", date(2026, 11, 16), date(2026, 11, 18))
    page = text(browser_of_ana.get("/log/2026-11-17/"))
    assert '<p class="muted">Holiday</p>' in page
    assert "Nothing that day" in page


def test_a_day_of_another_year_says_the_year(browser_of_ana: Client) -> None:
    page = text(browser_of_ana.get("/log/2024-02-29/"))
    assert "<h1>Thursday 29 February 2024</h1>" in page
    assert "<title>Thursday 29 February 2024 · Ankles</title>" in page


def test_what_ben_logged_is_on_no_page_of_ana(ana: User, ben: User, browser_of_ana: Client) -> None:
    log(ben, TUESDAY, "Bens circles", minutes=44, note="bens note")
    hurt(ben, TUESDAY, 8, note="bens pain")
    page = text(browser_of_ana.get("/log/2026-11-17/")) + text(browser_of_ana.get("/log/"))
    assert not any(words in page for words in ("Bens circles", "44 min", "bens note", "bens pain", "Left Achilles"))


def test_a_day_on_which_nothing_hurt_lists_that(ana: User, browser_of_ana: Client) -> None:
    clear(ana, TUESDAY)
    logged = re.findall(
        r'<section class="logged".*?</section>', text(browser_of_ana.get("/log/2026-11-17/")), re.DOTALL
    )[0]
    assert ("Nothing hurt" in logged, "Nothing yet." in logged) == (True, False)


def test_a_run_has_its_morning_after_though_nobody_said_how_it_felt_on_the_way(
    ana: User, browser_of_ana: Client
) -> None:
    page = "/log/2026-11-17/"
    hurt(ana, date(2026, 11, 18), 2, moment="first_steps")
    assert "The morning after" not in text(browser_of_ana.get(page))
    ran(ana, TUESDAY, 8_000)
    table = re.findall(r'aria-labelledby="after">(.*?)</table>', text(browser_of_ana.get(page)), re.DOTALL)[0]
    assert re.findall(r"<td>(.*?)</td>", table) == ["", "", "2"]


def test_a_followed_place_of_which_nobody_said_anything_says_so_in_the_morning_after(
    ana: User, browser_of_ana: Client
) -> None:
    ana.followed.create(area="achilles_mid", side="left")
    ran(ana, TUESDAY, 8_000)
    table = re.findall(
        r'aria-labelledby="after">(.*?)</table>', text(browser_of_ana.get("/log/2026-11-17/")), re.DOTALL
    )[0]
    assert re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", table)[-2:] == ["Left Achilles", "nothing said"]


@pytest.mark.parametrize("what", ["symptoms/", "morning/", "sessions/"])
def test_the_forms_of_a_day_lead_back_to_it(what: str, browser_of_ana: Client) -> None:
    page = text(browser_of_ana.get(f"/log/2026-11-17/{what}"))
    assert '<div class="runhead"><a href="/log/2026-11-17/">Tuesday 17 November</a></div>' in page
