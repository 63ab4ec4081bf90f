"""Documents into rows and back, with all their children."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist

from library.documents import files, store
from library.documents.schema import KINDS, LISTS, PAGES
from library.models import Area, Article, Exercise, Routine, Stage, Step
from tests.library import small

pytestmark = pytest.mark.django_db

STAGED: dict[str, Any] = {name: value for name, value in small.ROUTINE.items() if name != "steps"} | {
    "stages": [
        {"name": "First", "note": "Two weeks.", "steps": deepcopy(small.ROUTINE["steps"])},
        {
            "name": "Then",
            "steps": [{"exercise": "calf-stretch", "dose": {"hold_s": "30-45"}, "time_s": 60, "optional": True}],
        },
    ]
}


@pytest.fixture(autouse=True)
def written(db: None) -> None:
    """All small objects as rows."""
    for kind in KINDS:
        for index, entry in enumerate(small.LISTS.get(kind, [])):
            store.write(kind, entry[LISTS[kind]], entry, index + 1)
    for (kind, slug), document in reversed(small.PAGES.items()):
        if kind == "exercise":
            store.write(kind, slug, document | {"harder": []})
    for (kind, slug), document in small.PAGES.items():
        store.write(kind, slug, document)


@pytest.mark.parametrize("key", small.PAGES, ids=lambda key: key[1])
def test_a_page_comes_back_as_it_was_written(key: tuple[str, str]) -> None:
    assert store.document(store.find(*key)) == small.PAGES[key]


@pytest.mark.parametrize("kind", small.LISTS)
def test_an_entry_of_a_list_comes_back_as_it_was_written(kind: str) -> None:
    assert [store.document(row) for row in store.rows(kind)] == small.LISTS[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_every_row_knows_its_kind_and_its_name(kind: str) -> None:
    row = store.rows(kind).get() if kind != "exercise" else store.rows(kind).get(slug="toe-walk")
    assert store.kind_of(row) == kind
    assert store.find(kind, store.slug_of(row)) == row


def test_a_routine_with_stages_comes_back_as_it_was_written() -> None:
    routine = store.write("routine", "staged", STAGED)
    assert store.document(store.find("routine", "staged")) == STAGED
    assert [stage.name for stage in routine.stages.all()] == ["First", "Then"]


def test_writing_a_page_again_replaces_its_children_and_leaves_nothing_of_the_old() -> None:
    store.write("routine", "staged", STAGED)
    store.write("routine", "staged", small.ROUTINE)
    routine = Routine.objects.get(slug="staged")
    assert store.document(routine) == small.ROUTINE
    assert (Stage.objects.count(), Step.objects.filter(routine=routine).count()) == (0, 1)


def test_a_dose_keeps_its_ranges_and_unknown_stays_unknown() -> None:
    row = Exercise.objects.get(slug="toe-walk")
    assert (row.sets_low, row.sets_high, row.duration_s_low, row.duration_s_high) == (2, 3, 20, 30)
    assert (row.reps_low, row.hold_s_low, row.rest_s_low) == (None, None, None)


def test_a_publication_date_comes_back_as_the_same_instant() -> None:
    document = small.CHAPTER | {"publish_at": "2026-12-01T06:00:00+00:00"}
    row = store.write("chapter", "later", document)
    row.refresh_from_db()
    assert row.publish_at.isoformat() == "2026-12-01T06:00:00+00:00"
    assert files.digest("chapter", store.document(row)) == files.digest("chapter", document)


def test_an_exercise_that_is_not_there_cannot_be_referred_to_and_nothing_is_written() -> None:
    with pytest.raises(ObjectDoesNotExist):
        store.write("chapter", "new", small.CHAPTER | {"exercises": ["no-such"]})
    assert not Article.objects.filter(slug="new").exists()


def test_a_chapter_and_an_issue_may_have_the_same_name() -> None:
    store.write("issue", "calves", small.ISSUE)
    assert store.find("chapter", "calves").title == "Calves"
    assert store.find("issue", "calves").title == "Sore arch"


def test_an_area_keeps_its_place_when_it_is_written_again_without_one() -> None:
    store.write("area", "arch", small.AREA, position=4)
    store.write("area", "arch", small.AREA | {"label": "Arch"})
    area = Area.objects.get(code="arch")
    assert (area.position, area.label) == (4, "Arch")


@pytest.mark.parametrize("kind", PAGES)
def test_drafts_and_retired_pages_are_not_among_the_published(kind: str) -> None:
    before = set(store.published(kind).values_list("slug", flat=True))
    document = next(page for (one, _), page in small.PAGES.items() if one == kind)
    for status in ("draft", "retired"):
        store.write(kind, f"a-{status}", document | {"status": status})
    assert set(store.published(kind).values_list("slug", flat=True)) == before


def test_documents_are_read_in_few_queries_for_any_number_of_rows(django_assert_num_queries: Any) -> None:
    for number in range(20):
        store.write("routine", f"r{number}", STAGED)
    with django_assert_num_queries(4):
        assert len([store.document(row) for row in store.rows("routine")]) == 21
