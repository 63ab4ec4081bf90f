"""The two close-up cameras: a foot from its inner side and a pair of feet from the front, drawn where a whole body hides the point.

A phase holds plain numbers. `foot-side`: x y (ankle), turn (the whole leg, degrees clockwise), shin (lean forward), foot (toes
up), arch (degrees the arch rises with heel and ball on the ground), big and toes (bent up), bigtip and toestip (tips bent up;
minus curls), ball (x of a rolling ball), cloth (how far a towel is pulled), hand and arm (a hand on the toes). `foot-front`: tilt (plus lifts the outer edge),
swing (plus turns the toes out), x.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import asin, atan2, degrees
from typing import Any

from ankles.svg import svg_number as n
from library.figures import closeshapes as c
from library.figures.errors import PoseError
from library.figures.geometry import Point, distance, moved, turned, unwound
from library.figures.posefile import LETTERS, PoseFile
from library.figures.props import REACH, path, signs_of_movement, tied

FLOOR = 252.0
SIDE_KEYS = {
    "x",
    "y",
    "turn",
    "shin",
    "foot",
    "arch",
    "big",
    "toes",
    "bigtip",
    "toestip",
    "ball",
    "bally",
    "cloth",
    "hand",
    "arm",
}
FRONT_KEYS = {"tilt", "swing", "x"}
RANGES = {
    "arch": (0, 10), "big": (-50, 80), "toes": (-50, 70), "bigtip": (-60, 30), "toestip": (-70, 30),
    "shin": (-40, 40), "foot": (-50, 30), "tilt": (-35, 25), "swing": (-35, 25),
}  # fmt: skip
MOVED = ("r", "ba", "cl")  # groups that go from place to place; the others turn about a joint
HEEL_POINT: Point = (-30.0, 62.0)
BALL_POINT: Point = (88.0, 62.0)


@dataclass(frozen=True)
class SolvedCloseUp:
    """One solved close-up: where each group sits (x, y, turn in SVG degrees), and how each band runs (start, angle, length)."""

    groups: Mapping[str, tuple[float, float, float]]
    bands: tuple[tuple[Point, float, float], ...] = ()


def checked(pose: PoseFile, name: str, phase: Mapping[str, Any]) -> dict[str, float]:
    """The phase's numbers, refused when a key is unknown or a joint goes past its range."""
    keys = SIDE_KEYS if pose.camera == "foot-side" else FRONT_KEYS
    for key, value in phase.items():
        if key not in keys:
            raise PoseError(pose.file, name, f"unknown key {key!r}; known are {', '.join(sorted(keys))}")
        least, most = RANGES.get(key, (-400, 400))
        if not least <= value <= most:
            raise PoseError(pose.file, key, f"is {value} degrees; it goes from {least} to {most} (in {name})")
    return {key: float(value) for key, value in phase.items()}


def side_moment(pose: PoseFile, name: str, phase: Mapping[str, Any]) -> SolvedCloseUp:
    """Solves the inner-side foot; a risen arch keeps heel and ball on the ground."""
    v = checked(pose, name, phase)
    root = (v.get("x", 120.0), v.get("y", FLOOR - 62))
    hind, fore = -v.get("foot", 0), 0.0
    if v.get("arch"):
        hind = -v["arch"]
        root = moved(moved(root, HEEL_POINT), turned((-HEEL_POINT[0], -HEEL_POINT[1]), hind))
        midfoot = moved(root, turned(c.MIDFOOT, hind))
        drop = v.get("y", FLOOR - 62) + BALL_POINT[1] - midfoot[1]
        rest = degrees(asin((BALL_POINT[1] - c.MIDFOOT[1]) / distance(c.MIDFOOT, BALL_POINT)))
        fore = degrees(asin(min(1, drop / distance(c.MIDFOOT, BALL_POINT)))) - rest - hind
    level = -hind - fore if v.get("arch") else 0.0
    groups = {
        "r": (*root, v.get("turn", 0.0)), "sh": (0, 0, v.get("shin", 0.0)), "hi": (0, 0, hind), "fo": (*c.MIDFOOT, fore),
        "bt": (*c.HINGE, level - v.get("big", 0)), "bu": (*c.KNUCKLE, -v.get("bigtip", 0)),
        "lt": (*c.HINGE, level - v.get("toes", 0)), "lu": (*c.KNUCKLE, -v.get("toestip", 0)),
        "ha": (130, 40, v.get("hand", 0)), "am": (126, 28, v.get("arm", 0)), "ba": (v.get("ball", 0), v.get("bally", FLOOR - 19), v.get("ball", 0) * 2.2),
    }  # fmt: skip
    if "cloth" in v:
        groups["cl"] = (-v["cloth"], 0, 0)
    return SolvedCloseUp(groups)


def front_moment(pose: PoseFile, name: str, phase: Mapping[str, Any]) -> SolvedCloseUp:
    """Solves the pair of feet from the front."""
    v = checked(pose, name, phase)
    root, turn = (v.get("x", 118.0), c.OTHER_FOOT[1]), v.get("tilt", 0) + v.get("swing", 0)
    bands = []
    for link in pose.links:
        if link["from"] not in c.FRONT_EDGES:
            raise PoseError(
                pose.file, "links", f"there is no point {link['from']!r}; known are {', '.join(sorted(c.FRONT_EDGES))}"
            )
        start = moved(root, turned(c.FRONT_EDGES[link["from"]], turn))
        edge = c.FRONT_EDGES[link["from"]]
        end = (
            (c.OTHER_FOOT[0] - edge[0], c.OTHER_FOOT[1] + edge[1])
            if link["to"] == "other foot"
            else (float(link["to"][0]), float(link["to"][1]))
        )
        bands.append((start, degrees(atan2(end[1] - start[1], end[0] - start[0])), distance(start, end)))
    return SolvedCloseUp({"r": (*root, 0), "sh": (0, 0, 0), "ft": (0, 0, turn)}, tuple(bands))


def solve_close_up(pose: PoseFile) -> dict[str, SolvedCloseUp]:
    """Every phase of a close-up. Raises PoseError."""
    one = side_moment if pose.camera == "foot-side" else front_moment
    return {name: one(pose, name, phase) for name, phase in pose.phases.items()}


class CloseUpPainter:
    """Draws one moment of a close-up."""

    def __init__(self, pose: PoseFile, moment: SolvedCloseUp, *, moving: bool, detail: int = 2) -> None:
        self.pose, self.moment, self.moving, self.detail = pose, moment, moving, detail

    def group(self, name: str, inner: str) -> str:
        """A group turned about its own pivot; its children keep the coordinates of the whole foot."""
        x, y, turn = self.moment.groups[name]
        back = f'<g transform="translate({n(-x)},{n(-y)})">{inner}</g>' if name not in MOVED and (x or y) else inner
        if name in MOVED:
            kind = f' class="joint {name}"' if self.moving else ""
            return f'<g{kind} transform="translate({n(x)},{n(y)}) rotate({n(turn)})">{inner}</g>'
        if self.moving:
            place = f"translate({n(x)},{n(y)})"
            return f'<g transform="{place}"><g class="joint {name}" transform="rotate({n(turn)})">{back}</g></g>'
        if turn == 0:
            return inner
        return f'<g transform="rotate({n(turn)},{n(x)},{n(y)})">{inner}</g>'

    def glow(self, bone: str) -> str:
        """The amber of one bone."""
        strokes = ""
        for tissue in self.pose.glow:
            if tissue not in c.GLOW:
                raise PoseError(
                    self.pose.file, "glow", f"unknown tissue {tissue!r}; known are {', '.join(sorted(c.GLOW))}"
                )
            strokes += c.GLOW[tissue][bone]
        return self.amber(strokes)

    def amber(self, strokes: str) -> str:
        """Halo and core of some strokes; a thumb has the core alone."""
        if not strokes:
            return ""
        return "".join(path(kind, strokes) for kind in self.strokes())

    def strokes(self) -> tuple[str, ...]:
        """What amber is drawn with: a halo and a core; a thumb has no halo."""
        return ("glow-casing", "glow big") if self.detail else ("glow big",)

    def side(self) -> str:
        """The foot from its inner side."""
        lesser = self.group("lt", path("skin-between", c.TOE_1) + self.group("lu", path("skin-between", c.TOE_2)))
        hand = ""
        if "hand" in self.pose.wear:
            hand = self.group(
                "ha",
                self.group("am", path("skin-near", c.FOREARM))
                + path("skin-near", c.GRIP_FINGERS)
                + "".join(path("skin-near", part) for part in (c.GRIP, c.GRIP_INDEX, c.GRIP_THUMB))
                + path("fold", c.GRIP_FOLDS)
                + path("nail", c.GRIP_NAIL),
            )
        toe = path("skin-near", c.TOE_1) + self.group("bu", path("skin-near", c.TOE_2) + path("nail", c.NAIL))
        # The hand goes with the toe that it pulls, and lies over the foot.
        held = self.group("bt", hand) if hand else ""
        fore = self.group("fo", self.group("bt", toe) + path("skin-near", c.FORE) + self.glow("fore") + held)
        hind = self.group("hi", self.group("fo", lesser) + path("skin-near", c.HIND) + fore + self.glow("hind"))
        shank = self.group(
            "sh", path("skin-near", c.SHANK) + path("leg-near", c.LEGGING) + path("cuff-near", c.LEGGING_CUFF)
        )
        return self.group("r", shank + hind + (path("skin-shade", c.BONE) if self.detail == 2 else ""))

    def front(self) -> str:
        """Two feet from the front: the working one at the left, its neighbour paler at the right."""

        def foot(tone: str) -> str:
            toes = path("fold" if tone == "n" else "fold pale", c.FRONT_CLEFTS)
            nails = path("nail", c.FRONT_NAILS) if tone == "n" and self.detail else ""
            return path(f"skin-{REACH[tone]}", c.FRONT_FOOT) + toes + nails

        def shank(tone: str) -> str:
            return (
                path(f"skin-{REACH[tone]}", c.FRONT_SHANK)
                + path(f"leg-{REACH[tone]}", c.FRONT_LEGGING)
                + path(f"cuff-{REACH[tone]}", c.FRONT_CUFF)
            )

        upper = lower = ""
        for tissue in self.pose.glow:
            if tissue not in c.FRONT_GLOW:
                raise PoseError(
                    self.pose.file, "glow", f"unknown tissue {tissue!r}; known are {', '.join(sorted(c.FRONT_GLOW))}"
                )
            high, low = c.FRONT_GLOW[tissue]
            upper, lower = upper + high, lower + low
        amber = "".join(path(kind, upper) + self.group("ft", path(kind, lower)) for kind in self.strokes())
        band = path("pr-loop", c.FRONT_LOOP[self.pose.links[0]["from"].split()[0]])
        both = any(link["to"] == "other foot" for link in self.pose.links)
        x, y = c.OTHER_FOOT
        other = f'<g transform="translate({n(x)},{n(y)}) scale(-1,1)">{shank("f")}{foot("f")}{band if both else ""}</g>'
        working = self.group(
            "r", self.group("sh", shank("n")) + self.group("ft", foot("n")) + amber + self.group("ft", band)
        )
        over = under = ""
        for index, link in enumerate(self.pose.links):
            if link["from"].endswith("sole"):
                under += self.band(index)
            else:
                over += self.band(index)
        return under + other + over + working

    def band(self, index: int) -> str:
        """A band as a line of 100 units, moved, turned and stretched."""
        start, angle, length = self.moment.bands[index]
        kind = f' class="joint l{index}"' if self.moving else ""
        where = f"translate({n(start[0])},{n(start[1])}) rotate({n(angle)}) scale({length / 100:.3f},1)"
        return f'<g{kind} transform="{where}">{path("pr-strand", "M0,0H100")}</g>'

    def ground(self) -> str:
        """Floor and what lies on it."""
        out = (
            path("pr-floor", f"M14,{n(FLOOR + 1.5)}H306")
            if self.pose.camera == "foot-side" and "floor" in dict(self.pose.props)
            else ""
        )
        for name, data in self.pose.props:
            if name == "post":
                out += path("pr-post", f"M{n(data['x'])},{n(data['top'])}V{n(FLOOR + 20)}") + tied(data)
            elif name == "knee":
                out += path("leg-far", c.UNDER_THIGH)
            elif name == "cloth":
                x, w = data["x"], data["width"]
                folds = f"M{n(x - 44)},{n(FLOOR)}v-5H{n(x)}c3,-8 12,-10 18,-1c4,-21 17,-22 23,-5c5,-19 18,-18 23,-2c6,-13 15,-11 19,8"
                out += self.group("cl", path("pr-cloth", f"{folds}H{n(x + w)}V{n(FLOOR)}Z"))
            elif name == "ball":
                r = data["r"]
                rings = f'<circle class="pr-ball" r="{n(r)}"/>' + path(
                    "pr-coil", f"M-{n(r - 5)},-3C-6,4 6,-8 {n(r - 5)},-2"
                )
                out += (
                    self.group("ba", rings)
                    if "ball" in next(iter(self.pose.phases.values()))
                    else f'<g transform="translate({n(data["x"])},{n(data["y"] - r)})">{rings}</g>'
                )
        return out

    def picture(self) -> str:
        """Ground, leg, signs."""
        art = self.side() if self.pose.camera == "foot-side" else self.front()
        return (
            self.ground()
            + art
            + (signs_of_movement(self.pose.signs, self.pose.file, mirror=False) if self.detail else "")
        )


def close_up_rules(pose: PoseFile, moments: Mapping[str, SolvedCloseUp]) -> str:
    """The custom properties of every moving group."""
    letters = [LETTERS[name] for name in moments]
    first = next(iter(moments.values())).groups
    lines = []
    for name in first:
        values = []
        turns = unwound([moment.groups[name][2] for moment in moments.values()])
        for moment, turn in zip(moments.values(), turns, strict=True):
            x, y, _ = moment.groups[name]
            values.append(
                f"translate({n(x)}px,{n(y)}px) rotate({n(turn)}deg)" if name in MOVED else f"rotate({n(turn)}deg)"
            )
        pairs = ";".join(f"--{letter}:{value}" for letter, value in zip(letters, values, strict=True))
        lines.append(f".x-{pose.slug} .{name}{{{pairs}}}")
    for index in range(len(pose.links)):
        bands = [moment.bands[index] for moment in moments.values()]
        angles = unwound([angle for _, angle, _ in bands])
        values = [
            f"translate({n(start[0])}px,{n(start[1])}px) rotate({n(angle)}deg) scale({length / 100:.3f},1)"
            for (start, _, length), angle in zip(bands, angles, strict=True)
        ]
        lines.append(
            f".x-{pose.slug} .l{index}{{{';'.join(f'--{letter}:{value}' for letter, value in zip(letters, values, strict=True))}}}"
        )
    return "\n".join(lines)
