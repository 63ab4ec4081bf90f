"""When a measure that was taken again may be called changed (FACTS-2, part 7). It compares a side with itself alone.

No pass mark, no side held against the other, nothing for balance, whose known noise is as large as its scale.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from math import ceil
from statistics import median
from typing import Any, Final, NamedTuple, TypeVar

from logbook.vocabulary import MeasureKind

Test = TypeVar("Test", bound=Any)

# The baseline is the median of the first three tests: three are the fewest that have a middle (FACTS-2 7.6, our rule).
FIRST: Final = 3
# The last two must lie beyond the band on the same side (FACTS-2 7.6, our rule); both come after the first three.
LAST: Final = 2
# Knee to wall, in mm: the measuring error of one tester is 1.9 cm (Powden 2015, 12 studies; FACTS-2 7.1), so 2 cm.
KNEE_TO_WALL_MM: Final = 20
# Heel raises: 7, or a third of the usual count, whichever is more. In one study two tests a week apart differed by up to
# 7 (Hébert-Losier 2017, n = 32), in another by about a third (heel raises tested twice, n = 38; FACTS-2 7.2, which
# has that study's limits as a share: decision 0026). Raises are whole: a third is rounded up, which changes no finding.
HEEL_RAISES: Final = 7
HEEL_RAISES_SHARE: Final = 3
NOUNS: Final[dict[str, str]] = {
    MeasureKind.KNEE_TO_WALL: "knee-to-wall",
    MeasureKind.HEEL_RAISES: "heel-raises",
    MeasureKind.BALANCE: "balance",
}
# Where each band stands in the guide's sources.
SOURCES: Final[dict[str, tuple[str, ...]]] = {
    MeasureKind.KNEE_TO_WALL: ("powden-2015",),
    MeasureKind.HEEL_RAISES: ("hebert-losier-2017", "heel-raises-twice"),
    MeasureKind.BALANCE: ("balance-after-60", "warren-2006"),
}


class Finding(Enum):
    """What may be said of a line of tests."""

    NOT_SAID = "not said"  # balance: never
    TOO_FEW = "too few"
    INSIDE = "inside"
    ABOVE = "above"
    BELOW = "below"


class Measured(NamedTuple):
    """One test of one side: its day and what it came to (mm, raises, seconds)."""

    day: date
    value: int


@dataclass(frozen=True)
class Line:
    """The tests of one side in one set-up, the oldest first, and what may be said of them.

    `baseline` is None while there are fewer than three tests, `band` also for balance; both in the unit of the tests.
    """

    tests: tuple[Measured, ...]
    baseline: float | None
    band: float | None
    finding: Finding


def result_of(kind: str, tries: Sequence[int]) -> int:
    """What a test comes to: the mean of the tries of knee to wall, in whole mm, halves up (FACTS T1: the best or the mean,
    and always the same); the one count of heel raises; the longest balance (FACTS T3: best of 3)."""
    if not tries:
        raise ValueError(tries)
    if kind == MeasureKind.KNEE_TO_WALL:
        return (2 * sum(tries) + len(tries)) // (2 * len(tries))
    return max(tries) if kind == MeasureKind.BALANCE else tries[0]


class MeasureConverter:
    """A measure in an address: `knee-to-wall`."""

    regex = "knee-to-wall|heel-raises|balance"

    def to_python(self, value: str) -> str:
        """Its kind. Raises StopIteration for no name of ours, which the expression above leaves no way to."""
        return next(kind for kind, named in NOUNS.items() if named == value)

    def to_url(self, value: str) -> str:
        """The kind as its address has it."""
        return NOUNS[value]


def noun(kind: str) -> str:
    """How an address names a measure: `knee-to-wall`."""
    return NOUNS[kind]


def in_unit(kind: str, value: float) -> str:
    """A value in words: `118 mm`, `24 raises`, `30 s`."""
    number = f"{value:.1f}".removesuffix(".0")
    if kind == MeasureKind.HEEL_RAISES:
        return f"{number} {'raise' if number == '1' else 'raises'}"
    return f"{number} {'mm' if kind == MeasureKind.KNEE_TO_WALL else 's'}"


def band_of(kind: str, baseline: float) -> float | None:
    """How far from a baseline a test lies by noise alone, in the unit of the test; None where no error is known."""
    if kind == MeasureKind.KNEE_TO_WALL:
        return KNEE_TO_WALL_MM
    if kind == MeasureKind.HEEL_RAISES:
        return max(HEEL_RAISES, ceil(baseline / HEEL_RAISES_SHARE))
    return None


def line_of(kind: str, tests: Iterable[Measured]) -> Line:
    """What may be said of the tests of one side in one set-up (FACTS-2 7.6). One day has one test."""
    in_order = tuple(sorted(tests))
    if len({one.day for one in in_order}) != len(in_order):
        raise ValueError("Two tests on one day")
    if kind == MeasureKind.BALANCE:
        return Line(in_order, None, None, Finding.NOT_SAID)
    if len(in_order) < FIRST:
        return Line(in_order, None, None, Finding.TOO_FEW)
    baseline = float(median(one.value for one in in_order[:FIRST]))
    band = band_of(kind, baseline)
    if band is None or len(in_order) < FIRST + LAST:
        return Line(in_order, baseline, band, Finding.TOO_FEW)
    last = [one.value - baseline for one in in_order[-LAST:]]
    if all(step >= band for step in last):
        return Line(in_order, baseline, band, Finding.ABOVE)
    if all(step <= -band for step in last):
        return Line(in_order, baseline, band, Finding.BELOW)
    return Line(in_order, baseline, band, Finding.INSIDE)


def ends_of(tests: Sequence[Test], last: int = LAST) -> Sequence[Test]:
    """The first three of the tests of a line and its last so many, in their order: `line_of` says of these what it says of
    all of them. Years of weekly tests need not be worked out one by one. `last` is two at least."""
    return tests if len(tests) <= FIRST + last else [*tests[:FIRST], *tests[-last:]]


# What is said of a finding: words of length for a distance, of count for raises. No "better", no "worse".
WORDS: Final[dict[str, dict[Finding, str]]] = {
    MeasureKind.KNEE_TO_WALL: {
        Finding.ABOVE: "Changed: the last two are longer than your first three.",
        Finding.BELOW: "Changed: the last two are shorter than your first three.",
    },
    MeasureKind.HEEL_RAISES: {
        Finding.ABOVE: "Changed: the last two are more than your first three.",
        Finding.BELOW: "Changed: the last two are fewer than your first three.",
    },
    MeasureKind.BALANCE: {},
}
INSIDE: Final = "Inside the usual noise of this test."
NOT_SAID: Final = "The times stand for themselves: they grow by practising the test, and no size of change is named."


def words_of(kind: str, line: Line) -> str:
    """What is said under a line of tests."""
    if line.finding is Finding.NOT_SAID:
        return NOT_SAID
    if line.finding is Finding.TOO_FEW:
        missing = FIRST + LAST - len(line.tests)
        return f"Too few to compare: {missing} more {'test' if missing == 1 else 'tests'} to go."
    return INSIDE if line.finding is Finding.INSIDE else WORDS[kind][line.finding]
