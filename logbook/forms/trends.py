"""What a runner looks at on trends. Nothing is chosen beforehand; an empty answer takes a choice back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from logbook.forms.fields import Day, OneOf
from logbook.forms.sending import Sending
from logbook.models import MOST_PLACES
from logbook.place import Place
from logbook.titles import title_of
from logbook.vocabulary import Weeks

BAD_FROM: Final = [("", "No number"), *((str(number), str(number)) for number in range(1, 11))]


class SpanForm(Sending):
    """One tap: how far back."""

    weeks = OneOf(Weeks.choices, "Choose how far back.", "Choose how far back from the list.")


class LookForm(Sending):
    """Which places, since when, and from which number on a day is bad."""

    places = forms.MultipleChoiceField(
        label="Places",
        required=False,
        help_text=f"Up to {MOST_PLACES}. None ticked means the places you follow.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the list."},
    )
    since_day = Day(label="Compare since a day", help_text="That day on, against as many days before it.")
    since_stage = forms.ChoiceField(
        label="Or since a routine began",
        required=False,
        help_text="From the first day that you logged it.",
        error_messages={"invalid_choice": "Your log does not have this one. Choose another."},
    )
    bad_from = forms.TypedChoiceField(
        label="A day is bad from",
        required=False,
        help_text="Your own number.",
        choices=BAD_FROM,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": "Choose a number from 1 to 10."},
    )

    def __init__(
        self,
        data: Any = None,
        *,
        places: Sequence[Place],
        stages: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        """`places` and `stages` (routine, stage; an empty stage is the whole routine) are what there is to choose from."""
        super().__init__(data, **kwargs)
        self._of("places").choices = [(place.code, place.name) for place in places]
        offered = [(stage_value(*one), title_of(*one)) for one in stages]
        self._of("since_stage").choices = [("", "No routine"), *offered]

    def clean_places(self) -> list[str]:
        """No more than a page holds."""
        codes: list[str] = self.cleaned_data["places"]
        if len(codes) > MOST_PLACES:
            raise ValidationError(f"Choose up to {MOST_PLACES} places.")
        return codes

    def clean_since_day(self) -> date | None:
        """Up to today."""
        day: date | None = self.cleaned_data["since_day"]
        if day and day > self.runner.today():
            raise ValidationError("This day has not come yet.")
        return day

    def clean(self) -> dict[str, Any]:
        """A day or a routine, not both."""
        if self.cleaned_data.get("since_day") and self.cleaned_data.get("since_stage"):
            self.add_error("since_stage", "Choose a day or a routine, not both.")
        return self.cleaned_data

    @property
    def row_fields(self) -> dict[str, Any]:
        """What a valid form says, as the row has it."""
        given = self.cleaned_data
        routine, stage = json.loads(given["since_stage"] or '["", ""]')
        return {
            "places": given["places"],
            "since_day": given["since_day"],
            "since_routine": routine,
            "since_stage": stage,
            "bad_from": given["bad_from"],
        }

    def _of(self, name: str) -> Any:
        return self.fields[name]


def stage_value(routine: str, stage: str) -> str:
    """A routine and its stage as a form sends them."""
    return json.dumps([routine, stage], ensure_ascii=False)
