"""Where an editor's day begins: short lists of what wants an editor, each with its count and whole on a page of its own."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ankles.accounts.models import User
from library.admin.start import LISTS
from library.models import Draft, Exercise, Revision, Waiting
from tests.factories import (
    ChapterFactory,
    ExerciseFactory,
    RoutineFactory,
    SourceFactory,
    UserFactory,
    shown,
)
from tests.library.admin.browsing import page_of

pytestmark = pytest.mark.django_db
LINE = re.compile(r"<li>\s*(?:<a href=\"([^\"]*)\">|<b>)(.*?)</(?:a|b)>\s*<span>(.*?)</span>", re.DOTALL)
SECTION = re.compile(r'aria-labelledby="([a-z-]+)">(.*?)</section>', re.DOTALL)


def start_page(client: Client) -> dict[str, str]:
    """The lists of the start page by their keys."""
    page = client.get(reverse("admin:index")).content.decode()
    return dict(SECTION.findall(page))


def lines(part: str) -> list[tuple[str, str, str]]:
    """Address, name and what is said of every line."""
    return [(href, name.strip(), said.strip()) for href, name, said in LINE.findall(part)]


def names(part: str) -> list[str]:
    """The names of the lines."""
    return [name for _, name, _ in lines(part)]


def count(part: str) -> int:
    """The number in a list's heading."""
    found = re.search(r'<span class="count">(\d+)</span>', part)
    return int(found[1]) if found else 0


def a_draft(**given: Any) -> Draft:
    return Draft.objects.create(**{"kind": "chapter", "document": {"title": "Not there yet"}} | given)


def test_an_empty_desk_says_so_in_words_and_shows_no_list_of_troubles(desk: Client) -> None:
    assert {key: part.split('<p class="none">')[1].split("</p>")[0] for key, part in start_page(desk).items()} == {
        key: about.empty for key, about in LISTS.items() if not about.is_trouble
    }
    for key, about in LISTS.items():
        assert about.empty in desk.get(reverse("admin:desk_list", args=[key])).content.decode()


def test_drafts_stand_in_the_list_that_says_what_is_to_become_of_them(desk: Client, editor: User) -> None:
    chapter = ChapterFactory.create(title="Calves")
    at = timezone.now() + timedelta(days=3)
    a_draft(by=editor)
    a_draft(name=chapter.slug, document={"title": "Calves, with a date"}, publish_at=at)
    a_draft(document={"title": "Stuck"}, trouble="body: nothing here\nsummary: neither")
    found = start_page(desk)
    assert {key: names(found[key]) for key in ("in-trouble", "drafts", "scheduled")} == {
        "in-trouble": ["Chapter: Stuck"],
        "drafts": ["Chapter: Not there yet"],
        "scheduled": ["Chapter: Calves, with a date"],
    }
    [(href, _, said)] = lines(found["scheduled"])
    assert href == page_of(chapter)
    assert said.startswith("publishes itself on")
    [(href, _, said)] = lines(found["drafts"])
    assert desk.get(href).status_code == 200
    assert said.startswith("editor@example.org, ")
    assert said.endswith("not in the guide yet")
    assert lines(found["in-trouble"])[0][2].startswith("body: nothing here · ")


def test_live_pages_that_cite_nothing_are_named_and_those_off_the_site_are_not(desk: Client) -> None:
    source = SourceFactory.create()
    shown(ChapterFactory.create(title="With a source", body=f"A claim.[@{source.key}]"))
    ChapterFactory.create(title="Bare chapter")
    bare = RoutineFactory.create(title="Bare routine")
    ExerciseFactory.create(title="Bare exercise")
    ExerciseFactory.create(title="Not on the site", status="draft")
    ExerciseFactory.create(title="Taken out", status="retired")
    ExerciseFactory.create(title="Next week", publish_at=timezone.now() + timedelta(days=7))
    part = start_page(desk)["without-source"]
    assert names(part) == ["Chapter: Bare chapter", "Exercise: Bare exercise", "Routine: Bare routine"]
    assert lines(part)[2][0] == page_of(bare)
    assert count(part) == 3


def test_exercises_that_nothing_shows_are_named(desk: Client) -> None:
    ExerciseFactory.create(title="Drawn", slug="toe-walk")
    ExerciseFactory.create(title="With a photo", picture="0" * 16 + "-800x600")
    ExerciseFactory.create(title="Nothing shows it")
    ExerciseFactory.create(title="Nor this, which is off the site", status="draft")
    assert names(start_page(desk)["without-drawing"]) == ["Exercise: Nothing shows it"]


def test_what_nobody_edited_for_longest_comes_first(desk: Client) -> None:
    now = timezone.now()
    ChapterFactory.create(title="Of last week", edited_at=now - timedelta(days=7))
    ExerciseFactory.create(title="Of last year", edited_at=now - timedelta(days=365))
    RoutineFactory.create(title="Of today", edited_at=now)
    assert names(start_page(desk)["longest-unedited"]) == [
        "Exercise: Of last year",
        "Chapter: Of last week",
        "Routine: Of today",
    ]


def test_what_others_did_is_told_and_neither_ones_own_nor_a_releases(desk: Client, editor: User) -> None:
    other = UserFactory.create(email="other@example.org")
    chapter = ChapterFactory.create(title="Calves")
    draft = a_draft(document={"title": "Feet"})
    now = timezone.now()
    for minutes, given in enumerate(
        (
            {"slug": chapter.slug, "by": other, "action": "saved"},
            {"slug": "gone", "by": other, "action": "deleted", "document": {"title": "Gone"}},
            {"slug": draft.called, "by": other, "action": "drafted", "document": {"title": "Feet"}},
            {"slug": "orphan", "by": None, "action": "deleted", "document": {"title": "By a closed account"}},
            {"slug": chapter.slug, "by": editor, "action": "saved"},
            {"slug": chapter.slug, "by": None, "action": "seeded"},
            {"slug": chapter.slug, "by": other, "action": "saved", "at": now - timedelta(days=31)},
        )
    ):
        Revision.objects.create(**{"kind": "chapter", "document": {}, "at": now - timedelta(minutes=minutes)} | given)

    def at_its_end(slug: str) -> str:
        return reverse("admin:gone_state", args=[Revision.objects.get(slug=slug).pk])

    found = lines(start_page(desk)["others"])
    assert [(href, name, said.split(",")[0]) for href, name, said in found] == [
        (page_of(chapter), "Chapter: Calves", "published · other@example.org"),
        (at_its_end("gone"), "Chapter: Gone", "deleted · other@example.org"),
        (reverse("admin:library_chapter_draft", args=[draft.pk]), "Chapter: Feet", "draft saved · other@example.org"),
        (at_its_end("orphan"), "Chapter: By a closed account", "deleted · somebody whose account is closed"),
    ]


def a_busy_desk(rows: int, other: User) -> None:
    """So many rows of everything that a list shows."""
    for number in range(rows):
        exercise = ExerciseFactory.create()
        a_draft(kind="exercise", name=exercise.slug, by=other)
        a_draft(by=other, publish_at=timezone.now() + timedelta(days=1))
        a_draft(by=other, trouble="body: nothing here")
        Revision.objects.create(kind="exercise", slug=exercise.slug, document={}, by=other, action="saved")
        Waiting.objects.create(kind="exercise", slug=exercise.slug, release={"title": "Walks on toes"})
        Revision.objects.create(kind="chapter", slug=f"gone-{number}", document={}, by=other, action="deleted")


def test_the_start_page_and_every_list_ask_as_often_at_10_rows_as_at_40(desk: Client) -> None:
    """And the start page shows five of each, with the count of all."""
    other = UserFactory.create()
    addresses = [reverse("admin:index"), *(reverse("admin:desk_list", args=[key]) for key in LISTS)]
    asked: list[dict[str, int]] = []
    for more in (10, 30):
        a_busy_desk(more, other)
        desk.get(addresses[0])
        asked.append({})
        for address in addresses:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert desk.get(address).status_code == 200
            asked[-1][address] = len(queries)
    assert asked[0] == asked[1]
    assert asked[0][addresses[0]] <= 40
    assert max(asked[0][address] for address in addresses[1:]) <= 12
    found = start_page(desk)
    assert {key: (count(part), len(lines(part))) for key, part in found.items()} == {
        "release": (40, 5), "in-trouble": (40, 5), "drafts": (40, 5), "scheduled": (40, 5), "others": (80, 5),
        "without-source": (40, 5), "without-drawing": (40, 5), "longest-unedited": (40, 5),
        "gone": (30, 5),  # what was deleted twice is gone once
    }  # fmt: skip


def test_a_whole_list_comes_in_pages_that_hold_each_line_once(desk: Client) -> None:
    for number in range(120):
        ExerciseFactory.create(title=f"Exercise {number}")
    address = reverse("admin:desk_list", args=["without-drawing"])
    pages = [desk.get(f"{address}?page={number}").content.decode() for number in (1, 2, 3)]
    assert [len(lines(page)) for page in pages] == [50, 50, 20]
    assert {name for page in pages for name in names(page)} == {f"Exercise: {row}" for row in Exercise.objects.all()}
    assert 'rel="next"' in pages[0]
    assert 'rel="prev"' not in pages[0]
    assert 'rel="next"' not in pages[2]
    # A page that there is not is the nearest one.
    assert names(desk.get(f"{address}?page=99").content.decode()) == names(pages[2])


def test_a_list_that_there_is_not_is_not_there(desk: Client) -> None:
    assert desk.get(reverse("admin:desk_list", args=["secrets"])).status_code == 404
