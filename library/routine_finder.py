"""Finding a routine: by the minutes there are, by what is at hand, and for a sore heel end of the Achilles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from ankles.sent_numbers import number_sent
from library.models import AchillesHeel, Equipment

Facts = dict[str, Any]
PARAMS = ("minutes", "have", "heel")
MINUTES = (10, 20, 30)
# No routine may be longer (documents/schema.py).
LONGEST = 240
NEAREST = 3
# Of what could not be read.
SHOWN = 40
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
    """What a reader asked for. No thing ticked means: whatever it takes. What could not be read is kept, to be shown again."""

    minutes: int | None = None
    have: frozenset[str] | None = None
    heel_end: bool = False
    unread_minutes: str = ""
    unknown_things: tuple[str, ...] = ()

    @staticmethod
    def of(query: Mapping[str, Sequence[str]]) -> Wish:
        """From an address's parameters."""
        asked = next((text.strip() for text in query.get("minutes", ()) if text.strip()), "")
        minutes = number_sent(asked)
        if minutes is not None and not 1 <= minutes <= LONGEST:
            minutes = None
        things = [thing for thing in query.get("have", ()) if thing]
        known = [thing for thing in things if thing == NOTHING or thing in Equipment.values]
        return Wish(
            minutes=minutes,
            have=frozenset(known) - {NOTHING} if known else None,
            heel_end="yes" in query.get("heel", ()),
            unread_minutes=asked[:SHOWN] if minutes is None else "",
            unknown_things=tuple(thing[:SHOWN] for thing in things if thing not in known),
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked."""
        return self == Wish()

    @property
    def is_clear(self) -> bool:
        """Whether all that was asked could be read."""
        return not (self.unread_minutes or self.unknown_things)

    @property
    def choices_of_minutes(self) -> list[int]:
        """The minutes to choose from, with those that were asked for."""
        return sorted({*MINUTES, *([self.minutes] if self.minutes else [])})

    def fits(self, shortest_min: int, needs: Needs) -> bool:
        """Whether a routine fits: its shortest way within the minutes, nothing beyond what is at hand."""
        return (
            (self.minutes is None or shortest_min <= self.minutes)
            and (self.have is None or needs.equipment <= self.have)
            and not (self.heel_end and needs.hurts_heel_end)
        )

    def widened(self, shortest_min: int, needs: Needs) -> Wish:
        """The wish with room for a routine: as many minutes and things more as it takes. A sore heel end stays one."""
        return replace(
            self,
            minutes=self.minutes and max(self.minutes, shortest_min),
            have=None if self.have is None else self.have | needs.equipment,
        )

    def url(self, path: str) -> str:
        """The address that asks for this."""
        things = None if self.have is None else sorted(self.have) or [NOTHING]
        pairs = [("minutes", str(self.minutes))] if self.minutes else []
        pairs += [("have", thing) for thing in things or ()] + ([("heel", "yes")] if self.heel_end else [])
        return f"{path}?{urlencode(pairs)}" if pairs else path


def nearest(wish: Wish, lines: Iterable[Facts], all_needs: Mapping[str, Needs], path: str) -> list[Facts]:
    """When nothing fits: the routines that ask for least beyond the wish, each with what it takes and the address for it.

    Whoever is sore at the heel end is not told to forget it: what hurts there is not among them.
    """
    labels = {value: str(label).lower() for value, label in Equipment.choices}
    found = []
    for line in lines:
        needs, shortest = all_needs.get(line["slug"], Needs()), line["minutes"].low
        if wish.heel_end and needs.hurts_heel_end:
            continue
        wider = wish.widened(shortest, needs)
        things = sorted((wider.have or frozenset()) - (wish.have or frozenset()))
        more = (wider.minutes or 0) - (wish.minutes or 0)
        takes = [f"{wider.minutes}\N{NO-BREAK SPACE}minutes"] if more else []
        takes += [labels[thing] for thing in things]
        entry = {"title": line["title"], "url": line["url"], "takes": takes, "wider": wider.url(path)}
        found.append(((len(things) + bool(more), more, line["number"]), entry))
    return [entry for _, entry in sorted(found, key=lambda pair: pair[0])[:NEAREST]]


def things_of(all_needs: Iterable[Needs]) -> list[tuple[str, str]]:
    """Everything that any routine needs, as (value, words), in the order of the vocabulary."""
    wanted = {thing for needs in all_needs for thing in needs.equipment}
    return [(value, str(label)) for value, label in Equipment.choices if value in wanted]
