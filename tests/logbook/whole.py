"""A log with something of every kind, and what is needed to take it out and in again."""

from __future__ import annotations

import io
import json
import uuid
import zipfile
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from ankles.accounts.models import User
from library.models import Exercise, Routine
from logbook.models import ExerciseDone
from logbook.takeout import exporting, importing
from tests.factories import ExerciseFactory, RoutineFactory

NOW = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
DAY = date(2026, 11, 20)
NOTE = "=2+2 “stiff”, then\r\nfine, 🦶 <b>and</b> so on"
SYMPTOM: dict[str, Any] = {"day": DAY, "area": "achilles_mid", "side": "left", "moment": "worst", "severity": 3}


def key(number: int) -> uuid.UUID:
    """A random key that a test can name."""
    return uuid.UUID(int=(4 << 76) | (2 << 62) | number, version=4)


def fill(runner: User) -> None:
    """One of everything, in the guide of a test: a routine and an exercise."""
    routine = Routine.objects.first() or RoutineFactory(slug="daily", title="Daily")
    exercise = Exercise.objects.first() or ExerciseFactory(slug="heel-raise", title="Heel raise")
    entry = {"zone": "Pacific/Auckland", "logged_at": NOW - timedelta(days=1), "changed_at": NOW, "version": 3}
    session = runner.training_sessions.create(
        entry_key=key(1), day=DAY, time=time(6, 45), routine=routine, routine_name="Daily", stage_name="Stage 1",
        minutes=12, effort=0, note=NOTE, **entry,
    )  # fmt: skip
    done = [("Heel raise", exercise, "both", 90), ("-Own thing", None, "", None)]
    for position, (name, link, side, duration) in enumerate(done, start=1):
        ExerciseDone.objects.create(session=session, position=position, exercise=link, name=name, dose="3 × 12", side=side,
                                    duration_s=duration)  # fmt: skip
    runner.training_sessions.create(entry_key=key(2), day=DAY, minutes=5)
    runner.symptoms.create(
        entry_key=key(3), stiffness="10_to_30", stiffness_min=12, qualities=["ache", "stiff"], timing=["next_morning"],
        onset="gradual", context=["hills_up"], note="@home", **SYMPTOM, **entry,
    )  # fmt: skip
    runner.symptoms.create(entry_key=key(4), **SYMPTOM | {"side": "right", "severity": 0})
    runner.clear_days.create(entry_key=key(5), day=DAY - timedelta(days=1), **entry)
    runner.periods.create(entry_key=key(6), kind="holiday", first_day=DAY, note="away")
    runner.measures.create(entry_key=key(7), day=DAY, kind="knee_to_wall_mm", side="left", setup="bare_morning",
                           first_try=104, second_try=0, third_try=111, note="a pinch", **entry)  # fmt: skip
    runner.measures.create(entry_key=key(8), day=DAY, kind="heel_raises", side="right", first_try=0)
    runner.runs.create(entry_key=key(9), day=DAY, distance_m=5200, distance_unit="km", duration_s=1860, effort=0,
                       note="-slow", **entry)  # fmt: skip
    runner.runs.create(entry_key=key(10), day=DAY, duration_s=1200)
    runner.usual_runs.create(distance_m=8047, distance_unit="mi")
    runner.pinned_routines.create(position=2, routine=routine, routine_name="Daily", stage_name="Stage 1")
    runner.followed.create(area="achilles_mid", side="left", since=NOW - timedelta(days=9, microseconds=7))
    runner.trends_choices.create(weeks="26", places=["left-achilles_mid"], since_routine="Daily", since_stage="Stage 1",
                                 bad_from=5)  # fmt: skip
    runner.report_choices.create(first_day=DAY - timedelta(days=9), last_day=DAY, places=["right-arch"], with_notes=True,
                                 questions="=Hills?")  # fmt: skip


def taken_out(runner: User, now: datetime = NOW) -> io.BytesIO:
    """The ZIP of a runner."""
    file = io.BytesIO()
    exporting.write_zip(runner, file, now)
    file.seek(0)
    return file


def document(file: io.BytesIO) -> dict[str, Any]:
    """What `ankles.json` in a ZIP says."""
    with zipfile.ZipFile(file) as archive:
        said: dict[str, Any] = json.loads(archive.read("ankles.json"))
    file.seek(0)
    return said


def zipped(content: Any, **others: bytes) -> io.BytesIO:
    """A ZIP with this as its `ankles.json`: a value, or bytes as they are."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ankles.json", content if isinstance(content, bytes) else json.dumps(content))
        for name, held in others.items():
            archive.writestr(name.replace("__", "/"), held)
    file.seek(0)
    return file


def take_in(runner: User, file: io.BytesIO) -> importing.ImportReport:
    """Take a ZIP into an account."""
    return importing.take_in(runner, importing.open_export(file))


def log_of(runner: User) -> dict[str, Any]:
    """All that a runner has, as the export says it; without the instant."""
    said = document(taken_out(runner))
    return {name: value for name, value in said.items() if name != "exported_at"}
