"""What was said on the bad days: each word with on how many of them, and the notes of the worst."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

# Notes that are shown, those of the highest numbers first: a page is read in a minute.
MOST_NOTES: Final = 3


class BadDayRow(NamedTuple):
    """One symptom at or above the runner's number, with all that was said of it."""

    day: date
    severity: int
    qualities: tuple[str, ...]
    timing: tuple[str, ...]
    context: tuple[str, ...]
    onset: str
    note: str


@dataclass(frozen=True)
class WordCounts:
    """The words of some days: word -> on how many days, the most frequent first. `days` is how many days there are."""

    days: int
    qualities: Mapping[str, int]
    timing: Mapping[str, int]
    context: Mapping[str, int]
    onset: Mapping[str, int]
    notes: tuple[BadDayRow, ...]

    @property
    def says_anything(self) -> bool:
        """Whether there is a word or a note at all."""
        return bool(self.qualities or self.timing or self.context or self.onset or self.notes)


def count_words(rows: Iterable[BadDayRow]) -> WordCounts:
    """Count the words of some symptoms by days: a word that was said twice on a day counts once."""
    given = list(rows)
    noted = sorted((row for row in given if row.note), key=lambda row: (-row.severity, -row.day.toordinal()))
    return WordCounts(
        days=len({row.day for row in given}),
        qualities=_by_days((word, row.day) for row in given for word in row.qualities if word != "none"),
        timing=_by_days((word, row.day) for row in given for word in row.timing),
        context=_by_days((word, row.day) for row in given for word in row.context),
        onset=_by_days((row.onset, row.day) for row in given if row.onset),
        notes=tuple(noted[:MOST_NOTES]),
    )


def _by_days(words: Iterable[tuple[str, date]]) -> dict[str, int]:
    found: dict[str, set[date]] = {}
    for word, day in words:
        found.setdefault(word, set()).add(day)
    return {word: len(days) for word, days in sorted(found.items(), key=lambda one: (-len(one[1]), one[0]))}
