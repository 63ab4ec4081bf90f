"""The dose of an exercise: how many, how long, how heavy. Pure values; nothing here knows a database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

EN_DASH = "\N{EN DASH}"
TIMES = "\N{MULTIPLICATION SIGN}"


class Range(NamedTuple):
    """From `low` to `high`, both included; equal when the dose is one number."""

    low: int
    high: int

    @classmethod
    def parse(cls, value: object) -> Range:
        """Read `12` or `"8-15"`. Raises ValueError with a message for an editor."""
        if isinstance(value, bool):
            raise ValueError("write a number such as 12, or a range such as 8-15")
        if isinstance(value, int):
            low = high = value
        else:
            first, dash, last = str(value).replace(EN_DASH, "-").partition("-")
            try:
                low = int(first)
                high = int(last) if dash else low
            except ValueError:
                raise ValueError("write a number such as 12, or a range such as 8-15") from None
        if low < 1 or high < low:
            raise ValueError("a range goes from a smaller to a larger number, both above zero")
        return cls(low, high)

    def document(self) -> int | str:
        """The form that a content file holds."""
        return self.low if self.low == self.high else f"{self.low}-{self.high}"

    def __str__(self) -> str:
        return str(self.low) if self.low == self.high else f"{self.low}{EN_DASH}{self.high}"


RANGES = ("sets", "reps", "hold_s", "duration_s", "distance_m", "rest_s", "rep_s")
FLAGS = ("each_way", "per_side")
WORDS = ("load", "how_often")
# The order in which a content file holds them.
KEYS = (
    "sets",
    "reps",
    "hold_s",
    "duration_s",
    "distance_m",
    "each_way",
    "per_side",
    "rest_s",
    "rep_s",
    "load",
    "how_often",
)


@dataclass(frozen=True)
class Dose:
    """How much of an exercise.

    `reps` per set, `hold_s` seconds held in each repetition (or each set when there are no reps), `duration_s` seconds
    of going on, `rest_s` seconds between sets, `rep_s` seconds that one repetition lasts. None means "not given".
    """

    sets: Range | None = None
    reps: Range | None = None
    hold_s: Range | None = None
    duration_s: Range | None = None
    distance_m: Range | None = None
    rest_s: Range | None = None
    rep_s: Range | None = None
    each_way: bool = False
    per_side: bool = False
    load: str = ""
    how_often: str = ""

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Dose:
        """Read the mapping of a content file. Raises ValueError naming the key."""
        values: dict[str, Any] = {}
        for key, value in document.items():
            if key in RANGES:
                try:
                    values[key] = Range.parse(value)
                except ValueError as error:
                    raise ValueError(f"{key}: {error}") from None
            elif key in FLAGS:
                if not isinstance(value, bool):
                    raise ValueError(f"{key}: write true or leave it out")
                values[key] = value
            elif key in WORDS:
                values[key] = str(value)
            else:
                raise ValueError(f"{key}: a dose has no such part; it may hold {', '.join(KEYS)}")
        dose = cls(**values)
        if dose.is_empty:
            raise ValueError("say how many, how long or how far: reps, hold_s, duration_s or distance_m")
        return dose

    def document(self) -> dict[str, Any]:
        """The mapping that a content file holds; parts that are not given are left out."""
        found: dict[str, Any] = {}
        for key in KEYS:
            value = getattr(self, key)
            if isinstance(value, Range):
                found[key] = value.document()
            elif value:
                found[key] = value
        return found

    @property
    def is_empty(self) -> bool:
        """True when the dose says nothing about how much."""
        return not (self.reps or self.hold_s or self.duration_s or self.distance_m)

    @property
    def amount(self) -> str:
        """One set in words: `10`, `30–45 s`, `10 × 5 s`, `20–30 s`, `10 m`."""
        if self.reps and self.hold_s:
            return f"{self.reps} {TIMES} {self.hold_s} s"
        if self.duration_s and (not self.reps or self.reps.high == 1):
            return f"{self.duration_s} s"
        if self.reps:
            return str(self.reps)
        if self.hold_s:
            return f"{self.hold_s} s"
        return f"{self.distance_m} m"

    def words(self) -> str:
        """The whole dose on one line, for a list: `2–3 × 30–45 s a side`."""
        many_sets = self.sets is not None and self.sets.high > 1
        text = f"{self.sets} {TIMES} {self.amount}" if many_sets else self.amount
        if text == str(self.reps) and not self.each_way:
            text += " times"
        if self.each_way:
            text += " each way"
        if self.per_side:
            text += " a side"
        if self.load and self.reps:
            text += f", {self.load}"
        return text

    def cells(self) -> list[tuple[str, str]]:
        """The dose as up to four (value, label) pairs for the table at the head of an exercise."""
        cells: list[tuple[str, str]] = []
        if self.hold_s:
            cells.append((f"{self.hold_s} s", "hold"))
        if self.duration_s:
            cells.append((f"{self.duration_s} s", "each time" if self.reps else "keep going"))
        if self.reps and not (self.reps.high == 1 and self.duration_s):
            cells.append((str(self.reps), "each way" if self.each_way else "times" if self.hold_s else "repetitions"))
        if self.distance_m:
            cells.append((f"{self.distance_m} m", "distance"))
        if self.sets:
            label = "set" if self.sets.high == 1 else "sets"
            cells.append((str(self.sets), f"{label} a side" if self.per_side else label))
        elif self.per_side:
            cells.append(("Both", "sides, one after the other"))
        if self.rest_s:
            cells.append((f"{self.rest_s} s", "rest between sets"))
        return cells[:4]

    def seconds(self) -> int:
        """How long it takes at the low end, in seconds: both sides, both ways, rests in. An estimate for editors."""
        sides = 2 if self.per_side else 1
        ways = 2 if self.each_way else 1
        sets = self.sets.low if self.sets else 1
        reps = self.reps.low if self.reps else 1
        if self.hold_s:
            one = reps * self.hold_s.low
        elif self.duration_s:
            one = reps * self.duration_s.low
        else:
            one = reps * (self.rep_s.low if self.rep_s else 3)
        rests = max(sets - 1, 0) * (self.rest_s.low if self.rest_s else 0)
        return sides * (sets * one * ways + rests)
