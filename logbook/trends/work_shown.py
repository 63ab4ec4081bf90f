"""What the page of trends says of what was done: the last seven days, block by block, stages, doses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from logbook.history.periods import days_in_words
from logbook.history.week import counted_noun
from logbook.titles import title_of
from logbook.trends import doing, reading, words
from logbook.trends.doing import DoneRow
from logbook.trends.question import Question
from logbook.trends.reading import Overview, Trends
from logbook.trends.spans import WEEK, so_many
from logbook.vocabulary import Weeks

MOST_DOSES: Final = 24
MOST_STAGES: Final = 8


def work_shown(
    log: Trends, overview: Overview, done: Sequence[DoneRow], asked: Question, blocks: Sequence[doing.Block]
) -> dict[str, Any]:
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
            (title_of(one.name, one.detail), _first_to_last(one, now), counted_noun(one.times, "session"))
            for one in stages[:MOST_STAGES]
        ],
        "doses": [(one.name, one.detail, _first_to_last(one, now)) for one in doses[:MOST_DOSES]],
        "more_doses": max(0, len(doses) - MOST_DOSES),
        "doses_of": days_in_words(*told, now) if overview.earliest and overview.earliest < told.first else "",
    }


def _done_words(found: doing.Block) -> str:
    """Sessions, and runs where there is any."""
    return "; ".join([words.sessions_with_minutes(found), *([words.runs_in_words(found)] if found.runs else [])])


def _first_to_last(one: doing.Stretch, now: date) -> str:
    return days_in_words(one.first, one.last, now)
