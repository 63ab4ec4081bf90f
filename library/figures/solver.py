"""From an author's phase to a body: places the feet, finds the hip, reaches with legs and arms, and checks the result."""

from collections.abc import Mapping
from typing import Any

from library.figures.errors import PoseError
from library.figures.geometry import (
    Point,
    above,
    along,
    distance,
    reach,
    signed,
    turned,
)
from library.figures.posefile import PoseFile
from library.figures.skeleton import (
    ARM,
    FOOT_POINTS,
    FORE,
    GROUND,
    HEEL,
    HINGE,
    LEG,
    PALM,
    PARENT,
    RANGES,
    SHIN,
    SHOULDER,
    SOLE,
    THIGH,
    UPPER,
    Body,
    joint_name,
)  # fmt: skip
from library.figures.surfaces import ground_under, hold, top_of

TOLERANCE = 1.5  # units a leg may lack of its foot: less than a line's width on a phone
SINK = 2.1  # units an outline may dip into the floor: its line is 2.4 thick
HAND_TOLERANCE = 4.0  # units a palm may be off what it holds: half a hand's thickness
WORDS = {"n": "near", "f": "far"}


class Solver:
    """Solves one phase of one file. Public: `body()`."""

    def __init__(self, pose: PoseFile, phase: Mapping[str, Any], name: str) -> None:
        self.pose, self.phase, self.name = pose, phase, name
        self.file = pose.file
        self.angles: dict[str, float] = {}
        self.planted: dict[str, str] = {}
        self.held: dict[str, Point] = {}

    def limb(self, side: str) -> Mapping[str, Any]:
        """What the phase says of one side's arm and leg."""
        found: Mapping[str, Any] = self.phase.get(WORDS[side], {})
        return found

    def refuse(self, joint: str, reason: str) -> PoseError:
        """The error for this phase."""
        return PoseError(self.file, joint, f"{reason} (in {self.name})")

    def foot(self, side: str) -> tuple[Point | None, float, float]:
        """Ankle (None for a free leg), foot angle, toe angle of one side."""
        limb = self.limb(side)
        foot: Mapping[str, Any] = limb.get("foot", {})
        angle = float(foot.get("angle", 0))
        lift = float(foot.get("lift", 0))
        toe = float(limb.get("toe", 0))
        kind = next((word for word in ("flat", "toes", "heel") if word in foot), None)
        if kind is None:
            ankle = foot.get("ankle")
            return (None if ankle is None else (float(ankle[0]), float(ankle[1]))), angle, toe
        top = top_of(self.pose.props, str(foot.get("upon", "floor")), self.file, f"{WORDS[side]} foot") - lift
        if lift == 0:
            self.planted[side] = kind
        x = float(foot[kind])
        if kind == "flat":
            return (x - HEEL, top - SOLE), angle, toe
        if kind == "toes":
            at = turned(HINGE, -angle)
            if "toe" not in limb:
                toe = -angle if lift == 0 else min(30.0, -angle)
            return (x - at[0], top - 3.5 - at[1]), angle, toe
        at = turned(FOOT_POINTS["heel"], -angle)
        return (x - at[0], top - at[1]), angle, toe

    def hip(self, ankles: Mapping[str, Point | None]) -> Point:
        """Where the hip is: written, on a seat, or above the leg that carries."""
        if "hip" in self.phase:
            x, y = self.phase["hip"]
            return float(x), float(y)
        if "sit" in self.phase:
            seat = self.phase["sit"]
            if isinstance(seat, dict):
                return float(seat["floor"]), GROUND - 14
            for name, data in self.pose.props:
                if name == seat:
                    return float(data["x"]), float(data["seat"]) - 12
            raise self.refuse("hip", f"there is no {seat} to sit on")
        if "stand" in self.phase:
            stand = self.phase["stand"]
            side = "f" if stand.get("leg") == "far" else "n"
            ankle = ankles[side]
            if ankle is None:
                raise self.refuse("hip", f"stands on the {WORDS[side]} leg, whose foot has no place")
            shin = -float(stand.get("shin", 0))
            thigh = shin + float(stand.get("knee", 0))
            self.angles["k" + side], self.angles["q" + side] = shin, thigh
            return along(along(ankle, -SHIN, shin), -THIGH, thigh)
        raise self.refuse("hip", "has no place: write hip, sit or stand")

    def leg(self, side: str, hip: Point, ankle: Point | None) -> None:
        """Thigh and shin of one side."""
        limb = self.limb(side)
        if "k" + side in self.angles:
            return
        if ankle is None:
            self.angles["q" + side] = float(limb.get("thigh", 0))
            self.angles["k" + side] = float(limb.get("shin", limb.get("thigh", 0)))
            return
        far = distance(hip, ankle)
        if far > LEG + TOLERANCE:
            raise self.refuse(
                f"{WORDS[side]} leg",
                f"cannot reach: the foot is {far:.0f} units from the hip, the leg is {LEG:.0f} long",
            )
        bow = -1 if limb.get("knee") == "back" else 1
        self.angles["q" + side], self.angles["k" + side] = reach(hip, ankle, THIGH, SHIN, bow)

    def arm(self, side: str, shoulder: Point, points: Mapping[str, Point], world: Mapping[str, float]) -> None:
        """Upper arm, forearm and hand of one side."""
        limb = self.limb(side)
        written = "upper" in limb
        if written:
            self.angles["u" + side] = float(limb["upper"])
            self.angles["e" + side] = float(limb.get("fore", limb["upper"]))
        target, fixed = None, None
        if "hand" in limb:
            hand = limb["hand"]
            target, fixed = ((float(hand["at"][0]), float(hand["at"][1])), None) if "at" in hand else hold(
                self.pose.props, hand, points, world, self.file, f"{WORDS[side]} hand")  # fmt: skip
        if "wrist" in limb:
            fixed = float(limb["wrist"])
        if target is not None and not written:
            bow = 1 if limb.get("elbow") == "forward" else -1
            angle = fixed if fixed is not None else 45.0
            for _ in range(12):
                wrist = along(target, -PALM, angle)
                self.angles["u" + side], self.angles["e" + side] = reach(shoulder, wrist, UPPER, FORE, bow)
                angle = fixed if fixed is not None else self.angles["e" + side] + 6
            self.angles["w" + side] = angle
        elif target is None and not written:
            self.angles["u" + side], self.angles["e" + side] = -4.0, 12.0
        self.angles.setdefault("w" + side, fixed if fixed is not None else self.angles["e" + side] + 4)
        if target is not None:
            self.held[side] = target

    def body(self) -> Body:
        """The solved and checked body of this phase."""
        places = {side: self.foot(side) for side in "nf"}
        hip = self.hip({side: place[0] for side, place in places.items()})
        lean = float(self.phase.get("lean", 0))
        self.angles["t"], self.angles["h"] = -lean, -float(self.phase.get("head", lean * 0.35))
        for side in "nf":
            self.leg(side, hip, places[side][0])
            self.angles["a" + side] = places[side][1]
            self.angles["o" + side] = places[side][1] + places[side][2]
        shoulder = above(hip, SHOULDER, lean)
        draft = Body(hip, self.turns(arms=False), {}, {})
        for side in "nf":
            self.arm(side, shoulder, draft.points, draft.world)
        body = Body(hip, self.turns(), dict(self.planted), dict(self.held))
        self.check(body)
        return body

    def turns(self, *, arms: bool = True) -> dict[str, float]:
        """Every joint's own turn in SVG degrees from the world angles found so far."""
        angles = self.angles if arms else {**dict.fromkeys(PARENT, 0.0), **self.angles}
        return {name: signed(-angles[name] + (angles[parent] if parent else 0)) for name, parent in PARENT.items()}

    def check(self, body: Body) -> None:
        """Refuses what no body does: hands off what they hold, feet through the floor, joints past their range."""
        points = body.points
        for side, target in body.held.items():
            off = distance(points[f"palm {side}"], target)
            if off > HAND_TOLERANCE:
                raise self.refuse(
                    f"{WORDS[side]} hand", f"is {off:.0f} units off what it holds; the arm is {ARM:.0f} long"
                )
        for joint, bend in body.bends().items():
            least, most = RANGES[joint_name(joint).split()[-1]]
            if not least <= bend <= most:
                raise self.refuse(
                    joint_name(joint), f"bends {bend:.0f} degrees; it goes from {least:.0f} to {most:.0f}"
                )
        for side in "nf":
            for spot in ("heel", "ball", "toe"):
                x, y = points[f"{spot} {side}"]
                sunk = y - ground_under(self.pose.props, x)
                if sunk > SINK:
                    raise self.refuse(f"{WORDS[side]} foot", f"its {spot} is {sunk:.1f} units through the floor")
            sunk = points[f"finger {side}"][1] - GROUND
            if sunk > SINK:
                raise self.refuse(f"{WORDS[side]} hand", f"its fingers are {sunk:.1f} units through the floor")
            sunk = points[f"knee {side}"][1] + 5 - GROUND
            if sunk > SINK:
                raise self.refuse(f"{WORDS[side]} knee", f"is {sunk:.1f} units through the floor")


def solve_body(pose: PoseFile) -> dict[str, Body]:
    """Every phase of a whole-body pose as a body. Raises PoseError."""
    return {name: Solver(pose, phase, name).body() for name, phase in pose.phases.items()}
