"""Periods in words: rest, injury, holiday, and from when to when."""

from __future__ import annotations

from datetime import date

from logbook.day import in_short
from logbook.vocabulary import PeriodKind


def days_in_words(first: date, last: date | None, today: date) -> str:
    """`3 to 9 Nov`, `28 Oct to 3 Nov`, `3 Nov`, `from 28 Oct, still going on`; with the year when it is not this one.

    What has no last day and begins later is only `from 5 Dec`.
    """
    begins = in_short(first, today)
    if last is None:
        return f"from {begins}, still going on" if first <= today else f"from {begins}"
    if last == first:
        return begins
    same = (first.year, first.month) == (last.year, last.month)
    return f"{first.day if same else begins} to {in_short(last, today)}"


def period_in_words(kind: str, first: date, last: date | None, today: date) -> str:
    """`Holiday, 3 to 9 Nov`."""
    return f"{PeriodKind(kind).label}, {days_in_words(first, last, today)}"
