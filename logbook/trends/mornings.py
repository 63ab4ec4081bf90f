"""Mornings, block by block: first steps and stiffness. A morning of which nobody said anything is not counted.

First steps are compared as FACTS-2 7.4 has it: the last week's middle against that of the first two weeks, by the rules of
`comparing`. Of stiffness nothing is said but the answers themselves: no error and no worthwhile change was found (7.5).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from logbook.trends.comparing import Comparison, compare
from logbook.trends.counting import Tally, tallies, tally
from logbook.trends.spans import WEEK, Span, cut_by_blocks
from logbook.vocabulary import Stiffness

FIRST_WEEKS: Final = 2


@dataclass(frozen=True)
class Mornings:
    """A block of days: its first steps, how often which answer about stiffness was given, the longest in exact minutes."""

    span: Span
    first_steps: Tally
    stiffness: Mapping[Stiffness, int]
    longest_min: int | None

    @property
    def stiff_n(self) -> int:
        """On how many mornings there is an answer about stiffness."""
        return sum(self.stiffness.values())


def count_mornings(
    span: Span,
    first_steps: Mapping[date, int],
    stiff: Mapping[date, tuple[Stiffness, int | None]],
    clear: Collection[date],
) -> Mornings:
    """Count a block. A day on which nothing hurt counts as first steps of 0; of stiffness it says nothing."""
    return _mornings(tally(span, first_steps, clear), span.inside(stiff).values())


def _mornings(first_steps: Tally, stiff: Collection[tuple[Stiffness, int | None]]) -> Mornings:
    """A block of which the first steps are counted; all of `stiff` lies in it."""
    minutes = [exact for _, exact in stiff if exact is not None]
    counts = Counter(answer for answer, _ in stiff)
    ordered = {answer: counts[answer] for answer in Stiffness if counts[answer]}
    return Mornings(first_steps.span, first_steps, ordered, max(minutes, default=None))


def mornings_by_blocks(
    span: Span,
    length: int,
    first_steps: Mapping[date, int],
    stiff: Mapping[date, tuple[Stiffness, int | None]],
    clear: Collection[date],
) -> list[Mornings]:
    """Count each block of a span, the oldest first: what `mornings` says of each, in one pass over the days."""
    counted = tallies(span, length, first_steps, clear)
    answered = cut_by_blocks(sorted(stiff), [one.span for one in counted])
    return [_mornings(steps, [stiff[day] for day in days]) for steps, days in zip(counted, answered, strict=True)]


def against_the_first(span: Span, first_steps: Mapping[date, int], clear: Collection[date]) -> Comparison | None:
    """The last seven days' first steps against the first two weeks'; None for a span that does not hold both apart."""
    first = Span(span.first, span.first + timedelta(days=FIRST_WEEKS * WEEK - 1))
    last = span.up_to(WEEK)
    if first.last >= last.first:
        return None
    return compare(tally(last, first_steps, clear), tally(first, first_steps, clear))
