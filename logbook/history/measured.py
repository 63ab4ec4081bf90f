"""Measures over time: for each way of taking one a picture and a sentence for each side, and all of it as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor
from typing import Any, Final, NamedTuple

from django.db.models import QuerySet
from django.utils.text import Truncator

from ankles import svg
from ankles.accounts.models import User
from ankles.prepared import Prepared, Rows
from logbook import measures
from logbook.day import day_url, in_short, in_words
from logbook.history.week import counted_noun
from logbook.measures import Line, Measured
from logbook.models import Measure
from logbook.models.measures import TestedSide
from logbook.vocabulary import MeasureKind, Setup, Side

WIDTH, LEFT, RIGHT, TOP, BOTTOM, HEIGHT = 360, 34, 344, 14, 116, 136
# The scale reaches at least this far, in the unit of the measure, so that a steady line looks steady.
LEAST_SPAN: Final = {MeasureKind.KNEE_TO_WALL: 60, MeasureKind.HEEL_RAISES: 20, MeasureKind.BALANCE: 45}
# The ends of a scale are whole multiples of these.
STEP: Final = {MeasureKind.KNEE_TO_WALL: 10, MeasureKind.HEEL_RAISES: 5, MeasureKind.BALANCE: 5}
# Older tests of a set-up than these many days of tests are counted, not shown: ten weekly ones are what a table is
# read for.
SHOWN: Final = 10
# So many tests of a side are drawn, the latest ones: more marks than these touch one another on a phone.
DRAWN: Final = 30
# Where these stand in a row that is read: it becomes a `TestedSide` where it is shown.
PK, DAY, KIND, SIDE, SETUP = map(TestedSide._fields.index, ("pk", "day", "kind", "side", "setup"))
# A note is shown up to here; the whole of it stands on its own page.
LONGEST_NOTE: Final = 80


class MeasuredSide(NamedTuple):
    """One side of one test, as the table shows it."""

    value: str
    tries: str
    url: str


class MeasuredDay(NamedTuple):
    """A day of the table: both sides, where they were measured, and the notes."""

    day: str
    left: MeasuredSide | None
    right: MeasuredSide | None
    note: str


@dataclass(frozen=True)
class SidePicture:
    """One side over time. `code` names it within its page; without any test of the side there is no picture."""

    code: str
    side: str
    title: str
    words: str
    about: str
    band_y: str = ""
    band_height: str = ""
    base: str = ""
    curve: str = ""
    points: str = ""
    latest: str = ""
    high: str = ""
    low: str = ""
    first_day: str = ""
    last_day: str = ""


@dataclass(frozen=True)
class SetupShown:
    """All tests of a kind that were taken in one way."""

    setup: str
    pictures: Sequence[SidePicture]
    days: Sequence[MeasuredDay]
    hidden: int


@dataclass(frozen=True)
class MeasureShown:
    """One measure: what it is called, where one is taken, and what there is of it, the way used last first."""

    kind: str
    noun: str
    label: str
    take: str
    sets: Sequence[SetupShown]


def all_measures(runner: User, today: date) -> list[MeasureShown]:
    """All measures of a runner: one question."""
    by_kind: dict[str, Rows] = {kind.value: [] for kind in MeasureKind}
    for row in TESTS(runner.pk):
        by_kind[row[KIND]].append(row)
    return [
        MeasureShown(
            kind.value,
            measures.noun(kind),
            kind.label,
            day_url(today, f"measures/{measures.noun(kind)}/"),
            _sets(kind, by_kind[kind.value], today),
        )
        for kind in MeasureKind
    ]


def _sets(kind: MeasureKind, rows: Rows, today: date) -> list[SetupShown]:
    by_setup: dict[str, Rows] = {}
    for row in rows:
        by_setup.setdefault(row[SETUP], []).append(row)
    rehearsals = _rehearsals(kind, rows)
    newest_first = sorted(by_setup.items(), key=lambda one: (one[1][-1][DAY], one[0]), reverse=True)
    return [_set(kind, setup, found, rehearsals, today) for setup, found in newest_first]


def _rehearsals(kind: MeasureKind, rows: Rows) -> set[int]:
    """The first test of heel raises of each side ever: practice, and no part of what is compared (FACTS-2 7.2)."""
    first: dict[str, int] = {}
    for row in rows if kind == MeasureKind.HEEL_RAISES else ():
        first.setdefault(row[SIDE], row[PK])
    return set(first.values())


def _set(kind: MeasureKind, setup: str, rows: Rows, rehearsals: set[int], today: date) -> SetupShown:
    taken: dict[str, Rows] = {side: [] for side in Side.values}
    for row in rows:
        if row[PK] not in rehearsals:
            taken[row[SIDE]].append(row)
    lines = {side: _line(kind, tests) for side, tests in taken.items()}
    scale = _scale(kind, lines.values())
    days = [drawn[at].day for drawn in (line.tests[-DRAWN:] for line in lines.values()) for at in (0, -1) if drawn]
    span = (min(days), max(days)) if days else (today, today)
    named = f"{measures.noun(kind)}-{setup.replace('_', '-') or 'unsaid'}"
    measured = {row[SIDE] for row in rows}
    pictures = [
        _picture(kind, f"{named}-{side}", side, lines[side], len(taken[side]), scale, span, today)
        for side in Side.values
        if side in measured
    ]
    measured_on = sorted({row[DAY] for row in rows}, reverse=True)
    by_day = _by_day(TestedSide(*row) for row in rows if row[DAY] >= measured_on[:SHOWN][-1])
    days_of = [_day(kind, day, by_day[day], rehearsals, today) for day in measured_on[:SHOWN]]
    label = Setup(setup).label if setup else "How it was taken was not said"
    return SetupShown(label, pictures, days_of, len(measured_on) - len(days_of))


def _line(kind: MeasureKind, rows: Rows) -> Line:
    """What may be said of a side, with the tests that are drawn: those between the first three and these are not worked out."""
    shown = [TestedSide(*row) for row in measures.ends_of(rows, DRAWN)]
    return measures.line_of(kind, [Measured(row.day, measures.result_of(kind, row.tries)) for row in shown])


def _scale(kind: MeasureKind, lines: Iterable[Line]) -> svg.Scale:
    """From the lowest to the highest that is drawn on either side, widened to a least span."""
    reach = [float(one.value) for line in lines for one in line.tests[-DRAWN:]]
    for line in lines:
        if line.baseline is not None and line.band is not None:
            reach += [line.baseline - line.band, line.baseline + line.band]
    low, high = (min(reach), max(reach)) if reach else (0.0, 0.0)
    short = max(0.0, LEAST_SPAN[kind] - (high - low)) / 2
    step = STEP[kind]
    low, high = max(0, floor((low - short) / step) * step), ceil((high + short) / step) * step
    return svg.Scale(low, high, BOTTOM, TOP)


def _picture(
    kind: MeasureKind,
    code: str,
    side: str,
    line: Line,
    times: int,
    scale: svg.Scale,
    span: tuple[date, date],
    today: date,
) -> SidePicture:
    """A side that was tested so many times."""
    label = Side(side).label
    about = _about(kind, line)
    latest = f", the latest {DRAWN}" if times > DRAWN else ""
    title = f"{kind.label}, {side}: {counted_noun(times, 'test')}{latest}"
    if not line.tests:
        return SidePicture(code, side, label, "A rehearsal so far: the next test is the first that counts.", about)
    length = max((span[1] - span[0]).days, 1)
    middle = (LEFT + RIGHT) / 2
    points = [
        (
            LEFT + (RIGHT - LEFT) * (one.day - span[0]).days / length if span[0] != span[1] else middle,
            scale.at(one.value),
        )
        for one in line.tests[-DRAWN:]
    ]
    marks = svg.circles if side == Side.LEFT else svg.squares
    top = bottom = ""
    if line.baseline is not None and line.band is not None:
        high, low = scale.at(line.baseline + line.band), scale.at(max(line.baseline - line.band, scale.low))
        top, bottom = svg.svg_number(high), svg.svg_number(low - high)
    return SidePicture(
        code, side, title, measures.words_of(kind, line), about, top, bottom,
        base="" if line.baseline is None else svg.svg_number(scale.at(line.baseline)),
        curve=svg.line_through(points), points=marks(points[:-1], 2.8), latest=marks(points[-1:], 3.6),
        high=str(round(scale.high)), low=str(round(scale.low)),
        first_day=in_short(span[0], today), last_day=in_short(span[1], today) if span[0] != span[1] else "",
    )  # fmt: skip


def _about(kind: MeasureKind, line: Line) -> str:
    """The latest test, and what it is held against."""
    if not line.tests:
        return ""
    last = f"Last: {measures.in_unit(kind, line.tests[-1].value)}."
    if line.baseline is None:
        return last
    band = "" if line.band is None else f", give or take {measures.in_unit(kind, line.band)}"
    return f"{last} Median of your first three: {measures.in_unit(kind, line.baseline)}{band}."


def _by_day(rows: Iterable[TestedSide]) -> dict[date, dict[str, TestedSide]]:
    """Each day on which something was measured, with its sides."""
    found: dict[date, dict[str, TestedSide]] = {}
    for row in rows:
        found.setdefault(row.day, {})[row.side] = row
    return found


def _day(kind: MeasureKind, day: date, sides: dict[str, TestedSide], rehearsals: set[int], today: date) -> MeasuredDay:
    """A day of the table."""
    taken = [sides.get(side) for side in Side.values]
    left, right = (_row(kind, one, rehearsals) for one in taken)
    notes = " ".join(Truncator(one.note).chars(LONGEST_NOTE) for one in taken if one and one.note)
    return MeasuredDay(in_short(day, today), left, right, notes)


def _row(kind: MeasureKind, row: TestedSide | None, rehearsals: set[int]) -> MeasuredSide | None:
    if row is None:
        return None
    tries = ", ".join(map(str, row.tries)) if len(row.tries) > 1 else ""
    about = "rehearsal" if row.pk in rehearsals else tries
    value = measures.in_unit(kind, measures.result_of(kind, row.tries))
    return MeasuredSide(value, about, day_url(row.day, f"measures/{measures.noun(kind)}/{row.pk}/"))


def _tests(runner: int) -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = User(pk=runner).measures.all().in_order().values_list(*TestedSide._fields)
    return rows


TESTS: Final = Prepared(_tests)


def entry_in_words(row: Measure, today: date) -> list[tuple[str, str]]:
    """One side in lines of (what, words), for comparing two versions of it."""
    lines = [
        ("Day", in_words(row.day, today)),
        ("Tries", ", ".join(measures.in_unit(row.kind, value) for value in row.tries)),
        ("How it was taken", Setup(row.setup).label if row.setup else ""),
        ("Note", row.note),
    ]
    return [(what, words) for what, words in lines if words]
