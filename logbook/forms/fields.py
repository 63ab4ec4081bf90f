"""The fields that several forms of the logbook have: a day, a number from 0 to 10, words of a closed list, a note.

One of each, so that a thing is taken, or refused, in the same way wherever it is asked.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

from django import forms
from django.core.validators import MinValueValidator
from django.db import models

from logbook.models import EARLIEST, NOTE_LENGTH

NUMBERS: Final = [(str(number), str(number)) for number in range(11)]
LARGEST_KEY: Final = 2**63 - 1  # what a key of the database can be
FROM_THE_LIST: Final = "Choose from the list."


class Day(forms.DateField):
    """A day as a date field of a browser sends it, `2026-11-22`, from the year 2000 on; in no other way."""

    widget = forms.DateInput(attrs={"type": "date", "min": EARLIEST.isoformat()}, format="%Y-%m-%d")

    def __init__(self, *, required: str = "", **kwargs: Any) -> None:
        """`required` is what to say when it is missing, empty where it may be."""
        given: dict[str, Any] = {
            "input_formats": ["%Y-%m-%d"],
            "error_messages": {"required": required, "invalid": "Write a day such as 2026-11-22."},
            "validators": [MinValueValidator(EARLIEST, f"Choose a day from {EARLIEST.year} on.")],
        }
        super().__init__(required=bool(required), **given | kwargs)

    def to_python(self, value: Any) -> date | None:
        """Raises ValidationError for anything else."""
        if isinstance(value, str) and value and not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value.strip()):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class Number(forms.TypedChoiceField):
    """A number from 0 to 10, or None. Exactly those eleven words: no 3.5, no digits of other scripts."""

    def __init__(self, *, required: str = "", invalid: str = "Give a number from 0 to 10.", **kwargs: Any) -> None:
        """`required` is what to say when it is missing, empty where it may be."""
        errors = {"required": required, "invalid_choice": invalid}
        given: dict[str, Any] = {"choices": NUMBERS, "coerce": int, "empty_value": None, "error_messages": errors}
        super().__init__(required=bool(required), **given | kwargs)


class OneOf(forms.ChoiceField):
    """One word of a closed list."""

    def __init__(self, choices: Any, required: str = "", invalid: str = FROM_THE_LIST, **kwargs: Any) -> None:
        """`required` is what to say when it is missing, empty where it may be."""
        errors = {"required": required, "invalid_choice": invalid}
        super().__init__(choices=choices, required=bool(required), error_messages=errors, **kwargs)


class SomeOf(forms.MultipleChoiceField):
    """Some words of a closed list, each once and in the list's order; none is an answer too."""

    def __init__(self, vocabulary: type[models.TextChoices]) -> None:
        errors = {"invalid_choice": FROM_THE_LIST, "invalid_list": FROM_THE_LIST}
        super().__init__(choices=vocabulary.choices, required=False, error_messages=errors)
        self.vocabulary = vocabulary

    def clean(self, value: Any) -> list[str]:
        """Raises ValidationError for a word that is not on the list."""
        given = set(super().clean(value))
        return [word for word in self.vocabulary.values if word in given]


class Note(forms.CharField):
    """Free words. A line break counts as one character, as it does in the box they were written in."""

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        too_long = f"Keep the note to {NOTE_LENGTH:,} characters; it has %(show_value)d now."
        box = forms.Textarea(attrs={"rows": rows, "maxlength": NOTE_LENGTH})
        given: dict[str, Any] = {"error_messages": {"max_length": too_long}, "widget": box}
        super().__init__(required=False, max_length=NOTE_LENGTH, **given | kwargs)

    def to_python(self, value: Any) -> str:
        """The words with one kind of line break, whatever kind was sent."""
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")


def hidden_number() -> forms.IntegerField:
    """The key of a row, which the page sends back by itself; or none."""
    return forms.IntegerField(required=False, min_value=1, max_value=LARGEST_KEY, widget=forms.HiddenInput)
