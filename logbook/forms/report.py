"""What stands on the report, and a link to it."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django import forms

from logbook.forms.fields import FROM_THE_LIST, Day, OneOf
from logbook.forms.sending import Sending
from logbook.models import MOST_PLACES, QUESTIONS_LENGTH, WEEKS_OF_A_REPORT, Sheet
from logbook.place import Place
from logbook.report.sharing import LASTS_DAYS

DAYS: Final = "days"
SPANS: Final = [*((str(weeks), f"{weeks} weeks") for weeks in WEEKS_OF_A_REPORT), (DAYS, "These days:")]


class ReportForm(Sending):
    """A span, places, notes, questions. The places to choose from are those that the runner ever logged or follows."""

    span = OneOf(
        label="Which days", choices=SPANS, required="Choose how far back, or the days.", widget=forms.RadioSelect
    )
    first_day = Day(label="First day")
    last_day = Day(label="Last day")
    places = forms.MultipleChoiceField(
        label="Which places",
        required=False,
        help_text=f"Up to {MOST_PLACES}. None chosen: those that you follow, or logged last.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": FROM_THE_LIST, "invalid_list": FROM_THE_LIST},
    )
    with_notes = forms.BooleanField(
        label="My notes, too",
        required=False,
        help_text="What you wrote beside the worst days. Off unless you choose it.",
    )
    questions = forms.CharField(
        label="My questions for the appointment",
        required=False,
        max_length=QUESTIONS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": QUESTIONS_LENGTH}),
        error_messages={"max_length": f"Keep it to {QUESTIONS_LENGTH} characters; it has %(show_value)d now."},
    )

    def __init__(self, data: Any = None, *, known: list[Place], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["places"].choices = [(place.code, place.name) for place in known]  # type: ignore[attr-defined]  # a choice

    def clean_places(self) -> list[str]:
        """Up to as many as fit on one sheet."""
        codes: list[str] = self.cleaned_data["places"]
        if len(codes) > MOST_PLACES:
            raise forms.ValidationError(f"Choose up to {MOST_PLACES}: more do not fit on one sheet.")
        return codes

    def clean_questions(self) -> str:
        """The words with one kind of line break."""
        text: str = self.cleaned_data["questions"]
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def clean(self) -> dict[str, Any]:
        """The days are asked for where they were chosen, and stand in their order, up to today."""
        given = self.cleaned_data
        if given.get("span") == DAYS:
            first, last = given.get("first_day"), given.get("last_day")
            for name, day in (("first_day", first), ("last_day", last)):
                if day is None and name not in self.errors:
                    self.add_error(name, "Choose the day.")
                elif day and day > self.runner.today():
                    self.add_error(name, "Choose a day up to today.")
            if first and last and last < first:
                self.add_error("last_day", "The last day comes on or after the first.")
        return given

    def says(self) -> dict[str, Any]:
        """What a valid form says, as a sheet has it."""
        given = self.cleaned_data
        by_days = given["span"] == DAYS
        return {
            "weeks": None if by_days else int(given["span"]),
            "first_day": given["first_day"] if by_days else None,
            "last_day": given["last_day"] if by_days else None,
            **{name: given[name] for name in ("places", "with_notes", "questions")},
        }


class LinkForm(Sending):
    """How long a new link lasts."""

    days = forms.TypedChoiceField(
        label="It ends by itself after",
        choices=[(days, "1 day" if days == 1 else f"{days} days") for days in LASTS_DAYS],
        coerce=int,
        error_messages={"required": "Choose how long the link lasts.", "invalid_choice": FROM_THE_LIST},
    )


def as_initial(sheet: Sheet, today: date) -> dict[str, Any]:
    """A sheet as its form shows it; the days are those that it shows now."""
    first, last = sheet.days(today)
    return {"span": str(sheet.weeks) if sheet.weeks else DAYS, "first_day": first, "last_day": last,
            **{name: getattr(sheet, name) for name in ("places", "with_notes", "questions")}}  # fmt: skip
