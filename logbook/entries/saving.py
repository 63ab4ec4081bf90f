"""What a runner's taps do to the log. Each act is one transaction and says what it changed, so that it can be undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.db import transaction

from ankles.accounts.models import Tombstone, User
from logbook.entries import rows, undo
from logbook.models import ClearDay, ExerciseDone, Measure, Period, Private, Run, Symptom, TrainingSession, UsualRun
from logbook.place import Place

PrivateRow = TypeVar("PrivateRow", bound=Private)


class Stale(Exception):
    """The entry was changed after the form was opened. Nothing was written."""

    def __init__(self, row: Private) -> None:
        super().__init__()
        self.row = row


class NotClear(Exception):
    """A day with symptoms cannot say that nothing hurt. Nothing was written."""


class Overlaps(Exception):
    """Another period of the same kind holds one of these days. Nothing was written."""

    def __init__(self, other: Period) -> None:
        super().__init__()
        self.other = other


@dataclass(frozen=True)
class SavedAct:
    """One act: the row it was about, all that changed, and whether "nothing today" was taken away."""

    row: Private
    changes: list[undo.Change] = field(default_factory=list)
    took_away_clear_day: bool = False


@transaction.atomic
def log_session(runner: User, session: TrainingSession, exercises: Sequence[ExerciseDone]) -> SavedAct:
    """Save a new session of this runner with what was done in it."""
    session.runner, session.zone = runner, runner.time_zone
    session.save()
    rows.replace_exercises(session, list(exercises))
    return SavedAct(session, [undo.made(session)])


@transaction.atomic
def change_session(
    runner: User, pk: int, version: int, fields: Mapping[str, Any], exercises: Sequence[ExerciseDone] | None
) -> SavedAct:
    """Give a session other fields (and exercises, unless None). Raises Stale, or DoesNotExist for anybody else's."""
    session = _current(runner.training_sessions.select_for_update().get(pk=pk), version)
    before = rows.as_data(session)
    for name, value in fields.items():
        setattr(session, name, value)
    session.touch()
    session.save()
    if exercises is not None:
        rows.replace_exercises(session, list(exercises))
    return SavedAct(session, [undo.edited(session, before)])


@transaction.atomic
def log_symptom(runner: User, day: date, place: Place, moment: str, felt: Mapping[str, Any]) -> SavedAct:
    """Say what a place felt like at a moment of a day: the row is made, or takes these fields and keeps its others.

    The place is followed from then on; "nothing today" of that day goes away.
    """
    found = runner.symptoms.on(day).of_place(place).at(moment).select_for_update().first()
    before = rows.as_data(found) if found else None
    symptom: Symptom = found or Symptom.new(runner, day=day, **place._asdict(), moment=moment)
    for name, value in felt.items():
        setattr(symptom, name, value)
    if found:
        symptom.touch()
    symptom.save()
    change = undo.edited(symptom, before) if before else undo.made(symptom)
    return _with_consequences(runner, symptom, change)


@transaction.atomic
def change_symptom(runner: User, pk: int, version: int, fields: Mapping[str, Any]) -> SavedAct:
    """Give a symptom other fields, its place and moment among them. Raises Stale, DoesNotExist, or IntegrityError
    when that place has an entry for that moment already."""
    symptom = _current(runner.symptoms.select_for_update().get(pk=pk), version)
    before = rows.as_data(symptom)
    for name, value in fields.items():
        setattr(symptom, name, value)
    symptom.touch()
    symptom.save()
    return _with_consequences(runner, symptom, undo.edited(symptom, before))


@transaction.atomic
def log_clear_day(runner: User, day: date) -> SavedAct:
    """Say that nothing hurt on a day; saying it twice is saying it once. Raises NotClear when the day has symptoms."""
    if runner.symptoms.on(day).exists():
        raise NotClear
    clear, fresh = runner.clear_days.get_or_create(day=day, defaults={"zone": runner.time_zone})
    return SavedAct(clear, [undo.made(clear)] if fresh else [])


@transaction.atomic
def log_period(runner: User, fields: Mapping[str, Any]) -> SavedAct:
    """Mark days as rest, injury or holiday. Raises Overlaps when some of them are marked so already."""
    period = Period.new(runner, **fields)
    _refuse_overlap(runner, period)
    period.save()
    return SavedAct(period, [undo.made(period)])


@transaction.atomic
def change_period(runner: User, pk: int, version: int, fields: Mapping[str, Any]) -> SavedAct:
    """Give a period other fields. Raises Stale, Overlaps, or DoesNotExist for anybody else's."""
    period = _current(runner.periods.select_for_update().get(pk=pk), version)
    before = rows.as_data(period)
    for name, value in fields.items():
        setattr(period, name, value)
    _refuse_overlap(runner, period)
    period.touch()
    period.save()
    return SavedAct(period, [undo.edited(period, before)])


@transaction.atomic
def log_measures(runner: User, measures: Sequence[Measure]) -> SavedAct:
    """Save the sides of one test. Raises IntegrityError when one of them was measured in this way on that day already."""
    for measure in measures:
        measure.runner, measure.zone = runner, runner.time_zone
        measure.save()
    return SavedAct(measures[0], [undo.made(measure) for measure in measures])


@transaction.atomic
def change_measure(runner: User, pk: int, version: int, fields: Mapping[str, Any]) -> SavedAct:
    """Give one side of a test other fields. Raises Stale, DoesNotExist, or IntegrityError as `log_measures`."""
    return _change(_current(runner.measures.select_for_update().get(pk=pk), version), fields)


@transaction.atomic
def log_run(runner: User, run: Run) -> SavedAct:
    """Save a new run of this runner."""
    run.runner, run.zone = runner, runner.time_zone
    run.save()
    return SavedAct(run, [undo.made(run)])


@transaction.atomic
def change_run(runner: User, pk: int, version: int, fields: Mapping[str, Any]) -> SavedAct:
    """Give a run other fields. Raises Stale, or DoesNotExist for anybody else's."""
    return _change(_current(runner.runs.select_for_update().get(pk=pk), version), fields)


@transaction.atomic
def choose_usual_run(runner: User, run: Run | None) -> UsualRun | None:
    """Make a run the usual one, or have none. What an open page still offers as the usual one is then another row."""
    runner.usual_runs.all().delete()
    if run is None:
        return None
    chosen: UsualRun = runner.usual_runs.create(
        distance_m=run.distance_m, distance_unit=run.distance_unit, duration_s=run.duration_s
    )
    return chosen


@transaction.atomic
def remove(runner: User, row: Private, version: int | None = None) -> SavedAct:
    """Delete an entry of this runner; a backup does not bring it back. Raises Stale when `version` is not its own.

    An entry that is gone already is nothing to delete.
    """
    # Asked again: an edit may have come in since the caller looked.
    found: Private | None = (
        rows.entries_of_kind(runner, rows.entry_kind(row)).select_for_update().filter(pk=row.pk).first()
    )
    if found is None:
        return SavedAct(row)
    row = found
    if version is not None:
        _current(row, version)
    before = rows.as_data(row)
    Tombstone.objects.lay(Tombstone.What.ENTRY, [row.entry_key], runner)
    change = undo.removed(row, before)
    row.delete()
    return SavedAct(row, [change])


def _with_consequences(runner: User, symptom: Symptom, change: undo.Change) -> SavedAct:
    runner.followed.get_or_create(**symptom.place._asdict())
    clear: ClearDay | None = runner.clear_days.on(symptom.day).first()
    if clear is None:
        return SavedAct(symptom, [change])
    gone = undo.removed(clear, rows.as_data(clear))
    clear.delete()
    return SavedAct(symptom, [change, gone], took_away_clear_day=True)


def _change(row: Private, fields: Mapping[str, Any]) -> SavedAct:
    before = rows.as_data(row)
    for name, value in fields.items():
        setattr(row, name, value)
    row.touch()
    row.save()
    return SavedAct(row, [undo.edited(row, before)])


def _refuse_overlap(runner: User, period: Period) -> None:
    same = runner.periods.all().of_kind(period.kind).besides(period.pk)
    other: Period | None = same.touching(period.first_day, period.last_day or date.max).newest_first().first()
    if other is not None:
        raise Overlaps(other)


def _current(row: PrivateRow, version: int) -> PrivateRow:
    if row.version != version:
        raise Stale(row)
    return row
