"""What trends read: four questions, whatever the span and the log, each as a whole and of one runner only."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from ankles.accounts.models import User
from logbook.history.record import Mark
from logbook.models import ExerciseDone
from logbook.place import Place
from logbook.trends import reading
from logbook.trends.bad_days import BadDayRow
from logbook.trends.doing import DoneRow, Stretch
from logbook.trends.spans import Span
from tests.logbook.writing import TODAY, clear, day, hurt, marked, trained

LEFT, RIGHT = Place("achilles_mid", "left"), Place("achilles_mid", "right")
HEEL = Place("heel_plantar", "right")


def filled(runner: User) -> None:
    """A log with something of every kind, some of it outside of the span that is read."""
    hurt(runner, day(3), 4)
    hurt(runner, day(3), 6, moment="during")
    hurt(runner, day(3), 2, moment="first_steps", stiffness="under_10", stiffness_min=5)
    hurt(runner, day(2), None, moment="first_steps", stiffness="10_to_30")
    hurt(runner, day(2), 1, side="right", note="Other side.", qualities=["ache", "stiff"], onset="gradual")
    hurt(runner, day(1), 0, area="heel_plantar", side="right")
    hurt(runner, day(30), 9)
    clear(runner, day(0))
    clear(runner, day(40))
    marked(runner, "holiday", day(35), day(9))
    marked(runner, "rest", day(60), day(50))
    trained(runner, day(1), 20, routine_name="Strength", stage_name="Stage 2")
    trained(runner, day(3), None)
    trained(runner, day(33), 30, routine_name="Strength", stage_name="Stage 1")
    runner.runs.create(day=day(2), distance_m=8000, distance_unit="km", duration_s=2700)
    runner.runs.create(day=day(45), duration_s=1800)


def test_everything_of_a_span_comes_as_values(ana: User, ben: User) -> None:
    filled(ana)
    filled(ben)
    found = reading.read_span(ana, day(9), day(0), [LEFT, HEEL])
    left = found.of(LEFT)
    assert left.worst == {day(3): 6}
    assert left.at == {"worst": {day(3): 4}, "during": {day(3): 6}, "after": {}, "first_steps": {day(3): 2}}
    assert left.stiff == {day(3): ("under_10", 5), day(2): ("10_to_30", None)}
    assert (found.of(RIGHT).worst, found.of(HEEL).worst) == ({day(2): 1}, {day(1): 0})
    assert (found.clear, found.periods) == ({day(0)}, (Mark("holiday", day(35), day(9)),))
    assert [(row.day, *row[2:]) for row in found.runs] == [(day(2), 2700, 8000, "km")]
    assert [(row.day, *row[2:]) for row in found.sessions] == [
        (day(3), None, "", ""),
        (day(1), 20, "Strength", "Stage 2"),
    ]


def test_the_whole_log_in_a_few_rows(ana: User, ben: User) -> None:
    for runner in (ana, ben):
        filled(runner)
        runner.followed.create(area="heel_plantar", side="right")
    found = reading.what_there_is(ana)
    assert found.followed == (HEEL,)
    assert found.places == {
        LEFT: Stretch("achilles_mid", "left", day(30), day(2), 5),
        RIGHT: Stretch("achilles_mid", "right", day(2), day(2), 1),
        HEEL: Stretch("heel_plantar", "right", day(1), day(1), 1),
    }
    assert Stretch("", "", day(3), day(3), 1) in found.sessions
    assert set(found.stages) == {
        Stretch("Strength", "Stage 1", day(33), day(33), 1),
        Stretch("Strength", "Stage 2", day(1), day(1), 1),
    }
    assert found.runs == (Stretch("", "", day(45), day(2), 2),)
    assert (found.earliest, found.first_day("Strength", "Stage 2"), found.first_day("Strength", "")) == (
        day(45),
        day(1),
        day(33),
    )
    assert found.first_day("Strength", "Stage 9") is None


def test_who_follows_nothing_sees_what_was_logged_last(ana: User) -> None:
    filled(ana)
    assert reading.what_there_is(ana).usual_places == (HEEL, LEFT, RIGHT)


def test_an_empty_log_is_read_as_nothing(ana: User) -> None:
    found = reading.what_there_is(ana)
    assert (found.earliest, found.usual_places, found.places) == (None, (), {})
    read = reading.read_span(ana, day(9), day(0), [LEFT])
    assert (read.runs, read.sessions, read.clear, read.of(LEFT).worst) == ((), (), frozenset(), {})


def test_words_come_with_the_numbers_at_or_above_one(ana: User, ben: User) -> None:
    filled(ana)
    filled(ben)
    found = reading.said_from(ana, Span(day(9), day(0)), [RIGHT, LEFT], 1)
    assert found[RIGHT] == [BadDayRow(day(2), 1, ("ache", "stiff"), (), (), "gradual", "Other side.")]
    # Numbers without a word are not read here.
    assert found[LEFT] == []
    assert reading.said_from(ana, Span(day(9), day(0)), [], 1) == {}


def test_exercises_are_read_over_the_last_year_of_a_span(ana: User, ben: User) -> None:
    for runner in (ana, ben):
        for ago in (1, 363, 364):
            session = trained(runner, day(ago), 20)
            ExerciseDone.objects.create(session=session, position=1, name=f"Raise {ago}", dose="3 × 15")
    found = reading.read_exercises(ana, Span(day(4000), day(0)))
    assert found == [DoneRow(day(363), "Raise 363", "3 × 15", "done"), DoneRow(day(1), "Raise 1", "3 × 15", "done")]


@pytest.mark.parametrize("entries", [1, 3])
def test_reading_asks_five_questions_however_long_the_log_is(
    ana: User, entries: int, django_assert_num_queries: Any
) -> None:
    for ago in range(0, entries * 400, 400):
        hurt(ana, day(ago), 3)
        trained(ana, day(ago), 20)
    span = Span(day(entries * 400), TODAY)
    with django_assert_num_queries(5):
        reading.what_there_is(ana)
        reading.read_span(ana, *span, [LEFT, RIGHT, HEEL, Place("arch", "left")])
        reading.read_exercises(ana, span)
        reading.said_from(ana, span, [LEFT], 2)


def test_both_ends_of_a_span_are_in_it(ana: User) -> None:
    for ago in (4, 3, 1, 0):
        hurt(ana, day(ago), ago)
    found = reading.read_span(ana, day(3), day(1), [LEFT])
    assert found.of(LEFT).worst == {day(3): 3, day(1): 1}
    assert found.span.days == 3
    assert found.span.last + timedelta(days=1) == TODAY
