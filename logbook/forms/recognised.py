"""What a runner can recognise in a form that was not saved: its day, its places by name, their own numbers and words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from logbook.day import in_words
from logbook.forms.morning import SEVERITY, STIFFNESS
from logbook.place import Place
from logbook.vocabulary import DistanceUnit, Moment, Stiffness

# Fields that say something by name and value, beside whatever holds words.
NAMED: Final = {
    "minutes": "Minutes", "effort": "Effort", "severity": "Number", "distance": "Distance", "note": "Note",
}  # fmt: skip
CODED: Final = {"moment": ("When", Moment), "unit": ("In", DistanceUnit), STIFFNESS: ("Stiff", Stiffness)}


def words_of_unsent(day: date | None, today: date, fields: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Names and values as the logbook's pages call them; keys, and codes that no list has, are left out."""
    fields = list(fields)
    given = dict(fields)
    found = [("Day", in_words(day, today))] if day else []
    if place := _place(given.get("place") or f"{given.get('side')}-{given.get('area')}"):
        found.append(("Place", place))
    return found + [said for name, value in fields if value and (said := _said(name, value))]


def _said(name: str, value: str) -> tuple[str, str] | None:
    kind, _, code = name.partition("-")
    place = _place(code)
    if name in NAMED:
        return NAMED[name], value
    if kind == SEVERITY and place:
        return f"{place}, first steps", value
    if kind in CODED and (name == kind or place):
        label, vocabulary = CODED[kind]
        words = dict(vocabulary.choices).get(value)
        return (f"{place}, stiff" if place else label, str(words)) if words else None
    return (name.replace("_", " ").capitalize(), value) if " " in value.strip() else None


def _place(code: str) -> str:
    try:
        return Place.of_code(code).name
    except ValueError:
        return ""
