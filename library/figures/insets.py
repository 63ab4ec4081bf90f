"""Small views beside a runner, for what a body seen from the side hides: the foot from the front (`lens`), the floor from above (`plan`).

Both move with the body: the lens turns its foot as a circle of the ankle does, the plan carries a dot to where the free foot reaches.
"""

from collections.abc import Mapping
from typing import Any

from ankles.svg import svg_number as n
from library.figures import closeshapes as c
from library.figures.geometry import Point
from library.figures.props import arc, head, path

# A circle of the foot seen from the front: how far it is turned out, and how long it looks. Up, out, down, in.
CIRCLE = {"start": (0.0, 0.66), "middle": (22.0, 0.86), "end": (0.0, 1.06), "fourth": (-22.0, 0.86)}
FOOT_SCALE = 0.58  # of the close-up of a foot from the front, in a lens of fifty
LENS_LEG = "M-15,-46C-13,-36-12,-28-13,-20L13,-20C12,-28 13,-36 15,-46Q0,-52-15,-46Z"
LENS_LEGGING = "M-16,-46L-14.6,-34Q0,-29 14.6,-34L16,-46Q0,-53-16,-46Z"

# The three ways of a reach from above: a right foot stands and looks to the right, the left one reaches.
WAYS: tuple[Point, ...] = ((1.0, 0.0), (-0.72, -0.7), (-0.72, 0.7))
BESIDE: Point = (0.0, -0.55)
PLAN_EDGE = 30  # from the end of a way to the edge of the plan
SOLE = "M-15,1C-16,-5-10,-6.6-4,-4.8C1,-3.4 5,-7 10,-7.4C15,-7.4 15.6,3 12,6C8,8.6 0,5-5,5.6C-10,6-14.4,6-15,1Z"
SOLE_TOES = "M12,-6.4a3.6,3,0,1,1,7.2,0a3.6,3,0,1,1-7.2,0M14,-1a2.6,2.2,0,1,1,5.2,0a2.6,2.2,0,1,1-5.2,0M13,3.6a2.4,2,0,1,1,4.8,0a2.4,2,0,1,1-4.8,0"
DIGITS = (
    "M-3,-3.4L1,-6V6",
    "M-3.6,-3C-3.4,-7.4 3.6,-7.4 3.6,-2.8C3.6,.2-1,2.6-3.8,6H4",
    "M-3.4,-6H3.4L-.6,-1.4C5.4,-1.6 5.2,6 0,6C-2,6-3.6,5-4,3.4",
)


def lens_foot(phase: str) -> tuple[float, float]:
    """How far the foot in a lens is turned out in a phase, and how long it looks."""
    return CIRCLE.get(phase, CIRCLE["start"])


def lens(p: Mapping[str, Any], phase: str, *, moving: bool) -> str:
    """A round window with the foot from the front and the way that its toes go."""
    (x, y), r = p["at"], p.get("r", 50)
    turn, long = lens_foot(phase)
    foot = path("skin-near", c.FRONT_FOOT) + path("fold", c.FRONT_CLEFTS) + path("nail", c.FRONT_NAILS)
    kind = ' class="joint view"' if moving else ""
    s = FOOT_SCALE
    inner = (
        '<circle class="lens" r="50"/>'
        + path("motion-sign", arc({"at": [0, 0], "r": 43, "from": 62, "to": -232}))
        + path("skin-near", LENS_LEG)
        + path("leg-near", LENS_LEGGING)
        + f'<g transform="translate(0,-20)"><g{kind} transform="rotate({n(turn)}) scale({s:g},{s * long:.3g})">{foot}</g></g>'
    )
    size = f" scale({r / 50:g})" if r != 50 else ""
    tail = "".join(f"M{n(sx)},{n(sy)}L{n(ex)},{n(ey)}" for (sx, sy), (ex, ey) in p.get("tails", ()))
    line = path("guide", tail) if tail else ""
    return f'{line}<g transform="translate({n(x)},{n(y)}){size}">{inner}</g>'


def reach_place(p: Mapping[str, Any], phase: str) -> Point:
    """Where the free foot is on a plan in a phase: at the end of one of its ways, or beside the standing foot."""
    way = int(p["reaches"].get(phase, 0))
    across, down = WAYS[way - 1] if way else BESIDE
    return across * p["r"], down * p["r"]


def number_place(r: float, index: int) -> Point:
    """Where the number of a way stands: past its end; that of the way forward beside it, as the foot lies along that one."""
    across, down = WAYS[index]
    return (r + 10, -17) if down == 0 else (across * (r + 21), down * (r + 21))


def plan(p: Mapping[str, Any], phase: str, *, moving: bool, mirror: bool) -> str:
    """The floor from above: the foot that stands, the three ways of the other one by number, and where it is now."""
    (x, y), r = p["at"], p["r"]
    strips = "".join(
        f"M{n(across * start)},{n(down * start)}L{n(across * (r + 6))},{n(down * (r + 6))}"
        for start, (across, down) in zip((22, 12, 12), WAYS, strict=True)
    )
    heads = "".join(
        head((across * (r + 8), down * (r + 8)), angle, 8)
        for (across, down), angle in zip(WAYS, (0, -135.8, 135.8), strict=True)
    )
    numbers = ""
    for index, digit in enumerate(DIGITS):
        dx, dy = number_place(r, index)
        place = f"translate({n(dx)},{n(dy)})"
        numbers += f'<g transform="{place}{" scale(-1,1)" if mirror else ""}">{path("motion-sign", digit)}</g>'
    dx, dy = reach_place(p, phase)
    kind = ' class="joint view"' if moving else ""
    left = path("skin-far", SOLE + SOLE_TOES)
    foot = f'<g{kind} transform="translate({n(dx)},{n(dy)})"><g transform="scale(.8,-.8)">{left}</g></g>'
    inner = (
        f'<circle class="lens" r="{n(r + PLAN_EDGE)}"/>'
        + path("motion-sign", strips + heads)
        + foot
        + path("skin-near", SOLE + SOLE_TOES)
        + numbers
    )
    return f'<g transform="translate({n(x)},{n(y)})">{inner}</g>'


def inset_values(name: str, p: Mapping[str, Any], phase: str) -> str:
    """What the stylesheet says of an inset's moving part in a phase."""
    if name == "lens":
        turn, long = lens_foot(phase)
        return f"rotate({n(turn)}deg) scale({FOOT_SCALE:g},{FOOT_SCALE * long:.3g})"
    x, y = reach_place(p, phase)
    return f"translate({n(x)}px,{n(y)}px)"
