"""Stretches of days that trends speak of: so many weeks up to a day, as many before them, blocks within them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Final, NamedTuple, TypeVar

from logbook.vocabulary import Weeks

WEEK: Final = 7
# A mark for each day of up to twelve weeks, then one for each week, then one for every four weeks: what 280 units of a
# picture can hold. All pictures of a page together have two times twelve weeks of days: what 60 kB can hold.
MOST_SINGLE_DAYS: Final = 12 * WEEK
MOST_DAYS_OF_A_PAGE: Final = 2 * MOST_SINGLE_DAYS
MOST_WEEKS: Final = 104 * WEEK
FOUR_WEEKS: Final = 4 * WEEK
ONE_DAY: Final = timedelta(days=1)
Dated = TypeVar("Dated", bound=Any)
Value = TypeVar("Value")


class Span(NamedTuple):
    """Days from one to another, both included; `first` is not after `last`."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    @property
    def before(self) -> Span:
        """As many days, up to the day before the first."""
        return Span(self.first - timedelta(days=self.days), self.first - ONE_DAY)

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day <= self.last

    def inside(self, by_day: Mapping[date, Value]) -> dict[date, Value]:
        """The part of a series that lies in it: a week of five years is looked up, not looked for."""
        first, last = self
        if self.days < len(by_day):
            days = map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))
            return {day: by_day[day] for day in days if day in by_day}
        return {day: value for day, value in by_day.items() if first <= day <= last}

    def up_to(self, days: int) -> Span:
        """Its last so many days, or the whole of it where it is shorter."""
        return Span(max(self.first, self.last - timedelta(days=days - 1)), self.last)

    def blocks(self, length: int) -> list[Span]:
        """It in blocks of so many days, counted back from its last day, the oldest first; that one may be shorter."""
        found, last, to_first = [], self.last, timedelta(days=length - 1)
        while last >= self.first:
            first = max(self.first, last - to_first)
            found.append(Span(first, last))
            last = first - ONE_DAY
        return found[::-1]


def cut_by_blocks(
    ordered: Sequence[Dated], blocks: Sequence[Span], day_of: Callable[[Dated], date] | None = None
) -> list[list[Dated]]:
    """What has a day, in the order of days, by the block that it lies in; blocks follow one another, the oldest first.

    It is cut where a block begins: that looks at a few days of each and not at every one.
    """
    edges = [bisect_left(ordered, block.first, key=day_of) for block in blocks]
    edges.append(bisect_right(ordered, blocks[-1].last, key=day_of))
    return [list(ordered[first:after]) for first, after in pairwise(edges)]


def so_many(weeks: str, today: date, earliest: date | None) -> Span:
    """The span of a word of `Weeks` up to today. All of it begins with the earliest entry; four weeks where there is none."""
    if weeks == Weeks.ALL:
        least = today - timedelta(days=FOUR_WEEKS - 1)
        return Span(least if earliest is None else min(earliest, least), today)
    return Span(today - timedelta(days=WEEK * int(weeks) - 1), today)


def days_a_mark(span: Span, places: int = 1) -> int:
    """How many days one mark of a picture stands for, of so many pictures on a page: 1, 7 or 28."""
    if span.days <= MOST_SINGLE_DAYS and span.days * places <= MOST_DAYS_OF_A_PAGE:
        return 1
    return WEEK if span.days <= MOST_WEEKS else FOUR_WEEKS
