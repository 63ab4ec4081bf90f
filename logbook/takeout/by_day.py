"""A log laid out for a picture of one's own making: a line for each day and place, `by_day.csv` of an export.

Every day from the first entry to the last has its lines, one for each place that ever had an entry, so that a spreadsheet
draws a gap where nothing is known. A cell is empty when nobody said: a day on which nothing hurt has no number, it has a
1 under `clear`. What belongs to the whole day (sessions, minutes, clear, period) stands on each of its lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from django.db.models import Count, Max, Min, Sum

from ankles.accounts.models import User
from logbook.history.record import Mark, kind_on
from logbook.place import Place
from logbook.vocabulary import AreaCode, Moment

COLUMNS: Final = ["day", "place", "side", "worst", "first_steps", "stiffness", "stiffness_min", "sessions", "minutes", "km",
                  "clear", "period"]  # fmt: skip
CHUNK: Final = 2_000
NOWHERE: Final = Place("", "")

Row = dict[str, Any]


@dataclass
class DayOfPlace:
    """One place on one day: the highest number of the day, that of the first steps, and how long it was stiff."""

    worst: int | None = None
    first_steps: int | None = None
    stiffness: str = ""
    stiffness_min: int | None = None


def day_lines(runner: User) -> Iterator[Row]:
    """A line for each day and place, the oldest day first; nothing where nothing was logged."""
    first, last = _span(runner)
    if first is None or last is None:
        return
    places = [
        Place(*found) for found in runner.symptoms.order_by("area", "side").values_list("area", "side").distinct()
    ]
    whole, felt = _whole_days(runner), _felt(runner)
    soon = next(felt, None)
    for day in (first + timedelta(days=after) for after in range((last - first).days + 1)):
        here: dict[Place, DayOfPlace] = {}
        if soon and soon[0] == day:
            here, soon = soon[1], next(felt, None)
        about_day = whole(day)
        for place in places or [NOWHERE]:
            yield {"day": day, **_named(place), **vars(here.get(place, DayOfPlace())), **about_day}


def _named(place: Place) -> Row:
    return {"place": AreaCode(place.area).label if place.area else "", "side": place.side}


def _span(runner: User) -> tuple[date | None, date | None]:
    """The first and the last day about which something was said, periods aside."""
    ends = [
        rows.order_by().aggregate(first=Min("day"), last=Max("day"))
        for rows in (runner.training_sessions, runner.symptoms, runner.clear_days, runner.runs)
    ]
    firsts = [one["first"] for one in ends if one["first"]]
    return (min(firsts), max(one["last"] for one in ends if one["last"])) if firsts else (None, None)


def _whole_days(runner: User) -> Any:
    """What is true of a whole day, whatever place: a function of the day."""
    counted = runner.training_sessions.order_by().values_list("day").annotate(Count("pk"), Sum("minutes"))
    trained = {day: (count, minutes) for day, count, minutes in counted}
    ran = dict(runner.runs.order_by().values_list("day").annotate(Sum("distance_m")))
    clear = set(runner.clear_days.values_list("day", flat=True))
    periods = [Mark(*found) for found in runner.periods.values_list("kind", "first_day", "last_day")]

    def about(day: date) -> Row:
        sessions, minutes = trained.get(day, (None, None))
        metres = ran.get(day)
        return {"sessions": sessions, "minutes": minutes, "km": None if metres is None else f"{metres / 1000:g}",
                "clear": 1 if day in clear else None, "period": kind_on(periods, day)}  # fmt: skip

    return about


def _felt(runner: User) -> Iterator[tuple[date, dict[Place, DayOfPlace]]]:
    """Each day with a symptom, and what its places felt like; a few hundred rows at a time."""
    names = ("day", "area", "side", "moment", "severity", "stiffness", "stiffness_min")
    rows = runner.symptoms.order_by("day", "pk").values_list(*names).iterator(chunk_size=CHUNK)
    for day, those in groupby(rows, key=itemgetter(0)):
        yield day, _by_place(those)


def _by_place(rows: Iterable[tuple[Any, ...]]) -> dict[Place, DayOfPlace]:
    found: dict[Place, DayOfPlace] = {}
    for _, area, side, moment, severity, stiffness, minutes in rows:
        felt = found.setdefault(Place(area, side), DayOfPlace())
        if severity is not None:
            felt.worst = severity if felt.worst is None else max(felt.worst, severity)
        if moment == Moment.FIRST_STEPS:
            felt.first_steps = severity
        # The morning says how long it was stiff; another moment only where the morning is silent.
        if stiffness and (moment == Moment.FIRST_STEPS or not felt.stiffness):
            felt.stiffness, felt.stiffness_min = stiffness, minutes
    return found
