"""The small picture: 28 days of each followed place above the sessions of the same days. Counts and medians, no advice.

A day without a number has no point and no line runs over it. A day that said "nothing" has a mark of its own, which is
not a zero. Units are those of the viewBox, 360 wide; on a phone one unit is about one pixel.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Final, NamedTuple

from ankles import svg
from logbook.day import in_short
from logbook.history import chart_words
from logbook.history.chart_words import Days, Numbers, TableRow
from logbook.history.periods import days_in_words, period_in_words
from logbook.history.record import Mark, Record
from logbook.history.week import SHOWN, WEEK
from logbook.pain import BANDS
from logbook.place import Place
from logbook.vocabulary import PeriodKind, Side

# Fewer days with a number than these make no picture.
LEAST_DAYS: Final = 3

WIDTH, LEFT, RIGHT = 360, 26, 306
TOP, BOTTOM = 18, 128  # of the number, 10 and 0
LANE = 139  # the middle of the row of clear days
BARS_TOP, BASE, HEIGHT = 152, 182, 200
SLOT: Final = (RIGHT - LEFT) / SHOWN
BAR_WIDTH: Final = 6.0
UNTIMED_HEIGHT: Final = 9.0
LEAST_MIN: Final = 10  # the scale of minutes reaches at least this far
LETTER: Final = 6.4  # how wide a letter of 11.5 units is, generously

SEVERITY: Final = svg.Scale(0, 10, BOTTOM, TOP)
# The middle of each day, the height of each number, and the days that have a label.
X: Final = [LEFT + SLOT * (at + 0.5) for at in range(SHOWN)]
Y: Final = [SEVERITY.at(number) for number in range(11)]
LABELLED: Final = (*range(0, SHOWN, WEEK), SHOWN - 1)


class Shade(NamedTuple):
    """The days of a period in the picture; its word stands above it where it fits beside the others."""

    x: str
    width: str
    word: str
    word_x: str


class Axis(NamedTuple):
    """A day's label under the picture."""

    x: str
    word: str


class BandShape(NamedTuple):
    """A band of the scale: class, top and height of its ground, and where its word stands."""

    css: str
    y: str
    height: str
    word: str
    word_y: str


@dataclass(frozen=True)
class Frame:
    """What the pictures of a page share: days, periods, clear days and sessions.

    Each part is drawn when a template prints it: Today's pictures have neither letters nor minutes.
    """

    days: Days
    marks: Sequence[Mark]
    bands: tuple[BandShape, ...]

    @cached_property
    def dates(self) -> list[Axis]:
        """The days under the picture that have a label."""
        days = self.days
        return [Axis(svg.svg_number(X[at]), _axis_word(days.days[at], days.today)) for at in LABELLED]

    @cached_property
    def shades(self) -> list[Shade]:
        """The ground of each period."""
        return _shades([(mark.kind, mark.first_day, mark.last_day) for mark in self.marks], self.days.days)

    @cached_property
    def clear(self) -> str:
        """A tick for each day on which nothing hurt."""
        return svg.ticks([(x, LANE) for x, clear in zip(X, self.days.clear, strict=True) if clear], 7)

    @cached_property
    def bars(self) -> str:
        """The minutes of each day."""
        scale = svg.Scale(0, max(self._most, LEAST_MIN), BASE, BARS_TOP)
        bars = [(x, scale.at(minutes)) for x, minutes in zip(X, self.days.minutes, strict=True) if minutes]
        return svg.bars(bars, BAR_WIDTH, BASE)

    @cached_property
    def untimed(self) -> str:
        """The days with sessions of which none says how long it was."""
        days = zip(X, self.days.sessions, self.days.minutes, strict=True)
        untimed = [(x, BASE - UNTIMED_HEIGHT) for x, sessions, minutes in days if sessions and not minutes]
        return svg.bars(untimed, BAR_WIDTH - 1.2, BASE)

    @property
    def most(self) -> str:
        """The most minutes of a day; "" without any."""
        return str(self._most) if self._most else ""

    @property
    def sessions(self) -> str:
        """What the bars say: `minutes`, `sessions` when nobody said how long one was, "" without any session."""
        return "minutes" if self._most else "sessions" if self.untimed else ""

    @property
    def periods(self) -> str:
        """The periods in words."""
        return "; ".join(period_in_words(*mark, self.days.today) for mark in self.marks)

    @cached_property
    def _most(self) -> int:
        return max(self.days.minutes)


@dataclass(frozen=True)
class Chart:
    """One followed place. `not_yet` says why there is no picture yet; then everything after `reading` is empty."""

    place: Place
    not_yet: str = ""
    reading: str = ""
    title: str = ""
    lines: str = ""
    points: str = ""
    latest: str = ""
    frame: Frame | None = None
    numbers: Numbers | None = None
    # The last place of a page that has a picture is followed by the published rule.
    rule: bool = False

    @cached_property
    def first_steps(self) -> str:
        """A triangle for each number of the first steps. Made when it is printed, as the table is: Today has neither."""
        known = enumerate(self.numbers.first_steps if self.numbers else ())
        return svg.triangles([(X[at], Y[number]) for at, number in known if number is not None], 5.5)

    @cached_property
    def rows(self) -> Sequence[TableRow]:
        """The same data as a table."""
        return chart_words.chart_table(self.frame.days, self.numbers) if self.frame and self.numbers else ()


NOWHERE: Final = chart_words.Numbers([None] * SHOWN)


def charts_of_places(record: Record, followed: Iterable[Place], today: date, last: date | None = None) -> list[Chart]:
    """A picture of each followed place over the 28 days up to `last`, which is today unless another day is shown.

    The record holds those days. Places keep the order they come in.
    """
    days = chart_words.days_up_to(record, last or today, SHOWN, today)
    felt = chart_words.numbers(record, days.days)
    frame: Frame | None = None
    charts = []
    for place in followed:
        numbers = felt.get(place, NOWHERE)
        if numbers.known < LEAST_DAYS:
            charts.append(_without_picture(place, numbers.known))
            continue
        frame = frame or _frame(record, days)
        charts.append(_chart(place, days, numbers, frame))
    if frame:
        charts[-1] = replace(charts[-1], rule=True)
    return charts


def _bands() -> tuple[BandShape, ...]:
    """The three grounds behind the numbers: 2 and 3 part half-way, as 5 and 6 do."""
    shapes = []
    for one in BANDS:
        low = one.low - 0.5 if one.low else 0
        high = one.high + 0.5 if one.high < 10 else 10
        top, foot = SEVERITY.at(high), SEVERITY.at(low)
        shapes.append(
            BandShape(
                one.css, svg.svg_number(top), svg.svg_number(foot - top), one.word, svg.svg_number((top + foot) / 2 + 4)
            )
        )
    return tuple(shapes)


BAND_SHAPES: Final = _bands()


def _without_picture(place: Place, known: int) -> Chart:
    words = f"The picture begins after {LEAST_DAYS} days with a number; in these {SHOWN} days there "
    words += "is none." if not known else "is 1." if known == 1 else f"are {known}."
    return Chart(place, not_yet=words)


def _chart(place: Place, days: Days, numbers: Numbers, frame: Frame) -> Chart:
    stretches = [[(X[at], Y[number]) for at, number in run] for run in svg.stretches(numbers.worst)]
    points = [point for stretch in stretches for point in stretch]
    marks = svg.circles if place.side == Side.LEFT else svg.squares
    return Chart(
        place,
        reading=chart_words.in_counts(days, numbers.worst),
        title=f"{place.name}, {days_in_words(days.days[0], days.days[-1], days.today)}",
        lines="".join(map(svg.line_through, stretches)),
        points=marks(points[:-1], 2.6),
        latest=marks(points[-1:], 3.4),
        frame=frame,
        numbers=numbers,
    )


def _frame(record: Record, days: Days) -> Frame:
    first, last = days.days[0], days.days[-1]
    marks = [mark for mark in record.periods if mark.first_day <= last and (mark.last_day or last) >= first]
    return Frame(days, marks, BAND_SHAPES)


def _shades(periods: Iterable[tuple[str, date, date | None]], days: Sequence[date]) -> list[Shade]:
    shades, free = [], 0.0
    for kind, first, last in periods:
        begins = LEFT + SLOT * max((first - days[0]).days, 0)
        ends = LEFT + SLOT * (min(((last or days[-1]) - days[0]).days, SHOWN - 1) + 1)
        word = PeriodKind(kind).label.lower()
        word_x = min(begins, RIGHT - LETTER * len(word))
        if word_x < free:
            word = ""
        else:
            free = word_x + LETTER * (len(word) + 1)
        shades.append(Shade(svg.svg_number(begins), svg.svg_number(ends - begins), word, svg.svg_number(word_x)))
    return shades


def _axis_word(day: date, today: date) -> str:
    return "today" if day == today else in_short(day, day)
