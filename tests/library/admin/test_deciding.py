"""What came to stand there since a page was opened is not thrown away, retired or replaced by a press on that page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from library import drafts, publishing
from library.admin.deciding import EARLIER_PAGE, WHILE_OPEN
from library.documents import store
from library.models import Article, Draft, Revision, Term, Waiting
from tests.factories import ChapterFactory, TermFactory
from tests.library.admin.browsing import page_of, publish, read, save

pytestmark = pytest.mark.django_db
ACTS = ["retire", "takeoff", "discard", "restore", "delete"]


@pytest.fixture
def page() -> Any:
    """A page with a draft beside it and an earlier state."""
    chapter = ChapterFactory.create(title="Calves")
    publishing.record_change(store.find("chapter", chapter.slug), None)
    drafts.save(drafts.with_document(drafts.of_row(chapter), drafts.of_row(chapter).document | {"title": "One"}), None)
    return chapter


def address(page: Any, act: str) -> str:
    """Where an act on a page is asked for."""
    if act == "discard":
        return reverse("admin:library_chapter_discard", args=[Draft.objects.get().pk])
    if act == "restore":
        return page_of(page, act, Revision.objects.of("chapter", page.slug).published().latest("pk").pk)
    return page_of(page, act)


def state(page: Any) -> Any:
    """Everything that one of the acts could change."""
    said = Article.objects.filter(pk=page.pk).values_list("title", "status").first()
    return said, list(Draft.objects.values_list("document__title", "version")), Revision.objects.count()


CHANGES: dict[str, tuple[Callable[[Client, Any], Any], str]] = {
    "a draft": (lambda client, page: save(client, page, title="Two"), "plain@example.org saved the draft on "),
    "a date": (
        lambda client, page: drafts.schedule(Draft.objects.get(), datetime(2999, 1, 1, tzinfo=UTC)),
        "The draft publishes itself on 1 January 2999",
    ),
    "the page": (
        lambda client, page: publishing.record_change(store.find("chapter", page.slug), None),
        "Published, by somebody whose account is closed.",
    ),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("change", CHANGES)
def test_an_act_on_what_was_not_shown_is_asked_once_more(
    desk: Client, plain_desk: Client, page: Any, act: str, change: str
) -> None:
    shown = read(desk.get(address(page, act)).content.decode())
    do, said = CHANGES[change]
    asked = address(page, act)
    do(plain_desk, page)
    before = state(page)
    answer = desk.post(asked, shown)
    words = answer.content.decode()
    assert (answer.status_code, WHILE_OPEN in words, said in words, state(page)) == (409, True, True, before)
    assert desk.post(asked, read(words)).status_code == 302
    assert state(page) != before


@pytest.mark.parametrize("act", ACTS)
def test_a_page_from_before_an_upgrade_is_asked_once_more(desk: Client, page: Any, act: str) -> None:
    before, asked = state(page), address(page, act)
    answer = desk.post(asked, {"post": "yes"})
    assert (answer.status_code, EARLIER_PAGE in answer.content.decode(), state(page)) == (409, True, before)


def test_what_somebody_else_did_first_is_said(desk: Client, plain_desk: Client, page: Any) -> None:
    asked = address(page, "discard")
    shown = read(desk.get(asked).content.decode())
    publish(plain_desk, page)
    answer = desk.post(asked, shown, follow=True)
    assert "that draft is not here any more" in answer.content.decode()
    for act, words in (("takeoff", "it is off the site already"), ("retire", "it is retired already")):
        asked = address(page, act)
        shown = read(desk.get(asked).content.decode())
        desk.post(asked, shown)
        assert words in desk.post(asked, shown, follow=True).content.decode()


def test_the_words_of_a_release_replace_no_draft_that_was_not_shown(desk: Client, plain_desk: Client) -> None:
    term = TermFactory.create(plain="Ours.")
    said = drafts.of_row(term).document
    waiting = Waiting.objects.create(
        kind="term", slug=term.term, base=said | {"plain": "Before."}, release=said | {"plain": "The release's."}
    )
    asked = reverse("admin:waiting", args=[waiting.pk])
    shown = read(desk.get(asked).content.decode())
    save(plain_desk, term, plain="Mine.")
    answer = desk.post(asked, shown | {"_take": "yes"})
    assert (answer.status_code, Draft.objects.get().document["plain"]) == (409, "Mine.")
    assert desk.post(asked, read(answer.content.decode()) | {"_take": "yes"}).status_code == 302
    assert (Draft.objects.get().document["plain"], Term.objects.get().plain) == ("The release's.", "Ours.")
