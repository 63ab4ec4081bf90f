"""Geometry of charts: from numbers to the path data of an SVG. Pure: values in, text out, in the units of the viewBox.

Markers of one series are drawn as one path each, so that a chart of a month is a dozen elements and not a hundred.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

Point = tuple[float, float]
Value = TypeVar("Value")


class Scale(NamedTuple):
    """A straight line from values to units: `low` lies at `start`, `high` at `end`. `low` and `high` differ."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Where a value lies; values outside of the range lie outside of the line."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


@lru_cache(maxsize=4096)
def svg_number(value: float) -> str:
    """A number as SVG has it: at most one decimal, no trailing zero, no minus before a zero.

    Kept: a chart has few places (28 days, eleven numbers) and asks for each of them again and again.
    """
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def stretches(values: Sequence[Value | None]) -> Iterator[list[tuple[int, Value]]]:
    """The stretches without a gap, each a list of (position, value). A missing value ends a stretch."""
    run: list[tuple[int, Value]] = []
    for position, value in enumerate(values):
        if value is not None:
            run.append((position, value))
        elif run:
            yield run
            run = []
    if run:
        yield run


def line_through(points: Sequence[Point]) -> str:
    """Through these points; nothing for fewer than two."""
    if len(points) < 2:
        return ""
    return "M" + "L".join(f"{svg_number(x)},{svg_number(y)}" for x, y in points)


def circles(points: Iterable[Point], radius: float) -> str:
    """A circle around each point."""
    r, wide = svg_number(radius), svg_number(2 * radius)
    return "".join(
        f"M{svg_number(x - radius)},{svg_number(y)}a{r},{r},0,1,0,{wide},0a{r},{r},0,1,0,-{wide},0" for x, y in points
    )


def squares(points: Iterable[Point], half: float) -> str:
    """A square around each point; `half` is half of its side."""
    side = svg_number(2 * half)
    return "".join(f"M{svg_number(x - half)},{svg_number(y - half)}h{side}v{side}h-{side}z" for x, y in points)


def triangles(points: Iterable[Point], radius: float) -> str:
    """A triangle that points up around each point; `radius` is from its middle to its tip."""
    return "".join(
        f"M{svg_number(x)},{svg_number(y - radius)}l{svg_number(radius)},{svg_number(1.6 * radius)}h-{svg_number(2 * radius)}z"
        for x, y in points
    )


def dots(points: Iterable[Point]) -> str:
    """A line of no length at each point: its caps, round or square, are all that is seen of it. The lightest mark there is."""
    return "".join(f"M{svg_number(x)},{svg_number(y)}h0" for x, y in points)


def posts(points: Iterable[Point], height: float) -> str:
    """A short upright line through each point."""
    high = svg_number(height)
    return "".join(f"M{svg_number(x)},{svg_number(y - height / 2)}v{high}" for x, y in points)


def dashes(points: Iterable[Point], width: float) -> str:
    """A short level line through each point."""
    wide = svg_number(width)
    return "".join(f"M{svg_number(x - width / 2)},{svg_number(y)}h{wide}" for x, y in points)


def uprights(ends: Iterable[tuple[float, float, float]]) -> str:
    """An upright line for each (x, y of one end, y of the other)."""
    return "".join(f"M{svg_number(x)},{svg_number(one)}V{svg_number(other)}" for x, one, other in ends)


def ticks(points: Iterable[Point], size: float) -> str:
    """A check mark around each point."""
    short, long = svg_number(size * 0.4), svg_number(size * 0.6)
    return "".join(
        f"M{svg_number(x - size / 2)},{svg_number(y)}l{short},{short}l{long},-{svg_number(size * 0.9)}"
        for x, y in points
    )


def bars(points: Iterable[Point], width: float, base: float) -> str:
    """A bar for each point: its top is the point, its foot stands on `base`."""
    wide = svg_number(width)
    return "".join(
        f"M{svg_number(x - width / 2)},{svg_number(base)}V{svg_number(y)}h{wide}V{svg_number(base)}z" for x, y in points
    )
