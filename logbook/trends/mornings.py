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
from logbook.trends.counting import Tally, tally
from logbook.trends.spans import WEEK, Span
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
    first, last = span
    inside = [answer for day, answer in stiff.items() if first <= day <= last]
    minutes = [exact for _, exact in inside if exact is not None]
    counts = Counter(answer for answer, _ in inside)
    ordered = {answer: counts[answer] for answer in Stiffness if counts[answer]}
    return Mornings(span, tally(span, first_steps, clear), ordered, max(minutes, default=None))


def mornings_by_blocks(
    span: Span,
    length: int,
    first_steps: Mapping[date, int],
    stiff: Mapping[date, tuple[Stiffness, int | None]],
    clear: Collection[date],
) -> list[Mornings]:
    """Count each block of a span, the oldest first: what `mornings` says of each, in one pass over the days."""
    parts = zip(
        span.blocks(length), span.parted(first_steps, length), span.parted(stiff, length), span.parted(clear, length),
        strict=True,
    )  # fmt: skip
    return [
        count_mornings(block, {day: first_steps[day] for day in steps}, {day: stiff[day] for day in answers}, quiet)
        for block, steps, answers, quiet in parts
    ]


def against_the_first(span: Span, first_steps: Mapping[date, int], clear: Collection[date]) -> Comparison | None:
    """The last seven days' first steps against the first two weeks'; None for a span that does not hold both apart."""
    first = Span(span.first, span.first + timedelta(days=FIRST_WEEKS * WEEK - 1))
    last = span.up_to(WEEK)
    if first.last >= last.first:
        return None
    return compare(tally(last, first_steps, clear), tally(first, first_steps, clear))
