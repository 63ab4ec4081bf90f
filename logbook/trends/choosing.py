"""What a runner looks at on trends: the kept row as plain values, and the keeping of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from ankles.accounts.models import User
from logbook.place import Place
from logbook.titles import title_of
from logbook.trends.reading import Overview
from logbook.vocabulary import Weeks


@dataclass(frozen=True)
class Chosen:
    """A choice as plain values; of whoever has chosen nothing, the same with nothing in it."""

    weeks: str = Weeks.TWELVE
    places: tuple[Place, ...] = ()
    since_day: date | None = None
    since_routine: str = ""
    since_stage: str = ""
    bad_from: int | None = None

    @property
    def since_title(self) -> str:
        """What began on the day: a routine and its stage; empty for a day as such."""
        return title_of(self.since_routine, self.since_stage)

    def since(self, overview: Overview, today: date) -> date | None:
        """The day since when; None where none was chosen, or what was chosen is not in the log (any more)."""
        day = self.since_day
        if self.since_routine:
            day = overview.first_day(self.since_routine, self.since_stage)
        return day if day is not None and day <= today else None


def kept_choice(runner: User) -> Chosen:
    """What a runner has chosen: one query."""
    row = runner.trends_choices.all().kept()
    if row is None:
        return Chosen()
    return Chosen(row.weeks, tuple(row.chosen_places), row.since_day, row.since_routine, row.since_stage, row.bad_from)


def keep_choice(runner: User, **fields: Any) -> None:
    """Change the parts of a choice that are given, and leave the others as they are."""
    runner.trends_choices.update_or_create(defaults=fields)
