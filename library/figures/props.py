"""Things around the runner: floor, wall, chair, step, band posts; and the signs that tell a movement (arrows, clock, letters)."""

import re
from collections.abc import Mapping, Sequence
from math import atan2, cos, degrees, radians, sin
from typing import Any

from ankles.svg import svg_number as n
from library.figures.errors import PoseError
from library.figures.skeleton import GROUND
from library.figures.surfaces import Prop

# The near and the far side of a body, by the letter of its joints, as classes say them.
REACH = {"n": "near", "f": "far"}


def path(kind: str, d: str) -> str:
    """One path of a drawing class."""
    return f'<path class="{kind}" d="{d}"/>'


def floor(p: Mapping[str, Any]) -> str:
    """The ground line."""
    return path("pr-floor", f"M{n(p.get('from', 14))},279.5H{n(p.get('to', 306))}")


def wall(p: Mapping[str, Any]) -> str:
    """A wall in front of the runner, its face at x."""
    x = p["x"]
    return (
        path("pr-wall", f"M{n(x)},24H{n(x + 22)}V279H{n(x)}Z")
        + path("pr-edge", f"M{n(x)},24V279")
        + path("pr-skirt", f"M{n(x)},264H{n(x + 22)}")
    )


def wall_behind(p: Mapping[str, Any]) -> str:
    """A wall at the runner's back, its face at x."""
    x = p["x"]
    return (
        path("pr-wall", f"M{n(x)},24H{n(x - 22)}V279H{n(x)}Z")
        + path("pr-edge", f"M{n(x)},24V279")
        + path("pr-skirt", f"M{n(x)},264H{n(x - 22)}")
    )


def chair(p: Mapping[str, Any]) -> str:
    """A chair for a hip at x; the seat's top at `seat`."""
    x, s = p["x"], p["seat"] + 4
    legs = f"M{n(x - 24)},{n(s)}L{n(x - 29)},278M{n(x + 34)},{n(s)}L{n(x + 38)},278M{n(x - 25)},{n(s - 2)}L{n(x - 34)},{n(s - 72)}"
    return path("pr-leg", legs) + path(
        "pr-seat", f"M{n(x - 28)},{n(s)}H{n(x + 38)}M{n(x - 32)},{n(s - 60)}L{n(x - 34)},{n(s - 76)}"
    )


def mat(p: Mapping[str, Any]) -> str:
    """A mat on the floor."""
    return path("pr-mat", f"M{n(p.get('from', 26))},277H{n(p.get('to', 294))}")


def step(p: Mapping[str, Any]) -> str:
    """A solid step from x, `width` long, `height` high."""
    x, w, top = p["x"], p["width"], GROUND - p["height"]
    return path("pr-step", f"M{n(x)},{n(top)}H{n(x + w)}V279H{n(x)}Z") + path(
        "pr-edge", f"M{n(x)},{n(top + 0.6)}H{n(x + w)}"
    )


def rail(p: Mapping[str, Any]) -> str:
    """An upright with a short handle on top."""
    x, top = p["x"], p["top"]
    return path("pr-post", f"M{n(x + 4)},{n(top + 3)}V276") + path("pr-seat", f"M{n(x - 9)},{n(top + 3)}H{n(x + 20)}")


def tied(p: Mapping[str, Any]) -> str:
    """The turn of a band round the post at the height `tied`, if one is."""
    return path("pr-loop", f"M{n(p['x'] - 2.4)},{n(p['tied'])}h4.8") if "tied" in p else ""


def post(p: Mapping[str, Any]) -> str:
    """A post a band is tied to."""
    return path("pr-post", f"M{n(p['x'])},{n(p['top'])}V276") + tied(p)


def table(p: Mapping[str, Any]) -> str:
    """A table leg with the edge of its top: a band's anchor."""
    x, top = p["x"], p["top"]
    post = path("pr-post", f"M{n(x)},{n(top)}V276") + tied(p)
    return post + path("pr-seat", f"M{n(x - 22)},{n(top)}H{n(x + 14)}")


def roll(p: Mapping[str, Any]) -> str:
    """A rolled towel seen from its end, its loose edge lying forward; y is where it lies."""
    x, r, y = p["x"], p.get("r", 5), p["y"] - p.get("r", 5)
    turn = (
        f"M{n(x)},{n(y)}a{n(r * 0.3)},{n(r * 0.3)},0,0,1,{n(r * 0.6)},0a{n(r * 0.6)},{n(r * 0.6)},0,0,1,-{n(r * 1.2)},0"
    )
    return (
        f'<circle class="pr-roll" cx="{n(x)}" cy="{n(y)}" r="{n(r)}"/>'
        + path("pr-roll", f"M{n(x)},{n(p['y'])}h{n(r * 3)}v-3.4H{n(x)}Z")
        + path("pr-coil", turn)
    )


def block(p: Mapping[str, Any]) -> str:
    """A plain solid thing."""
    return path("pr-step", f"M{n(p['x'])},{n(p['y'])}h{n(p['width'])}v{n(p['height'])}h-{n(p['width'])}Z")


def ball(p: Mapping[str, Any]) -> str:
    """A small ball, its middle at x, y."""
    return f'<circle class="pr-ball" cx="{n(p["x"])}" cy="{n(p["y"])}" r="{n(p["r"])}"/>'


DRAW = {
    "floor": floor, "wall": wall, "wall-behind": wall_behind, "chair": chair, "mat": mat, "step": step, "rail": rail, "post": post,
    "table": table, "roll": roll, "block": block, "ball": ball,
}  # fmt: skip
IN_FRONT = {"rail"}
SKIRT = re.compile(r'<path class="pr-skirt"[^>]*/>')


def props(items: Sequence[Prop], *, front: bool, fine: bool = True) -> str:
    """All props behind the runner, or those in front; the skirting board only where it is fine enough to see."""
    drawn = "".join(DRAW[name](data) for name, data in items if name in DRAW and (name in IN_FRONT) == front)
    return drawn if fine else SKIRT.sub("", drawn)


def head(tip: tuple[float, float], angle: float, size: float = 7) -> str:
    """An arrow head at `tip`, pointing at an SVG angle in degrees."""
    wings = [
        (tip[0] - size * cos(radians(angle + turn)), tip[1] - size * sin(radians(angle + turn))) for turn in (38, -38)
    ]
    return f"M{n(wings[0][0])},{n(wings[0][1])}L{n(tip[0])},{n(tip[1])}L{n(wings[1][0])},{n(wings[1][1])}"


def arrow(p: Mapping[str, Any]) -> str:
    """A straight arrow; `both: true` for there and back."""
    (x1, y1), (x2, y2) = p["from"], p["to"]
    angle = degrees(atan2(y2 - y1, x2 - x1))
    return (
        f"M{n(x1)},{n(y1)}L{n(x2)},{n(y2)}"
        + head((x2, y2), angle)
        + (head((x1, y1), angle + 180) if p.get("both") else "")
    )


def arc(p: Mapping[str, Any]) -> str:
    """Part of a circle with an arrow head: centre `at`, radius `r`, from one SVG angle to another."""
    (x, y), r, a, b = p["at"], p["r"], p["from"], p["to"]
    squash = p.get("squash", 1)
    start = (x + r * squash * cos(radians(a)), y + r * sin(radians(a)))
    end = (x + r * squash * cos(radians(b)), y + r * sin(radians(b)))
    sweep = int(b > a)
    d = f"M{n(start[0])},{n(start[1])}A{n(r * squash)},{n(r)},0,{int(abs(b - a) > 180)},{sweep},{n(end[0])},{n(end[1])}"
    out: str = d + head(end, b + (78 if sweep else -78))
    return out + (head(start, a + (-78 if sweep else 78)) if p.get("both") else "")


def orbit(p: Mapping[str, Any], *, moving: bool) -> str:
    """A circle the toes draw: an open ring with an arrow head and, on a figure that moves, a dot that travels round it."""
    (x, y), r, squash = p["at"], p["r"], p.get("squash", 1)
    ring = path("motion-sign", arc({"at": [x, y], "r": r, "squash": squash, "from": 80, "to": -230}))
    if not moving:
        return ring
    where = f"translate({n(x)},{n(y)}) scale({squash:g},1)"
    return f'{ring}<g transform="{where}"><circle class="pen joint" cy="-{n(r)}" r="5"/></g>'


def hops(p: Mapping[str, Any]) -> str:
    """A row of small bounces along the floor."""
    (x, y), w, count = p["at"], p.get("width", 16), p.get("count", 3)
    bounces: str = f"q{n(w / 2)},-{n(w * 0.9)},{n(w)},0" * int(count)
    return f"M{n(x)},{n(y)}{bounces}"


def sector(r: float, seconds: float, *, mirror: bool) -> str:
    """The part of a clock's face that so many seconds take, from the top."""
    turn = radians(6 * min(seconds, 59.9)) * (-1 if mirror else 1)
    return f"M0,0V-{n(r)}A{n(r)},{n(r)},0,{int(seconds > 30)},{int(not mirror)},{n(r * sin(turn))},{n(-r * cos(turn))}Z"


def clock(p: Mapping[str, Any], *, mirror: bool) -> str:
    """A stopwatch: hold still for so many seconds, which are dark on its face, or up to `most`, which are paler."""
    (x, y), r, least = p["at"], p.get("r", 16), p["seconds"]
    inner = r * 0.8
    longer = path("clock-more", sector(inner, p["most"], mirror=mirror)) if "most" in p else ""
    face = f"M0,-{n(r)}a{n(r)},{n(r)},0,0,1,0,{n(2 * r)}a{n(r)},{n(r)},0,0,1,0,-{n(2 * r)}Zv-4m-3.5,0h7"
    inside = longer + path("clock-time", sector(inner, least, mirror=mirror)) + path("motion-sign", face)
    return f'<g transform="translate({n(x)},{n(y)})">{inside}</g>'


def gauge(p: Mapping[str, Any]) -> str:
    """How high a heel is: a rule from the floor to its full height, and a bar from where it stands on it to the heel."""
    x, low, high, at = p["x"], p["low"], p["high"], p["at"]
    return (
        f"M{n(x - 6)},{n(low)}h12M{n(x - 6)},{n(high)}h12M{n(x)},{n(low)}V{n(high)}"
        f"M{n(x)},{n(at)}H{n(p['to'])}" + head((p["to"], at), 0, 6)
    )


def letters(p: Mapping[str, Any]) -> str:
    """The letters A, B and C drawn in the air."""
    x, y = p["at"]
    return (
        f"M{n(x)},{n(y)}l9,-30l9,30m-15,-11h12"
        f"M{n(x + 27)},{n(y)}v-30h5q9,.5,8.6,7.2q-.6,6.8-8.6,7h-5h6q9.4,.5,9.4,8q-.5,7.5-9.4,7.8Z"
        f"M{n(x + 66)},{n(y - 24)}c-2.5,-5-7.5,-7-11.5,-5.5c-5.5,2-7.5,8-7.5,14c0,7,3,13,8,15c4.5,1.6,9.5,-.8,11.5,-6"
    )


def dash(p: Mapping[str, Any]) -> str:
    """A dashed guide line."""
    (x1, y1), (x2, y2) = p["from"], p["to"]
    return f"M{n(x1)},{n(y1)}L{n(x2)},{n(y2)}"


LETTERS_WIDTH = 66
SIGNS = {"arrow": arrow, "arc": arc, "hops": hops, "gauge": gauge, "letters": letters}


def signs_of_movement(items: Sequence[Prop], file: str, *, mirror: bool, moving: bool = False) -> str:
    """The signs of a movement, drawn over everything; letters are turned back on a mirrored figure."""
    out = ""
    for name, data in items:
        if name == "dash":
            out += path("guide", dash(data))
        elif name == "orbit":
            out += orbit(data, moving=moving)
        elif name == "clock":
            out += clock(data, mirror=mirror)
        elif name == "letters" and mirror:
            back = n(2 * data["at"][0] + LETTERS_WIDTH)
            out += f'<g transform="translate({back},0) scale(-1,1)">{path("motion-sign", letters(data))}</g>'
        elif name in SIGNS:
            out += path("motion-sign", SIGNS[name](data))
        else:
            raise PoseError(
                file, "signs", f"unknown sign {name!r}; known are clock, dash, orbit, {', '.join(sorted(SIGNS))}"
            )
    return out
