"""What the page of trends shows, as values ready to print. `now` is the runner's today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from ankles.accounts.models import User
from logbook.day import in_short
from logbook.history.periods import days_in_words
from logbook.history.record import Mark
from logbook.history.week import counted_noun
from logbook.titles import title_of
from logbook.trends import bad_days, doing, drawing, key, reading
from logbook.trends.choosing import Chosen
from logbook.trends.drawing import BegunMark, Doings
from logbook.trends.place_shown import place_shown
from logbook.trends.question import Question, bad_threshold, first_day_read
from logbook.trends.reading import Overview, Trends
from logbook.trends.spans import WEEK, Span, so_many
from logbook.trends.work_shown import work_shown
from logbook.vocabulary import MeasureKind, Side, Weeks

Facts = dict[str, Any]


def trends(runner: User, chosen: Chosen, overview: Overview, weeks: str, now: date) -> Facts:
    """All of the page but its forms: four queries."""
    span = so_many(weeks, now, overview.earliest)
    before = None if weeks == Weeks.ALL else span.before
    since = chosen.since(overview, now)
    places = chosen.places or overview.usual_places
    asked = Question(span, before, since, chosen.since_title, chosen.bad_from, now, places)
    log = reading.read_span(runner, first_day_read(asked), now, places)
    done = reading.read_exercises(runner, span)
    threshold = {place: bad_threshold(log.of(place), asked) for place in places}
    said = reading.said_from(runner, span, places, min(threshold.values(), default=1))
    blocks = doing.work_by_blocks(span, asked.step, log.sessions, done, log.runs)
    doings = _doings(asked, log, overview, blocks)
    shown = []
    for place in places:
        rows = [row for row in said[place] if row.severity >= threshold[place]]
        shown.append(place_shown(place, log, asked, doings, overview, bad_days.count_words(rows), threshold[place]))
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
        **work_shown(log, overview, done, asked, blocks),
    }


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
    begun = [
        BegunMark(letter, one.first, title_of(one.name, one.detail))
        for letter, one in zip(drawing.LETTERS, newest, strict=False)
    ]
    if asked.since and asked.span.holds(asked.since) and asked.since not in {one.day for one in begun}:
        begun.append(BegunMark(drawing.SINCE, asked.since, ""))
    return sorted(begun, key=lambda one: one.day)


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
