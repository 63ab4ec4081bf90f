"""Coverage: a point without a passage is found, and so is a passage without a point."""

from __future__ import annotations

import pytest

from library.documents import files
from library.documents.schema import PAGES
from tests.library.coverage import INVENTORY, Passage, coverage
from tests.library.small import CHAPTER, ISSUE, TOE_WALK

SMALL = {"G7": "Toes down", "E2": "Toe walks", "I3": "Plantar heel pain"}


def test_every_point_of_the_article_is_covered_by_a_passage_of_the_guide() -> None:
    pages = [(found.kind, found.slug, found.document) for found in files.read_all(files.CONTENT) if found.kind in PAGES]
    found = coverage(pages)
    assert found.missing == []
    assert found.unknown == []
    assert found.points["G6"][0] == Passage("chapter", "how-the-ankle-works", "the-bones")


def test_the_inventory_is_complete_and_in_order() -> None:
    numbers = [(letter, number) for letter, last in (("G", 27), ("I", 10), ("E", 11)) for number in range(1, last + 1)]
    assert list(INVENTORY) == [f"{letter}{number}" for letter, number in numbers]
    assert len(set(INVENTORY.values())) == len(INVENTORY)


def test_each_exercise_of_the_article_is_covered_on_an_exercise_page_and_each_problem_on_an_issue_page() -> None:
    pages = [(found.kind, found.slug, found.document) for found in files.read_all(files.CONTENT) if found.kind in PAGES]
    points = coverage(pages).points
    for letter, kind in (("E", "exercise"), ("I", "issue")):
        own = {point: {passage.kind for passage in points[point]} for point in points if point[0] == letter}
        assert own == {point: {kind} for point in own}


def test_a_point_that_nobody_names_is_missing_and_a_part_that_names_none_is_listed() -> None:
    found = coverage([("chapter", "calves", CHAPTER), ("issue", "sore-arch", ISSUE)], SMALL)
    assert found.points == {"G7": [Passage("chapter", "calves", "the-lower-calf")], "E2": [], "I3": []}
    assert found.missing == ["E2", "I3"]
    assert found.nameless == [
        Passage("chapter", "calves", "intro"),
        Passage("issue", "sore-arch", "intro"),
        Passage("issue", "sore-arch", "what-helps"),
    ]


def test_a_draft_covers_nothing() -> None:
    assert coverage([("exercise", "toe-walk", TOE_WALK)], SMALL).points["E2"] == [Passage("exercise", "toe-walk")]
    draft = TOE_WALK | {"status": "draft"}
    assert coverage([("exercise", "toe-walk", draft)], SMALL).points["E2"] == []


def test_a_page_without_words_before_its_first_heading_has_no_intro() -> None:
    found = coverage([("chapter", "calves", CHAPTER | {"body": "## The lower calf\n\nIt works."})], SMALL)
    assert found.nameless == []


@pytest.mark.parametrize(
    ("covers", "unknown"),
    [
        ({"the-lower-calf": ["G99"]}, ("G99", Passage("chapter", "calves", "the-lower-calf"))),
        ({"the-upper-calf": ["G7"]}, ("G7", Passage("chapter", "calves", "the-upper-calf"))),
    ],
    ids=["no such point", "no such part"],
)
def test_a_point_or_part_that_does_not_exist_covers_nothing(
    covers: dict[str, list[str]], unknown: tuple[str, Passage]
) -> None:
    found = coverage([("chapter", "calves", CHAPTER | {"covers": covers})], SMALL)
    assert found.unknown == [unknown]
    assert "G7" in found.missing
