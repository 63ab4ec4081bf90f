"""A span of days in figures: the one sum of Today and the calendar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final, NamedTuple

from logbook.history.record import Mark, Record, SessionRow, SymptomRow


class Total(NamedTuple):
    """One day in figures. `minutes` are those of its `timed` sessions, None when no session of the day says how long it
    was; `worst` is None when no number was given."""

    sessions: int = 0
    timed: int = 0
    minutes: int | None = None
    symptoms: int = 0
    worst: int | None = None


# The parts of a total that a day has when nothing of the kind was logged: no sessions, no symptoms.
NOT_TRAINED: Final = (0, 0, None)
NOT_FELT: Final = (0, None)


@dataclass(frozen=True)
class Totals:
    """A span of days in figures. `days` holds those with a session or a symptom."""

    days: Mapping[date, Total]
    clear_days: frozenset[date] = frozenset()
    periods: tuple[Mark, ...] = ()
    # How many runs each day has that has any.
    runs: Mapping[date, int] = field(default_factory=dict)
    # On which something was measured.
    measured_days: frozenset[date] = frozenset()

    @cached_property
    def logged_days(self) -> frozenset[date]:
        """The days on which anything was logged, periods aside."""
        return frozenset(self.days) | self.clear_days | frozenset(self.runs) | self.measured_days


def totals_of(log: Record) -> Totals:
    """A record in figures, a line for each day on which something was logged."""
    trained = {day: _trained(rows) for day, rows in log.sessions_by_day.items()}
    felt = {day: _felt(rows) for day, rows in log.symptoms_by_day.items()}
    days = {day: Total(*trained.get(day, NOT_TRAINED), *felt.get(day, NOT_FELT)) for day in trained | felt}
    ran = {day: len(rows) for day, rows in log.runs_by_day.items() if day >= log.first}
    return Totals(days, log.clear_days, log.periods, ran, frozenset(log.measures_by_day))


def _trained(rows: Sequence[SessionRow]) -> tuple[int, int, int | None]:
    """How many sessions, how many of them say how long, and the minutes of those."""
    minutes = [row.minutes for row in rows if row.minutes is not None]
    return len(rows), len(minutes), sum(minutes) if minutes else None


def _felt(rows: Sequence[SymptomRow]) -> tuple[int, int | None]:
    """How many symptoms, and the worst number among them."""
    return len(rows), max((row.severity for row in rows if row.severity is not None), default=None)
