"""What every anatomy plate shares: paths by class, labels with straight leaders, and the named SVG around them."""

from dataclasses import dataclass, field
from html import escape

from ankles.svg import svg_number as n
from library.figures.geometry import Point


def shape(kind: str, d: str) -> str:
    """One path of a tissue class: bone, skin, musc, ten, lig, fas, crease, peron."""
    return f'<path class="{kind}" d="{d}"/>'


@dataclass(frozen=True)
class Label:
    """A name beside a plate: where its words stand, what it points at (itself: no leader), and a second, quieter line."""

    name: str
    say: str
    at: Point
    points: Point
    anchor: str = "start"

    @property
    def leader(self) -> tuple[Point, Point]:
        """The two ends of the leader line."""
        x, y = self.at
        if self.anchor == "middle":
            below = self.points[1] < y
            return (x, y - 17 if below else y + (22 if self.say else 7)), self.points
        return (x - 6 if self.anchor == "start" else x + 6, y - 5), self.points

    def svg(self) -> str:
        """Leader, dot and words. The words are text: they can be selected and searched."""
        (x1, y1), (x2, y2) = self.leader
        x, y = self.at
        words = f'<text x="{n(x)}" y="{n(y)}" text-anchor="{self.anchor}">{escape(self.name)}</text>'
        if self.say:
            words += f'<text class="second-line" x="{n(x)}" y="{n(y + 16)}" text-anchor="{self.anchor}">{escape(self.say)}</text>'
        if self.points == self.at:
            return words
        return f'<path class="leader" d="M{n(x1)},{n(y1)}L{n(x2)},{n(y2)}"/><circle class="dot" cx="{n(x2)}" cy="{n(y2)}" r="2.6"/>{words}'


@dataclass(frozen=True)
class Board:
    """One plate: its art in its own space, moved by `place` and `scale`, and its labels in the plate's space."""

    title: str
    desc: str
    size: tuple[float, float]
    art: str
    labels: tuple[Label, ...] = field(default_factory=tuple)
    place: Point = (0.0, 0.0)
    scale: float = 1.0
    mirror: bool = False

    def svg(self, name: str, title_id: str | None) -> str:
        """The plate's SVG element, named by its title and described."""
        uid = title_id or f"plate-{name}"
        art = f'<g transform="translate({n(self.place[0])},{n(self.place[1])}) scale({"-" if self.mirror else ""}{self.scale:g},{self.scale:g})">{self.art}</g>'
        words = "".join(label.svg() for label in self.labels)
        return (
            f'<svg class="diagram-art" viewBox="0 0 {n(self.size[0])} {n(self.size[1])}" role="img" aria-labelledby="{uid}" aria-describedby="{uid}-d">'
            f'<title id="{uid}">{escape(self.title)}</title><desc id="{uid}-d">{escape(self.desc)}</desc>{art}{words}</svg>'
        )  # fmt: skip
