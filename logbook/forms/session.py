"""The forms of a training session: minutes alone, what was done exercise by exercise, and its edit. (One tap: one_tap.py.)"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from datetime import time as time_of_day
from typing import Any

from django import forms
from django.http import QueryDict

from logbook.forms.exercise_rows import ExerciseGroup, ExerciseRow, copy_left_out, numbered
from logbook.forms.fields import NUMBERS, Day, Note, Number, hidden_number
from logbook.forms.sending import Editing, OfADay, Sending
from logbook.guide import plans
from logbook.models import LONGEST_MIN, ExerciseDone, TrainingSession
from logbook.vocabulary import Outcome

# A guide with more exercises than this is looked through by words; one with fewer stands on the form whole.
FEW = 60
MOST_FOUND = 20
LOOK = "look"


class SessionForm(Sending):
    """A session in full. `own` are the exercises it begins with, `others` the rest of the guide's."""

    time = forms.TimeField(
        label="Began at",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Write a time such as 18:30."},
    )
    minutes = forms.IntegerField(
        label="Minutes",
        required=False,
        min_value=1,
        max_value=LONGEST_MIN,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": "Write whole minutes, such as 20.",
            "min_value": f"A session lasts 1 to {LONGEST_MIN} minutes.",
            "max_value": f"A session lasts 1 to {LONGEST_MIN} minutes.",
        },
    )
    effort = Number(
        label="Effort",
        choices=[*NUMBERS, ("", "No answer")],
        widget=forms.RadioSelect,
        invalid="Choose a number from 0 to 10.",
    )
    note = Note(label="Note")
    routine = hidden_number()
    stage = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput, strip=False)

    def __init__(self, data: Any = None, *, plan: plans.Plan | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if data is not None and plan is None:
            plan = self._plan_sent()
        self.plan = plan
        known = plans.known_plans()
        self.own = self._taken(self.rows_before())
        begun_with = {row.key for row in self.own}
        lines = [one for one in known.exercises if one.slug not in begun_with]
        # Of a large guide only what is ticked, and what the words that are looked for lead to.
        self.looked_through = len(lines) if len(known.exercises) > FEW else 0
        self.words = " ".join(str(self.data.get("find", "")).split())[:80]
        self.found = len(lines)
        if self.looked_through:
            lines = self._offered(lines)
        self.others = self._taken(
            [ExerciseRow(one.slug, one.exercise, one.name, one.dose, group=one.group) for one in lines]
        )

    def _offered(self, lines: Iterable[plans.PlanLine]) -> list[plans.PlanLine]:
        """Those that are ticked, then the first that hold every word that is looked for."""
        lines, ticked, words = list(lines), set(self._ticked()), self.words.casefold().split()
        hits = [one for one in lines if words and all(word in f"{one.name} {one.slug}".casefold() for word in words)]
        self.found = len(hits)
        first = [one for one in lines if one.slug in ticked]
        return [*first, *(one for one in hits[:MOST_FOUND] if one.slug not in ticked)]

    @property
    def is_looking(self) -> bool:
        """Whether exercises are looked for, and nothing is to be saved yet."""
        return self.is_bound and LOOK in self.data

    def full_clean(self) -> None:
        """As ever; who only looks for exercises is not told yet what the rest of the form lacks."""
        super().full_clean()
        if self.is_looking:
            self.errors.clear()
            for row in self.ticked:
                row.faults.clear()

    def rows_before(self) -> list[ExerciseRow]:
        """The exercises that the form begins with: those of the routine, but for the optional ones ticked."""
        lines = self.plan.lines if self.plan else ()
        keys = numbered(line.slug for line in lines)
        return [
            ExerciseRow(key, line.exercise, line.name, line.dose, note=line.note, ticked=not line.optional)
            for key, line in zip(keys, lines, strict=True)
        ]

    def clean_time(self) -> time_of_day | None:
        """To the minute: seconds are not in an export, and would make the same session another one when it comes back."""
        at: time_of_day | None = self.cleaned_data["time"]
        return at and at.replace(second=0, microsecond=0)

    def clean(self) -> dict[str, Any]:
        """Check the ticked exercises, and that the session says something."""
        given = self.cleaned_data
        if self.plan is None and given.get("routine"):
            self.add_error(
                None, "The guide does not have this routine any more. Tick what you did, or give the minutes."
            )
        known = {row.key for row in (*self.own, *self.others)}
        if not known.issuperset(self._ticked()):
            self.add_error(None, "One of the exercises is not in the guide. Choose from the list.")
        for row in self.ticked:
            row.check()
        if not self.ticked and "minutes" not in self.errors and given.get("minutes") is None:
            self.add_error("minutes", "Tick what you did, or give the minutes.")
        return given

    def is_valid(self) -> bool:
        """Whether the fields and the ticked exercises are as they can be saved."""
        return super().is_valid() and not self.faulty

    @property
    def faulty(self) -> list[ExerciseRow]:
        """Ticked exercises with something wrong."""
        return [row for row in self.ticked if row.faults]

    @property
    def adds(self) -> bool:
        """Whether something is ticked that the form did not begin with, or looked for."""
        return self.is_looking or any(row.ticked for row in self.others)

    @property
    def groups(self) -> list[ExerciseGroup]:
        """The exercises that the form did not begin with, by the guide's types, in the guide's order."""
        found: dict[str, list[ExerciseRow]] = {}
        for row in self.others:
            found.setdefault(row.group, []).append(row)
        return [ExerciseGroup(name, rows) for name, rows in found.items()]

    @property
    def ticked(self) -> list[ExerciseRow]:
        """What was done, in the order of the form."""
        return [row for row in (*self.own, *self.others) if row.ticked]

    def exercises(self) -> list[ExerciseDone]:
        """What was done, as rows of a session."""
        return [row.done() for row in self.ticked]

    def session(self, day: date) -> TrainingSession:
        """The session on a day, not saved."""
        session = TrainingSession(day=day, **self.row_fields)
        if self.plan:
            session.routine_id, session.routine_name = self.plan.routine, self.plan.name
            session.stage_name = self.plan.stage_name
        return session

    @property
    def row_fields(self) -> dict[str, Any]:
        """Time, minutes, effort and note."""
        return {name: self.cleaned_data[name] for name in ("time", "minutes", "effort", "note")}

    def content(self, **about: Any) -> Mapping[str, Any]:
        """What the sending says: its fields, and of the exercises those that are ticked."""
        ticked = [(row.key, row.dose, row.side) for row in self.ticked]
        return {**super().content(**about), "exercises": ticked}

    def _plan_sent(self) -> plans.Plan | None:
        try:
            routine = int(self.data.get("routine") or 0)
        except ValueError:
            return None
        return plans.known_plans().find(routine, self.data.get("stage", ""))

    def _ticked(self) -> list[str]:
        sent = self.data
        return sent.getlist("exercise") if isinstance(sent, QueryDict) else list(sent.get("exercise", ()))

    def _taken(self, rows: Iterable[ExerciseRow]) -> list[ExerciseRow]:
        """The rows as the runner sent them; as they are offered before that."""
        if not self.is_bound:
            return list(rows)
        ticked = set(self._ticked())
        return [
            replace(
                row,
                ticked=row.key in ticked,
                dose=self.data.get(f"dose-{row.key}", row.dose).strip(),
                side=self.data.get(f"side-{row.key}", row.side),
            )
            for row in rows
        ]


class SessionChange(OfADay, Editing, SessionForm):
    """The edit of a session, its day among the rest."""

    day = Day(label="Day", required="Choose the day.")

    def __init__(self, data: Any = None, *, session: TrainingSession, **kwargs: Any) -> None:
        self.was = session
        now = {name: getattr(session, name) for name in ("day", "time", "minutes", "effort", "note", "version")}
        kwargs["initial"] = now | dict(kwargs.get("initial") or {})
        super().__init__(data, **kwargs)

    def rows_before(self) -> list[ExerciseRow]:
        """What the session holds; what was left out in the player is there to be ticked."""
        done, slugs = list(self.was.exercises_done.in_order()), plans.known_plans().slugs
        keys = numbered(slugs.get(one.exercise_id, f"was-{one.position}") for one in done)
        return [
            ExerciseRow(key, one.exercise_id, one.name, one.dose, one.side, one.outcome != Outcome.SKIPPED, was=one)
            for key, one in zip(keys, done, strict=True)
        ]

    def exercises(self) -> list[ExerciseDone]:
        """What was done now; what the player saw left out stays written down as that."""
        kept = [row for row in (*self.own, *self.others) if row.ticked or row.was_left_out]
        return [copy_left_out(row.was) if row.was and not row.ticked else row.done() for row in kept]

    def _plan_sent(self) -> None:
        return None
