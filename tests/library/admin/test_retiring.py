"""Taking something out of the guide."""

from __future__ import annotations

import html

import pytest
from django.test import Client
from django.urls import reverse

from library import drafts
from library.documents import store
from library.models import Area, Article, Exercise, Revision, Source, Status
from tests.factories import (
    AreaFactory,
    ChapterFactory,
    ExerciseFactory,
    SourceFactory,
    StepFactory,
    SuitFactory,
    shown,
)
from tests.library.admin.browsing import open_form, page_of, press, publish, read

pytestmark = pytest.mark.django_db


def test_retiring_first_says_where_it_is_used(desk: Client) -> None:
    step = StepFactory.create(routine__title="Daily", exercise__slug="rise")
    SuitFactory.create(exercise=step.exercise, article__title="Heel pain")
    ChapterFactory.create(title="Strength", body="See [rise](exercise:rise).")
    page = desk.get(page_of(step.exercise, "retire")).content.decode()
    assert "Used in 3 places" in page
    for words in ("Routine: Daily", "Issue: Heel pain", "Chapter: Strength"):
        assert words in page
    assert f'href="{page_of(step.routine)}"' in page
    assert Exercise.objects.get().status == Status.PUBLISHED


def test_a_retired_page_says_so_and_can_be_published_again(desk: Client, client: Client) -> None:
    chapter = ChapterFactory.create()
    shown(chapter)
    assert press(desk, page_of(chapter, "retire")).status_code == 302
    assert client.get(chapter.get_absolute_url()).status_code == 410
    assert Revision.objects.get().action == "retired"
    assert desk.get(page_of(chapter, "retire")).status_code == 404
    # The page that readers get and the one that asked the editor say the same about coming back.
    said = client.get(chapter.get_absolute_url()).content.decode()
    assert "If it ever comes back, it will be under this" in said
    publish(desk, chapter)
    assert Article.objects.get().is_live
    assert client.get(chapter.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(("act", "said"), [("retire", "retired this page"), ("takeoff", "took this page off the site")])
def test_a_page_that_went_while_its_form_was_open_comes_back_only_when_somebody_says_so(
    desk: Client, act: str, said: str
) -> None:
    """As it did, the second editor's Publish brought it back, and neither of the two was told."""
    chapter = ChapterFactory.create(title="Calves")
    shown(chapter)
    for typed in ({"summary": "Other words."}, {}):
        mine = open_form(desk, chapter) | typed | {"_publish": "1"}
        assert press(desk, page_of(chapter, act)).status_code == 302
        answer = desk.post(page_of(chapter), mine)
        form = read(answer.content.decode())
        assert f"While you had it open, editor@example.org {said}." in html.unescape(answer.content.decode())
        assert form["summary"] == mine["summary"]
        assert not Article.objects.get().is_live
        assert desk.post(page_of(chapter), form | {"_publish": "1"}).status_code == 302
        assert Article.objects.get().is_live
        assert Article.objects.get().summary == mine["summary"]


def test_what_a_page_needs_cannot_be_deleted_and_the_page_is_named(desk: Client) -> None:
    step = StepFactory.create(routine__title="Daily")
    for response in (
        desk.get(page_of(step.exercise, "delete")),
        press(desk, page_of(step.exercise, "delete"), {"post": "yes"}),
    ):
        page = response.content.decode()
        assert "cannot be deleted, because these pages need it" in page
        assert "Routine: Daily" in page
        assert "or retire it" in page
    assert Exercise.objects.exists()


def test_a_cited_source_cannot_be_deleted(desk: Client) -> None:
    source = SourceFactory.create()
    chapter = ChapterFactory.create(body=f"A claim [@{source.key}].", title="Calves")
    shown(chapter)
    page = press(desk, page_of(source, "delete"), {"post": "yes"}).content.decode()
    assert "Chapter: Calves" in page
    assert "retire" not in page
    assert Source.objects.exists()


def test_no_place_is_added_or_deleted_at_the_desk(desk: Client) -> None:
    """Logs name places by their codes, which the code knows: the list is closed."""
    area = AreaFactory.create()
    for address in (page_of(area, "delete"), reverse("admin:library_area_add")):
        assert desk.get(address).status_code == desk.post(address, {"post": "yes"}).status_code == 403
    assert list(Area.objects.all()) == [area]


def test_a_deleted_page_leaves_its_last_state(desk: Client) -> None:
    exercise = ExerciseFactory.create(title="Towel curl")
    assert press(desk, page_of(exercise, "delete"), {"post": "yes"}).status_code == 302
    assert not Exercise.objects.exists()
    revision = Revision.objects.get()
    assert (revision.action, revision.document["title"], str(revision.by)) == (
        "deleted",
        "Towel curl",
        "editor@example.org",
    )


def test_several_cannot_be_deleted_at_once(desk: Client) -> None:
    exercise = ExerciseFactory.create()
    data = {"action": "delete_selected", "_selected_action": [exercise.pk], "post": "yes"}
    desk.post("/admin/library/exercise/", data)
    assert Exercise.objects.exists()


def test_a_page_that_uses_a_retired_exercise_can_still_be_corrected() -> None:
    step = StepFactory.create()
    step.exercise.status = "retired"
    step.exercise.save()
    row = store.find("routine", step.routine.slug)
    assert row is not None
    assert [
        fault.message for fault in drafts.faults_of_text(drafts.of_row(row)) if "there is no exercise" in fault.message
    ] == []


def test_what_takes_the_place_of_a_page_is_typed_and_nothing_is_listed(desk: Client) -> None:
    """With a thousand pages the form was a thousand lines."""
    old = ExerciseFactory.create(title="Old")
    others = [ExerciseFactory.create() for _ in range(40)]
    page = desk.get(page_of(old, "retire")).content.decode()
    assert [row.title for row in others if row.title in page] == []
    for typed, words in (
        ("Nobody", "Readers see no page that is called so."),
        ("Old", "A page cannot take its own place."),
        (ExerciseFactory.create(title="Off", status="draft").title, "Readers see no page that is called so."),
    ):
        answer = press(desk, page_of(old, "retire"), {"replacement": typed})
        assert words in answer.content.decode()
    old.refresh_from_db()
    assert old.is_live


@pytest.mark.parametrize("typed", ["Rise again", "rise again", "Exercise: Rise again", "exercise:rise", "rise"])
def test_a_page_is_named_by_its_title_or_its_address(desk: Client, client: Client, typed: str) -> None:
    old, new = ExerciseFactory.create(), ExerciseFactory.create(title="Rise again", slug="rise")
    shown(old, new)
    assert press(desk, page_of(old, "retire"), {"replacement": typed}).status_code == 302
    assert client.get(old.get_absolute_url())["Location"] == new.get_absolute_url()


def test_of_two_pages_of_one_title_the_desk_asks_which(desk: Client) -> None:
    old = ExerciseFactory.create()
    for factory in (ExerciseFactory, ChapterFactory):
        factory.create(title="Balance", slug="balance-1")
    said = press(desk, page_of(old, "retire"), {"replacement": "Balance"}).content.decode()
    assert "Type one of these: exercise:balance-1, chapter:balance-1." in said
    assert press(desk, page_of(old, "retire"), {"replacement": "chapter:balance-1"}).status_code == 302


def test_the_server_offers_pages_that_readers_see(desk: Client) -> None:
    ExerciseFactory.create(title="Heel walk")
    ChapterFactory.create(title="Heel pain", aliases=["sore heel"])
    ExerciseFactory.create(title="Heel off", status="retired")
    offered = desk.get(reverse("admin:pages_offered"), {"q": "heel"}).json()["found"]
    assert offered == [{"value": name, "said": name} for name in ("Exercise: Heel walk", "Chapter: Heel pain")]
    # What is offered, once chosen, is offered alone.
    again = desk.get(reverse("admin:pages_offered"), {"q": "Exercise: Heel walk"}).json()["found"]
    assert [one["value"] for one in again] == ["Exercise: Heel walk"]
    for _ in range(30):
        ExerciseFactory.create()
    assert len(desk.get(reverse("admin:pages_offered")).json()["found"]) == 20
