"""A place: how it is called, and the one word that forms and elements carry."""

from __future__ import annotations

import re

from logbook.place import Place
from logbook.vocabulary import AreaCode, Side

EVERY = [Place(area.value, side.value) for area in AreaCode for side in Side]


def test_a_place_reads_as_one_says_it() -> None:
    assert Place("achilles_mid", "left").name == "Left Achilles"
    assert Place("heel_sides", "right").name == "Right heel bone, sides"
    assert all(re.fullmatch(r"(Left|Right) ([a-z]|Achilles).*", place.name) for place in EVERY)


def test_open_pages_of_earlier_releases_carry_the_same_codes() -> None:
    assert Place("achilles_mid", "left").code == "left-achilles_mid"
    assert len({place.code for place in EVERY}) == len(EVERY)
