"""What an editor wrote: what would name it, where it would stand, and what it would be once published."""

from __future__ import annotations

import pytest

from library.editors_text import EditorsText


def test_a_page_is_named_by_its_address_and_a_word_of_a_list_by_itself() -> None:
    assert EditorsText("chapter", "one", "two", {"title": "First"}).wanted == "two"
    assert EditorsText("term", "Arch", "", {"term": "Foot arch"}).wanted == "Foot arch"
    assert EditorsText("term", "", "", {}).wanted == ""
    assert EditorsText("term", "", "", {"term": ["not", "a", "word"]}).wanted == ""


@pytest.mark.parametrize(
    ("typed", "place"), [({}, 0), ({"position": 3}, 3), ({"position": -1}, 0), ({"position": "2"}, 0)]
)
def test_a_place_is_a_number_from_one_on_or_none(typed: dict[str, object], place: int) -> None:
    assert EditorsText("term", "Arch", "", typed).place == place


def test_once_published_a_page_says_so_and_no_place_stands_in_the_document() -> None:
    page = EditorsText("chapter", "one", "one", {"title": "One", "status": "draft", "position": 2})
    assert page.whole == {"title": "One", "status": "published"}
    assert EditorsText("term", "Arch", "", {"term": "Arch", "position": 2}).whole == {"term": "Arch"}
