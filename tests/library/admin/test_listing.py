"""The lists of the desk: where each object stands, in how many places it is used, and what may be asked of the list."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from library.models import Draft
from tests.factories import (
    ChapterFactory,
    ExerciseFactory,
    IssueFactory,
    RoutineFactory,
    SourceFactory,
    StepFactory,
    shown,
)

pytestmark = pytest.mark.django_db
IN_WINTER = datetime(2030, 12, 5, 9, 30, tzinfo=ZoneInfo("UTC"))
ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)
CELL = re.compile(r'class="(?:[a-z_]+ )?field-([a-z_]+)(?: [a-z]+)?">(?:<a [^>]*>)?(.*?)(?:</a>)?</t[dh]>', re.DOTALL)


def listed(client: Client, kind: str, query: str = "") -> list[dict[str, str]]:
    """The rows of a list as a reader sees them: column to words."""
    page = client.get(reverse(f"admin:library_{kind}_changelist") + query).content.decode()
    _, _, body = page.partition("<tbody>")
    return [dict(CELL.findall(row)) for row in ROW.findall(body.partition("</tbody>")[0])]


def titles(client: Client, kind: str, query: str) -> list[str]:
    """The titles of the rows."""
    return [row["title"] for row in listed(client, kind, query)]


@pytest.fixture
def all_states(db: None) -> None:
    """A chapter in every state there is."""
    beside: dict[str, Any] = {"kind": "chapter", "document": {"title": "Other words"}}
    ChapterFactory.create(title="Live", number=1)
    Draft.objects.create(name=ChapterFactory.create(title="With a draft", number=2).slug, **beside)
    Draft.objects.create(name=ChapterFactory.create(title="With a date", number=3).slug, publish_at=IN_WINTER, **beside)
    Draft.objects.create(name=ChapterFactory.create(title="Draft", number=4, status="draft").slug, **beside)
    ChapterFactory.create(title="Off the site", number=5, status="draft")
    ChapterFactory.create(title="Of a release", number=6, publish_at=IN_WINTER)
    ChapterFactory.create(title="Retired", number=7, status="retired")
    Draft.objects.create(name=ChapterFactory.create(title="Back soon", number=8, status="retired").slug, **beside)
    # A draft of another kind under the same name is no draft of this page.
    Draft.objects.create(kind="issue", name=ChapterFactory.create(title="Namesake", number=9).slug)


def test_a_list_says_in_words_where_each_page_stands(desk: Client, all_states: None) -> None:
    assert {row["title"]: row["state"] for row in listed(desk, "chapter")} == {
        "Live": "Live",
        "With a draft": "Live, with a draft",
        "With a date": "Live; the draft publishes itself on 5 December 2030 at 09:30 UTC",
        "Draft": "Draft only",
        "Off the site": "Not on the site",
        "Of a release": "Scheduled for 5 December 2030 at 09:30 UTC",
        "Retired": "Retired",
        "Back soon": "Retired, with a draft",
        "Namesake": "Live",
    }


def test_a_list_shows_only_the_state_that_was_asked_for(desk: Client, all_states: None) -> None:
    live = ["Live", "With a draft", "With a date", "Namesake"]
    assert {state: titles(desk, "chapter", f"?state={state}") for state in
            ("live", "live-with-draft", "draft", "scheduled", "retired")} == {
        "live": live,
        "live-with-draft": ["With a draft", "With a date"],
        "draft": ["Draft", "Off the site"],
        "scheduled": ["With a date", "Of a release"],
        "retired": ["Retired", "Back soon"],
    }  # fmt: skip
    assert len(titles(desk, "chapter", "?state=nonsense")) == 9


def test_a_bookmark_of_a_list_from_before_the_states_still_filters(desk: Client, all_states: None) -> None:
    assert titles(desk, "chapter", "?status__exact=retired") == ["Retired", "Back soon"]


def test_a_list_of_routines_says_how_long_each_lasts_as_readers_see_it(desk: Client) -> None:
    RoutineFactory.create(title="Short", minutes=8)
    RoutineFactory.create(title="In stages", minutes=15, minutes_to=39)
    assert {row["title"]: row["lasts"] for row in listed(desk, "routine")} == {
        "Short": "8 min",
        "In stages": "15–39 min",
    }


def test_a_list_says_in_how_many_places_a_page_is_used(desk: Client) -> None:
    step = StepFactory.create(exercise__title="Rise", routine__title="Daily")
    ChapterFactory.create(body=f"[It](exercise:{step.exercise.slug}), [all](routine:{step.routine.slug}).")
    ExerciseFactory.create(title="Lonely")
    assert {row["title"]: row["used"] for row in listed(desk, "exercise")} == {"Rise": "2 places", "Lonely": "nowhere"}
    assert {row["title"]: row["used"] for row in listed(desk, "routine")} == {"Daily": "1 place"}


def test_a_list_finds_what_nothing_uses_what_cites_nothing_and_what_nothing_shows(desk: Client) -> None:
    source = SourceFactory.create()
    step = StepFactory.create(exercise__title="Used", routine__title="Daily")
    cited = ExerciseFactory.create(title="Cited", body=f"A claim.[@{source.key}]")
    shown(cited)
    ExerciseFactory.create(title="Drawn", slug="toe-walk")
    assert sorted(titles(desk, "exercise", "?without=use")) == ["Cited", "Drawn"]
    assert sorted(titles(desk, "exercise", "?without=source")) == ["Drawn", "Used"]
    assert sorted(titles(desk, "exercise", "?without=drawing")) == ["Cited", "Used"]
    assert sorted(titles(desk, "exercise", "?without=nonsense")) == ["Cited", "Drawn", "Used"]
    assert titles(desk, "routine", "?without=use") == [step.routine.title]
    assert "without=drawing" not in desk.get(reverse("admin:library_routine_changelist")).content.decode()
    for kind in (ChapterFactory, IssueFactory):
        kind.create()
    assert len(titles(desk, "chapter", "?without=source")) == len(titles(desk, "issue", "?without=use")) == 1


def test_sources_that_nobody_cites_are_found(desk: Client) -> None:
    once, never = SourceFactory.create(short="Once 2001"), SourceFactory.create(short="Never 2002")
    shown(ChapterFactory.create(body=f"A.[@{once.key}]"), RoutineFactory.create(body=f"B.[@{once.key}]"))
    for asked, found in (("nowhere", [(never.short, "nowhere")]), ("yes", [(once.short, "2")])):
        assert [(row["short"], row["cited"]) for row in listed(desk, "source", f"?cited={asked}")] == found


def test_a_list_asks_as_often_for_40_pages_as_for_10(desk: Client) -> None:
    addresses = [
        reverse(f"admin:library_{kind}_changelist") + query
        for kind in ("chapter", "issue", "exercise", "routine", "source")
        for query in ("", "?state=live", "?without=use", "?cited=nowhere")
    ]
    asked: list[dict[str, int]] = []
    for more in (10, 30):
        for _ in range(more):
            source = SourceFactory.create()
            exercise = StepFactory.create().exercise
            Draft.objects.create(kind="exercise", name=exercise.slug)
            shown(ChapterFactory.create(body=f"[It](exercise:{exercise.slug}) [@{source.key}]"))
            IssueFactory.create()
            Draft.objects.create(kind="chapter", document={"title": "Not there yet"})
        desk.get(addresses[0])
        asked.append({})
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                desk.get(address)
            asked[-1][address] = len(queries)
    assert asked[0] == asked[1]
    assert max(asked[0].values()) <= 30


def test_a_date_is_that_of_the_editors_own_zone(desk: Client, editor: Any) -> None:
    ChapterFactory.create(edited_at=datetime(2026, 11, 28, 23, 30, tzinfo=ZoneInfo("UTC")))
    editor.time_zone = "Pacific/Auckland"
    editor.save()
    assert [row["edited"] for row in listed(desk, "chapter")] == ["29 November 2026"]
