"""What one sheet shows, as values ready to print: the same for its owner's preview and for whoever opens a link to it.

How much of each part a sheet has is bounded, so that any span of any log is one page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import dropwhile
from typing import Any, Final, NamedTuple

from ankles.accounts.models import User
from logbook.day import in_short
from logbook.history.periods import period_in_words
from logbook.models import Sheet
from logbook.models.measures import TestedSide
from logbook.models.symptoms import NOTE, NotedSymptom
from logbook.place import Place
from logbook.report import measured, words
from logbook.report.drawing import PictureFrame, SheetPicture, draw_place, frame_for
from logbook.titles import title_of
from logbook.trends import doing, reading
from logbook.trends.counting import tallies, tally
from logbook.trends.mornings import count_mornings
from logbook.trends.reading import PlaceByDay, Trends
from logbook.trends.spans import ONE_DAY, WEEK, Span
from logbook.vocabulary import Moment, Side

MOST_ROWS: Final = 13  # of the table; longer spans have longer blocks
MOST_PERIODS: Final = 4
MOST_NOTES: Final = 3
FEW: Final = 2  # places: beside more of them the rest is set closer, and their pictures have what lists do without
# Fewer days with a number than these make no picture.
LEAST_DAYS: Final = 3


class ListLengths(NamedTuple):
    """How many lines the lists of a sheet may have."""

    after: int
    exercises: int
    stages: int


LISTS_OF_FEW: Final = ListLengths(after=4, exercises=5, stages=3)
LISTS_OF_MORE: Final = ListLengths(after=3, exercises=3, stages=2)


@dataclass(frozen=True)
class SheetPlace:
    """One place: what was entered in words, and its picture or why there is none."""

    place: Place
    title: str
    reading: str
    ends: str
    mornings: str
    picture: SheetPicture | None


@dataclass(frozen=True)
class SheetTableRow:
    """A block of days: its first day, two cells for each place, and what was done."""

    first_day: str
    cells: Sequence[str]
    sessions: str
    minutes: str
    km: str


@dataclass(frozen=True)
class SheetAfterRow:
    """A day on which something was done; for each place its numbers during, after and the next morning, or nothing where nobody
    said anything."""

    day: str
    what: str
    cells: Sequence[str]


@dataclass(frozen=True)
class NoteShown:
    """A note of one of the worst days."""

    day: str
    about: str
    text: str


def what_it_prints(runner: User, sheet: Sheet, places: Sequence[Place], today: date) -> dict[str, Any]:
    """All that the template of a sheet prints, about these places."""
    span = Span(*sheet.days(today))
    # A day more than the span: the morning after its last day is the next one's.
    log = reading.read_span(runner, span.first, min(span.last + ONE_DAY, max(today, span.last)), places)
    done = reading.read_exercises(runner, span)
    ran = [row for row in log.runs if span.first <= row.day <= span.last]
    block_days = WEEK * -(-span.days // (WEEK * MOST_ROWS))
    periods = [mark for mark in log.periods if mark.first_day <= span.last]
    felt = [log.of(place) for place in places]
    known = {day for one in felt for by_day in (one.worst, one.stiff) for day in span.inside(by_day)}
    clear = {day for day in log.clear if span.holds(day)}
    full = bool(sheet.questions or sheet.with_notes)
    frame = frame_for(len(places), full=full)
    shown = [_place(place, log, span, frame) for place in places]
    tests, noted = _tests_and_notes(runner, span, places if sheet.with_notes else ())
    taken = measured.measured_lines(tests, span)
    told = {
        "days": f"{words.on_paper(span.first)} to {words.on_paper(span.last)}",
        "length": words.length_of_span(span),
        "said": f"{len(known | clear)} of {span.days} days have a word",
        "questions": words.questions(sheet.questions),
        "periods": "; ".join(period_in_words(*mark, span.last) for mark in periods[-MOST_PERIODS:]),
        "places": shown,
        "clear_days": len(clear),
        "names": [place.name for place in places],
        "dense": len(places) > FEW,
        "full": full,
        "drawn": any(one.picture for one in shown),
        "block": "Week from" if block_days == WEEK else f"{block_days // WEEK} weeks from",
        "rows": _rows(span, block_days, log, places, ran),
        "after": _after(span, log, places, ran, today),
        "done": _done(span, log, done, ran, _lists(places)),
        "measures": taken,
        "bands": any(measured.PLUS_MINUS in line for line in taken),
        "notes": [_note(row, span) for row in noted],
        "with_notes": sheet.with_notes,
        "made": words.on_paper(today),
    }
    return {"sheet": told}


def _lists(places: Sequence[Place]) -> ListLengths:
    return LISTS_OF_FEW if len(places) <= FEW else LISTS_OF_MORE


def _place(place: Place, log: Trends, span: Span, frame: PictureFrame) -> SheetPlace:
    felt = log.of(place)
    worst, steps = span.inside(felt.worst), span.inside(felt.at[Moment.FIRST_STEPS])
    clear = [day for day in log.clear if span.holds(day)]
    drawn = None
    if len(worst) >= LEAST_DAYS:
        drawn = draw_place(span, worst, steps, clear, log.periods, frame, right=place.side == Side.RIGHT)
    return SheetPlace(
        place,
        f"{place.name}: the worst number of each {drawn.each if drawn else 'day'}",
        words.worst_and_middle(tally(span, worst, clear)),
        words.first_and_last_weeks(span, worst, clear),
        words.mornings_line(count_mornings(span, steps, felt.stiff, clear)),
        drawn,
    )


def _rows(
    span: Span, block_days: int, log: Trends, places: Sequence[Place], ran: Sequence[doing.RunInSpan]
) -> list[SheetTableRow]:
    """The table: blocks of so many days, the oldest first, from the first one in which anything was said or done."""
    columns = []
    for place in places:
        felt = log.of(place)
        worst = tallies(span, block_days, felt.worst, log.clear)
        steps = tallies(span, block_days, felt.at[Moment.FIRST_STEPS], ())
        columns += [map(words.numbers_of_block, worst), map(words.morning_cell, steps)]
    done = doing.work_by_blocks(span, block_days, log.sessions, (), ran)
    cells: Sequence[Sequence[str]] = list(zip(*columns, strict=True)) or [()] * len(done)
    rows = (
        SheetTableRow(
            in_short(block.span.first, span.last),
            row,
            str(block.sessions or ""),
            str(block.minutes or ""),
            words.kilometres(block.distance_m) if block.measured else "",
        )
        for block, row in zip(done, cells, strict=True)
    )
    return list(dropwhile(lambda row: not any((*row.cells, row.sessions, row.minutes, row.km)), rows))


def _after(
    span: Span, log: Trends, places: Sequence[Place], ran: Sequence[doing.RunInSpan], today: date
) -> list[SheetAfterRow]:
    """The last few days on which something was done and something is known of it or of the next morning."""
    done: Sequence[doing.SessionInSpan | doing.RunInSpan] = (*log.sessions, *ran)
    longest = words.LONGEST_DONE_OF_FEW if len(places) <= FEW else words.LONGEST_DONE
    lists = _lists(places)
    rows: list[SheetAfterRow] = []
    for day in sorted({row.day for row in done if span.first <= row.day <= span.last}, reverse=True):
        cells = [_around(log.of(place), day, today) for place in places]
        if any(cells):
            what = "; ".join(_named(row) for row in done if row.day == day)
            rows.append(SheetAfterRow(in_short(day, span.last), words.shortened(what, longest), cells))
        if len(rows) == lists.after:
            break
    return rows


def _named(row: doing.SessionInSpan | doing.RunInSpan) -> str:
    """A session or a run in a few words."""
    if isinstance(row, doing.RunInSpan):
        return f"run, {words.how_far(row)}"
    name = title_of(row.routine_name, row.stage_name) or "session"
    return f"{name}{f', {row.minutes} min' if row.minutes else ''}"


def _around(felt: PlaceByDay, day: date, today: date) -> str:
    """A place on a day on which something was done: during, after, first steps the next morning."""
    next_day = day + ONE_DAY
    steps = felt.at[Moment.FIRST_STEPS].get(next_day)
    known = [felt.at[Moment.DURING].get(day), felt.at[Moment.AFTER].get(day), steps]
    if known == [None, None, None]:
        return ""
    morning = words.TO_COME if next_day > today else words.number_or_dash(steps)
    return " / ".join([*map(words.number_or_dash, known[:2]), morning])


def _done(
    span: Span, log: Trends, done: list[doing.DoneRow], ran: Sequence[doing.RunInSpan], lists: ListLengths
) -> list[str]:
    sessions = [row for row in log.sessions if span.first <= row.day <= span.last]
    lines = [f"{words.sessions_line(doing.sum_up(span, sessions, ()))} {words.runs_line(ran)}"]
    if told := words.exercises_line(doing.by_exercise(done, span), done, lists.exercises):
        lines.append(told)
    stages = [words.stage(one, span.last) for one in doing.stages(sessions)[: lists.stages]]
    return [*lines, f"In these days, the newest first: {'; '.join(stages)}."] if stages else lines


def _tests_and_notes(runner: User, span: Span, places: Sequence[Place]) -> tuple[list[TestedSide], list[NotedSymptom]]:
    """All tests up to the end of a span, in order; and what the runner wrote beside the highest numbers of these places,
    the highest first, the newest of equals first: one query."""
    rows: Any = runner.measures.up_to(span.last).as_tests()
    if places:
        noted_rows = runner.symptoms.between(*span).of_places(places).worst_noted(MOST_NOTES).as_notes()
        rows = rows.union(noted_rows, all=True)
    tests, noted = [], []
    for what, *row in rows.in_order():
        if what == NOTE:
            pk, day, area, side, _, note, severity, *_ = row
            noted.append(NotedSymptom(pk, day, area, side, note, severity))
        else:
            tests.append(TestedSide(*row))
    noted.sort(key=lambda one: (one.severity is None, -(one.severity or 0), -one.day.toordinal(), one.pk))
    return tests, noted


def _note(row: NotedSymptom, span: Span) -> NoteShown:
    about = Place(row.area, row.side).name + ("" if row.severity is None else f", {row.severity}")
    return NoteShown(in_short(row.day, span.last), about, words.shortened(row.note, words.LONGEST_NOTE))
