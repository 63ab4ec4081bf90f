"""What one sheet shows, as values ready to print: the same for its owner's preview and for whoever opens a link to it."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from datetime import date
from typing import Any

from ankles.accounts.models import User
from logbook.history import record
from logbook.history.chart_words import numbers
from logbook.history.periods import days_in_words
from logbook.models import Sheet
from logbook.report import choosing


@dataclass(frozen=True)
class PlaceLine:
    """One place over the span: on how many days there is a number, the worst and the middle one."""

    name: str
    n: int
    worst: str
    middle: str


def facts(runner: User, sheet: Sheet, today: date) -> dict[str, Any]:
    """All that the template of a sheet prints."""
    first, last = sheet.days(today)
    log = record.read(runner, first, last)
    days = sorted({row.day for row in log.symptoms})
    felt = numbers(log, days)
    places = []
    for place in choosing.places_of(runner, sheet):
        known = [number for number in felt[place].worst if number is not None] if place in felt else []
        worst, middle = (str(max(known)), f"{statistics.median(known):g}") if known else ("", "")
        places.append(PlaceLine(place.name, len(known), worst, middle))
    return {"sheet": {
        "days": days_in_words(first, last, today), "places": places, "questions": sheet.questions,
    }}  # fmt: skip
