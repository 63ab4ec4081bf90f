"""The morning after: a row for each session and run, with what was said during it, after it and the next morning.

The symptoms are the day's: two sessions of a day share them. There is no "next morning" moment; it is the next day's first
steps. Blank is where nobody asked or answered, and a morning that has not come yet says so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple

from logbook.history.record import Record
from logbook.place import Place
from logbook.vocabulary import Moment, Stiffness

NOTHING_HURT, TO_COME = "nothing hurt", "still to come"
# How long it took until walking felt normal, as the log asks it.
STIFF: Final = {
    Stiffness.NONE: "not stiff",
    Stiffness.UNDER_10: "under 10 min",
    Stiffness.FROM_10_TO_30: "10 to 30 min",
    Stiffness.OVER_30: "over 30 min",
}


class WorkOfDay(NamedTuple):
    """A session or a run of a day, in words."""

    day: date
    words: str


class FeltAround(NamedTuple):
    """One place: its numbers during and after, its first steps, its stiffness, each by day."""

    during: dict[date, int]
    after: dict[date, int]
    first_steps: dict[date, int]
    stiff: dict[date, tuple[Stiffness, int | None]]


@dataclass(frozen=True)
class TrainingDay:
    """A day with what was done on it, and a place on that day and the next morning. None: nobody said.

    `clear` and `next_clear` are days on which nothing hurt; `to_come` says that the next morning is still ahead.
    """

    day: date
    done: tuple[str, ...]
    during: int | None
    after: int | None
    first_steps: int | None
    stiff: tuple[Stiffness, int | None] | None
    clear: bool
    next_clear: bool
    to_come: bool

    @property
    def says_anything(self) -> bool:
        """Whether anything was said of it."""
        known = (self.during, self.after, self.first_steps, self.stiff)
        return self.clear or self.next_clear or any(one is not None for one in known)


def mornings_after(
    done: Iterable[WorkOfDay], felt: FeltAround, clear: Collection[date], today: date
) -> list[TrainingDay]:
    """A row for each day on which something was done, the newest first; within a day as it went."""
    by_day: dict[date, list[str]] = {}
    for one in done:
        by_day.setdefault(one.day, []).append(one.words)
    return [_of(day, tuple(by_day[day]), felt, clear, today) for day in sorted(by_day, reverse=True)]


def _of(day: date, done: tuple[str, ...], felt: FeltAround, clear: Collection[date], today: date) -> TrainingDay:
    after = day + timedelta(days=1)
    return TrainingDay(
        day=day,
        done=done,
        during=felt.during.get(day),
        after=felt.after.get(day),
        first_steps=felt.first_steps.get(after),
        stiff=felt.stiff.get(after),
        clear=day in clear,
        next_clear=after in clear,
        to_come=after > today,
    )


class AfterRow(NamedTuple):
    """A training day and its next morning in words; empty is where nobody said."""

    during: str
    after: str
    first_steps: str
    stiff: str

    @property
    def silent(self) -> bool:
        """Whether nobody said anything, and no morning is still to come."""
        return not any(self)


def row_in_words(one: TrainingDay) -> AfterRow:
    """The numbers of a training day and its next morning in words."""
    quiet = NOTHING_HURT if one.clear else ""
    next_quiet = NOTHING_HURT if one.next_clear else TO_COME if one.to_come else ""
    return AfterRow(
        quiet if one.during is None else str(one.during),
        quiet if one.after is None else str(one.after),
        next_quiet if one.first_steps is None else str(one.first_steps),
        "" if one.stiff is None else exact_stiffness(*one.stiff),
    )


def exact_stiffness(answer: Stiffness, minutes: int | None) -> str:
    """An answer about stiffness: the exact minutes where they were given."""
    return STIFF[answer] if not minutes else f"{minutes} min"


def of_a_day(log: Record, day: date, places: Iterable[Place], today: date) -> list[tuple[Place, AfterRow]]:
    """A row for each place after a day on which something was done: those that are followed, then those that were felt.

    The log holds the next day, too. Empty for a day without a session or run on which nothing was felt during or after.
    """
    moments = {row.moment for row in log.symptoms_on(day)}
    done = log.sessions_on(day) or log.runs_on(day)
    if not done and not moments & {Moment.DURING.value, Moment.AFTER.value}:
        return []
    felt: dict[Place, FeltAround] = {place: FeltAround({}, {}, {}, {}) for place in places}
    for row in (*log.symptoms_on(day), *log.symptoms_on(day + timedelta(days=1))):
        of = felt.setdefault(row.place, FeltAround({}, {}, {}, {}))
        series = {Moment.DURING: of.during, Moment.AFTER: of.after, Moment.FIRST_STEPS: of.first_steps}.get(
            Moment(row.moment)
        )
        if series is not None and row.severity is not None:
            series[row.day] = row.severity
        if row.stiffness:
            of.stiff[row.day] = Stiffness(row.stiffness), row.stiffness_min
    return [
        (place, row_in_words(found))
        for place, of in felt.items()
        for found in mornings_after([WorkOfDay(day, "")], of, log.clear_days, today)
    ]
