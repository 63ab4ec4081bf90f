"""Nothing that an editor typed is lost: not by an ended log-in, not by another one, and not in a long routine."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from ankles.accounts.models import User
from library.models import Draft, Routine
from tests.ankles.accounts.entering import hidden, log_in, text_of
from tests.factories import ChapterFactory, ExerciseFactory, RoutineFactory, StepFactory
from tests.library.admin.browsing import open_form, page_of, read, save

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
    """The form of the long routine, with a note in its last step."""
    data = open_form(desk, routine) | {"steps-49-note": "The last of fifty.", "_save": "1"}
    assert len(data) > 1000
    return data


def test_a_routine_of_fifty_steps_is_kept(desk: Client, long_routine: Routine) -> None:
    assert desk.post(page_of(long_routine), long_form(desk, long_routine)).status_code == 302
    steps = Draft.objects.get().document["steps"]
    assert (len(steps), steps[-1]["note"]) == (50, "The last of fifty.")


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
