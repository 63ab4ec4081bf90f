"""What the guide says a routine holds, as a log keeps it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ankles.accounts.models import User
from library import publishing
from library.models import Routine, Status
from logbook.guide import plans
from logbook.guide.plans import PlanLine
from logbook.models import TrainingSession
from tests.logbook.played import send, session
from tests.logbook.training import NEW, programme, sending, unwind

pytestmark = pytest.mark.django_db


def test_a_routine_without_stages_is_one_plan_with_the_guides_minutes() -> None:
    routine = unwind()
    plan = plans.known_plans().find(routine.pk, "")
    assert plan is not None
    assert (plan.name, plan.minutes, plan.play_url) == ("Unwind", 6, "/routines/unwind/play/")
    assert [(line.name, line.dose, line.note, line.optional) for line in plan.lines] == [
        ("Calf stretch", "10 times", "Easy does it", False),
        ("Toe walks", "10 times", "Easy does it", False),
        ("Hops", "10 times", "", True),
    ]
    assert [line.name for line in plan.usual] == ["Calf stretch", "Toe walks"]


def test_a_stage_lasts_as_long_as_its_steps_rounded_up() -> None:
    programme()
    found = [(plan.stage_name, plan.stage_number, plan.minutes) for plan in plans.known_plans().offered[0].plans]
    assert found == [("Week 1", 1, 5), ("Week 2", 2, 9)]


def test_a_retired_routine_is_known_but_not_offered() -> None:
    routine = unwind()
    publishing.retire(routine, None)
    plan = plans.known_plans().find(routine.pk, "")
    assert plan is not None
    assert (plan.is_live, plan.play_url, plans.known_plans().offered) == (False, "", [])
    assert plans.known_plans().numbered(routine.pk, 0) is None


def test_a_stage_is_found_by_its_number_and_nothing_else_is() -> None:
    routine = programme()
    found = [plans.known_plans().numbered(routine.pk, number) for number in range(4)]
    assert [plan.stage_name if plan else None for plan in found] == [None, "Week 1", "Week 2", None]
    assert plans.known_plans().numbered(0, 0) is None


def test_plans_are_read_once_for_each_version_of_the_guide() -> None:
    routine = unwind()
    plans.PLANS.clear()
    plans.PLANS.get().find(routine.pk, "")
    with CaptureQueriesContext(connection) as asked:
        plans.PLANS.get().find(routine.pk, "")
        assert len(plans.PLANS.get().exercises) == 3
        assert len(plans.PLANS.get().exercises) == 3
    assert len(asked) == 1


def test_links_to_what_is_gone_are_dropped_and_the_names_stay() -> None:
    session = TrainingSession(routine_id=9_999, routine_name="Gone")
    done = [PlanLine(9_999, "gone", "Gone circles", "10 times").done(), *[line.done() for line in _live()]]
    plans.unlink_the_gone(session, done)
    assert (session.routine_id, session.routine_name) == (None, "Gone")
    assert [(one.exercise_id is None, one.name) for one in done] == [(True, "Gone circles"), (False, "Calf stretch")]


def _live() -> list[PlanLine]:
    plan = plans.known_plans().find(unwind().pk, "")
    return list(plan.lines[:1]) if plan else []


@pytest.mark.parametrize("state", [{"status": Status.DRAFT}, {"publish_at": datetime(2100, 1, 1, tzinfo=UTC)}])
def test_a_routine_that_no_reader_has_seen_is_told_to_nobody(
    browser_of_ana: Client, ana: User, sunday: date, state: dict[str, Any]
) -> None:
    routine = unwind()
    Routine.objects.filter(pk=routine.pk).update(title="Not yet", **state)
    plans.PLANS.clear()
    answers = [
        browser_of_ana.get(f"{NEW}?routine={routine.pk}"),
        browser_of_ana.post(NEW, sending(ana, routine=str(routine.pk), minutes="x")),
    ]
    assert ["Not yet" in one.content.decode() for one in answers] == [False, False]
    assert send(browser_of_ana, session(ana, routine=routine.slug)).status_code == 201
    assert [(row.routine_id, row.routine_name) for row in ana.training_sessions.all()] == [(None, "Unwind")]
