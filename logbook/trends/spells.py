"""Bad spells: days in a row at or above a number that the runner set. The number is theirs; no source has one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from logbook.trends.spans import ONE_DAY, Span


class Spell(NamedTuple):
    """Days in a row, both ends included, and the highest number among them. One day is a spell of one."""

    first: date
    last: date
    highest: int

    @property
    def days(self) -> int:
        """How long it lasted."""
        return (self.last - self.first).days + 1


def spells(numbers: Mapping[date, int], bad_from: int, span: Span) -> list[Spell]:
    """The spells of a span, the oldest first. A day without a number ends one: nothing is known of it."""
    found: list[Spell] = []
    for day in sorted(day for day, number in numbers.items() if number >= bad_from and span.holds(day)):
        if found and found[-1].last == day - ONE_DAY:
            found[-1] = Spell(found[-1].first, day, max(found[-1].highest, numbers[day]))
        else:
            found.append(Spell(day, day, numbers[day]))
    return found
