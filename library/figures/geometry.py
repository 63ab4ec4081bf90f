"""Points, turns and the two-bone reach: the arithmetic under every figure.

Units are those of the plate (320 wide, ground at y = 278). World angles are degrees: for a limb 0 hangs straight down and
plus is forward (right); for the trunk 0 is upright and plus leans forward; for a foot 0 is level and plus is toes up.
"""

from math import acos, atan2, cos, degrees, hypot, radians, sin

Point = tuple[float, float]


def along(start: Point, length: float, angle: float) -> Point:
    """The far end of a limb of `length` that leaves `start` at a world angle."""
    turn = radians(angle)
    return start[0] + length * sin(turn), start[1] + length * cos(turn)


def above(start: Point, length: float, lean: float) -> Point:
    """The far end of a trunk of `length` that rises from `start` with a forward lean."""
    turn = radians(lean)
    return start[0] + length * sin(turn), start[1] - length * cos(turn)


def turned(point: Point, svg_degrees: float) -> Point:
    """A point turned about the origin, clockwise as SVG turns."""
    turn = radians(svg_degrees)
    return point[0] * cos(turn) - point[1] * sin(turn), point[0] * sin(turn) + point[1] * cos(turn)


def moved(point: Point, by: Point) -> Point:
    """A point shifted by another."""
    return point[0] + by[0], point[1] + by[1]


def distance(one: Point, other: Point) -> float:
    """How far apart two points are."""
    return hypot(other[0] - one[0], other[1] - one[1])


def reach(start: Point, end: Point, first: float, second: float, bow: int) -> tuple[float, float]:
    """World angles of two bones that go from `start` to `end`; bow +1 bends forward (knees), -1 back (elbows).

    A target out of reach is answered with the straight limb towards it: the caller compares and refuses.
    """
    across, down = end[0] - start[0], end[1] - start[1]
    span = min(max(hypot(across, down), abs(first - second) + 0.1), first + second - 0.01)
    base = degrees(atan2(across, down))
    inner = degrees(acos((first * first + span * span - second * second) / (2 * first * span)))
    upper = base + bow * inner
    middle = along(start, first, upper)
    return upper, degrees(atan2(end[0] - middle[0], end[1] - middle[1]))


def signed(angle: float) -> float:
    """The same turn between -180 and 180 degrees."""
    return (angle + 180) % 360 - 180


def unwound(angles: list[float]) -> list[float]:
    """The same turns without a jump of more than half a circle between neighbours, so that joints take the short way."""
    out = angles[:1]
    for angle in angles[1:]:
        while angle - out[-1] > 180:
            angle -= 360
        while angle - out[-1] < -180:
            angle += 360
        out.append(angle)
    return out
