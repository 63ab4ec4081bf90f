"""Finding a routine: by the minutes there are, by what is at hand, and for a sore heel end of the Achilles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ankles.sent_numbers import number_sent
from library.models import AchillesHeel, Equipment

Facts = dict[str, Any]
PARAMS = ("minutes", "have", "heel")
MINUTES = (10, 20, 30)
# The only mark of "at hand: nothing at all".
NOTHING = "none"


@dataclass(frozen=True)
class Needs:
    """What a routine asks for: the equipment of all its steps, and whether a step is marked "no" for a sore heel end."""

    equipment: frozenset[str] = frozenset()
    hurts_heel_end: bool = False

    @staticmethod
    def of(steps: Iterable[tuple[Sequence[str], str, str]]) -> Needs:
        """From steps as (equipment, load in words, what their exercise means for the heel end)."""
        things: set[str] = set()
        hurts = False
        for equipment, load, heel in steps:
            things.update(equipment)
            if load:
                things.add(Equipment.WEIGHT)
            hurts = hurts or heel == AchillesHeel.NO
        return Needs(frozenset(things), hurts)


@dataclass(frozen=True)
class Wish:
    """What a reader asked for. Anything else in the address is left out. No thing ticked means: whatever it takes."""

    minutes: int | None = None
    have: frozenset[str] | None = None
    heel_end: bool = False

    @staticmethod
    def of(query: Mapping[str, Sequence[str]]) -> Wish:
        """From an address's parameters."""
        asked = map(number_sent, query.get("minutes", ()))
        things = [thing for thing in query.get("have", ()) if thing == NOTHING or thing in Equipment.values]
        return Wish(
            minutes=next((minutes for minutes in asked if minutes in MINUTES), None),
            have=frozenset(things) - {NOTHING} if things else None,
            heel_end="yes" in query.get("heel", ()),
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked."""
        return self == Wish()

    def fits(self, shortest_min: int, needs: Needs) -> bool:
        """Whether a routine fits: its shortest way within the minutes, nothing beyond what is at hand."""
        return (
            (self.minutes is None or shortest_min <= self.minutes)
            and (self.have is None or needs.equipment <= self.have)
            and not (self.heel_end and needs.hurts_heel_end)
        )


def things_of(all_needs: Iterable[Needs]) -> list[tuple[str, str]]:
    """Everything that any routine needs, as (value, words), in the order of the vocabulary."""
    wanted = {thing for needs in all_needs for thing in needs.equipment}
    return [(value, str(label)) for value, label in Equipment.choices if value in wanted]
