"""The calendar's markup, filled: each day once, our own words only, and the same for everybody where it is kept."""

from __future__ import annotations

from datetime import date

from logbook import cells, months
from logbook.months import DayAhead, PastDay, Row
from logbook.record import Totals
from tests.logbook.writing import TODAY

ROWS = [
    Row(5, [PastDay("q1 today", "2026-11-07", "7 November: today", 7)], [DayAhead("ahead rest", 8, " November: rest")])
]


def test_a_week_is_a_row_with_its_empty_start_its_days_and_its_days_to_come() -> None:
    assert cells.body(ROWS) == (
        '<tr><td colspan="5"></td>'
        '<td class="q1 today"><a href="/log/2026-11-07/" aria-label="7 November: today">7</a></td>'
        '<td class="ahead rest"><span>8<span class="vh"> November: rest</span></span></td></tr>\n'
    )


def test_a_month_has_as_many_cells_as_days() -> None:
    html = cells.body(months.month(Totals({}), date(2026, 11, 1), TODAY, 0).rows)
    assert (html.count("<tr>"), html.count("<a "), html.count('<td class="ahead">')) == (6, 18, 12)


def test_the_days_of_the_week_are_named_for_the_ear() -> None:
    assert cells.head(6).startswith('<thead><tr><th scope="col" abbr="Sunday">Su</th>')


def test_the_way_to_other_months_marks_the_one_that_is_shown() -> None:
    html = cells.years(date(2026, 10, 1), date(2026, 11, 1))
    assert html.count('aria-current="true"') == 1
    assert '<a href="/log/calendar/2026-10/" aria-current="true">October</a>' in html
    assert [f'href="/log/calendar/{one}/"' in html for one in ("2025-12", "2026-01", "2026-12", "2027-01")] == [
        True
    ] * 4


def test_months_beyond_a_year_ahead_are_named_and_lead_nowhere() -> None:
    html = cells.years(date(2027, 11, 1), date(2026, 11, 1))
    assert "<li><span>December</span></li>" in html
    assert "2027-12" not in html
