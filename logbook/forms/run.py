"""The forms of a run: how far or how long or both; and the usual run in one tap."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from logbook import distance
from logbook.forms.fields import LARGEST_KEY, NUMBERS, Day, Note, Number, OneOf, hidden_number
from logbook.forms.sending import Editing, OfADay, Sending
from logbook.models import LONGEST_RUN_M, LONGEST_RUN_S, Run, UsualRun
from logbook.vocabulary import DistanceUnit

HOW_FAR: Final = "Write a number such as 5.2 or 10."
TOO_FAR: Final = f"A run is more than nothing, and {LONGEST_RUN_M // 1000:,} km long at most."
HOW_LONG: Final = "Write minutes such as 45, or hours, minutes and seconds such as 1:05:30."
TOO_LONG: Final = f"A run lasts longer than nothing, and {LONGEST_RUN_S // 3600} hours at most."
NOT_USUAL: Final = "This is not your usual run any more. Look at it again."


class RunForm(Sending):
    """A run. Nothing is needed but how far or how long."""

    distance = forms.CharField(
        label="Distance",
        required=False,
        max_length=20,
        error_messages={"max_length": HOW_FAR},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    unit = OneOf(DistanceUnit.choices, label="In", initial=DistanceUnit.KM, widget=forms.RadioSelect)
    minutes = forms.CharField(
        label="Minutes",
        required=False,
        max_length=20,
        error_messages={"max_length": HOW_LONG},
        help_text="Such as 45, or 1:05:30.",
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    effort = Number(
        label="Effort",
        choices=[*NUMBERS, ("", "No answer")],
        widget=forms.RadioSelect,
        invalid="Choose a number from 0 to 10.",
    )
    note = Note(label="Note (if you like)", rows=2)

    def clean(self) -> dict[str, Any]:
        """How far in metres, how long in seconds, at least one of them."""
        given = self.cleaned_data
        unit = given.get("unit") or (DistanceUnit.KM if "unit" not in self.errors else "")
        self.metres = self._read(
            "distance", lambda text: distance.metres_of(text, unit), LONGEST_RUN_M, HOW_FAR, TOO_FAR
        )
        self.seconds = self._read("minutes", distance.seconds_of, LONGEST_RUN_S, HOW_LONG, TOO_LONG)
        if not {"distance", "unit", "minutes"} & set(self.errors) and self.metres is None and self.seconds is None:
            self.add_error("distance", "Give the distance or the minutes.")
        return given

    def _read(self, name: str, reader: Callable[[str], int], most: int, unreadable: str, beyond: str) -> int | None:
        text = self.cleaned_data.get(name)
        if not text or "unit" in self.errors:
            return None
        try:
            value = reader(text)
        except ValueError:
            self.add_error(name, unreadable)
            return None
        if not 1 <= value <= most:
            self.add_error(name, beyond)
            return None
        return value

    @property
    def row_fields(self) -> dict[str, Any]:
        """What a valid form says, as the row has it."""
        unit = (self.cleaned_data["unit"] or DistanceUnit.KM.value) if self.metres is not None else ""
        return {
            "distance_m": self.metres,
            "distance_unit": unit,
            "duration_s": self.seconds,
            "effort": self.cleaned_data["effort"],
            "note": self.cleaned_data["note"],
        }


class RunChange(OfADay, Editing, RunForm):
    """The edit of a run, its day among the rest."""

    day = Day(label="Day", required="Choose the day.")

    def __init__(self, data: Any = None, *, was: Run, initial: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        self.was = was
        super().__init__(data, initial=as_initial(was) | dict(initial or {}), **kwargs)

    @property
    def row_fields(self) -> dict[str, Any]:
        """As `RunForm`, with the day."""
        return {"day": self.cleaned_data["day"], **super().row_fields}


class UsualTap(Sending):
    """The usual run as the page offered it: another one that was chosen since is not what was tapped."""

    usual = forms.IntegerField(min_value=1, max_value=LARGEST_KEY, widget=forms.HiddenInput)

    def clean_usual(self) -> int:
        """Find it among the runner's own."""
        pk: int = self.cleaned_data["usual"]
        try:
            self.chosen = self.runner.usual_runs.get(pk=pk)
        except UsualRun.DoesNotExist:
            raise ValidationError(NOT_USUAL) from None
        return pk

    @property
    def row_fields(self) -> dict[str, Any]:
        """The usual run, as a row of a run has it."""
        chosen = self.chosen
        return {name: getattr(chosen, name) for name in ("distance_m", "distance_unit", "duration_s")}


class UsualChoice(Sending):
    """Which run is the usual one from now on; none takes it off Today."""

    run = hidden_number()


def as_initial(run: Run) -> dict[str, Any]:
    """A run as its form shows it."""
    far = "" if run.distance_m is None else distance.number_of(run.distance_m, run.distance_unit)
    return {
        "day": run.day,
        "distance": far,
        "unit": run.distance_unit or DistanceUnit.KM,
        "minutes": "" if run.duration_s is None else distance.minutes_of(run.duration_s),
        "effort": "" if run.effort is None else str(run.effort),
        "note": run.note,
        "version": run.version,
    }
