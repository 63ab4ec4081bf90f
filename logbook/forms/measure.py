"""The forms of a measure: both sides of a test with their tries, and the edit of one side. Nothing is chosen beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django import forms

from logbook.forms.fields import Day, Note, OneOf
from logbook.forms.sending import Editing, OfADay, Sending
from logbook.models import TRY_FIELDS, Measure
from logbook.vocabulary import MOST_OF_A_TRY, SETUPS, TRIES, MeasureKind, Setup, Side

NTH: Final = ("First try", "Second try", "Third try")
WHOLE: Final = {
    MeasureKind.KNEE_TO_WALL: "Write whole millimetres: 10.5 cm is 105.",
    MeasureKind.HEEL_RAISES: "Write how many, such as 20.",
    MeasureKind.BALANCE: "Write whole seconds, such as 30.",
}
BEYOND: Final = {
    MeasureKind.KNEE_TO_WALL: "It is 0 to 300 mm: 10.5 cm is 105.",
    MeasureKind.HEEL_RAISES: "It is 0 to 300 raises.",
    MeasureKind.BALANCE: "It is 0 to 45 seconds: the clock ends there.",
}


class OneTry(forms.IntegerField):
    """What one try came to, in the unit of its kind; empty for a try that was not made."""

    def __init__(self, kind: MeasureKind, label: str) -> None:
        errors = {"invalid": WHOLE[kind], "min_value": BEYOND[kind], "max_value": BEYOND[kind]}
        box = forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(
            label=label, required=False, min_value=0, max_value=MOST_OF_A_TRY[kind], error_messages=errors, widget=box
        )


class MeasureForm(Sending):
    """What both forms ask: how it was taken, and a note."""

    note = Note(label="Note (if you like)", rows=2, help_text="Such as a pinch at the front, or why you stopped.")

    def __init__(self, data: Any = None, *, kind: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.kind = MeasureKind(kind)
        choices = [(one, Setup(one).label) for one in SETUPS[kind]]
        self.fields["setup"] = OneOf(choices, label="How you take it", widget=forms.RadioSelect)

    def names(self, side: str) -> list[str]:
        """The fields of the tries of a side."""
        return [f"{side}_{at}" for at in range(1, TRIES[self.kind] + 1)]

    def tries(self, side: str) -> list[int]:
        """What a side's tries came to; one that was left out between two is no try."""
        given = (self.cleaned_data.get(name) for name in self.names(side))
        return [value for value in given if value is not None]

    def add_tries(self, side: str) -> None:
        """Ask for the tries of a side."""
        for at, name in enumerate(self.names(side)):
            self.fields[name] = OneTry(self.kind, NTH[at])


class TriesForm(MeasureForm):
    """Both sides of a test; one is enough. Fields `left_1`, `left_2` and so on."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for side in Side.values:
            self.add_tries(side)

    def clean(self) -> dict[str, Any]:
        """One try at least."""
        given = self.cleaned_data
        if not self.errors and not any(self.tries(side) for side in Side.values):
            self.add_error("left_1", "Give a number for one side at least.")
        return given

    def rows(self, day: date) -> list[Measure]:
        """The sides that were measured, as rows; the note stands with the first of them."""
        found = [
            Measure(
                day=day, kind=self.kind, side=side, setup=self.cleaned_data["setup"], **as_columns(self.tries(side))
            )
            for side in Side.values
            if self.tries(side)
        ]
        found[0].note = self.cleaned_data["note"]
        return found


class MeasureChange(OfADay, Editing, MeasureForm):
    """The edit of one side of a test, its day among the rest."""

    day = Day(label="Day", required="Choose the day.")

    def __init__(
        self, data: Any = None, *, was: Measure, initial: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(data, kind=was.kind, initial=as_initial(was) | dict(initial or {}), **kwargs)
        self.was, self.side = was, was.side
        self.add_tries(was.side)

    def clean(self) -> dict[str, Any]:
        """One try at least."""
        given = self.cleaned_data
        if not set(self.names(self.side)) & set(self.errors) and not self.tries(self.side):
            self.add_error(f"{self.side}_1", "Give a number, or delete the entry below.")
        return given

    @property
    def row_fields(self) -> dict[str, Any]:
        """What a valid form says, as the row has it."""
        given = self.cleaned_data
        said = {"day": given["day"], "setup": given["setup"], "note": given["note"]}
        return said | as_columns(self.tries(self.side))


def as_columns(tries: list[int]) -> dict[str, int | None]:
    """Tries as the columns of a row."""
    return {name: tries[at] if at < len(tries) else None for at, name in enumerate(TRY_FIELDS)}


def as_initial(row: Measure) -> dict[str, Any]:
    """One side as its form shows it."""
    tries = {f"{row.side}_{at}": value for at, value in enumerate(row.tries, start=1)}
    return {"day": row.day, "setup": row.setup, "note": row.note, "version": row.version, **tries}
