"""Finding a routine: by the minutes there are, by what is at hand, and for a sore heel end of the Achilles.

A routine is found by any way through it: all of it, a stage, or the short version that its text names.
"""

from __future__ import annotations

import re
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
# A paragraph of a routine's text that begins with the name of its short version.
SHORT_VERSION = re.compile(
    r"^\*\*(?P<name>Short version), (?P<minutes>\d{1,3}) minutes\.\*\*(?P<text>.*)$", re.MULTILINE
)
EXERCISE = re.compile(r"\(exercise:([a-z0-9-]+)")
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
class Way:
    """One way through a routine: the whole of it, one of its stages or its short version, by name; with what it asks for.

    The name is empty where there is one way only.
    """

    name: str
    minutes: int
    needs: Needs

    @property
    def words(self) -> str:
        """Its name and its minutes."""
        return f"{self.name}: {self.minutes}\N{NO-BREAK SPACE}min"


def short_version(body: str) -> tuple[str, int, frozenset[str]] | None:
    """The short version that a routine's text names: its name, its minutes, and the slugs of its exercises."""
    if not (match := SHORT_VERSION.search(body)):
        return None
    return match["name"], int(match["minutes"]), frozenset(EXERCISE.findall(match["text"]))


@dataclass(frozen=True)
class Wish:
    """What a reader asked for. No thing ticked means: whatever it takes. What could not be read is kept, to be shown again."""

    minutes: int | None = None
    have: frozenset[str] | None = None
    heel_end: bool = False
    unread_minutes: str = ""
    unknown_things: tuple[str, ...] = ()
    unread_heel: str = ""

    @staticmethod
    def of(query: Mapping[str, Sequence[str]]) -> Wish:
        """From an address's parameters."""
        asked = next((text.strip() for text in query.get("minutes", ()) if text.strip()), "")
        minutes = number_sent(asked)
        if minutes is not None and not 1 <= minutes <= LONGEST:
            minutes = None
        things = [thing for thing in query.get("have", ()) if thing]
        heels = [answer for answer in query.get("heel", ()) if answer]
        known = [thing for thing in things if thing == NOTHING or thing in Equipment.values]
        return Wish(
            minutes=minutes,
            have=frozenset(known) - {NOTHING} if known else None,
            heel_end="yes" in heels,
            unread_minutes=asked[:SHOWN] if minutes is None else "",
            unknown_things=tuple(thing[:SHOWN] for thing in things if thing not in known),
            unread_heel=next((answer[:SHOWN] for answer in heels if answer != "yes"), ""),
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked."""
        return self == Wish()

    @property
    def is_clear(self) -> bool:
        """Whether all that was asked could be read."""
        return not (self.unread_minutes or self.unknown_things or self.unread_heel)

    @property
    def choices_of_minutes(self) -> list[int]:
        """The minutes to choose from, with those that were asked for."""
        return sorted({*MINUTES, *([self.minutes] if self.minutes else [])})

    def fits(self, way: Way) -> bool:
        """Whether a way through a routine fits: within the minutes, nothing beyond what is at hand."""
        return (
            (self.minutes is None or way.minutes <= self.minutes)
            and (self.have is None or way.needs.equipment <= self.have)
            and not (self.heel_end and way.needs.hurts_heel_end)
        )

    def fitting(self, ways: Sequence[Way]) -> list[Way]:
        """Those of a routine's ways that fit."""
        return [way for way in ways if self.fits(way)]

    def widened(self, way: Way) -> Wish:
        """The wish with room for a way: as many minutes and things more as it takes. A sore heel end stays one."""
        return replace(
            self,
            minutes=self.minutes and max(self.minutes, way.minutes),
            have=None if self.have is None else self.have | way.needs.equipment,
        )

    def url(self, path: str) -> str:
        """The address that asks for this."""
        things = None if self.have is None else sorted(self.have) or [NOTHING]
        pairs = [("minutes", str(self.minutes))] if self.minutes else []
        pairs += [("have", thing) for thing in things or ()] + ([("heel", "yes")] if self.heel_end else [])
        return f"{path}?{urlencode(pairs)}" if pairs else path


def named_where_some_fit(ways: Sequence[Way], fitting: Sequence[Way]) -> list[str]:
    """Which ways fit, for the line of a routine; nothing where each does, or where there is one."""
    return [] if len(fitting) == len(ways) else [way.words for way in fitting]


def nearest(wish: Wish, lines: Iterable[Facts], all_ways: Mapping[str, Sequence[Way]], path: str) -> list[Facts]:
    """When nothing fits: the routines that ask for least beyond the wish, each with what it takes and the address for it.

    Whoever is sore at the heel end is not told to forget it: what hurts there is not among them.
    """
    found = []
    for line in lines:
        ways = [way for way in all_ways.get(line["slug"], ()) if not (wish.heel_end and way.needs.hurts_heel_end)]
        beyond = [(*_beyond(wish, wish.widened(way)), wish.widened(way)) for way in ways]
        if not beyond:
            continue
        things, more, wider = min(beyond, key=lambda one: (len(one[0]) + bool(one[1]), one[1]))
        takes = [f"{wider.minutes}\N{NO-BREAK SPACE}minutes"] if more else []
        takes += things
        entry = {"title": line["title"], "url": line["url"], "takes": takes, "wider": wider.url(path)}
        found.append(((len(things) + bool(more), more, line["number"]), entry))
    return [entry for _, entry in sorted(found, key=lambda pair: pair[0])[:NEAREST]]


def _beyond(wish: Wish, wider: Wish) -> tuple[list[str], int]:
    """The things, in words, and the minutes that a wider wish has beyond the wish."""
    labels = {value: str(label).lower() for value, label in Equipment.choices}
    things = sorted((wider.have or frozenset()) - (wish.have or frozenset()))
    return [labels[thing] for thing in things], (wider.minutes or 0) - (wish.minutes or 0)


def things_of(all_needs: Iterable[Needs]) -> list[tuple[str, str]]:
    """Everything that any routine needs, as (value, words), in the order of the vocabulary."""
    wanted = {thing for needs in all_needs for thing in needs.equipment}
    return [(value, str(label)) for value, label in Equipment.choices if value in wanted]
