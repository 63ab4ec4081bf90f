"""The privacy register: every field that is about a person, why it is kept, how long, and whether it is taken out and erased.

`logbook.checks` fails on a field that is not listed; export and erasure iterate what stands here; /privacy/ says it in
words. The primary key of a row and the link to its owner say nothing by themselves and are not listed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.db import models

UNTIL_ERASED: Final = "until you erase it"
WITH_ACCOUNT: Final = "until you erase the account"
WHILE_LOGGED_IN: Final = "until you log out, 90 days at most after you last used it"


@dataclass(frozen=True)
class KeptFields:
    """Some fields of one table. `group` is how /privacy/ calls them; `model` is Django's label of the table."""

    model: str
    fields: tuple[str, ...]
    group: str
    purpose: str
    retention: str = UNTIL_ERASED
    export: bool = True
    erasure: bool = True
    table: type[models.Model] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "table", apps.get_model(self.model))


def _lines() -> Iterator[KeptFields]:
    yield from _entries()
    yield from _account()
    yield from _beside()


def _entries() -> Iterator[KeptFields]:
    entry = ("entry_key", "logged_at", "zone", "changed_at", "version")
    origin = "to know one entry from another, and an edit from an older one"
    group = "Training sessions"
    session = ("day", "time", "routine", "routine_name", "stage_name", "minutes", "effort", "note")
    yield KeptFields("logbook.TrainingSession", entry, group, origin)
    yield KeptFields("logbook.TrainingSession", session, group, "to show you what you did")
    done = ("exercise", "name", "dose", "side", "outcome", "duration_s")
    yield KeptFields(
        "logbook.ExerciseDone", done, group, "to show you which exercises you did, as they were called then"
    )
    yield KeptFields("logbook.ExerciseDone", ("position",), group, "to keep their order", export=False)
    group = "Symptoms"
    symptom = ("day", "area", "side", "moment", "severity", "stiffness", "stiffness_min", "qualities", "timing",
               "onset", "context", "note")  # fmt: skip
    yield KeptFields("logbook.Symptom", entry, group, origin)
    yield KeptFields("logbook.Symptom", symptom, group, "to show you what you felt, where and when")
    group = "Days on which nothing hurt"
    yield KeptFields("logbook.ClearDay", entry, group, origin)
    yield KeptFields("logbook.ClearDay", ("day",), group, "to tell “nothing today” from a day without an entry")
    group = "Periods"
    yield KeptFields("logbook.Period", entry, group, origin)
    yield KeptFields(
        "logbook.Period", ("kind", "first_day", "last_day", "note"), group, "so that rest is not counted as a gap"
    )
    group = "Measures"
    measure = ("day", "kind", "side", "setup", "first_try", "second_try", "third_try", "note")
    yield KeptFields("logbook.Measure", entry, group, origin)
    yield KeptFields("logbook.Measure", measure, group, "to show you what you measured, each side over time")
    group = "Runs"
    how_far = ("distance_m", "distance_unit", "duration_s")
    yield KeptFields("logbook.Run", entry, group, origin)
    yield KeptFields(
        "logbook.Run", ("day", *how_far, "effort", "note"), group, "to show you how far and how long you ran"
    )
    yield KeptFields("logbook.UsualRun", how_far, "Your usual run", "to have it one tap away")
    pin = ("position", "routine", "routine_name", "stage_name")
    yield KeptFields("logbook.PinnedRoutine", pin, "Pinned routines", "to have your usual session one tap away")
    yield KeptFields("logbook.Followed", ("area", "side", "since"), "Places you follow", "to ask about them on Today")
    chosen = ("weeks", "places", "since_day", "since_routine", "since_stage", "bad_from")
    yield KeptFields(
        "logbook.TrendsChoice", chosen, "What you chose to see on trends", "to show it again the next time"
    )
    sheet = ("weeks", "first_day", "last_day", "places", "with_notes", "questions")
    yield KeptFields("logbook.ReportChoice", sheet, "Your report", "to show you the report that you chose")
    waiting = ("digest", "sealed", "kept_at")
    yield KeptFields(
        "logbook.ChosenFile", waiting, "A file that you are about to take in",
        "to add what you saw in the trial, and no other file; sealed with what stands in your page alone",
        "an hour, or until you have decided", export=False,
    )  # fmt: skip
    group, after = "Links that you share", "until you take it back, or 30 days after it ended"
    yield KeptFields("logbook.ShareLink", sheet, group, "to show what you chose to whoever has the link", after)
    seen = ("made_at", "ends_at", "opens", "last_opened_at")
    yield KeptFields(
        "logbook.ShareLink", seen, group, "so that it ends by itself, and you see whether it was opened", after
    )
    yield KeptFields("logbook.ShareLink", ("digest",), group, "to know the link again; a hash that cannot be turned back",
               after, export=False)  # fmt: skip
    receipt = ("entry_key", "digest", "row", "day", "made_at")
    yield KeptFields(
        "logbook.Receipt", receipt, "Receipts of what you sent",
        "so that a double tap or a retry does not make two entries", "90 days", export=False,
    )  # fmt: skip


def _account() -> Iterator[KeptFields]:
    user, group = settings.AUTH_USER_MODEL, "Your account"
    yield KeptFields(user, ("email",), group, "to log in, and to write to you when you ask for it", WITH_ACCOUNT)
    yield KeptFields(
        user, ("password",), group, "to log in; kept as a hash that cannot be turned back", WITH_ACCOUNT, export=False
    )
    yield KeptFields(
        user, ("time_zone", "week_start", "weekly_aim"), group, "so that your day and week are yours", WITH_ACCOUNT
    )
    yield KeptFields(
        user, ("consent_text", "consented_at"), group, "to know that you agreed and said that you are 18 or older, in which words, and when",
        "until you withdraw it or erase the account",
    )  # fmt: skip
    yield KeptFields(user, ("joined_at", "last_login"), group, "to find accounts that nobody uses", WITH_ACCOUNT)
    yield KeptFields(
        user,
        ("key", "badge"),
        group,
        "to name the account where its address must not stand",
        WITH_ACCOUNT,
        export=False,
    )
    yield KeptFields(
        user, ("logged_out_everywhere",), group,
        "to know that browsers from before you logged out everywhere count as strangers", WITH_ACCOUNT, export=False,
    )  # fmt: skip
    rights = ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")
    yield KeptFields(
        user, rights, group, "to say who may edit the guide; runners have none of it", WITH_ACCOUNT, export=False
    )
    yield KeptFields(
        "account.EmailAddress",
        ("email", "verified", "primary"),
        group,
        "to know which address is confirmed",
        WITH_ACCOUNT,
    )
    yield KeptFields(
        "account.EmailConfirmation",
        ("created", "sent", "key"),
        group,
        "to confirm an address",
        "three days",
        export=False,
    )


def _beside() -> Iterator[KeptFields]:
    group = "Second factor and passkeys"
    yield KeptFields("mfa.Authenticator", ("type", "created_at", "last_used_at"), group, "to show you which ones you have set up",
               "until you remove it")  # fmt: skip
    yield KeptFields("mfa.Authenticator", ("data",), group, "to check them; secrets are kept encrypted", "until you remove it",
               export=False)  # fmt: skip
    group = "Where you are logged in"
    seen = ("ip", "user_agent", "created_at", "last_seen_at")
    yield KeptFields("usersessions.UserSession", seen, group, "so that you can see and end it", WHILE_LOGGED_IN)
    yield KeptFields(
        "usersessions.UserSession", ("session_key", "data"), group, "to end it", WHILE_LOGGED_IN, export=False
    )
    session = ("session_key", "session_data", "expire_date")
    yield KeptFields("sessions.Session", session, group, "to keep you logged in", WHILE_LOGGED_IN, export=False)
    yield KeptFields(
        "accounts.Tombstone", ("digest", "what", "erased_at"), "Marks of what was erased",
        "so that a restored backup does not bring it back; a hash of a random number, which says nothing about you",
        "for good", export=False, erasure=False,
    )  # fmt: skip
    yield KeptFields(
        "ankles.SecurityEvent", ("at", "act", "account", "network"), "Security log",
        "so that a break-in can be seen and understood", "90 days", export=False, erasure=False,
    )  # fmt: skip
    group = "Editors"
    yield KeptFields("library.Revision", ("by",), group, "to know who changed a page; erased with the account, the page stays",
               WITH_ACCOUNT, export=False)  # fmt: skip
    yield KeptFields("library.Draft", ("by",), group, "to know whose draft it is; erased with the account, the draft stays",
               WITH_ACCOUNT, export=False)  # fmt: skip
    yield KeptFields("library.Preview", ("by",), group, "to show what you typed to you alone", "a day", export=False)
    log = ("action_time", "content_type", "object_id", "object_repr", "action_flag", "change_message")
    yield KeptFields("admin.LogEntry", log, group, "to know who changed a page", WITH_ACCOUNT, export=False)


@dataclass(frozen=True)
class Cookie:
    """What is put into the browser of somebody with an account. `setting` holds its name, or is its name."""

    setting: str
    purpose: str
    retention: str

    @property
    def name(self) -> str:
        """As the browser calls it."""
        return str(getattr(settings, self.setting))


COOKIES: Final = (
    Cookie("SESSION_COOKIE_NAME", "to keep you logged in", WHILE_LOGGED_IN),
    Cookie("CSRF_COOKIE_NAME", "so that no other site sends forms in your name", "a year"),
    Cookie("MESSAGE_COOKIE_NAME", "to say on the next page what was done", "until that page"),
    Cookie(
        "DEVICE_COOKIE_NAME",
        "so that somebody else’s wrong passwords do not keep you out of a browser you were in before; it holds a random "
        "value and a mark over it, no address, and opens nothing",
        "a year, until your password changes, you log out all other devices, or the account is erased",
    ),
)


@cache
def register() -> tuple[KeptFields, ...]:
    """The whole register, in the order of /privacy/. It needs the apps to be loaded."""
    return tuple(_lines())


def groups() -> list[str]:
    """How /privacy/ calls what is kept, each name once."""
    return list(dict.fromkeys(line.group for line in register()))


@cache
def exported(model: type[models.Model]) -> tuple[str, ...]:
    """The fields of a table that an export holds, in their order."""
    return tuple(name for line in register() if line.table is model and line.export for name in line.fields)


def way_to_owner(model: type[models.Model]) -> str | None:
    """The lookup that leads from a row to the person whose it is (`session__runner`); None for a row of nobody.

    Only links that end with their target count: a row that outlives the person is not the person's.
    """
    person = apps.get_model(settings.AUTH_USER_MODEL)
    for link in model._meta.concrete_fields:
        target = link.related_model
        if (
            not isinstance(link, models.ForeignKey)
            or link.remote_field.on_delete is not models.CASCADE
            or target is model
        ):
            continue
        if target is person:
            return link.name
        if isinstance(target, type) and (further := way_to_owner(target)):
            return f"{link.name}__{further}"
    return None


def rows_of(owner: models.Model, model: type[models.Model]) -> models.QuerySet[Any]:
    """A person's rows of a table; for the person's own table the one row."""
    way = "pk" if isinstance(owner, model) else way_to_owner(model)
    if way is None:
        return model._base_manager.none()
    return model._base_manager.filter(**{way: owner.pk}).order_by("pk")


def tables_of_people() -> list[type[models.Model]]:
    """Every table with rows that belong to a person, whatever app brought it; the person's own is the first."""
    person = apps.get_model(settings.AUTH_USER_MODEL)
    others = [
        model for model in apps.get_models() if model is not person and not model._meta.proxy and way_to_owner(model)
    ]
    return [person, *others]


def says_nothing(column: models.Field[Any, Any], model: type[models.Model]) -> bool:
    """Whether a column is the row's number or its link to the owner."""
    way = way_to_owner(model)
    return (column.primary_key and isinstance(column, models.AutoField)) or (
        way is not None and column.name == way.partition("__")[0]
    )
