"""What is new to a runner's log, what is there already, and what is refused because something else stands there.

An entry is known by its key; a symptom by day, place and moment; a clear day by its day. What a runner has is never
overwritten.
"""

from __future__ import annotations

import uuid
from bisect import bisect, insort
from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db import models

from ankles.accounts.models import User
from logbook import privacy
from logbook.entries import rows
from logbook.models import ClearDay, ExerciseDone, Period, Private, Symptom
from logbook.takeout import exporting
from logbook.takeout.importing.entries import Candidate, FileThatWasRead, ImportedExercise, RefusedEntry

TAKEN: Final = "You have another entry there."
MOVED: Final = "This entry stands elsewhere in your log."
TWICE: Final = "The file holds it twice, with different words."
CLEAR: Final = "You said that nothing hurt on this day."
SORE: Final = "This day has symptoms."
MARKED: Final = "You marked some of these days as the same already."
PINNED: Final = "Another routine is pinned there."
USUAL: Final = "You have another usual run."
CHOSEN: Final = "You have chosen something else."
SHOWN: Final = 50


@dataclass
class ImportReport:
    """What taking a file in does: rows to add, how many are there already, what is refused, which settings change."""

    fresh: dict[str, list[Candidate]] = field(default_factory=dict)
    same: Counter[str] = field(default_factory=Counter)
    refused: list[RefusedEntry] = field(default_factory=list)
    # name: (now, in the file). Empty when nothing changes.
    settings: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    settings_kept: bool = False
    # How many entries name a time zone that is unknown here, by zone. They are kept with that name.
    unknown_zones: Counter[str] = field(default_factory=Counter)

    @property
    def new(self) -> int:
        """How many entries are added."""
        return sum(len(found) for found in self.fresh.values())

    def counts(self) -> list[tuple[str, int, int, int]]:
        """(part, new, same, refused) for each part of the file."""
        refused = Counter(one.part for one in self.refused)
        return [(name, len(self.fresh.get(name, [])), self.same[name], refused[name]) for name in exporting.PARTS]

    def reasons(self) -> list[tuple[str, int]]:
        """Why entries are refused, the most frequent reason first."""
        return Counter(one.reason for one in self.refused).most_common()


def judge(runner: User, given: FileThatWasRead) -> ImportReport:
    """Compare a file with a runner's log. Nothing is written."""
    there = _There(runner)
    report = ImportReport(refused=list(given.refused), unknown_zones=given.unknown_zones)
    for candidate in given.candidates:
        verdict = there.judge(candidate)
        if verdict is True:
            report.fresh.setdefault(candidate.part, []).append(candidate)
        elif verdict is False:
            report.same[candidate.part] += 1
        else:
            report.refused.append(RefusedEntry(candidate.part, _day(candidate.row), verdict))
    if given.profile:
        changes = {name: (getattr(runner, name), value) for name, value in given.profile.items()}
        changes = {name: both for name, both in changes.items() if both[0] != both[1]}
        # Settings come along into an empty log only: they are the runner's own as soon as there is anything.
        report.settings, report.settings_kept = ({}, bool(changes)) if there.anything else (changes, False)
    return report


def said_by(row: models.Model, exercises: tuple[ImportedExercise, ...] = ()) -> tuple[Hashable, ...]:
    """What an entry says, without its key and its times: two entries that say the same are the same."""
    values = (getattr(row, column) for column in _columns(type(row)))
    return (*(_hashable(value) for value in values), exercises)


class _There:
    """What a runner's log holds, by what each part is known by: one query for each table."""

    def __init__(self, runner: User) -> None:
        self.said = {name: self.read(runner, name) for name in exporting.PARTS}
        self.keys = {name: self.keys_of(runner, name) for name in rows_with_keys()}
        self.marked: dict[str, list[tuple[date, date]]] = {}
        for said in self.said["periods"].values():
            self.mark(*said[:3])
        self.sore = {day for day, _, _, _ in self.said["symptoms"]}
        self.clear = {day for (day,) in self.said["clear_days"]}
        self.of_the_file: set[tuple[str, tuple[Any, ...]]] = set()
        self.anything = any(self.said.values())
        self.done = _exercises(runner)
        if self.said["sessions"]:
            self.said["sessions"] = {
                key: (*said[:-1], self.done.get(key[0], ())) for key, said in self.said["sessions"].items()
            }

    def read(self, runner: User, name: str) -> dict[tuple[Any, ...], tuple[Hashable, ...]]:
        model, related, _ = exporting.PARTS[name]
        by = KNOWN_BY[name]
        columns = _columns(model)
        found = getattr(runner, related).values_list(*by, *columns).iterator(chunk_size=2_000)
        return {row[: len(by)]: (*map(_hashable, row[len(by) :]), ()) for row in found}

    def keys_of(self, runner: User, name: str) -> set[uuid.UUID]:
        return set(getattr(runner, exporting.PARTS[name][1]).values_list("entry_key", flat=True))

    def judge(self, candidate: Candidate) -> bool | str:
        """True: new. False: there already. Else why it is refused."""
        part, row = candidate.part, candidate.row
        known_by = tuple(getattr(row, name) for name in KNOWN_BY[part])
        said = said_by(row, candidate.exercises)
        if known_by in self.said[part]:
            if self.said[part][known_by] == said or part == "followed":
                return False
            if (part, known_by) in self.of_the_file:
                return TWICE
            other = {"pins": PINNED, "usual_run": USUAL, "report_choices": CHOSEN, "trends_choices": CHOSEN}
            return other.get(part, TAKEN)
        if complaint := self.complaint(part, row):
            return complaint
        self.said[part][known_by] = said
        self.of_the_file.add((part, known_by))
        if isinstance(row, Private):
            self.keys[part].add(row.entry_key)
        if isinstance(row, Symptom):
            self.sore.add(row.day)
        if isinstance(row, ClearDay):
            self.clear.add(row.day)
        if isinstance(row, Period):
            self.mark(row.kind, row.first_day, row.last_day)
        return True

    def mark(self, kind: Any, first: Any, last: Any) -> None:
        """Remember which days a period holds; one that still goes on holds all from its first."""
        insort(self.marked.setdefault(kind, []), (first, last or date.max))

    def is_marked(self, period: Period) -> bool:
        """Whether a period of the kind holds a day of this one. They do not overlap, so its neighbours are enough."""
        there, end = self.marked.get(period.kind, []), period.last_day or date.max
        at = bisect(there, (period.first_day, date.min))
        return (at > 0 and there[at - 1][1] >= period.first_day) or (at < len(there) and there[at][0] <= end)

    def complaint(self, part: str, row: models.Model) -> str:
        if isinstance(row, Private) and row.entry_key in self.keys[part]:
            return MOVED
        if isinstance(row, Symptom) and row.day in self.clear:
            return CLEAR
        if isinstance(row, ClearDay) and row.day in self.sore:
            return SORE
        if isinstance(row, Period) and self.is_marked(row):
            return MARKED
        return ""


KNOWN_BY: Final[dict[str, tuple[str, ...]]] = {
    "sessions": ("entry_key",),
    "symptoms": ("day", "area", "side", "moment"),
    "clear_days": ("day",),
    "periods": ("entry_key",),
    "pins": ("position",),
    "followed": ("area", "side"),
    "measures": ("day", "kind", "side", "setup"),
    "runs": ("entry_key",),
    # A runner has one of each.
    "trends_choices": (),
    "report_choices": (),
    "usual_run": (),
}


def rows_with_keys() -> list[str]:
    """The parts whose rows carry a key."""
    return [name for name, (model, _, _) in exporting.PARTS.items() if issubclass(model, Private)]


def _said(model: type[models.Model]) -> Iterable[str]:
    return [name for name in privacy.exported(model) if name not in rows.SHARED]


def _columns(model: type[models.Model]) -> list[str]:
    """What an entry says, as its columns are called: a link has another name there."""
    fields = {one.name: one.attname for one in model._meta.concrete_fields}
    return [fields[name] for name in _said(model)]


def _hashable(value: Any) -> Hashable:
    return tuple(value) if isinstance(value, list) else value


def _exercises(runner: User) -> dict[uuid.UUID, tuple[ImportedExercise, ...]]:
    found: dict[uuid.UUID, list[ImportedExercise]] = {}
    done = ExerciseDone.objects.filter(session__runner=runner).order_by("session_id", "position", "pk")
    for key, *values in done.values_list("session__entry_key", *ImportedExercise._fields).iterator(chunk_size=2_000):
        found.setdefault(key, []).append(ImportedExercise(*values))
    return {key: tuple(values) for key, values in found.items()}


def _day(row: models.Model) -> str:
    day: date | None = getattr(row, "day", None) or getattr(row, "first_day", None)
    return day.isoformat() if day else ""
