"""Routines, pins and sessions for tests, the sending of a form, and what then stands in the log."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from ankles.accounts.models import User
from library.models import Exercise, Routine, Stage
from logbook.entries import saving
from logbook.models import ExerciseDone, PinnedRoutine, TrainingSession
from logbook.vocabulary import Outcome
from tests.factories import ExerciseFactory, RoutineFactory, StageFactory, StepFactory

SUNDAY = date(2026, 11, 22)
NEW = "/log/2026-11-22/sessions/"


def unwind() -> Routine:
    """A routine of six minutes: calf stretch, toe walks, and hops that are optional."""
    routine: Routine = RoutineFactory(slug="unwind", title="Unwind", minutes=6)
    for position, (slug, title) in enumerate((("calf", "Calf stretch"), ("toe-walk", "Toe walks")), start=1):
        row = exercise(slug, title)
        # A row of an earlier release: nobody said which side. Three minutes with getting ready.
        StepFactory(routine=routine, position=position, exercise=row, note="Easy does it", time_s=170, sides="")
    StepFactory(routine=routine, position=3, exercise=exercise("hops", "Hops"), optional=True, sides="")
    return routine


def programme() -> Routine:
    """A routine with two stages; the second has one exercise twice."""
    routine: Routine = RoutineFactory(slug="strong", title="Strong", minutes=20)
    raises = exercise("raise", "Heel raise")
    for name, times in (("Week 1", 1), ("Week 2", 2)):
        stage: Stage = StageFactory(routine=routine, name=name, position=times)
        for position in range(times):
            StepFactory(routine=routine, stage=stage, position=position, exercise=raises, time_s=250)
    return routine


def exercise(slug: str, title: str) -> Exercise:
    """An exercise with ten repetitions."""
    row: Exercise = ExerciseFactory(slug=slug, title=title)
    return row


def pin(runner: User, routine: Routine, stage: str = "", position: int = 1) -> PinnedRoutine:
    """Pin a routine for a runner."""
    row: PinnedRoutine = runner.pinned_routines.create(
        routine=routine, routine_name=routine.title, stage_name=stage, position=position
    )
    return row


def log(runner: User, day: date = SUNDAY, *exercises: str, **fields: Any) -> TrainingSession:
    """A session in the log, with exercises done by name."""
    done = [ExerciseDone(name=name, dose="10 times", outcome=Outcome.DONE) for name in exercises]
    saved = saving.log_session(runner, TrainingSession(day=day, **fields), done)
    assert isinstance(saved.row, TrainingSession)
    return saved.row


def sending(runner: User, **fields: Any) -> dict[str, Any]:
    """A form of this runner with a key of its own; names with a dash are written with two underscores."""
    return {
        "entry_key": str(uuid.uuid4()),
        "account": runner.badge,
        **{k.replace("__", "-"): v for k, v in fields.items()},
    }


def sessions(runner: User) -> list[dict[str, Any]]:
    """Every session of a runner: what differs from nothing, and its exercises as (name, dose, side, outcome)."""
    rows = runner.training_sessions.order_by("day", "pk").prefetch_related("exercises_done")
    return [_said(row) for row in rows]


def _said(row: TrainingSession) -> dict[str, Any]:
    names = ("day", "time", "routine_name", "stage_name", "minutes", "effort", "note")
    said = {name: getattr(row, name) for name in names if getattr(row, name) not in ("", None)}
    done = sorted(row.exercises_done.all(), key=lambda one: one.position)
    return said | {"did": [(one.name, one.dose, one.side, str(one.outcome)) for one in done]}
