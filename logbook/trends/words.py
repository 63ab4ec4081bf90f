"""Every sentence that trends say. They describe what was entered, with its n; no advice, no cause, no verdict on a side.

Where a number is missing they say so. Sentences are whole, so that a test can read all of them (FACTS G).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from django.db.models import TextChoices

from logbook.day import in_short
from logbook.history.months import duration
from logbook.history.morning_after import STIFF
from logbook.history.periods import days_in_words
from logbook.history.week import counted_noun
from logbook.titles import title_of
from logbook.trends.bad_days import WordCounts
from logbook.trends.comparing import LEAST, REMARKABLE, Comparison, Verdict
from logbook.trends.counting import Tally
from logbook.trends.doing import Block, ExerciseInSpan, RunInSpan, SessionInSpan, Sets
from logbook.trends.mornings import Mornings
from logbook.trends.pairs import Pair
from logbook.trends.spans import WEEK, Span
from logbook.trends.spells import Spell
from logbook.vocabulary import Circumstance, DistanceUnit, Onset, Quality, Side, Timing

NONE: Final = "none"
MILE_M: Final = 1609.344
LONGEST_NOTE: Final = 200


class Reading(NamedTuple):
    """An answer in a few words, and the numbers it rests on."""

    lead: str
    rest: str


def span_in_words(span: Span) -> str:
    """How long a span is: `12 weeks`, `53 days`."""
    return counted_noun(span.days // WEEK, "week") if span.days % WEEK == 0 else counted_noun(span.days, "day")


def number_or_none(value: float | None) -> str:
    """`2`, `2.5`; `none` where there is none."""
    return NONE if value is None else f"{value:g}"


def middle_with_n(found: Tally) -> str:
    """`2 (n = 38)`."""
    return f"{number_or_none(found.middle)} (n = {found.n})"


# --- One span against another ---------------------------------------------------------------------------------------


def against_before(found: Comparison) -> Reading:
    """This span against the one before it."""
    before = f"the {span_in_words(found.before.span)} before"
    if found.verdict is Verdict.TOO_FEW:
        return Reading("Too little to compare yet.", _too_few(found, f"these {span_in_words(found.now.span)}", before))
    rest = f"The middle number is {middle_with_n(found.now)}; before, it was {middle_with_n(found.before)}."
    if found.now.middle == found.before.middle:
        return Reading(f"The same as in {before}.", rest)
    lead = {
        Verdict.CLOSE: f"Less than {REMARKABLE} points from {before}.",
        Verdict.LOWER: f"Lower than in {before}.",
        Verdict.HIGHER: f"Higher than in {before}.",
    }[found.verdict]
    return Reading(lead, rest)


def shorter_span(found: Span) -> str:
    """Where the chosen span is too long for a log, what of it can be compared."""
    return f"The last {span_in_words(found)} and those before them have enough: choose {found.days // WEEK} above."


def _step(found: Comparison) -> str:
    if found.now.middle == found.before.middle:
        return "That is the same."
    return {
        Verdict.CLOSE: f"That is less than {REMARKABLE} points apart.",
        Verdict.LOWER: "That is lower.",
        Verdict.HIGHER: "That is higher.",
    }[found.verdict]


def alone(found: Tally) -> Reading:
    """A span that has none before it: all of a log."""
    if not found.n:
        return Reading("No number yet.", "The first one begins the picture.")
    return Reading(
        f"The middle number is {middle_with_n(found)}.", "This is all of your log, so there is nothing before it."
    )


def since(found: Comparison, what: str, today: date) -> str:
    """From a day on against as many days before it; `what` began on it, empty for a day as such."""
    day = in_short(found.now.span.first, today)
    day += f", the first day of {what}" if what else ""
    long = counted_noun(found.now.span.days, "day")
    if found.verdict is Verdict.TOO_FEW:
        return f"Since {day}: too little to compare. {_too_few(found, f'the {long} since', f'the {long} before')}"
    return (
        f"Since {day} ({long}), the middle number is {middle_with_n(found.now)}. In the {long} before, it was "
        f"{middle_with_n(found.before)}. {_step(found)}"
    )


def _too_few(found: Comparison, now: str, before: str) -> str:
    there = counted_noun(found.now.n, "day") if found.now.n else "no day"
    earlier = str(found.before.n) if found.before.n else "none"
    return f"It takes {LEAST} days with a number on each side: {now} have {there}, {before} {earlier}."


def days_said(found: Tally) -> str:
    """How much of a span is known, and what a clear day counts as."""
    whole = found.span.days
    if not found.said:
        return f"None of these {counted_noun(whole, 'day')} has a word."
    words = f"{found.said} of {counted_noun(whole, 'day')} {'has' if found.said == 1 else 'have'} a word"
    if found.clear:
        words += f"; on {found.clear} of them nothing hurt, which counts as 0"
    silent = whole - found.said
    return (
        f"{words}. {counted_noun(silent, 'silent day')} {'is' if silent == 1 else 'are'} not counted."
        if silent
        else f"{words}."
    )


# --- Mornings, moments, sides ---------------------------------------------------------------------------------------


def first_steps(found: Comparison) -> str:
    """The last week's first steps against the first two weeks'."""
    if found.verdict is Verdict.TOO_FEW:
        return _too_few(found, "the last 7 days", "the first two weeks")
    return (
        f"First steps in the last 7 days: middle number {middle_with_n(found.now)}. In the first two weeks it was "
        f"{middle_with_n(found.before)}. {_step(found)}"
    )


def stiffness(found: Mornings) -> str:
    """How often which answer was given: `under 10 min on 4, not stiff on 2`; nothing where nobody answered."""
    ordered = sorted(found.stiffness.items(), key=lambda one: -one[1])
    words = ", ".join(f"{STIFF[answer]} on {count}" for answer, count in ordered)
    return words + (f" (longest {found.longest_min} min)" if found.longest_min else "")


def during_or_after(found: Pair) -> str:
    """During against after."""
    if not found.one.n and not found.other.n:
        return "Nothing was logged during or after."
    parts = [f"{name}, the middle number is {middle_with_n(one)}" for name, one in (("During", found.one), ("After", found.other))
             if one.n]  # fmt: skip
    words = "; ".join([parts[0], *(part[0].lower() + part[1:] for part in parts[1:])]) + "."
    return words + _on_shared_days(found, "during", "after")


def left_or_right(found: Pair, one: str) -> str:
    """A side against the other, described; `one` is the side of the first. It says nothing of what a difference means."""
    sides = {Side.LEFT: ("left", "right"), Side.RIGHT: ("right", "left")}[Side(one)]
    words = f"On the {sides[0]} the middle number is {middle_with_n(found.one)}, on the {sides[1]} {middle_with_n(found.other)}."
    return words + _on_shared_days(found, f"the {sides[0]}", f"the {sides[1]}")


def other_side_silent(side: str) -> str:
    """Nothing was logged on the other side of a place."""
    other = {Side.LEFT: "right", Side.RIGHT: "left"}[Side(side)]
    return f"Nothing was logged on the {other} side."


def _on_shared_days(found: Pair, one: str, other: str) -> str:
    if not found.both:
        return " No day has both."
    return (
        f" On {counted_noun(found.both, 'day')} with both, it was higher {_on(one)} on {found.one_higher}, {_on(other)} on "
        f"{found.other_higher}, and the same on {found.same}."
    )


def _on(what: str) -> str:
    return f"on {what}" if what.startswith("the ") else what


# --- Bad spells and what was said -----------------------------------------------------------------------------------


NO_NUMBER: Final = "Choose above from which number on a day is bad, and such days in a row are counted."


def spells_in_words(found: Sequence[Spell], bad_from: int, today: date) -> str:
    """How many bad spells, how long."""
    if not found:
        return f"No day at or above {bad_from}."
    days, longest = sum(one.days for one in found), max(found, key=lambda one: one.days)
    if len(found) == 1:
        return f"1 spell at or above {bad_from}: {spell(longest, today)}."
    return f"{len(found)} spells at or above {bad_from}, {counted_noun(days, 'day')} in all. The longest: {spell(longest, today)}."


def spell(one: Spell, today: date) -> str:
    """`5 days, 3 to 7 Nov, up to 7`."""
    return f"{counted_noun(one.days, 'day')}, {days_in_words(one.first, one.last, today)}, up to {one.highest}"


def began(first: date, today: date) -> str:
    """When a place was logged first."""
    return f"First logged on {in_short(first, today)}."


SAID_OF: Final[tuple[tuple[str, str, type[TextChoices]], ...]] = (
    ("qualities", "What it felt like", Quality),
    ("timing", "When it came", Timing),
    ("context", "What was different", Circumstance),
    ("onset", "How it began", Onset),
)


def said_in_words(found: WordCounts) -> list[tuple[str, str]]:
    """What was said on some days, as (question, words with on how many days)."""
    lines = []
    for name, question, vocabulary in SAID_OF:
        words: Mapping[str, int] = getattr(found, name)
        if words:
            told = "; ".join(f"{vocabulary(word).label} ({count})" for word, count in words.items())
            lines.append((question, told))
    return lines


def worst_days(days: int, highest: int) -> str:
    """On how many days the highest number stands, whose words are shown where no number was chosen; nothing for none."""
    return f"The highest number is {highest}, on {counted_noun(days, 'day')}." if days else ""


# --- What was done --------------------------------------------------------------------------------------------------


def sets(found: Sets | None) -> str:
    """`9 sets`, `6 to 9 sets`, `4 rounds`; nothing where none was done whole."""
    if found is None:
        return ""
    noun = "round" if found.timed else "set"
    return counted_noun(found.low, noun) if found.low == found.high else f"{found.low} to {found.high} {noun}s"


def how_many(found: Sets | None) -> str:
    """The same for a narrow column: `9`, `6 to 9`."""
    return "" if found is None else str(found.low) if found.low == found.high else f"{found.low} to {found.high}"


def exercise_in_words(one: ExerciseInSpan) -> str:
    """`9 sets on 3 days, once in part`."""
    parts = [
        f"{sets(one.sets)} on {counted_noun(one.days, 'day')}" if one.sets else f"on {counted_noun(one.days, 'day')}"
    ]
    if one.in_part:
        parts.append("once in part" if one.in_part == 1 else f"{one.in_part} times in part")
    return ", ".join(parts)


def sessions_with_minutes(found: Block) -> str:
    """`4 sessions, 85 min in 3 of them`."""
    if not found.sessions:
        return "no session logged"
    counted = counted_noun(found.sessions, "session")
    if not found.timed:
        return f"{counted}, no minutes given"
    return f"{counted}, {duration(found.minutes)}" + (
        f" in {found.timed} of them" if found.timed < found.sessions else ""
    )


def runs_in_words(found: Block) -> str:
    """`2 runs, 14.5 km, 1 h 20 min`: silent about what nobody gave."""
    if not found.runs:
        return "no run logged"
    parts = [counted_noun(found.runs, "run")]
    if found.measured:
        parts.append(
            f"{found.kilometres:g} km" + (f" in {found.measured} of them" if found.measured < found.runs else "")
        )
    if found.timed_runs:
        long = duration(round(found.run_s / 60))
        parts.append(long + (f" in {found.timed_runs} of them" if found.timed_runs < found.runs else ""))
    return ", ".join(parts)


def run(one: RunInSpan) -> str:
    """`Run, 8 km, 45 min`; miles where it was given in miles."""
    parts = ["Run"]
    if one.distance_m is not None:
        metres, unit = (MILE_M, "mi") if one.unit == DistanceUnit.MILES else (1000, "km")
        parts.append(f"{round(one.distance_m / metres, 1):g} {unit}")
    if one.duration_s is not None:
        parts.append(f"{round(one.duration_s / 60)} min")
    return ", ".join(parts)


def session(row: SessionInSpan) -> str:
    """`Strength: Stage 2, 20 min`."""
    name = title_of(row.routine_name, row.stage_name) or "Session"
    return name if row.minutes is None else f"{name}, {row.minutes} min"


def in_a_row(lines: Iterable[str]) -> str:
    """Sentences one after the other."""
    return " ".join(line for line in lines if line)
