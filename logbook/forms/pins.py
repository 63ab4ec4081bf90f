"""Which routines stand on Today: up to three, in the runner's order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from logbook.forms.sending import Sending
from logbook.guide import pins, plans
from logbook.models import MOST_PINS, PinnedRoutine

PLACES = ("First", "Second", "Third")
assert len(PLACES) == MOST_PINS  # noqa: S101 (a word for each place, seen when the module is loaded)


class Pins(Sending):
    """One choice for each place. An empty place is no pin; the others move up."""

    def __init__(self, data: Any = None, *, now: Sequence[PinnedRoutine] = (), **kwargs: Any) -> None:
        self.known = pins.routines_to_pin()
        first = {}
        for place, pin in enumerate(now, start=1):
            # What the guide lost stays a choice for whoever has it pinned.
            value = pins.value_now(pin) or f"kept-{place}"
            self.known.setdefault(value, pins.choice_of(pin))
            first[f"place_{place}"] = value
        super().__init__(data, initial=first, **kwargs)
        for place, name in enumerate(PLACES, start=1):
            self.fields[f"place_{place}"] = forms.ChoiceField(
                label=name,
                required=False,
                choices=self._choices(),
                error_messages={"invalid_choice": "The guide does not have this one any more. Choose another."},
            )

    def _choices(self) -> list[tuple[str, str]]:
        # A stage says its routine, too: a closed field shows the chosen line and nothing around it.
        shown = [("", "None")]
        for one in plans.known_plans().offered:
            values = [(pins.value_of(plan), plan.minutes) for plan in one.plans]
            shown += [(value, f"{self.known[value].title}, {minutes} min") for value, minutes in values]
        shown += [(value, f"{one.title} (not in the guide any more)") for value, one in self.known.items()
                  if value.startswith("kept-")]  # fmt: skip
        return shown

    def clean(self) -> dict[str, Any]:
        """Each routine once."""
        given = self.cleaned_data
        seen: set[str] = set()
        for place, name in enumerate(PLACES, start=1):
            value = given.get(f"place_{place}", "")
            if value and value in seen:
                self.add_error(f"place_{place}", f"{name}: you chose this one already. Choose another, or none.")
            seen.add(value)
        return given

    def chosen(self) -> list[pins.Choice]:
        """What was chosen, in order."""
        values = [self.cleaned_data[f"place_{place}"] for place in range(1, MOST_PINS + 1)]
        return [self.known[value] for value in values if value]
