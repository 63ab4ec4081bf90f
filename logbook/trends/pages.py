"""What the page of trends shows, as values ready to print. `now` is the runner's today."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.text import Truncator

from ankles.accounts.models import User
from logbook.day import day_url, in_short
from logbook.history import morning_after
from logbook.history.morning_after import AfterRow, WorkOfDay, row_in_words
from logbook.history.periods import days_in_words
from logbook.history.record import Mark
from logbook.history.week import counted_noun
from logbook.place import Place
from logbook.trends import bad_days, doing, drawing, key, mornings, reading, spells, words
from logbook.trends.bad_days import WordCounts
from logbook.trends.choosing import Chosen
from logbook.trends.comparing import compare
from logbook.trends.counting import Tally, tallies, tally
from logbook.trends.doing import DoneRow
from logbook.trends.drawing import BegunMark, Doings, PlacePicture, Series
from logbook.trends.pairs import pair
from logbook.trends.reading import Overview, PlaceByDay, Trends
from logbook.trends.spans import WEEK, Span, days_a_mark, so_many
from logbook.trends.spells import Spell
from logbook.trends.tabulating import Table, tabulate
from logbook.vocabulary import MeasureKind, Moment, Side, Weeks

Facts = dict[str, Any]
# How much of the latest is shown of what has a row each: more stands on the days themselves.
MOST_MORNINGS_AFTER: Final = 16
MOST_SPELLS: Final = 6
MOST_DOSES: Final = 24
MOST_STAGES: Final = 8


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


@dataclass(frozen=True)
class Question:
    """What a page of trends is about: the span, the one before it, since when, and from which number on a day is bad."""

    span: Span
    before: Span | None
    since: date | None
    since_title: str
    bad_from: int | None
    now: date
    places: tuple[Place, ...]

    @property
    def step(self) -> int:
        """How many days a mark of a picture stands for."""
        return days_a_mark(self.span, len(self.places))

    @property
    def most_mornings_after(self) -> int:
        """How many rows of the morning after each place has: the more places, the fewer."""
        return MOST_MORNINGS_AFTER // max(1, len(self.places))


def trends(runner: User, chosen: Chosen, overview: Overview, weeks: str, now: date) -> Facts:
    """All of the page but its forms: four queries."""
    span = so_many(weeks, now, overview.earliest)
    before = None if weeks == Weeks.ALL else span.before
    since = chosen.since(overview, now)
    places = chosen.places or overview.usual_places
    asked = Question(span, before, since, chosen.since_title, chosen.bad_from, now, places)
    log = reading.read_span(runner, _earliest(asked), now, places)
    done = reading.read_exercises(runner, span)
    threshold = {place: _threshold(log.of(place), asked) for place in places}
    said = reading.said_from(runner, span, places, min(threshold.values(), default=1))
    blocks = doing.work_by_blocks(span, asked.step, log.sessions, done, log.runs)
    doings = _doings(asked, log, overview, blocks)
    shown = []
    for place in places:
        rows = [row for row in said[place] if row.severity >= threshold[place]]
        shown.append(_place(place, log, asked, doings, overview, bad_days.count_words(rows), threshold[place]))
    pictures = [one.picture for one in shown if one.picture]
    for number, one in enumerate(one for one in shown if one.picture):
        one.first = number == 0
    return {
        "span": span,
        "span_words": days_in_words(*span, now),
        "spans": [(one.value, one.label, one.value == weeks) for one in Weeks],
        "places": shown,
        "is_empty": overview.earliest is None and not overview.measures,
        "keys": key.keys(asked.step, pictures, {one.place.side for one in shown if one.picture}),
        "periods": key.periods_in_words(doings),
        "by_block": {1: "", WEEK: ", week by week"}.get(asked.step, ", four weeks a row"),
        "names": key.CLASS_OF_MARK,
        "marks": key.SHAPE_OF_MARK,
        "clear_days": _clear_days(overview, now),
        "measured": _measured(overview, now),
        "begun": [(one.letter, one.what, in_short(one.day, now)) for one in doings.begun if one.what],
        "compared": [(one.letter, in_short(one.day, now)) for one in doings.begun if not one.what],
        **_work(log, overview, done, asked, blocks),
    }


def _earliest(asked: Question) -> date:
    """How far back is read: as far as any comparison reaches."""
    firsts = [asked.span.first]
    if asked.before:
        firsts.append(asked.before.first)
    if asked.since:
        firsts.append(Span(asked.since, asked.now).before.first)
    return min(firsts)


def _threshold(felt: PlaceByDay, asked: Question) -> int:
    """The runner's number, else the highest of the span, at least 1."""
    if asked.bad_from is not None:
        return asked.bad_from
    return max(asked.span.inside(felt.worst).values(), default=1) or 1


def _doings(asked: Question, log: Trends, overview: Overview, blocks: Sequence[doing.Block]) -> Doings:
    """What the pictures share; the blocks are one for each mark."""
    return Doings(
        asked.span,
        asked.step,
        asked.now,
        [mark for mark in log.periods if _touches(mark, asked.span)],
        [one.sessions for one in blocks],
        [one.minutes for one in blocks],
        [one.kilometres for one in blocks],
        begun=_begun(asked, overview),
    )


def _touches(mark: Mark, span: Span) -> bool:
    return mark.first_day <= span.last and (mark.last_day is None or mark.last_day >= span.first)


def _begun(asked: Question, overview: Overview) -> list[BegunMark]:
    """The routines and stages that were logged for the first time within the span, the newest few in their order.

    The day since when the runner compares stands among them, where none of them began on it.
    """
    stages = sorted((one for one in overview.stages if asked.span.holds(one.first)), key=lambda one: one.first)
    newest = stages[-len(drawing.LETTERS) :]
    begun = [BegunMark(letter, one.first, _title(one)) for letter, one in zip(drawing.LETTERS, newest, strict=False)]
    if asked.since and asked.span.holds(asked.since) and asked.since not in {one.day for one in begun}:
        begun.append(BegunMark(drawing.SINCE, asked.since, ""))
    return sorted(begun, key=lambda one: one.day)


def _place(
    place: Place, log: Trends, asked: Question, doings: Doings, overview: Overview, said: WordCounts, threshold: int
) -> PlaceShown:
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
    return words.against_before(compare(now, tally(asked.before, felt.worst, log.clear, felt.stiff)))


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


def _work(
    log: Trends, overview: Overview, done: Sequence[DoneRow], asked: Question, blocks: Sequence[doing.Block]
) -> Facts:
    """What was done: the last seven days and the seven before, block by block, stages and doses.

    A stage that is older than the span is told from its own first day; a dose is known of the span alone.
    """
    now = asked.now
    last = so_many(Weeks.FOUR, now, None).up_to(WEEK)
    if asked.step < WEEK:
        blocks = doing.work_by_blocks(asked.span, WEEK, log.sessions, done, log.runs)
    these, before = (doing.sum_up(span, log.sessions, done, log.runs) for span in (last, last.before))
    stages = doing.newest_first(one for one in overview.stages if one.last >= asked.span.first)
    doses = [one for one in doing.doses(done) if one.detail]
    told = asked.span.up_to(reading.MOST_DAYS_OF_EXERCISES)
    return {
        "last_words": days_in_words(*last, now),
        "last_week": _done_words(these),
        "week_before": _done_words(before),
        "last_exercises": [(one.name, words.exercise_in_words(one)) for one in doing.by_exercise(done, last)],
        "blocks": [
            (
                days_in_words(*one.span, now),
                str(one.sessions or ""),
                str(one.minutes) if one.timed else "",
                words.how_many(one.sets),
                f"{one.kilometres:g}" if one.measured else "",
            )
            for one in reversed(blocks)
            if one.sessions or one.runs
        ],
        "block_name": "Week" if asked.step <= WEEK else "Four weeks",
        "ran": any(one.measured for one in blocks),
        "stages": [
            (_title(one), _first_to_last(one, now), counted_noun(one.times, "session")) for one in stages[:MOST_STAGES]
        ],
        "doses": [(one.name, one.detail, _first_to_last(one, now)) for one in doses[:MOST_DOSES]],
        "more_doses": max(0, len(doses) - MOST_DOSES),
        "doses_of": days_in_words(*told, now) if overview.earliest and overview.earliest < told.first else "",
    }


def _clear_days(overview: Overview, now: date) -> str:
    """How often nothing hurt, for whoever has logged nothing that did; nothing for no such day."""
    if not overview.clear:
        return ""
    found = overview.clear[0]
    return f"You said on {counted_noun(found.times, 'day')} that nothing hurt, last on {in_short(found.last, now)}."


def _measured(overview: Overview, now: date) -> list[tuple[str, str]]:
    """What was measured, in words, the latest first; what came of it stands on its own page."""
    latest = sorted(overview.measures, key=lambda one: (-one.last.toordinal(), one.name, one.detail))
    return [
        (
            f"{MeasureKind(one.name).label}, {Side(one.detail).label.lower()}",
            f"{counted_noun(one.times, 'test')}, the last on {in_short(one.last, now)}",
        )
        for one in latest
    ]


def _done_words(found: doing.Block) -> str:
    """Sessions, and runs where there is any."""
    return "; ".join([words.sessions_with_minutes(found), *([words.runs_in_words(found)] if found.runs else [])])


def _title(one: doing.Stretch) -> str:
    return f"{one.name}: {one.detail}" if one.detail else one.name


def _first_to_last(one: doing.Stretch, now: date) -> str:
    return days_in_words(one.first, one.last, now)
