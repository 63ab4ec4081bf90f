"""The morning after: a row for each session and run, with what was said during it, after it and the next morning.

The symptoms are the day's: two sessions of a day share them. There is no "next morning" moment; it is the next day's first
steps. Blank is where nobody asked or answered, and a morning that has not come yet says so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from logbook.trends.spans import ONE_DAY
from logbook.vocabulary import Stiffness


class Done(NamedTuple):
    """A session or a run of a day, in words."""

    day: date
    words: str


class Felt(NamedTuple):
    """One place: its numbers during and after, its first steps, its stiffness, each by day."""

    during: Mapping[date, int]
    after: Mapping[date, int]
    first_steps: Mapping[date, int]
    stiff: Mapping[date, tuple[Stiffness, int | None]]


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


def mornings_after(done: Iterable[Done], felt: Felt, clear: Collection[date], today: date) -> list[TrainingDay]:
    """A row for each day on which something was done, the newest first; within a day as it went."""
    by_day: dict[date, list[str]] = {}
    for one in done:
        by_day.setdefault(one.day, []).append(one.words)
    return [_of(day, tuple(by_day[day]), felt, clear, today) for day in sorted(by_day, reverse=True)]


def _of(day: date, done: tuple[str, ...], felt: Felt, clear: Collection[date], today: date) -> TrainingDay:
    after = day + ONE_DAY
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
