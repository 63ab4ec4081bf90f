"""The close-ups keep what must touch the floor on the floor."""

import pytest

from library.figures import closeshapes as shapes
from library.figures import figure
from library.figures.closeup import BALL_POINT, FLOOR, HEEL_POINT, side_moment
from library.figures.exercises import slugs, solved_pose
from library.figures.geometry import moved, turned

FOOT_SIDE = [slug for slug in slugs() if solved_pose(slug).pose.camera == "foot-side"]


@pytest.mark.parametrize("degrees", [0.1, 3, 6, 10])
def test_a_risen_arch_leaves_heel_and_ball_on_the_floor_and_draws_the_ball_back(degrees: float) -> None:
    pose = solved_pose("short-foot").pose
    groups = side_moment(pose, "start", {"x": 110, "arch": degrees}).groups
    x, y, _ = groups["r"]
    hind, fore = groups["hi"][2], groups["fo"][2]
    heel = moved((x, y), turned(HEEL_POINT, hind))
    midfoot = moved((x, y), turned(shapes.MIDFOOT, hind))
    reach = (BALL_POINT[0] - shapes.MIDFOOT[0], BALL_POINT[1] - shapes.MIDFOOT[1])
    ball = moved(midfoot, turned(reach, hind + fore))
    assert heel[1] == pytest.approx(FLOOR)
    assert ball[1] == pytest.approx(FLOOR)
    assert ball[0] < 110 + BALL_POINT[0]


@pytest.mark.parametrize("slug", [slug for slug in FOOT_SIDE if slug in ("short-foot", "towel-curl", "toe-yoga")])
def test_the_heel_of_a_seated_foot_stays_planted(slug: str) -> None:
    for moment in solved_pose(slug).moments.values():
        x, y, _ = moment.groups["r"]
        heel = moved((x, y), turned(HEEL_POINT, moment.groups["hi"][2]))
        assert heel == pytest.approx(
            moved((solved_pose(slug).pose.phases["start"]["x"], FLOOR - 62), HEEL_POINT), abs=0.5
        )


def test_the_hand_that_pulls_the_toes_lies_over_the_foot_and_has_a_thumb() -> None:
    drawn = figure("plantar-fascia-stretch")
    assert drawn.index(shapes.FORE) < drawn.index(shapes.GRIP) < drawn.index(shapes.GRIP_THUMB)
    # Outlines that turn against each other would leave holes where they meet.
    assert drawn.count(f'd="{shapes.GRIP_THUMB}"') == 1


def test_toe_tips_stay_above_the_floor_when_they_curl() -> None:
    for moment in solved_pose("towel-curl").moments.values():
        x, y, _ = moment.groups["r"]
        knuckle = turned(
            (shapes.KNUCKLE[0] - shapes.HINGE[0], shapes.KNUCKLE[1] - shapes.HINGE[1]), moment.groups["bt"][2]
        )
        tip = turned((27, 3), moment.groups["bt"][2] + moment.groups["bu"][2])
        assert y + shapes.HINGE[1] + knuckle[1] + tip[1] <= FLOOR + 4, x
