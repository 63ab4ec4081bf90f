"""Two numbers of the same days beside each other: during and after, left and right. Described; no side is judged.

A difference between the sides is not called anything: healthy people differ, and no figure of FACTS says from where on a
difference of two numbers means something.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from logbook.trends.counting import Tally, tally
from logbook.trends.spans import Span


@dataclass(frozen=True)
class Pair:
    """Two series over a span, and on how many of the days that have both the one or the other was higher."""

    one: Tally
    other: Tally
    one_higher: int
    other_higher: int
    same: int

    @property
    def both(self) -> int:
        """How many days have both numbers."""
        return self.one_higher + self.other_higher + self.same


def pair(span: Span, one: Mapping[date, int], other: Mapping[date, int], clear: Collection[date] = ()) -> Pair:
    """Hold two series side by side. Clear days count as 0 on both, and are the same on both."""
    shared = [day for day in one.keys() & other.keys() if span.holds(day)]
    higher, lower = (sum(sign * (one[day] - other[day]) > 0 for day in shared) for sign in (1, -1))
    ours, theirs = tally(span, one, clear), tally(span, other, clear)
    quiet = sum(span.holds(day) and day not in one and day not in other for day in clear)
    return Pair(ours, theirs, higher, lower, len(shared) - higher - lower + quiet)
