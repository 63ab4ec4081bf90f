"""The geometry of the whole-body figures: what a runner who copies them may rely on."""

import re
from itertools import pairwise

import pytest

from library.figures import figure, props, shapes
from library.figures.exercises import drawings, slugs, solved_pose
from library.figures.geometry import Point, distance
from library.figures.motion import in_between
from library.figures.skeleton import FOOT_POINTS, FORE, RANGES, SHIN, THIGH, UPPER, Body, joint_name
from library.figures.solver import HAND_TOLERANCE
from library.figures.surfaces import ground_under

THIRTY = [
    "ankle-circles",
    "toe-walk",
    "heel-walk",
    "calf-stretch-straight",
    "calf-stretch-bent",
    "plantar-fascia-stretch",
    "towel-stretch",
    "band-dorsiflexion",
    "ankle-alphabet",
    "knee-to-wall",
    "heel-raise-straight",
    "heel-raise-bent",
    "eccentric-heel-drop",
    "heel-raise-towel",
    "single-leg-balance",
    "single-leg-reach",
    "short-foot",
    "towel-curl",
    "band-eversion",
    "band-inversion",
    "tibialis-raise",
    "ankle-cars",
    "pogo-hops",
    "calf-pedals",
    "heel-raise-hold",
    "hop-stick",
    "ball-roll",
    "step-down",
    "band-ankle-mob",
    "toe-yoga",
]
WHOLE = [name for name in drawings() if solved_pose(name).bodies]
SKATE = 1.2  # units a planted foot may drift between two drawn phases: one pixel on a phone
TOUCH = {"flat": ("heel", "ball"), "toes": ("ball",), "heel": ("heel",)}


def contact(body: Body, side: str) -> tuple[float, float]:
    """The point a planted foot stands on."""
    return body.points["hinge " + side] if body.planted[side] == "toes" else body.points["heel " + side]


def test_every_one_of_the_thirty_exercises_has_a_pose() -> None:
    assert slugs() == sorted(THIRTY)
    assert [name for name in drawings() if name not in THIRTY] == [
        "heel-raise-bent-each",
        "heel-raise-straight-both",
    ]


@pytest.mark.parametrize("slug", WHOLE)
def test_planted_feet_stand_on_the_ground(slug: str) -> None:
    found = solved_pose(slug)
    for body in found.bodies.values():
        for side, kind in body.planted.items():
            for spot in TOUCH[kind]:
                x, y = body.points[f"{spot} {side}"]
                if kind == "toes" or (kind == "heel" and spot != "heel"):
                    x, y = body.points[f"hinge {side}"][0], body.points[f"hinge {side}"][1] + 3.5
                assert abs(y - ground_under(found.pose.props, x)) < 1.5, (spot, side)


@pytest.mark.parametrize("slug", WHOLE)
def test_hands_are_on_what_they_hold(slug: str) -> None:
    for body in solved_pose(slug).bodies.values():
        for side, target in body.held.items():
            assert distance(body.points[f"palm {side}"], target) <= HAND_TOLERANCE


@pytest.mark.parametrize("slug", WHOLE)
def test_limbs_keep_their_length_in_every_shown_frame(slug: str) -> None:
    found = solved_pose(slug)
    for _, body, _ in in_between(found.pose, found.bodies, 6):
        at = body.points
        for side in "nf":
            lengths = [
                distance(at["hip"], at[f"knee {side}"]), distance(at[f"knee {side}"], at[f"ankle {side}"]),
                distance(at["shoulder"], at[f"elbow {side}"]), distance(at[f"elbow {side}"], at[f"wrist {side}"]),
            ]  # fmt: skip
            assert lengths == pytest.approx([THIGH, SHIN, UPPER, FORE])


@pytest.mark.parametrize("slug", WHOLE)
def test_no_joint_goes_past_its_range_in_any_shown_frame(slug: str) -> None:
    found = solved_pose(slug)
    for _, body, _ in in_between(found.pose, found.bodies, 6):
        for joint, bend in body.bends().items():
            least, most = RANGES[joint_name(joint).split()[-1]]
            assert least - 1 <= bend <= most + 1, joint_name(joint)


@pytest.mark.parametrize("slug", WHOLE)
def test_a_planted_foot_does_not_skate_while_the_figure_moves(slug: str) -> None:
    found = solved_pose(slug)
    for start, shown, end in in_between(found.pose, found.bodies, 6):
        for side in set(start.planted) & set(end.planted):
            (x1, y1), (x2, y2), (x, y) = contact(start, side), contact(end, side), contact(shown, side)
            if start.planted[side] == end.planted[side]:
                assert min(x1, x2) - SKATE <= x <= max(x1, x2) + SKATE, side
                assert min(y1, y2) - SKATE <= y <= max(y1, y2) + SKATE, side


@pytest.mark.parametrize("slug", WHOLE)
def test_no_foot_sinks_through_the_floor_while_the_figure_moves(slug: str) -> None:
    found = solved_pose(slug)
    for _, shown, _ in in_between(found.pose, found.bodies, 6):
        for side in "nf":
            for spot in ("heel", "ball", "toe"):
                x, y = shown.points[f"{spot} {side}"]
                assert y - ground_under(found.pose.props, x) < 3.5, (spot, side)


@pytest.mark.parametrize("slug", WHOLE)
def test_the_heel_stays_down_in_a_stretch_that_says_so(slug: str) -> None:
    if slug not in (
        "calf-stretch-straight",
        "calf-stretch-bent",
        "knee-to-wall",
        "band-ankle-mob",
        "single-leg-reach",
        "step-down",
    ):
        return
    found = solved_pose(slug)
    heels = [body.points["heel n"] for body in found.bodies.values()]
    assert all(distance(one, other) < 0.1 for one, other in pairwise(heels))


def knee(slug: str, phase: str, side: str = "n") -> float:
    """How far a knee is bent, in degrees."""
    turns = solved_pose(slug).bodies[phase].bends()
    return abs(turns["k" + side])


def above_floor(slug: str, phase: str, spot: str) -> float:
    """How high a point of the working foot is above the floor, in centimetres: a runner is 250 units and 175 cm tall."""
    return (278 - solved_pose(slug).bodies[phase].points[spot][1]) * 175 / 250


def test_the_drawings_bend_as_far_as_the_steps_say() -> None:
    for phase in ("start", "middle", "end"):
        for side in "nf":
            assert 30 <= knee("heel-raise-bent", phase, side) <= 40, (phase, side)
        assert 30 <= knee("heel-raise-bent-each", phase) <= 40, phase
    assert knee("hop-stick", "end") < 50  # a soft knee, no lunge
    assert all(knee("pogo-hops", phase) < 20 for phase in ("start", "middle", "end"))
    assert knee("eccentric-heel-drop", "end") < 5


def test_a_pogo_hop_is_low_and_a_heel_walk_lifts_the_forefoot_a_little() -> None:
    assert 1 <= above_floor("pogo-hops", "end", "toe n") <= 6
    for body in solved_pose("heel-walk").bodies.values():
        assert all(8 <= -body.world["o" + side] <= 24 for side in "nf")


def test_both_legs_lift_in_a_heel_drop_and_only_one_goes_down() -> None:
    phases = solved_pose("eccentric-heel-drop").bodies
    planted = {name: sorted(body.planted) for name, body in phases.items()}
    assert planted == {"start": ["f", "n"], "middle": ["n"], "end": ["n"], "fourth": ["f", "n"]}
    heel = {name: body.points["heel n"][1] for name, body in phases.items()}
    assert heel["start"] == heel["middle"] < heel["end"] == heel["fourth"]


def test_a_hop_takes_off_flies_and_lands_further_on() -> None:
    phases = solved_pose("hop-stick").bodies
    feet = [phases[name].points["heel n"] for name in ("start", "middle", "end")]
    assert feet[0][0] < feet[1][0] < feet[2][0]
    assert feet[1][1] < feet[0][1] - 12
    assert feet[0][1] == pytest.approx(feet[2][1], abs=0.5)


def test_a_reach_goes_forward_and_back() -> None:
    phases = solved_pose("single-leg-reach").bodies
    standing = phases["start"].points["heel n"][0]
    assert phases["start"].points["toe f"][0] < standing < phases["end"].points["heel f"][0]


def test_the_tape_of_a_reach_meets_under_the_standing_foot_and_only_toes_brush_it() -> None:
    solved = solved_pose("single-leg-reach")
    left, _, width, _ = solved.pose.view
    (tape,) = [props.tape(values) for kind, values in solved.pose.props if kind == "tape"]
    ends = [float(x) for x in re.findall(r"[MHL](-?[\d.]+)", tape)]
    assert all(left <= x <= left + width for x in ends)
    body = solved.bodies["end"].points
    assert body["heel n"][0] <= ends[0] <= body["toe n"][0]
    assert body["toe f"][1] - body["heel f"][1] >= 8


def gap(point: Point, bone: tuple[Point, Point]) -> float:
    """How far a point is from a bone, in units."""
    (px, py), ((ax, ay), (bx, by)) = point, bone
    length = (bx - ax) ** 2 + (by - ay) ** 2
    share = max(0.0, min(1.0, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length))
    return distance(point, (ax + share * (bx - ax), ay + share * (by - ay)))


def bones(body: Body) -> list[tuple[Point, Point]]:
    """The lines that a body is drawn around."""
    pairs = [("hip", "shoulder")]
    for side in "nf":
        chain = ("hip", f"knee {side}", f"ankle {side}", f"toe {side}", f"heel {side}", f"ankle {side}")
        arm = ("shoulder", f"elbow {side}", f"wrist {side}", f"finger {side}")
        pairs += [*pairwise(chain), *pairwise(arm)]
    return [(body.points[one], body.points[other]) for one, other in pairs]


# What points at a thing beside the body: a band, the hops' own sign, the tape behind the runner.
BESIDE = {"band low on|the ankle", "quick and quiet", "2 back and out", "3 back and across"}


@pytest.mark.parametrize("slug", WHOLE)
def test_a_label_points_at_the_body_and_stays_in_the_picture(slug: str) -> None:
    pose, end = solved_pose(slug).pose, solved_pose(slug).bodies["end"]
    left, top, width, height = pose.view
    for mark in pose.marks:
        lines, (x, y) = str(mark["say"]).split("|"), mark["label"]
        assert left <= x, mark
        assert x + 5.9 * max(map(len, lines)) <= left + width, mark
        assert top + 10 <= y <= top + height - 13 * (len(lines) - 1), mark
        near = min(gap((mark["at"][0], mark["at"][1]), bone) for bone in bones(end))
        assert (near <= 12) != (mark["say"] in BESIDE), mark


def outline(d: str) -> list[Point]:
    """The points that a path is drawn through or towards."""
    found = [
        (float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+),(-?[\d.]+)", d.replace("-", ",-").replace(",,-", ",-"))
    ]
    assert len(found) > 3
    return found


def inside(point: Point, edge: list[Point]) -> bool:
    """Whether a point lies within a closed outline."""
    (x, y), is_in = point, False
    for (x1, y1), (x2, y2) in zip(edge, [*edge[1:], edge[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            is_in = not is_in
    return is_in


@pytest.mark.parametrize(("slug", "round_the"), [
    ("towel-stretch", "under"), ("band-dorsiflexion", "instep"), ("band-ankle-mob", "crease"),
])  # fmt: skip
def test_a_band_goes_round_the_foot_with_one_end_on_each_side(slug: str, round_the: str) -> None:
    pose = solved_pose(slug).pose
    assert [bool(link.get("behind")) for link in pose.links].count(True) == 1 == len(pose.links) - 1
    assert all(f"near {round_the}" in (link["from"], link["to"]) for link in pose.links)
    wrap, foot = outline(shapes.WRAP[round_the]), outline(shapes.FOOT)
    assert inside(FOOT_POINTS[round_the], wrap)  # the ends run into it
    assert any(inside(point, foot) for point in wrap)
    assert any(not inside(point, foot) for point in wrap)  # and it bends over the edge that it pulls on
    assert shapes.WRAP[round_the] in figure(slug)


@pytest.mark.parametrize("slug", ["band-dorsiflexion", "band-ankle-mob", "band-inversion"])
def test_a_band_is_tied_round_its_post(slug: str) -> None:
    pose = solved_pose(slug).pose
    (post,) = [values for kind, values in pose.props if kind in ("post", "table")]
    for link in pose.links:
        x, y = link["to"]
        assert abs(x - post["x"]) <= 3.5  # half of the post
        assert abs(y - post["tied"]) <= 3.5  # half of the turn round it
