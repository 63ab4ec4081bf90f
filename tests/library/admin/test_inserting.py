"""What the desk offers for a text, and how the guide writes it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from library import figures, markup, proofing
from library.addresses import PAGES, address
from library.admin import inserting
from library.models import Status
from library.referable import from_tables
from tests.factories import ChapterFactory, ExerciseFactory, IssueFactory, RoutineFactory, SourceFactory

pytestmark = pytest.mark.django_db
KINDS = ("page", "exercise", "source", "plate", "box")


def offers(desk: Client, kind: str, wanted: str = "") -> list[dict[str, Any]]:
    """What is offered for words."""
    found: list[dict[str, Any]] = desk.get(reverse("admin:offers", args=[kind]), {"q": wanted}).json()["found"]
    return found


def written(offer: dict[str, Any]) -> str:
    """The offer as it stands in a text."""
    return f"{offer['before']}{offer['words']}{offer['after']}"


@pytest.mark.parametrize("name", ["exercises_offered", "pages_offered"])
@pytest.mark.parametrize("wanted", ["\0", "Toe\0", "exercise: \0"])
def test_what_no_name_can_hold_is_offered_to_nobody(desk: Client, name: str, wanted: str) -> None:
    ExerciseFactory.create(slug="toe-walk", title="Toe walks")
    assert desk.get(reverse(f"admin:{name}"), {"q": wanted}).json() == {"found": []}
    assert [offers(desk, kind, wanted) for kind in KINDS] == [[]] * len(KINDS)


def test_exercises_and_pages_come_as_links_with_their_title_and_their_state(desk: Client) -> None:
    ExerciseFactory.create(slug="toe-walk", title="Toe walks", number=2, aliases=["tiptoe"])
    ExerciseFactory.create(slug="hop", title="Hop", number=1, status=Status.DRAFT)
    ChapterFactory.create(slug="calves", title="Your calves", number=1)
    IssueFactory.create(slug="sprain", title="Ankle sprain", clinical_name="Lateral ligament sprain", number=2)
    RoutineFactory.create(slug="start", title="First steps for calves")
    assert [(one["said"], one["more"], written(one)) for one in offers(desk, "exercise")] == [
        ("Hop", "Exercise, not published", "[Hop](exercise:hop)"),
        ("Toe walks", "Exercise", "[Toe walks](exercise:toe-walk)"),
    ]
    assert [one["said"] for one in offers(desk, "exercise", "TIPTOE")] == ["Toe walks"]
    assert [(one["more"], written(one)) for one in offers(desk, "page", "calves")] == [
        ("Chapter", "[Your calves](chapter:calves)"),
        ("Routine", "[First steps for calves](routine:start)"),
    ]
    assert [written(one) for one in offers(desk, "page", "ligament")] == ["[Ankle sprain](issue:sprain)"]
    assert [written(one) for one in offers(desk, "page", "gloss")] == ["[glossary](page:glossary)"]


def test_the_headings_of_a_page_come_with_it_and_by_their_own_words(desk: Client) -> None:
    body = "Words.\n\n## Strong *calves*\n\nA heel.\n\n### Why so\n\nMore.\n\n## Why so\n\nMore."
    ChapterFactory.create(slug="legs", title="Your legs", number=1, body=body)
    ChapterFactory.create(slug="heels", title="Your heels", number=2, body="Words of legs.\n\n## Soft\n\nMore.")
    assert [(one["said"], one["more"], written(one)) for one in offers(desk, "page", "legs")] == [
        ("Your legs", "Chapter", "[Your legs](chapter:legs)"),
        ("Strong calves", "Heading of “Your legs”", "[Strong calves](chapter:legs#strong-calves)"),
        ("Why so", "Heading of “Your legs”", "[Why so](chapter:legs#why-so)"),
        ("Why so", "Heading of “Your legs”", "[Why so](chapter:legs#why-so-2)"),
    ]
    # A heading that is in the text of a page, and not one that only the words of its text would be.
    assert [written(one) for one in offers(desk, "page", "calves")] == ["[Strong calves](chapter:legs#strong-calves)"]
    assert offers(desk, "page", "A heel.") == []
    # Where nothing is typed, pages come alone.
    assert not [one for one in offers(desk, "page") if "#" in one["after"]]
    for one in offers(desk, "page", "legs"):
        assert list(proofing.text_faults(f"See {written(one)}.", from_tables())) == []


def test_a_source_comes_as_its_citation_and_stands_behind_the_words_that_are_marked(desk: Client) -> None:
    SourceFactory.create(key="made-up-for-a-test", short="Made up for a test")
    (found,) = offers(desk, "source", "made up")
    assert (found["before"], found["words"], found["after"]) == ("", "", "[@made-up-for-a-test]")


def test_every_plate_and_every_box_that_the_page_knows_is_offered_and_is_taken_by_the_checks(desk: Client) -> None:
    plates = [found for name in figures.PLATES for found in offers(desk, "plate", name)]
    assert {one["more"] for one in plates} == set(figures.PLATES)
    boxes = offers(desk, "box")
    names = {one["before"].split()[1] for one in [*boxes, *plates]}
    assert names == {*markup.BOXES, "signs"}
    referable = from_tables()
    for one in [*boxes, *plates]:
        text = f"Words before.\n\n{written(one)}\n\nWords after."
        assert markup.structure_faults(text, referable.signs) == [], written(one)
        assert list(proofing.text_faults(text, referable)) == [], written(one)


def test_no_more_than_a_screenful_is_offered_however_many_there_are(desk: Client) -> None:
    for _ in range(inserting.OFFERED + 3):
        ExerciseFactory.create()
    assert len(offers(desk, "exercise")) == inserting.OFFERED


def test_an_address_of_the_guide_is_known_by_what_a_text_says_for_it() -> None:
    targets = inserting.targets_by_path()
    for name in PAGES:
        assert targets[f"{address('page', name)}$"] == f"page:{name}"
    for kind in ("chapter", "issue", "exercise", "routine"):
        path = address(kind, "some-name")
        assert targets[path.removesuffix("some-name/")] == f"{kind}:"


def test_only_editors_are_offered_anything(desk: Client, ana: Client) -> None:
    for kind in KINDS:
        assert ana.get(reverse("admin:offers", args=[kind])).status_code in (302, 403)
        answer = desk.get(reverse("admin:offers", args=[kind]))
        assert "no-store" in answer["Cache-Control"]
    assert desk.get(reverse("admin:offers", args=["nothing"])).status_code == 404
