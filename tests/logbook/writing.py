"""Entries for tests, straight into the tables, and the same as values for the rules that need no table."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from ankles.accounts.models import User
from logbook.history.record import Mark, Record, SessionRow, SymptomRow
from logbook.models import TRY_FIELDS, ClearDay, Measure, Period, Run, Symptom, TrainingSession

# A Wednesday.
TODAY = date(2026, 11, 18)


def day(ago: int, today: date = TODAY) -> date:
    """A day so many days ago; negative numbers lie ahead."""
    return today - timedelta(days=ago)


def trained(runner: User, on: date, minutes: int | None = None, **fields: Any) -> TrainingSession:
    """A session in the log."""
    row = TrainingSession.new(runner, day=on, minutes=minutes, **fields)
    row.save()
    return row


def hurt(runner: User, on: date, severity: int | None = None, **fields: Any) -> Symptom:
    """A symptom in the log, of the left Achilles at its worst unless it says something else."""
    given = {"area": "achilles_mid", "side": "left", "moment": "worst", **fields}
    row = Symptom.new(runner, day=on, severity=severity, **given)
    row.save()
    return row


def clear(runner: User, on: date) -> ClearDay:
    """A day that said "nothing"."""
    row = ClearDay.new(runner, day=on)
    row.save()
    return row


def marked(runner: User, kind: str, first: date, last: date | None = None, **fields: Any) -> Period:
    """A period in the log."""
    row = Period.new(runner, kind=kind, first_day=first, last_day=last, **fields)
    row.save()
    return row


def measured(runner: User, on: date, *tries: int, **fields: Any) -> Measure:
    """A measure in the log: how far the left knee reaches the wall, bare feet in the morning, unless it says otherwise."""
    given = {"kind": "knee_to_wall_mm", "side": "left", "setup": "bare_morning", **fields}
    row = Measure.new(runner, day=on, **dict(zip(TRY_FIELDS, tries, strict=False)), **given)
    row.save()
    return row


def ran(runner: User, on: date, distance_m: int | None = None, duration_s: int | None = None, **fields: Any) -> Run:
    """A run in the log; its distance was given in kilometres."""
    given = {"distance_unit": "" if distance_m is None else "km", **fields}
    row = Run.new(runner, day=on, distance_m=distance_m, duration_s=duration_s, **given)
    row.save()
    return row


def session_row(on: date, minutes: int | None = None) -> SessionRow:
    """A session as a record holds it."""
    return SessionRow(1, on, None, minutes, None, None, "", "", 1)


def symptom_row(on: date, severity: int | None, moment: str = "worst", side: str = "left") -> SymptomRow:
    """A symptom of the Achilles as a record holds it."""
    return SymptomRow(1, on, "achilles_mid", side, moment, severity, "", None, 1, "")


def record_of(
    sessions: list[SessionRow] | None = None,
    symptoms: list[SymptomRow] | None = None,
    clear_days: list[date] | None = None,
    periods: list[Mark] | None = None,
) -> Record:
    """A record of the weeks around today."""
    first, last = day(60), day(-60)
    return Record(
        first,
        last,
        tuple(sessions or ()),
        tuple(symptoms or ()),
        frozenset(clear_days or ()),
        tuple(periods or ()),
    )
