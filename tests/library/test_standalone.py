"""A drawing outside the site: a file of its own, with its colours and its name inside."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from library import figures, standalone

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("name", ["toe-walk", "heel-raise-straight-both", "plantar-fascia-stretch"])
def test_a_drawing_stands_by_itself_with_its_colours_and_its_name(name: str) -> None:
    picture = ElementTree.fromstring(standalone.svg_file(name))
    style, title = picture.find(f"{SVG}style"), picture.find(f"{SVG}title")
    assert (picture.tag, style is not None and "--skin" in (style.text or "")) == (f"{SVG}svg", True)
    assert title is not None
    assert (title.text or "").startswith(name.replace("-", " ").capitalize())


def test_every_drawing_is_small_enough_to_be_shared() -> None:
    assert max(len(standalone.svg_file(name)) for name in figures.drawings()) < 40_000
