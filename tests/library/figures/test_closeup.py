"""The close-ups keep what must touch the floor on the floor, bands on the feet and amber in one piece."""

import re
from itertools import pairwise

import pytest

from library.figures import closeshapes as shapes
from library.figures import figure, toes, towel
from library.figures.closeplace import SolvedCloseUp
from library.figures.closesolve import BALL_POINT, FLOOR, HEEL_POINT, side_moment
from library.figures.exercises import slugs, solved_pose
from library.figures.geometry import Point, distance, moved, turned

FOOT_SIDE = [slug for slug in slugs() if solved_pose(slug).pose.camera == "foot-side"]


@pytest.mark.parametrize("degrees", [0.1, 3, 6, 10])
def test_a_risen_arch_leaves_heel_and_ball_on_the_floor_and_draws_the_ball_back(degrees: float) -> None:
    pose = solved_pose("short-foot").pose
    groups = side_moment(pose, "start", {"x": 110, "arch": degrees}).groups
    x, y = groups["r"][:2]
    hind, fore = groups["hi"][2], groups["fo"][2]
    heel = moved((x, y), turned(HEEL_POINT, hind))
    midfoot = moved((x, y), turned(shapes.MIDFOOT, hind))
    reach = (BALL_POINT[0] - shapes.MIDFOOT[0], BALL_POINT[1] - shapes.MIDFOOT[1])
    ball = moved(midfoot, turned(reach, hind + fore))
    assert heel[1] == pytest.approx(FLOOR)
    assert ball[1] == pytest.approx(FLOOR)
    assert ball[0] < 110 + BALL_POINT[0]


@pytest.mark.parametrize("slug", [slug for slug in FOOT_SIDE if slug in ("short-foot", "towel-curl")])
def test_the_heel_of_a_seated_foot_stays_planted(slug: str) -> None:
    for moment in solved_pose(slug).moments.values():
        x, y = moment.groups["r"][:2]
        heel = moved((x, y), turned(HEEL_POINT, moment.groups["hi"][2]))
        assert heel == pytest.approx(
            moved((solved_pose(slug).pose.phases["start"]["x"], FLOOR - 62), HEEL_POINT), abs=0.5
        )


def test_the_hand_that_pulls_the_toes_lies_over_the_foot_and_has_a_thumb() -> None:
    drawn = figure("plantar-fascia-stretch")
    assert drawn.index(shapes.FORE) < drawn.index(shapes.GRIP) < drawn.index(shapes.GRIP_THUMB)
    # Outlines that turn against each other would leave holes where they meet.
    assert drawn.count(f'd="{shapes.GRIP_THUMB}"') == 1


def test_the_hand_takes_all_toes_near_their_base_and_pulls_toes_and_ankle_to_the_shin() -> None:
    fingers, thumb = (points_of(outline) for outline in (shapes.GRIP, shapes.GRIP_THUMB))
    hinge_x, hinge_y = shapes.HINGE
    tip = max(fingers, key=lambda point: point[1] - point[0])  # on the side of the sole, nearest to the heel
    assert tip[1] > 58  # below the toes' sole
    assert abs(tip[0] - hinge_x) < 15  # near the ball of the foot
    assert min(x for x, _ in thumb) < hinge_x < max(x for x, _ in thumb)
    assert min(y for _, y in thumb) < hinge_y < 58  # on top of the toes
    start, end = (solved_pose("plantar-fascia-stretch").moments[name].groups for name in ("start", "end"))
    assert start["bt"].turn - end["bt"].turn > 25  # the toes bend up
    assert start["hi"].turn - end["hi"].turn >= 8  # and the ankle with them
    assert start["ha"].turn == end["ha"].turn == 0  # the hand goes with them


def test_toe_tips_stay_above_the_floor_when_they_curl() -> None:
    for moment in solved_pose("towel-curl").moments.values():
        x, y = moment.groups["r"][:2]
        knuckle = turned(
            (shapes.KNUCKLE[0] - shapes.HINGE[0], shapes.KNUCKLE[1] - shapes.HINGE[1]), moment.groups["bt"][2]
        )
        tip = turned((27, 3), moment.groups["bt"][2] + moment.groups["bu"][2])
        assert y + shapes.HINGE[1] + knuckle[1] + tip[1] <= FLOOR + 4, x


def points_of(d: str) -> list[Point]:
    """Every point that a path is drawn through or towards."""
    return [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+),(-?[\d.]+)", d)]


def ends(d: str) -> tuple[Point, Point]:
    """Where a path begins and where it stops."""
    points = points_of(d)
    return points[0], points[-1]


@pytest.mark.parametrize(("tissue", "slug"), [("peroneal", "band-eversion"), ("tibialis-posterior", "band-inversion")])
def test_amber_runs_from_the_shin_into_the_turned_foot_without_a_gap(tissue: str, slug: str) -> None:
    shin, foot = shapes.FRONT_GLOW[tissue]
    for moment in solved_pose(slug).moments.values():
        (x, y), (begins_x, begins_y) = ends(shin)[1], turned(ends(foot)[0], moment.groups["ft"][2])
        # The line is 7 thick and has round ends; a foot that turns the other way begins further up on it.
        assert abs(begins_x - x) < 4, moment
        assert begins_y - y < 7, moment


@pytest.mark.parametrize(("side", "far_side"), [("inner", "outer"), ("outer", "inner")])
def test_a_band_over_the_forefoot_runs_on_at_one_side_and_bends_under_at_the_other(side: str, far_side: str) -> None:
    by_side = sorted(ends(shapes.FRONT_LOOP[side]), key=lambda point: (point[0] > 0) != (side == "inner"))
    leaves, bends = by_side
    assert distance(leaves, shapes.FRONT_EDGES[f"{side} edge"]) < 4
    assert (bends[0] > 0) == (far_side == "inner")
    # What goes round the edge is painted before the foot and ends behind its toes: no stump stands beside it.
    turn = shapes.FRONT_TURN[side]
    assert ends(turn)[0] == bends
    assert 70 <= ends(turn)[1][1] <= 82  # under the sole
    assert abs(ends(turn)[1][0]) < 46 < 52 < max(abs(x) for x, _ in points_of(turn))  # past the edge, and back
    drawn = figure("band-eversion" if side == "inner" else "band-inversion")
    foot = drawn.rindex(shapes.FRONT_FOOT)
    assert drawn.rindex(turn) < foot < drawn.rindex(shapes.FRONT_LOOP[side])


def test_toes_that_curl_draw_the_towel_under_the_foot_in_folds() -> None:
    pose, moments = solved_pose("towel-curl").pose, solved_pose("towel-curl").moments
    begins, ends = towel.spread(pose)
    order = [moments[name].groups for name in ("start", "early", "middle", "late", "end")]
    pulled = [-groups["cl"].x for groups in order]
    assert pulled == sorted(pulled)
    assert pulled[0] == 0
    assert pulled[-1] >= 0.25 * (ends - begins)
    for groups in order:  # the flat part reaches from where the towel begins to its far end
        assert groups["cs"].x + groups["cs"].across * (ends - begins) == pytest.approx(ends + groups["cl"].x)
    folds = [groups["cf"].up for groups in order]
    assert folds == sorted(folds)
    assert folds[0] < 0.05 < 0.95 < folds[-1]
    assert {"cl", "cs", "cf"} <= set(re.findall(r'class="joint (c\w)"', figure("towel-curl", motion=True)))
    assert towel.sheet(ends - begins) in figure("towel-curl").split("pr-cloth")[0]  # where it lay stays to be seen


def heights(moment: SolvedCloseUp) -> tuple[float, list[float]]:
    """How much is seen of the big toe and of each of the four, in units above the floor."""
    big, four = moment.groups["tb"].up, moment.groups["tf"].up
    return big * toes.BIG[2], [four * height for _, _, height in toes.SMALL]


def test_all_toes_lie_flat_then_the_big_toe_lifts_alone_and_then_the_four_without_it() -> None:
    moments = solved_pose("toe-yoga").moments
    (big_before, flat), (big_after, four_after), (big_last, four_last) = (
        heights(moments[name]) for name in ("start", "end", "fourth")
    )
    assert big_before == big_last == toes.BIG[2] * toes.FLAT  # flat on the floor
    assert flat == four_after == [height * toes.FLAT for _, _, height in toes.SMALL]
    assert big_after > 1.8 * big_before
    assert all(one > 1.8 * other for one, other in zip(four_last, four_after, strict=True))
    order = list(moments)
    assert order[0] == "start"
    assert order.index("end") < order.index("fourth")
    assert big_after > 2 * max(four_after)
    assert moments["end"].groups["nb"].up < 0.05 < 0.9 < moments["end"].groups["nf"].up  # a lifted toe shows its pad


def test_no_toe_shows_a_nail_and_a_pad_at_once_in_any_shown_frame() -> None:
    moments = list(solved_pose("toe-yoga").moments.values())
    for one, other in pairwise([*moments, moments[0]]):
        for letter in "bf":
            for part in range(11):  # the browser goes evenly from the one to the other
                pad, nail = (
                    one.groups[kind + letter].up
                    + (other.groups[kind + letter].up - one.groups[kind + letter].up) * part / 10
                    for kind in "pn"
                )
                assert min(pad, nail) < 0.02, (letter, pad, nail)


def arch(moment: SolvedCloseUp) -> tuple[float, float]:
    """How high the top of the arch is above the floor, and how far the ball of the foot lies from the heel."""
    x, y = moment.groups["r"][:2]
    hind, fore = moment.groups["hi"].turn, moment.groups["fo"].turn
    heel, middle = (moved((x, y), turned(point, hind)) for point in (HEEL_POINT, shapes.MIDFOOT))
    reach = (BALL_POINT[0] - shapes.MIDFOOT[0], BALL_POINT[1] - shapes.MIDFOOT[1])
    top = moved((x, y), turned((38, 40), hind))
    return FLOOR - top[1], moved(middle, turned(reach, hind + fore))[0] - heel[0]


def test_a_short_foot_is_seen_to_rise_and_to_grow_shorter() -> None:
    moments = solved_pose("short-foot").moments
    (low, long), (high, short) = arch(moments["start"]), arch(moments["end"])
    assert high - low >= 12
    assert long - short >= 8
    assert all(moment.groups["bt"].turn + moment.groups["fo"].turn + moment.groups["hi"].turn == pytest.approx(0)
               for moment in moments.values())  # the toes stay long  # fmt: skip
    assert (
        figure("short-foot").count('class="shadow"') == 4 == figure("short-foot", motion=True).count('class="shadow"')
    )
    assert 'class="shadow"' not in figure("short-foot", frame="start")


def test_the_sole_rests_on_the_ball_all_the_way_along() -> None:
    (ball,) = [values for kind, values in solved_pose("ball-roll").pose.props if kind == "ball"]
    soles = {"start": (-28, 62), "middle": (28, 41), "end": (72, 60)}  # where the ball lies, on the foot's outline
    for name, sole in soles.items():
        groups = solved_pose("ball-roll").moments[name].groups
        at = moved(groups["r"][:2], turned(sole, groups["hi"][2]))
        assert distance(at, (groups["ba"][0], FLOOR - ball["r"])) == pytest.approx(ball["r"], abs=5), name


def test_a_leg_that_leaves_the_frame_goes_on_to_the_edge_of_the_players_round_plate() -> None:
    _, y, width, height = solved_pose("toe-yoga").pose.view
    top = y + height / 2 - max(width, height) / 1.88
    for outline in (toes.LEG, toes.LEGGING):
        assert min(place[1] for place in points_of(outline)) < top
    knee = [(160 - at_x, at_y - 138) for at_x, at_y in points_of(shapes.UNDER_THIGH)]  # from the middle of its plate
    assert max(across for across, _ in knee) > 170 < max(down for _, down in knee)
