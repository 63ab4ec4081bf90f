"""Days that SQLite has as text come out as Django reads them, each made once."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, timedelta

import pytest
from django.utils.dateparse import parse_date

from ankles.sqlite_days import day_of


def test_a_day_is_the_one_that_django_reads() -> None:
    leap, first = date(2024, 2, 29), date(2000, 1, 1)
    for day in (first, leap, *(first + timedelta(days=97 * number) for number in range(120))):
        assert day_of(day.isoformat().encode()) == parse_date(day.isoformat()) == day


def test_what_is_no_day_is_told_as_django_tells_it() -> None:
    assert day_of(b"tomorrow") is parse_date("tomorrow") is None
    with pytest.raises(ValueError, match="day"):
        day_of(b"2026-02-30")


def test_a_day_of_two_rows_is_made_once() -> None:
    with closing(sqlite3.connect(":memory:", detect_types=sqlite3.PARSE_DECLTYPES)) as database:
        database.execute("CREATE TABLE entry (day date)")
        database.executemany("INSERT INTO entry VALUES (?)", [("2026-11-29",), ("2026-11-29",), (None,)])
        (one,), (other,), (none,) = database.execute("SELECT day FROM entry")
    assert one is other
    assert (one, none) == (date(2026, 11, 29), None)
