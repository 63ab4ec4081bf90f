"""The small views beside a runner show what the body does, in the order and the directions that the steps say."""

import re
from collections.abc import Mapping
from itertools import pairwise
from math import atan2, degrees
from pathlib import Path
from typing import Any

import pytest

from library.figures import figure, insets, movement_css, props
from library.figures.compact import steps
from library.figures.drawing import INSETS
from library.figures.exercises import drawings, slugs, solved_pose
from library.figures.frame import width_of_words
from library.figures.geometry import Point, distance, signed, turned

CIRCLES = ("ankle-circles", "ankle-cars")
ROUND = (*INSETS, "clock")
SHOWING = [slug for slug in drawings() if any(name in ROUND for name, _ in solved_pose(slug).pose.signs)]
MOVEMENT = Path(__file__).resolve().parents[3] / "ankles" / "static" / "ankles" / "css" / "movement.css"


def sense(angles: list[float]) -> int:
    """Which way round a row of SVG angles goes: 1 clockwise, -1 against it; 0 when it does not go one way."""
    steps = {1 if signed(other - one) > 0 else -1 for one, other in pairwise([*angles, angles[0]])}
    return steps.pop() if len(steps) == 1 else 0


def toes_in_the_lens() -> list[tuple[float, float]]:
    """Where the toes of the foot in a lens are, phase by phase, about the middle of what they go through."""
    places = []
    for turn, long in insets.CIRCLE.values():
        x, y = turned((0, 80 * long), turn)
        places.append((x, y))
    middle = sum(y for _, y in places) / len(places)
    return [(x, y - middle) for x, y in places]


def test_the_toes_in_a_lens_go_round_up_out_down_and_in_the_way_that_the_arrow_goes() -> None:
    up, out, down, inward = toes_in_the_lens()
    assert up[1] < out[1] < down[1]
    assert out[0] < -20  # the outer side of a right foot seen from the front lies at the left
    assert inward[0] > 20
    round_ = sense([degrees(atan2(y, x)) for x, y in (up, out, down, inward)])
    drawn = re.search(r"A43,43,0,1,([01])", figure("ankle-circles"))
    assert drawn is not None
    assert round_ == (1 if drawn[1] == "1" else -1)


@pytest.mark.parametrize("slug", CIRCLES)
def test_foot_and_lens_are_up_and_down_together_and_the_dot_goes_with_the_arrow(slug: str) -> None:
    bodies = solved_pose(slug).bodies
    pitch = {phase: -body.world["an"] for phase, body in bodies.items()}
    assert (
        max(pitch, key=lambda phase: pitch[phase]) == "start" == min(insets.CIRCLE, key=lambda p: insets.CIRCLE[p][1])
    )
    assert min(pitch, key=lambda phase: pitch[phase]) == "end" == max(insets.CIRCLE, key=lambda p: insets.CIRCLE[p][1])
    assert f".x-{slug} .view{{--a:rotate(0deg) scale(" in movement_css(slug)
    ring = next(data for name, data in solved_pose(slug).pose.signs if name == "orbit")
    against_the_clock = re.search(r"A[\d.]+,[\d.]+,0,1,0", props.orbit(ring, moving=False)) is not None
    assert against_the_clock == ("rotate(-360deg)" in MOVEMENT.read_text(encoding="utf-8"))


def test_a_reach_goes_forward_then_back_and_out_then_back_and_across() -> None:
    forward, out, across = insets.WAYS
    assert forward == (1, 0)
    assert out[0] < -0.5  # the runner looks to the right; the left foot reaches, and its outer side is up
    assert out[1] < -0.5
    assert across[0] < -0.5
    assert across[1] > 0.5
    solved = solved_pose("single-leg-reach")
    (plan,) = [data for name, data in solved.pose.signs if name == "plan"]
    order = [plan["reaches"][phase] for phase in solved.bodies]
    ways = [way for way in order if way]
    assert ways == [1, 2, 3]
    assert list(solved.bodies)[0] == "start"
    assert order[0] == 0  # it begins where somebody stands before the first reach
    assert all(one == 0 or other == 0 for one, other in pairwise([*order, order[0]]))  # back to the middle each time


def test_the_foot_on_a_plan_covers_no_number() -> None:
    (r,) = [data["r"] for name, data in solved_pose("single-leg-reach").pose.signs if name == "plan"]
    half, across = 16, 7  # of the foot that reaches, as it is drawn
    for index, (x, y) in enumerate(insets.WAYS):
        for number in range(len(insets.WAYS)):
            dx, dy = insets.number_place(r, number)
            assert abs(dx - x * r) > half + 4 or abs(dy - y * r) > across + 6, (index, number)


def test_the_foot_is_where_the_plan_says_and_only_its_toes_brush_the_floor() -> None:
    solved = solved_pose("single-leg-reach")
    (plan,) = [data for name, data in solved.pose.signs if name == "plan"]
    for phase, body in solved.bodies.items():
        at, way = body.points, plan["reaches"][phase]
        if not way:
            assert max(at["toe f"][1], at["heel f"][1]) < 272, phase  # off the floor
            continue
        assert (at["heel f"][0] > at["toe n"][0]) if way == 1 else (at["toe f"][0] < at["heel n"][0]), phase
        assert 0 <= 280 - at["toe f"][1] <= 4, phase
        assert at["toe f"][1] - at["heel f"][1] >= 8, phase
        knee = abs(body.bends()["kn"])
        assert knee > abs(solved.bodies["early"].bends()["kn"]) + 10, phase


def test_a_cycle_of_six_moments_gives_each_the_same_time() -> None:
    css = movement_css("single-leg-reach")
    stops = re.findall(r"([\d.]+)%\{transform:var\(--(\w)\)", css)
    assert [letter for _, letter in stops] == ["a", "b", "p", "m", "q", "n", "a"]  # as the file writes them
    assert [float(at) for at, _ in stops] == pytest.approx([100 * part / 6 for part in range(7)], abs=0.1)


def radius(name: str, data: Mapping[str, Any]) -> float:
    """How far a round sign reaches from its middle; a stopwatch has its button on top."""
    return {"lens": data.get("r", 50), "plan": data["r"] + insets.PLAN_EDGE, "clock": data["r"] + 5}[name]


@pytest.mark.parametrize("slug", SHOWING)
def test_what_is_round_stands_inside_the_frame_clear_of_the_body_and_of_every_label(slug: str) -> None:
    solved = solved_pose(slug)
    left, top, width, height = solved.pose.view
    for name, data in solved.pose.signs:
        if name not in ROUND:
            continue
        (x, y), r = data["at"], radius(name, data)
        assert left + 8 <= x - r, slug
        assert x + r <= left + width - 8, slug
        assert top + 8 <= y - r, slug
        assert y + r <= top + height - 8, slug
        for body in solved.bodies.values():
            parts = {key: at for key, at in body.points.items() if not key.startswith(("palm", "under"))}
            assert not [key for key, (px, py) in parts.items() if (px - x) ** 2 + (py - y) ** 2 < (r + 4) ** 2], slug
        for mark in solved.pose.marks:
            lines, (at, base) = str(mark["say"]).split("|"), mark["label"]
            right = at + max(map(width_of_words, lines))
            near_x, near_y = min(max(x, at), right), min(max(y, base - 9), base + 13 * (len(lines) - 1))
            assert (near_x - x) ** 2 + (near_y - y) ** 2 >= (r + 2) ** 2, mark


LONG_ENOUGH = 5  # seconds; what is shorter is a moment, and its drawing moves


def held(slug: str) -> list[int]:
    """For how many seconds the exercise says to hold, least and most; nothing when it holds nothing."""
    text = (Path(insets.__file__).parents[1] / "content" / "exercises" / f"{slug}.md").read_text(encoding="utf-8")
    found = re.search(r"^  hold_s: ([\d-]+)$", text, re.MULTILINE)
    return [int(part) for part in found[1].split("-")] if found else []


@pytest.mark.parametrize("slug", slugs())
def test_a_hold_has_a_stopwatch_that_shows_its_seconds_and_nothing_else_has_one(slug: str) -> None:
    pose, seconds = solved_pose(slug).pose, held(slug)
    clocks = [data for name, data in pose.signs if name == "clock"]
    if not seconds or seconds[0] < LONG_ENOUGH:
        assert clocks == []
        return
    (clock,) = clocks
    assert [clock["seconds"], *([clock["most"]] if "most" in clock else [])] == seconds
    assert pose.tempo is not None
    assert pose.tempo[1] == clock["seconds"]  # the figure that moves stays as long


def test_a_stopwatch_runs_with_the_clock_also_on_a_drawing_that_is_turned_over() -> None:
    for drawn, mirror in ((props.sector(10, 10, mirror=False), False), (props.sector(10, 10, mirror=True), True)):
        x, y = map(float, re.findall(r"(-?[\d.]+),(-?[\d.]+)Z", drawn)[0])
        assert (x < 0) == mirror
        assert (abs(x), y) == pytest.approx((8.7, -5), abs=0.1)  # ten seconds of sixty: a sixth of the way round
    # The close-up of an inner side is turned over for the right foot, so its sector is drawn the other way.
    assert "A16,16,0,0,0,-13.9,-8Z" in figure("plantar-fascia-stretch", side="right")
    assert "A16,16,0,0,1,13.9,-8Z" in figure("plantar-fascia-stretch", side="left")


def test_a_hold_half_way_up_is_half_way_up_on_its_rule() -> None:
    heels = {slug: solved_pose(slug).bodies["end"].points["heel n"][1]
             for slug in ("heel-raise-hold", "heel-raise-straight-both")}  # fmt: skip
    (gauge,) = [data for name, data in solved_pose("heel-raise-hold").pose.signs if name == "gauge"]
    assert gauge["low"] == 278
    assert gauge["high"] == pytest.approx(heels["heel-raise-straight-both"], abs=1)
    assert gauge["at"] == pytest.approx(heels["heel-raise-hold"], abs=1)
    share = (gauge["low"] - gauge["at"]) / (gauge["low"] - gauge["high"])
    assert 0.4 <= share <= 0.6


# The player shows a drawing in a round plate that it fills to 94 hundredths (player-run.css): the circle, by the longer side.
MEDAL = 0.5 / 0.94


def points_of_sign(name: str, data: Mapping[str, Any]) -> list[Point]:
    """The points that the line of a sign goes through, and those half way between."""
    places: list[Point] = []
    for letter, values in steps(props.dash(data) if name == "dash" else props.SIGNS[name](data)):
        if not values:
            continue
        x, y = places[-1] if places else (0.0, 0.0)
        left, top = (x, y) if letter.islower() else (0.0, 0.0)
        kind = letter.upper()
        at = (left + values[0], y) if kind == "H" else (x, top + values[0]) if kind == "V" else (left + values[-2], top + values[-1])  # fmt: skip
        places += [at] if kind == "M" else [((x + at[0]) / 2, (y + at[1]) / 2), at]
    return places


def farthest(name: str, data: Mapping[str, Any], middle: Point) -> float:
    """How far a sign reaches from the middle of the drawing."""
    if name in ROUND or name == "orbit":
        return distance(data["at"], middle) + (data["r"] if name == "orbit" else radius(name, data))
    return max(distance(at, middle) for at in points_of_sign(name, data))


@pytest.mark.parametrize("slug", drawings())
def test_no_words_stand_on_an_arrow_or_against_it(slug: str) -> None:
    pose = solved_pose(slug).pose
    for mark in pose.marks:
        lines, (left, base) = str(mark["say"]).split("|"), mark["label"]
        right, top, foot = left + max(map(width_of_words, lines)), base - 9, base + 13 * (len(lines) - 1) + 2
        for name, data in pose.signs:
            if name in ROUND or name == "orbit":
                continue
            on = [(x, y) for x, y in points_of_sign(name, data) if left - 3 < x < right + 3 and top - 3 < y < foot + 3]
            assert on == [], (mark, name)


@pytest.mark.parametrize("slug", drawings())
def test_the_players_round_plate_cuts_off_no_sign_and_no_part_of_a_body(slug: str) -> None:
    solved = solved_pose(slug)
    x, y, width, height = solved.pose.view
    middle, edge = (x + width / 2, y + height / 2), max(width, height) * MEDAL
    assert not [name for name, data in solved.pose.signs if farthest(name, data, middle) > edge - 3]
    for phase, body in solved.bodies.items():
        assert not [point for point, at in body.points.items() if distance(at, middle) > edge], phase
