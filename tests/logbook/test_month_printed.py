"""A month as it is printed: each day once, and the way to other months."""

from __future__ import annotations

from datetime import date

from logbook.history import months
from logbook.history.months import DayAhead, Month, MonthWeek, PastDay
from logbook.history.totals import Totals
from tests.logbook import printed
from tests.logbook.writing import TODAY


def month_printed(month: Month, week_start: int = 0) -> str:
    return printed.part(
        "month", month=month, weekdays=months.weekdays(week_start), newest=False, alone=False, legend=""
    )  # fmt: skip


def test_a_week_is_a_row_with_its_empty_start_its_days_and_its_days_to_come() -> None:
    row = MonthWeek(
        5,
        [PastDay("shade-1 today", "2026-11-07", "7 November: today", 7)],
        [DayAhead("ahead rest", 8, " November: rest")],
    )
    html = month_printed(Month(TODAY, "November 2026", "2026-11", [row], "Nothing.", [], False))
    assert (
        '<tbody><tr><td colspan="5"></td>'
        '<td class="shade-1 today"><a href="/log/2026-11-07/" aria-label="7 November: today">7</a></td>'
        '<td class="ahead rest"><span>8<span class="visually-hidden">November: rest</span></span></td></tr></tbody>'
    ) in html


def test_a_month_has_as_many_cells_as_days() -> None:
    html = month_printed(months.month(Totals({}), date(2026, 11, 1), TODAY, 0))
    body = html[html.index("<tbody>") :]
    assert (body.count("<tr>"), body.count("<a "), body.count('<td class="ahead">')) == (6, 18, 12)


def test_the_days_of_the_week_are_named_for_the_ear_in_the_runners_order() -> None:
    html = month_printed(months.month(Totals({}), date(2026, 11, 1), TODAY, 6), week_start=6)
    assert '<thead><tr><th scope="col" abbr="Sunday">Su</th><th scope="col" abbr="Monday">Mo</th>' in html


def test_the_way_to_other_months_marks_the_one_that_is_shown() -> None:
    html = printed.part("years", year=months.year(date(2026, 10, 1), date(2026, 11, 1)))
    assert html.count('aria-current="true"') == 1
    assert '<a href="/log/calendar/2026-10/" aria-current="true">October</a>' in html
    assert [f'href="/log/calendar/{one}/"' in html for one in ("2025-12", "2026-01", "2026-12", "2027-01")] == [
        True,
        True,
        False,
        False,
    ]


def test_months_beyond_a_year_ahead_are_named_and_lead_nowhere() -> None:
    html = printed.part("years", year=months.year(date(2027, 11, 1), date(2026, 11, 1)))
    assert "<li><span>December</span></li>" in html
    assert "2027-12" not in html
