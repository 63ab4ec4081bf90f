"""How far a run was beside those before it. It describes: no score, no ratio of weeks, nothing that tells anybody to rest."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final, NamedTuple

# A run is held against the longest single run of the 30 days before its own day: Frandsen 2025 (FACTS T16), a study of
# 5,205 runners over 18 months. The acute:chronic ratio of weeks is not used (FACTS T15).
DAYS_BEFORE: Final = 30
SOURCE: Final = "frandsen-2025"


class Longer(NamedTuple):
    """A run that was longer than the longest of the days before: by how many percent, and what it is held against."""

    percent: int
    longest_m: int
    day: date

    @property
    def words(self) -> str:
        """`25 % longer than your longest run of the 30 days before`."""
        return f"{self.percent} % longer than your longest run of the {DAYS_BEFORE} days before"


def longer(distance_m: int | None, day: date, runs: Iterable[tuple[date, int | None]]) -> Longer | None:
    """What to say of a run of so many metres on a day, beside the runner's other runs as (day, metres).

    Only runs from 30 days before to the day before count (Frandsen 2025, as FACTS T16 implements it: `[day-30, day-1]`).
    None where there is nothing to say: no distance, no run with a distance in those days, as long or shorter, or longer by
    less than half a percent.
    """
    if distance_m is None:
        return None
    first, last = day - timedelta(days=DAYS_BEFORE), day - timedelta(days=1)
    before = [(metres, -when.toordinal()) for when, metres in runs if metres is not None and first <= when <= last]
    if not before:
        return None
    longest, when = max(before)  # the earliest of several that were as long
    # In whole numbers, halves upwards: no fraction of a float decides what is said.
    percent = (200 * (distance_m - longest) + longest) // (2 * longest)
    return Longer(percent, longest, date.fromordinal(-when)) if percent > 0 else None
