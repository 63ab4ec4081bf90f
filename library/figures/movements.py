"""The four movements of the ankle: close-ups made of the runner's own foot."""

from ankles.svg import svg_number as n
from library.figures.props import path
from library.figures.shapes import ANKLE_BONE, FOOT, TOES

SHANK = (
    "M-9.5,-60C-12.5,-44-10,-30-8,-22C-6,-14-5.6,-8-5.3,0A5.3,5.3,0,0,0,5.3,0C5.2,-8,6.4,-18,8,-32C9,-42,9.4,-52,9,-60Z"
)
LEVEL = "M-13.6,7.4C-14.3,11-12,13.2-8.6,13.1C-3,13,2,11.2,8,11.2C13,11.2,17,13.1,23,13L35,13C38,12,37,9,34,8C30,6,26,5,25.4,6.2"
REAR_SHANK = "M62,0C60,26,68,46,69,62C69,70,62,74,64,80C66,84,70,84,72,86L90,86C93,83,97,82,97,77C98,72,91,70,91,62C92,46,100,26,98,0Z"
REAR_HEEL = "M67,78C63,90,61,104,64,111C70,118,90,118,96,111C99,104,97,90,93,78Z"
REAR_TOES = "M92,96C102,98,108,104,106,110C104,114,98,114,94,113Z"
REAR_LEVEL = "M64,88C62,98,62,108,66,114C72,118,88,118,94,114C98,108,98,98,96,88"
CORD = "M80,34C79,56,80,76,80,92"
SIDES = (
    '<g class="mark"><text x="4" y="24">inner side</text><text x="156" y="24" text-anchor="end">outer side</text></g>'
)


def movement_plate(inner: str, arc: str) -> str:
    """A small plate of one movement; hidden, because its name stands beside it."""
    return f'<svg class="figure movement" viewBox="0 0 160 136" aria-hidden="true">{inner}{path("arc", arc)}</svg>'


def from_side(up: float, toe: float, arc: str) -> str:
    """A foot from its outer side, turned up by degrees; the level foot stays as a dashed ghost."""
    toes = f'<g transform="translate(23,9.5) rotate({n(-toe)})">{path("skin-near", TOES)}</g>'
    foot = f'<g transform="rotate({n(-up)})">{toes}{path("skin-near", FOOT)}{path("skin-shade", ANKLE_BONE)}</g>'
    return movement_plate(
        f'<g transform="translate(58,82) scale(1.55)">{path("ghost", LEVEL)}{path("skin-near", SHANK)}{foot}</g>', arc
    )


def from_behind(tilt: float, arc: str) -> str:
    """A right heel from behind, tilted by SVG degrees: its inner side is on the left."""
    heel = f'<g transform="rotate({n(tilt)} 80 82)">{path("skin-near", REAR_HEEL)}{path("skin-near", REAR_TOES)}</g>'
    return movement_plate(
        path("ghost", REAR_LEVEL) + path("skin-near", REAR_SHANK) + heel + path("glow", CORD) + SIDES, arc
    )


def movements() -> list[tuple[str, str]]:
    """The four movements of a right ankle with their drawings, in the order they are taught."""
    return [
        ("Dorsiflexion", from_side(20, 6, "M136,94C138,80,134,66,126,56M120.5,59.5L126,55.6L130,61.5")),
        ("Plantar flexion", from_side(-34, -6, "M120,72C129,82,131,96,126,110M120.6,106L126,110.5L131,105")),
        ("Inversion", from_behind(17, "M56,120C48,114,44,104,46,92M41.4,97.2L46,91.8L51,96.6")),
        ("Eversion", from_behind(-14, "M106,120C114,114,118,104,116,92M111,96.6L116,91.8L120.6,97.2")),
    ]
