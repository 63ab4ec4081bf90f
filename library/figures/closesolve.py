"""The close-up cameras, drawn where a whole body hides the point: a foot from its inner side, a pair of feet from the front, and the
toes of one foot from the front (`toes.py`).

A phase holds plain numbers. `foot-side`: x y (ankle), turn (the whole leg, degrees clockwise), shin (lean forward), foot (toes
up), arch (degrees the arch rises with heel and ball on the ground), big and toes (bent up), bigtip and toestip (tips bent up;
minus curls), ball (x of a rolling ball), cloth (how far a towel is drawn in), hand and arm (a hand on the toes). `foot-front`: tilt (plus lifts
the outer edge), swing (plus turns the toes out), x. `toes`: big and toes (bent up).
"""

from collections.abc import Mapping
from math import asin, atan2, degrees
from typing import Any

from library.figures import closeshapes as c
from library.figures import toes, towel
from library.figures.closeplace import GroupPlace, SolvedCloseUp
from library.figures.errors import PoseError
from library.figures.geometry import Point, distance, moved, turned
from library.figures.posefile import PoseFile

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
KEYS = {"foot-side": SIDE_KEYS, "foot-front": {"tilt", "swing", "x"}, "toes": {"big", "toes"}}
RANGES = {
    "arch": (-7, 10), "big": (-50, 80), "toes": (-50, 70), "bigtip": (-60, 30), "toestip": (-70, 30),
    "shin": (-40, 40), "foot": (-50, 30), "tilt": (-35, 25), "swing": (-35, 25),
}  # fmt: skip
HEEL_POINT: Point = (-30.0, 62.0)
BALL_POINT: Point = (88.0, 62.0)


def checked(pose: PoseFile, name: str, phase: Mapping[str, Any]) -> dict[str, float]:
    """The phase's numbers, refused when a key is unknown or a joint goes past its range."""
    keys = KEYS[pose.camera]
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
        "r": GroupPlace(*root, v.get("turn", 0.0)), "sh": GroupPlace(0, 0, v.get("shin", 0.0)), "hi": GroupPlace(0, 0, hind), "fo": GroupPlace(*c.MIDFOOT, fore),
        "bt": GroupPlace(*c.HINGE, level - v.get("big", 0)), "bu": GroupPlace(*c.KNUCKLE, -v.get("bigtip", 0)),
        "lt": GroupPlace(*c.HINGE, level - v.get("toes", 0)), "lu": GroupPlace(*c.KNUCKLE, -v.get("toestip", 0)),
        "ha": GroupPlace(130, 40, v.get("hand", 0)), "am": GroupPlace(118, -28, v.get("arm", 0)),
        "ba": GroupPlace(v.get("ball", 0), v.get("bally", FLOOR - 19), v.get("ball", 0) * 2.2),
    }  # fmt: skip
    if "cloth" in v:
        groups |= towel.towel_groups(pose, v["cloth"])
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
    return SolvedCloseUp({"r": GroupPlace(*root), "sh": GroupPlace(0, 0), "ft": GroupPlace(0, 0, turn)}, tuple(bands))


def toes_moment(pose: PoseFile, name: str, phase: Mapping[str, Any]) -> SolvedCloseUp:
    """Solves the toes from the front."""
    v = checked(pose, name, phase)
    return SolvedCloseUp(toes.toe_groups(v.get("big", 0), v.get("toes", 0)))


def solve_close_up(pose: PoseFile) -> dict[str, SolvedCloseUp]:
    """Every phase of a close-up. Raises PoseError."""
    cameras = {"foot-side": side_moment, "foot-front": front_moment, "toes": toes_moment}
    return {name: cameras[pose.camera](pose, name, phase) for name, phase in pose.phases.items()}
