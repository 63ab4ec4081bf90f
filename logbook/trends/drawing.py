"""The picture of a place over a span: numbers, stiffness, clear days, what was done, on one axis.

Pure geometry, in the units of a viewBox that is 360 wide. One mark stands for a day, a week or four weeks (`spans.days_a_mark`);
a line never runs over a mark without a number. Where a mark stands for several days its point is their middle number and an
upright line runs from the lowest to the highest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from ankles import svg
from logbook.day import in_short
from logbook.history.charts import BAND_SHAPES, LETTER, BandShape
from logbook.history.periods import days_in_words
from logbook.history.record import Mark
from logbook.trends.counting import Tally
from logbook.trends.mornings import Mornings
from logbook.trends.spans import Span
from logbook.vocabulary import Moment, PeriodKind, Stiffness

# Fewer days with a number than these make no picture.
LEAST_DAYS: Final = 3
LEFT, RIGHT, TOP, BOTTOM = 26, 306, 18, 128
SEVERITY: Final = svg.Scale(0, 10, BOTTOM, TOP)
CLEAR_LANE: Final = 139
# A lane of bars: the space above it, and how high its bars are.
GAP, HIGH, STIFF_HIGH = 14, 30, 18
STIFF_HEIGHT: Final = {
    Stiffness.NONE: 1.5,
    Stiffness.UNDER_10: 6.0,
    Stiffness.FROM_10_TO_30: 12.0,
    Stiffness.OVER_30: 18.0,
}
LEAST_MIN: Final = 10  # the scale of minutes reaches at least this far
FOOT: Final = 18  # the days' own line
MOST_LABELS: Final = 5
LETTERS: Final = "ABCDE"
SINCE: Final = "S"


class ShadedDays(NamedTuple):
    """The days of a period; its word stands above where it fits beside the others."""

    x: str
    width: str
    word: str
    word_x: str


class AxisWord(NamedTuple):
    """A word of the axis, or a letter above it."""

    x: str
    word: str
    css: str


class Lane(NamedTuple):
    """A row of bars: its base, its bars, those of what has no figure, the highest figure, and what it counts."""

    base: str
    bars: str
    untimed: str
    most: str
    most_y: str
    word: str
    css: str


class BegunMark(NamedTuple):
    """A day that is marked in the picture: its letter, and what began; nothing for the day that the runner compares from."""

    letter: str
    day: date
    what: str


@dataclass(frozen=True)
class Series:
    """What is drawn of one place, one value for each mark of the axis."""

    worst: Sequence[Tally]
    moments: Mapping[str, Sequence[Tally]]
    mornings: Sequence[Mornings]


@dataclass(frozen=True)
class Doings:
    """What all pictures of a page share: periods, minutes, untimed sessions, kilometres, what began. One value a mark."""

    span: Span
    step: int
    today: date
    periods: Sequence[Mark]
    sessions: Sequence[int]
    minutes: Sequence[int]
    kilometres: Sequence[float] = ()
    begun: Sequence[BegunMark] = ()


@dataclass(frozen=True)
class PlacePicture:
    """One place, ready to print. An empty path is not drawn."""

    title: str
    height: int
    low: str
    bands: tuple[BandShape, ...]
    shades: list[ShadedDays]
    axis: list[AxisWord]
    begun: list[tuple[str, str, str]]
    curve: str
    spread: str
    points: str
    latest: str
    wide: str
    inner: str
    bar: str
    first_steps: str
    during: str
    after: str
    clear: str
    lanes: list[Lane] = field(default_factory=list)


def draw(title: str, series: Series, doings: Doings) -> PlacePicture:
    """Draw a place. At least one mark has a number."""
    x, slot = positions(len(series.worst))
    size = min(2.6, max(1.3, slot * 0.42))
    values = [drawn_number(tally, doings.step) for tally in series.worst]
    runs = [[(x[at], SEVERITY.at(value)) for at, value in run] for run in svg.stretches(values)]
    points = [point for run in runs for point in run]
    small = min(5.0, max(2.2, slot * 0.75))
    lanes, low = _lanes(x, series, doings)
    drawn = {
        "first_steps": svg.triangles(_points(x, series.moments[Moment.FIRST_STEPS], doings.step), small),
        "during": svg.dashes(_points(x, series.moments[Moment.DURING], doings.step), small * 1.5),
        "after": svg.posts(_points(x, series.moments[Moment.AFTER], doings.step), small * 1.5),
        "clear": svg.ticks(
            [(at, CLEAR_LANE) for at, tally in zip(x, series.worst, strict=True) if tally.clear], 4 + size
        ),
    }
    return PlacePicture(
        title=f"{title}, {days_in_words(*doings.span, doings.today)}",
        height=low + FOOT,
        low=svg.svg_number(low),
        bands=BAND_SHAPES,
        shades=_shades(doings),
        axis=_axis(doings),
        begun=_begun(doings),
        curve="".join(map(svg.line_through, runs)),
        spread=svg.uprights(_spread(x, series.worst)) if doings.step > 1 else "",
        points=svg.dots(points[:-1]),
        latest=svg.dots(points[-1:]),
        wide=svg.svg_number(size * 2 + 1.4),
        inner=svg.svg_number(max(0.8, size * 2 - 1.4)),
        bar=svg.svg_number(max(0.6, min(6.0, slot * 0.7))),
        lanes=lanes,
        **drawn,
    )


def positions(count: int) -> tuple[list[float], float]:
    """The middle of each mark, and how wide one is."""
    slot = (RIGHT - LEFT) / count
    return [LEFT + slot * (at + 0.5) for at in range(count)], slot


def drawn_number(one: Tally, step: int) -> float | None:
    """The number of a mark. A single day on which nothing hurt has a mark of its own, which is not a zero."""
    return None if step == 1 and one.clear else one.middle


def _points(x: Sequence[float], tallies: Sequence[Tally], step: int) -> list[svg.Point]:
    values = [(at, drawn_number(one, step)) for at, one in zip(x, tallies, strict=True)]
    return [(at, SEVERITY.at(value)) for at, value in values if value is not None]


def _spread(x: Sequence[float], tallies: Sequence[Tally]) -> Iterable[tuple[float, float, float]]:
    for at, one in zip(x, tallies, strict=True):
        if one.low is not None and one.high is not None and one.low < one.high:
            yield at, SEVERITY.at(one.low), SEVERITY.at(one.high)


def _lanes(x: Sequence[float], series: Series, doings: Doings) -> tuple[list[Lane], int]:
    """The rows of bars below the numbers, those that have any, and where the last of them ends."""
    base, lanes = CLEAR_LANE + 4, []
    longest = [max(one.stiffness, key=lambda answer: STIFF_HEIGHT[answer], default=None) for one in series.mornings]
    if any(longest):
        base += GAP + STIFF_HIGH
        bars = [(at, base - STIFF_HEIGHT[answer]) for at, answer in zip(x, longest, strict=True) if answer]
        lanes.append(Lane(svg.svg_number(base + 0.5), _bars(bars, base), "", "", "", "stiffness", "stiff-bars"))
    if any(doings.sessions):
        base += GAP + HIGH
        most = max(doings.minutes)
        scale = svg.Scale(0, max(most, LEAST_MIN), base, base - HIGH)
        bars = [(at, scale.at(value)) for at, value in zip(x, doings.minutes, strict=True) if value]
        untimed = [
            (at, base - 9.0)
            for at, count, value in zip(x, doings.sessions, doings.minutes, strict=True)
            if count and not value
        ]
        word = "minutes" if most else "sessions"
        lanes.append(
            Lane(
                svg.svg_number(base + 0.5),
                _bars(bars, base),
                _bars(untimed, base),
                str(most) if most else "",
                svg.svg_number(base - HIGH + 8),
                word,
                "mins",
            )
        )
    if any(doings.kilometres):
        base += GAP + HIGH
        furthest = max(doings.kilometres)
        scale = svg.Scale(0, furthest, base, base - HIGH)
        bars = [(at, scale.at(value)) for at, value in zip(x, doings.kilometres, strict=True) if value]
        lanes.append(
            Lane(
                svg.svg_number(base + 0.5), _bars(bars, base), "", f"{furthest:g}", svg.svg_number(base - HIGH + 8), "km", "distance"
            )
        )  # fmt: skip
    return lanes, base


def _bars(tops: Iterable[svg.Point], base: float) -> str:
    """Bars as lines: how wide they are is the width of the line."""
    return svg.uprights((x, base, y) for x, y in tops)


def _x_of(span: Span, day: date) -> float:
    """The left edge of a day."""
    return LEFT + (RIGHT - LEFT) * (day - span.first).days / span.days


def _begun(doings: Doings) -> list[tuple[str, str, str]]:
    """What began as (where, letter, where the letter stands): letters do not cover each other."""
    found, free = [], 0.0
    for one in doings.begun:
        x = _x_of(doings.span, one.day)
        stands = max(x, free)
        free = stands + LETTER + 3
        found.append((svg.svg_number(x), one.letter, svg.svg_number(stands)))
    return found


def _shades(doings: Doings) -> list[ShadedDays]:
    shades, free = [], 0.0
    span = doings.span
    for kind, first, last in doings.periods:
        begins = _x_of(span, max(first, span.first))
        ends = _x_of(span, min(last or span.last, span.last)) + (RIGHT - LEFT) / span.days
        word = PeriodKind(kind).label.lower()
        word_x = min(begins, RIGHT - LETTER * len(word))
        if word_x < free or doings.begun:
            # The letters of what began stand there; the periods are named below the picture either way.
            word = ""
        else:
            free = word_x + LETTER * (len(word) + 1)
        shades.append(ShadedDays(svg.svg_number(begins), svg.svg_number(ends - begins), word, svg.svg_number(word_x)))
    return shades


def _axis(doings: Doings) -> list[AxisWord]:
    """Some days in even steps, the first at the left edge and the last at the right."""
    span = doings.span
    across = min(MOST_LABELS, span.days) - 1
    labels = []
    for number in range(across):
        at = span.days * number // across
        day = date.fromordinal(span.first.toordinal() + at)
        labels.append(
            AxisWord(
                svg.svg_number(_x_of(span, day)), _day(day, span, doings.today), "" if number == 0 else "text-middle"
            )
        )
    last = "today" if span.last == doings.today else _day(span.last, span, doings.today)
    return [*labels, AxisWord(str(RIGHT), last, "text-end")]


def _day(day: date, span: Span, today: date) -> str:
    """A day on the axis: the year stands beside it in a span of more than a year, and then without the day."""
    if span.days > 366:
        return f"{in_short(day, day).split()[1]} {day.year}"
    return in_short(day, day) if span.first.year == today.year else in_short(day, today)
