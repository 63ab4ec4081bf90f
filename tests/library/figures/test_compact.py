"""Outlines of the small sizes stay where the large ones are."""

import re
from itertools import pairwise

import pytest

from library.figures import shapes
from library.figures.compact import lighter, steps, whole

OUTLINES = [
    shapes.THIGH,
    shapes.FOOT,
    shapes.FACE,
    shapes.TORSO,
    shapes.HAND["open"],
    *shapes.HAIR.values(),
]


def ends(d: str) -> list[tuple[float, float]]:
    """The points a path goes through."""
    out = [(0.0, 0.0)]
    first = out[0]
    for letter, values in steps(d):
        x, y = out[-1]
        if letter in "Zz":
            out.append(first)
            continue
        dx, dy = (x, y) if letter.islower() else (0, 0)
        kind = letter.upper()
        at = (
            (values[-1] + dx, y)
            if kind == "H"
            else (x, values[-1] + dy)
            if kind == "V"
            else (values[-2] + dx, values[-1] + dy)
        )
        out.append(at)
        if kind == "M":
            first = at
    return out[1:]


@pytest.mark.parametrize("d", OUTLINES)
def test_no_point_moves_by_more_than_half_a_unit_each_way(d: str) -> None:
    for (x1, y1), (x2, y2) in zip(ends(d), ends(whole(d)), strict=True):
        assert abs(x1 - x2) <= 0.5
        assert abs(y1 - y2) <= 0.5


def test_whole_numbers_relative_steps_and_no_needless_letter() -> None:
    assert whole("M10.4,20.2L12.6,20.2L12.6,30H4V2.5M1,1l2,2Z") == "M10 20l3 0 0 10h-9v-28m-3-1l2 2z"


def test_an_outline_is_a_third_shorter() -> None:
    assert sum(len(whole(d)) for d in OUTLINES) < 0.67 * sum(len(d) for d in OUTLINES)


def test_every_repeated_command_is_readable() -> None:
    for d in OUTLINES:
        letters = re.findall("[a-zA-Z]", whole(d))
        assert all(one != other or one == "m" for one, other in pairwise(letters))


def test_a_group_around_one_path_is_folded_into_it() -> None:
    assert (
        lighter('<g transform="rotate(3)"><path class="a" d="M1,1H2"/></g>')
        == '<path class="a" transform="rotate(3)" d="M1 1h1"/>'
    )
