"""Years of entries in bulk: one runner's own, and those of ten thousand others, in the order in which they would arrive.

Only ever with a database of the benchmark's own.
"""

# ruff: noqa: S608 (the SQL is put together from constants of this file)

from __future__ import annotations

from datetime import date, timedelta

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.utils import timezone

from ankles.accounts.models import User
from library.models import Routine
from logbook.models import ExerciseDone, Followed, Measure, PinnedRoutine, Run, Symptom, TrainingSession
from logbook.vocabulary import SETUPS, MeasureKind, Side

OTHERS = 10_000
RECENT_DAYS = 50
# What both logs hold of the last fifty days: 100 entries. The long log has four a day before the hundredth day: 19,900
# more. No page that is measured reaches back so far: both show the same, and the ratio is what a long history costs.
OLDER_FROM, OLDER_DAYS = 100, 4_975
TABLES = ("logbook_trainingsession", "logbook_symptom", "logbook_exercisedone")
PLACES = (("achilles_mid", "left"), ("heel_plantar", "right"))
SHARED = "entry_key, logged_at, zone, changed_at, version, runner_id, day"
SESSION = f"INSERT INTO logbook_trainingsession ({SHARED}, routine_name, stage_name, minutes, effort, note)"
SYMPTOM = f"INSERT INTO logbook_symptom ({SHARED}, area, side, moment, severity, stiffness, qualities, timing, onset, context, note)"
DONE = """INSERT INTO logbook_exercisedone (session_id, position, name, dose, side, outcome)
    SELECT id, 1, 'Calf raise', '3 x 12', '', 'done' FROM logbook_trainingsession ORDER BY id"""


def fill(runner: User, *, long: bool, entries: int) -> int:
    """Give a runner fifty days with a session and a symptom each; for a long log, years with four entries a day before.

    `entries` of others come between, day by day. Returns how many entries there are then.
    """
    today = runner.today()
    _beside(runner)
    if long:
        _own(runner, [today - timedelta(days=OLDER_FROM + ago) for ago in range(OLDER_DAYS)][::-1], twice=True)
    days = entries // OTHERS // 2
    if days:
        User.objects.bulk_create(
            [User(email=f"other-{number}@example.org", password=make_password(None)) for number in range(OTHERS)], 500
        )
    with transaction.atomic():
        for ago in reversed(range(max(days, RECENT_DAYS))):
            day = today - timedelta(days=ago)
            if ago < days:
                _others(day)
            if ago < RECENT_DAYS:
                _own(runner, [day])
        with connection.cursor() as cursor:
            cursor.execute(DONE)
    with connection.cursor() as cursor:
        # PostgreSQL's autovacuum does this on a real site. SQLite is left as a site has it: without statistics.
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT (SELECT count(*) FROM logbook_trainingsession) + (SELECT count(*) FROM logbook_symptom)")
        return int(cursor.fetchone()[0])


def three_a_day(runner: User, days: int) -> None:
    """So many days up to today, each with a number, first steps and a session with an exercise: what trends are measured by."""
    today = runner.today()
    since = [today - timedelta(days=ago) for ago in range(days)][::-1]
    Followed.objects.create(runner=runner, area="achilles_mid", side="left")
    Symptom.objects.bulk_create(
        [
            Symptom.new(
                runner, day=day, area="achilles_mid", side="left", moment=moment, severity=day.toordinal() % 7,
                stiffness="under_10" if moment == "first_steps" else "",
            )
            for day in since
            for moment in ("worst", "first_steps")
        ],
        500,
    )  # fmt: skip
    sessions = TrainingSession.objects.bulk_create(
        [
            TrainingSession.new(runner, day=day, minutes=20, routine_name="Strength", stage_name="Stage 1")
            for day in since
        ],
        500,
    )
    ExerciseDone.objects.bulk_create(
        [ExerciseDone(session=one, position=1, name="Heel raise", dose="3 × 15") for one in sessions], 500
    )


def measures_and_runs(runner: User, days: int) -> None:
    """So many days up to today with a run each, and with a test of every measure on both sides each week."""
    today = runner.today()
    since = [today - timedelta(days=ago) for ago in range(days)][::-1]
    Run.objects.bulk_create(
        [
            Run.new(
                runner, day=day, distance_m=5_000 + 100 * (day.toordinal() % 50), distance_unit="km", duration_s=1_800
            )
            for day in since
        ],
        500,
    )
    Measure.objects.bulk_create(
        [
            Measure.new(
                runner, day=day, kind=kind, side=side, setup=SETUPS[kind][0], first_try=20 + day.toordinal() % 9
            )
            for day in since[::-7]
            for kind in MeasureKind
            for side in Side
        ],
        500,
    )


def _beside(runner: User) -> None:
    Followed.objects.bulk_create([Followed(runner=runner, area=area, side=side) for area, side in PLACES])
    PinnedRoutine.objects.bulk_create(
        PinnedRoutine(runner=runner, position=position, routine=routine, routine_name=routine.title)
        for position, routine in enumerate(Routine.objects.order_by("pk")[:3], start=1)
    )


def _own(runner: User, days: list[date], *, twice: bool = False) -> None:
    TrainingSession.objects.bulk_create([_session(runner, day) for day in days for _ in range(1 + twice)], 500)
    moments = ("worst", "first_steps") if twice else ("worst",)
    Symptom.objects.bulk_create([_symptom(runner, day, moment) for day in days for moment in moments], 500)


def _session(runner: User, day: date) -> TrainingSession:
    return TrainingSession.new(
        runner, day=day, minutes=10 + day.day, effort=day.day % 11, routine_name="Strength", note="Fine."
    )


def _symptom(runner: User, day: date, moment: str) -> Symptom:
    area, side = PLACES[day.toordinal() % 2]
    return Symptom.new(runner, day=day, area=area, side=side, moment=moment, severity=day.day % 11)


def _others(day: date) -> None:
    postgres = connection.vendor == "postgresql"
    key = "gen_random_uuid()" if postgres else "lower(hex(randomblob(16)))"
    place = "'achilles_mid', CASE WHEN u.id %% 2 = 0 THEN 'left' ELSE 'right' END, 'worst', u.id %% 11"
    now: object = timezone.now() if postgres else str(timezone.now())
    with connection.cursor() as cursor:
        for insert, said in (
            (SESSION, "'Strength', '', 20, 4, ''"),
            (SYMPTOM, f"{place}, '', '[]', '[]', '', '[]', ''"),
        ):
            cursor.execute(
                f"{insert} SELECT {key}, %s, 'Europe/London', %s, 1, u.id, %s, {said} FROM accounts_user AS u"
                " WHERE u.email LIKE 'other-%%' ORDER BY u.id",
                [now, now, day.isoformat()],
            )
