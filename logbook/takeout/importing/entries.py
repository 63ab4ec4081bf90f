"""From the entries of a file to rows that the tables would take, or a reason why not. Nothing here asks about anybody's log."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final, NamedTuple, cast
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from ankles.accounts.models import User
from ankles.accounts.zones import known_zones
from library import renaming
from logbook import privacy
from logbook.models import ClearDay, ExerciseDone, Period, Private, Symptom, TrainingSession
from logbook.takeout import exporting
from logbook.takeout.importing import conditions
from logbook.takeout.importing.archive import Export, Unreadable
from logbook.takeout.importing.values import InvalidEntry, field_value, is_name_of_zone, text_value

MOST_EXERCISES: Final = 100  # in one session
MOST_EXERCISES_IN_ALL: Final = 200_000
MOST_EDITS: Final = 1_000_000
# How far ahead a period may reach.
AHEAD: Final = timedelta(days=2 * 366)
# Where a day begins first. A zone that nobody here knows may be that far ahead.
FURTHEST_AHEAD: Final = "Pacific/Kiritimati"
CLOCKS_DIFFER: Final = timedelta(days=1)


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
    without_zone = isinstance(zone, str) and zone not in known_zones() and is_name_of_zone(zone)
    names = [name for name in exporting.PROFILE if name != "time_zone" or not without_zone]
    try:
        for name in names:
            setattr(person, name, field_value(User._meta.get_field(name), said))
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
        """A row of an entry. Raises InvalidEntry."""
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
                setattr(row, name, field_value(column, entry))
        return row

    def linked(self, column: models.ForeignKey[Any, Any], entry: dict[str, Any]) -> int | None:
        """The number of what a slug names in this site's guide; None when it has no such thing (the name stays)."""
        slug = text_value(column, entry.get(column.name) or "", longest=200)
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
        if not is_name_of_zone(row.zone):
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


def _day_said(entry: Any) -> str:
    """The day of an entry that may be anything: only what looks like a day is shown."""
    said = (entry.get("day") or entry.get("first_day")) if isinstance(entry, dict) else None
    return said if isinstance(said, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", said, re.ASCII) else ""
