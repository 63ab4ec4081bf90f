"""Calendar months: minutes as a shade in four steps (the first is none), the worst number of a day as a shape, and both in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple

from logbook.day import MONTHS, WEEKDAYS, days_of, first_of_week
from logbook.history.periods import period_in_words
from logbook.history.record import Mark
from logbook.history.totals import Total, Totals
from logbook.history.week import AHEAD, WEEK, counted_noun
from logbook.models import EARLIEST
from logbook.pain import BANDS, band
from logbook.vocabulary import PeriodKind

# How many months the calendar opens with, and how far ahead a planned holiday can be looked at.
RECENT: Final = 3
MONTHS_AHEAD: Final = 12
# The least minutes of each shade after the first, which holds every shorter session.
STEPS: Final = (10, 20)
# From here on, minutes are said as hours and minutes.
LONG_MIN: Final = 120
NOTHING: Final = Total()
# What each number of a day adds to its classes and to its words.
WORST: Final = tuple((f" {band(number).css}", f"worst number {number}, {band(number).word}; ") for number in range(11))
KINDS: Final = {kind.value: kind.label.lower() for kind in PeriodKind}


class PastDay(NamedTuple):
    """A day up to today: its classes (shade, marks, kind of period, today), its address, what it says, its number."""

    css: str
    address: str
    words: str
    number: int


class DayAhead(NamedTuple):
    """A day to come, which has no page yet: the kind of a planned period, its number, and the rest of its words."""

    css: str
    number: int
    words: str


class MonthWeek(NamedTuple):
    """A week of a month: how many cells stay empty before it, its days up to today, its days to come."""

    lead: int
    past: list[PastDay]
    ahead: list[DayAhead]


@dataclass(frozen=True)
class Month:
    """One month: its weeks, its counts in words, and the periods that touch it."""

    first: date
    name: str
    address: str
    rows: list[MonthWeek]
    counts: str
    marked: list[str]
    is_empty: bool


@dataclass(frozen=True)
class MonthLink:
    """A month to go to: its name and its address as YYYY-MM; `here` marks the one that is shown."""

    name: str
    address: str
    here: bool = False


@dataclass(frozen=True)
class Year:
    """The twelve months of a year to go to, and the years beside it. Months nobody can mean have no address."""

    name: int
    months: list[MonthLink]
    before: MonthLink | None
    after: MonthLink | None


def weekdays(week_start: int) -> list[tuple[str, str]]:
    """The days of a week in the runner's order: two letters for the eye, the name for the ear."""
    names = [WEEKDAYS[(week_start + offset) % WEEK] for offset in range(WEEK)]
    return [(name[:2], name) for name in names]


def later(first: date, months: int) -> date:
    """The first day of the month so many months later; negative numbers go back."""
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def last_of(first: date) -> date:
    """The last day of the month that begins on a day."""
    return later(first, 1) - timedelta(days=1)


def recent(today: date) -> list[date]:
    """The months the calendar opens with, this one first."""
    this = today.replace(day=1)
    return [first for first in (later(this, -back) for back in range(RECENT)) if first >= EARLIEST]


def furthest(today: date) -> date:
    """The last month that can be looked at."""
    return later(today.replace(day=1), MONTHS_AHEAD)


def month(totals: Totals, first: date, today: date, week_start: int) -> Month:
    """The month that begins on `first`, as the runner's week lays it out."""
    last = last_of(first)
    begins = first_of_week(first, week_start)
    weeks = (first_of_week(last, week_start) - begins).days // WEEK + 1
    periods = [mark for mark in totals.periods if mark.first_day <= last and _known_end(mark, today) >= first]
    kinds = _kinds(periods, first, last, today)
    rows = [_row(totals, kinds, begins + timedelta(days=WEEK * number), first, last, today) for number in range(weeks)]
    return Month(
        first,
        name_of(first),
        f"{first:%Y-%m}",
        rows,
        "Still to come." if first > today else _counts(totals, first, last),
        [period_in_words(*mark, today) for mark in periods],
        not periods and not any(first <= day <= last for day in totals.logged_days),
    )


def year(shown: date, today: date) -> Year:
    """The months to go to in the year of the month that is shown: from the year 2000 to this month."""
    months = [date(shown.year, number, 1) for number in range(1, 13)]
    return Year(
        shown.year,
        [MonthLink(MONTHS[one.month - 1], _address(one, today), one == shown) for one in months],
        _turn(date(shown.year - 1, 12, 1), today, str(shown.year - 1)),
        _turn(date(shown.year + 1, 1, 1), today, str(shown.year + 1)),
    )


def months_later(first: date, today: date, months: int) -> MonthLink | None:
    """The month so many months later, where it can be meant; None beyond both ends."""
    this, to = today.replace(day=1), later(first, months)
    # Whoever looks at a month to come is led back to this one.
    return _turn(min(to, this) if months < 0 else to, today)


def name_of(first: date) -> str:
    """`November 2026`."""
    return f"{MONTHS[first.month - 1]} {first.year}"


def duration(minutes: int) -> str:
    """`1 minute`, `95 minutes`, `4 h 10 min`, `2 h`."""
    if minutes < LONG_MIN:
        return counted_noun(minutes, "minute")
    return f"{minutes // 60} h" + (f" {minutes % 60} min" if minutes % 60 else "")


def shade(total: Total) -> str:
    """The class of a day's minutes: `shade-1` to `shade-3`, `done` when no session says how long it was, else `shade-0`."""
    if not total.sessions:
        return "shade-0"
    if total.minutes is None:
        return "done"
    return "shade-1" if total.minutes < STEPS[0] else "shade-2" if total.minutes < STEPS[1] else "shade-3"


def _known_end(mark: Mark, today: date) -> date:
    """The last day that is known of a period: nobody knows how long an open one will last."""
    return mark.last_day or max(today, mark.first_day)


def _kinds(periods: Iterable[Mark], first: date, last: date, today: date) -> dict[date, str]:
    """The kind of each marked day of a month; where several hold a day, of the one that began last."""
    kinds = {}
    for mark in sorted(periods, key=lambda mark: mark.first_day):
        begins, ends = max(mark.first_day, first), min(_known_end(mark, today), last)
        kinds.update(dict.fromkeys(days_of(begins, (ends - begins).days + 1), mark.kind))
    return kinds


def _row(totals: Totals, kinds: Mapping[date, str], begins: date, first: date, last: date, today: date) -> MonthWeek:
    days = [day for day in days_of(begins, WEEK) if first <= day <= last]
    # Whoever flew west may have logged a day that is to come again: it opens like those before it.
    reached = max([today, *(day for day in days if day in totals.logged_days)])
    past = [_past(totals, kinds.get(day, ""), day, today) for day in days if day <= reached]
    ahead = [_ahead(kinds.get(day, ""), day) for day in days if day > reached]
    return MonthWeek(max((first - begins).days, 0), past, ahead)


def _past(totals: Totals, kind: str, day: date, today: date) -> PastDay:
    total, clear = totals.days.get(day, NOTHING), day in totals.clear_days
    sessions, _, minutes, symptoms, worst = total
    css, words = shade(total), ""
    if day == today:
        css, words = f"{css} today", "today; "
    if kind:
        css, words = f"{css} {kind}", f"{words}{KINDS[kind]}; "
    if sessions:
        words += counted_noun(sessions, "session") + (f", {duration(minutes)}; " if minutes else "; ")
    if ran := totals.runs.get(day, 0):
        css, words = f"{css} with-run", f"{words}{counted_noun(ran, 'run')}; "
    if worst is not None:
        shape, said = WORST[worst]
        css, words = css + shape, words + said
    elif symptoms:
        words += "stiffness; "
    if clear:
        css, words = css if symptoms else f"{css} clear", f"{words}nothing hurt; "
    if measured := day in totals.measured_days:
        words += "measured; "
    if not (sessions or ran or symptoms or clear or measured):
        words += "nothing logged; "
    number = day.day
    return PastDay(css, day.isoformat(), f"{number} {MONTHS[day.month - 1]}: {words[:-2]}", number)


def _ahead(kind: str, day: date) -> DayAhead:
    if not kind:
        return DayAhead(AHEAD, day.day, "")
    return DayAhead(f"{AHEAD} {kind}", day.day, f" {MONTHS[day.month - 1]}: {KINDS[kind]}")


def _counts(totals: Totals, first: date, last: date) -> str:
    """A month in a few sentences of counts, each with its n."""
    days = [total for day, total in totals.days.items() if first <= day <= last]
    clear, measured = (
        sum(first <= day <= last for day in found) for found in (totals.clear_days, totals.measured_days)
    )
    runs = [ran for day, ran in totals.runs.items() if first <= day <= last]
    sentences = [
        _sessions(days),
        f"{counted_noun(sum(runs), 'run')} on {counted_noun(len(runs), 'day')}." if runs else "",
        _numbers(days, clear),
        f"Measured on {counted_noun(measured, 'day')}." if measured else "",
    ]
    return " ".join(filter(None, sentences)) or f"Nothing logged in {MONTHS[first.month - 1]}."


def _sessions(totals: list[Total]) -> str:
    sessions, timed = sum(one.sessions for one in totals), sum(one.timed for one in totals)
    if not sessions:
        return ""
    counted = f"{counted_noun(sessions, 'session')} on {counted_noun(sum(one.sessions > 0 for one in totals), 'day')}"
    minutes = sum(one.minutes or 0 for one in totals)
    if not timed:
        return f"{counted}."
    told = (
        ""
        if timed == sessions
        else f" in the {timed} that say how long"
        if timed > 1
        else " in the one that says how long"
    )
    return f"{counted}, {duration(minutes)}{told}."


def _numbers(totals: list[Total], clear: int) -> str:
    found = Counter(band(one.worst).word for one in totals if one.worst is not None)
    said = []
    if found:
        each = ", ".join(f"{one.word} on {found[one.word]}" for one in BANDS if found[one.word])
        said.append(f"A number on {counted_noun(found.total(), 'day')}: {each}")
    if clear:
        said.append(f"nothing hurt on {counted_noun(clear, 'day')}")
    words = "; ".join(said)
    return f"{words[0].upper()}{words[1:]}." if said else ""


def _address(first: date, today: date) -> str:
    # What is to come has a page, for a holiday that was marked, but no way leads there.
    return f"{first:%Y-%m}" if EARLIEST <= first <= today.replace(day=1) else ""


def _turn(first: date, today: date, name: str = "") -> MonthLink | None:
    address = _address(first, today)
    return MonthLink(name or name_of(first), address) if address else None
