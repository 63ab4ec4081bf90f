"""A page that readers do not see, or not yet, stands nowhere: not in public, not in the player, not in the logbook."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from library import drafts, places, publishing, signs
from library.documents import store
from library.models import Term
from library.models.entry import Entry
from tests.factories import (
    AreaFactory,
    ChapterFactory,
    ExerciseFactory,
    IssueFactory,
    RoutineFactory,
    StageFactory,
    StepFactory,
    SuitFactory,
    VariationFactory,
    shown,
)
from tests.library.admin.test_drafts import FOLDERS, MARK, OTHER, public_addresses, seen_in_the_logbook

pytestmark = pytest.mark.django_db
Hide = Callable[[Entry], object]


def of_a_date_to_come(row: Entry) -> None:
    """As a release brings a page whose day has not come."""
    row.publish_at = datetime(2999, 1, 1, tzinfo=UTC)
    row.save()
    publishing.record_change(row, None)


def taken_off(row: Entry) -> None:
    """As an editor takes a page off the site."""
    drafts.take_off(row, None)


def retired(row: Entry) -> None:
    """As a chief editor retires one."""
    publishing.retire(row, None)


HIDDEN = pytest.mark.parametrize("hide", [of_a_date_to_come, taken_off, retired])


@pytest.fixture
def live() -> dict[str, Any]:
    """A page of each kind that readers see."""
    stage = StageFactory.create()
    step = StepFactory.create(routine=stage.routine, stage=stage)
    store.count_minutes(stage.routine)
    rows = {
        "chapter": ChapterFactory.create(slug=signs.HOME), "issue": IssueFactory.create(),
        "exercise": step.exercise, "routine": stage.routine,
    }  # fmt: skip
    AreaFactory.create(code=places.REGIONS[0].main)
    shown(*rows.values())
    return rows


@pytest.fixture
def unused(live: dict[str, Any]) -> dict[str, Any]:
    """A page of each kind with a word that stands nowhere else, which no other page names."""
    said = {"title": f"{MARK} title", "summary": f"{MARK} summary", "body": f"The {MARK} sings."}
    rows = {
        "chapter": ChapterFactory.create(slug=f"{MARK}-chapter", **said),
        "issue": IssueFactory.create(slug=f"{MARK}-issue", signs=[MARK], **said),
        "exercise": ExerciseFactory.create(slug=f"{MARK}-exercise", steps=[MARK, MARK], aliases=[MARK], **said),
        "routine": RoutineFactory.create(slug=f"{MARK}-routine", **said),
    }
    StepFactory.create(routine=rows["routine"], exercise=live["exercise"])
    store.count_minutes(rows["routine"])
    rows["issue"].areas.add(places.known_areas(places.REGIONS[0])[0])
    shown(*rows.values())
    return rows


def seen(client: Client) -> list[str]:
    """The public addresses whose answers hold the word. The search says back what was asked, and nothing more."""
    found = []
    for address in public_addresses():
        response = client.get(address)
        assert response.status_code == 200, address
        words = response.content.decode().lower()
        if "q=" in address and words.replace(MARK, OTHER) == client.get(f"/search/?q={OTHER}").content.decode().lower():
            continue
        found += [address] if MARK in words else []
    return found


@HIDDEN
def test_what_readers_do_not_see_stands_nowhere(
    unused: dict[str, Any], hide: Hide, client: Client, ana: Client, django_capture_on_commit_callbacks: Any
) -> None:
    # The negative control: while readers see the pages, they are found.
    assert {"/", "/search/?q=zebrafinch", "/sitemap.xml", "/feed/", "/offline/parts/1.json"} <= set(seen(client))
    assert {"/log/", "/log/pins/"} <= set(seen_in_the_logbook(ana))
    with django_capture_on_commit_callbacks(execute=True):
        for row in unused.values():
            hide(row)
    assert seen(client) == []
    assert seen_in_the_logbook(ana) == []
    status = 410 if hide is retired else 404
    for kind, folder in FOLDERS.items():
        below = {"exercise": ["play/"], "routine": ["play/", "sheet/"]}.get(kind, [])
        for address in ("", *below):
            response = client.get(f"/{folder}/{MARK}-{kind}/{address}")
            assert (response.status_code, hide is not retired and MARK in response.content.decode()) == (status, False)
    picked = client.get(f"/exercises/play/?exercise={MARK}-exercise").content.decode()
    assert f"{MARK} title" not in picked


@HIDDEN
def test_of_an_exercise_that_other_pages_use_and_readers_do_not_see_no_more_stands_than_its_name(
    live: dict[str, Any], hide: Hide, client: Client, ana: Client, django_capture_on_commit_callbacks: Any
) -> None:
    """Its own words are the editors' until it is published: what used it keeps the name and what it says itself."""
    exercise = ExerciseFactory.create(
        slug="plain-name", title="Plain name", summary=MARK, body=MARK, steps=[MARK, MARK], mistakes=[MARK],
        cautions=[MARK], aliases=[MARK], evidence=MARK, dose_note=MARK, how_often=MARK, achilles_heel_note=MARK,
    )  # fmt: skip
    StepFactory.create(routine=live["routine"], stage=live["routine"].stages.get(), exercise=exercise, position=2)
    store.count_minutes(live["routine"])
    SuitFactory.create(article=live["issue"], exercise=exercise)
    SuitFactory.create(article=live["chapter"], exercise=exercise)
    VariationFactory.create(exercise=live["exercise"], to=exercise)
    Term.objects.create(term="Soleus", plain="lower calf", see="exercise:plain-name")
    live["chapter"].body += " See [it](exercise:plain-name)."
    live["chapter"].save()
    for row in (*live.values(), exercise):
        publishing.record_change(row, None)
    assert "/exercises/plain-name/" in seen(client)
    with django_capture_on_commit_callbacks(execute=True):
        hide(exercise)
    assert seen(client) == []
    assert seen_in_the_logbook(ana) == []
    leading = [one for one in public_addresses() if 'href="/exercises/plain-name/' in client.get(one).content.decode()]
    assert leading == []
