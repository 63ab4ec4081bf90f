"""What was deleted or thrown away is listed with who and when, and comes back as a draft."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from library import drafts, gone, publishing
from library.documents import store
from library.models import Article, Draft, Exercise, Revision
from tests.factories import ChapterFactory, ExerciseFactory, SourceFactory, shown
from tests.library.admin.browsing import page_of, press, publish, read, save

pytestmark = pytest.mark.django_db


def lines(desk: Client) -> list[tuple[str, str]]:
    """The list of what is gone: names, and what is said of them without the instant."""
    page = desk.get(reverse("admin:desk_list", args=["gone"])).content.decode()
    found = re.findall(r'<li>\s*<a href="[^"]+">([^<]+)</a>\s*<span>([^<]+)</span>', page)
    return [(name, said.partition(", ")[0]) for name, said in found]


def newest(desk: Client) -> str:
    """The address of the newest line."""
    return reverse("admin:gone_state", args=[gone.last_states()[0].pk])


def delete(desk: Client, row: Article | Exercise) -> None:
    """A chief's press on Delete."""
    assert press(desk, page_of(row, "delete"), {"post": "yes"}).status_code == 302


def new_draft(desk: Client, title: str = "Half an idea", slug: str = "half-an-idea") -> Draft:
    """A draft of a chapter that is not there yet."""
    address = reverse("admin:library_chapter_add")
    data = read(desk.get(address).content.decode()) | {"title": title, "slug": slug, "body": "It begins."}
    desk.post(address, data | {"_save": "1"})
    return Draft.objects.get(name="", slug=slug)


def test_a_deleted_page_is_listed_and_comes_back_as_a_draft_that_readers_do_not_see(
    desk: Client, client: Client
) -> None:
    chapter = ChapterFactory.create(title="Calves", slug="calves", body="All of it.")
    shown(chapter)
    delete(desk, chapter)
    assert lines(desk) == [("Chapter: Calves", "deleted · editor@example.org")]
    page = desk.get(newest(desk)).content.decode()
    assert "All of it." in page
    assert "Deleted, by editor@example.org." in page

    answer = desk.post(newest(desk))
    draft = Draft.objects.get()
    assert answer["Location"] == reverse("admin:library_chapter_draft", args=[draft.pk])
    assert (draft.name, draft.slug, draft.document["title"]) == ("", "calves", "Calves")
    assert client.get("/guide/calves/").status_code == 404
    assert lines(desk) == []
    form = read(desk.get(answer["Location"]).content.decode())
    assert (form["title"], form["slug"], form["body"]) == ("Calves", "calves", "All of it.")
    desk.post(answer["Location"], form | {"_publish": "1"})
    assert client.get("/guide/calves/").status_code == 200
    history = desk.get(page_of(Article.objects.get(), "history")).content.decode()
    assert "Deleted, by editor@example.org." in history


def test_a_draft_of_a_new_page_that_was_thrown_away_comes_back_with_its_address_and_history(desk: Client) -> None:
    draft = new_draft(desk)
    answer = press(desk, reverse("admin:library_chapter_discard", args=[draft.pk]), follow=True)
    assert reverse("admin:desk_list", args=["gone"]) in answer.content.decode()
    assert lines(desk) == [("Chapter: Half an idea", "draft thrown away · editor@example.org")]
    desk.post(newest(desk))
    again = Draft.objects.get()
    assert (again.slug, again.document) == (draft.slug, draft.document)
    assert [state.action for state in Revision.objects.of("chapter", again.called)][1:] == ["discarded", "drafted"]
    assert lines(desk) == []
    # Thrown away once more it is listed once, and not twice.
    press(desk, reverse("admin:library_chapter_discard", args=[again.pk]))
    assert len(lines(desk)) == 1


def test_any_earlier_state_of_a_deleted_page_can_be_had(desk: Client) -> None:
    chapter = ChapterFactory.create(title="Calves", body="First.")
    shown(chapter)
    publish(desk, chapter, body="Second.")
    save(desk, Article.objects.get(), body="Never published.")
    delete(desk, Article.objects.get())
    page = desk.get(newest(desk)).content.decode()
    others = re.findall(r'href="(/admin/gone/\d+/)"', page)
    assert [words for address in others for words in ("Second.", "Never published.")
            if words in desk.get(address).content.decode()] == ["Never published.", "Never published.", "Second."]  # fmt: skip
    desk.post(others[0])
    assert Draft.objects.get().document["body"] == "Never published."


def test_every_kind_that_can_be_deleted_comes_back(desk: Client) -> None:
    source, exercise = SourceFactory.create(key="radford-2006"), ExerciseFactory.create(slug="toe-walk")
    for row in (source, exercise):
        publishing.deleted(row, None)
        desk.post(newest(desk))
    assert {drafts.of_draft(draft).wanted for draft in Draft.objects.all()} == {"radford-2006", "toe-walk"}
    for draft in Draft.objects.all():
        drafts.publish(drafts.of_draft(draft), None, draft)
    assert store.find("source", "radford-2006") is not None
    assert store.find("exercise", "toe-walk") is not None


def test_what_is_in_the_guide_is_not_gone_whatever_was_deleted_under_its_name_before(desk: Client) -> None:
    chapter = ChapterFactory.create(slug="calves")
    delete(desk, chapter)
    state = Revision.objects.get()
    ChapterFactory.create(slug="calves", title="Another")
    assert lines(desk) == []
    address = reverse("admin:gone_state", args=[state.pk])
    for answer in (desk.get(address, follow=True), desk.post(address, follow=True)):
        assert "That is not gone" in answer.content.decode()
    assert not Draft.objects.exists()


def test_a_draft_thrown_away_beside_a_page_is_in_its_history_and_not_here(desk: Client) -> None:
    chapter = ChapterFactory.create()
    save(desk, chapter, body="Worse.")
    press(desk, reverse("admin:library_chapter_discard", args=[Draft.objects.get().pk]))
    assert lines(desk) == []


def test_an_editor_who_is_no_chief_brings_back_what_a_chief_deleted(plain_desk: Client, desk: Client) -> None:
    delete(desk, ChapterFactory.create(title="Calves"))
    assert [name for name, _ in lines(plain_desk)] == ["Chapter: Calves"]
    plain_desk.post(newest(plain_desk))
    assert str(Draft.objects.get().by) == "plain@example.org"


def test_the_start_page_and_the_lists_lead_there(desk: Client) -> None:
    delete(desk, ChapterFactory.create(title="Calves"))
    assert newest(desk) in desk.get(reverse("admin:index")).content.decode()
    place = reverse("admin:desk_list", args=["gone"])
    assert f'href="{place}"' in desk.get(reverse("admin:library_chapter_changelist")).content.decode()
