"""The dose of an exercise: how many, how long, how heavy. Pure values; nothing here knows a database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
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
# The most that a dose may ask for: far beyond what anybody does, and little enough for a page and a player.
MOST = {
    "sets": 20,
    "reps": 200,
    "hold_s": 600,
    "duration_s": 3600,
    "distance_m": 5000,
    "rest_s": 900,
    "rep_s": 120,
}
# One repetition, in seconds: up (or out), held there, and down (or back).
TEMPO = ("up_s", "top_s", "down_s")
# Whose work it is: each side for itself, one after the other; both together; left and right by turns, so many on each;
# the sore side alone, which has no second half.
EACH, BOTH, TURNS, SORE = SIDES = ("each", "both", "turns", "sore")
FLAGS = ("each_way",)
WORDS = ("load", "how_often")
# The parts that are one value each.
SINGLE = (*FLAGS, "sides", *TEMPO, *WORDS)
# The order in which a content file holds them.
KEYS = (
    "sets",
    "reps",
    "hold_s",
    "duration_s",
    "distance_m",
    "each_way",
    "sides",
    "rest_s",
    "rep_s",
    "up_s",
    "top_s",
    "down_s",
    "load",
    "how_often",
)


@dataclass(frozen=True)
class Dose:
    """How much of an exercise.

    `reps` per set, `hold_s` seconds held in each repetition (or each set when there are no reps), `duration_s` seconds
    of going on, `rest_s` seconds between sets, `rep_s` seconds that one repetition lasts, `up_s`, `top_s` and `down_s`
    the tempo within it. `sides` is one of SIDES. None, or an empty text, means "not given".
    """

    sets: Range | None = None
    reps: Range | None = None
    hold_s: Range | None = None
    duration_s: Range | None = None
    distance_m: Range | None = None
    rest_s: Range | None = None
    rep_s: Range | None = None
    up_s: int | None = None
    top_s: int | None = None
    down_s: int | None = None
    each_way: bool = False
    sides: str = ""
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
            elif key in SINGLE:
                values[key] = _single(key, value)
            else:
                raise ValueError(f"{key}: a dose has no such part; it may hold {', '.join(KEYS)}")
        dose = cls(**values)
        if dose.is_empty:
            raise ValueError("say how many times, how long to hold it or keep going, or how far")
        if fault := dose.tempo_fault:
            raise ValueError(fault)
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
    def tempo(self) -> tuple[int, int, int] | None:
        """Seconds up, held and down of one repetition; None where no tempo is prescribed."""
        return (self.up_s, self.top_s or 0, self.down_s) if self.up_s and self.down_s else None

    @property
    def tempo_fault(self) -> str:
        """What is wrong with the tempo, after the key that it concerns; empty when it is right."""
        if bool(self.up_s) != bool(self.down_s) or (self.top_s and not self.up_s):
            return "up_s: a tempo has seconds up and seconds down; how long it is held on top can be left out"
        if self.tempo and not self.reps:
            return "up_s: a tempo belongs to repetitions"
        if self.tempo and self.hold_s:
            return "up_s: a tempo holds by top_s and not by hold_s"
        total = sum(self.tempo or ())
        if self.tempo and self.rep_s and not self.rep_s.low <= total <= self.rep_s.high:
            return f"rep_s: the tempo makes {total} seconds a repetition"
        return ""

    @property
    def tempo_words(self) -> str:
        """The tempo as it is counted: `3 s up, 2 s held, 3 s down`."""
        if self.tempo is None:
            return ""
        up, top, down = self.tempo
        return f"{up} s up, {f'{top} s held, ' if top else ''}{down} s down"

    @property
    def pace_words(self) -> str:
        """Its tempo and its rest, where nobody counts them for you: `3 s up, 3 s down, rest 120–180 s`; empty for neither."""
        rest = f"rest {self.rest_s} s" if self.rest_s else ""
        return ", ".join(filter(None, (self.tempo_words, rest)))

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

    def words(self, limb: str = "side") -> str:
        """The whole dose on one line, for a list: `2–3 × 30–45 s on each leg`. `limb`: leg, foot, or side for either.

        Of sets, repetitions and seconds nobody reads a product: `2 sets of 6 on each leg, 2–3 s hold`.
        """
        many_sets = self.sets is not None and self.sets.high > 1
        threefold = many_sets and bool(self.reps and self.hold_s)
        if threefold:
            text = f"{self.sets} sets of {self.reps}"
        else:
            text = f"{self.sets} {TIMES} {self.amount}" if many_sets else self.amount
        if text == str(self.reps) and not self.each_way and self.sides not in (EACH, TURNS):
            text += " times"
        if self.each_way:
            text += " each way"
        text += self._whose(limb)
        if threefold:
            text += f", {self.hold_s} s hold"
        if self.load and self.reps:
            text += f", {self.load}"
        return text

    def brief(self, limb: str = "side") -> str:
        """The dose without its weight, for a card."""
        return replace(self, load="").words(limb)

    def _whose(self, limb: str) -> str:
        if self.sides == TURNS and not self.reps:
            return ", left and right by turns"
        return {
            "": "",
            EACH: f" on each {limb}",
            BOTH: f", both {plural(limb)} together",
            TURNS: f" on each {limb}, by turns",
            SORE: f", the sore {limb} only",
        }[self.sides]

    def cells(self, limb: str = "side") -> list[tuple[str, str]]:
        """The dose as up to five (value, label) pairs for the table at the head of an exercise."""
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
            cells.append((str(self.sets), "set" if self.sets.high == 1 else "sets"))
        if self.sides:
            cells.append(
                {
                    EACH: ("Each", f"{limb}, one after the other"),
                    BOTH: ("Both", f"{plural(limb)} together"),
                    TURNS: ("Each", f"{limb}, by turns"),
                    SORE: ("Sore", f"{limb} only"),
                }[self.sides]
            )
        if self.rest_s:
            cells.append((f"{self.rest_s} s", "rest between sets"))
        return cells[:5]


def _single(key: str, value: Any) -> Any:
    """One part that is no range, as it is kept."""
    if key in FLAGS and not isinstance(value, bool):
        raise ValueError(f"{key}: write true or leave it out")
    if key == "sides" and value not in SIDES:
        raise ValueError(f"sides: {value!r} is not one of {', '.join(SIDES)}")
    if key in TEMPO and (isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 60):
        raise ValueError(f"{key}: write whole seconds, such as 3")
    return str(value) if key in WORDS else value


def plural(limb: str) -> str:
    """`legs`, `feet` or `sides`."""
    return {"foot": "feet"}.get(limb, f"{limb}s")
