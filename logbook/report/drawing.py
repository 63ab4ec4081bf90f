"""The picture of one place on a sheet: the highest number of each day, first steps, clear days, periods. Pure geometry.

Units are those of the viewBox: the fewer places a sheet has, the larger is the picture of each. One mark stands for a day, in spans of more than twelve weeks for a week; a line never
runs over a mark without a number, and a day on which nothing hurt has a mark of its own, which is not a zero.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from ankles import svg
from logbook.day import in_short
from logbook.history.record import Mark
from logbook.pain import BANDS
from logbook.trends.counting import tallies
from logbook.trends.spans import WEEK, Span

LEFT, RIGHT, TOP = 18, 396, 4
# Up to here a mark for each day: more of them could not be told apart on paper.
MOST_DAYS: Final = 12 * WEEK
MOST_WEEKS: Final = 156 * WEEK
LABELS: Final = 4
MOST_LARGE: Final = 2  # pictures beside each other in one row


class PictureFrame(NamedTuple):
    """How high a picture is: at what height its 0 stands."""

    zero: int

    @property
    def severity(self) -> svg.Scale:
        """Heights of the numbers from 0 to 10."""
        return svg.Scale(0, 10, self.zero, TOP)

    @property
    def clear(self) -> int:
        """The height of a day on which nothing hurt."""
        return self.zero + 6

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the whole picture, days below it included."""
        return RIGHT + 4, self.zero + 20


OF_FEW, OF_FEW_ON_A_FULL_SHEET = PictureFrame(zero=118), PictureFrame(zero=96)
OF_MORE: Final = PictureFrame(zero=76)


class Ground(NamedTuple):
    """A band of the scale behind the numbers: class, top and height."""

    css: str
    y: str
    height: str


class DayLabel(NamedTuple):
    """A day under the picture."""

    x: str
    word: str
    css: str


@dataclass(frozen=True)
class SheetPicture:
    """What is drawn. An empty path is not."""

    frame: PictureFrame
    grounds: Sequence[Ground]
    curve: str
    spread: str
    points: str
    first_steps: str
    clear: str
    shades: str
    axis: list[DayLabel]
    each: str


def frame_for(places: int, *, full: bool) -> PictureFrame:
    """How large the picture of each of so many places is; a full sheet has questions or notes beside them."""
    if places > MOST_LARGE:
        return OF_MORE
    return OF_FEW_ON_A_FULL_SHEET if full else OF_FEW


def _grounds(severity: svg.Scale) -> list[Ground]:
    """2 and 3 part half-way, as 5 and 6 do."""
    found = []
    for one in BANDS:
        top = severity.at(one.high + 0.5 if one.high < 10 else 10)
        foot = severity.at(one.low - 0.5 if one.low else 0)
        found.append(Ground(one.css, svg.svg_number(top), svg.svg_number(foot - top)))
    return found


def draw_place(
    span: Span,
    worst: Mapping[date, int],
    first_steps: Mapping[date, int],
    clear: Collection[date],
    periods: Sequence[Mark],
    frame: PictureFrame,
    *,
    right: bool,
) -> SheetPicture:
    """Draw a place over a span."""
    severity = frame.severity
    step = 1 if span.days <= MOST_DAYS else WEEK if span.days <= MOST_WEEKS else 4 * WEEK
    blocks = span.blocks(step)
    slot = (RIGHT - LEFT) / len(blocks)
    x = [LEFT + slot * (at + 0.5) for at in range(len(blocks))]
    quiet = clear if step > 1 else ()
    found = tallies(span, step, worst, quiet)
    values = [one.middle for one in found]
    mornings = [one.middle for one in tallies(span, step, first_steps, quiet)]
    stretches = [[(x[at], severity.at(value)) for at, value in run] for run in svg.stretches(values)]
    size = min(2.2, max(1.0, slot * 0.4))
    marks = svg.squares if right else svg.circles
    return SheetPicture(
        frame=frame,
        grounds=_grounds(severity),
        curve="".join(map(svg.line_through, stretches)),
        spread="" if step == 1 else "".join(
            f"M{svg.svg_number(at)},{svg.svg_number(severity.at(one.high))}V{svg.svg_number(severity.at(one.low))}"
            for at, one in zip(x, found, strict=True)
            if one.high is not None and one.low is not None and one.high > one.low
        ),
        points=marks([point for run in stretches for point in run], size),
        first_steps=svg.triangles(
            [(at, severity.at(value)) for at, value in zip(x, mornings, strict=True) if value is not None], size + 1.2
        ),
        clear=svg.ticks(
            [(at, frame.clear) for at, one in zip(x, blocks, strict=True) if any(map(one.holds, clear))], size + 3
        )
        if step == 1
        else "",
        shades="".join(_shade(span, frame, mark) for mark in periods),
        axis=_axis(span),
        each={1: "day", WEEK: "week"}.get(step, "four weeks"),
    )  # fmt: skip


def _x_of(span: Span, day: date) -> float:
    """The left edge of a day."""
    return LEFT + (RIGHT - LEFT) * (day - span.first).days / span.days


def _shade(span: Span, frame: PictureFrame, mark: Mark) -> str:
    begins = _x_of(span, max(mark.first_day, span.first))
    ends = _x_of(span, min(mark.last_day or span.last, span.last)) + (RIGHT - LEFT) / span.days
    return f"M{svg.svg_number(begins)},{TOP}H{svg.svg_number(ends)}V{frame.zero}H{svg.svg_number(begins)}z"


def _axis(span: Span) -> list[DayLabel]:
    """The first and the last day, and some in even steps between."""
    across = min(LABELS, span.days) - 1
    labels = []
    for number in range(across):
        day = date.fromordinal(span.first.toordinal() + span.days * number // across)
        labels.append(DayLabel(svg.svg_number(_x_of(span, day)), _day(day, span), "text-middle" if number else ""))
    return [*labels, DayLabel(str(RIGHT), _day(span.last, span), "text-end")]


def _day(day: date, span: Span) -> str:
    short = in_short(day, day)
    return f"{short.split()[1]} {day.year}" if span.days > 366 else short
