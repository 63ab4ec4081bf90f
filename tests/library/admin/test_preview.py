"""An editor looks at a page before saving it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import models
from django.test import Client

from ankles import caching
from library.models import Article, Citation, Exercise, Revision, Routine, Step
from tests.factories import (
    AreaFactory,
    ChapterFactory,
    ExerciseFactory,
    IssueFactory,
    RoutineFactory,
    SourceFactory,
    StepFactory,
    SuitFactory,
    TermFactory,
    shown,
)
from tests.library.admin.browsing import open_form, page_of, read, save

pytestmark = pytest.mark.django_db


def everything() -> dict[str, list[Any]]:
    """All that a save would touch."""
    tables: tuple[type[models.Model], ...] = (Article, Exercise, Routine, Step, Citation, Revision, LogEntry)
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in tables}


def test_a_preview_is_the_real_page_with_what_was_typed(desk: Client, client: Client) -> None:
    exercise = ExerciseFactory.create()
    shown(exercise)
    response = save(desk, exercise, "_preview", steps="Stand quite tall.\r\nRise up.", reps="8-15")
    page = response.content.decode()
    assert response.status_code == 200
    assert "Preview: not saved." in page
    assert '<ol class="steps"><li><span>Stand quite tall.</span>' in page
    assert "8\N{EN DASH}15" in page
    assert "Stand tall." in client.get(exercise.get_absolute_url()).content.decode()


def test_a_preview_leaves_nothing_behind(desk: Client, django_capture_on_commit_callbacks: Any) -> None:
    step = StepFactory.create()
    source = SourceFactory.create()
    shown(step.routine, step.exercise)
    before, version = everything(), caching.content_version_file().current()
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        save(desk, step.routine, "_preview", title="Other", body=f"A claim [@{source.key}].", steps__0__reps="7")
        save(desk, step.exercise, "_preview", title="Other")
    assert everything() == before
    assert caching.content_version_file().current() == version
    assert callbacks == []
    assert list(desk.get("/admin/").context["messages"]) == []


def test_a_save_does_leave_something_behind(desk: Client) -> None:
    """The negative control of the test above."""
    step = StepFactory.create()
    shown(step.routine)
    before = everything()
    save(desk, step.routine, title="Other")
    after = everything()
    assert {name for name in before if before[name] != after[name]} >= {"Routine", "Revision", "LogEntry"}


def test_a_preview_is_kept_by_nobody(desk: Client) -> None:
    chapter = ChapterFactory.create()
    response = save(desk, chapter, "_preview")
    assert {"private", "no-store"} <= set(response.headers["Cache-Control"].split(", "))
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert "style=" not in response.content.decode()
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("status", ["draft", "retired"])
def test_a_page_that_readers_do_not_see_can_be_previewed(desk: Client, client: Client, status: str) -> None:
    suit = SuitFactory.create(article__status=status)
    response = save(desk, suit.article, "_preview", body="A first try.")
    assert response.status_code == 200
    assert "A first try." in response.content.decode()
    assert suit.exercise.title in response.content.decode()
    assert client.get(suit.article.get_absolute_url()).status_code in (404, 410)
    assert Article.objects.get().status == status


@pytest.mark.parametrize(
    "factory", [ChapterFactory, IssueFactory, ExerciseFactory, RoutineFactory, SourceFactory, TermFactory]
)
def test_every_kind_with_a_page_has_a_preview(desk: Client, factory: Any) -> None:
    row = StepFactory.create().routine if factory is RoutineFactory else factory.create()
    assert "Preview: not saved." in save(desk, row, "_preview").content.decode()


def test_a_kind_without_a_page_has_none(desk: Client) -> None:
    assert 'name="_preview"' not in desk.get(page_of(AreaFactory.create())).content.decode()


def test_a_new_page_can_be_previewed_before_it_exists(desk: Client) -> None:
    data = open_form(desk, ChapterFactory.create()) | {"slug": "new", "title": "Brand new", "seen": "", "_preview": "1"}
    response = desk.post("/admin/library/chapter/add/", data)
    assert "Brand new" in response.content.decode()
    assert "Preview: not saved." in response.content.decode()
    assert not Article.objects.filter(slug="new").exists()


def test_a_preview_of_a_faulty_form_is_the_form_with_its_faults(desk: Client) -> None:
    chapter = ChapterFactory.create()
    response = save(desk, chapter, "_preview", body="It heals.")
    assert response.context["adminform"].form.errors["body"] == [
        "'heals': no healing is promised; say 'settle' or 'recover'"
    ]
    assert read(response.content.decode())["body"] == "It heals."
