"""What is logged on a day, entry by entry, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from logbook import distance, load, measures
from logbook.day import day_url, in_words
from logbook.guide import followed
from logbook.history import week
from logbook.history.record import MeasureRow, Record, RunRow, SessionRow, SymptomRow
from logbook.models import ExerciseDone, TrainingSession
from logbook.vocabulary import AS_THE_DAY_GOES, MeasureKind, Moment, Outcome, Setup

Session = SessionRow | TrainingSession


class ExerciseLine(NamedTuple):
    """One exercise of a session, as it is listed."""

    name: str
    dose: str
    side: str
    outcome: str


@dataclass(frozen=True)
class Logged:
    """One entry of a day: what it is, what was said of it, where it is changed."""

    title: str
    about: str
    change: str
    exercises: Sequence[ExerciseLine] = ()
    note: str = ""
    # Of a run: how it lies beside those of the 30 days before; "" where there is nothing to say.
    beside: str = ""


def title(session: Session, exercises: int) -> str:
    """What to call a session: its routine and stage, else how much it held."""
    return session.title if session.routine_name or not exercises else week.counted_noun(exercises, "exercise")


def _as_the_day_went(felt: SymptomRow) -> tuple[str, str, int]:
    return felt.area, felt.side, AS_THE_DAY_GOES.index(Moment(felt.moment))


def logged_on(log: Record, done: Mapping[int, list[ExerciseLine]], shown: date) -> list[Logged]:
    """Everything of a day: sessions as the day went, then runs, measures and symptoms."""
    base, found = day_url(shown), []
    for row in log.sessions_on(shown):
        about = [] if row.minutes is None else [f"{row.minutes} min"]
        about += [f"at {row.time:%H:%M}"] if row.time else []
        about += [] if row.effort is None else [f"effort {row.effort}"]
        name = title(row, len(done[row.id]))
        found.append(Logged(name, ", ".join(about), f"{base}sessions/{row.id}/", done[row.id], row.note or ""))
    found += [_ran(log, row, base) for row in log.runs_on(shown)]
    found += [_measured(row, base) for row in log.measures_on(shown)]
    for felt in sorted(log.symptoms_on(shown), key=_as_the_day_went):
        moment = "" if felt.moment == Moment.WORST else Moment(felt.moment).label
        found.append(
            Logged(followed.symptom_in_words(felt), moment, f"{base}symptoms/{felt.id}/", note=felt.note or "")
        )
    return found


def _ran(log: Record, row: RunRow, base: str) -> Logged:
    far = distance.distance_and_duration(row.distance_m, row.distance_unit, None)
    about = [] if row.duration_s is None else [distance.duration_in_words(row.duration_s)]
    about += [] if row.effort is None else [f"effort {row.effort}"]
    compared = load.longer(row.distance_m, row.day, [(one.day, one.distance_m) for one in log.runs])
    return Logged(
        f"Run, {far}" if far else "Run",
        ", ".join(about),
        f"{base}runs/{row.id}/",
        note=row.note or "",
        beside=compared.words if compared else "",
    )


def _measured(row: MeasureRow, base: str) -> Logged:
    """One side of a test, with all of its tries."""
    name = f"{MeasureKind(row.kind).label}, {row.side}"
    tries = f" (tries: {', '.join(map(str, row.tries))})" if len(row.tries) > 1 else ""
    said = [f"{measures.in_unit(row.kind, measures.result_of(row.kind, row.tries))}{tries}"]
    said += [Setup(row.setup).label.lower()] if row.setup else []
    return Logged(name, ", ".join(said), f"{base}measures/{measures.noun(row.kind)}/{row.id}/", note=row.note or "")


def entry_in_words(session: TrainingSession, done: Iterable[ExerciseDone], now: date) -> list[tuple[str, str]]:
    """A session in lines of (what, words), for comparing two versions of it."""
    exercises = [
        ", ".join(filter(None, (one.name, one.dose, one.side))) for one in done if one.outcome != Outcome.SKIPPED
    ]
    lines = [
        ("Day", in_words(session.day, now)),
        ("Began at", f"{session.time:%H:%M}" if session.time else ""),
        ("Minutes", "" if session.minutes is None else str(session.minutes)),
        ("Exercises", "\n".join(exercises)),
        ("Effort", "" if session.effort is None else str(session.effort)),
        ("Note", session.note),
    ]
    return [(what, words) for what, words in lines if words]
