"""Where each group of a close-up sits in one moment, as markup and as the browser's stylesheet says it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ankles.svg import svg_number as n
from library.figures.geometry import Point


class GroupPlace(NamedTuple):
    """A group's place, its turn in SVG degrees, and how far it is stretched across and upwards."""

    x: float
    y: float
    turn: float = 0.0
    across: float = 1.0
    up: float = 1.0

    @property
    def stretched(self) -> bool:
        """Whether the group is drawn at another size than its outline."""
        return (self.across, self.up) != (1.0, 1.0)

    def transform(self) -> str:
        """As an attribute."""
        size = f" scale({self.across:.3g},{self.up:.3g})" if self.stretched else ""
        return f"translate({n(self.x)},{n(self.y)}) rotate({n(self.turn)}){size}"

    def css(self, turn: float, *, sized: bool) -> str:
        """As a declaration, with a turn that does not jump; every phase of a group that is ever stretched says its size."""
        size = f" scale({self.across:.3g},{self.up:.3g})" if sized else ""
        return f"translate({n(self.x)}px,{n(self.y)}px) rotate({n(turn)}deg){size}"


@dataclass(frozen=True)
class SolvedCloseUp:
    """One solved close-up: where each group sits, and how each band runs (start, angle, length)."""

    groups: Mapping[str, GroupPlace]
    bands: tuple[tuple[Point, float, float], ...] = ()
