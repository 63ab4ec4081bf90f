"""Calendar months: four to six rows, shades and shapes with their words, and counts that say their n."""

from __future__ import annotations

from datetime import date

import pytest

from logbook.history import months
from logbook.history.months import DayAhead, MonthLink, MonthWeek, PastDay, Year
from logbook.history.record import Mark
from logbook.history.totals import Total, Totals
from tests.logbook.writing import TODAY

MONDAY, SATURDAY, SUNDAY = 0, 5, 6
NOVEMBER = date(2026, 11, 1)


def month(totals: Totals, first: date = NOVEMBER, today: date = TODAY, week_start: int = MONDAY) -> months.Month:
    """A month as Ana sees it on the 18th of November 2026."""
    return months.month(totals, first, today, week_start)


def past_days(totals: Totals, first: date = NOVEMBER, today: date = TODAY) -> dict[int, PastDay]:
    """The days of a month up to today, by their number."""
    return {one.number: one for row in month(totals, first, today).rows for one in row.past}


def cells(row: MonthWeek) -> list[tuple[str, int]]:
    """Classes and number of each day of a row."""
    return [(one.css, one.number) for one in row.past] + [(one.css, one.number) for one in row.ahead]


@pytest.mark.parametrize(
    ("first", "week_start", "lead", "rows"),
    [
        (date(2027, 2, 1), MONDAY, 0, 4),
        (date(2026, 2, 1), SUNDAY, 0, 4),
        (date(2026, 11, 1), MONDAY, 6, 6),
        (date(2026, 11, 1), SUNDAY, 0, 5),
        (date(2026, 11, 1), SATURDAY, 1, 5),
        (date(2028, 2, 1), MONDAY, 1, 5),
        (date(2026, 8, 1), MONDAY, 5, 6),
        (date(2026, 12, 1), MONDAY, 1, 5),
    ],
)
def test_a_month_has_every_day_once_in_rows_of_seven(first: date, week_start: int, lead: int, rows: int) -> None:
    found = month(Totals({}), first, week_start=week_start).rows
    numbers = [number for row in found for _, number in cells(row)]
    assert (found[0].lead, len(found)) == (lead, rows)
    assert numbers == list(range(1, months.last_of(first).day + 1))
    assert {row.lead + len(row.past) + len(row.ahead) for row in found[:-1]} == {7}
    assert {row.lead for row in found[1:]} == {0}


def test_a_leap_day_is_a_day_of_its_month() -> None:
    today = date(2028, 2, 29)
    assert past_days(Totals({today: Total(1, 1, 5)}), date(2028, 2, 1), today)[29] == PastDay(
        "shade-1 today", "2028-02-29", "29 February: today; 1 session, 5 minutes", 29
    )
    assert months.last_of(date(2027, 2, 1)) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("total", "css", "words"),
    [
        (Total(), "shade-0", "nothing logged"),
        (Total(sessions=1), "done", "1 session"),
        (Total(2, 1, 1), "shade-1", "2 sessions, 1 minute"),
        (Total(1, 1, 9), "shade-1", "1 session, 9 minutes"),
        (Total(1, 1, 10), "shade-2", "1 session, 10 minutes"),
        (Total(1, 1, 19), "shade-2", "1 session, 19 minutes"),
        (Total(3, 3, 20), "shade-3", "3 sessions, 20 minutes"),
        (Total(2, 2, 135), "shade-3", "2 sessions, 2 h 15 min"),
        (Total(symptoms=1, worst=0), "shade-0 low", "worst number 0, low"),
        (Total(symptoms=1, worst=2), "shade-0 low", "worst number 2, low"),
        (Total(symptoms=2, worst=3), "shade-0 middle", "worst number 3, middle"),
        (Total(1, 1, 10, 1, 5), "shade-2 middle", "1 session, 10 minutes; worst number 5, middle"),
        (Total(symptoms=1, worst=6), "shade-0 high", "worst number 6, high"),
        (Total(symptoms=1, worst=10), "shade-0 high", "worst number 10, high"),
        (Total(symptoms=1), "shade-0", "stiffness"),
    ],
)
def test_a_day_has_a_shade_for_minutes_and_a_shape_for_its_worst_number(total: Total, css: str, words: str) -> None:
    day = date(2026, 11, 3)
    assert past_days(Totals({day: total}))[3] == PastDay(css, "2026-11-03", f"3 November: {words}", 3)


def test_a_clear_day_has_a_mark_of_its_own_that_is_no_zero() -> None:
    clear = past_days(Totals({}, frozenset({date(2026, 11, 3)})))[3]
    zero = past_days(Totals({date(2026, 11, 3): Total(symptoms=1, worst=0)}))[3]
    assert (clear.css, clear.words) == ("shade-0 clear", "3 November: nothing hurt")
    assert (zero.css, zero.words) == ("shade-0 low", "3 November: worst number 0, low")


def test_today_is_ringed_and_days_to_come_have_no_address() -> None:
    row = month(Totals({}, periods=(Mark("holiday", date(2026, 11, 20), date(2026, 11, 21)),))).rows[3]
    assert row == MonthWeek(
        0,
        [
            PastDay("shade-0", "2026-11-16", "16 November: nothing logged", 16),
            PastDay("shade-0", "2026-11-17", "17 November: nothing logged", 17),
            PastDay("shade-0 today", "2026-11-18", "18 November: today; nothing logged", 18),
        ],
        [
            DayAhead("ahead", 19, ""),
            DayAhead("ahead holiday", 20, " November: holiday"),
            DayAhead("ahead holiday", 21, " November: holiday"),
            DayAhead("ahead", 22, ""),
        ],
    )


def test_an_open_period_marks_the_days_up_to_today_and_no_day_to_come() -> None:
    open_one = Totals({}, periods=(Mark("injury", date(2026, 10, 28), None),))
    october, november, december = (month(open_one, first) for first in (date(2026, 10, 1), NOVEMBER, date(2026, 12, 1)))
    marked = [
        [number for row in found.rows for css, number in cells(row) if "injury" in css]
        for found in (october, november, december)
    ]
    assert marked == [list(range(28, 32)), list(range(1, 19)), []]
    assert october.marked == november.marked == ["Injury, from 28 Oct, still going on"]
    assert (december.marked, december.counts) == ([], "Still to come.")


def test_a_planned_period_without_an_end_marks_its_first_day_alone() -> None:
    planned = Totals({}, periods=(Mark("holiday", date(2026, 11, 25), None),))
    november, december = month(planned, NOVEMBER), month(planned, date(2026, 12, 1))
    assert [number for row in november.rows for css, number in cells(row) if "holiday" in css] == [25]
    assert (len(november.marked), december.marked) == (1, [])


def test_a_day_in_two_periods_shows_the_one_that_began_last() -> None:
    both = (Mark("rest", date(2026, 11, 2), date(2026, 11, 8)), Mark("holiday", date(2026, 11, 4), date(2026, 11, 5)))
    css = [one.css for number, one in past_days(Totals({}, periods=both)).items() if 3 <= number <= 6]
    assert css == ["shade-0 rest", "shade-0 holiday", "shade-0 holiday", "shade-0 rest"]


def test_a_month_counts_in_words_and_says_how_many_say_how_long() -> None:
    days = {
        date(2026, 11, 2): Total(2, 1, 60, 1, 0),
        date(2026, 11, 3): Total(1, 1, 75, 1, 4),
        date(2026, 11, 4): Total(symptoms=1, worst=4),
        date(2026, 11, 5): Total(symptoms=1),
        date(2026, 10, 31): Total(9, 9, 999, 9, 9),
    }
    found = month(Totals(days, frozenset({date(2026, 11, 6), date(2026, 12, 1)})))
    assert found.counts == (
        "3 sessions on 2 days, 2 h 15 min in the 2 that say how long. "
        "A number on 3 days: low on 1, middle on 2; nothing hurt on 1 day."
    )
    assert (found.name, found.address, found.is_empty) == ("November 2026", "2026-11", False)


@pytest.mark.parametrize(
    ("totals", "counts"),
    [
        (Totals({}), "Nothing logged in November."),
        (Totals({TODAY: Total(1, 1, 10)}), "1 session on 1 day, 10 minutes."),
        (Totals({TODAY: Total(1)}), "1 session on 1 day."),
        (Totals({TODAY: Total(2, 1, 10)}), "2 sessions on 1 day, 10 minutes in the one that says how long."),
        (Totals({TODAY: Total(symptoms=1, worst=8)}), "A number on 1 day: high on 1."),
        (Totals({}, frozenset({TODAY})), "Nothing hurt on 1 day."),
        (Totals({}, runs={TODAY: 2, date(2026, 11, 3): 1, date(2026, 10, 31): 9}), "3 runs on 2 days."),
        (Totals({}, measured_days=frozenset({TODAY, date(2026, 12, 1)})), "Measured on 1 day."),
        (
            Totals({TODAY: Total(1, 1, 10, 1, 2)}, runs={TODAY: 1}, measured_days=frozenset({TODAY})),
            "1 session on 1 day, 10 minutes. 1 run on 1 day. A number on 1 day: low on 1. Measured on 1 day.",
        ),
    ],
)
def test_what_is_not_there_is_not_counted(totals: Totals, counts: str) -> None:
    assert month(totals).counts == counts


def test_a_month_with_nothing_in_it_is_empty() -> None:
    assert month(Totals({date(2026, 10, 31): Total(1)})).is_empty
    assert month(Totals({}, runs={date(2026, 10, 31): 1}, measured_days=frozenset({date(2026, 12, 1)}))).is_empty
    for totals in (
        Totals({TODAY: Total(1)}),
        Totals({}, frozenset({TODAY})),
        Totals({}, periods=(Mark("rest", TODAY, TODAY),)),
        Totals({}, runs={TODAY: 1}),
        Totals({}, measured_days=frozenset({TODAY})),
    ):
        assert not month(totals).is_empty


def test_a_day_says_its_runs_and_that_something_was_measured_also_a_day_that_is_to_come_again() -> None:
    found = past_days(Totals({}, runs={TODAY: 2}, measured_days=frozenset({TODAY, date(2026, 11, 19)})))
    assert (found[18].css, found[18].words) == ("shade-0 today with-run", "18 November: today; 2 runs; measured")
    assert found[19].words == "19 November: measured"
    assert max(past_days(Totals({}, runs={date(2026, 11, 19): 1}))) == 19


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(1, "1 minute"), (119, "119 minutes"), (120, "2 h"), (121, "2 h 1 min"), (1440, "24 h")],
)
def test_minutes_are_said_as_hours_from_two_on(minutes: int, words: str) -> None:
    assert months.duration(minutes) == words


def test_the_calendar_opens_with_three_months() -> None:
    assert months.recent(date(2027, 1, 31)) == [date(2027, 1, 1), date(2026, 12, 1), date(2026, 11, 1)]
    assert months.recent(date(2000, 1, 5)) == [date(2000, 1, 1)]


def test_ways_reach_from_the_year_2000_to_this_month_and_never_into_the_future() -> None:
    assert months.months_later(date(2000, 1, 1), TODAY, -1) is None
    assert months.months_later(date(2000, 1, 1), TODAY, 1) == MonthLink("February 2000", "2000-02")
    assert months.months_later(date(2026, 10, 1), TODAY, 1) == MonthLink("November 2026", "2026-11")
    assert months.months_later(date(2026, 11, 1), TODAY, 1) is None


def test_a_year_leads_to_its_months_and_to_the_years_beside_it() -> None:
    names = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October"]
    assert months.year(date(2026, 10, 1), TODAY) == Year(
        2026,
        [MonthLink(name, f"2026-{number:02}", name == "October") for number, name in enumerate(names, 1)]
        + [MonthLink("November", "2026-11"), MonthLink("December", "")],
        MonthLink("2025", "2025-12"),
        None,
    )
    first = months.year(date(2000, 3, 1), TODAY)
    assert (first.before, first.after) == (None, MonthLink("2001", "2001-01"))


def test_every_month_of_a_long_log_is_reached_by_turning() -> None:
    at, seen = TODAY.replace(day=1), set()
    while True:
        seen.add(at)
        turn = months.months_later(at, TODAY, -1)
        if turn is None:
            break
        at = date.fromisoformat(f"{turn.address}-01")
    assert len(seen) == (2026 - 2000) * 12 + 11
    assert seen == {date(count // 12, count % 12 + 1, 1) for count in range(2000 * 12, 2026 * 12 + 11)}


@pytest.mark.parametrize(("week_start", "first", "last"), [(0, "Mo", "Su"), (5, "Sa", "Fr"), (6, "Su", "Sa")])
def test_the_days_of_the_week_stand_in_the_runners_order(week_start: int, first: str, last: str) -> None:
    names = months.weekdays(week_start)
    assert (names[0][0], names[-1][0], len(names)) == (first, last, 7)
