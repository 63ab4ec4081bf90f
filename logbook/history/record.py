"""What a runner logged over a span of days, as plain values: four queries, however long the log is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cached_property
from itertools import starmap
from typing import Any, Final, NamedTuple, TypeVar

from django.db.models import Case, F, Field, JSONField, QuerySet, TextField, When

from ankles.accounts.models import User
from ankles.prepared import Prepared
from logbook import load
from logbook.models.measures import MEASURE
from logbook.models.runs import USUAL
from logbook.place import Place
from logbook.titles import title_of

CLEAR: Final = "clear"


class SessionRow(NamedTuple):
    """One training session. `minutes` and `effort` are None when nobody said; `note` when it was not read."""

    id: int
    day: date
    time: time | None
    minutes: int | None
    effort: int | None
    routine_id: int | None
    routine_name: str
    stage_name: str
    version: int
    note: str | None = None

    @property
    def title(self) -> str:
        """What to call it: its routine and stage, else what it is."""
        return title_of(self.routine_name, self.stage_name) or "Session"


class SymptomRow(NamedTuple):
    """What one place felt like at one moment. The lists and the note are None when they were not read."""

    id: int
    day: date
    area: str
    side: str
    moment: str
    severity: int | None
    stiffness: str
    stiffness_min: int | None
    version: int
    onset: str
    qualities: list[str] | None = None
    timing: list[str] | None = None
    context: list[str] | None = None
    note: str | None = None

    @property
    def place(self) -> Place:
        """Where it was felt."""
        return Place(self.area, self.side)


class RunRow(NamedTuple):
    """One run, or the usual run. `note` is None when it was not read."""

    id: int
    day: date
    distance_unit: str
    distance_m: int | None
    duration_s: int | None
    effort: int | None = None
    note: str | None = None


class MeasureRow(NamedTuple):
    """One side of a test. `note` is None when it was not read."""

    id: int
    day: date
    kind: str
    side: str
    setup: str
    tries: tuple[int, ...]
    note: str | None


class Mark(NamedTuple):
    """A period that shares a day with the span: its kind and days; `last_day` is None while it goes on."""

    kind: str
    first_day: date
    last_day: date | None

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


NO_MARK: Final = Mark("", date.min, None)
Row = TypeVar("Row", SessionRow, SymptomRow, RunRow, MeasureRow)


@dataclass(frozen=True)
class Record:
    """A span of days, both ends included. A day without any row is a gap: nothing is known of it."""

    first: date
    last: date
    sessions: tuple[SessionRow, ...] = ()
    symptoms: tuple[SymptomRow, ...] = ()
    clear_days: frozenset[date] = frozenset()
    periods: tuple[Mark, ...] = ()
    # Those of the 30 days before the span are among them: a run is held against them (logbook/load.py).
    runs: tuple[RunRow, ...] = ()
    measures: tuple[MeasureRow, ...] = ()
    # The run that the runner made the usual one, where a day was read in full.
    usual_run: RunRow | None = None

    def runs_on(self, day: date) -> list[RunRow]:
        """The runs of a day, as they were logged."""
        return self.runs_by_day.get(day, [])

    def measures_on(self, day: date) -> list[MeasureRow]:
        """The sides that were tested on a day."""
        return self.measures_by_day.get(day, [])

    def sessions_on(self, day: date) -> list[SessionRow]:
        """The sessions of a day, as the day went."""
        return self.sessions_by_day.get(day, [])

    def symptoms_on(self, day: date) -> list[SymptomRow]:
        """The symptoms of a day, by place, side and moment."""
        return self.symptoms_by_day.get(day, [])

    def is_clear(self, day: date) -> bool:
        """Whether the runner said that nothing hurt."""
        return day in self.clear_days

    def kind_on(self, day: date) -> str:
        """The kind of the period that holds a day; "" outside of all."""
        return kind_on(self.periods, day) if self.periods else ""

    def says_anything(self, first: date, last: date) -> bool:
        """Whether anything was logged from one day to another, periods aside."""
        days = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
        return any(
            day in self.sessions_by_day
            or day in self.symptoms_by_day
            or day in self.clear_days
            or day in self.runs_by_day
            or day in self.measures_by_day
            for day in days
        )

    @cached_property
    def runs_by_day(self) -> Mapping[date, list[RunRow]]:
        """The runs of each day that has any."""
        return _by_day(self.runs)

    @cached_property
    def measures_by_day(self) -> Mapping[date, list[MeasureRow]]:
        """The measures of each day that has any."""
        return _by_day(self.measures)

    @cached_property
    def sessions_by_day(self) -> Mapping[date, list[SessionRow]]:
        """The sessions of each day that has any, as the day went."""
        return _by_day(self.sessions)

    @cached_property
    def symptoms_by_day(self) -> Mapping[date, list[SymptomRow]]:
        """The symptoms of each day that has any, by place, side and moment."""
        return _by_day(self.symptoms)


def _by_day(rows: Iterable[Row]) -> dict[date, list[Row]]:
    """Rows under their day, in their order."""
    found: dict[date, list[Row]] = {}
    for row in rows:
        found.setdefault(row.day, []).append(row)
    return found


def kind_on(periods: Iterable[Mark], day: date) -> str:
    """The kind of the period that holds a day, the one that began last where there are several; "" outside of all."""
    return max((mark for mark in periods if mark.holds(day)), key=lambda mark: mark.first_day, default=NO_MARK).kind


def read(runner: User, first: date, last: date, in_full: date | None = None) -> Record:
    """What this runner logged from one day to another: four queries.

    Notes and the lists of symptoms are read for the day `in_full` only: a page that shows a month of numbers does not
    carry a month of words.
    """
    day = () if in_full is None else (in_full,)
    session_rows = SESSIONS(runner.pk, first, last, *day)
    symptom_rows = SYMPTOMS(runner.pk, first, last, *day)
    clear_days, periods = _marks(runner, first, last)
    runs, measures, usual = _runs_and_measures(runner, first, last, *day)
    return Record(
        first,
        last,
        tuple(starmap(SessionRow, session_rows)),
        tuple(starmap(SymptomRow, symptom_rows)),
        clear_days,
        periods,
        runs,
        measures,
        usual,
    )


def _marks(runner: User, first: date, last: date) -> tuple[frozenset[date], tuple[Mark, ...]]:
    found = [(what, begins, ends) for begins, ends, what in MARKS(runner.pk, first, last)]
    clear = frozenset(begins for what, begins, _ in found if what == CLEAR)
    return clear, tuple(Mark(*row) for row in sorted(found, key=lambda row: row[1]) if row[0] != CLEAR)


def _runs_and_measures(
    runner: User, first: date, last: date, *in_full: date
) -> tuple[tuple[RunRow, ...], tuple[MeasureRow, ...], RunRow | None]:
    runs, measures, usual = [], [], None
    before = first - timedelta(days=load.DAYS_BEFORE)
    for what, pk, day, note, word, side, setup, *numbers in RUNS(runner.pk, before, first, last, *in_full):
        if what == MEASURE:
            tries = tuple(number for number in numbers if number is not None)
            measures.append(MeasureRow(pk, day, word, side, setup, tries, note))
        else:
            distance_m, duration_s, effort = numbers
            row = RunRow(pk, day, word, distance_m, duration_s, effort, note)
            if what == USUAL:
                usual = row
            else:
                runs.append(row)
    return tuple(sorted(runs, key=lambda row: (row.day, row.id))), tuple(measures), usual


# --- The queries, compiled once for each connection (ankles/prepared.py). A runner comes as their number. ------------


def _sessions(runner: int, first: date, last: date, *in_full: date) -> QuerySet[Any, Any]:
    rows = User(pk=runner).training_sessions.all().between(first, last).in_order()
    return rows.values_list(
        "id", "day", "time", "minutes", "effort", "routine_id", "routine_name", "stage_name", "version",
        *_words(in_full, note=TextField()),
    )  # fmt: skip


def _symptoms(runner: int, first: date, last: date, *in_full: date) -> QuerySet[Any, Any]:
    rows = User(pk=runner).symptoms.all().between(first, last).in_order()
    return rows.values_list(
        "id", "day", "area", "side", "moment", "severity", "stiffness", "stiffness_min", "version", "onset",
        *_words(in_full, qualities=JSONField(), timing=JSONField(), context=JSONField(), note=TextField()),
    )  # fmt: skip


def _marked(runner: int, first: date, last: date) -> QuerySet[Any, Any]:
    person = User(pk=runner)
    rows: QuerySet[Any, Any] = person.clear_days.all().with_periods(person.periods.all(), first, last)
    return rows


def _ran(runner: int, before: date, first: date, last: date, *in_full: date) -> QuerySet[Any, Any]:
    # In one question: a day asks eight at most.
    person = User(pk=runner)
    rows: QuerySet[Any, Any] = person.runs.all().between(before, last).as_lines(*in_full)
    measures = person.measures.all().between(first, last).as_lines(*in_full)
    return rows.union(measures, *(person.usual_runs.all().as_lines(day) for day in in_full), all=True)


def _words(in_full: Iterable[date], **fields: Field[Any, Any]) -> list[Case]:
    return [Case(When(day=day, then=F(name)), output_field=field) for day in in_full for name, field in fields.items()]


SESSIONS, SYMPTOMS, MARKS, RUNS = Prepared(_sessions), Prepared(_symptoms), Prepared(_marked), Prepared(_ran)
