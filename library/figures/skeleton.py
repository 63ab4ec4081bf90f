"""The bones: how long they are, how far the joints go, and where every point of a body is for given turns."""

from collections.abc import Mapping
from dataclasses import dataclass

from library.figures.geometry import Point, above, along, moved, signed, turned

GROUND = 278.0
SHOULDER, UPPER, FORE, PALM, FINGER, THIGH, SHIN = 67.0, 43.0, 38.0, 6.0, 16.0, 62.0, 62.0
LEG, ARM = THIGH + SHIN, UPPER + FORE
SOLE, HEEL = 13.0, -13.0
HINGE: Point = (23.0, 9.5)

# Points of the foot, from the ankle, with the sole level.
FOOT_POINTS: dict[str, Point] = {
    "heel": (-9.0, 13.0),
    "ball": (23.0, 13.0),
    "under": (20.4, 7.6),
    "instep": (18.6, 7.0),
    "crease": (5.4, 3.6),
    "back": (-13.0, 6.0),
}
TOE_POINTS: dict[str, Point] = {"toe": (11.5, 3.4), "toetop": (9.0, -1.6)}

PARENT: dict[str, str | None] = {"t": None, "h": "t"}
for _side in "nf":
    PARENT |= {f"u{_side}": "t", f"e{_side}": f"u{_side}", f"w{_side}": f"e{_side}"}
    PARENT |= {f"q{_side}": None, f"k{_side}": f"q{_side}", f"a{_side}": f"k{_side}", f"o{_side}": f"a{_side}"}

SIDES = {"n": "near", "f": "far"}
JOINTS = {
    "t": "trunk",
    "h": "neck",
    "u": "shoulder",
    "e": "elbow",
    "w": "wrist",
    "q": "hip",
    "k": "knee",
    "a": "ankle",
    "o": "toes",
}

# Degrees each joint may bend: (least, most), plus is flexion, ankle plus is toes towards the shin (a wide, healthy range).
RANGES: dict[str, tuple[float, float]] = {
    "trunk": (-45, 140),
    "neck": (-50, 60),
    "shoulder": (-70, 185),
    "elbow": (-2, 150),
    "wrist": (-80, 95),
    "hip": (-30, 138),
    "knee": (-3, 150),
    "ankle": (-60, 45),
    "toes": (-50, 80),
}


@dataclass(frozen=True)
class Body:
    """One solved moment: the hip's place, every joint's own turn in SVG degrees, and which feet carry weight.

    `planted` maps a side to how its foot stands ("flat", "toes" or "heel"); `held` maps a side to the point its palm holds.
    """

    root: Point
    turns: Mapping[str, float]
    planted: Mapping[str, str]
    held: Mapping[str, Point]

    @property
    def world(self) -> dict[str, float]:
        """Every bone's turn against the page, in SVG degrees."""
        out: dict[str, float] = {}
        for name, parent in PARENT.items():
            out[name] = self.turns[name] + (out[parent] if parent else 0)
        return out

    @property
    def points(self) -> dict[str, Point]:
        """Where every named point is; limb points carry their side: `knee n`, `heel f`."""
        world = self.world
        shoulder = above(self.root, SHOULDER, world["t"])
        out: dict[str, Point] = {"hip": self.root, "shoulder": shoulder, "chin": above(shoulder, 16, world["h"])}
        for side in "nf":
            elbow = along(shoulder, UPPER, -world["u" + side])
            wrist = along(elbow, FORE, -world["e" + side])
            knee = along(self.root, THIGH, -world["q" + side])
            ankle = along(knee, SHIN, -world["k" + side])
            out |= {f"elbow {side}": elbow, f"wrist {side}": wrist, f"knee {side}": knee, f"ankle {side}": ankle}
            out[f"finger {side}"] = along(wrist, FINGER, -world["w" + side])
            out[f"palm {side}"] = along(wrist, PALM, -world["w" + side])
            for name, place in FOOT_POINTS.items():
                out[f"{name} {side}"] = moved(ankle, turned(place, world["a" + side]))
            hinge = moved(ankle, turned(HINGE, world["a" + side]))
            out[f"hinge {side}"] = hinge
            for name, place in TOE_POINTS.items():
                out[f"{name} {side}"] = moved(hinge, turned(place, world["o" + side]))
        return out

    def bends(self) -> dict[str, float]:
        """How far each joint (`kn`, `af` ...) is bent, in degrees, plus as in RANGES."""
        out: dict[str, float] = {}
        for joint, turn in self.turns.items():
            kind = joint[0]
            bend = turn if kind in "thk" else self.turns["t"] - turn if kind == "q" else -turn
            bend = signed(bend)
            out[joint] = bend + 360 if kind == "u" and bend < -100 else bend
        return out


def joint_name(joint: str) -> str:
    """A joint in words for a person: `kn` is "near knee"."""
    return JOINTS[joint[0]] if joint in "th" else f"{SIDES[joint[1]]} {JOINTS[joint[0]]}"
