"""The rules of trends, each as a table of cases with answers worked out by hand."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from logbook.history.morning_after import FeltAround, WorkOfDay, mornings_after, row_in_words
from logbook.trends import bad_days, doing, words
from logbook.trends.bad_days import BadDayRow
from logbook.trends.comparing import Verdict, compare, verdict
from logbook.trends.counting import Tally, middle, tally
from logbook.trends.doing import DoneRow, ExerciseInSpan, SessionInSpan, Sets, Stretch
from logbook.trends.mornings import against_the_first, count_mornings
from logbook.trends.pairs import pair
from logbook.trends.spans import Span, days_a_mark, so_many
from logbook.trends.spells import Spell, spells
from logbook.vocabulary import Stiffness

# A Sunday.
TODAY = date(2026, 11, 22)


def ago(days: int) -> date:
    """A day so many days before today."""
    return TODAY - timedelta(days=days)


def on(*numbers: int | None) -> dict[date, int]:
    """Numbers of days in a row up to today; None is a silent day."""
    days = [ago(back) for back in range(len(numbers) - 1, -1, -1)]
    return {day: number for day, number in zip(days, numbers, strict=True) if number is not None}


WEEK = Span(ago(6), TODAY)


# --- Spans ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("weeks", "first", "days"),
    [
        ("4", date(2026, 10, 26), 28),
        ("12", date(2026, 8, 31), 84),
        ("26", date(2026, 5, 25), 182),
        ("52", date(2025, 11, 24), 364),
        ("all", date(2026, 1, 1), 326),
    ],
)
def test_a_span_is_whole_weeks_up_to_today(weeks: str, first: date, days: int) -> None:
    span = so_many(weeks, TODAY, date(2026, 1, 1))
    assert (span.first, span.last, span.days) == (first, TODAY, days)


def test_all_of_a_young_log_is_four_weeks() -> None:
    assert so_many("all", TODAY, None) == so_many("all", TODAY, ago(2)) == so_many("4", TODAY, None)


def test_the_span_before_has_as_many_days_also_where_the_clocks_change() -> None:
    assert Span(date(2026, 10, 25), date(2026, 10, 31)).before == Span(date(2026, 10, 18), date(2026, 10, 24))
    assert Span(date(2026, 3, 29), date(2026, 3, 29)).before == Span(date(2026, 3, 28), date(2026, 3, 28))


def test_blocks_are_counted_back_from_the_last_day_and_the_first_may_be_short() -> None:
    assert Span(ago(9), TODAY).blocks(7) == [Span(ago(9), ago(7)), Span(ago(6), TODAY)]


@pytest.mark.parametrize(("days", "expected"), [(1, 1), (84, 1), (85, 7), (728, 7), (729, 28), (1826, 28)])
def test_a_mark_stands_for_a_day_a_week_or_four(days: int, expected: int) -> None:
    assert days_a_mark(Span(ago(days - 1), TODAY)) == expected


# --- Counting and comparing -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({}, None),
        ({0: 1}, 0),
        ({3: 1, 5: 1}, 4),
        ({2: 1, 3: 1}, 2.5),
        ({0: 5, 7: 4}, 0),
        ({1: 2, 4: 2, 9: 3}, 4),
        ({10: 1000, 0: 999}, 10),
    ],
)
def test_the_middle_number(counts: dict[int, int], expected: float | None) -> None:
    assert middle(counts) == expected


def test_a_clear_day_is_a_zero_and_a_silent_day_is_nothing() -> None:
    # 4, silence, 2, clear, 6, stiffness without a number, silence
    found = tally(WEEK, on(4, None, 2, None, 6, None, None), {ago(3)}, [ago(1)])
    assert found == Tally(WEEK, said=5, clear=1, counts=Counter({4: 1, 2: 1, 0: 1, 6: 1}))
    assert (found.n, found.middle, found.low, found.high) == (4, 3, 0, 6)


def test_days_outside_of_a_span_are_not_counted() -> None:
    found = tally(WEEK, on(9, 1, 1, 1, 1, 1, 1, 1), {ago(7), ago(30)}, [ago(8)])
    assert (found.n, found.said, found.clear, found.middle) == (7, 7, 0, 1)


def of(*numbers: int) -> Tally:
    """A tally of some numbers."""
    return Tally(WEEK, len(numbers), 0, Counter(numbers))


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (of(), of(), Verdict.TOO_FEW),
        (of(1, 1), of(9, 9, 9), Verdict.TOO_FEW),
        (of(1, 1, 1), of(9, 9), Verdict.TOO_FEW),
        (of(2, 2, 2), of(2, 2, 2), Verdict.CLOSE),
        (of(2, 2, 2), of(3, 3, 3), Verdict.CLOSE),
        (of(2, 2, 2), of(3, 3, 4, 4), Verdict.CLOSE),  # 1.5 apart
        (of(2, 2, 2), of(4, 4, 4), Verdict.LOWER),  # exactly 2
        (of(2, 3, 2, 3), of(4, 5, 4, 5), Verdict.LOWER),
        (of(4, 4, 4), of(2, 2, 2), Verdict.HIGHER),
        (of(0, 0, 0), of(10, 10, 10), Verdict.LOWER),
        (of(0, 0, 10), of(0, 0, 0), Verdict.CLOSE),  # one bad day does not move the middle
    ],
)
def test_a_step_of_two_is_worth_a_remark_and_less_is_not(now: Tally, before: Tally, expected: Verdict) -> None:
    assert verdict(now, before) == expected


# --- Spells ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("numbers", "bad_from", "expected"),
    [
        ((1, 2, 3, 2, 1, 0, 1), 4, []),
        ((1, 2, 5, 2, 1, 0, 1), 5, [Spell(ago(4), ago(4), 5)]),
        ((5, 6, 4, 5, 1, 7, 8), 5, [Spell(ago(6), ago(5), 6), Spell(ago(3), ago(3), 5), Spell(ago(1), TODAY, 8)]),
        # A silent day ends a spell.
        ((5, None, 5, 5, None, None, 5), 5, [Spell(ago(6), ago(6), 5), Spell(ago(4), ago(3), 5), Spell(TODAY, TODAY, 5)]),
        ((9, 9, 9, 9, 9, 9, 9), 9, [Spell(ago(6), TODAY, 9)]),
    ],
)  # fmt: skip
def test_a_spell_is_days_in_a_row(numbers: tuple[int | None, ...], bad_from: int, expected: list[Spell]) -> None:
    assert spells(on(*numbers), bad_from, WEEK) == expected


def test_a_spell_runs_over_the_nights_when_clocks_change() -> None:
    days = [date(2026, 10, 24) + timedelta(days=offset) for offset in range(3)]
    [found] = spells(dict.fromkeys(days, 6), 5, Span(days[0], days[-1]))
    assert (found, found.days) == (Spell(days[0], days[-1], 6), 3)


# --- Mornings -------------------------------------------------------------------------------------------------------


def test_mornings_count_answers_and_say_the_longest_exact_minutes() -> None:
    stiff = {
        ago(6): (Stiffness.UNDER_10, 5),
        ago(5): (Stiffness.FROM_10_TO_30, None),
        ago(4): (Stiffness.FROM_10_TO_30, 25),
        ago(7): (Stiffness.OVER_30, 90),
    }
    found = count_mornings(WEEK, on(3, 4, None, None, None, None, 1), stiff, {ago(2)})
    assert found.stiffness == {Stiffness.UNDER_10: 1, Stiffness.FROM_10_TO_30: 2}
    assert (found.stiff_n, found.longest_min) == (3, 25)
    assert (found.first_steps.n, found.first_steps.middle) == (4, 2)


def test_the_last_week_is_held_against_the_first_two() -> None:
    span = Span(ago(27), TODAY)
    steps = dict.fromkeys((ago(27), ago(20), ago(14)), 5) | dict.fromkeys((ago(13), ago(7)), 9)
    steps |= dict.fromkeys((ago(6), ago(3), TODAY), 3)
    found = against_the_first(span, steps, set())
    assert found is not None
    assert (found.before.n, found.before.middle, found.now.n, found.now.middle) == (3, 5, 3, 3)
    assert found.verdict is Verdict.LOWER


@pytest.mark.parametrize(("days", "apart"), [(20, False), (21, True)])
def test_three_weeks_are_needed_to_hold_them_apart(days: int, apart: bool) -> None:
    assert (against_the_first(Span(ago(days - 1), TODAY), {}, set()) is not None) is apart


# --- Two numbers beside each other ----------------------------------------------------------------------------------


def test_two_series_are_held_side_by_side_on_the_days_that_have_both() -> None:
    found = pair(WEEK, on(3, 2, None, 4, 1, None, None), on(1, 2, 5, 6, None, None, None), {ago(1)})
    assert (found.one_higher, found.other_higher, found.same, found.both) == (1, 1, 2, 4)
    assert (found.one.n, found.one.middle, found.other.n, found.other.middle) == (5, 2, 5, 2)


# --- What was done --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dose", "expected"),
    [
        ("3 × 15 on each leg", Sets(3, 3, False)),
        ("3 x 12", Sets(3, 3, False)),
        ("4 × 6 on each leg, 6RM load", Sets(4, 4, False)),
        ("3–4 × 15, both legs together", Sets(3, 4, False)),
        ("2–3 × 30–45 s on each leg", Sets(2, 3, True)),
        ("10 × 5 s", Sets(10, 10, True)),
        ("3 × 10 × 5 s on each foot", Sets(3, 3, False)),
        ("2–3 sets of 10, both feet together, 5 s hold", Sets(2, 3, False)),
        ("15 times", Sets(1, 1, False)),
        ("10–15 each way", Sets(1, 1, False)),
        ("30 s on each leg", Sets(1, 1, True)),
        ("20 m", Sets(1, 1, False)),
        ("", Sets(1, 1, False)),
        ("as many as felt fine", Sets(1, 1, False)),
    ],
)
def test_the_sets_of_a_dose_in_words(dose: str, expected: Sets) -> None:
    assert doing.sets_of(dose) == expected


DONE = [
    DoneRow(ago(6), "Heel raise", "3 × 15", "done"),
    DoneRow(ago(6), "Calf stretch", "2 × 30 s", "done"),
    DoneRow(ago(4), "Heel raise", "3 × 15", "part"),
    DoneRow(ago(2), "Heel raise", "4 × 12", "done"),
    DoneRow(ago(2), "Hops", "10 times", "skipped"),
    DoneRow(ago(9), "Heel raise", "3 × 15", "done"),
]


def test_sets_are_summed_by_exercise_and_what_was_done_in_part_is_counted_apart() -> None:
    assert doing.by_exercise(DONE, WEEK) == [
        ExerciseInSpan("Heel raise", 3, Sets(7, 7, False), 1),
        ExerciseInSpan("Calf stretch", 1, Sets(2, 2, True), 0),
    ]


def test_each_dose_has_its_first_and_its_last_day() -> None:
    assert doing.doses(DONE) == [
        Stretch("Calf stretch", "2 × 30 s", ago(6), ago(6), 1),
        Stretch("Heel raise", "4 × 12", ago(2), ago(2), 1),
        Stretch("Heel raise", "3 × 15", ago(9), ago(4), 3),
    ]


def test_a_block_sums_minutes_of_the_sessions_that_say_how_long() -> None:
    sessions = [
        SessionInSpan(ago(9), 1, 60, "Strength", ""),
        SessionInSpan(ago(6), 2, 20, "Strength", ""),
        SessionInSpan(ago(6), 3, None, "", ""),
        SessionInSpan(TODAY, 4, 15, "Strength", "Stage 2"),
    ]
    found = doing.sum_up(WEEK, sessions, DONE)
    assert (found.sessions, found.timed, found.minutes, found.sets, found.exercises) == (3, 2, 35, Sets(9, 9, False), 4)
    assert doing.stages(sessions) == [
        Stretch("Strength", "Stage 2", TODAY, TODAY, 1),
        Stretch("Strength", "", ago(9), ago(6), 2),
    ]


# --- What was said on bad days --------------------------------------------------------------------------------------


def test_a_word_said_twice_on_a_day_counts_once_and_the_worst_notes_come_first() -> None:
    rows = [
        BadDayRow(ago(5), 6, ("ache", "stiff"), (), ("road",), "gradual", "Sore."),
        BadDayRow(ago(5), 7, ("stiff",), ("night_rest",), (), "", "Worse."),
        BadDayRow(ago(3), 8, ("none",), (), (), "", ""),
        BadDayRow(ago(1), 6, ("stiff",), (), ("road",), "", "Again."),
    ]
    found = bad_days.count_words(rows)
    assert found.days == 3
    assert found.qualities == {"stiff": 2, "ache": 1}
    assert (found.timing, found.context, found.onset) == ({"night_rest": 1}, {"road": 2}, {"gradual": 1})
    assert [row.note for row in found.notes] == ["Worse.", "Again.", "Sore."]


@pytest.mark.parametrize(
    ("now", "before", "lead"),
    [
        ((2, 2, 2), (2, 2, 2), "The same as in the 1 week before."),
        # 1.5 apart is neither the same nor a remark (FACTS-2 7.4: 2 is worth one, 1 is not).
        ((2, 2, 2), (3, 3, 4, 4), "Less than 2 points from the 1 week before."),
        ((2, 2, 2), (4, 4, 4), "Lower than in the 1 week before."),
        ((4, 4, 4), (2, 2, 2), "Higher than in the 1 week before."),
    ],
)
def test_a_span_is_called_the_same_only_where_it_is(now: tuple[int, ...], before: tuple[int, ...], lead: str) -> None:
    assert words.against_before(compare(of(*now), of(*before))).lead == lead


# --- The morning after ----------------------------------------------------------------------------------------------


def test_the_morning_after_is_the_first_steps_of_the_next_day() -> None:
    felt = FeltAround(
        during={ago(3): 4},
        after={ago(3): 2, TODAY: 1},
        first_steps={ago(3): 9, ago(2): 3},
        stiff={ago(2): (Stiffness.UNDER_10, None)},
    )
    done = [
        WorkOfDay(ago(3), "Run, 8 km"),
        WorkOfDay(ago(3), "Strength, 20 min"),
        WorkOfDay(ago(1), "Strength"),
        WorkOfDay(TODAY, "Walk"),
    ]
    newest, silent, oldest = mornings_after(done, felt, {ago(1)}, TODAY)
    assert (newest.after, newest.first_steps, newest.to_come) == (1, None, True)
    assert (silent.clear, silent.during, silent.first_steps, silent.next_clear) == (True, None, None, False)
    assert oldest.done == ("Run, 8 km", "Strength, 20 min")
    assert (oldest.during, oldest.after, oldest.first_steps) == (4, 2, 3)
    assert oldest.stiff == (Stiffness.UNDER_10, None)
    assert oldest.says_anything


def test_a_blank_is_where_nobody_said_anything() -> None:
    [found] = mornings_after([WorkOfDay(ago(4), "Strength")], FeltAround({}, {}, {}, {}), set(), TODAY)
    assert (found.says_anything, row_in_words(found).silent) == (False, True)


def test_a_day_whose_morning_is_still_to_come_is_not_called_silent() -> None:
    [found] = mornings_after([WorkOfDay(TODAY, "Strength")], FeltAround({}, {}, {}, {}), set(), TODAY)
    assert not row_in_words(found).silent
