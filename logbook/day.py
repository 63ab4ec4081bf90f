"""Days: from addresses, into words, and the weeks they belong to. `today` is always passed in."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from django.urls import reverse

from logbook.models import EARLIEST, LATEST

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip


class DayConverter:
    """A day in an address: `2026-11-22`."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        """The day. Raises ValueError, which is a 404, when there is no such day or nobody can mean it."""
        day = date.fromisoformat(value)
        if not EARLIEST <= day <= LATEST:
            raise ValueError(value)
        return day

    def to_url(self, value: date) -> str:
        """The day as its address has it."""
        return value.isoformat()


class MonthConverter:
    """A month in an address: `2026-11`, as its first day."""

    regex = "[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        """The first day of the month. Raises ValueError for a month that does not exist or that nobody can mean."""
        first = date.fromisoformat(f"{value}-01")
        if not EARLIEST <= first <= LATEST:
            raise ValueError(value)
        return first

    def to_url(self, value: date) -> str:
        """The month as its address has it."""
        return f"{value:%Y-%m}"


def day_url(day: date, what: str = "") -> str:
    """The address of a day's page, or of something of that day: `day_url(day, "symptoms/")`. A tenth of what `reverse` costs."""
    return f"{_log()}{day.isoformat()}/{what}"


@cache
def _log() -> str:
    return reverse("logbook:today")


def in_words(day: date, today: date) -> str:
    """`Sunday 22 November`, with the year when it is not this one."""
    words = f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
    return words if day.year == today.year else f"{words} {day.year}"


def in_short(day: date, today: date) -> str:
    """`22 Nov`, with the year when it is not this one."""
    words = f"{day.day} {MONTHS[day.month - 1][:3]}"
    return words if day.year == today.year else f"{words} {day.year}"


def as_seen_from(day: date, today: date) -> str:
    """How a runner says it: `today`, `yesterday`, `Tuesday` within the week, else `22 Nov`."""
    ago = (today - day).days
    if ago == 0:
        return "today"
    if ago == 1:
        return "yesterday"
    return WEEKDAYS[day.weekday()] if 1 < ago < 7 else in_short(day, today)


def first_of_week(day: date, week_start: int) -> date:
    """The day on which the week of a day began; `week_start` as `date.weekday()` counts."""
    return day - timedelta(days=(day.weekday() - week_start) % 7)


def days_of(first: date, count: int) -> list[date]:
    """So many days in a row."""
    return [first + timedelta(days=offset) for offset in range(count)]
