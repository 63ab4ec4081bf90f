"""What trends read of a runner's log: four questions, however long the span is, into plain values.

Each is the same SQL on both databases. Rows come as they are and are summed up by pure rules: for five years that costs
less than to group them twice in SQL (decision 0017).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Final

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from ankles.accounts.models import User
from ankles.prepared import Prepared
from logbook.history.record import CLEAR, Mark
from logbook.models import MOST_PLACES
from logbook.models.measures import MEASURE
from logbook.models.runs import RUN
from logbook.place import Place
from logbook.trends.bad_days import BadDayRow
from logbook.trends.doing import DoneRow, RunInSpan, SessionInSpan, Stretch
from logbook.trends.spans import Span
from logbook.vocabulary import Moment, Stiffness

# Exercises are read over at most a year: years of them are as many rows as all the rest together.
MOST_DAYS_OF_EXERCISES: Final = 52 * 7

Stiff = tuple[Stiffness, int | None]


@dataclass
class PlaceByDay:
    """One place, each by day: its highest number at any moment, its number at each moment, its stiffness."""

    worst: dict[date, int] = field(default_factory=dict)
    at: dict[str, dict[date, int]] = field(default_factory=lambda: {moment.value: {} for moment in Moment})
    stiff: dict[date, Stiff] = field(default_factory=dict)


NOTHING_FELT: Final = PlaceByDay()


@dataclass(frozen=True)
class Overview:
    """All of a log in a few rows: the places that are followed, in that order; every place that was ever logged, every
    routine and stage (an empty name: none), every kind and side that was measured, and the runs and the clear days as
    one each, all with their first and last day and how often."""

    followed: tuple[Place, ...]
    places: Mapping[Place, Stretch]
    sessions: tuple[Stretch, ...]
    runs: tuple[Stretch, ...] = ()
    clear: tuple[Stretch, ...] = ()
    measures: tuple[Stretch, ...] = ()

    @property
    def stages(self) -> tuple[Stretch, ...]:
        """The sessions that had a routine, by routine and stage."""
        return tuple(one for one in self.sessions if one.name)

    @property
    def earliest(self) -> date | None:
        """The first day of any of it but measures, which have their own page and stand in no picture here."""
        every = (*self.places.values(), *self.sessions, *self.runs, *self.clear)
        return min((one.first for one in every), default=None)

    @property
    def usual_places(self) -> tuple[Place, ...]:
        """What is shown to whoever has chosen nothing: the places followed, else those logged last; four at most."""
        latest = sorted(self.places, key=lambda place: (-self.places[place].last.toordinal(), place))
        return (self.followed or tuple(latest))[:MOST_PLACES]

    def first_day(self, routine: str, stage: str) -> date | None:
        """When a routine or one stage of it was logged first; an empty stage means any of the routine."""
        days = [one.first for one in self.stages if one.name == routine and stage in ("", one.detail)]
        return min(days, default=None)


@dataclass(frozen=True)
class Trends:
    """What a runner logged from one day to another about some places, and what they did. A day without a row is a gap.

    `felt` also has the other side of each place's area, where something was logged there.
    """

    span: Span
    places: tuple[Place, ...]
    felt: Mapping[Place, PlaceByDay]
    clear: frozenset[date]
    sessions: tuple[SessionInSpan, ...]
    runs: tuple[RunInSpan, ...]
    periods: tuple[Mark, ...]

    def of(self, place: Place) -> PlaceByDay:
        """What was felt at a place."""
        return self.felt.get(place, NOTHING_FELT)


def what_there_is(runner: User) -> Overview:
    """What there is in a runner's log: one query."""
    rows = OVERVIEW(*[runner.pk] * 6)
    followed = sorted((pk, Place(area, side)) for what, area, side, _, _, pk in rows if what == "followed")
    return Overview(
        tuple(place for _, place in followed),
        {Place(one[1], one[2]): Stretch(*one[1:]) for one in rows if one[0] == "place"},
        *(tuple(Stretch(*one[1:]) for one in rows if one[0] == what) for what in ("stage", RUN, CLEAR, MEASURE)),
    )


def read_span(runner: User, first: date, last: date, places: Sequence[Place]) -> Trends:
    """What was logged from one day to another, both included, about up to `MOST_PLACES` places: two queries.

    Without a place it is one, for what was done.
    """
    sessions, runs, clear, periods = [], [], set(), []
    for what, pk, day, end, long, far, routine, stage in DOINGS(runner.pk, first, last, *[runner.pk] * 3):
        if what == "session":
            sessions.append(SessionInSpan(day, pk, long, routine, stage))
        elif what == "run":
            runs.append(RunInSpan(day, pk, long, far, stage))
        elif what == CLEAR:
            clear.add(day)
        else:
            periods.append(Mark(what, day, end))
    return Trends(
        Span(first, last),
        tuple(places),
        _felt(runner, first, last, places),
        frozenset(clear),
        tuple(sorted(sessions)),
        tuple(sorted(runs)),
        tuple(sorted(periods, key=lambda mark: mark.first_day)),
    )


def read_exercises(runner: User, span: Span) -> list[DoneRow]:
    """Every exercise of the last year of a span, as it was done: one query."""
    within = span.up_to(MOST_DAYS_OF_EXERCISES)
    return [DoneRow(*row) for row in EXERCISES(runner.pk, within.first, within.last)]


def said_from(runner: User, span: Span, places: Collection[Place], bad_from: int) -> Mapping[Place, list[BadDayRow]]:
    """What was said with each number at or above one, where anything was, by place: one query, none for no place."""
    found: dict[Place, list[BadDayRow]] = {place: [] for place in places}
    if not found:
        return found
    rows = runner.symptoms.between(*span).of_areas({place.area for place in places}).from_number(bad_from).with_words()
    lists = {f"{name}_text": Cast(name, TextField()) for name in ("qualities", "timing", "context")}
    for area, side, *row in rows.annotate(**lists).values_list(
        "area", "side", "day", "severity", *lists, "onset", "note"
    ):
        day, severity, qualities, timing, context, onset, note = row
        place = Place(area, side)
        if place in found:
            words = (_words(qualities), _words(timing), _words(context))
            found[place].append(BadDayRow(day, severity, *words, onset, note))
    return found


@lru_cache(maxsize=512)
def _words(text: str) -> tuple[str, ...]:
    """A list of words as the database has it. Kept: they are words of closed lists, and few combinations of them occur."""
    return tuple(json.loads(text))


def _felt(runner: User, first: date, last: date, places: Sequence[Place]) -> dict[Place, PlaceByDay]:
    areas = list(dict.fromkeys(place.area for place in places))
    if not areas:
        return {}
    found: dict[tuple[str, str], PlaceByDay] = {}
    # The query is made for so many areas: the last one stands for those that are not asked about.
    asked = (areas + areas[-1:] * MOST_PLACES)[:MOST_PLACES]
    for area, side, day, moment, severity, stiffness, exact in SYMPTOMS(runner.pk, first, last, *asked):
        felt = found.get((area, side))
        if felt is None:
            felt = found[area, side] = PlaceByDay()
        if severity is not None:
            felt.at[moment][day] = severity
        if stiffness:
            answer = ANSWERS[stiffness]
            before = felt.stiff.get(day)
            if before is None or ORDER[answer] >= ORDER[before[0]]:
                felt.stiff[day] = answer, exact
    for felt in found.values():
        felt.worst = _highest(felt.at.values())
    return {Place(*place): felt for place, felt in found.items()}


def _highest(series: Iterable[Mapping[date, int]]) -> dict[date, int]:
    """The highest number of each day in some series."""
    highest: dict[date, int] = {}
    for numbers in series:
        if highest.keys().isdisjoint(numbers):
            highest.update(numbers)
            continue
        for day, number in numbers.items():
            if number >= highest.get(day, 0):
                highest[day] = number
    return highest


ANSWERS: Final = {answer.value: answer for answer in Stiffness}
ORDER: Final = {answer: position for position, answer in enumerate(Stiffness)}


# --- The queries, compiled once for each connection (ankles/prepared.py). A runner comes as their number. ------------


def _overview(*runners: int) -> QuerySet[Any, Any]:
    runner, again, once_more, yet_again, still, at_last = runners
    rows: QuerySet[Any, Any] = (
        User(pk=runner)
        .symptoms.all()
        .places_logged()
        .union(
            User(pk=again).training_sessions.all().stages_logged(),
            User(pk=once_more).followed.all().as_places(),
            User(pk=yet_again).runs.all().as_one_row(RUN),
            User(pk=still).clear_days.all().as_one_row(CLEAR),
            User(pk=at_last).measures.all().tests_logged(),
            all=True,
        )
    )
    return rows


def _doings(runner: int, first: date, last: date, again: int, once_more: int, at_last: int) -> QuerySet[Any, Any]:
    runs = User(pk=at_last).runs.all().between(first, last)
    clear = User(pk=again).clear_days.all().between(first, last)
    periods = User(pk=once_more).periods.all().touching(first, last)
    rows: QuerySet[Any, Any] = (
        User(pk=runner).training_sessions.all().between(first, last).with_marks(runs, clear, periods)
    )
    return rows


def _symptoms(runner: int, first: date, last: date, *areas: str) -> QuerySet[Any, Any]:
    rows = User(pk=runner).symptoms.all().between(first, last).of_areas(areas)
    return rows.values_list("area", "side", "day", "moment", "severity", "stiffness", "stiffness_min")


def _exercises(runner: int, first: date, last: date) -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = User(pk=runner).training_sessions.all().done_between(first, last)
    return rows


OVERVIEW, DOINGS = Prepared(_overview), Prepared(_doings)
SYMPTOMS, EXERCISES = Prepared(_symptoms), Prepared(_exercises)
