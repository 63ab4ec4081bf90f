"""What was done: sessions, minutes and sets, block by block; and each dose with its first and last day.

Sets are read from the dose that a log kept in words. What names no number of sets is one; what holds seconds is counted in
rounds, because `10 × 5 s` may be ten holds of one set; what is a range stays a range. An exercise done in part is counted
as that and its sets are not.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Final, NamedTuple

from logbook.trends.spans import Span, cut_by_blocks
from logbook.vocabulary import Outcome

# The first number of a product is its sets, a range of them too, whichever sign of multiplication was written;
# `2 sets of 6` says the same.
PRODUCT: Final = re.compile(r"\s*(\d{1,2})(?:\s*[–-]\s*(\d{1,2}))?\s*(?:[×x*]|sets? of)\s*\d{1,4}", re.IGNORECASE)
IN_SECONDS: Final = re.compile(r"^[^,]*?\d\s*(?:s|sec|seconds|min|minutes)\b", re.IGNORECASE)


class Sets(NamedTuple):
    """How many sets, from and to; the same where it is known exactly. `timed`: rounds of seconds and not repetitions."""

    low: int
    high: int
    timed: bool

    def plus(self, other: Sets) -> Sets:
        """Both together; the second tells what they are counted in."""
        return Sets(self.low + other.low, self.high + other.high, other.timed)


# Kept: a log has few doses, and says them again and again.
@lru_cache(maxsize=2048)
def sets_of(dose: str) -> Sets:
    """The sets of a dose in words; one where it names none."""
    timed = bool(IN_SECONDS.search(dose))
    found = PRODUCT.match(dose)
    if found is None:
        return Sets(1, 1, timed)
    low = int(found[1])
    # Three factors are sets, repetitions and seconds: then the first are sets.
    threefold = len(re.findall("[×x*]", dose.partition(",")[0])) > 1
    return Sets(low, max(low, int(found[2] or low)), timed and not threefold)


class DoneRow(NamedTuple):
    """One exercise of a session: its day, and the words that the log kept."""

    day: date
    name: str
    dose: str
    outcome: str


DAY: Final = attrgetter("day")


class ExerciseInSpan(NamedTuple):
    """An exercise over a span: on how many days, its sets, and how often it was done in part."""

    name: str
    days: int
    sets: Sets | None
    in_part: int


def by_exercise(rows: Iterable[DoneRow], span: Span) -> list[ExerciseInSpan]:
    """Sets by exercise, the one with most days first, then by name. What was left out is not counted."""
    found: dict[str, list[DoneRow]] = {}
    for row in rows:
        if span.holds(row.day) and row.outcome != Outcome.SKIPPED:
            found.setdefault(row.name, []).append(row)
    exercises = [
        ExerciseInSpan(
            name, len({row.day for row in done}), total(done), sum(row.outcome == Outcome.PART for row in done)
        )
        for name, done in found.items()
    ]
    return sorted(exercises, key=lambda one: (-one.days, one.name))


def total(rows: Iterable[DoneRow]) -> Sets | None:
    """The sets of exercises done whole, all together; None for none. Mixed ones are counted as sets."""
    whole = [sets_of(row.dose) for row in rows if row.outcome == Outcome.DONE]
    if not whole:
        return None
    timed = all(one.timed for one in whole)
    return Sets(sum(one.low for one in whole), sum(one.high for one in whole), timed)


class SessionInSpan(NamedTuple):
    """One session: `minutes` is None where nobody said. They stand in the order of days, of a day as they were entered."""

    day: date
    id: int
    minutes: int | None
    routine_name: str
    stage_name: str


class RunInSpan(NamedTuple):
    """One run: how long, how far, and the unit that it was given in. None is where nobody said. In order as sessions are."""

    day: date
    id: int
    duration_s: int | None
    distance_m: int | None
    unit: str


@dataclass(frozen=True)
class Block:
    """What was done in some days. `minutes` are those of `timed` sessions; `sets` is None where exercises were not read.

    `distance_m` is that of `measured` runs, `run_s` the time of `timed_runs`.
    """

    span: Span
    sessions: int
    timed: int
    minutes: int
    sets: Sets | None
    exercises: int
    runs: int = 0
    measured: int = 0
    distance_m: int = 0
    timed_runs: int = 0
    run_s: int = 0

    @property
    def kilometres(self) -> float:
        """To a tenth."""
        return round(self.distance_m / 1000, 1)


def sum_up(
    span: Span, sessions: Sequence[SessionInSpan], done: Sequence[DoneRow] = (), runs: Sequence[RunInSpan] = ()
) -> Block:
    """Sum up some days."""
    first, last = span
    return _sum_up(
        span,
        [row for row in sessions if first <= row.day <= last],
        [row for row in done if first <= row.day <= last],
        [row for row in runs if first <= row.day <= last],
    )


def _sum_up(span: Span, sessions: Sequence[SessionInSpan], done: Sequence[DoneRow], runs: Sequence[RunInSpan]) -> Block:
    """Sum up what lies in a span, all of it."""
    far = [row.distance_m for row in runs if row.distance_m is not None]
    long = [row.duration_s for row in runs if row.duration_s is not None]
    minutes = [row.minutes for row in sessions if row.minutes is not None]
    rows = [row for row in done if row.outcome != Outcome.SKIPPED]
    return Block(
        span, len(sessions), len(minutes), sum(minutes), total(rows), len(rows),
        len(runs), len(far), sum(far), len(long), sum(long),
    )  # fmt: skip


def work_by_blocks(
    span: Span,
    length: int,
    sessions: Sequence[SessionInSpan],
    done: Sequence[DoneRow] = (),
    runs: Sequence[RunInSpan] = (),
) -> list[Block]:
    """Sum up each block of a span, the oldest first, in one pass over the days."""
    spans = span.blocks(length)
    parts = zip(
        spans, *(cut_by_blocks(sorted(rows, key=DAY), spans, DAY) for rows in (sessions, done, runs)), strict=True
    )
    return [_sum_up(*part) for part in parts]


class Stretch(NamedTuple):
    """A routine or stage, or a dose of an exercise: what it is, its detail, its first and last day, how often."""

    name: str
    detail: str
    first: date
    last: date
    times: int


def doses(rows: Iterable[DoneRow]) -> list[Stretch]:
    """Each dose of each exercise with its first and last day: by exercise, the newest dose first."""
    found: dict[tuple[str, str], list[date]] = {}
    for row in rows:
        if row.outcome != Outcome.SKIPPED:
            found.setdefault((row.name, row.dose), []).append(row.day)
    stretches = [Stretch(*what, min(days), max(days), len(days)) for what, days in found.items()]
    return sorted(stretches, key=lambda one: (one.name, -one.first.toordinal(), one.detail))


def stages(sessions: Iterable[SessionInSpan]) -> list[Stretch]:
    """Each routine and stage with its first and last day, the one that began last first."""
    found: defaultdict[tuple[str, str], list[date]] = defaultdict(list)
    for row in sessions:
        if row.routine_name:
            found[row.routine_name, row.stage_name].append(row.day)
    return newest_first(Stretch(*what, min(days), max(days), len(days)) for what, days in found.items())


def newest_first(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The one that began last first, then by name."""
    return sorted(stretches, key=lambda one: (-one.first.toordinal(), one.name, one.detail))
