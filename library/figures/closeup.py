"""Paints the close-ups that `closesolve.py` places, and writes the stylesheet of their movement."""

from collections.abc import Mapping

from ankles.svg import svg_number as n
from library.figures import closeshapes as c
from library.figures import toes, towel
from library.figures.closeplace import SolvedCloseUp
from library.figures.closesolve import FLOOR
from library.figures.errors import PoseError
from library.figures.geometry import unwound
from library.figures.posefile import LETTERS, PoseFile
from library.figures.props import REACH, path, signs_of_movement, tied

MOVED = ("r", "ba", "cl", "cs", "cf", *toes.GROUPS)  # groups that go from place to place; the others turn about a joint


class CloseUpPainter:
    """Draws one moment of a close-up."""

    def __init__(
        self,
        pose: PoseFile,
        moment: SolvedCloseUp,
        *,
        moving: bool,
        detail: int = 2,
        before: SolvedCloseUp | None = None,
        mirror: bool = False,
    ) -> None:
        self.pose, self.moment, self.moving, self.detail, self.before = pose, moment, moving, detail, before
        self.mirror = mirror

    def group(self, name: str, inner: str) -> str:
        """A group turned about its own pivot; its children keep the coordinates of the whole foot."""
        place = self.moment.groups[name]
        x, y, turn = place[:3]
        back = f'<g transform="translate({n(-x)},{n(-y)})">{inner}</g>' if name not in MOVED and (x or y) else inner
        if name in MOVED or place.stretched:
            kind = f' class="joint {name}"' if self.moving else ""
            return f'<g{kind} transform="{place.transform()}">{inner}</g>'
        if self.moving:
            where = f"translate({n(x)},{n(y)})"
            return f'<g transform="{where}"><g class="joint {name}" transform="rotate({n(turn)})">{back}</g></g>'
        if turn == 0:
            return inner
        return f'<g transform="rotate({n(turn)},{n(x)},{n(y)})">{inner}</g>'

    def glow(self) -> str:
        """The amber under heel and forefoot: every halo first, so that none lies over a core."""
        hind = fore = ""
        for tissue in self.pose.glow:
            if tissue not in c.GLOW:
                raise PoseError(
                    self.pose.file, "glow", f"unknown tissue {tissue!r}; known are {', '.join(sorted(c.GLOW))}"
                )
            hind, fore = hind + c.GLOW[tissue]["hind"], fore + c.GLOW[tissue]["fore"]
        out = ""
        for kind in self.strokes() if hind or fore else ():
            out += (path(kind, hind) if hind else "") + self.group("fo", path(kind, fore))
        return out

    def strokes(self) -> tuple[str, ...]:
        """What amber is drawn with: a halo and a core; a thumb has no halo."""
        return ("glow-casing", "glow big") if self.detail else ("glow big",)

    def side(self) -> str:
        """The foot from its inner side."""
        lesser = self.group("lt", path("skin-between", c.TOE_1) + self.group("lu", path("skin-between", c.TOE_2)))
        hand = ""
        if "hand" in self.pose.wear:
            fingers = path("skin-between", c.GRIP_FAR) + path("skin-between", c.GRIP_MIDDLE)
            near = "".join(path("skin-near", part) for part in (c.GRIP, c.GRIP_THUMB))
            arm = self.group("am", path("skin-near", c.GRIP_ARM))
            hand = self.group("ha", fingers + arm + near + path("fold", c.GRIP_FOLDS) + path("nail", c.GRIP_NAIL))
        toe = path("skin-near", c.TOE_1) + self.group("bu", path("skin-near", c.TOE_2) + path("nail", c.NAIL))
        fore = self.group("fo", self.group("bt", toe) + path("skin-near", c.FORE))
        # The hand goes with the toe that it pulls, and lies over the foot.
        held = self.group("fo", self.group("bt", hand)) if hand else ""
        heel = self.group("fo", lesser) + path("skin-near", c.HIND)
        hind = self.group("hi", heel + fore + self.glow() + held)
        shank = self.group(
            "sh", path("skin-near", c.SHANK) + path("leg-near", c.LEGGING) + path("cuff-near", c.LEGGING_CUFF)
        )
        return self.group("r", shank + hind + (path("skin-shade", c.BONE) if self.detail == 2 else ""))

    def shadow(self) -> str:
        """Where the foot was at the start, pale behind it, if the pose asks for it."""
        if not self.pose.shadow or self.before is None or "cl" in self.before.groups:
            return ""  # where a towel lay is drawn with the towel
        then = CloseUpPainter(self.pose, self.before, moving=False)
        toes_then = then.group("bt", path("shadow", c.TOE_1) + then.group("bu", path("shadow", c.TOE_2)))
        fore = then.group("fo", toes_then + path("shadow", c.FORE))
        return then.group("r", then.group("hi", path("shadow", c.HIND) + fore))

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
        side = self.pose.links[0]["from"].split()[0]
        band, turn = path("pr-loop", c.FRONT_LOOP[side]), path("pr-loop", c.FRONT_TURN[side])
        both = any(link["to"] == "other foot" for link in self.pose.links)
        x, y = c.OTHER_FOOT
        held = turn + foot("f") + band
        other = f'<g transform="translate({n(x)},{n(y)}) scale(-1,1)">{shank("f")}{held if both else foot("f")}</g>'
        working = self.group(
            "r", self.group("sh", shank("n")) + self.group("ft", turn + foot("n")) + amber + self.group("ft", band)
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
        out = path("pr-floor", f"M14,{n(FLOOR + 1.5)}H306") if "floor" in dict(self.pose.props) else ""
        for name, data in self.pose.props:
            if name == "post":
                out += path("pr-post", f"M{n(data['x'])},{n(data['top'])}V{n(FLOOR + 20)}") + tied(data)
            elif name == "knee":
                out += path("leg-far", c.UNDER_THIGH)
            elif name == "cloth":
                out += towel.shadow(self.pose) if self.pose.shadow else ""
                out += towel.flat(self.pose, self.group, fine=self.detail > 0)
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
        if self.pose.camera == "toes":
            art = toes.drawn(self.group, fine=self.detail > 0)
        else:
            art = self.side() if self.pose.camera == "foot-side" else self.front()
        over = towel.folds(self.group, fine=self.detail > 0) if "cf" in self.moment.groups else ""
        signs = signs_of_movement(self.pose.signs, self.pose.file, mirror=self.mirror) if self.detail else ""
        return self.ground() + self.shadow() + art + over + signs


def close_up_rules(pose: PoseFile, moments: Mapping[str, SolvedCloseUp]) -> str:
    """The custom properties of every moving group."""
    letters = [LETTERS[name] for name in moments]
    first = next(iter(moments.values())).groups
    lines = []
    for name in first:
        places = [moment.groups[name] for moment in moments.values()]
        turns = unwound([place.turn for place in places])
        sized = any(place.stretched for place in places)
        values = [
            place.css(turn, sized=sized) if name in MOVED else f"rotate({n(turn)}deg)"
            for place, turn in zip(places, turns, strict=True)
        ]
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
