"""What the templates get: places in the order, neighbours, only what is published, the same few queries."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import QuerySet
from pytest_django import DjangoAssertNumQueries

from library import catalogue, clock, pages, publishing, referable, rendering
from library.documents import store
from library.models import Article, Exercise, Routine, Source, Status, Step, Term
from tests.factories import every_entry
from tests.library import small

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rows(db: None) -> None:
    """The small pages, rendered, with three exercises in all."""
    store.write("source", "radford-2006", small.SOURCE)
    store.write("area", "arch", small.AREA, 1)
    for slug, number in (("toe-walk", 1), ("calf-stretch", 2), ("heel-walk", 3)):
        document = small.PAGES.get(("exercise", slug), small.TOE_WALK)
        store.write("exercise", slug, document | {"harder": [], "number": number})
    for (kind, slug), document in small.PAGES.items():
        store.write(kind, slug, document)
    publishing.render_again(every_entry())


def changed(rows: QuerySet[Any], **values: object) -> None:
    """Change rows, as far as the pages see it."""
    rows.update(**values)
    catalogue.CATALOGUE.clear()


def an_exercise(slug: str) -> dict[str, Any]:
    return pages.exercise(Exercise.objects.get(slug=slug))


@pytest.mark.parametrize(
    ("slug", "place", "before", "after"),
    [
        ("toe-walk", 1, None, "calf-stretch"),
        ("calf-stretch", 2, "toe-walk", "heel-walk"),
        ("heel-walk", 3, "calf-stretch", None),
    ],
)
def test_an_exercise_knows_its_place_and_its_neighbours(
    slug: str, place: int, before: str | None, after: str | None
) -> None:
    found = an_exercise(slug)
    assert (found["exercise"]["number"], found["exercise"]["of"]) == (place, 3)
    assert (found["previous"] and found["previous"]["slug"], found["next"] and found["next"]["slug"]) == (before, after)


def test_neighbours_and_counts_leave_out_what_is_not_published() -> None:
    changed(Exercise.objects.filter(slug="calf-stretch"), status=Status.DRAFT)
    found = an_exercise("toe-walk")
    assert found["exercise"]["of"] == 2
    assert found["next"]["slug"] == "heel-walk"


def test_an_exercise_lists_where_it_is_used_and_only_published_places() -> None:
    found = an_exercise("toe-walk")
    assert [one["title"] for one in found["routines"]] == ["Before a run"]
    assert [one["title"] for one in found["issues"]] == ["Sore arch"]
    changed(Routine.objects.all(), status=Status.RETIRED)
    changed(Article.objects.all(), status=Status.DRAFT)
    found = an_exercise("toe-walk")
    assert (found["routines"], found["issues"]) == ([], [])


def test_a_chapter_marks_itself_in_the_list_and_shows_the_exercises_it_names() -> None:
    store.write("chapter", "second", small.CHAPTER | {"number": 2, "title": "Second"})
    found = pages.chapter(Article.objects.get(kind="chapter", slug="calves"))
    assert [(one["slug"], one["current"]) for one in found["chapters"]] == [("calves", True), ("second", False)]
    assert "Toe walks" in found["exercises_html"]
    assert found["next"]["slug"] == "second"


def test_an_issue_shows_the_exercises_that_suit_with_the_editors_note_and_no_draft() -> None:
    article = Article.objects.get(kind="issue")
    (line,) = pages.issue(article)["suits"]
    assert (line["title"], line["url"], line["note_html"]) == ("Toe walks", "/exercises/toe-walk/", "Slowly.")
    changed(Exercise.objects.filter(slug="toe-walk"), status=Status.DRAFT)
    assert pages.issue(article)["suits"] == []


def test_a_routine_shows_its_steps_in_order_with_dose_and_time() -> None:
    (stage,) = pages.routine(Routine.objects.get())["stages"]
    (step,) = stage["steps"]
    assert (step["number"], step["title"], step["dose"], step["time"]) == (
        1,
        "Toe walks",
        "20 s, left and right by turns",
        "0:20",
    )
    assert (step["note_html"], step["optional"], step["url"]) == ("Tall.", False, "/exercises/toe-walk/")


@pytest.mark.parametrize("status", [Status.DRAFT, Status.RETIRED])
def test_a_step_does_not_lead_to_an_exercise_that_readers_cannot_see(status: str) -> None:
    changed(Exercise.objects.filter(slug="toe-walk"), status=status)
    (stage,) = pages.routine(Routine.objects.get())["stages"]
    assert [step["url"] for step in stage["steps"]] in ([""], [None], [])


def test_stages_stand_in_their_order_each_with_its_own_steps() -> None:
    steps = small.ROUTINE["steps"]
    stages = [{"name": name, "note": f"Note {name}.", "steps": steps * count} for name, count in (("B", 1), ("A", 2))]
    document = {key: value for key, value in small.ROUTINE.items() if key != "steps"} | {"stages": stages}
    row = store.write("routine", "staged", document)
    rendering.render(row, referable.from_tables())
    found = pages.routine(Routine.objects.get(slug="staged"))["stages"]
    assert [(one["name"], one["note_html"], [step["number"] for step in one["steps"]]) for one in found] == [
        ("B", "Note B.", [1]),
        ("A", "Note A.", [1, 2]),
    ]


def test_the_first_page_counts_only_what_is_published() -> None:
    assert pages.home()["counts"] == {"exercises": 3, "issues": 1, "routines": 1}
    changed(Exercise.objects.filter(slug="heel-walk"), status=Status.DRAFT)
    changed(Article.objects.issues(), status=Status.RETIRED)
    found = pages.home()
    assert found["counts"] == {"exercises": 2, "issues": 0, "routines": 1}
    assert found["issues"] == []


def test_the_first_page_stands_when_the_guide_is_empty() -> None:
    Step.objects.all().delete()
    Routine.objects.all().delete()
    Article.objects.all().delete()
    found = pages.home()
    assert (found["routine"], found["issues"], found["chapters"]) == (None, [], [])


def test_sources_are_listed_with_every_published_page_that_cites_them_once(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    store.write("source", "unused", small.SOURCE | {"key": "unused"})
    with django_assert_num_queries(2):
        (found,) = pages.sources(Source.objects.in_order())
    assert found["key"] == "radford-2006"
    assert [one["title"] for one in found["used_in"]] == ["Toe walks", "Toe walks"]
    assert len({one["url"] for one in found["used_in"]}) == 2
    changed(Exercise.objects.all(), status=Status.RETIRED)
    assert pages.sources(Source.objects.in_order()) == []


def test_a_word_leads_to_the_part_that_explains_it() -> None:
    store.write("term", "Soleus", small.TERM)
    store.write("term", "Alone", {"term": "Alone", "plain": "by itself"})
    found = {one["term"]: one["url"] for one in pages.terms(Term.objects.order_by("term"))}
    assert found == {"Alone": "", "Soleus": "/guide/calves/#the-lower-calf"}


@pytest.mark.parametrize(("seconds", "words"), [(5, "0:05"), (60, "1:00"), (65, "1:05"), (3600, "60:00")])
def test_a_time_is_printed_as_minutes_and_seconds(seconds: int, words: str) -> None:
    assert clock.minutes_and_seconds(seconds) == words


def test_what_a_routine_needs_is_said_in_words() -> None:
    assert pages.kit_words(Step.objects.select_related("exercise")) == "nothing"
    Step.objects.update(exercise=Exercise.objects.get(slug="calf-stretch"))
    assert pages.kit_words(Step.objects.select_related("exercise")) == "wall"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_routines_costs_two_queries_for_one_and_for_three(
    django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(2, count + 1):
        store.write("routine", f"r{number}", small.ROUTINE | {"number": number})
    catalogue.CATALOGUE.clear()
    with django_assert_num_queries(2):
        found = pages.routines()
    assert [len(line["figures_html"]) for line in found] == [1] * count
