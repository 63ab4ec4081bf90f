"""What a body stands on and holds: the floor, the steps, and the points where a hand meets a prop or its own leg."""

from collections.abc import Mapping, Sequence
from typing import Any

from library.figures.errors import PoseError
from library.figures.geometry import Point, moved, turned
from library.figures.skeleton import GROUND

Prop = tuple[str, Mapping[str, Any]]


def first_prop(props: Sequence[Prop], kind: str, file: str, joint: str) -> Mapping[str, Any]:
    """The first prop of a kind; refuses a pose that leans on what is not there."""
    for name, data in props:
        if name == kind:
            return data
    raise PoseError(file, joint, f"there is no {kind} among the props")


def top_of(props: Sequence[Prop], surface: str, file: str, joint: str) -> float:
    """The height (y) of what a foot stands on: `floor`, `step` or `roll`."""
    if surface == "floor":
        return GROUND
    data = first_prop(props, surface, file, joint)
    if surface == "roll":
        return float(data["y"]) - 2 * float(data.get("r", 5))
    return GROUND - float(data["height"])


def ground_under(props: Sequence[Prop], x: float) -> float:
    """The height (y) of the highest solid thing under x."""
    tops = [GROUND]
    for name, data in props:
        if name == "step" and data["x"] <= x <= data["x"] + data["width"]:
            tops.append(GROUND - data["height"])
    return min(tops)


def hold(
    props: Sequence[Prop],
    data: Mapping[str, Any],
    points: Mapping[str, Point],
    world: Mapping[str, float],
    file: str,
    joint: str,
) -> tuple[Point, float | None]:
    """Where the palm goes and, where the prop decides it, the world angle of the hand.

    `points` and `world` are those of the legs and the trunk, already solved.
    """
    kind = data["holds"]
    if kind == "wall":
        wall = first_prop(props, "wall", file, joint)
        return (float(wall["x"]) - 4.2, float(data["y"]) - 6), 175.0
    if kind == "wall-behind":
        wall = first_prop(props, "wall-behind", file, joint)
        return (float(wall["x"]) + 5, float(data["y"])), 0.0
    if kind == "rail":
        rail = first_prop(props, "rail", file, joint)
        return (float(rail["x"]), float(rail["top"]) + 1), None
    if kind == "post":
        post = first_prop(props, "post", file, joint)
        return (float(post["x"]), float(data["y"])), None
    if kind == "chair":
        chair = first_prop(props, "chair", file, joint)
        return (float(chair["x"]) + float(data.get("along", -10)), float(chair["seat"]) + 1), None
    if kind == "chair-back":
        chair = first_prop(props, "chair", file, joint)
        return (float(chair["x"]) - 33, float(chair["seat"]) - 58), None
    if kind == "floor":
        return (float(data["x"]), GROUND - 4.5), 60.0
    side = "f" if data.get("side") == "far" else "n"
    if kind == "hip":
        return moved(points["hip"], turned((float(data.get("along", 2)), -8), world["t"])), None
    if kind in ("thigh", "shin"):
        letter, start, end = ("q", "hip", f"knee {side}") if kind == "thigh" else ("k", f"knee {side}", f"ankle {side}")
        share = float(data.get("share", 0.6))
        root, tip = points[start], points[end]
        place = (root[0] + (tip[0] - root[0]) * share, root[1] + (tip[1] - root[1]) * share)
        return moved(place, turned((float(data.get("out", 9)), 0), world[letter + side])), None
    if kind == "toes":
        return points[f"toetop {side}"], None
    raise PoseError(file, joint, f"a hand cannot hold {kind!r}")
