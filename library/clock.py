"""The one clock of the guide: what a dose takes, for the page, the player and the logbook alike. Pure values.

What one set is (and so what a minute is): a set of an exercise done on each side is both sides, one full half after the
other; both halves and the change between them are counted, never half of either. Rest stands between sets, not between
sides: while one side works the other rests.

A part is `(kind, side, set, seconds)`: kind is ready, work, switch or rest; side is 0 (no side), 1 (the side that comes
first that day) or 2; the side and set of what is no work are those of the work that follows. A rest before the first
set is the rest after the exercise before.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

from library.doses import EACH, RANGES, TURNS, Dose, Range

READY_S = 10
SWITCH_S = 6
# Between sets of what has no sides, where the dose names no rest.
BREATHER_S = 10
# After each hold of several: time to let go. The programmes' own step times reckon with it.
LET_GO_S = 2
# One repetition, or one metre, of what has no pace.
REP_S = 3
METRE_S = 1


class Part(NamedTuple):
    """One stretch of time in the player; see the head of this module."""

    kind: str
    side: int
    set: int
    seconds: int


@dataclass(frozen=True)
class TimedDose:
    """One exercise as it is played. `share` says where in its ranges (0 the low end, 1 the high end)."""

    given: Dose
    share: float = 0.0
    # The whole time that a routine allows for it, in seconds; it only counts where the dose has no pace.
    time_s: int | None = None
    # What a routine rests between the exercise before and this one, in seconds.
    rest_before: Range | None = None

    @classmethod
    def of(cls, dose: Dose, time_s: int | None = None, rest_before: Range | None = None) -> TimedDose:
        """The plan of a dose: at the low end of its ranges, or where the time of a routine's step puts it."""
        if time_s is None:
            return cls(dose, rest_before=rest_before)
        plans = [cls(dose, share, time_s, rest_before) for share in (0.5, 0.0, 1.0)]
        # Without a pace the time says nothing about the repetitions: the middle, as the routines reckon.
        return plans[0] if plans[0].tap else min(plans, key=lambda plan: abs(plan.working_s - time_s))

    @cached_property
    def dose(self) -> Dose:
        """The dose with one number for each range: what is done, and what the logbook keeps."""
        settled: dict[str, Any] = {name: self._one(name) for name in RANGES}
        return replace(self.given, **settled)

    @property
    def tap(self) -> bool:
        """Whether only the runner knows when it is done: repetitions or a distance without a pace."""
        dose = self.given
        return not (self.holds or (dose.reps and (dose.rep_s or dose.tempo)))

    @property
    def holds(self) -> bool:
        """Whether it is held, or gone on with, for a time."""
        return bool(self.given.hold_s or self.given.duration_s)

    @property
    def sides(self) -> int:
        """2 when each side has a half of its own."""
        return 2 if self.given.sides == EACH else 1

    @property
    def sets(self) -> int:
        """How many sets; both sides make one."""
        return self._number("sets", 1)

    @property
    def reps(self) -> int:
        """How many times in one half, both ways or both turns in; 0 when it is held or gone on with once."""
        reps = self._number("reps", 0)
        return 0 if reps <= 1 and self.holds else reps * self.ways * (2 if self.turns else 1)

    @property
    def turns(self) -> bool:
        """Whether left and right take turns, so many times each."""
        return self.given.sides == TURNS

    @property
    def ways(self) -> int:
        """2 when a half turns round in its middle, such as circles."""
        return 2 if self.given.each_way else 1

    @property
    def rep_s(self) -> float:
        """How long one repetition lasts, in seconds; 0 when nobody says."""
        if self.holds:
            return self._number("hold_s", 0) + self._number("duration_s", 0) + LET_GO_S
        if self.given.tempo:
            return sum(self.given.tempo)
        pace = self.given.rep_s
        return pace.low + (pace.high - pace.low) * self.share if pace else 0

    @property
    def work_s(self) -> int:
        """How long one half of one set lasts, in seconds. An estimate when `tap`."""
        if self.tap:
            return self._estimate()
        if self.reps:
            return math.ceil(self.reps * self.rep_s)
        return (self._number("hold_s", 0) or self._number("duration_s", 0)) * self.ways

    @property
    def between_s(self) -> int:
        """From one set to the next, in seconds."""
        return self._number("rest_s", 0) or (SWITCH_S if self.sides == 2 else BREATHER_S)

    @property
    def before_s(self) -> int:
        """The rest before its first set, in seconds; 0 where the routine names none."""
        rest = self.rest_before
        return math.floor(rest.low + (rest.high - rest.low) * self.share) if rest else 0

    @property
    def working_s(self) -> int:
        """All halves and the rests that the dose names, in seconds: what a routine's step time counts."""
        return self.sets * self.sides * self.work_s + (self.sets - 1) * self._number("rest_s", 0)

    def parts(self) -> list[Part]:
        """Everything in its order: get ready, each half in full, the changes of side, the rests."""
        found = [Part("rest", self._side(1), 1, self.before_s)] if self.before_s else []
        found.append(Part("ready", self._side(1), 1, READY_S))
        for number in range(1, self.sets + 1):
            if number > 1:
                rests = bool(self._number("rest_s", 0)) or self.sides == 1
                found.append(Part("rest" if rests else "switch", self._side(1), number, self.between_s))
            for half in range(1, self.sides + 1):
                if half == 2:
                    found.append(Part("switch", 2, number, SWITCH_S))
                found.append(Part("work", self._side(half), number, self.work_s))
        return found

    def seconds(self) -> int:
        """How long it takes from its first set to its last: halves, changes of side, rests."""
        return self.whole_s() - READY_S - self.before_s

    def whole_s(self) -> int:
        """How long it takes in a session, in seconds: with getting ready, and with the rest before."""
        return sum(part.seconds for part in self.parts())

    def words(self, limb: str = "side") -> str:
        """Its times in words: `2 sets: 30 s on each leg, 6 s to change`; none where one number says it all."""
        work = f"{'about ' if self.tap else ''}{time_in_words(self.work_s)}"
        text = f"{work} on each {limb}, {SWITCH_S} s to change" if self.sides == 2 else work
        tempo = f", {self.given.tempo_words}" if self.given.tempo else ""
        if self.sets == 1:
            return text + tempo if self.sides == 2 or tempo else ""
        rest = (
            f", {time_in_words(self.between_s)} rest between sets"
            if self._number("rest_s", 0) or self.sides == 1
            else ""
        )
        return f"{self.sets} sets: {text}{rest}{tempo}"

    def _side(self, half: int) -> int:
        return half if self.sides == 2 else 0

    def _one(self, name: str) -> Range | None:
        found: Range | None = getattr(self.given, name)
        if found is None:
            return None
        number = math.floor(found.low + (found.high - found.low) * self.share)
        return Range(number, number)

    def _number(self, name: str, default: int) -> int:
        one = self._one(name)
        return one.low if one else default

    def _estimate(self) -> int:
        halves = self.sets * self.sides
        if self.time_s:
            return max(1, (self.time_s - (self.sets - 1) * self._number("rest_s", 0)) // halves)
        return max(1, self.reps * REP_S or self._number("distance_m", 0) * METRE_S)


def minutes_and_seconds(seconds: int) -> str:
    """A time as minutes and seconds: 1:05."""
    return f"{seconds // 60}:{seconds % 60:02d}"


def time_in_words(seconds: int) -> str:
    """A stretch of time in words: `45 s`, `2:30 min`, `3 min`."""
    if seconds <= 90:
        return f"{seconds} s"
    return f"{seconds // 60} min" if seconds % 60 == 0 else f"{minutes_and_seconds(seconds)} min"


def total_s(plans: Iterable[TimedDose]) -> int:
    """How long a session of these takes, in seconds."""
    return sum(plan.whole_s() for plan in plans)


def routine_minutes(stages: Iterable[Sequence[tuple[TimedDose, bool]]]) -> Range:
    """What a routine takes, in whole minutes: a range where its stages differ, or where steps are optional.

    A stage is its plans, each with whether it is optional.
    """
    stages = list(stages)
    least = min(minutes(total_s(plan for plan, optional in steps if not optional)) for steps in stages)
    return Range(least, max(minutes(total_s(plan for plan, _ in steps)) for steps in stages))


def minutes(seconds: int) -> int:
    """Whole minutes, rounded up, at least one: how page, player and logbook count."""
    return max(1, math.ceil(seconds / 60))
