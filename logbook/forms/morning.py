"""The morning check: a number and an answer about stiffness for each place, all of it optional, some of it given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from logbook.forms.fields import Number, OneOf
from logbook.forms.sending import Sending
from logbook.guide import places
from logbook.models import Symptom
from logbook.place import Place
from logbook.vocabulary import Stiffness

SEVERITY, STIFFNESS, SEEN = "severity", "stiffness", "seen"


@dataclass(frozen=True)
class MorningAnswer:
    """What a form says of the first steps at one place; `seen` is the version of the entry it showed, 0 for none."""

    place: Place
    seen: int
    felt: Mapping[str, Any]

    def changes(self, entry: Symptom | None) -> dict[str, Any]:
        """What of it an entry does not say yet."""
        if entry is None:
            return dict(self.felt)
        found = {name: value for name, value in self.felt.items() if getattr(entry, name) != value}
        # Exact minutes belong to the answer they were given with.
        return found | ({"stiffness_min": None} if "stiffness" in found and entry.stiffness_min is not None else {})


class Morning(Sending):
    """Fields `severity-left-arch`, `stiffness-left-arch` and so on. Nothing is chosen but what was logged this morning."""

    def __init__(self, data: Any = None, *, asked: Iterable[Place], **kwargs: Any) -> None:
        """`asked` are the followed places, in their order."""
        super().__init__(data, **kwargs)
        # A place that another tab took off the list while this form was open is not lost.
        sent = {key.partition("-")[2] for key in self.data if key.startswith((f"{SEVERITY}-", f"{STIFFNESS}-"))}
        self.asked = list(asked)
        self.asked += [place for code, place in sorted(places.PLACES.items()) if code in sent and place not in asked]
        for place in self.asked:
            self.fields[f"{SEVERITY}-{place.code}"] = Number()
            self.fields[f"{STIFFNESS}-{place.code}"] = OneOf(Stiffness.choices)
            self.fields[f"{SEEN}-{place.code}"] = forms.IntegerField(required=False, min_value=0, max_value=2**31)

    def clean(self) -> dict[str, Any]:
        """One answer at least."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not self.told:
            self.add_error(None, "Give a number or an answer for at least one place.")
        return cleaned

    @property
    def told(self) -> list[MorningAnswer]:
        """The places about which something was said."""
        found = []
        for place in self.asked:
            severity, stiffness = (self.cleaned_data.get(f"{name}-{place.code}") for name in (SEVERITY, STIFFNESS))
            felt = ({"severity": severity} if severity is not None else {}) | (
                {"stiffness": stiffness} if stiffness else {}
            )
            if felt:
                found.append(MorningAnswer(place, self.cleaned_data.get(f"{SEEN}-{place.code}") or 0, felt))
        return found
