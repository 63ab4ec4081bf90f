"""A runner to look around with: the story of `half_year.py` in a log of their own, on one's own machine only."""

from __future__ import annotations

import secrets
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction

from ankles.accounts import consent
from ankles.accounts.models import User
from logbook.demo.half_year import AWAY, DAYS, PINNED, PROGRAMME, STAGES, DemoDay, ToldSession, story
from logbook.guide import plans
from logbook.models import ClearDay, ExerciseDone, Measure, Period, Run, Symptom, TrainingSession
from logbook.takeout import erasing
from logbook.vocabulary import AreaCode, DistanceUnit, Moment, Side

EMAIL: Final = "demo@ankles.example"
ZONE: Final = "Europe/London"
# The run that one tap logs.
USUAL_RUN: Final = {"distance_m": 5000, "distance_unit": DistanceUnit.KM, "duration_s": 30 * 60}


class NoDemo(Exception):
    """There can be no demonstration here. The message is for the operator."""


def make_demo_runner() -> tuple[str, str]:
    """Make the demo runner, or make it anew; returns the log-in. Raises NoDemo on a site that others reach or use."""
    if not settings.SITE.loopback:
        raise NoDemo("A demonstration is for this machine only; SITE_URL names another address.")
    if User.objects.exclude(email=EMAIL).filter(is_staff=False).exists():
        raise NoDemo("This site has accounts. Set DATA_DIR to an empty folder for a demonstration.")
    password = secrets.token_urlsafe(9)
    with transaction.atomic():
        for old in User.objects.filter(email=EMAIL):
            Session.objects.filter(pk__in=erasing.sessions_of(old)).delete()
            erasing.remove_person(old)
        runner = User.objects.create_user(EMAIL, password, time_zone=ZONE, weekly_aim=4)
        runner.agree(consent.VERSION)
        EmailAddress.objects.create(user=runner, email=EMAIL, verified=True, primary=True)
        fill(runner)
    return EMAIL, password


def fill(runner: User) -> None:
    """Write the story into a runner's empty log."""
    today, known = runner.today(), {(one.slug, one.stage_name): one for one in plans.Plans().plans}
    pinned = [(slug, STAGES[-1] if slug == PROGRAMME else "") for slug in PINNED]
    for position, key in enumerate((key for key in pinned if key in known), start=1):
        plan = known[key]
        runner.pinned_routines.create(
            position=position, routine_id=plan.routine, routine_name=plan.name, stage_name=plan.stage_name
        )
    runner.usual_runs.create(**USUAL_RUN)
    for area, side, ago in ((AreaCode.ACHILLES_MID, Side.LEFT, DAYS), (AreaCode.HEEL_PLANTAR, Side.RIGHT, 90)):
        runner.followed.create(area=area, side=side, since=_at(today - timedelta(days=ago)))
    for kind, first, last in AWAY:
        days = {"first_day": today - timedelta(days=first), "last_day": today - timedelta(days=last)}
        Period.objects.create(runner=runner, zone=ZONE, kind=kind, **days)
    for told in story(today):
        _write(runner, told, known)


def _write(runner: User, told: DemoDay, known: dict[tuple[str, str], plans.Plan]) -> None:
    evening, morning = _at(told.day), _at(told.day, time(6, 50))
    at = {"logged_at": evening, "changed_at": evening, "day": told.day}
    for played in told.sessions:
        _write_session(runner, played, known.get((played.slug, played.stage)), at)
    Run.objects.bulk_create(Run.new(runner, **at, **vars(ran), distance_unit=DistanceUnit.KM) for ran in told.runs)
    for one in told.symptoms:
        when = morning if one["moment"] == Moment.FIRST_STEPS else evening
        Symptom.new(runner, **{**at, "logged_at": when, "changed_at": when}, **one).save()
    Measure.objects.bulk_create(Measure.new(runner, **at, **one) for one in told.measures)
    if told.clear:
        ClearDay.new(runner, **at).save()


def _write_session(runner: User, played: ToldSession, plan: plans.Plan | None, at: dict[str, datetime | date]) -> None:
    """A session with the doses of the guide's own plan; without a guide it is minutes alone."""
    minutes = None if played.longer is None else (plan.minutes if plan else 20) + played.longer
    session = TrainingSession.new(runner, minutes=minutes, effort=played.effort, note=played.note, **at)
    if plan:
        session.routine_id, session.routine_name, session.stage_name = plan.routine, plan.name, plan.stage_name
    session.save()
    done = [line.done() for line in plan.usual] if plan else []
    for position, one in enumerate(done, start=1):
        one.session, one.position = session, position
    ExerciseDone.objects.bulk_create(done)


def _at(day: date, clock: time = time(19, 40)) -> datetime:
    return datetime.combine(day, clock, UTC)
