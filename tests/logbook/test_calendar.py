"""The calendar's pages: whose days they show, where each leads, what they cost."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from ankles.accounts.models import User
from logbook.models import Symptom, TrainingSession
from tests.logbook.conftest import LogIn
from tests.logbook.writing import TODAY, clear, day, hurt, marked, measured, ran, trained

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
CALENDAR, MONTH = "/log/calendar/", "/log/calendar/2026-11/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _wednesday() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


def page(client: Client, path: str = CALENDAR) -> str:
    """A page of the calendar as text."""
    answer = client.get(path)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def days(html: str) -> dict[str, tuple[str, str]]:
    """Every day that leads somewhere: its address, and its classes and words."""
    found = re.findall(r'<td class="([^"]*)"><a href="/log/([\d-]+)/" aria-label="([^"]*)">', html)
    return {address: (css, words) for css, address, words in found}


def headings(html: str) -> list[str]:
    """The months that are shown."""
    return re.findall(r'<section class="month" aria-labelledby="m-([\d-]+)">', html)


def test_the_calendar_shows_three_months_the_newest_first(ana: User, browser_of_ana: Client) -> None:
    trained(ana, date(2026, 9, 1), 25)
    html = page(browser_of_ana)
    assert headings(html) == ["2026-11", "2026-10", "2026-09"]
    assert list(days(html))[:2] == ["2026-11-01", "2026-11-02"]
    assert len(days(html)) == 18 + 31 + 30
    assert days(html)["2026-09-01"] == ("shade-3", "1 September: 1 session, 25 minutes")
    assert "1 session on 1 day, 25 minutes." in html


def test_a_day_says_all_that_its_cell_shows(ana: User, browser_of_ana: Client) -> None:
    trained(ana, TODAY, 12)
    hurt(ana, TODAY, 6)
    clear(ana, day(1))
    marked(ana, "holiday", day(2), day(0))
    html = page(browser_of_ana, MONTH)
    assert [days(html)[address] for address in ("2026-11-15", "2026-11-16", "2026-11-17", "2026-11-18")] == [
        ("shade-0", "15 November: nothing logged"),
        ("shade-0 holiday", "16 November: holiday; nothing logged"),
        ("shade-0 holiday clear", "17 November: holiday; nothing hurt"),
        ("shade-2 today holiday high", "18 November: today; holiday; 1 session, 12 minutes; worst number 6, high"),
    ]
    assert "<li>Holiday, 16 to 18 Nov</li>" in html


def test_a_day_to_come_leads_nowhere_and_a_planned_holiday_is_seen(ana: User, browser_of_ana: Client) -> None:
    marked(ana, "holiday", date(2026, 12, 24), date(2026, 12, 26))
    html = page(browser_of_ana, "/log/calendar/2026-12/")
    assert days(html) == {}
    assert html.count('<td class="ahead holiday">') == 3
    assert '<span>24<span class="visually-hidden"> December: holiday</span></span>' in html
    assert "<li>Holiday, 24 to 26 Dec</li>" in html


def test_nobody_sees_another_runners_days(ana: User, ben: User, log_in: LogIn) -> None:
    trained(ana, TODAY, 77, note="secret")
    hurt(ana, day(1), 9, note="secret")
    clear(ana, day(2))
    marked(ana, "injury", day(9), day(3), note="secret")
    html = page(log_in(ben)) + page(log_in(ben), MONTH)
    own = page(log_in(ana))
    assert {words.split(": ")[1] for _, words in days(html).values()} == {"nothing logged", "today; nothing logged"}
    for leak in ("77", "high", "Injury, ", "9 Nov"):
        assert leak in own
    assert [leak for leak in ("77 minutes", "worst number 9", "Injury, ", "secret") if leak in html] == []


@pytest.mark.parametrize("path", [CALENDAR, MONTH])
@pytest.mark.parametrize("entries", [0, 1, 3])
def test_a_calendar_asks_six_questions_whatever_the_history(
    ana: User, browser_of_ana: Client, path: str, entries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser_of_ana.get(path)
    for ago in range(entries):
        trained(ana, day(ago), 5)
        trained(ana, day(ago * 200), 5)
        hurt(ana, day(ago), 5)
        marked(ana, "rest", day(ago), day(ago))
        clear(ana, day(10 + ago))
    with django_assert_num_queries(6):
        browser_of_ana.get(path)


def test_five_years_of_three_a_day_are_all_there(ana: User, browser_of_ana: Client) -> None:
    span = [day(ago) for ago in range(5 * 365)]
    TrainingSession.objects.bulk_create(
        [TrainingSession.new(ana, day=one, minutes=8) for one in span for _ in range(3)]
    )
    Symptom.objects.bulk_create(
        [Symptom.new(ana, day=one, area=area, side="left", moment="worst", severity=4) for one in span for area in ("arch", "toes", "big_toe")]
    )  # fmt: skip
    full = ("shade-3 middle", "3 sessions, 24 minutes; worst number 4, middle")
    for path in (CALENDAR, "/log/calendar/2024-02/", "/log/calendar/2021-12/"):
        found = days(page(browser_of_ana, path))
        assert {
            (css.replace(" today", ""), words.split(": ")[1].removeprefix("today; ")) for css, words in found.values()
        } == {full}
    assert "87 sessions on 29 days, 11 h 36 min." in page(browser_of_ana, "/log/calendar/2024-02/")
    assert span[-1] == date(2021, 11, 20) == TODAY - timedelta(days=5 * 365 - 1)


def test_a_day_that_a_client_ran_wild_on_is_counted_to_the_last_session(
    ana: User, browser_of_ana: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    TrainingSession.objects.bulk_create([TrainingSession.new(ana, day=day(1), minutes=1) for _ in range(3000)])
    browser_of_ana.get(MONTH)
    with django_assert_num_queries(6):
        html = page(browser_of_ana, MONTH)
    assert days(html)["2026-11-17"] == ("shade-3", "17 November: 3000 sessions, 50 h")
    assert "3000 sessions on 1 day, 50 h." in html


def test_an_empty_calendar_says_why_and_leads_on(browser_of_ana: Client) -> None:
    html = page(browser_of_ana)
    assert headings(html) == ["2026-11"]
    assert "Nothing is logged here yet." in html
    assert '<a class="button primary" href="/log/">Log something today</a>' in html
    assert 'href="/log/calendar/2026-10/"' in html


@pytest.mark.parametrize(
    "log", [lambda runner, on: ran(runner, on, 5_000), lambda runner, on: measured(runner, on, 90)]
)
def test_runs_or_measures_alone_are_a_log(
    ana: User,
    browser_of_ana: Client,
    log: Callable[[User, date], object],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    browser_of_ana.get(CALENDAR)
    for number in range(1, 4):
        log(ana, date(2026, 10, number))
    with django_assert_num_queries(6):
        html = page(browser_of_ana)
    assert headings(html) == ["2026-11", "2026-10", "2026-09"]
    assert "Nothing is logged here yet." not in html
    assert html.count("Nothing logged in ") == 2
    assert "nothing logged" not in days(html)["2026-10-03"][1]


def test_an_older_log_is_no_new_one(ana: User, browser_of_ana: Client) -> None:
    trained(ana, date(2026, 9, 30), 5)
    assert "Nothing is logged here yet." not in page(browser_of_ana)


@pytest.mark.parametrize(
    ("path", "links"),
    [
        (CALENDAR, ["2026-08"]),
        (MONTH, ["2026-10"]),
        ("/log/calendar/2026-01/", ["2025-12", "2026-02"]),
        ("/log/calendar/2000-01/", ["2000-02"]),
        ("/log/calendar/2027-11/", ["2026-11"]),
    ],
)
def test_a_calendar_turns_back_to_its_end_and_never_into_the_future(
    ana: User, browser_of_ana: Client, path: str, links: list[str]
) -> None:
    trained(ana, date(2026, 9, 1))
    found = re.search(r'<nav class="turnmonth".*?</nav>', page(browser_of_ana, path), re.DOTALL)
    assert found is not None
    assert re.findall(r'href="/log/calendar/([\d-]+)/"', found[0]) == links


@pytest.mark.parametrize("month", ["1999-12", "2027-12", "9999-12", "2026-13", "2026-00", "2026-1", "november"])
def test_a_month_nobody_can_mean_is_not_found(browser_of_ana: Client, month: str) -> None:
    assert browser_of_ana.get(f"/log/calendar/{month}/").status_code == 404


@pytest.mark.parametrize(("week_start", "first"), [(0, "Mo"), (5, "Sa"), (6, "Su")])
def test_weeks_begin_where_the_runner_says(ana: User, browser_of_ana: Client, week_start: int, first: str) -> None:
    ana.week_start = week_start
    ana.save()
    html = page(browser_of_ana, MONTH)
    assert re.findall(r'<th scope="col" abbr="\w+">(\w\w)</th>', html)[0] == first
    [lead] = re.findall(r'colspan="(\d)"', html) or ["0"]
    assert int(lead) == (6 - week_start) % 7


@pytest.mark.parametrize(
    ("zone", "today"),
    [("Pacific/Kiritimati", "2026-11-19"), ("Pacific/Pago_Pago", "2026-11-18"), ("UTC", "2026-11-18")],
)
def test_today_is_the_day_it_is_where_the_runner_lives(
    ana: User, browser_of_ana: Client, zone: str, today: str
) -> None:
    ana.time_zone = zone
    ana.save()
    ringed = [address for address, (css, _) in days(page(browser_of_ana, MONTH)).items() if "today" in css.split()]
    assert ringed == [today]


def test_the_legend_names_every_shade_shape_and_line(ana: User, browser_of_ana: Client) -> None:
    legend = page(browser_of_ana).split('class="legend"')[1]
    assert re.findall(r'<i class="([^"]+)"></i>([^<]+)</li>', legend) == [
        ("shade-0", "no session logged"), ("shade-1", "under 10"), ("shade-2", "10 to 19"), ("shade-3", "20 or more min"),
        ("done", "session, no minutes given"), ("with-run", "run"), ("pain-mark low", "worst number 0 to 2, low"), ("pain-mark middle", "3 to 5, middle"),
        ("pain-mark high", "6 to 10, high"), ("pain-mark clear", "nothing hurt"), ("pline rest", "rest"), ("pline injury", "injury"),
        ("pline holiday", "holiday"), ("shade-0 today", "today"),
    ]  # fmt: skip


@pytest.mark.parametrize("path", [CALENDAR, MONTH])
def test_a_calendar_is_kept_by_no_cache_and_written_to_by_nobody(browser_of_ana: Client, path: str) -> None:
    assert browser_of_ana.get(path).headers["Cache-Control"] == "private, no-store"
    assert browser_of_ana.post(path).status_code == 405
    assert Client().get(path).status_code == 302


def test_the_way_to_other_months_shows_no_days_of_whoever_asked_first(ana: User, ben: User, log_in: LogIn) -> None:
    trained(ana, TODAY, 77)
    first, second = page(log_in(ana), MONTH), page(log_in(ben), MONTH)
    assert first.split('class="years"')[1] == second.split('class="years"')[1]
    assert "77" not in second
