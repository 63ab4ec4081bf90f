"""Who changed what, and the way back."""

from __future__ import annotations

import pytest
from django.test import Client

from library.models import Article, Exercise, Revision, Routine, Step
from tests.factories import ChapterFactory, StageFactory, StepFactory, SuitFactory, VariationFactory
from tests.library.admin.browsing import page_of, save

pytestmark = pytest.mark.django_db


def test_the_history_says_who_when_and_what_line_by_line(desk: Client) -> None:
    chapter = ChapterFactory.create(title="Old title")
    save(desk, chapter)
    save(desk, chapter, title="New title")
    response = desk.get(page_of(chapter, "history"))
    newest, first = response.context["states"]
    assert [(line.kind, line.text) for line in newest.lines if line.kind in ("gone", "come")] == [
        ("gone", "title: Old title"),
        ("come", "title: New title"),
    ]
    assert (newest.who, newest.is_now, first.is_first) == ("editor@example.org", True, True)
    page = response.content.decode()
    assert "<del>title: Old title</del>" in page
    assert "<ins>title: New title</ins>" in page
    assert "style=" not in page


def test_an_earlier_state_comes_back_with_its_rows(desk: Client) -> None:
    stage = StageFactory.create(name="Weeks 1 to 2")
    StepFactory.create(routine=stage.routine, stage=stage, exercise__title="Rise")
    save(desk, stage.routine)
    earlier = Revision.objects.get()
    save(desk, stage.routine, steps__0__reps="99", stages__0__name="Weeks 3 to 4", title="Other")
    assert Step.objects.get().reps_low == 99
    response = desk.post(page_of(stage.routine, "restore", earlier.pk), follow=True)
    routine = Routine.objects.get()
    assert (routine.title, [row.name for row in routine.stages.all()]) == (stage.routine.title, ["Weeks 1 to 2"])
    assert [(row.reps_low, row.stage.name, row.exercise.title) for row in Step.objects.all() if row.stage] == [
        (10, "Weeks 1 to 2", "Rise")
    ]
    assert [revision.action for revision in Revision.objects.order_by("pk")] == ["saved", "saved", "restored"]
    assert "is as it was on" in str(list(response.context["messages"])[-1])


def test_easier_forms_and_listed_exercises_come_back_too(desk: Client) -> None:
    variation = VariationFactory.create(text="Hold a rail.")
    suit = SuitFactory.create(note="Slowly.", exercise=variation.exercise)
    for row, change in ((variation.exercise, "variations__0__DELETE"), (suit.article, "suits__0__DELETE")):
        save(desk, row)
        earlier = Revision.objects.latest("pk")
        save(desk, row, **{change: "on"})
        desk.post(page_of(row, "restore", earlier.pk))
    assert [form.text for form in Exercise.objects.get().variations.all()] == ["Hold a rail."]
    assert [row.note for row in Article.objects.get().suits.all()] == ["Slowly."]


def test_restoring_asks_for_a_post(desk: Client) -> None:
    chapter = ChapterFactory.create()
    save(desk, chapter)
    assert desk.get(page_of(chapter, "restore", Revision.objects.get().pk)).status_code == 405


def test_a_state_of_another_page_cannot_be_restored_here(desk: Client) -> None:
    one, other = ChapterFactory.create(), ChapterFactory.create()
    save(desk, other)
    assert desk.post(page_of(one, "restore", Revision.objects.get().pk)).status_code == 404


def test_a_state_that_names_a_deleted_exercise_stays_away_with_a_plain_message(desk: Client) -> None:
    suit = SuitFactory.create()
    save(desk, suit.article)
    earlier = Revision.objects.get()
    save(desk, suit.article, suits__0__DELETE="on")
    desk.post(page_of(suit.exercise, "delete"), {"post": "yes"})
    response = desk.post(page_of(suit.article, "restore", earlier.pk), follow=True)
    assert "cannot come back as it was" in str(list(response.context["messages"])[-1])
    assert Article.objects.get().suits.count() == 0


def test_restoring_asks_for_the_token_of_the_form(editor: object) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)  # type: ignore[arg-type]  # the fixture is a User
    chapter = ChapterFactory.create()
    revision = Revision.objects.create(kind="chapter", slug=chapter.slug, document={}, action="saved")
    assert strict.post(page_of(chapter, "restore", revision.pk)).status_code == 403
