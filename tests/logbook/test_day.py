"""Days: their addresses, their words, their weeks."""

from __future__ import annotations

from datetime import date

import pytest

from logbook.day import DayConverter, MonthConverter, as_seen_from, days_of, first_of_week, in_short, in_words

TODAY = date(2026, 11, 22)  # a Sunday


def test_a_day_goes_into_an_address_and_back() -> None:
    day = date(2024, 2, 29)
    assert (DayConverter().to_url(day), DayConverter().to_python("2024-02-29")) == ("2024-02-29", day)


@pytest.mark.parametrize(
    "value",
    ["2026-02-29", "2026-13-01", "2026-00-10", "1999-12-31", "1900-01-01", "0000-00-00", "2200-01-01", "9999-12-31"],
)
def test_a_day_that_nobody_can_mean_has_no_address(value: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        DayConverter().to_python(value)


def test_the_first_and_the_last_day_that_can_be_meant_have_one() -> None:
    assert DayConverter().to_python("2000-01-01") == date(2000, 1, 1)
    assert DayConverter().to_python("2199-12-31") == date(2199, 12, 31)


def test_a_month_is_its_first_day() -> None:
    first = date(2026, 2, 1)
    assert (MonthConverter().to_url(first), MonthConverter().to_python("2026-02")) == ("2026-02", first)


@pytest.mark.parametrize("value", ["2026-13", "2026-00", "1999-12", "2200-01", "9999-12"])
def test_a_month_that_nobody_can_mean_has_no_address(value: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        MonthConverter().to_python(value)


def test_a_year_is_said_when_it_is_not_this_one() -> None:
    assert in_words(TODAY, TODAY) == "Sunday 22 November"
    assert in_words(date(2025, 11, 22), TODAY) == "Saturday 22 November 2025"
    assert (in_short(TODAY, TODAY), in_short(date(2025, 1, 3), TODAY)) == ("22 Nov", "3 Jan 2025")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 22), "today"),
        (date(2026, 11, 21), "yesterday"),
        (date(2026, 11, 20), "Friday"),
        (date(2026, 11, 16), "Monday"),
        (date(2026, 11, 15), "15 Nov"),
        (date(2026, 11, 23), "23 Nov"),
        (date(2025, 11, 22), "22 Nov 2025"),
    ],
)
def test_a_day_is_said_as_a_runner_says_it(day: date, words: str) -> None:
    assert as_seen_from(day, TODAY) == words


@pytest.mark.parametrize(
    ("week_start", "first"), [(0, date(2026, 11, 16)), (5, date(2026, 11, 21)), (6, date(2026, 11, 22))]
)
def test_a_week_begins_where_the_runner_says(week_start: int, first: date) -> None:
    assert first_of_week(TODAY, week_start) == first


def test_days_in_a_row_go_over_the_end_of_a_leap_february() -> None:
    assert days_of(date(2024, 2, 28), 3) == [date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1)]
