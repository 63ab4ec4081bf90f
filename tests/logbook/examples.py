"""What Hypothesis tries on the logbook: acts of a runner, and a place in the database where no try leaves anything."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.db import IntegrityError, connection, transaction
from hypothesis import strategies as st

from ankles.accounts.models import User
from logbook.entries import rows, saving, undo
from logbook.models import ExerciseDone, Measure, Run, TrainingSession
from logbook.place import Place
from logbook.vocabulary import (
    STIFFNESS_MINUTES,
    AreaCode,
    Circumstance,
    Moment,
    Onset,
    PeriodKind,
    Quality,
    Side,
    SideDone,
    Timing,
)

FIRST = date(2026, 3, 1)
# Few days and places, so that acts meet.
DAYS = st.integers(0, 2).map(lambda ago: FIRST + timedelta(days=ago))
AREAS = st.sampled_from([AreaCode.ACHILLES_MID.value, AreaCode.HEEL_PLANTAR.value])
SIDES = st.sampled_from(Side.values)
# Without the two that PostgreSQL cannot keep: no form lets them through.
NOTES = st.one_of(
    st.just(""),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40),
    st.just("=1+1\r\n\t<b>é́🏃"),
)
NUMBERS = st.one_of(st.none(), st.integers(0, 10))


@contextmanager
def undone() -> Iterator[None]:
    """Let the database check what was written inside, then take all of it back."""
    with transaction.atomic():
        yield
        connection.check_constraints()
        transaction.set_rollback(True)


def entries(runner: User) -> dict[str, dict[str, rows.Data]]:
    """All that stands in a log: kind -> key -> data."""
    return {
        kind: {str(row.entry_key): rows.as_data(row) for row in rows.entries_of_kind(runner, kind).all()}
        for kind in rows.MODELS
    }


def said(runner: User) -> Any:
    """The same without what only counts edits."""
    return {
        kind: {key: {name: value for name, value in data.items() if name not in ("version", "changed_at")} for key, data in found.items()}
        for kind, found in entries(runner).items()
    }  # fmt: skip


def words(*names: str) -> st.SearchStrategy[list[str]]:
    """Some words of a list, in its order."""
    return st.sets(st.sampled_from(names), max_size=3).map(lambda found: [name for name in names if name in found])


@st.composite
def felt(draw: st.DrawFn) -> dict[str, Any]:
    """What a valid long form says."""
    stiffness, minutes = "", None
    severity = draw(NUMBERS)
    if severity is None or draw(st.booleans()):
        stiffness = draw(st.sampled_from(list(STIFFNESS_MINUTES)))
        minutes = draw(st.one_of(st.none(), st.integers(*STIFFNESS_MINUTES[stiffness])))
    return {
        "severity": severity, "stiffness": str(stiffness), "stiffness_min": minutes, "note": draw(NOTES),
        "qualities": draw(words(*Quality.values)), "timing": draw(words(*Timing.values)),
        "context": draw(words(*Circumstance.values)), "onset": draw(st.sampled_from(["", *Onset.values])),
    }  # fmt: skip


TRAINED = st.fixed_dictionaries(
    {
        "minutes": st.one_of(st.none(), st.integers(1, 1440)),
        "effort": NUMBERS,
        "note": NOTES,
        "routine_name": st.sampled_from(["", "Strength"]),
    }
)
DONE = st.lists(
    st.builds(dict, name=st.just("Toe walk"), dose=st.just("2 × 30 s"), side=st.sampled_from(["", *SideDone.values])),
    max_size=3,
)

PERIODS = st.builds(
    lambda kind, first, length, note: {
        "kind": kind, "first_day": first, "last_day": None if length is None else first + timedelta(days=length), "note": note,
    },
    st.sampled_from(PeriodKind.values), DAYS, st.one_of(st.none(), st.integers(0, 3)), NOTES,
)  # fmt: skip
RUNS = st.one_of(
    st.builds(dict, distance_m=st.integers(1, 1_000_000), distance_unit=st.sampled_from(["km", "mi"])),
    st.builds(dict, duration_s=st.integers(1, 172_800)),
)
TESTS = st.builds(
    dict, kind=st.just("knee_to_wall_mm"), side=SIDES, setup=st.sampled_from(["", "bare_later"]),
    first_try=st.integers(0, 300), second_try=st.one_of(st.none(), st.integers(0, 300)), note=NOTES,
)  # fmt: skip
NAMES = ("log session", "change session", "log symptom", "log symptom", "change symptom", "clear", "remove", "log period",
         "change period", "log measure", "change measure", "log run", "change run")  # fmt: skip


@dataclass(frozen=True)
class Act:
    """One thing that a runner does; `which` chooses among the entries that are there."""

    name: str
    day: date
    place: tuple[str, str, str]
    felt: dict[str, Any]
    trained: dict[str, Any]
    done: list[dict[str, Any]]
    period: dict[str, Any]
    measure: dict[str, Any]
    run: dict[str, Any]
    which: int


ACTS = st.builds(
    Act,
    name=st.sampled_from(NAMES),
    day=DAYS,
    place=st.tuples(AREAS, SIDES, st.sampled_from([Moment.WORST.value, Moment.FIRST_STEPS.value])),
    felt=felt(),
    trained=TRAINED,
    done=DONE,
    period=PERIODS,
    measure=TESTS,
    run=RUNS,
    which=st.integers(0, 7),
)


def do(runner: User, act: Act) -> saving.SavedAct | None:
    """Do it; None when it cannot be done now: nothing there to change, or the day says something else already."""
    try:
        with transaction.atomic():
            return _make(runner, act) or _change(runner, act)
    except (saving.NotClear, saving.Overlaps):
        return None
    except IntegrityError:
        if act.name.endswith(" measure"):
            return None  # that side was measured in this way on that day
        raise


def _make(runner: User, act: Act) -> saving.SavedAct | None:
    if act.name == "log session":
        return saving.log_session(runner, TrainingSession(day=act.day, **act.trained), _exercises(act))
    if act.name == "log symptom":
        area, side, moment = act.place
        return saving.log_symptom(runner, act.day, Place(area, side), moment, act.felt)
    if act.name == "log period":
        return saving.log_period(runner, act.period)
    if act.name == "log measure":
        return saving.log_measures(runner, [Measure(day=act.day, **act.measure)])
    if act.name == "log run":
        return saving.log_run(runner, Run(day=act.day, **act.run))
    return saving.log_clear_day(runner, act.day) if act.name == "clear" else None


def _change(runner: User, act: Act) -> saving.SavedAct | None:
    kinds = list(rows.MODELS) if act.name == "remove" else [act.name.partition(" ")[2]]
    there = [row for kind in kinds if kind in rows.MODELS for row in rows.entries_of_kind(runner, kind).order_by("pk")]
    if not there:
        return None
    row = there[act.which % len(there)]
    if act.name == "change session":
        return saving.change_session(runner, row.pk, row.version, act.trained | {"day": act.day}, _exercises(act))
    if act.name == "change symptom":
        return saving.change_symptom(runner, row.pk, row.version, act.felt)
    if act.name == "change period":
        return saving.change_period(runner, row.pk, row.version, act.period)
    if act.name == "change measure":
        return saving.change_measure(runner, row.pk, row.version, act.measure)
    if act.name == "change run":
        nothing = {"distance_m": None, "distance_unit": "", "duration_s": None}
        return saving.change_run(runner, row.pk, row.version, nothing | act.run)
    return saving.remove(runner, row, row.version)


def _exercises(act: Act) -> list[ExerciseDone]:
    return [ExerciseDone(**one) for one in act.done]


def take_back(runner: User, sealed: str) -> bool:
    """Undo; whether it was still possible."""
    try:
        undo.take_back(runner, sealed)
    except undo.CannotUndo:
        return False
    return True


def contradictions(runner: User) -> list[object]:
    """Days that say two things at once: nothing hurt and something did, or two periods of one kind."""
    days = set(runner.symptoms.values_list("day", flat=True))
    clear = sorted(days & set(runner.clear_days.values_list("day", flat=True)))
    periods = list(runner.periods.order_by("kind", "first_day", "pk"))
    overlaps = [(one.pk, other.pk) for one, other in pairwise(periods)
                if one.kind == other.kind and (one.last_day is None or one.last_day >= other.first_day)]  # fmt: skip
    return [*clear, *overlaps]
