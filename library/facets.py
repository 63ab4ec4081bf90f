"""The exercise index: what can be chosen, how many each choice leaves, what to loosen when nothing is left.

Pure: rows in, values out. Within one facet choices add up (wall or chair); between facets they narrow (static and wall).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlencode

from library.models.vocabulary import BODY_PART_OF, AchillesHeel, BodyPart, Equipment, ExerciseType, Position, When

NOTHING = "none"
KIT = "equipment"


class Row(Protocol):
    """What the index needs to know of an exercise."""

    slug: str
    number: int
    title: str
    card_html: str
    type: str
    when: list[str]
    positions: list[str]
    equipment: list[str]
    tissues: list[str]
    achilles_heel: str
    picture: str


class Indexed:
    """An exercise with the options of every facet that it answers to, worked out once."""

    def __init__(self, row: Any) -> None:
        self.row: Row = row
        self.values: dict[str, frozenset[str]] = {
            "type": frozenset({row.type}),
            "when": frozenset(row.when),
            "equipment": frozenset(row.equipment) or frozenset({NOTHING}),
            "position": frozenset(row.positions),
            "area": frozenset(str(BODY_PART_OF[tissue]) for tissue in row.tissues if tissue in BODY_PART_OF),
            "heel": frozenset({row.achilles_heel}),
        }


@dataclass(frozen=True)
class Facet:
    """One question of the index: its name in the query string, its words, its options in order."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]

    def fits(self, indexed: Indexed, chosen: Set[str]) -> bool:
        """Whether an exercise stays when these options are chosen; all stay when none is.

        For equipment a choice means "I have this, and nothing else": an exercise stays when it needs some of it and
        nothing beyond it.
        """
        if not chosen:
            return True
        values = indexed.values[self.name]
        if self.name == KIT:
            return values <= chosen
        return not values.isdisjoint(chosen)

    def gains(self, indexed: Indexed, value: str, chosen: Set[str]) -> bool:
        """Whether an option speaks for an exercise: for equipment, beside the things that are chosen already."""
        if self.name == KIT:
            return value in indexed.values[KIT] and self.fits(indexed, {value, *chosen})
        return self.fits(indexed, {value})


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
        self.chosen: dict[str, frozenset[str]] = {
            facet.name: frozenset(query.get(facet.name, ())) & {value for value, _ in facet.options} for facet in FACETS
        }

    def of(self, rows: Sequence[Indexed], leaving_out: str = "") -> list[Indexed]:
        """The exercises that fit every facet (but for the one left out)."""
        asked = [
            (facet, self.chosen[facet.name])
            for facet in FACETS
            if self.chosen[facet.name] and facet.name != leaving_out
        ]
        return [row for row in rows if all(facet.fits(row, chosen) for facet, chosen in asked)]

    def without(self, name: str, value: str = "") -> Selection:
        """The selection without one option, or without a whole facet."""
        other = Selection({})
        dropped = {value} if value else self.chosen[name]
        other.chosen = self.chosen | {name: self.chosen[name] - dropped}
        return other

    def having(self, things: Set[str]) -> Selection:
        """The selection with more things at hand."""
        other = Selection({})
        other.chosen = self.chosen | {KIT: self.chosen[KIT] | things}
        return other

    def url(self, path: str, page: int = 1) -> str:
        """The address of the index with this selection, always in one order, at one of its pages."""
        pairs = [
            (facet.name, value) for facet in FACETS for value, _ in facet.options if value in self.chosen[facet.name]
        ]
        if page > 1:
            pairs.append(("page", str(page)))
        return f"{path}?{urlencode(pairs)}" if pairs else path

    @property
    def is_empty(self) -> bool:
        """True when nothing was chosen."""
        return not any(self.chosen.values())


def facet_list(selection: Selection, rows: Sequence[Indexed]) -> list[dict[str, Any]]:
    """The facets for the page.

    A count says how many exercises an option alone leaves, given the other facets; of a thing to have, how many use it
    and nothing beyond it and the things that are chosen.
    """
    found = []
    for facet in FACETS:
        others = selection.of(rows, leaving_out=facet.name)
        chosen = selection.chosen[facet.name]
        in_use = {value for row in rows for value in row.values[facet.name]} | chosen
        options = [
            {
                "value": value,
                "label": label,
                "count": sum(1 for row in others if facet.gains(row, value, chosen)),
                "on": value in chosen,
            }
            for value, label in facet.options
            if value in in_use
        ]
        found.append({"name": facet.name, "label": facet.label, "options": options})
    return found


def chosen_options(selection: Selection, path: str) -> list[dict[str, str]]:
    """What is chosen, each with the address that takes it away."""
    return [
        {"label": label, "url_without": selection.without(facet.name, value).url(path)}
        for facet in FACETS
        for value, label in facet.options
        if value in selection.chosen[facet.name]
    ]


def loosen(selection: Selection, rows: Sequence[Indexed], path: str) -> list[dict[str, Any]]:
    """When nothing is found: each facet that makes room when it is dropped, and for how many."""
    found = []
    for facet in FACETS:
        chosen = selection.chosen[facet.name]
        count = len(selection.of(rows, leaving_out=facet.name)) if chosen else 0
        if count:
            words = ", ".join(label for value, label in facet.options if value in chosen)
            found.append({"label": words, "url": selection.without(facet.name).url(path), "count": count})
    return found


def things_to_add(selection: Selection, rows: Sequence[Indexed], path: str) -> list[dict[str, Any]]:
    """When the things chosen are not enough: what else would have to be at hand, fewest things first, and for how many."""
    chosen = selection.chosen[KIT]
    labels = dict(next(facet.options for facet in FACETS if facet.name == KIT))
    lacking: dict[frozenset[str], int] = {}
    for row in selection.of(rows, leaving_out=KIT) if chosen else ():
        if not row.values[KIT].isdisjoint(chosen):
            lacks = row.values[KIT] - chosen
            lacking[lacks] = lacking.get(lacks, 0) + 1
    return [
        {
            "label": " and ".join(label for value, label in labels.items() if value in lacks),
            "url": selection.having(lacks).url(path),
            "count": count,
        }
        for lacks, count in sorted(lacking.items(), key=lambda item: (len(item[0]), -item[1]))
    ]
