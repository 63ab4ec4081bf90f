"""An editor looks at a page before publishing it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import models
from django.test import Client

from ankles import caching
from library.admin import preview
from library.documents import schema
from library.models import Article, Citation, Draft, Exercise, Preview, Revision, Routine, Step
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
    WarningSignFactory,
    shown,
)
from tests.library.admin.browsing import look, open_form, page_of, publish, save

pytestmark = pytest.mark.django_db


def everything() -> dict[str, list[Any]]:
    """All that publishing would touch."""
    tables: tuple[type[models.Model], ...] = (Article, Exercise, Routine, Step, Citation, Revision, LogEntry, Draft)
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in tables}


def test_a_preview_is_the_real_page_with_what_was_typed(desk: Client, client: Client) -> None:
    exercise = ExerciseFactory.create()
    shown(exercise)
    response = look(desk, exercise, steps="Stand quite tall.\r\nRise up.", reps="8-15")
    page = response.content.decode()
    assert response.status_code == 200
    assert '<ol class="steps"><li><span>Stand quite tall.</span>' in page
    assert "8\N{EN DASH}15" in page
    assert "Stand tall." in client.get(exercise.get_absolute_url()).content.decode()


def test_around_it_stands_what_it_is_and_two_widths_light_and_dark(desk: Client) -> None:
    chapter = ChapterFactory.create(title="Calves")
    shell = desk.get(publish(desk, chapter, "_preview", title="Calves, better")["Location"])
    page = shell.content.decode()
    assert "Preview of “Calves, better”" in page
    assert "This is what you typed. It is not saved." in page
    for width in ("phone", "desktop"):
        for scheme in ("light", "dark"):
            chosen = desk.get(f"{shell.request['PATH_INFO']}?width={width}&scheme={scheme}").content.decode()
            assert f'class="{width} {scheme}"' in chosen
            assert f'{shell.request["PATH_INFO"]}{scheme}/"' in chosen


@pytest.mark.parametrize(("scheme", "other"), [("light", "dark"), ("dark", "light")])
def test_the_frame_is_light_or_dark_whatever_the_editors_browser_prefers(desk: Client, scheme: str, other: str) -> None:
    page = look(desk, ChapterFactory.create(), scheme).content.decode()
    address = f"/admin/preview/{scheme}.css"
    assert f'<link rel="stylesheet" href="{address}">' in page
    css = desk.get(address).content.decode()
    assert "prefers-color-scheme" not in css
    assert f"color-scheme: {scheme}" in css.replace("color-scheme:", "color-scheme: ").replace("  ", " ")
    assert desk.get(f"/admin/preview/{other}.css").content.decode() != css
    assert desk.get("/admin/preview/pink.css").status_code == 404


def test_only_what_stands_in_the_frame_may_be_framed_and_only_by_this_site(desk: Client) -> None:
    chapter = ChapterFactory.create()
    shell = desk.get(publish(desk, chapter, "_preview")["Location"])
    framed = desk.get(f"{shell.request['PATH_INFO']}light/")
    assert "frame-ancestors 'self'" in framed.headers["Content-Security-Policy"]
    assert framed.headers["X-Frame-Options"] == "SAMEORIGIN"
    for other in (shell, desk.get(page_of(chapter)), desk.get("/admin/preview/light.css")):
        assert "frame-ancestors 'none'" in other.headers["Content-Security-Policy"]
        assert other.headers["X-Frame-Options"] == "DENY"


def test_a_preview_leaves_nothing_behind(desk: Client, django_capture_on_commit_callbacks: Any) -> None:
    step = StepFactory.create()
    source = SourceFactory.create()
    shown(step.routine, step.exercise)
    before, version = everything(), caching.content_version_file().current()
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        look(desk, step.routine, title="Other", body=f"A claim [@{source.key}].", steps__0__reps="7")
        look(desk, step.exercise, title="Other")
    assert everything() == before
    assert caching.content_version_file().current() == version
    assert callbacks == []
    assert list(desk.get("/admin/").context["messages"]) == []


def test_a_publication_does_leave_something_behind(desk: Client) -> None:
    """The negative control of the test above."""
    step = StepFactory.create()
    shown(step.routine)
    before = everything()
    publish(desk, step.routine, title="Other")
    after = everything()
    assert {name for name in before if before[name] != after[name]} >= {"Routine", "Revision", "LogEntry"}


def test_a_preview_is_kept_by_nobody(desk: Client) -> None:
    response = look(desk, ChapterFactory.create())
    assert {"private", "no-store"} <= set(response.headers["Cache-Control"].split(", "))
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert "style=" not in response.content.decode()
    assert "Set-Cookie" not in response.headers


def test_what_somebody_typed_is_shown_to_nobody_else_and_goes_after_a_day(desk: Client, editor: Any) -> None:
    shell = publish(desk, ChapterFactory.create(), "_preview")
    Preview.objects.update(by=None)
    assert desk.get(shell["Location"]).status_code == 404
    assert desk.get(f"{shell['Location']}light/").status_code == 404
    Preview.objects.update(at="2020-01-01T00:00:00+00:00")
    publish(desk, ChapterFactory.create(), "_preview")
    assert [one.by for one in Preview.objects.all()] == [editor]


@pytest.mark.parametrize("status", ["draft", "retired"])
def test_a_page_that_readers_do_not_see_can_be_previewed(desk: Client, client: Client, status: str) -> None:
    suit = SuitFactory.create(article__status=status)
    response = look(desk, suit.article, body="A first try.")
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
    if factory is SourceFactory:
        # The list of sources holds those that a page cites.
        shown(ChapterFactory.create(body=f"A claim [@{row.key}]."))
    name = {"source": "citation", "term": "plain"}.get(row._meta.model_name, "title")
    assert "Quite another" in look(desk, row, **{name: "Quite another"}).content.decode()


def test_a_warning_sign_is_looked_at_on_the_page_of_all_of_them(desk: Client) -> None:
    sign = WarningSignFactory.create(key="numb", level="today")
    ChapterFactory.create(slug="when-to-see-somebody", body="## Today\n\n::: signs today\n:::")
    shell = publish(desk, sign, "_preview", text="the foot is quite numb")
    assert "foot is quite numb" in desk.get(f"{shell['Location']}light/").content.decode()


def test_a_kind_without_a_page_has_none(desk: Client) -> None:
    area = AreaFactory.create()
    assert 'name="_preview"' not in desk.get(page_of(area)).content.decode()
    save(desk, area, label="Other")
    assert desk.get(preview.preview_url("draft", Draft.objects.get().pk)).status_code == 404


def test_a_draft_and_any_earlier_state_can_be_looked_at(desk: Client) -> None:
    chapter = ChapterFactory.create(title="Readers see this")
    publish(desk, chapter, title="A state")
    state = Revision.objects.get()
    publish(desk, chapter, title="A newer state")
    save(desk, chapter, title="A draft")
    for what, pk, words in (("state", state.pk, "A state"), ("draft", Draft.objects.get().pk, "A draft")):
        assert words in desk.get(preview.preview_url(what, pk)).content.decode()
        assert f"<title>{words}" in desk.get(f"{preview.preview_url(what, pk)}light/").content.decode()
    assert Article.objects.get().title == "A newer state"


def test_a_new_page_can_be_previewed_before_it_exists(desk: Client) -> None:
    data = open_form(desk, ChapterFactory.create()) | {"slug": "new", "title": "Brand new", "seen": "", "base": ""}
    shell = desk.post("/admin/library/chapter/add/", data | {"_preview": "1"})
    assert "Brand new" in desk.get(f"{shell['Location']}light/").content.decode()
    assert not Article.objects.filter(slug="new").exists()


@pytest.mark.parametrize("kind", [kind for kind in schema.KINDS if kind not in ("area", "synonym")])
def test_an_empty_form_can_be_previewed_and_says_what_is_missing(desk: Client, kind: str) -> None:
    ChapterFactory.create(slug="when-to-see-somebody")
    table = {"warning": "warningsign"}.get(kind, kind)
    data = {f"{prefix}-{part}_FORMS": "0" for prefix in ("suits", "variations", "stages", "steps") for part in
            ("TOTAL", "INITIAL")}  # fmt: skip
    shell = desk.post(f"/admin/library/{table}/add/", data | {"_preview": "1"})
    assert "Not finished yet" in desk.get(shell["Location"]).content.decode()
    page = desk.get(f"{shell['Location']}light/")
    assert page.status_code == 200
    assert "cannot be shown as a page yet" not in page.content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"reps": "15-8"}, "A range goes from a smaller to a larger number"),
        ({"number": "first"}, "write a whole number from 1 to 9999"),
        ({"title": ""}, "Title: write some text here"),
        ({"steps": "One line."}, "at least 2 are needed here, and only one is there"),
        ({"variations__0__to": "nowhere", "variations__0__text": "Less."}, ""),
    ],
)
def test_a_half_written_page_is_shown_as_far_as_it_goes(desk: Client, changes: dict[str, str], said: str) -> None:
    exercise = ExerciseFactory.create()
    shell = desk.get(publish(desk, exercise, "_preview", body="Words that are there.", **changes)["Location"])
    assert said.lower() in shell.content.decode().lower()
    page = desk.get(f"{shell.request['PATH_INFO']}dark/").content.decode()
    assert "Words that are there." in page


def test_a_promise_that_the_checks_refuse_can_be_looked_at(desk: Client) -> None:
    assert "It heals." in look(desk, ChapterFactory.create(), body="It heals.").content.decode()
