"""Who reaches the desk. Every one of its addresses is tried, as the resolver knows them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from library.documents import store
from library.models import Draft, Revision, Waiting
from tests.factories import (
    AreaFactory,
    ChapterFactory,
    ExerciseFactory,
    IssueFactory,
    RoutineFactory,
    SourceFactory,
    SynonymFactory,
    TermFactory,
    UserFactory,
    WarningSignFactory,
)

pytestmark = pytest.mark.django_db
MARK = "Words of the desk"
OPEN = {"admin:login"}


@pytest.fixture
def rows() -> dict[str, Any]:
    """A row of every kind, with a mark to look for."""
    return {
        "chapter": ChapterFactory.create(title=MARK),
        "issue": IssueFactory.create(title=MARK),
        "exercise": ExerciseFactory.create(title=MARK, status="draft"),
        "routine": RoutineFactory.create(title=MARK),
        "warningsign": WarningSignFactory.create(text=MARK),
        "source": SourceFactory.create(short=MARK),
        "term": TermFactory.create(term=MARK),
        "synonym": SynonymFactory.create(means=MARK),
        "area": AreaFactory.create(label=MARK),
    }


def names() -> Iterator[str]:
    """The name of every address below /admin/."""
    desk = next(
        part for part in get_resolver().url_patterns if isinstance(part, URLResolver) and part.namespace == "admin"
    )
    yield from (f"admin:{pattern.name}" for pattern in patterns(desk) if pattern.name)


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    """Every pattern below a resolver."""
    for part in resolver.url_patterns:
        if isinstance(part, URLResolver):
            yield from patterns(part)
        else:
            yield part


def addresses(rows: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every address of the desk by name. Fails on one that this test cannot build."""
    revision = Revision.objects.create(
        kind="chapter", slug=rows["chapter"].slug, document={"title": MARK}, action="saved"
    )
    chapter = rows["chapter"]
    draft = Draft.objects.create(kind="chapter", document={"title": MARK})
    special: dict[str, list[Any]] = {
        "admin:app_list": ["library"],
        "admin:library_preview": ["draft", draft.pk],
        "admin:library_preview_page": ["draft", draft.pk, "light"],
        "admin:library_preview_css": ["dark"],
        "admin:desk_list": ["drafts"],
        "admin:several": ["retire"],
        "admin:several_done": ["retire"],
        "admin:waiting": [_waiting(chapter.slug)],
        "admin:gone_state": [_gone()],
        "admin:offers": ["exercise"],
        "admin:view_on_site": [ContentType.objects.get_for_model(chapter).pk, chapter.pk],
    }
    for name in names():
        kind, _, page = name.removeprefix("admin:").removeprefix("library_").partition("_")
        if kind not in rows:
            page = ""
        if name in special:
            yield name, reverse(name, args=special[name])
        elif page in ("change", "history", "delete", "retire", "takeoff"):
            yield name, reverse(name, args=[rows[kind].pk])
        elif page == "compare":
            yield name, reverse(name, args=[rows[kind].pk]) + "?old=row&new=row"
        elif page in ("draft", "discard"):
            own = Draft.objects.create(kind=store.kind_of(rows[kind]), document={"title": MARK, "text": MARK})
            yield name, reverse(name, args=[own.pk])
        elif page.startswith("draft"):
            own = Draft.objects.create(kind=store.kind_of(rows[kind]), document={"title": MARK, "text": MARK})
            state = Revision.objects.create(kind=own.kind, slug=own.called, document=own.document, action="drafted")
            more = [state.pk] if page == "draftrestore" else []
            asked = f"?old={state.pk}&new=draft" if page == "draftcompare" else ""
            yield name, reverse(name, args=[own.pk, *more]) + asked
        elif page == "restore":
            yield name, reverse(name, args=[rows[kind].pk, revision.pk])
        else:
            yield name, reverse(name)


def _waiting(slug: str) -> int:
    """Something of a release that waits for an editor."""
    found, _ = Waiting.objects.get_or_create(kind="chapter", slug=slug, defaults={"release": {"title": MARK}})
    return found.pk


def _gone() -> int:
    """Something that was deleted."""
    found, _ = Revision.objects.get_or_create(
        kind="chapter", slug="gone", action="deleted", defaults={"document": {"title": MARK}}
    )
    return found.pk


def leaks(client: Client, rows: dict[str, Any]) -> list[str]:
    """The addresses that answer with content, or change a row."""
    before = snapshot(rows)
    found = []
    for name, address in addresses(rows):
        for method in ("get", "post"):
            response = getattr(client, method)(address, {"post": "yes"} if method == "post" else None)
            shows = response.status_code == 200 and MARK in response.content.decode()
            if name not in OPEN and (response.status_code == 200 or shows):
                found.append(f"{method} {name}")
    return found + (["rows changed"] if snapshot(rows) != before else [])


def snapshot(rows: dict[str, Any]) -> list[Any]:
    """All rows as documents."""
    return [store.document(obj) for kind in rows for obj in store.rows("warning" if kind == "warningsign" else kind)]


def test_a_visitor_reaches_no_page_of_the_desk(client: Client, rows: dict[str, Any]) -> None:
    assert leaks(client, rows) == []


def test_a_runner_reaches_no_page_of_the_desk(ana: Client, rows: dict[str, Any]) -> None:
    assert leaks(ana, rows) == []


@pytest.mark.parametrize("flags", [{"is_staff": True}, {"is_staff": True, "is_active": False}, {}])
def test_half_an_editor_reaches_no_page_of_the_desk(
    flags: dict[str, bool], editor: object, rows: dict[str, Any]
) -> None:
    user = UserFactory.create(**flags)
    if not flags.get("is_staff") or not flags.get("is_active", True):
        user.groups.add(Group.objects.get(name="Editors"))
    client = Client()
    client.force_login(user)
    assert leaks(client, rows) == []


def test_an_editor_reaches_every_page_none_is_kept_by_a_cache_and_none_has_inline_style_or_script(
    desk: Client, rows: dict[str, Any]
) -> None:
    """Each page is asked for once. Its answer is also the negative control: the walk above does find what is open."""
    answers = {}
    for name, address in addresses(rows):
        answer = desk.get(address)
        answers[name] = answer.status_code
        assert {"private", "no-store"} <= set(answer.headers["Cache-Control"].split(", ")), name
        page = answer.content.decode()
        for forbidden in ("<style", " style=", " onclick=", "<script>", "javascript:"):
            assert forbidden not in page, (name, forbidden)
    closed = {name for name, status in answers.items() if status != 200}
    in_lists = ("warningsign", "source", "term", "synonym", "area")
    lists = {f"admin:library_{kind}_{page}" for kind in in_lists for page in ("retire", "takeoff")}
    # The state is the chapter's; the exercise is not on the site, so it is not taken off.
    restores = {f"admin:library_{kind}_restore" for kind in rows if kind != "chapter"}
    assert closed == lists | restores | {"admin:library_exercise_takeoff"} | {
        "admin:library_area_add", "admin:library_area_delete",  # a closed list, which logs rely on
        "admin:login", "admin:logout", "admin:view_on_site", "admin:autocomplete",
        "admin:password_change", "admin:password_change_done",
    }  # fmt: skip
    assert leaks(desk, rows)


def test_an_editor_who_is_no_chief_retires_and_deletes_nothing(plain_desk: Client, rows: dict[str, Any]) -> None:
    before = snapshot(rows)
    refused = set()
    for name, address in addresses(rows):
        if name.endswith(("_retire", "_delete")):
            for answer in (plain_desk.get(address), plain_desk.post(address, {"post": "yes"})):
                assert answer.status_code == 403, name
                refused.add(name)
    assert len(refused) == 18
    assert snapshot(rows) == before
    assert plain_desk.get(reverse("admin:library_chapter_change", args=[rows["chapter"].pk])).status_code == 200


def test_an_editor_reaches_no_revision_of_another_page(desk: Client, rows: dict[str, Any]) -> None:
    for name, address in addresses(rows):
        if name.endswith("_restore") and "/chapter/" not in address:
            assert desk.post(address).status_code == 404


def test_the_desk_holds_the_library_and_nobody() -> None:
    models = {model._meta.label for model in admin.site._registry}
    assert models == {
        f"library.{name}"
        for name in (
            "Chapter",
            "Issue",
            "Exercise",
            "Routine",
            "WarningSign",
            "Source",
            "Term",
            "Synonym",
            "Area",
        )
    }
    assert get_user_model()._meta.label not in models
    assert not any(label.startswith(("logbook", "accounts", "auth", "admin")) for label in models)
