"""From what a file says to rows that the tables would take, or a reason why not. Nothing here asks about anybody's log."""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, NamedTuple, cast
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from ankles.accounts.models import User
from ankles.accounts.zones import known_zones
from library import renaming
from logbook import privacy
from logbook.models import EARLIEST, ClearDay, ExerciseDone, Period, Private, Symptom, TrainingSession
from logbook.takeout import exporting
from logbook.takeout.importing import conditions
from logbook.takeout.importing.archive import Export, Unreadable

MOST_EXERCISES: Final = 100  # in one session
MOST_EXERCISES_IN_ALL: Final = 200_000
MOST_EDITS: Final = 1_000_000
MOST_WORDS: Final = 50  # in one list
# How far ahead a period may reach.
AHEAD: Final = timedelta(days=2 * 366)
LATEST_YEAR: Final = 2200
NO_LETTER: Final = re.compile("[\\0\ud800-\udfff]")
# What the name of a time zone looks like, whether or not this machine's list has it: lists differ by their year.
ZONE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,3}", re.ASCII)
# Where a day begins first. A zone that nobody here knows may be that far ahead.
FURTHEST_AHEAD: Final = "Pacific/Kiritimati"
CLOCKS_DIFFER: Final = timedelta(days=1)


class InvalidEntry(Exception):
    """What is wrong with an entry, in words for the runner."""


class ImportedExercise(NamedTuple):
    """One exercise of a session, as the columns of its table."""

    exercise_id: int | None
    name: str
    dose: str
    side: str
    outcome: str
    duration_s: int | None

    def fields(self) -> dict[str, Any]:
        """For the making of a row."""
        return self._asdict()


@dataclass
class Candidate:
    """A row that keeps every rule of its table, of nobody yet, and where it stands in the file."""

    part: str
    row: Any
    exercises: tuple[ImportedExercise, ...] = ()


@dataclass(frozen=True)
class RefusedEntry:
    """An entry that is not taken in: what it is, its day as the file says it, and why."""

    part: str
    day: str
    reason: str


@dataclass
class FileThatWasRead:
    """A file that was read: candidates, refusals, and the settings (None when they cannot be used).

    `unknown_zones` counts the entries of each time zone that this machine does not know; they are kept with its name.
    """

    candidates: list[Candidate] = field(default_factory=list)
    refused: list[RefusedEntry] = field(default_factory=list)
    profile: dict[str, Any] | None = None
    unknown_zones: Counter[str] = field(default_factory=Counter)


def read_export(export: Export) -> FileThatWasRead:
    """Read a whole export. Raises Unreadable."""
    reader, given = _Reader(export.version), FileThatWasRead(profile=settings_of(export.profile))
    exercises = 0
    for part, entry in export.entries:
        try:
            candidate = reader.candidate(part, entry)
        except InvalidEntry as error:
            given.refused.append(RefusedEntry(part, _day_said(entry), str(error)))
            continue
        exercises += len(candidate.exercises)
        if exercises > MOST_EXERCISES_IN_ALL:
            raise Unreadable(f"The file holds more than {MOST_EXERCISES_IN_ALL:,} exercises.")
        given.candidates.append(candidate)
        if (zone := getattr(candidate.row, "zone", "UTC")) not in known_zones():
            given.unknown_zones[zone] += 1
    return given


def settings_of(said: dict[str, Any]) -> dict[str, Any] | None:
    """The settings of a file, or None when one of them is nothing that an account can have."""
    person = User()
    zone = said.get("time_zone")
    # An account cannot live in a zone that is unknown here; the other settings do not hang on it.
    without_zone = isinstance(zone, str) and zone not in known_zones() and _is_zone(zone)
    names = [name for name in exporting.PROFILE if name != "time_zone" or not without_zone]
    try:
        for name in names:
            setattr(person, name, _read(User._meta.get_field(name), said))
        person.clean_fields(exclude=[one.name for one in User._meta.fields if one.name not in names])
    except (InvalidEntry, ValidationError):
        return None
    if conditions.broken_condition(person):
        return None
    return {name: getattr(person, name) for name in names}


class _Reader:
    """Reads entries of one file; knows the guide's slugs and which exercises it has checked."""

    def __init__(self, version: int) -> None:
        self.version = version
        self.now = timezone.now()
        self.checked: dict[ImportedExercise, str] = {}
        self.guide: dict[type[models.Model], dict[str, int]] = {}

    def candidate(self, part: str, entry: Any) -> Candidate:
        """A row of an entry. Raises Wrong."""
        if not isinstance(entry, dict):
            raise InvalidEntry("It is no entry.")
        model = exporting.PARTS[part][0]
        row = self.row(part, model, entry)
        if isinstance(row, Private):
            self.look_at_times(row)
        _validate(row)
        exercises = self.exercises(entry) if model is TrainingSession else ()
        return Candidate(part, row, exercises)

    def row(self, part: str, model: type[models.Model], entry: dict[str, Any]) -> models.Model:
        row = model()
        for name in privacy.exported(model):
            column = model._meta.get_field(name)
            if name not in entry and exporting.SINCE.get(f"{part}.{name}", 1) > self.version:
                continue  # nobody was asked; the row says so by itself
            if isinstance(column, models.ForeignKey):
                setattr(row, column.attname, self.linked(column, entry))
            else:
                setattr(row, name, _read(column, entry))
        return row

    def linked(self, column: models.ForeignKey[Any, Any], entry: dict[str, Any]) -> int | None:
        """The number of what a slug names in this site's guide; None when it has no such thing (the name stays)."""
        slug = _text(column, entry.get(column.name) or "", longest=200)
        model = column.related_model
        if not isinstance(model, type):
            raise TypeError(model)
        if model not in self.guide:
            now = dict(model._default_manager.values_list("slug", "pk"))
            # An export from before a page was renamed means the same page.
            before = renaming.names_before(str(model._meta.model_name))
            self.guide[model] = {name: now[called] for name, called in before.items() if called in now} | now
        return self.guide[model].get(slug)

    def exercises(self, entry: dict[str, Any]) -> tuple[ImportedExercise, ...]:
        said = entry.get("exercises")
        if not isinstance(said, list):
            raise InvalidEntry("exercises: a list is missing.")
        if len(said) > MOST_EXERCISES:
            raise InvalidEntry(f"exercises: {len(said)} are more than the {MOST_EXERCISES} that a session can have.")
        return tuple(self.done(one) for one in said)

    def done(self, said: Any) -> ImportedExercise:
        if not isinstance(said, dict):
            raise InvalidEntry("exercises: one of them is no exercise.")
        row = self.row("exercises", ExerciseDone, said)
        done = ImportedExercise(*(getattr(row, name) for name in ImportedExercise._fields))
        # The same exercise comes again and again.
        if done not in self.checked:
            try:
                _validate(row)
                self.checked[done] = ""
            except InvalidEntry as error:
                self.checked[done] = f"exercises: {error}"
        if complaint := self.checked[done]:
            raise InvalidEntry(complaint)
        return done

    def look_at_times(self, row: Private) -> None:
        """Refuse what lies ahead of any clock that can have written it."""
        if not _is_zone(row.zone):
            raise InvalidEntry("zone: this is no time zone.")
        if not 1 <= row.version <= MOST_EDITS:
            raise InvalidEntry("version: this is no count of edits.")
        for name in ("logged_at", "changed_at"):
            at = getattr(row, name)
            if at > self.now + CLOCKS_DIFFER:
                raise InvalidEntry(f"{name}: this lies ahead.")
        if isinstance(row, Period):
            latest = self.now.date() + AHEAD
            if row.first_day > latest or (row.last_day or row.first_day) > latest:
                raise InvalidEntry("It lies too far ahead.")
            return
        day = cast("TrainingSession | Symptom | ClearDay", row).day
        zone = row.zone if row.zone in known_zones() else FURTHEST_AHEAD
        if day > self.now.astimezone(ZoneInfo(zone)).date():
            raise InvalidEntry("This day has not come yet.")


def _validate(row: models.Model) -> None:
    said = privacy.exported(type(row))
    try:
        row.clean_fields(exclude=[one.name for one in row._meta.fields if one.is_relation or one.name not in said])
        row.clean()
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise InvalidEntry(f"{name}: {_in_our_words(messages[0])}") from error
    if complaint := conditions.broken_condition(row):
        raise InvalidEntry(complaint)


def _in_our_words(message: str) -> str:
    return "this is no word of the list." if message.endswith("is not a valid choice.") else message


def _read(column: Any, entry: dict[str, Any]) -> Any:
    """One field of an entry as Python has it. Raises Wrong for what is missing or of another kind."""
    if column.name not in entry:
        raise InvalidEntry(f"{column.name}: it is missing.")
    said = entry[column.name]
    if said is None:
        if column.null:
            return None
        raise InvalidEntry(f"{column.name}: it is empty.")
    for kind, reader in READERS:
        if isinstance(column, kind):
            try:
                return reader(column, said)
            except (ValueError, TypeError, OverflowError) as error:
                raise InvalidEntry(f"{column.name}: {COMPLAINTS[kind]}") from error
    raise NotImplementedError(column)


def _instant(column: models.Field[Any, Any], said: Any) -> datetime:
    at = datetime.fromisoformat(_short(said))
    if at.tzinfo is None or not EARLIEST.year <= at.year <= LATEST_YEAR:
        raise ValueError(said)
    return at.astimezone(UTC)


def _date(column: models.Field[Any, Any], said: Any) -> date:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", _short(said), re.ASCII):
        raise ValueError(said)
    return date.fromisoformat(said)


def _time(column: models.Field[Any, Any], said: Any) -> time:
    if not re.fullmatch(r"\d\d:\d\d", _short(said), re.ASCII):
        raise ValueError(said)
    return time.fromisoformat(said)


def _key(column: models.Field[Any, Any], said: Any) -> uuid.UUID:
    if not re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", _short(said)):
        raise ValueError(said)
    return uuid.UUID(said)


def _number(column: models.Field[Any, Any], said: Any) -> int:
    if isinstance(said, bool) or not isinstance(said, int):
        raise TypeError(said)
    return said


def _truth(column: models.Field[Any, Any], said: Any) -> bool:
    if not isinstance(said, bool):
        raise TypeError(said)
    return said


def _words(column: models.Field[Any, Any], said: Any) -> list[str]:
    if not isinstance(said, list) or len(said) > MOST_WORDS or not all(isinstance(one, str) for one in said):
        raise TypeError(said)
    return said


def _text(column: models.Field[Any, Any], said: Any, longest: int | None = None) -> str:
    if not isinstance(said, str):
        raise InvalidEntry(f"{column.name}: this is no text.")
    # A word of a closed list is either in the list or not.
    longest = longest or (None if column.choices else column.max_length)
    if longest is not None and len(said) > longest:
        raise InvalidEntry(f"{column.name}: {len(said):,} characters are more than {longest:,}.")
    # No text holds a NUL, or half of a character; a database would refuse it, or worse, would not.
    if NO_LETTER.search(said):
        raise InvalidEntry(f"{column.name}: it holds something that is no letter.")
    return said


def _short(said: Any) -> str:
    if not isinstance(said, str) or len(said) > 40:
        raise TypeError(said)
    return said


READERS: Final[tuple[tuple[type[models.Field[Any, Any]], Callable[[models.Field[Any, Any], Any], Any]], ...]] = (
    (models.UUIDField, _key),
    (models.DateTimeField, _instant),
    (models.DateField, _date),
    (models.TimeField, _time),
    (models.IntegerField, _number),
    (models.BooleanField, _truth),
    (models.JSONField, _words),
    (models.CharField, _text),
    (models.TextField, _text),
)
COMPLAINTS: Final[dict[type[models.Field[Any, Any]], str]] = {
    models.UUIDField: "this is no key.",
    models.DateTimeField: "this is no instant such as 2026-11-22T06:30:00+00:00.",
    models.DateField: "this is no day such as 2026-11-22.",
    models.TimeField: "this is no time such as 06:30.",
    models.IntegerField: "this is no whole number.",
    models.BooleanField: "this is neither true nor false.",
    models.JSONField: "this is no list of words.",
    models.CharField: "this is no text.",
    models.TextField: "this is no text.",
}


def _day_said(entry: Any) -> str:
    """The day of an entry that may be anything: only what looks like a day is shown."""
    said = (entry.get("day") or entry.get("first_day")) if isinstance(entry, dict) else None
    return said if isinstance(said, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", said, re.ASCII) else ""


def _is_zone(name: str) -> bool:
    """Whether this is the name of a time zone, be it one that this machine does not know."""
    return name in known_zones() or bool(ZONE.fullmatch(name))
