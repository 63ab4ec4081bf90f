"""Numbers from 0 to 10 over a span of days: how many days have one, and the middle one. A silent day is not counted.

The middle number (the median) is used, because one bad day does not move it (FACTS-2 7.6).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from logbook.trends.spans import Span, cut_by_blocks


@dataclass(frozen=True)
class Tally:
    """A span in figures. `counts` says how many days have which number; a clear day is among them, as a 0.

    `said` is on how many days there is any word: a number, an answer about stiffness, or "nothing hurt".
    """

    span: Span
    said: int
    clear: int
    counts: Mapping[int, int]

    # Both are asked again and again while a picture is drawn.
    @cached_property
    def n(self) -> int:
        """How many days have a number, clear days among them."""
        return sum(self.counts.values())

    @cached_property
    def middle(self) -> float | None:
        """The middle number; None where there is none."""
        return middle(self.counts)

    @property
    def low(self) -> int | None:
        """The lowest number."""
        return min(self.counts, default=None)

    @property
    def high(self) -> int | None:
        """The highest number."""
        return max(self.counts, default=None)


def tally(span: Span, numbers: Mapping[date, int], clear: Collection[date], said: Iterable[date] = ()) -> Tally:
    """Count a span. `numbers` has one for each day that has one; `said` are further days on which something was said."""
    first, last = span
    inside = span.inside(numbers)
    return _tally(
        span,
        inside,
        inside,
        [day for day in clear if first <= day <= last],
        [day for day in said if first <= day <= last],
    )


def _tally(
    span: Span, days: Collection[date], numbers: Mapping[date, int], clear: Iterable[date], said: Iterable[date]
) -> Tally:
    """Count what lies in the span, all of it: `days` are those with a number."""
    quiet = {day for day in clear if day not in numbers}
    counts = Counter(map(numbers.__getitem__, days))
    if quiet:
        counts[0] += len(quiet)
    return Tally(span, len(days) + len(quiet.union(day for day in said if day not in numbers)), len(quiet), counts)


def tallies(
    span: Span, length: int, numbers: Mapping[date, int], clear: Collection[date], said: Iterable[date] = ()
) -> list[Tally]:
    """Count each block of a span, the oldest first: what `tally` says of each, in one pass over the days."""
    blocks = span.blocks(length)
    parts = zip(blocks, *(cut_by_blocks(sorted(days), blocks) for days in (numbers, clear, said)), strict=True)
    return [_tally(block, days, numbers, quiet, further) for block, days, quiet, further in parts]


def middle(counts: Mapping[int, int]) -> float | None:
    """The median of numbers that are given as number -> how often; half-way between two where their count is even."""
    total = sum(counts.values())
    if not total:
        return None
    return (_at(counts, (total - 1) // 2) + _at(counts, total // 2)) / 2


def _at(counts: Mapping[int, int], position: int) -> int:
    """The number at a position, counted from 0, when all stand in order."""
    passed = 0
    for number in sorted(counts):
        passed += counts[number]
        if passed > position:
            return number
    raise IndexError(position)
