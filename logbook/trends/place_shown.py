"""One place on the page of trends: an answer, the sentences that it rests on, a picture or why there is none, tables."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.text import Truncator

from logbook.day import day_url, in_short
from logbook.history import morning_after
from logbook.history.morning_after import AfterRow, WorkOfDay, row_in_words
from logbook.history.periods import days_in_words
from logbook.place import Place
from logbook.trends import drawing, mornings, spells, words
from logbook.trends.bad_days import WordCounts
from logbook.trends.comparing import Verdict, compare, verdict
from logbook.trends.counting import Tally, tallies, tally
from logbook.trends.drawing import Doings, PlacePicture, Series
from logbook.trends.pairs import pair
from logbook.trends.question import Question
from logbook.trends.reading import Overview, PlaceByDay, Trends
from logbook.trends.spans import WEEK, Span
from logbook.trends.spells import Spell
from logbook.trends.tabulating import Table, tabulate
from logbook.vocabulary import Moment, Side, Weeks

MOST_SPELLS: Final = 6
# Twice such a span is read whatever longer one is chosen.
SHORTER: Final = [int(one) for one in (Weeks.TWENTY_SIX, Weeks.TWELVE, Weeks.FOUR)]


@dataclass(frozen=True)
class BadDayNote:
    """A note of a bad day, with its day."""

    day: str
    url: str
    number: int
    text: str


@dataclass
class PlaceShown:
    """One place: an answer, the sentences it rests on, a picture or why there is none, and tables.

    Under the first picture of a page stands what the marks say.
    """

    place: Place
    first: bool
    reading: words.Reading
    answers: list[tuple[str, str]]
    not_yet: str
    picture: PlacePicture | None
    table: Table | None
    mornings: list[tuple[str, str, str]]
    spells: list[str]
    more_spells: int
    notes: list[BadDayNote]
    after: list[tuple[str, str, list[str], AfterRow]]
    more_after: int


def place_shown(
    place: Place, log: Trends, asked: Question, doings: Doings, overview: Overview, said: WordCounts, threshold: int
) -> PlaceShown:
    """A place, asked a question. `threshold` is the number from which on its days count as bad."""
    felt, span = log.of(place), asked.span
    series = _series(felt, log, asked)
    now = tally(span, felt.worst, log.clear, felt.stiff)
    bad = spells.spells(felt.worst, asked.bad_from, span) if asked.bad_from else []
    days = {*(row.day for row in log.sessions), *(row.day for row in log.runs)}
    trained = sorted((day for day in days if day >= span.first), reverse=True)
    after = _after(felt, log, asked, set(trained[: asked.most_mornings_after]))
    drawn = sum(one.n > one.clear for one in series.worst) if doings.step == 1 else now.n
    enough = drawn >= drawing.LEAST_DAYS
    return PlaceShown(
        place=place,
        first=False,
        reading=_reading(now, felt, log, asked),
        answers=[*_answers(place, now, felt, log, asked, overview), *_bad_days(bad, now, said, threshold, asked)],
        not_yet="" if enough else _not_yet(drawn),
        picture=drawing.draw(place.name, series, doings) if enough else None,
        table=tabulate(series, doings) if enough else None,
        # Where a mark stands for a week or more, the table of the picture has the same mornings.
        mornings=_mornings(felt, log, asked) if asked.step == 1 else [],
        spells=[words.spell(one, asked.now) for one in bad[::-1][:MOST_SPELLS]] if len(bad) > 1 else [],
        more_spells=max(0, len(bad) - MOST_SPELLS),
        notes=[
            BadDayNote(
                in_short(row.day, asked.now),
                day_url(row.day),
                row.severity,
                Truncator(row.note).chars(words.LONGEST_NOTE),
            )
            for row in said.notes
        ],
        after=[(in_short(one.day, asked.now), day_url(one.day), list(one.done), row_in_words(one)) for one in after],
        more_after=max(0, len(trained) - asked.most_mornings_after),
    )


def _not_yet(known: int) -> str:
    there = "there is none" if not known else f"there {'is' if known == 1 else 'are'} {known}"
    return f"The picture begins after {drawing.LEAST_DAYS} days with a number; in this span {there}."


def _series(felt: PlaceByDay, log: Trends, asked: Question) -> Series:
    length, span = asked.step, asked.span
    mornings_of_marks = mornings.mornings_by_blocks(span, length, felt.at[Moment.FIRST_STEPS], felt.stiff, log.clear)
    return Series(
        tallies(span, length, felt.worst, log.clear),
        {
            Moment.FIRST_STEPS: [one.first_steps for one in mornings_of_marks],
            Moment.DURING: tallies(span, length, felt.at[Moment.DURING], ()),
            Moment.AFTER: tallies(span, length, felt.at[Moment.AFTER], ()),
        },
        mornings_of_marks,
    )


def _reading(now: Tally, felt: PlaceByDay, log: Trends, asked: Question) -> words.Reading:
    if asked.before is None:
        return words.alone(now)
    found = compare(now, tally(asked.before, felt.worst, log.clear, felt.stiff))
    lead, rest = words.against_before(found)
    if found.verdict is Verdict.TOO_FEW and (shorter := _shorter_span(felt, log, asked)):
        rest = words.in_a_row([rest, words.shorter_span(shorter)])
    return words.Reading(lead, rest)


def _shorter_span(felt: PlaceByDay, log: Trends, asked: Question) -> Span | None:
    """The longest of the shorter spans that can be held against the one before it; a young log has one."""
    for weeks in SHORTER:
        span = asked.span.up_to(weeks * WEEK)
        if span.days < asked.span.days:
            halves = [tally(one, felt.worst, log.clear) for one in (span, span.before)]
            if verdict(*halves) is not Verdict.TOO_FEW:
                return span
    return None


def _answers(
    place: Place, now: Tally, felt: PlaceByDay, log: Trends, asked: Question, overview: Overview
) -> list[tuple[str, str]]:
    """What stands beside the picture, as (question, answer)."""
    span = asked.span
    lines = [("Known", words.days_said(now))]
    if asked.since:
        from_then_on = Span(asked.since, asked.now)
        found = compare(tally(from_then_on, felt.worst, log.clear), tally(from_then_on.before, felt.worst, log.clear))
        lines.append(("Since then", words.since(found, asked.since_title, asked.now)))
    if spoken := words.in_a_row(_morning_words(felt, log, asked)):
        lines.append(("Mornings", spoken))
    lines.append(("During or after", words.during_or_after(pair(span, felt.at[Moment.DURING], felt.at[Moment.AFTER]))))
    lines.append(("Left or right", _other_side(place, felt, log, span)))
    if place in overview.places:
        lines.append(("Began", words.began(overview.places[place].first, asked.now)))
    return lines


def _bad_days(
    bad: Sequence[Spell], now: Tally, said: WordCounts, threshold: int, asked: Question
) -> list[tuple[str, str]]:
    """Spells, and what was said on their days; on the worst days where no number was chosen."""
    days = sum(days for number, days in now.counts.items() if number >= threshold)
    if asked.bad_from:
        lines = [("Bad days", words.spells_in_words(bad, asked.bad_from, asked.now))]
    else:
        lines = [("Bad days", words.in_a_row([words.worst_days(days, threshold), words.NO_NUMBER]))]
    return lines + words.said_in_words(said)


def _other_side(place: Place, felt: PlaceByDay, log: Trends, span: Span) -> str:
    other = log.of(Place(place.area, Side.RIGHT if place.side == Side.LEFT else Side.LEFT))
    if not any(span.holds(day) for day in other.worst):
        return words.other_side_silent(place.side)
    return words.left_or_right(pair(span, felt.worst, other.worst, log.clear), place.side)


def _mornings(felt: PlaceByDay, log: Trends, asked: Question) -> list[tuple[str, str, str]]:
    """Block by block, the newest first, those of which something is known: days, first steps, stiffness."""
    length = max(WEEK, asked.step)
    steps = felt.at[Moment.FIRST_STEPS]
    known = [one for one in mornings.mornings_by_blocks(asked.span, length, steps, felt.stiff, log.clear)
             if one.first_steps.n > one.first_steps.clear or one.stiff_n]  # fmt: skip
    return [
        (
            days_in_words(*one.span, asked.now),
            words.middle_with_n(one.first_steps) if one.first_steps.n else "",
            words.stiffness(one),
        )
        for one in reversed(known)
    ]


def _morning_words(felt: PlaceByDay, log: Trends, asked: Question) -> list[str]:
    steps = felt.at[Moment.FIRST_STEPS]
    found = mornings.against_the_first(asked.span, steps, log.clear)
    lines = [words.first_steps(found)] if found and any(asked.span.holds(day) for day in steps) else []
    last = mornings.count_mornings(asked.span.up_to(WEEK), steps, felt.stiff, log.clear)
    return lines + ([f"Stiffness in the last 7 days: {words.stiffness(last)}."] if last.stiff_n else [])


def _after(felt: PlaceByDay, log: Trends, asked: Question, days: Collection[date]) -> list[morning_after.TrainingDay]:
    """The mornings after some training days, the newest first."""
    done = [WorkOfDay(row.day, words.session(row)) for row in log.sessions if row.day in days]
    done += [WorkOfDay(row.day, words.run(row)) for row in log.runs if row.day in days]
    places = morning_after.FeltAround(
        felt.at[Moment.DURING], felt.at[Moment.AFTER], felt.at[Moment.FIRST_STEPS], felt.stiff
    )
    return morning_after.mornings_after(done, places, log.clear, asked.now)
