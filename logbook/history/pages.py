"""What Today and a day show of a runner's log, as values ready to print. `now` is the runner's today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse

from ankles.accounts.models import User
from ankles.prepared import Prepared
from logbook import distance, load, measures, pain
from logbook.day import as_seen_from, day_url, in_words
from logbook.guide import followed, plans
from logbook.guide.followed import FollowedPlace
from logbook.guide.pins import Choice, value_of
from logbook.history import charts, months, morning_after, record, week
from logbook.history.record import MeasureRow, Record, RunRow, SessionRow, SymptomRow
from logbook.history.totals import totals_of
from logbook.models import EARLIEST, ExerciseDone, TrainingSession
from logbook.place import Place
from logbook.vocabulary import AS_THE_DAY_GOES, MeasureKind, Moment, Outcome, PeriodKind, Setup

Facts = dict[str, Any]
FIRST_CHOICES = 3  # routines offered to whoever has pinned none

Session = SessionRow | TrainingSession


class ExerciseLine(NamedTuple):
    """One exercise of a session, as it is listed."""

    name: str
    dose: str
    side: str
    outcome: str


class Pin(NamedTuple):
    """A pinned routine, and the stage of it that the runner chose."""

    pk: int
    routine_id: int | None
    routine_name: str
    stage_name: str


@dataclass(frozen=True)
class Usual:
    """The card of a pinned routine.

    `done` says how often it was logged for the day, `play` where it is played, `leads` whether it is the one filled
    button of the page. `at` names the card for an answer.
    """

    pk: int
    at: str
    name: str
    about: str
    done: str
    play: str
    change: str
    leads: bool


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


def today(runner: User, now: date) -> Facts:
    """Today: the day's cards, the week against the aim, four weeks of dots."""
    (start, last), first = week.days_of_today(now, runner.week_start), now.replace(day=1)
    log = record.read(runner, min(start, first), last, in_full=now)
    return _day(runner, log, now, now, "today") | {
        "month": months.month(totals_of(log), first, now, runner.week_start),
        "weekdays": months.weekdays(runner.week_start),
        "newest": True,
        "alone": False,
        "legend": "/log/calendar/#legend",
        "week": week.week(log, now, runner.week_start, runner.weekly_aim),
        "rhythm": week.rhythm(log, now, runner.week_start),
        "yesterday": day_url(now - timedelta(days=1), "sessions/"),
    }


def day(runner: User, shown: date, now: date) -> Facts:
    """Any day, with the way to the days beside it."""
    # The morning after is the next day's.
    log = record.read(runner, shown - timedelta(days=week.SHOWN - 1), shown + timedelta(days=1), in_full=shown)
    before, after = shown - timedelta(days=1), shown + timedelta(days=1)
    return _day(runner, log, shown, now, "day") | {
        "before": _way(before, now) if before >= EARLIEST else None,
        "after": _way(after, now) if after <= now else None,
        "month": reverse("logbook:calendar_month", args=[shown]),
        "kind": PeriodKind(kind).label if (kind := log.kind_on(shown)) else "",
        "yesterday": "",
    }


def _way(to: date, now: date) -> Facts:
    words = as_seen_from(to, now)
    return {"url": day_url(to), "words": words[0].upper() + words[1:]}


def _day(runner: User, log: Record, shown: date, now: date, back: str) -> Facts:
    """What Today and a day share: the usual sessions, the places, what is logged, the pictures."""
    url = day_url(shown, "sessions/")
    (pins, places), felt, sessions = _pins_and_places_of(runner, shown), log.symptoms_on(shown), log.sessions_on(shown)
    last = _last(runner, log, shown)
    done = _done(runner, {row.id for row in (*sessions, last) if row})
    return {
        "day_iso": shown.isoformat(),
        "is_today": shown == now,
        "heading": in_words(shown, now),
        "when": day_on_button(shown, now),
        "sessions": url,
        "runs": day_url(shown, "runs/"),
        "usual_run": _usual_run(log.usual_run),
        "usual": _usual(pins, sessions, url, shown, now),
        "offered": () if pins else _offered(last),
        "again": None if last is None else _again(last, [Choice(*pin[1:]) for pin in pins], done[last.id], now),
        "logged": _logged(log, done, shown),
        "asking": followed.place_questions(places, felt, shown, now, is_clear=log.is_clear(shown)),
        "bands": pain.STAIR,
        "charts": charts.charts_of_places(log, [one.place for one in places], now, shown),
        "mornings_after": morning_after.of_a_day(log, shown, [one.place for one in places], now)
        if back == "day"
        else [],
    }


def _pins_and_places_of(runner: User, shown: date) -> tuple[list[Pin], list[FollowedPlace]]:
    """The pinned routines in the runner's order, and the places followed for longest first: one query."""
    pins, places = [], []
    for position, since, *row, last_severity, last_day in PINS_AND_PLACES(runner.pk, shown):
        if position is None:
            places.append((since, FollowedPlace(Place(row[2], row[3]), last_severity, last_day)))
        else:
            pins.append((position, Pin(*row)))
    return [pin for _, pin in sorted(pins)], [place for _, place in sorted(places, key=_by_age)]


def _by_age(one: tuple[datetime, FollowedPlace]) -> tuple[datetime, Place]:
    since, followed_place = one
    return since, followed_place.place


def day_on_button(shown: date, now: date) -> str:
    """How a button says a day: `today`, `yesterday`, `on Tuesday`, `on 3 Nov`."""
    words = as_seen_from(shown, now)
    return words if words in ("today", "yesterday") else f"on {words}"


def _usual(pins: Iterable[Pin], sessions: Sequence[SessionRow], url: str, shown: date, now: date) -> list[Usual]:
    known, cards, leads = plans.known_plans(), [], True
    for pk, routine, name, stage in pins:
        plan = known.find(routine, stage)
        name = plan.name if plan else name
        times = sum((one.routine_name, one.stage_name) == (name, stage) for one in sessions)
        often = "" if not times else "Done" if times == 1 else f"Done {times} times"
        cards.append(
            Usual(
                pk=pk,
                at=f"pin-{pk}",
                name=name,
                about=_about(plan, stage),
                done=often and f"{often} {day_on_button(shown, now)}",
                play=plan.play_url if plan and shown == now else "",
                change=f"{url}?pin={pk}",
                leads=leads and not times,
            )
        )
        leads = leads and bool(times)
    return cards


def _about(plan: plans.Plan | None, stage: str) -> str:
    """What a pinned routine holds: `3 exercises, 7 min`."""
    size = [f"{week.counted_noun(len(plan.usual), 'exercise')}, {plan.minutes} min"] if plan else []
    gone = [] if plan and plan.is_live else ["Not in the guide any more"]
    return ". ".join([stage, *size, *gone] if stage else [*size, *gone])


def _offered(last: Session | None) -> list[tuple[str, str, int]]:
    """What to pick from, as (value of the form, name, minutes): the routine that was done last, then the guide's first ones
    without stages."""
    known = plans.known_plans()
    done = known.find(last.routine_id, last.stage_name) if last else None
    firsts = [done] if done and done.is_live else []
    plain = [one.plans[0] for one in known.offered if not one.plans[0].stage_number]
    every = dict.fromkeys([*firsts, *plain])
    return [
        (value_of(plan), Choice(plan.routine, plan.name, plan.stage_name).title, plan.minutes)
        for plan in list(every)[:FIRST_CHOICES]
    ]


def _last(runner: User, log: Record, shown: date) -> Session | None:
    """The latest session up to the day that is shown. A query of its own only after four weeks without any."""
    found = next((row for row in reversed(log.sessions) if row.day <= shown), None)
    if found:
        return found
    latest: TrainingSession | None = runner.training_sessions.all().between(EARLIEST, shown).newest_first().first()
    return latest


def _done(runner: User, sessions: Iterable[int]) -> Mapping[int, list[ExerciseLine]]:
    """What was done in some sessions: one query, none for no session."""
    found: dict[int, list[ExerciseLine]] = {pk: [] for pk in sessions}
    if found:
        for pk, *words in DONE(runner.pk, list(found)):
            found[pk].append(ExerciseLine(*words))
    return found


def _again(last: Session, pins: Iterable[Choice], done: Sequence[ExerciseLine], now: date) -> Facts | None:
    """The last session, unless one tap on a pinned routine says the same."""
    known = plans.known_plans()
    exercises = [(one.name, one.dose) for one in done if one.outcome != Outcome.SKIPPED]
    said = (last.routine_name, last.stage_name, last.minutes, exercises)
    for pin in pins:
        plan = known.find(pin.routine_id, pin.stage_name)
        if plan and said == (plan.name, plan.stage_name, plan.minutes, [(one.name, one.dose) for one in plan.usual]):
            return None
    minutes = [] if last.minutes is None else [f"{last.minutes} min"]
    return {
        "pk": last.id,
        "words": ", ".join([title(last, len(exercises)), *minutes]),
        "when": day_on_button(last.day, now),
    }


def title(session: Session, exercises: int) -> str:
    """What to call a session: its routine and stage, else how much it held."""
    return session.title if session.routine_name or not exercises else week.counted_noun(exercises, "exercise")


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


def _as_the_day_went(felt: SymptomRow) -> tuple[str, str, int]:
    return felt.area, felt.side, AS_THE_DAY_GOES.index(Moment(felt.moment))


def _logged(log: Record, done: Mapping[int, list[ExerciseLine]], shown: date) -> list[Logged]:
    """Everything of a day: sessions as the day went, then runs, measures and symptoms."""
    base, found = day_url(shown), []
    for row in log.sessions_on(shown):
        about = [] if row.minutes is None else [f"{row.minutes} min"]
        about += [f"at {row.time:%H:%M}"] if row.time else []
        about += [] if row.effort is None else [f"effort {row.effort}"]
        name = title(row, len(done[row.id]))
        found.append(Logged(name, ", ".join(about), f"{base}sessions/{row.id}/", done[row.id], row.note or ""))
    found += [_ran(log, row, base) for row in log.runs_on(shown)]
    found += [_measured(row, base) for row in log.measures]
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
    return Logged(name, ", ".join(said), f"{base}measures/{measures.noun(row.kind)}/{row.id}/", note=row.note)


def _usual_run(row: RunRow | None) -> Facts | None:
    """The usual run, as its button says it."""
    return row and {
        "pk": row.id,
        "words": distance.distance_and_duration(row.distance_m, row.distance_unit, row.duration_s),
    }


# --- The queries, compiled once for each connection (ankles/prepared.py). A runner comes as their number. ------------


def _pins_and_places(runner: int, shown: date) -> QuerySet[Any, Any]:
    person = User(pk=runner)
    rows: QuerySet[Any, Any] = (
        person.followed.all().with_last(Moment.WORST, shown).with_pins(person.pinned_routines.all())
    )
    return rows


def _exercises(runner: int, sessions: Sequence[int]) -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = User(pk=runner).training_sessions.all().what_was_done(sessions)
    return rows


PINS_AND_PLACES, DONE = Prepared(_pins_and_places), Prepared(_exercises)
