"""The runner as SVG: nested groups with the origin on each joint, painted from the far side to the near side."""

from math import atan2, degrees
from typing import Any

from ankles.svg import svg_number as n
from library.figures import insets, shapes
from library.figures.errors import PoseError
from library.figures.geometry import Point, distance
from library.figures.posefile import PoseFile
from library.figures.props import REACH, path, props, signs_of_movement
from library.figures.skeleton import Body

INSETS = ("lens", "plan")
Link = tuple[Point, float, float]  # start, SVG angle, length


def link_place(pose: PoseFile, index: int, body: Body) -> Link:
    """Where a band or strap runs in this moment: from a tracked point or a fixed one to another."""
    link = pose.links[index]
    points = body.points

    def point(key: Any) -> Point:
        if isinstance(key, str):
            words = key.split()
            name = f"{words[1]} {words[0][0]}" if len(words) == 2 else key
            if name not in points:
                raise PoseError(pose.file, "links", f"there is no point {key!r} on the body")
            return points[name]
        return float(key[0]), float(key[1])

    start, end = point(link["from"]), point(link["to"])
    return start, degrees(atan2(end[1] - start[1], end[0] - start[0])), distance(start, end)


class Painter:
    """Draws one body of one pose. `moving` writes the joint classes the stylesheet turns; `detail` is 2 for a plate, 1 for a card, 0 for a thumb."""

    def __init__(
        self, pose: PoseFile, body: Body, *, moving: bool, detail: int = 2, mirror: bool = False, phase: str = "end"
    ) -> None:
        self.pose, self.body, self.moving, self.detail, self.mirror = pose, body, moving, detail, mirror
        self.phase = phase

    def joint(self, name: str, inner: str, at: tuple[float, float] | None = None) -> str:
        """A group turned about its joint, which lies at `at` in the parent's space."""
        turn = f"rotate({n(self.body.turns[name])})"
        place = f"translate({n(at[0])},{n(at[1])})" if at else ""
        if self.moving:
            group = f'<g class="joint {name}" transform="{turn}">{inner}</g>'
            return f'<g transform="{place}">{group}</g>' if at else group
        if self.body.turns[name] == 0 and not at:
            return inner
        return f'<g transform="{place}{turn}">{inner}</g>'

    def root(self, inner: str) -> str:
        """The group that carries the whole body to its place."""
        x, y = self.body.root
        kind = ' class="joint r"' if self.moving else ""
        return f'<g{kind} transform="translate({n(x)},{n(y)})">{inner}</g>'

    def glow(self, side: str) -> str:
        """The amber of one leg, over shin and foot: all halos first, then all cores."""
        shin = foot = ""
        for tissue in self.pose.glow:
            words = tissue.split()
            name = words[-1]
            if name not in shapes.GLOW and name not in shapes.THIGH_GLOW:
                known = ", ".join(sorted([*shapes.GLOW, *shapes.THIGH_GLOW]))
                raise PoseError(self.pose.file, "glow", f"unknown tissue {name!r}; known are {known}")
            if name in shapes.GLOW and self.is_of(words[0], side):
                shin += shapes.GLOW[name][0]
                foot += shapes.GLOW[name][1]
        out = ""
        for kind in self.strokes():
            out += path(kind, shin) if shin else ""
            out += self.joint("a" + side, path(kind, foot), (0, 62)) if foot else ""
        return out

    def thigh_glow(self, side: str) -> str:
        """The amber of one thigh."""
        found = [tissue.split() for tissue in self.pose.glow]
        drawn = "".join(
            shapes.THIGH_GLOW[words[-1]]
            for words in found
            if words[-1] in shapes.THIGH_GLOW and self.is_of(words[0], side)
        )
        return "".join(path(kind, drawn) for kind in self.strokes()) if drawn else ""

    def is_of(self, word: str, side: str) -> bool:
        """Whether a tissue that begins with a word lies in this leg: `far` is the far one, any other the near one."""
        return ("f" if word == "far" else "n") == side

    def strokes(self) -> tuple[str, ...]:
        """What amber is drawn with: a halo and a core; a thumb has no halo."""
        return ("glow-casing", "glow") if self.detail else ("glow",)

    def leg(self, side: str) -> str:
        """Thigh, shin, foot and toes; the foot is painted first so that the cuff and the knee cover the joints."""
        skin = f"skin-{REACH[side]}"
        bump = path("skin-shade", shapes.ANKLE_BONE) if side == "n" and self.detail == 2 else ""
        foot = self.joint("o" + side, path(skin, shapes.TOES), (23, 9.5)) + path(skin, shapes.FOOT) + bump
        shin = (
            path(skin, shapes.ANKLE_SKIN)
            + self.joint("a" + side, foot, (0, 62))
            + path(f"leg-{REACH[side]}", shapes.SHIN)
        )
        shin += (
            (path(f"cuff-{REACH[side]}", shapes.CUFF) if self.detail == 2 else "") + self.glow(side) + self.wraps(side)
        )
        thigh = path(f"leg-{REACH[side]}", shapes.THIGH) + self.thigh_glow(side)
        return self.joint("q" + side, self.joint("k" + side, shin, (0, 62)) + thigh)

    def wraps(self, side: str) -> str:
        """What goes round one foot: the bend of every band or towel that runs past its near face, over skin and amber."""
        out = ""
        for link in self.pose.links:
            for end in (link["from"], link["to"]):
                reach, _, point = end.partition(" ") if isinstance(end, str) else ("", "", "")
                if reach == REACH[side] and point in shapes.WRAP and not link.get("behind"):
                    out += path("pr-wrap cloth" if link.get("kind") == "strap" else "pr-wrap", shapes.WRAP[point])
        return self.joint("a" + side, out, (0, 62)) if out else ""

    def arm(self, side: str) -> str:
        """Upper arm, forearm and hand; on a thumb one bent line."""
        if self.detail == 0:
            points, (x, y) = self.body.points, self.body.root
            joints = [points["shoulder"], *(points[f"{name} {side}"] for name in ("elbow", "wrist", "finger"))]
            return path(f"arm-{REACH[side]}", "M" + "L".join(f"{n(at[0] - x)},{n(at[1] - y)}" for at in joints))
        skin = f"skin-{REACH[side]}"
        kind = self.pose.hands.get("near" if side == "n" else "far", "open")
        if kind not in shapes.HAND:
            raise PoseError(
                self.pose.file, "hands", f"unknown hand {kind!r}; known are {', '.join(sorted(shapes.HAND))}"
            )
        hand = self.joint("w" + side, path(skin, shapes.HAND[kind]), (0, 38))
        fore = self.joint("e" + side, hand + path(skin, shapes.FOREARM), (0, 43))
        return self.joint("t", self.joint("u" + side, fore + path(skin, shapes.UPPER_ARM), (0, -67)))

    def trunk(self) -> str:
        """Pelvis, head and vest."""
        face = path("skin-near", shapes.NECK + shapes.FACE) + path("hair", shapes.HAIR[self.pose.hair])
        face += "" if self.detail < 2 else path("skin-shade", shapes.EAR)
        pack = "backpack" in self.pose.wear
        vest = path("vest", shapes.TORSO) + path("hoop", shapes.HOOP) + (path("strap", shapes.STRAPS) if pack else "")
        return self.joint(
            "t",
            (path("pack", shapes.BACKPACK) if pack else "")
            + path("leg-near", shapes.PELVIS)
            + self.joint("h", face, (1, -75))
            + vest,
        )

    def link(self, index: int) -> str:
        """A band or strap: a line of 100 units, moved, turned and stretched; a strap's end hangs out of the hand."""
        start, angle, length = link_place(self.pose, index, self.body)
        name = f' class="joint l{index}"' if self.moving else ""
        where = f"translate({n(start[0])},{n(start[1])}) rotate({n(angle)}) scale({length / 100:.3f},1)"
        kind = self.pose.links[index].get("kind", "band")
        line = path(f"pr-{kind}", "M-18,0H100" if kind == "strap" else "M0,0H100")
        return f'<g{name} transform="{where}">{line}</g>'

    def signs(self, *, behind: bool) -> str:
        """The signs in front of the runner, or those that would run over the legs and lie behind; a thumb has none."""
        chosen = [(name, data) for name, data in self.pose.signs if bool(data.get("behind")) == behind]
        if not self.detail:
            return ""
        signs = [sign for sign in chosen if sign[0] not in INSETS]
        drawn = signs_of_movement(signs, self.pose.file, mirror=self.mirror, moving=self.moving)
        for name, data in chosen:
            if name == "lens":
                drawn += insets.lens(data, self.phase, moving=self.moving)
            elif name == "plan":
                drawn += insets.plan(data, self.phase, moving=self.moving, mirror=self.mirror)
        return drawn

    def picture(self) -> str:
        """Everything in painting order."""
        links = {True: "", False: ""}
        for index, link in enumerate(self.pose.links):
            links[bool(link.get("behind"))] += self.link(index)
        return (
            props(self.pose.props, front=False, fine=self.detail == 2) + self.signs(behind=True)
            + self.root(self.arm("f") + self.leg("f")) + links[True] + self.root(self.trunk() + self.leg("n"))
            + links[False] + props(self.pose.props, front=True, fine=self.detail == 2) + self.root(self.arm("n"))
            + self.signs(behind=False)
        )  # fmt: skip
