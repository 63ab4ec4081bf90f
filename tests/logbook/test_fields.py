"""One field for a day, a number and a note in all forms of the logbook: a thing is taken or refused alike everywhere."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms

from logbook.forms.fields import Day, Note, Number
from logbook.forms.period import PeriodEndForm, PeriodForm
from logbook.forms.played import Played
from logbook.forms.session import SessionChange, SessionForm
from logbook.forms.symptom import FollowForm, SeverityTap, SymptomForm

FORMS: tuple[type[forms.Form], ...] = (
    PeriodEndForm,
    PeriodForm,
    Played,
    SessionChange,
    SessionForm,
    SymptomForm,
    FollowForm,
    SeverityTap,
)


def of_kind(kind: type[forms.Field]) -> list[tuple[str, forms.Field]]:
    return [(form.__name__, field) for form in FORMS for field in form.base_fields.values() if isinstance(field, kind)]


def test_no_form_has_a_day_or_a_long_text_of_its_own_kind() -> None:
    assert {type(field) for _, field in of_kind(forms.DateField)} == {Day}
    boxes = [field for _, field in of_kind(forms.CharField) if isinstance(field.widget, forms.Textarea)]
    assert {type(field) for field in boxes} == {Note}
    assert {type(field) for _, field in of_kind(forms.TypedChoiceField)} == {Number}


@pytest.mark.parametrize("sent", ["2026-1-5", "26-01-05", "05/01/2026", "2026-01-05T00:00", "1999-12-31", "٢٠٢٦-٠١-٠٥"])
def test_a_day_is_taken_in_one_form_only_wherever_it_is_asked(sent: str) -> None:
    for name, field in of_kind(Day):
        with pytest.raises(forms.ValidationError):
            pytest.fail(f"{name} takes {field.clean(sent)}")
    assert {name for name, _ in of_kind(Day)} == {
        "PeriodEndForm",
        "PeriodForm",
        "Played",
        "SessionChange",
        "SymptomForm",
        "FollowForm",
    }


@pytest.mark.parametrize("sent", ["one\rtwo", "one\r\ntwo", "one\ntwo"])
def test_a_line_break_is_one_character_whatever_sends_it(sent: str) -> None:
    assert {field.clean(sent) for _, field in of_kind(Note)} == {"one\ntwo"}


@pytest.mark.parametrize(("sent", "number"), [("0", 0), ("10", 10), ("", None)])
def test_a_number_may_be_zero_and_silence_is_none(sent: str, number: Any) -> None:
    assert Number().clean(sent) == number
