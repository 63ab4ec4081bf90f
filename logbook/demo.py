"""A runner to look around with: six months of plausible entries, the same for the same day, on one's own machine only."""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction

from ankles.accounts import consent
from ankles.accounts.models import User
from logbook.guide import plans
from logbook.models import ClearDay, ExerciseDone, Period, Symptom, TrainingSession
from logbook.takeout import erasing
from logbook.vocabulary import Area, Moment, Side

EMAIL: Final = "demo@ankles.example"
ZONE: Final = "Europe/London"
DAYS: Final = 182
PINNED: Final = ("calf-and-achilles-strength", "daily-mobility", "before-a-run")
# The left Achilles at its worst, week by week from half a year ago to now: it builds up, and settles.
LEFT_ACHILLES: Final = (1, 2, 2, 3, 4, 5, 6, 6, 5, 5, 4, 4, 5, 4, 3, 3, 3, 2, 3, 2, 2, 1, 2, 1, 1, 0)
# The right heel, for a few weeks: weeks counted the same way.
RIGHT_HEEL: Final = {11: 2, 12: 3, 13: 4, 14: 3, 15: 2, 16: 1}
NOTES: Final = (
    "",
    "",
    "",
    "",
    "",
    "Before breakfast.",
    "On the stairs at work.",
    "Slow, with music.",
    "Cut short: late train.",
)


class NoDemo(Exception):
    """There can be no demonstration here. The message is for the operator."""


@dataclass
class DemoDay:
    """What the demo runner says of one day: a session's slug of a routine, minutes and effort; symptoms; or a clear day."""

    day: date
    sessions: list[tuple[str, int, int]] = field(default_factory=list)
    symptoms: list[dict[str, Any]] = field(default_factory=list)
    clear: bool = False


def story(today: date) -> Iterator[DemoDay]:
    """Half a year up to today, as values; the same for the same day."""
    for ago in range(DAYS - 1, -1, -1):
        told = DemoDay(today - timedelta(days=ago))
        week = min((DAYS - 1 - ago) // 7, len(LEFT_ACHILLES) - 1)
        chance = random.Random(f"ankles {told.day.isoformat()}")  # noqa: S311 (nobody's secret)
        if not _away(ago):
            told.sessions = list(_sessions(told.day, week, chance))
        told.symptoms = list(_symptoms(week, chance))
        told.clear = not told.symptoms and chance.random() < 0.4
        if ago or chance.random() < 0.5:  # today may still be empty
            yield told


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
    today, known = runner.today(), {one.plans[0].slug: one.plans[0] for one in plans.Plans().offered}
    for position, slug in enumerate((slug for slug in PINNED if slug in known), start=1):
        plan = known[slug]
        runner.pinned_routines.create(
            position=position, routine_id=plan.routine, routine_name=plan.name, stage_name=plan.stage_name
        )
    for area, side, ago in ((Area.ACHILLES_MID, Side.LEFT, DAYS), (Area.HEEL_PLANTAR, Side.RIGHT, DAYS - 77)):
        runner.followed.create(area=area, side=side, since=_evening(today - timedelta(days=ago)))
    for kind, first, last in _periods(today):
        Period.objects.create(runner=runner, zone=ZONE, kind=kind, first_day=first, last_day=last)
    for told in story(today):
        _write(runner, told, known)


def _write(runner: User, told: DemoDay, known: dict[str, plans.Plan]) -> None:
    at = {"logged_at": _evening(told.day), "changed_at": _evening(told.day), "day": told.day}
    for slug, minutes, effort in told.sessions:
        chance = random.Random(f"{slug} {told.day.isoformat()}")  # noqa: S311
        plan = known.get(slug)
        session = TrainingSession.new(runner, minutes=minutes, effort=effort, note=chance.choice(NOTES), **at)
        if plan:
            session.routine_id, session.routine_name, session.stage_name = plan.routine, plan.name, plan.stage_name
        session.save()
        done = [line.done() for line in plan.usual] if plan else []
        for position, one in enumerate(done, start=1):
            one.session, one.position = session, position
        ExerciseDone.objects.bulk_create(done)
    Symptom.objects.bulk_create([Symptom.new(runner, **at, **one) for one in told.symptoms])
    if told.clear:
        ClearDay.new(runner, **at).save()


def _sessions(day: date, week: int, chance: random.Random) -> Iterator[tuple[str, int, int]]:
    strength = day.weekday() in (0, 2, 4)
    if strength and chance.random() < 0.85:
        yield PINNED[0], chance.randint(14, 22), chance.randint(4, 7)
    if not strength and chance.random() < 0.45:
        yield PINNED[1], chance.randint(8, 12), chance.randint(1, 3)
    if day.weekday() in (1, 5) and week > 7 and chance.random() < 0.6:
        yield PINNED[2], chance.randint(5, 8), chance.randint(1, 3)


def _symptoms(week: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    level = LEFT_ACHILLES[week]
    if chance.random() < (0.75 if level > 1 else 0.35):
        severity = max(0, min(10, level + chance.choice((-1, 0, 0, 0, 1))))
        qualities = chance.choice(([], [], ["stiff"], ["ache", "stiff"]))
        yield {
            "area": Area.ACHILLES_MID,
            "side": Side.LEFT,
            "moment": Moment.WORST,
            "severity": severity,
            "qualities": qualities,
        }
        if chance.random() < 0.6:
            stiffness = "none" if level < 2 else "under_10" if level < 5 else "10_to_30"
            yield {"area": Area.ACHILLES_MID, "side": Side.LEFT, "moment": Moment.FIRST_STEPS,
                   "severity": max(0, severity - chance.randint(0, 1)), "stiffness": stiffness}  # fmt: skip
    if week in RIGHT_HEEL and chance.random() < 0.6:
        severity = max(0, RIGHT_HEEL[week] + chance.choice((-1, 0, 1)))
        yield {"area": Area.HEEL_PLANTAR, "side": Side.RIGHT, "moment": Moment.FIRST_STEPS, "severity": severity}


def _periods(today: date) -> list[tuple[str, date, date]]:
    return [(kind, today - timedelta(days=first), today - timedelta(days=last)) for kind, first, last in AWAY]


AWAY: Final = (("injury", 138, 133), ("holiday", 84, 75), ("rest", 30, 28))


def _away(ago: int) -> bool:
    return any(last <= ago <= first for _, first, last in AWAY)


def _evening(day: date) -> datetime:
    return datetime.combine(day, time(19, 40), UTC)
