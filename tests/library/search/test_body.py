"""A part and a side, in any words, are a place of the foot map."""

from __future__ import annotations

import pytest

from library.search.body import pointed_at
from library.search.words import stem


@pytest.mark.parametrize(
    ("said", "region"),
    [
        ("inside of my lower leg", "inner-shin"),
        ("outer shin", "outer-shin"),
        ("back of the heel", "heel-back"),
        ("bottom of my heel", "heel-pad"),
        ("top of foot", "foot-top"),
        ("lateral ankle", "outer-ankle"),
        ("big toe", "big-toe"),
        ("little problem with my shoes", ""),
    ],
)
def test_a_part_and_a_side_are_a_place(said: str, region: str) -> None:
    assert pointed_at(stem(word) for word in said.split()).region == region
