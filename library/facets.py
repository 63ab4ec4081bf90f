"""The exercise index: what can be chosen, how many each choice leaves, what to loosen when nothing is left.

Pure: rows in, values out. Within one facet choices add up (wall or chair); between facets they narrow (static and wall).
For equipment a choice means "I have this": an exercise stays when it needs nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlencode

from library.models.vocabulary import BODY_PART_OF, AchillesHeel, BodyPart, Equipment, ExerciseType, Position, When

NOTHING = "none"


class Row(Protocol):
    """What the index needs to know of an exercise."""

    type: str
    when: list[str]
    positions: list[str]
    equipment: list[str]
    tissues: list[str]
    achilles_heel: str


@dataclass(frozen=True)
class Facet:
    """One question of the index: its name in the query string, its words, its options in order."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]

    def values(self, row: Row) -> set[str]:
        """The options that a row answers to."""
        values: set[str] = _VALUES[self.name](row)
        return values

    def fits(self, row: Row, chosen: set[str]) -> bool:
        """Whether a row stays when these options are chosen; all stay when none is."""
        if not chosen:
            return True
        values = self.values(row)
        if self.name == "equipment":
            return values <= chosen | {NOTHING} if values != {NOTHING} else NOTHING in chosen or bool(chosen)
        return bool(values & chosen)


_VALUES: Mapping[str, Any] = {
    "type": lambda row: {row.type},
    "when": lambda row: set(row.when),
    "equipment": lambda row: set(row.equipment) or {NOTHING},
    "position": lambda row: set(row.positions),
    "area": lambda row: {str(BODY_PART_OF[tissue]) for tissue in row.tissues if tissue in BODY_PART_OF},
    "heel": lambda row: {row.achilles_heel},
}


def _options(vocabulary: Any) -> tuple[tuple[str, str], ...]:
    return tuple((value, str(label)) for value, label in vocabulary.choices)


FACETS = (
    Facet("type", "Type", _options(ExerciseType)),
    Facet("when", "When", _options(When)),
    Facet("equipment", "Things you have", ((NOTHING, "Nothing"), *_options(Equipment))),
    Facet("position", "Position", _options(Position)),
    Facet("area", "Where it works", _options(BodyPart)),
    Facet("heel", "Sore at the heel end of the Achilles", _options(AchillesHeel)),
)
PARAMS = tuple(facet.name for facet in FACETS)


class Selection:
    """What a reader chose, read from a query string; values that are no options are ignored."""

    def __init__(self, query: Mapping[str, Sequence[str]]) -> None:
        self.chosen: dict[str, set[str]] = {
            facet.name: {value for value in query.get(facet.name, ()) if value in dict(facet.options)}
            for facet in FACETS
        }

    def of(self, rows: Sequence[Any]) -> list[Any]:
        """The rows that fit every facet."""
        return [row for row in rows if all(facet.fits(row, self.chosen[facet.name]) for facet in FACETS)]

    def with_toggled(self, name: str, value: str) -> Selection:
        """The selection with one option turned the other way."""
        other = Selection({})
        other.chosen = {key: set(values) for key, values in self.chosen.items()}
        other.chosen[name] ^= {value}
        return other

    def without(self, name: str) -> Selection:
        """The selection without one facet."""
        other = Selection({})
        other.chosen = {key: set(values) if key != name else set() for key, values in self.chosen.items()}
        return other

    def url(self, path: str) -> str:
        """The address of the index with this selection, always in one order."""
        pairs = [
            (facet.name, value) for facet in FACETS for value, _ in facet.options if value in self.chosen[facet.name]
        ]
        return f"{path}?{urlencode(pairs)}" if pairs else path

    @property
    def is_empty(self) -> bool:
        """True when nothing was chosen."""
        return not any(self.chosen.values())


def facet_list(selection: Selection, rows: Sequence[Any], path: str) -> list[dict[str, Any]]:
    """The facets for the page. A count says how many exercises that option has, given the other facets."""
    found = []
    for facet in FACETS:
        others = selection.without(facet.name).of(rows)
        options = []
        for value, label in facet.options:
            on = value in selection.chosen[facet.name]
            count = sum(1 for row in others if facet.fits(row, {value}))
            if any(value in facet.values(row) for row in rows) or on:
                url = selection.with_toggled(facet.name, value).url(path)
                options.append({"value": value, "label": label, "count": count, "on": on, "url": url})
        found.append({"name": facet.name, "label": facet.label, "options": options})
    return found


def active(selection: Selection, path: str) -> list[dict[str, str]]:
    """What is chosen, each with the address that takes it away."""
    return [
        {"label": label, "url_without": selection.with_toggled(facet.name, value).url(path)}
        for facet in FACETS
        for value, label in facet.options
        if value in selection.chosen[facet.name]
    ]


def loosen(selection: Selection, rows: Sequence[Any], path: str) -> list[dict[str, Any]]:
    """When nothing is found: each facet that makes room when it is dropped, and for how many."""
    found = []
    for facet in FACETS:
        if selection.chosen[facet.name]:
            count = len(selection.without(facet.name).of(rows))
            if count:
                words = ", ".join(label for value, label in facet.options if value in selection.chosen[facet.name])
                found.append({"label": words, "url": selection.without(facet.name).url(path), "count": count})
    return found
