"""What a picture of some days says in words: counts with their n, a median, and every number in a table. No advice."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from logbook.day import days_of, in_short
from logbook.history.months import duration
from logbook.history.periods import days_in_words
from logbook.history.record import Record, SessionRow
from logbook.history.week import counted_noun
from logbook.place import Place
from logbook.vocabulary import Moment

NO_ENTRY, NO_SESSION, NONE_LOGGED, CLEAR = "no entry", "no session logged", "none logged", "nothing hurt"


class TableRow(NamedTuple):
    """The same data as words: a day or a run of silent days, its worst number, its first steps, its sessions."""

    days: str
    worst: str
    first_steps: str
    sessions: str


@dataclass(frozen=True)
class Days:
    """Days in a row with what all places share of them: whether nothing hurt, the sessions, their minutes."""

    days: list[date]
    today: date
    clear: list[bool]
    sessions: list[list[SessionRow]]
    minutes: list[int]
    # All sessions together, as a sentence.
    total: str


@dataclass
class Numbers:
    """A place on each of the days: its highest number at any moment, and at the first steps. None: there is none."""

    worst: list[int | None]
    first_steps: list[int | None] = field(default_factory=list)

    @property
    def known(self) -> int:
        """On how many days there is a number."""
        return sum(number is not None for number in self.worst)


def days_up_to(record: Record, last: date, count: int, today: date) -> Days:
    """So many days of a record up to one of them."""
    days = days_of(last - timedelta(days=count - 1), count)
    sessions = [record.sessions_on(day) for day in days]
    total = sessions_in_words([one for done in sessions for one in done])
    return Days(
        days,
        today,
        [day in record.clear_days for day in days],
        sessions,
        [sum([one.minutes or 0 for one in done]) for done in sessions],
        f"{total[0].upper()}{total[1:]}.",
    )


def numbers(record: Record, days: Sequence[date]) -> Mapping[Place, Numbers]:
    """The numbers of every place that has one on these days."""
    at = {day: position for position, day in enumerate(days)}
    found: dict[Place, Numbers] = {}
    for row in record.symptoms:
        if row.severity is None or row.day not in at:
            continue
        place = found.get(row.place)
        if place is None:
            place = found[row.place] = Numbers([None] * len(days), [None] * len(days))
        position = at[row.day]
        if row.moment == Moment.FIRST_STEPS:
            place.first_steps[position] = row.severity
        worst = place.worst[position]
        place.worst[position] = row.severity if worst is None else max(worst, row.severity)
    return found


def in_counts(days: Days, worst: Sequence[int | None]) -> str:
    """On how many days, from what to what, the median, and the sessions of the same days. At least one is known."""
    known = [number for number in worst if number is not None]
    low, high, median = min(known), max(known), statistics.median(known)
    spread = f"{low} each time" if low == high else f"from {low} to {high}, median {median:g}"
    clear = sum(days.clear)
    nothing = f" Nothing hurt on {counted_noun(clear, 'day')}." if clear else ""
    return f"A number on {len(known)} of {len(worst)} days: {spread}.{nothing} {days.total}"


def chart_table(days: Days, felt: Numbers) -> list[TableRow]:
    """The newest day first; days in a row of which nothing is known are one row."""
    rows: list[TableRow] = []
    silent: list[date] = []

    def close() -> None:
        rows.append(TableRow(days_in_words(silent[-1], silent[0], days.today), NO_ENTRY, NO_ENTRY, NONE_LOGGED))
        silent.clear()

    each = (days.days, felt.worst, felt.first_steps, days.clear, days.sessions)
    for day, worst, first, clear, sessions in reversed(list(zip(*each, strict=True))):
        if worst is None and not clear and not sessions:
            silent.append(day)
            continue
        if silent:
            close()
        missing = CLEAR if clear else NO_ENTRY
        worst_said = missing if worst is None else str(worst)
        first_said = missing if first is None else str(first)
        rows.append(TableRow(in_short(day, days.today), worst_said, first_said, _in_short(sessions)))
    if silent:
        close()
    return rows


def sessions_in_words(done: Sequence[SessionRow]) -> str:
    """`2 sessions, 25 minutes in 1 of them`: silent about minutes that nobody gave."""
    if not done:
        return NO_SESSION
    known = [one.minutes for one in done if one.minutes is not None]
    minutes, timed = sum(known), len(known)
    counted = counted_noun(len(done), "session")
    if not timed:
        return f"{counted} without minutes"
    return f"{counted}, {duration(minutes)}" + (f" in {timed} of them" if timed < len(done) else "")


def _in_short(done: Sequence[SessionRow]) -> str:
    """The same for a narrow column: `2, 25 min in 1`."""
    if not done:
        return NONE_LOGGED
    known = [one.minutes for one in done if one.minutes is not None]
    minutes, timed = sum(known), len(known)
    told = f"{minutes} min" + (f" in {timed}" if timed < len(done) else "") if timed else "no minutes"
    return f"{len(done)}, {told}"
