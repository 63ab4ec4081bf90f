"""Nothing that an editor typed is lost: not by an ended log-in, not by another one, and not in a long routine."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from ankles.accounts.models import User
from library.documents import store
from library.models import Draft, Routine
from tests.ankles.accounts.entering import hidden, log_in, text_of
from tests.factories import ChapterFactory, ExerciseFactory, RoutineFactory, StepFactory
from tests.library.admin.browsing import open_form, page_of, publish, read, save

pytestmark = pytest.mark.django_db
LOG_IN = "/accounts/login/"


@pytest.fixture
def long_routine() -> Routine:
    """Fifty steps."""
    routine: Routine = RoutineFactory.create()
    exercise = ExerciseFactory.create()
    for position in range(1, 51):
        StepFactory.create(routine=routine, exercise=exercise, position=position)
    return routine


def long_form(desk: Client, routine: Routine) -> dict[str, Any]:
    """The form of the long routine with all fields of its steps, as scripts make it, and a note in its last step."""
    whole = desk.post(page_of(routine), open_form(desk, routine) | {"_fields": "1"}).content.decode()
    data = read(whole) | {"steps-49-note": "The last of fifty.", "_save": "1"}
    assert len(data) > 1000
    return data


def test_a_routine_of_fifty_steps_is_kept(desk: Client, long_routine: Routine) -> None:
    assert desk.post(page_of(long_routine), long_form(desk, long_routine)).status_code == 302
    steps = Draft.objects.get().document["steps"]
    assert (len(steps), steps[-1]["note"]) == (50, "The last of fifty.")


def test_without_scripts_a_button_shows_all_fields_of_the_steps_and_saves_nothing(desk: Client) -> None:
    step = StepFactory.create()
    page = desk.get(page_of(step.routine)).content.decode()
    # It stands there, too, where scripts run and that of the steps did not come.
    assert "<noscript" not in page
    assert 'name="_fields"' in page
    folded = open_form(desk, step.routine)
    assert not {"steps-0-hold_s", "steps-0-how_often", "steps-0-time_s"} & folded.keys()
    answer = desk.post(page_of(step.routine), folded | {"title": "Typed just now", "_fields": "1"})
    whole = read(answer.content.decode())
    assert {"steps-0-hold_s", "steps-0-how_often", "steps-0-in_stage"} <= whole.keys()
    assert (whole["title"], Draft.objects.count()) == ("Typed just now", 0)
    assert "What is in the way" not in answer.content.decode()
    desk.post(page_of(step.routine), whole | {"steps-0-how_often": "every day", "_save": "1"})
    assert Draft.objects.get().document["steps"][0]["dose"]["how_often"] == "every day"


def test_a_folded_step_brings_all_that_it_holds_and_what_was_typed_in_its_place_counts(desk: Client) -> None:
    step = StepFactory.create(
        optional=True,
        note="Slowly.",
        load="with 5 % & more, a+b=c",
        reps_low=8,
        reps_high=15,
        rest_s_low=60,
        rest_s_high=60,
    )
    before = store.document(step.routine)["steps"]
    folded = open_form(desk, step.routine)
    assert folded.keys() & {"steps-0-load", "steps-0-optional", "steps-0-reps"} == set()
    desk.post(page_of(step.routine), folded | {"summary": "Said anew.", "_save": "1"})
    assert Draft.objects.get().document["steps"] == before
    desk.post(page_of(step.routine), open_form(desk, step.routine) | {"steps-0-reps": "12", "_save": "1"})
    after = Draft.objects.get().document["steps"][0]
    assert after == before[0] | {"dose": before[0]["dose"] | {"reps": 12}}


def test_a_form_that_was_opened_before_the_upgrade_brings_the_state_it_was_filled_with_as_it_was(desk: Client) -> None:
    chapter = ChapterFactory.create(title="First", summary="Old words.")
    opened = open_form(desk, chapter)
    before = json.dumps(store.content_of(store.find("chapter", chapter.slug)))
    publish(desk, chapter, summary="Somebody else's words.")
    desk.post(page_of(chapter), opened | {"title": "Second", "base": before, "_save": "1"})
    kept = Draft.objects.get().document
    assert (kept["title"], kept["summary"]) == ("Second", "Somebody else's words.")


def test_a_state_that_the_site_did_not_write_is_none(desk: Client) -> None:
    chapter = ChapterFactory.create(title="First", summary="Old words.")
    opened = open_form(desk, chapter)
    publish(desk, chapter, summary="Somebody else's words.")
    answer = desk.post(page_of(chapter), opened | {"title": "Second", "base": opened["base"] + "x", "_save": "1"})
    assert "Two texts for one place" in answer.content.decode()
    assert not Draft.objects.exists()


def test_fifty_steps_come_through_an_ended_log_in(desk: Client, editor: User, long_routine: Routine) -> None:
    data = long_form(desk, long_routine)
    somebody = Client()
    ended = somebody.post(page_of(long_routine), data)
    assert ended.status_code == 403
    kept = log_in(somebody, email=editor.email, **hidden(ended, LOG_IN))
    assert "What you wrote is kept" in text_of(kept)
    assert somebody.post(page_of(long_routine), hidden(kept, page_of(long_routine))).status_code == 302
    assert Draft.objects.get().document["steps"][-1]["note"] == "The last of fifty."


def test_the_draft_of_a_new_page_comes_through_an_ended_log_in(desk: Client, editor: User) -> None:
    data = open_form(desk, ChapterFactory.create()) | {"title": "Brand new", "slug": "", "seen": "", "base": ""}
    address = desk.post("/admin/library/chapter/add/", data | {"_save": "1"})["Location"]
    form = read(desk.get(address).content.decode()) | {"body": "Words in the night.", "_save": "1"}
    somebody = Client()
    ended = somebody.post(address, form)
    kept = log_in(somebody, email=editor.email, **hidden(ended, LOG_IN))
    assert somebody.post(address, hidden(kept, address)).status_code == 302
    assert Draft.objects.get().document["body"] == "Words in the night."


def test_a_form_of_before_the_upgrade_is_kept_as_a_draft(desk: Client) -> None:
    """Its rows have numbers of their own, its exercises and places are named by theirs, and it knows of no base."""
    step = StepFactory.create()
    data = open_form(desk, step.routine)
    old = {name: value for name, value in data.items() if not name.endswith("-was") and name not in ("base", "copy")}
    old |= {
        "status": "published", "steps-INITIAL_FORMS": "1", "steps-0-id": str(step.pk),
        "steps-0-exercise": str(step.exercise.pk), "steps-0-note": "Slowly.", "_save": "1",
    }  # fmt: skip
    assert desk.post(page_of(step.routine), old).status_code == 302
    [kept] = Draft.objects.get().document["steps"]
    assert (kept["exercise"], kept["note"]) == (step.exercise.slug, "Slowly.")


def test_a_saved_form_tells_the_browser_which_copy_it_may_let_go_of(desk: Client) -> None:
    chapter = ChapterFactory.create()
    save(desk, chapter, title="Other", copy="abc123")
    page = desk.get(page_of(chapter)).content.decode()
    assert '<li class="saved-abc123 success">' in page
    save(desk, chapter, title="Another", copy='"><script>')
    assert "saved-" not in desk.get(page_of(chapter)).content.decode()


def test_the_form_says_whose_it_is_and_loads_what_keeps_it(desk: Client, editor: User) -> None:
    page = desk.get(page_of(ChapterFactory.create())).content.decode()
    assert f'data-keep="{editor.badge}"' in page
    assert "js/desk/keeping.js" in page
    assert "js/desk/forgetting.js" in page
