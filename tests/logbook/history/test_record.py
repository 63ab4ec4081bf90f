"""What was logged over a span: all of it, nobody else's, in four queries, and silence as silence."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from ankles.accounts.models import User
from logbook.entries import saving
from logbook.history import record
from logbook.history.record import Mark, Record, SessionRow, SymptomRow, kind_on
from logbook.history.totals import Total, Totals, totals_of
from logbook.place import Place
from tests.logbook.writing import TODAY, clear, day, hurt, marked, measured, ran, trained

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


def test_everything_of_a_span_is_read_as_values(ana: User) -> None:
    session = trained(
        ana, TODAY, 12, time=time(7, 30), effort=0, routine_name="After a run", stage_name="Easy", note="Mud."
    )
    felt = hurt(ana, TODAY, 0, stiffness="under_10", stiffness_min=5, onset="gradual", qualities=["ache"], note="Hm.")
    clear(ana, day(1))
    marked(ana, "holiday", day(4), day(2), note="Sea.")
    assert record.read(ana, FIRST, LAST) == Record(
        FIRST,
        LAST,
        (SessionRow(session.pk, TODAY, time(7, 30), 12, 0, None, "After a run", "Easy", 1),),
        (SymptomRow(felt.pk, TODAY, "achilles_mid", "left", "worst", 0, "under_10", 5, 1, "gradual"),),
        frozenset({day(1)}),
        (Mark("holiday", day(4), day(2)),),
    )


def test_words_are_read_for_the_day_that_is_told_in_full_and_for_no_other(ana: User) -> None:
    for on in (day(1), TODAY):
        trained(ana, on, note="Mud.")
        hurt(ana, on, 3, qualities=["ache"], timing=["night_rest"], context=["road"], note="Hm.")
    found = record.read(ana, FIRST, LAST, in_full=TODAY)
    assert [row.note for row in found.sessions] == [None, "Mud."]
    assert [(row.qualities, row.timing, row.context, row.note) for row in found.symptoms] == [
        (None, None, None, None),
        (["ache"], ["night_rest"], ["road"], "Hm."),
    ]


def test_lists_without_a_word_are_empty_and_not_unread(ana: User) -> None:
    hurt(ana, TODAY, 3)
    [row] = record.read(ana, TODAY, TODAY, in_full=TODAY).symptoms
    assert (row.qualities, row.timing, row.context, row.note) == ([], [], [], "")


def test_nothing_of_another_runner_and_nothing_outside_the_span_is_read(ana: User, ben: User) -> None:
    for runner, on in ((ben, TODAY), (ana, date(2026, 10, 31)), (ana, date(2026, 12, 1))):
        trained(runner, on, 99, note="secret")
        hurt(runner, on, 9, note="secret")
        marked(runner, "injury", on, on, note="secret")
    clear(ben, day(1))
    clear(ana, date(2026, 10, 30))
    assert record.read(ana, FIRST, LAST, in_full=TODAY) == Record(FIRST, LAST)


def test_periods_that_only_touch_the_span_are_read_whole(ana: User) -> None:
    marked(ana, "rest", date(2026, 10, 1), FIRST)
    marked(ana, "injury", LAST, date(2027, 1, 1))
    marked(ana, "holiday", date(2026, 9, 1))
    assert record.read(ana, FIRST, LAST).periods == (
        Mark("holiday", date(2026, 9, 1), None),
        Mark("rest", date(2026, 10, 1), FIRST),
        Mark("injury", LAST, date(2027, 1, 1)),
    )


@pytest.mark.parametrize("entries", [0, 1, 3])
def test_four_queries_whatever_was_logged(
    ana: User, entries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for ago in range(entries):
        trained(ana, day(ago), 5)
        hurt(ana, day(ago), 5)
        clear(ana, day(ago + 10))
        marked(ana, "rest", day(ago), day(ago))
    with django_assert_num_queries(4):
        record.read(ana, FIRST, LAST)


def test_the_queries_ask_for_the_days_of_one_runner(ana: User) -> None:
    with CaptureQueriesContext(connection) as asked:
        record.read(ana, FIRST, LAST, in_full=TODAY)
    assert len(asked) == 4
    assert all(query["sql"].count('"runner_id" =') >= 1 and "'2026-11-30'" in query["sql"] for query in asked)


def test_a_day_knows_its_own_entries_in_their_order(ana: User) -> None:
    trained(ana, TODAY, 2)
    trained(ana, TODAY, 1, time=time(6))
    trained(ana, day(1), 3)
    hurt(ana, TODAY, 4, area="toes")
    hurt(ana, TODAY, 1, area="arch", side="right")
    hurt(ana, TODAY, 2, area="arch")
    found = record.read(ana, FIRST, LAST)
    assert [row.minutes for row in found.sessions_on(TODAY)] == [1, 2]
    assert [row.severity for row in found.symptoms_on(TODAY)] == [2, 1, 4]
    assert (found.sessions_on(day(2)), found.symptoms_on(day(2)), found.is_clear(day(2))) == ([], [], False)


def test_rows_say_what_they_are_called() -> None:
    plain = SessionRow(1, TODAY, None, None, None, None, "", "", 1)
    assert plain.title == "Session"
    assert plain._replace(routine_name="Strength").title == "Strength"
    assert plain._replace(routine_name="Strength", stage_name="Stage 2").title == "Strength: Stage 2"
    assert SymptomRow(1, TODAY, "arch", "right", "worst", 1, "", None, 1, "").place == Place("arch", "right")


def test_a_day_in_two_periods_is_of_the_one_that_began_last() -> None:
    marks = [Mark("injury", day(9), None), Mark("rest", day(3), day(2)), Mark("holiday", day(1), day(1))]
    assert [kind_on(marks, day(ago)) for ago in (10, 9, 3, 2, 1, 0)] == [
        "",
        "injury",
        "rest",
        "rest",
        "holiday",
        "injury",
    ]


def test_a_span_says_whether_anything_was_logged_in_it(ana: User) -> None:
    marked(ana, "rest", FIRST)
    hurt(ana, day(2), 0)
    found = record.read(ana, FIRST, LAST)
    assert [found.says_anything(day(ago), day(ago)) for ago in (3, 2, 1)] == [False, True, False]
    assert found.says_anything(day(5), TODAY)


def test_runs_and_measures_are_something_that_was_logged(ana: User) -> None:
    ran(ana, day(3), 5_000)
    measured(ana, day(1), 90, note="secret")
    found = record.read(ana, FIRST, LAST)
    assert [found.says_anything(day(ago), day(ago)) for ago in (3, 2, 1)] == [True, False, True]
    assert totals_of(found).logged_days == {day(3), day(1)}
    # As with every entry, the note is read for the day that is told in full.
    assert [row.note for row in found.measures] == [""]
    assert [row.note for row in record.read(ana, FIRST, LAST, in_full=day(1)).measures_on(day(1))] == ["secret"]


def test_a_day_in_figures_keeps_zero_apart_from_unknown(ana: User) -> None:
    trained(ana, day(3))
    trained(ana, day(2), 5)
    trained(ana, day(2))
    hurt(ana, day(2), 0)
    hurt(ana, day(1), stiffness="none")
    hurt(ana, TODAY, 2)
    hurt(ana, TODAY, 7, moment="during")
    assert totals_of(record.read(ana, FIRST, LAST)) == Totals({
        day(3): Total(sessions=1),
        day(2): Total(sessions=2, timed=1, minutes=5, symptoms=1, worst=0),
        day(1): Total(symptoms=1),
        TODAY: Total(symptoms=2, worst=7),
    })  # fmt: skip


def test_a_span_in_figures_keeps_its_clear_days_and_periods(ana: User) -> None:
    assert totals_of(Record(FIRST, LAST)) == Totals({})
    clear(ana, day(1))
    marked(ana, "rest", day(4), day(2))
    assert totals_of(record.read(ana, FIRST, LAST)) == Totals({}, frozenset({day(1)}), (Mark("rest", day(4), day(2)),))


@pytest.mark.parametrize(
    ("zone", "instant", "named"),
    [
        ("Europe/London", datetime(2026, 3, 29, 0, 59, tzinfo=UTC), date(2026, 3, 29)),
        ("Europe/London", datetime(2026, 10, 25, 0, 30, tzinfo=UTC), date(2026, 10, 25)),
        ("Pacific/Kiritimati", datetime(2026, 11, 17, 10, 1, tzinfo=UTC), date(2026, 11, 18)),
        ("Pacific/Pago_Pago", datetime(2026, 11, 18, 10, 59, tzinfo=UTC), date(2026, 11, 17)),
    ],
)
def test_an_entry_stays_on_the_day_its_runner_names(ana: User, zone: str, instant: datetime, named: date) -> None:
    ana.time_zone = zone
    with time_machine.travel(instant, tick=False):
        assert ana.today() == named
        saving.log_symptom(ana, named, Place("arch", "left"), "worst", {"severity": 3})
        found = record.read(ana, named, named)
    assert [row.severity for row in found.symptoms_on(named)] == [3]
