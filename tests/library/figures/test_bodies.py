"""The geometry of the whole-body figures: what a runner who copies them may rely on."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from library.figures import figure, props, shapes
from library.figures.compact import steps
from library.figures.exercises import drawings, slugs, solved_pose
from library.figures.frame import leader_start, places_marked, width_of_words
from library.figures.geometry import Point, distance, moved, turned, unwound
from library.figures.posefile import PoseFile
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


def between(one: Body, other: Body, share: float) -> Body:
    """The body the browser shows part of the way to another: each turn goes evenly."""
    mix = {name: turn + (other.turns[name] - turn) * share for name, turn in one.turns.items()}
    root = (one.root[0] + (other.root[0] - one.root[0]) * share, one.root[1] + (other.root[1] - one.root[1]) * share)
    return Body(root, mix, one.planted, one.held)


def in_between(pose: PoseFile, bodies: Mapping[str, Body], steps: int) -> Iterator[tuple[Body, Body, Body]]:
    """Every body the browser shows, as (from, shown, to), `steps` between each two phases; a cycle closes."""
    order = list(bodies.values())
    if pose.cycle:
        order.append(order[0])
    for one, other in pairwise(order):
        near = {joint: unwound([one.turns[joint], other.turns[joint]])[1] for joint in one.turns}
        target = replace(other, turns=near)
        for step in range(steps + 1):
            yield one, between(one, target, step / steps), other


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
    assert all(3 <= above_floor("pogo-hops", "end", f"toe {side}") <= 5 for side in "nf")  # low, and yet seen
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


# What points at a thing beside the body: the hops' own sign.
BESIDE = {"quick and quiet"}


@pytest.mark.parametrize("slug", WHOLE)
def test_a_label_points_at_the_body_and_stays_in_the_picture(slug: str) -> None:
    pose, end = solved_pose(slug).pose, solved_pose(slug).bodies["end"]
    left, top, width, height = pose.view
    for mark in pose.marks:
        lines, (x, y) = str(mark["say"]).split("|"), mark["label"]
        assert left <= x, mark
        assert x + 5.9 * max(map(len, lines)) <= left + width, mark
        assert top + 10 <= y <= top + height - 13 * (len(lines) - 1), mark
        for place in places_marked(mark):
            near = min(gap(place, bone) for bone in bones(end))
            assert (near <= 12) != (mark["say"] in BESIDE), mark


def outline(d: str) -> list[Point]:
    """The points that a path is drawn through or towards."""
    return [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+),(-?[\d.]+)", d)]


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


@pytest.mark.parametrize("slug", WHOLE)
def test_amber_that_crosses_the_ankle_is_one_piece_in_every_shown_frame(slug: str) -> None:
    found = solved_pose(slug)
    for tissue in found.pose.glow:
        side, name = "f" if tissue.startswith("far ") else "n", tissue.split()[-1]
        shin, foot = shapes.GLOW.get(name, ("", ""))
        if not (shin and foot):
            continue
        x, y = outline(shin)[-1]
        for _, shown, _ in in_between(found.pose, found.bodies, 6):
            begins = moved(turned(outline(foot)[0], shown.turns[f"a{side}"]), (0, SHIN))
            assert abs(begins[0] - x) < 3.2, name
            assert begins[1] - y < 4.2, name  # the line is 4.2 thick and has round ends


def test_amber_of_the_calf_of_the_deep_calf_and_of_the_sole_meets_the_achilles() -> None:
    down, heel = (outline(path) for path in shapes.GLOW["achilles"])
    assert outline(shapes.GLOW["calf"][0])[-1] == down[0]
    assert down[0] in outline(shapes.GLOW["soleus"][0])
    assert outline(shapes.GLOW["plantar"][1])[0] == heel[-1]


# Half of a limb's width, by the bone it is drawn around.
HALF_WIDTH = {"shoulder": 11, "knee": 10, "ankle": 7, "toe": 5, "heel": 6, "elbow": 5.5, "wrist": 4.5, "finger": 4}
NEAR_ITS_POINT = 13  # units before a leader ends, where it may lie over the limb that it names


def limbs(body: Body) -> list[tuple[float, tuple[Point, Point]]]:
    """Every bone with half of the width that it is drawn with."""
    pairs = [("hip", "shoulder")]
    for side in "nf":
        leg = ("hip", f"knee {side}", f"ankle {side}", f"toe {side}"), (f"ankle {side}", f"heel {side}")
        pairs += [pair for chain in (*leg, ("shoulder", f"elbow {side}", f"wrist {side}")) for pair in pairwise(chain)]
    return [(HALF_WIDTH[other.split()[0]], (body.points[one], body.points[other])) for one, other in pairs]


def runs_over(leader: tuple[Point, Point], body: Body) -> bool:
    """Whether a leader crosses a limb before it comes near what it points at."""
    (x1, y1), (x2, y2) = leader
    length = distance(*leader)
    steps = [step / length for step in range(int(length - NEAR_ITS_POINT))]
    places = [(x1 + (x2 - x1) * share, y1 + (y2 - y1) * share) for share in steps]
    return any(gap(place, bone) < half for half, bone in limbs(body) for place in places)


def leaders(mark: Mapping[str, Any]) -> list[tuple[Point, Point]]:
    """The lines from a label's words to its points."""
    places = places_marked(mark)
    middle = (sum(x for x, _ in places) / len(places), sum(y for _, y in places) / len(places))
    start = leader_start(middle, (mark["label"][0], mark["label"][1]), str(mark["say"]).split("|"))
    return [(start, place) for place in places]


@pytest.mark.parametrize("slug", WHOLE)
def test_no_leader_runs_over_a_limb_and_no_words_stand_on_one(slug: str) -> None:
    found = solved_pose(slug)
    body = found.bodies["end"]
    for mark in found.pose.marks:
        assert not [leader for leader in leaders(mark) if runs_over(leader, body)], mark
        lines, (x, y) = str(mark["say"]).split("|"), mark["label"]
        wide = max(map(width_of_words, lines))
        words = [
            (x + wide * part / 8, y - 9 + (13 * len(lines) - 2) * row / 4) for part in range(9) for row in range(5)
        ]
        assert not [bone for half, bone in limbs(body) if any(gap(place, bone) < half for place in words)], mark


def test_a_leader_that_crosses_the_lifted_foot_would_be_seen() -> None:
    body = solved_pose("heel-raise-straight").bodies["end"]
    assert runs_over(((88, 218), (138, 252)), body)
    assert not runs_over(((139, 291), (139, 254)), body)


@pytest.mark.parametrize("slug", WHOLE)
def test_no_words_stand_on_the_edge_of_a_wall_or_a_post(slug: str) -> None:
    pose = solved_pose(slug).pose
    for mark in pose.marks:
        lines, (x, y) = str(mark["say"]).split("|"), mark["label"]
        right = x + max(map(width_of_words, lines))
        for kind, prop in pose.props:
            edges = {"wall": (0, 22), "wall-behind": (-22, 0), "rail": (1, 7), "post": (-4, 4), "bench": (8, 12)}.get(
                kind, ()
            )
            below = prop.get("top", 178 if kind == "bench" else 24) < y < 279 + 10
            assert not [edge for edge in edges if below and x < prop["x"] + edge < right], (mark, kind)


def test_three_points_on_the_floor_are_three_points() -> None:
    found = solved_pose("single-leg-balance")
    (mark,) = [mark for mark in found.pose.marks if "three points" in mark["say"]]
    at, places = found.bodies["end"].points, places_marked(mark)
    assert len(places) == 3
    assert places[0][0] == pytest.approx(at["heel n"][0], abs=3)
    assert all(abs(place[0] - at["ball n"][0]) < 9 for place in places[1:])
    drawn = figure("single-leg-balance", marks=True).split('class="mark"')[1]
    assert drawn.count("<circle") == len(found.pose.marks) - 1 + 3


@pytest.mark.parametrize("slug", slugs())
def test_every_exercise_shows_its_movement_or_its_hold_with_a_sign(slug: str) -> None:
    assert [kind for kind, _ in solved_pose(slug).pose.signs if kind != "dash"]


@pytest.mark.parametrize("slug", WHOLE)
def test_toes_lie_flat_and_bend_as_far_as_the_heel_is_up_where_the_foot_rolls_over_them(slug: str) -> None:
    found = solved_pose(slug)
    for name, body in found.bodies.items():
        for side, kind in body.planted.items():
            limb = found.pose.phases[name]["near" if side == "n" else "far"]
            if kind != "toes" or "toe" in limb:
                continue
            assert abs(body.world[f"o{side}"]) < 1, (name, side)
            assert body.bends()[f"o{side}"] == pytest.approx(-limb["foot"].get("angle", 0), abs=1), (name, side)


# What each sign shows, and which way it goes from start to end (a heel drop: from the middle, when one leg carries).
SHOWN = [
    ("calf-stretch-straight", "hip", "start"), ("calf-stretch-bent", "hip", "start"), ("knee-to-wall", "knee n", "start"),
    ("band-ankle-mob", "knee n", "start"), ("single-leg-balance", "ankle f", "start"), ("towel-stretch", "toe n", "start"),
    ("band-dorsiflexion", "toe n", "start"), ("tibialis-raise", "toe n", "start"), ("step-down", "heel f", "start"),
    ("eccentric-heel-drop", "heel n", "middle"), ("hop-stick", "heel n", "start"),
]  # fmt: skip


def way(sign: str) -> Point:
    """From where a sign's line begins to where it ends, before its head is drawn."""
    first_x, first_y, *_, last_x, last_y = map(float, re.findall(r"-?[\d.]+", sign.split("M")[1]))
    return last_x - first_x, last_y - first_y


@pytest.mark.parametrize(("slug", "point", "begins"), SHOWN)
def test_an_arrow_goes_the_way_that_the_body_goes(slug: str, point: str, begins: str) -> None:
    found = solved_pose(slug)
    kind, data = found.pose.signs[0]
    along = way(props.SIGNS[kind](data))
    before, after = found.bodies[begins].points[point], found.bodies["end"].points[point]
    moved_by = after[0] - before[0], after[1] - before[1]
    share = (along[0] * moved_by[0] + along[1] * moved_by[1]) / distance((0, 0), along) / distance((0, 0), moved_by)
    assert share > 0.64, (along, moved_by)  # less than 50 degrees apart


@pytest.mark.parametrize("slug", WHOLE)
def test_what_stands_around_the_runner_ends_inside_the_frame(slug: str) -> None:
    pose = solved_pose(slug).pose
    left, _, width, _ = pose.view
    drawn = "".join(props.props(pose.props, front=front) for front in (False, True))
    for line in re.findall(r' d="([^"]*)"', drawn):
        x = 0.0
        for letter, values in steps(line):
            across = {"H": values[:1], "V": []}.get(letter.upper(), values[-2:-1])
            x = across[0] + (x if letter.islower() else 0) if across else x
            assert left + 8 <= x <= left + width - 8, line
