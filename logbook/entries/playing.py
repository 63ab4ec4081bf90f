"""What the player tells the logbook: a session as it was played, and the answers after it."""

from __future__ import annotations

import math
import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from ankles.accounts.models import User
from ankles.accounts.zones import known_zones
from library import renaming
from library.models import Exercise, Routine
from logbook.entries import saving
from logbook.entries.saving import SavedAct
from logbook.models import LONGEST_MIN, ExerciseDone, TrainingSession
from logbook.place import Place
from logbook.vocabulary import Moment

PlayerJson = Mapping[str, Any]


def runner_for_player(runner: User) -> dict[str, Any]:
    """What the player asks before it starts: whose logbook this is, and which places that runner follows."""
    followed = [Place(area, side) for area, side in runner.followed.in_order().values_list("area", "side")]
    return {
        "account": runner.badge,
        "today": runner.today().isoformat(),
        "followed": [{**place._asdict(), "name": place.name} for place in followed],
    }


def by_the_right_clock(runner: User, said: PlayerJson) -> PlayerJson:
    """What the player said. A phone's clock may be fast: what it calls later than now was now, on the day that it is there
    now. Nobody named the other one."""
    now = timezone.now()
    if said["started_at"] <= now:
        return said
    day = min(said["day"], now.astimezone(zone_of(said["zone"], runner)).date())
    return {**said, "started_at": now, "day": day}


@transaction.atomic
def keep_session(runner: User, key: uuid.UUID, said: PlayerJson) -> SavedAct:
    """Write a session as it was played. Names and doses are the player's words; links are made where the guide has them."""
    at = began_at(said["started_at"], said["day"], zone_of(said["zone"], runner))
    return _keep(runner, key, said, minutes_played(said["active_s"]), at)


@transaction.atomic
def keep_written_down(runner: User, key: uuid.UUID, said: PlayerJson) -> SavedAct:
    """Write a session that waited in the phone, in the names and doses that were shown there."""
    return _keep(runner, key, said, said["minutes"])


def _keep(runner: User, key: uuid.UUID, said: PlayerJson, minutes: int | None, at: time | None = None) -> SavedAct:
    if there := runner.training_sessions.keyed([key]).first():
        # Kept before its receipt was thrown away, or brought in with an import.
        return SavedAct(there)
    routine = Routine.objects.shown_before().filter(slug=said["routine"]).first() if said["routine"] else None
    if routine is None and (renamed := renaming.now_called("routine", said["routine"])) != said["routine"]:
        # It got another address while it was played, or while the session waited in the phone.
        routine = Routine.objects.shown_before().filter(slug=renamed).first()
    session = TrainingSession(
        entry_key=key,
        day=said["day"],
        time=at,
        routine=routine,
        routine_name=routine.title if routine else said["routine"].replace("-", " ").capitalize(),
        stage_name=said["stage"],
        minutes=minutes,
    )
    return saving.log_session(runner, session, _done(said["steps"]))


@transaction.atomic
def keep_answers(runner: User, said: PlayerJson) -> date:
    """Write what was said about a session; returns its day. Raises TrainingSession.DoesNotExist when it is not there."""
    session = runner.training_sessions.select_for_update().get(entry_key=said["session_key"])
    if said["effort"] is not None:
        saving.change_session(runner, session.pk, session.version, {"effort": said["effort"]}, None)
    for one in said["symptoms"]:
        felt = {"severity": one["severity"]}
        saving.log_symptom(runner, session.day, Place(one["area"], one["side"]), Moment.DURING, felt)
    day: date = session.day
    return day


def minutes_played(active_s: int) -> int:
    """Whole minutes of a session that went on for so many seconds, rests and changes of side in: up, at least one."""
    return min(LONGEST_MIN, max(1, math.ceil(active_s / 60)))


def began_at(instant: datetime, day: date, zone: ZoneInfo) -> time | None:
    """The time of day at which it began; none when that is no time of the day it is kept under."""
    try:
        local = instant.astimezone(zone)
    except OverflowError:
        return None
    return local.time().replace(second=0, microsecond=0) if local.date() == day else None


def zone_of(name: str, runner: User) -> ZoneInfo:
    """The zone that the player was in, or the runner's own where nobody knows that name."""
    return ZoneInfo(name) if name in known_zones() else runner.zone


def _done(steps: Sequence[PlayerJson]) -> list[ExerciseDone]:
    played = {step["exercise"] for step in steps}
    known = {row.slug: row for row in Exercise.objects.among(played).only("slug")}
    for lost in played - known.keys():
        if (renamed := renaming.now_called("exercise", lost)) != lost:
            known |= dict.fromkeys([lost], Exercise.objects.among([renamed]).only("slug").first())
    return [ExerciseDone(**{**step, "exercise": known.get(step["exercise"])}) for step in steps]
