"""The week against the aim, and four weeks of dots. Counts and nothing else: no streak, nothing that resets to zero."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Final, NamedTuple

from logbook import distance
from logbook.day import MONTHS, WEEKDAYS, days_of, first_of_week, in_short
from logbook.history.record import Record
from logbook.vocabulary import PeriodKind

WEEK: Final = 7
# This week and the three before it.
WEEKS: Final = 4
SHOWN: Final = WEEK * WEEKS

# What a day is, as the class that gives it its shape; whether it is today is said beside it.
DONE, MARKED, NOTHING, AHEAD = "done", "marked", "silent", "ahead"


class WeekDay(NamedTuple):
    """A day of the strip: its letter and number, its state, the words for those who hear it, and its own page."""

    day: date
    letter: str
    number: int
    state: str
    is_today: bool
    kind: str
    words: str
    # YYYY-MM-DD, as the address has it; empty for a day to come, which has no page yet. Whoever flew west may have logged
    # a day that is to come again.
    address: str
    ran: bool = False


class Week(NamedTuple):
    """Seven days, what was done in them, and the aim in one sentence.

    `aim` is what the weekly aim comes to without the days of a period: None where the runner has none, 0 where the
    whole week is marked.
    """

    days: list[WeekDay]
    sessions: int
    aim: int | None
    sentence: str


class RhythmWeek(NamedTuple):
    """Seven dots: a label, the state of each day, on how many the runner trained, and that for eyes and for ears."""

    label: str
    dots: list[str]
    trained: int
    figure: str
    words: str


class Rhythm(NamedTuple):
    """Four weeks, the oldest first, and one sentence."""

    weeks: list[RhythmWeek]
    sentence: str


def days_of_today(today: date, week_start: int) -> tuple[date, date]:
    """The first and the last day that Today's week, rhythm and chart look at: 28 days up to today, the rest of its week."""
    return (today - timedelta(days=SHOWN - 1), first_of_week(today, week_start) + timedelta(days=WEEK - 1))


def week(record: Record, today: date, week_start: int, aim: int | None) -> Week:
    """The week that today lies in. `week_start` counts as `date.weekday()`; `aim` is sessions a week, or None."""
    days = days_of(first_of_week(today, week_start), WEEK)
    done = sum(len(record.sessions_on(day)) for day in days)
    kinds = Counter(kind for kind in map(record.kind_on, days) if kind)
    left = None if aim is None else aim_without(aim, kinds.total())
    shown = [_day_of_week(record, day, today) for day in days]
    return Week(shown, done, left, " ".join(filter(None, (_aim_sentence(done, aim, left, kinds), _ran(record, days)))))


def _ran(record: Record, days: list[date]) -> str:
    """The runs of a week in a sentence of their own: they are no sessions, and no aim counts them."""
    runs = [row for day in days for row in record.runs_on(day)]
    metres = [row.distance_m for row in runs if row.distance_m is not None]
    if not runs:
        return ""
    unit = runs[-1].distance_unit or next((row.distance_unit for row in runs if row.distance_unit), "")
    return f"{counted_noun(len(runs), 'run')}{f', {distance.distance_in_words(sum(metres), unit)}' if metres else ''}."


def aim_without(aim: int, marked: int) -> int:
    """What a weekly aim comes to when some of its seven days are marked: the share of the others, halves rounded down.

    An aim of 4 with 3 days of holiday is 2.
    """
    return -((WEEK - 2 * aim * (WEEK - marked)) // (2 * WEEK))


def rhythm(record: Record, today: date, week_start: int) -> Rhythm:
    """This week and the three before it, a dot for each day."""
    this = first_of_week(today, week_start)
    firsts = [this - timedelta(days=WEEK * back) for back in range(WEEKS - 1, -1, -1)]
    weeks = [_row(record, first, today, "This week" if first == this else in_short(first, today)) for first in firsts]
    whole = [
        one.trained
        for one, first in zip(weeks[:-1], firsts[:-1], strict=True)
        # Silence is not zero: a week of which nothing is known is not counted, nor one that was marked whole.
        if record.says_anything(first, first + timedelta(days=WEEK - 1)) and set(one.dots) != {MARKED}
    ]
    return Rhythm(weeks, _rhythm_sentence(whole))


def day_state(record: Record, day: date, today: date) -> str:
    """What a day is: `done`, `marked` (in a period, without a session), `silent` (nothing logged) or `ahead`."""
    if record.sessions_on(day):
        return DONE
    if record.kind_on(day):
        return MARKED
    return AHEAD if day > today else NOTHING


def counted_noun(count: int, noun: str) -> str:
    """`1 session`, `3 sessions`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _day_of_week(record: Record, day: date, today: date) -> WeekDay:
    state, kind = day_state(record, day, today), record.kind_on(day)
    label = PeriodKind(kind).label.lower() if kind else ""
    said = {
        DONE: counted_noun(len(record.sessions_on(day)), "session") + (f", {label}" if label else ""),
        MARKED: label,
        NOTHING: "no session" if record.says_anything(day, day) else "nothing logged",
        AHEAD: "still to come",
    }[state]
    words = f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
    ran = len(record.runs_on(day))
    runs = [counted_noun(ran, "run")] if ran else []
    said = ", ".join(runs if runs and state == NOTHING else [one for one in (said, *runs) if one])
    words += f", today: {said}" if day == today else f": {said}"
    address = day.isoformat() if day <= today or record.says_anything(day, day) else ""
    return WeekDay(day, WEEKDAYS[day.weekday()][0], day.day, state, day == today, kind, words, address, bool(ran))


def _aim_sentence(done: int, aim: int | None, left: int | None, kinds: Counter[str]) -> str:
    """The aim in one sentence, or two where days are marked. It counts; it does not judge."""
    so_far = f"{counted_noun(done, 'session')} this week" if done else "No session logged this week so far"
    if aim is None or left is None:
        return f"{so_far}."
    if not kinds:
        return f"{so_far}; you aim for {aim}."
    taken = _taken(kinds)
    if not left:
        return f"{so_far}. Your aim rests: {taken}."
    return f"{so_far}. You aim for {aim} a week; with {taken} that is {left}."


def _taken(kinds: Counter[str]) -> str:
    if len(kinds) > 1:
        return counted_noun(kinds.total(), "marked day")
    kind, days = next(iter(kinds.items()))
    return f"{counted_noun(days, 'day')} of {PeriodKind(kind).label.lower()}"


def _row(record: Record, first: date, today: date, label: str) -> RhythmWeek:
    days = days_of(first, WEEK)
    dots = [day_state(record, day, today) for day in days]
    count, marked = dots.count(DONE), dots.count(MARKED)
    words = f"{counted_noun(count, 'day')} with a session"
    if marked:
        words += f", {counted_noun(marked, 'day')} marked as rest, injury or holiday"
    return RhythmWeek(label, dots, count, counted_noun(count, "day"), words)


def _rhythm_sentence(counts: list[int]) -> str:
    """What is usual, from the days with a session in each whole week, with how many weeks that is."""
    if not any(counts):
        # Whoever logs runs or numbers alone is not told of no days.
        return "Once a whole week has a session in it, this line says how many days are usual for you."
    low, high = min(counts), max(counts)
    if len(counts) == 1:
        return f"In the one whole week you logged, there was a session on {counted_noun(low, 'day')}."
    usual = str(low) if low == high else f"{low} or {high}" if high == low + 1 else f"{low} to {high}"
    unit = "day" if usual == "1" else "days"
    return f"You usually manage a session on {usual} {unit} a week, counted over {len(counts)} whole weeks."
