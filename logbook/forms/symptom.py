"""What a runner says of a place: one tap on a number, the long form, what is followed, a day without pain."""

from __future__ import annotations

import re
from typing import Any, Final

from django import forms
from django.core.validators import MinValueValidator

from logbook.forms.fields import Day, Note, Number, OneOf, SomeOf
from logbook.forms.sending import CARRIED, Editing, OfADay, Sending
from logbook.guide import places
from logbook.models import EARLIEST, Symptom
from logbook.place import Place
from logbook.vocabulary import (
    STIFFNESS_MINUTES,
    AreaCode,
    Circumstance,
    Moment,
    Onset,
    Quality,
    Side,
    Stiffness,
    Timing,
)

NO_DAY = "This page has no day. Open it again."


class WholeMinutes(forms.CharField):
    """Minutes as a whole number from 0 to 240 (FACTS T6), or None."""

    widget = forms.TextInput

    def clean(self, value: Any) -> Any:
        """Raises ValidationError for anything that is no such number."""
        text = super().clean(value)
        if not text:
            return None
        if not re.fullmatch("[0-9]{1,3}", text) or int(text) > STIFFNESS_MINUTES[Stiffness.OVER_30][1]:
            raise forms.ValidationError("Write whole minutes from 0 to 240, such as 12.")
        return int(text)


class SeverityTap(Sending):
    """One tap on a number: a place, and how it was at its worst unless the form says when."""

    place = OneOf(places.CHOICES, "Choose the place first.", "Choose the place from the list.")
    severity = Number(required="Tap a number from 0 to 10.")
    moment = OneOf(Moment.choices, invalid="Choose when you felt it from the list.")

    def clean_moment(self) -> str:
        """The worst of the day, unless another moment was asked for."""
        moment: str = self.cleaned_data["moment"]
        return moment or Moment.WORST


class FollowForm(Sending):
    """Stop showing a place on Today, or show it again. `day` says which day's page it was sent from."""

    place = OneOf(places.CHOICES, "Choose the place from the list.", "Choose the place from the list.")
    stop = forms.BooleanField(required=False)
    day = Day(
        error_messages={"invalid": NO_DAY},
        # Days around the first one of the calendar cannot be reckoned with.
        validators=[MinValueValidator(EARLIEST, NO_DAY)],
    )


class ClearDayForm(Sending):
    """Nothing hurt on a day; or that is taken back."""

    undo = forms.BooleanField(required=False)


class SymptomForm(OfADay):
    """The long form: everything one may say of a place at a moment of a day. Nothing is chosen beforehand."""

    area = OneOf(AreaCode.choices, "Choose the place.", "Choose the place from the list.")
    side = OneOf(Side.choices, "Choose left or right.", "Choose left or right.")
    day = Day(required="Choose the day.")
    moment = OneOf(Moment.choices, "Choose when you felt it.", "Choose when you felt it from the list.")
    severity = Number()
    stiffness = OneOf(Stiffness.choices)
    stiffness_min = WholeMinutes(required=False)
    qualities = SomeOf(Quality)
    timing = SomeOf(Timing)
    onset = OneOf(Onset.choices)
    context = SomeOf(Circumstance)
    note = Note()

    def __init__(self, *args: Any, was: Symptom | None = None, refused: bool = False, **kwargs: Any) -> None:
        """`was` is the entry that is edited; `refused` that the log found its place taken, which is then explained."""
        super().__init__(*args, **kwargs)
        self.was, self.refused = was, refused
        # The entry that already stands where this one would go, for the way there.
        self.other: Symptom | None = None

    def clean_qualities(self) -> list[str]:
        """Either something, or none of these."""
        words: list[str] = self.cleaned_data["qualities"]
        if Quality.NONE in words and len(words) > 1:
            raise forms.ValidationError("Choose what it feels like, or “None of these”, not both.")
        return words

    def clean(self) -> dict[str, Any]:
        """What hangs together: something is said, and the minutes fit the answer.

        Whether the place is free is asked when it is saved: a sending that comes again finds its own entry there.
        """
        cleaned = super().clean() or self.cleaned_data
        self._clean_stiffness(cleaned)
        if not {"severity", "stiffness", "stiffness_min"} & set(self.errors) and not self._says_something(cleaned):
            self.add_error("severity", "Give a number from 0 to 10, or say how long it was stiff.")
        if self.refused and set(WHERE_AND_WHEN) <= set(cleaned):
            self._clean_place(cleaned)
        return cleaned

    def _says_something(self, cleaned: dict[str, Any]) -> bool:
        return cleaned.get("severity") is not None or bool(cleaned.get("stiffness"))

    def _clean_stiffness(self, cleaned: dict[str, Any]) -> None:
        minutes, answer = cleaned.get("stiffness_min"), cleaned.get("stiffness")
        if minutes is None or answer is None:
            return
        fitting = next(word for word, (low, high) in STIFFNESS_MINUTES.items() if low <= minutes <= high)
        if not answer:
            # Whoever writes the minutes has answered the question above them.
            cleaned["stiffness"] = str(fitting)
        elif answer != fitting:
            self.add_error("stiffness_min", "These minutes do not fit the answer above. Change one of them.")

    def _clean_place(self, cleaned: dict[str, Any]) -> None:
        there = self.runner.symptoms.on(cleaned["day"]).of_place(Place(cleaned["area"], cleaned["side"]))
        self.other = there.at(cleaned["moment"]).besides(self.was.pk if self.was else None).first()
        if self.other:
            self.add_error("moment", "This place has an entry for that moment of the day already. Change that one.")

    def again(self) -> SymptomForm:
        """The same form after the log refused it: it says what is in the way."""
        return type(self)(self.data, runner=self.runner, was=self.was, refused=True)

    @property
    def felt(self) -> dict[str, Any]:
        """What a valid form says of the place, without which place and when."""
        return {name: self.cleaned_data[name] for name in FELT}

    @property
    def row_fields(self) -> dict[str, Any]:
        """All that a valid form says, as the row has it."""
        return {name: self.cleaned_data[name] for name in WHERE_AND_WHEN} | self.felt


WHERE_AND_WHEN: Final = ("area", "side", "day", "moment")
FELT: Final = ("severity", "stiffness", "stiffness_min", "qualities", "timing", "onset", "context", "note")


class SymptomChange(Editing, SymptomForm):
    """The long form for an entry that is there."""


def as_initial(symptom: Symptom) -> dict[str, Any]:
    """An entry as the long form shows it."""
    given = {name: getattr(symptom, name) for name in (*WHERE_AND_WHEN, *FELT)}
    given["severity"] = "" if symptom.severity is None else str(symptom.severity)
    return given | {"version": symptom.version}


def messages(form: Sending) -> list[tuple[str, str]]:
    """What is wrong, in the order of the form: where to mend it and words. Nobody can mend what a form only carries."""
    return [
        ("" if name in CARRIED else name, str(message)) for name in form.fields for message in form.errors.get(name, ())
    ]
