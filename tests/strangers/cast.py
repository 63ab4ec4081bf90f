"""Ana, whose every text can be told from all others, and those who come to look: Ben, an editor, a visitor."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import connection, models
from django.test import Client
from django.test.client import ClientHandler
from django.utils import timezone

from ankles.accounts.models import User
from library.models import Draft, Exercise, Preview, Revision, Routine
from logbook.entries import rows, undo
from logbook.models import (
    ChosenFile,
    ClearDay,
    ExerciseDone,
    Followed,
    Measure,
    Period,
    PinnedRoutine,
    Receipt,
    ReportChoice,
    Run,
    ShareLink,
    Symptom,
    TrainingSession,
    TrendsChoice,
    UsualRun,
)
from logbook.report import sharing
from tests.factories import PASSWORD, ExerciseFactory, RoutineFactory, RunnerFactory, UserFactory, shown
from tests.strangers.passkey import registered

MARK = "zqana"
# Texts that are not a person's words: closed lists, hashes, names of zones, what the machine fills in.
NO_WORDS = {"zone", "time_zone", "password", "digest", "consent_text", "session_key", "session_data", "badge"}
# Her rows have numbers that stand nowhere else.
NUMBERS = {"sessions": 7_100_001, "symptoms": 7_200_002, "periods": 7_300_003, "pins": 7_400_004, "keys": 7_500_005,
           "<measure:kind>": 7_600_006, "heel-raises": 7_600_007, "balance": 7_600_008, "runs": 7_700_009,
           "links": 7_800_010}  # fmt: skip
# The tokens of her links; the third has no row any more.
TOKENS = {"good": "zqanasGoodTokenOfALink", "ended": "zqanasTokenThatHasEnde", "taken back": "zqanasTokenTakenBackBy"}
# Tables that lead to a person and hold rows of editors, or of people who set something up: Ana has none in them.
NOT_OF_A_RUNNER: set[type[models.Model]] = {Revision, Draft, Preview, LogEntry, EmailConfirmation}


@dataclass
class Cast:
    """Ana with all that is hers, and the browsers of those who come, as cookies: name -> cookies."""

    ana: User
    day: date
    ids: dict[str, int]
    keys: list[str]
    sealed: str
    browsers: dict[str, dict[str, str]] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    # One server for all of them, as there is one in life: what a middleware keeps from one is there when the next one comes.
    server: ClientHandler = field(default_factory=lambda: ClientHandler(enforce_csrf_checks=False))

    @property
    def markers(self) -> set[str]:
        """What must never be seen by anybody else: her words, her address, her keys, in every form they could take."""
        keys = [self.ana.key, *map(uuid.UUID, self.keys)]
        return {
            MARK,
            self.ana.email,
            self.ana.badge,
            self.sealed,
            *(str(key) for key in keys),
            *(key.hex for key in keys),
        }

    def reached_from(self, name: str) -> str:
        """The badge that belongs to a browser; a visitor has none."""
        return self.people[name].badge if name in self.people else ""


@cache
def owner_paths() -> dict[type[models.Model], str]:
    """Every table with a row that leads to a person, however far: table -> lookup. The person's own table is not among them."""
    found: dict[type[models.Model], str] = {}
    everything = [model for model in apps.get_models() if not model._meta.proxy and model is not User]
    for _ in range(4):
        for model in everything:
            for link in model._meta.concrete_fields:
                target = link.related_model
                if model in found or target is None:
                    continue
                if target is User:
                    found[model] = link.name
                elif target in found and isinstance(link, models.ForeignKey):
                    found[model] = f"{link.name}__{found[target]}"
    return found


def belongings(runner: User) -> dict[str, list[dict[str, Any]]]:
    """Every row that is a runner's, in whatever table, and the person's own: label -> rows as they stand."""
    found = {User._meta.label: list(User.objects.filter(pk=runner.pk).values())}
    for model, path in owner_paths().items():
        found[model._meta.label] = list(model._base_manager.filter(**{path: runner.pk}).order_by("pk").values())
    return found


def texts(cast: Cast) -> dict[str, str]:
    """Every text of Ana's that is words of somebody: `label.field` -> value."""
    found = {}
    for label, there in belongings(cast.ana).items():
        model = apps.get_model(label)
        for column in model._meta.concrete_fields:
            if (
                isinstance(column, models.CharField | models.TextField)
                and not column.choices
                and column.name not in NO_WORDS
            ):
                found |= {f"{label}.{column.name}": str(row[column.attname]) for row in there}
    return found


def without_rows(cast: Cast) -> list[str]:
    """Tables of people in which Ana has no row: what they hold was never looked for."""
    there = belongings(cast.ana)
    needed = {
        model._meta.label for model in owner_paths() if model not in NOT_OF_A_RUNNER and not model._meta.auto_created
    }
    return sorted(label for label in needed if not there[label])


def build() -> Cast:
    """Make everybody. Ana has a row in every table that can hold one of hers, and a mark in every text."""
    ana = RunnerFactory(email=f"{MARK}@example.org", time_zone="Pacific/Kiritimati", weekly_aim=3)
    day = ana.today() - timedelta(days=2)
    routine, exercise = RoutineFactory(), ExerciseFactory()
    shown(routine, exercise)
    _commit_the_guide()
    session, symptom = _entries(ana, day, routine, exercise)
    PinnedRoutine.objects.create(
        pk=NUMBERS["pins"],
        runner=ana,
        position=1,
        routine=routine,
        routine_name=f"{MARK} pin",
        stage_name=f"{MARK} stage of a pin",
    )
    _reports(ana)
    Receipt.objects.create(runner=ana, entry_key=uuid.uuid4(), digest="0" * 64, row=session.pk, day=day)
    EmailAddress.objects.create(user=ana, email=ana.email, verified=True, primary=True)
    browser = log_in(ana.email)
    _devices(ana)
    changes = [undo.edited(row, rows.as_data(row) | {"note": f"{MARK} before"}) for row in (session, symptom)]
    keys = [str(row.entry_key) for kind in rows.MODELS for row in rows.entries_of_kind(ana, kind).all()]
    keys += [str(key) for key in ana.receipts.values_list("entry_key", flat=True)]
    cast = Cast(ana, day, NUMBERS, keys, undo.seal(ana, changes))
    cast.people = {
        "ben": RunnerFactory(email="ben@example.org", time_zone="Pacific/Pago_Pago"),
        "without-consent": UserFactory(email="carl@example.org"),
        "editor": UserFactory(email="edith@example.org", is_staff=True, is_superuser=True),
        "editing-runner": RunnerFactory(email="emil@example.org", is_staff=True, is_superuser=True),
    }
    cast.browsers = {"visitor": {}} | {name: log_in(person.email) for name, person in cast.people.items()}
    cast.browsers["ana"] = browser
    return cast


def _commit_the_guide() -> None:
    """As on a running site, whose guide was there before anybody came: what is read of it is read once, not for each page."""
    for _, announce, *_ in connection.run_on_commit:
        announce()
    connection.run_on_commit.clear()


def _entries(ana: User, day: date, routine: Routine, exercise: Exercise) -> tuple[TrainingSession, Symptom]:
    zone = {"zone": ana.time_zone}
    session = TrainingSession.objects.create(
        pk=NUMBERS["sessions"], runner=ana, day=day, minutes=33, effort=7, routine=routine, note=f"{MARK} note of a session",
        routine_name=f"{MARK} routine", stage_name=f"{MARK} stage", **zone,
    )  # fmt: skip
    ExerciseDone.objects.create(
        session=session,
        position=1,
        exercise=exercise,
        name=f"{MARK} exercise",
        dose=f"{MARK} dose",
        side="left",
    )
    symptom = Symptom.objects.create(
        pk=NUMBERS["symptoms"], runner=ana, day=day, area="fibula_lower", side="right", moment="worst", severity=9, stiffness="over_30",
        stiffness_min=77, qualities=["burning"], timing=["night_rest"], onset="sudden_event", context=["camber"],
        note=f"{MARK} note of a symptom", **zone,
    )  # fmt: skip
    Followed.objects.create(runner=ana, area="fibula_lower", side="right")
    TrendsChoice.objects.create(
        runner=ana,
        places=["right-fibula_lower"],
        since_routine=f"{MARK} routine",
        since_stage=f"{MARK} stage",
        bad_from=8,
    )
    ClearDay.objects.create(runner=ana, day=day - timedelta(days=1), **zone)
    Period.objects.create(
        pk=NUMBERS["periods"],
        runner=ana,
        kind="injury",
        first_day=day - timedelta(days=9),
        note=f"{MARK} note of a period",
        **zone,
    )
    measured = {"<measure:kind>": "knee_to_wall_mm", "heel-raises": "heel_raises", "balance": "balance_s"}
    for number, (noun, kind) in enumerate(measured.items(), start=11):
        Measure.objects.create(
            pk=NUMBERS[noun],
            runner=ana,
            day=day,
            kind=kind,
            side="left",
            first_try=number,
            note=f"{MARK} note of a measure",
            **zone,
        )
    Run.objects.create(
        pk=NUMBERS["runs"],
        runner=ana,
        day=day,
        distance_m=7_531,
        distance_unit="km",
        note=f"{MARK} note of a run",
        **zone,
    )
    UsualRun.objects.create(runner=ana, distance_m=8_642, distance_unit="mi")
    ChosenFile.objects.create(runner=ana, digest="0" * 64, sealed=b"sealed")
    return session, symptom


def _reports(ana: User) -> None:
    sheet = {"weeks": 12, "places": ["right-fibula_lower"], "questions": f"{MARK} question"}
    ReportChoice.objects.create(runner=ana, **sheet)
    now = timezone.now()
    for pk, name, ends in ((NUMBERS["links"], "good", 9), (NUMBERS["links"] + 1, "ended", -9)):
        ShareLink.objects.create(pk=pk, runner=ana, digest=sharing.digest_of(TOKENS[name]), made_at=now - timedelta(days=20),
                                 ends_at=now + timedelta(days=ends), **sheet)  # fmt: skip


def _devices(ana: User) -> None:
    Authenticator.objects.create(
        pk=NUMBERS["keys"], user=ana, type="webauthn", data={"name": f"{MARK} passkey", "credential": registered()}
    )
    session = Session.objects.create(
        session_key="k" * 32, session_data="x", expire_date=timezone.now() + timedelta(days=9)
    )
    UserSession.objects.create(
        user=ana,
        session_key=session.session_key,
        ip="2001:db8::7",
        user_agent=f"{MARK} browser",
        last_seen_at=timezone.now(),
    )


def log_in(email: str) -> dict[str, str]:
    """The cookies of somebody who has just typed their password: whatever asks for it again is satisfied."""
    client = Client()
    for door, name in (("/accounts/login/", "login"), ("/accounts/reauthenticate/", "password")):
        answer = client.post(door, {name: email, "password": PASSWORD})
        if answer.status_code != 302:
            raise AssertionError(f"{email} could not log in at {door}: {answer.status_code}")
    return {name: morsel.value for name, morsel in client.cookies.items()}


def content_types() -> list[int]:
    """The numbers of the tables that hold something of a runner's."""
    return [ContentType.objects.get_for_model(model).pk for model in (TrainingSession, Symptom, Period, User)]
