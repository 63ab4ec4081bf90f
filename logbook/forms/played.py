"""What the player sends: a session as it was played, and answers about it. JSON, read with the care of a form."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from logbook.forms.fields import Day
from logbook.forms.sending import Sending
from logbook.models import LONGEST_MIN, LONGEST_S
from logbook.vocabulary import AreaCode, Outcome, Side, SideDone

MOST_STEPS = 200
MOST_SYMPTOMS = 2 * len(AreaCode)
LISTS = ("steps", "symptoms")
NOT_YET = "This day has not come yet where you live."


def read_json(body: bytes) -> dict[str, Any]:
    """The object that a body holds, its numbers as text. Raises ValueError for what is none or no database takes."""
    try:
        said = json.loads(body, parse_constant=_refuse)
        # Half a surrogate pair passes as text in JSON and nowhere else.
        json.dumps(said, ensure_ascii=False).encode()
    except RecursionError as error:
        raise ValueError("too deep") from error
    if not isinstance(said, dict):
        raise ValueError("an object is expected")
    # The fields of forms read text; only a list's own field takes one.
    return {
        name: value if name in LISTS or isinstance(value, str | None) else str(value) for name, value in said.items()
    }


def _refuse(name: str) -> None:
    raise ValueError(name)


class PlayedStep(forms.Form):
    """One exercise and side, in the words in which it was done."""

    exercise = forms.CharField(max_length=80, required=False)
    name = forms.CharField(max_length=120)
    dose = forms.CharField(max_length=200, required=False)
    side = forms.ChoiceField(choices=[("", ""), *SideDone.choices], required=False)
    outcome = forms.ChoiceField(choices=Outcome.choices)
    duration_s = forms.IntegerField(min_value=0, max_value=LONGEST_S, required=False)


class PlaceNumber(forms.Form):
    """One number for a place."""

    area = forms.ChoiceField(choices=AreaCode.choices)
    side = forms.ChoiceField(choices=Side.choices)
    severity = forms.IntegerField(min_value=0, max_value=10)


class ListOf(forms.Field):
    """A list of objects, each checked by a small form. Unknown keys are ignored."""

    def __init__(self, kind: type[forms.Form], most: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind, self.most = kind, most

    def clean(self, value: Any) -> list[dict[str, Any]]:
        """The cleaned objects. Raises ValidationError, naming the first that is wrong by its place."""
        if not isinstance(value, list):
            raise ValidationError("A list is expected.")
        if len(value) > self.most:
            raise ValidationError(f"At most {self.most} fit.")
        found = []
        for place, one in enumerate(value, start=1):
            form = self.kind(one if isinstance(one, Mapping) else {})
            if not form.is_valid():
                field, errors = next(iter(form.errors.items()))
                raise ValidationError(f"Number {place}, {field}: {errors[0]}")
            found.append(form.cleaned_data)
        return found


class Played(Sending):
    """A session as it was played. Account "" is a visitor's, kept by the account that says yes to it."""

    day = Day(required="Say which day it was.")
    started_at = forms.DateTimeField()
    ended_at = forms.DateTimeField()
    # Browsers know zones that a server has not heard of: that is no reason to lose a session.
    zone = forms.CharField(max_length=64, required=False)
    routine = forms.CharField(max_length=80, required=False)
    stage = forms.CharField(max_length=80, required=False)
    active_s = forms.IntegerField(min_value=0, max_value=LONGEST_S)
    steps = ListOf(PlayedStep, MOST_STEPS)

    def clean_steps(self) -> list[dict[str, Any]]:
        """At least one that was done, in part or whole."""
        steps: list[dict[str, Any]] = self.cleaned_data["steps"]
        if all(step["outcome"] == Outcome.SKIPPED for step in steps):
            raise ValidationError("Nothing was done.")
        return steps

    def clean(self) -> dict[str, Any]:
        """The day on which it began: from the year 2000 to tomorrow (the runner's zone may lag behind the phone's).

        One that a fast clock gave is none to refuse: `playing.by_the_right_clock` says which day it was.
        """
        said = super().clean() or self.cleaned_data
        tomorrow = self.runner.today() + timedelta(days=1)
        if not self.errors and said["started_at"] <= timezone.now() and said["day"] > tomorrow:
            self.add_error("day", NOT_YET)
        return said


class WrittenDown(Sending):
    """A session that was written down where there was no network: minutes, or exercises with the doses of that time."""

    day = Day(required="Say which day it was.")
    routine = forms.CharField(max_length=80, required=False)
    stage = forms.CharField(max_length=80, required=False)
    minutes = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=LONGEST_MIN,
        error_messages={
            "invalid": "Write whole minutes, such as 20.",
            "min_value": f"A session lasts 1 to {LONGEST_MIN} minutes.",
            "max_value": f"A session lasts 1 to {LONGEST_MIN} minutes.",
        },
    )
    steps = ListOf(PlayedStep, MOST_STEPS)

    def clean_day(self) -> date:
        """A day that has come where the runner lives, whatever the phone's clock said."""
        day: date = self.cleaned_data["day"]
        if day > self.runner.today():
            raise ValidationError(NOT_YET)
        return day

    def clean(self) -> dict[str, Any]:
        """Something was done."""
        said = super().clean() or self.cleaned_data
        if not self.errors and said["minutes"] is None and not said["steps"]:
            raise ValidationError("Choose what you did, or give the minutes.")
        return said


class Answers(Sending):
    """What a runner says after a session: effort, and numbers for places, each of them optional."""

    session_key = forms.UUIDField()
    effort = forms.IntegerField(min_value=0, max_value=10, required=False)
    symptoms = ListOf(PlaceNumber, MOST_SYMPTOMS)

    def clean(self) -> dict[str, Any]:
        """One answer at least."""
        said = super().clean() or self.cleaned_data
        if not self.errors and said["effort"] is None and not said["symptoms"]:
            raise ValidationError("Say how hard it was, or give a number for a place.")
        return said
