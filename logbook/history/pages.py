"""What Today and a day show of a runner's log, as values ready to print. `now` is the runner's today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from ankles.accounts.models import User
from ankles.prepared import Prepared
from logbook import distance, pain
from logbook.day import as_seen_from, day_url, in_words
from logbook.guide import followed
from logbook.guide.followed import FollowedPlace
from logbook.guide.pins import Choice
from logbook.history import charts, months, morning_after, record, week
from logbook.history.logged import ExerciseLine, Session, logged_on
from logbook.history.record import Record, RunRow
from logbook.history.totals import totals_of
from logbook.history.usual import Pin, day_on_button, first_choices, once_more, usual_cards
from logbook.models import EARLIEST, TrainingSession
from logbook.place import Place
from logbook.vocabulary import Moment, PeriodKind

Facts = dict[str, Any]


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
        "usual": usual_cards(pins, sessions, url, shown, now),
        "offered": () if pins else first_choices(last),
        "again": None if last is None else once_more(last, [Choice(*pin[1:]) for pin in pins], done[last.id], now),
        "logged": logged_on(log, done, shown),
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
