"""A private row as plain data and back: one form for undo, export and import.

Days are `YYYY-MM-DD`, times `HH:MM`, instants ISO 8601 in UTC, keys UUIDs as text; links to the guide are slugs. What
was not asked is null or empty, never 0.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.db import models

from ankles.accounts.models import User
from library.models import Exercise, Routine
from logbook.models import ClearDay, ExerciseDone, Measure, Period, Private, Run, Symptom, TrainingSession

Data = dict[str, Any]

MODELS: dict[str, type[Private]] = {
    "session": TrainingSession,
    "symptom": Symptom,
    "clear_day": ClearDay,
    "period": Period,
    "measure": Measure,
    "run": Run,
}
# Under which name each kind is reached from the person.
RELATED = {
    "session": "training_sessions",
    "symptom": "symptoms",
    "clear_day": "clear_days",
    "period": "periods",
    "measure": "measures",
    "run": "runs",
}
# What every entry carries, then what each kind says. The order is the order of the export.
SHARED = ("entry_key", "logged_at", "zone", "changed_at", "version")
SAID: dict[str, tuple[str, ...]] = {
    "session": ("day", "time", "routine", "routine_name", "stage_name", "minutes", "effort", "note"),
    "symptom": ("day", "area", "side", "moment", "severity", "stiffness", "stiffness_min", "qualities", "timing",
                "onset", "context", "note"),
    "clear_day": ("day",),
    "period": ("kind", "first_day", "last_day", "note"),
    "measure": ("day", "kind", "side", "setup", "first_try", "second_try", "third_try", "note"),
    "run": ("day", "distance_m", "distance_unit", "duration_s", "effort", "note"),
}  # fmt: skip
EXERCISE = ("exercise", "name", "dose", "side", "outcome", "duration_s")


def entry_kind(row: Private) -> str:
    """The name of a row's kind: a key of `MODELS`."""
    return next(kind for kind, model in MODELS.items() if isinstance(row, model))


def as_data(row: Private) -> Data:
    """One entry with all that belongs to it. A session asks for its exercises unless they are prefetched."""
    kind = entry_kind(row)
    data = {name: as_json_value(_value(row, name)) for name in (*SHARED, *SAID[kind])}
    if isinstance(row, TrainingSession):
        done = sorted(row.exercises_done.all(), key=lambda one: (one.position, one.pk))
        data["exercises"] = [{name: as_json_value(_value(one, name)) for name in EXERCISE} for one in done]
    return data


def recreate(runner: User, kind: str, data: Mapping[str, Any]) -> Private:
    """Save an entry from its data as this runner's. Raises IntegrityError when such a row is there already."""
    row: Private = MODELS[kind]()
    row.runner = runner  # type: ignore[attr-defined]  # each kind names the way back differently
    restore_row(row, data)
    return row


def entries_of_kind(runner: User, kind: str) -> Any:
    """A runner's entries of one kind, as their manager."""
    return getattr(runner, RELATED[kind])


def restore_row(row: Private, data: Mapping[str, Any]) -> None:
    """Give a row what its data says, and save it with its exercises."""
    kind = entry_kind(row)
    for name in (*SHARED, *SAID[kind]):
        _set(row, name, data[name])
    row.save()
    if isinstance(row, TrainingSession):
        replace_exercises(row, [build_exercise(one) for one in data["exercises"]])


def build_exercise(data: Mapping[str, Any]) -> ExerciseDone:
    """An exercise of a session from its data; it has no session and no position yet."""
    done = ExerciseDone()
    for name in EXERCISE:
        _set(done, name, data[name])
    return done


def replace_exercises(session: TrainingSession, exercises: list[ExerciseDone]) -> None:
    """Make these the exercises of a saved session, in this order."""
    session.exercises_done.all().delete()
    for position, one in enumerate(exercises, start=1):
        one.session, one.position = session, position
    ExerciseDone.objects.bulk_create(exercises)


def _value(row: models.Model, name: str) -> Any:
    value = getattr(row, name)
    return value.slug if isinstance(value, Routine | Exercise) else value


def as_json_value(value: Any) -> Any:
    """A field's value as JSON has it."""
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return value.isoformat() if isinstance(value, date | datetime) else value


def _set(row: models.Model, name: str, value: Any) -> None:
    field = row._meta.get_field(name)
    if isinstance(field, models.ForeignKey):
        linked = Routine if name == "routine" else Exercise
        setattr(row, name, linked.objects.filter(slug=value).first() if value else None)
        return
    setattr(row, name, None if value is None else field.to_python(value))  # type: ignore[union-attr]  # no relation
