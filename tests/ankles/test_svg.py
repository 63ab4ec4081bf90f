"""Geometry of charts: numbers in, path data out, and nothing drawn where nothing is known."""

from __future__ import annotations

import pytest

from ankles import svg


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (-0.04, "0"), (1, "1"), (1.04, "1"), (1.05, "1.1"), (-2.5, "-2.5"), (10.0, "10"), (99.96, "100")],
)
def test_a_number_has_at_most_one_decimal(value: float, text: str) -> None:
    assert svg.svg_number(value) == text


def test_a_scale_goes_straight_from_one_end_to_the_other() -> None:
    down = svg.Scale(0, 10, 128, 18)
    assert [down.at(value) for value in (0, 5, 10)] == [128, 73, 18]
    assert down.at(11) == pytest.approx(7)
    assert svg.Scale(2, 4, 0, 1).at(3) == 0.5


@pytest.mark.parametrize(
    ("values", "runs"),
    [
        ([], []),
        ([None], []),
        ([0], [[(0, 0)]]),
        ([None, 0, 1, None, None, 2], [[(1, 0), (2, 1)], [(5, 2)]]),
        ([1, 2, 3], [[(0, 1), (1, 2), (2, 3)]]),
    ],
)
def test_a_missing_value_ends_a_stretch_and_zero_does_not(
    values: list[float | None], runs: list[list[tuple[int, float]]]
) -> None:
    assert list(svg.stretches(values)) == runs


def test_a_line_needs_two_points() -> None:
    assert svg.line_through([]) == svg.line_through([(1, 2)]) == ""
    assert svg.line_through([(1, 2), (3.25, 4), (5, 6)]) == "M1,2L3.2,4L5,6"


def test_markers_stand_around_their_points() -> None:
    points = [(10.0, 20.0)]
    assert svg.circles(points, 2.5) == "M7.5,20a2.5,2.5,0,1,0,5,0a2.5,2.5,0,1,0,-5,0"
    assert svg.squares(points, 2.5) == "M7.5,17.5h5v5h-5z"
    assert svg.triangles(points, 5) == "M10,15l5,8h-10z"
    assert svg.ticks(points, 5) == "M7.5,20l2,2l3,-4.5"
    assert svg.bars(points, 4, 30) == "M8,30V20h4V30z"
    assert svg.dots(points) == "M10,20h0"
    assert svg.dashes(points, 5) == "M7.5,20h5"
    assert svg.posts(points, 5) == "M10,17.5v5"
    assert svg.uprights([(10.0, 30.0, 20.0)]) == "M10,30V20"


@pytest.mark.parametrize("draw", [svg.circles, svg.squares, svg.triangles, svg.ticks])
def test_no_points_are_no_path_and_two_are_one_path_with_both(draw: object) -> None:
    assert callable(draw)
    assert draw([], 3) == ""
    assert draw([(1, 2), (30, 40)], 3) == draw([(1, 2)], 3) + draw([(30, 40)], 3)
