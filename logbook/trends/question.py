"""What a page of trends is asked: over which days, held against which, from which number on a day is bad."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from logbook.place import Place
from logbook.trends.reading import PlaceByDay
from logbook.trends.spans import Span, days_a_mark

# How much of the latest is shown of what has a row each: more stands on the days themselves.
MOST_MORNINGS_AFTER: Final = 16


@dataclass(frozen=True)
class Question:
    """What a page of trends is about: the span, the one before it, since when, and from which number on a day is bad."""

    span: Span
    before: Span | None
    since: date | None
    since_title: str
    bad_from: int | None
    now: date
    places: tuple[Place, ...]

    @property
    def step(self) -> int:
        """How many days a mark of a picture stands for."""
        return days_a_mark(self.span, len(self.places))

    @property
    def most_mornings_after(self) -> int:
        """How many rows of the morning after each place has: the more places, the fewer."""
        return MOST_MORNINGS_AFTER // max(1, len(self.places))


def first_day_read(asked: Question) -> date:
    """How far back is read: as far as any comparison reaches."""
    firsts = [asked.span.first]
    if asked.before:
        firsts.append(asked.before.first)
    if asked.since:
        firsts.append(Span(asked.since, asked.now).before.first)
    return min(firsts)


def bad_threshold(felt: PlaceByDay, asked: Question) -> int:
    """The runner's number, else the highest of the span, at least 1."""
    if asked.bad_from is not None:
        return asked.bad_from
    return max(asked.span.inside(felt.worst).values(), default=1) or 1
