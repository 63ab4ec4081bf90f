"""Days that a runner marks as rest, injury or holiday. Nothing is chosen beforehand; the last day may stay open."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from logbook.forms.fields import Day, Note
from logbook.forms.sending import Editing, Sending
from logbook.models import Period
from logbook.vocabulary import PeriodKind

FIELDS: Final = ("kind", "first_day", "last_day", "note")


class PeriodForm(Sending):
    """A new period."""

    kind = forms.ChoiceField(
        label="What it is",
        choices=PeriodKind.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose rest, injury or holiday.",
            "invalid_choice": "Choose rest, injury or holiday.",
        },
    )
    first_day = Day(label="First day", required="Choose the first day.")
    last_day = Day(label="Last day", help_text="Leave it empty while it is still going on.")
    note = Note(label="Note (if you like)", rows=2)

    def clean_first_day(self) -> date:
        """Up to a year from now."""
        return within(self.cleaned_data["first_day"], self.runner.today())

    def clean_last_day(self) -> date | None:
        """As the first day, or open."""
        day: date | None = self.cleaned_data["last_day"]
        return day and within(day, self.runner.today())

    def clean(self) -> dict[str, Any]:
        """The days stand in their order."""
        first, last = self.cleaned_data.get("first_day"), self.cleaned_data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "The last day comes on or after the first.")
        return self.cleaned_data

    @property
    def row_fields(self) -> dict[str, Any]:
        """What a valid form says, as the row has it."""
        return {name: self.cleaned_data[name] for name in FIELDS}


class PeriodChange(Editing, PeriodForm):
    """The edit of a period."""


class PeriodEndForm(Editing):
    """An open period ends; the button carries the day that its page called today."""

    end = Day(label="Last day", required="Choose the last day.")

    def __init__(self, data: Any = None, *, period: Period, **kwargs: Any) -> None:
        self.period = period
        super().__init__(data, **kwargs)

    def clean_end(self) -> date:
        """On or after the first day."""
        day = within(self.cleaned_data["end"], self.runner.today())
        if day < self.period.first_day:
            raise ValidationError("The last day comes on or after the first.")
        return day

    @property
    def row_fields(self) -> dict[str, Any]:
        """The last day, as the row has it."""
        return {"last_day": self.cleaned_data["end"]}


def within(day: date, today: date) -> date:
    """The day, up to a year from today. Raises ValidationError."""
    if day > a_year_after(today):
        raise ValidationError("Choose a day up to a year from now.")
    return day


def a_year_after(day: date) -> date:
    """The same day of the next year; the 28th for a leap day."""
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def as_initial(period: Period) -> dict[str, Any]:
    """A period as its form shows it."""
    return {name: getattr(period, name) for name in (*FIELDS, "version")}
