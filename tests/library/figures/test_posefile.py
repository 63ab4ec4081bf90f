"""Wrong pose files are refused, and the refusal names the file, the joint and the reason: one bad specimen per rule."""

import pytest

from library.figures.errors import PoseError
from library.figures.exercises import built
from library.figures.posefile import parse
from library.figures.solver import solve_body

STANDING = """
title: A runner stands
desc: Upright.
props: [floor, wall: {x: 216}]
phases:
  start:
    stand: {leg: near, shin: 2, knee: 4}
    near: {foot: {flat: 120}}
    far: {foot: {flat: 126}}
"""
BENT = """
title: A runner kneels
desc: On one knee.
phases:
  start:
    hip: [150, 150]
    near: {thigh: 40, shin: BEND, foot: {angle: 0}}
    far: {thigh: 10, shin: 0}
"""
CRAWL = """
title: A runner sits and leans back on a hand
desc: The fingers point down.
phases:
  start:
    sit: {floor: 100}
    lean: -20
    near: {foot: {flat: 160}, hand: {holds: floor, x: 58}, wrist: 5}
    far: {foot: {flat: 160}}
"""
CLOSE = """
title: A foot
desc: On the floor.
camera: foot-side
phases:
  start: {x: 110}
"""


def drawn(text: str) -> None:
    """Reads, solves and draws a pose file as the site does."""
    built(parse(text, slug="specimen", file="specimen.yaml"))


def refused(text: str) -> PoseError:
    """The error a wrong file is refused with."""
    with pytest.raises(PoseError) as caught:
        drawn(text)
    assert caught.value.file == "specimen.yaml"
    return caught.value


def test_a_plain_standing_pose_is_accepted() -> None:
    assert solve_body(parse(STANDING, slug="specimen", file="specimen.yaml"))["start"].planted == {
        "n": "flat",
        "f": "flat",
    }


def test_a_missing_end_of_both_is_worked_out_as_the_middle() -> None:
    pose = parse(STANDING + "  end:\n    stand: {shin: 10}\n", slug="specimen", file="specimen.yaml")
    assert pose.phases["middle"]["stand"] == {"leg": "near", "shin": 6, "knee": 4}


@pytest.mark.parametrize(
    ("text", "joint", "reason"),
    [
        ("title: [", "file", "not YAML"),
        (CRAWL, "near hand", "its fingers are"),
        (STANDING.replace("desc", "colour"), "file", "unknown key 'colour'"),
        (STANDING.replace("title: A runner stands", "title:"), "title", "is missing"),
        (STANDING.replace("knee: 4", "knees: 4"), "start stand", "unknown key 'knees'"),
        (STANDING.replace("wall: {x", "wall: {z"), "prop wall", "unknown key 'z'"),
        (STANDING.replace("wall:", "tree:"), "props", "unknown prop 'tree'"),
        (STANDING.replace("  start:", "  begin:"), "phases", "unknown key 'begin'"),
        (STANDING.replace("desc:", "look: {hair: long}\ndesc:"), "look hair", "'long' is not one of"),
        (STANDING.replace("desc:", "tempo: [1, 2]\ndesc:"), "tempo", "needs four times"),
        (STANDING.replace("desc:", "camera: drone\ndesc:"), "camera", "'drone' is not one of"),
        (STANDING.replace("desc:", "marks: [{}, {}, {}, {}]\ndesc:"), "marks", "three are the most"),
        (STANDING + "  end:\n    near: {foot: {toes: 140}}\n", "middle near foot", "stands in one phase only"),
        (STANDING.replace("    stand: {leg: near, shin: 2, knee: 4}\n", ""), "hip", "has no place"),
        (
            BENT.replace("BEND", "-120").replace("{angle: 0}", "{angle: -120}"),
            "near knee",
            "bends 160 degrees; it goes from -3 to 150",
        ),
        (STANDING.replace("shin: 2, knee: 4", "shin: 60, knee: 80"), "near ankle", "bends 60 degrees"),
        (
            STANDING.replace("near: {foot: {flat: 120}}", "near: {foot: {flat: 120, angle: -20}}"),
            "near foot",
            "through the floor",
        ),
        (STANDING.replace("far: {foot: {flat: 126}}", "far: {foot: {flat: 240}}"), "far leg", "cannot reach"),
        (
            STANDING.replace("{flat: 120}}", "{flat: 120}, hand: {holds: rail}}"),
            "near hand",
            "there is no rail among the props",
        ),
        (
            STANDING.replace("{flat: 120}}", "{flat: 120}, hand: {holds: wall, y: 200}}"),
            "near hand",
            "off what it holds",
        ),
        (
            STANDING.replace("{flat: 120}}", "{flat: 120}, hand: {holds: wall, y: 90}, upper: 0, fore: 10}"),
            "near hand",
            "off what it holds",
        ),
        (STANDING.replace("{flat: 120}", "{flat: here}"), "file", "of the wrong kind"),
        (STANDING.replace("desc:", "glow: [elbow]\ndesc:"), "glow", "unknown tissue 'elbow'"),
        (STANDING.replace("desc:", "signs: [spiral: {}]\ndesc:"), "signs", "unknown sign 'spiral'"),
        (STANDING.replace("desc:", "signs: [arrow: {from: [1, 2]}]\ndesc:"), "file", "missing"),
        (STANDING.replace("desc:", "hands: {near: claw}\ndesc:"), "hands", "unknown hand 'claw'"),
        (STANDING.replace("desc:", "links: [{from: near wing, to: [1, 2]}]\ndesc:"), "links", "no point 'near wing'"),
        (CLOSE.replace("x: 110", "toe: 3"), "start", "unknown key 'toe'"),
        (CLOSE.replace("x: 110", "big: 120"), "big", "is 120 degrees; it goes from -50 to 80"),
    ],
)
def test_a_wrong_pose_is_refused_naming_joint_and_reason(text: str, joint: str, reason: str) -> None:
    error = refused(text)
    assert error.joint == joint
    assert reason in error.reason
