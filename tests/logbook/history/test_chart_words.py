"""Pictures in words: each number once, silence as silence, counts with their n, and nothing about better or worse."""

from __future__ import annotations

import pytest

from logbook.history import chart_words
from logbook.history.chart_words import Numbers, TableRow
from logbook.history.record import Record
from tests.logbook.writing import TODAY, day, record_of, session_row, symptom_row

LEFT = ("achilles_mid", "left")


def days_of(record: Record, count: int = 5) -> chart_words.Days:
    """The last days of a record."""
    return chart_words.days_up_to(record, TODAY, count, TODAY)


def numbers_of(record: Record, count: int = 5) -> Numbers:
    """The left Achilles on those days."""
    return chart_words.numbers(record, days_of(record, count).days)[LEFT]


def test_a_day_has_its_highest_number_whenever_it_was_felt() -> None:
    felt = [symptom_row(day(1), 2), symptom_row(day(1), 6, "during"), symptom_row(day(1), 4, "first_steps")]
    assert numbers_of(record_of(symptoms=felt)) == Numbers([None, None, None, 6, None], [None, None, None, 4, None])


def test_zero_is_a_number_and_stiffness_alone_is_none() -> None:
    felt = [symptom_row(day(2), 0), symptom_row(day(1), None), symptom_row(day(9), 9)]
    found = numbers_of(record_of(symptoms=felt))
    assert (found.worst, found.known) == ([None, None, 0, None, None], 1)


def test_each_side_has_its_own_numbers() -> None:
    felt = [symptom_row(TODAY, 1), symptom_row(TODAY, 8, side="right")]
    found = chart_words.numbers(record_of(symptoms=felt), [TODAY])
    assert {place: one.worst for place, one in found.items()} == {LEFT: [1], ("achilles_mid", "right"): [8]}


def test_the_table_says_what_the_picture_shows_and_calls_silence_no_entry() -> None:
    felt = [symptom_row(day(5), 2), symptom_row(day(4), 4, "first_steps"), symptom_row(day(1), 0)]
    record = record_of(
        [session_row(day(4), one) for one in (10, None, 15)] + [session_row(day(3))], felt, clear_days=[TODAY]
    )
    days = days_of(record, 28)
    assert chart_words.chart_table(days, numbers_of(record, 28)) == [
        TableRow("18 Nov", "nothing hurt", "nothing hurt", "none logged"),
        TableRow("17 Nov", "0", "no entry", "none logged"),
        TableRow("16 Nov", "no entry", "no entry", "none logged"),
        TableRow("15 Nov", "no entry", "no entry", "1, no minutes"),
        TableRow("14 Nov", "4", "4", "3, 25 min in 2"),
        TableRow("13 Nov", "2", "no entry", "none logged"),
        TableRow("22 Oct to 12 Nov", "no entry", "no entry", "none logged"),
    ]


@pytest.mark.parametrize(
    ("worst", "words"),
    [
        ([None, 3, None, 3, None], "A number on 2 of 5 days: 3 each time."),
        ([0, 0, 0, None, 0], "A number on 4 of 5 days: 0 each time."),
        ([2, 4, None, None, 0], "A number on 3 of 5 days: from 0 to 4, median 2."),
        ([10, 1, 2, None, 7], "A number on 4 of 5 days: from 1 to 10, median 4.5."),
    ],
)
def test_the_median_counts_zeros_and_leaves_silence_out(worst: list[int | None], words: str) -> None:
    assert chart_words.in_counts(days_of(record_of()), worst) == f"{words} No session logged."


def test_clear_days_are_counted_on_their_own() -> None:
    days = days_of(record_of(clear_days=[day(1), day(2), day(40)]))
    words = chart_words.in_counts(days, [5, None, None, None, None])
    assert words == "A number on 1 of 5 days: 5 each time. Nothing hurt on 2 days. No session logged."


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        ([], "no session logged"),
        ([None], "1 session without minutes"),
        ([None, None], "2 sessions without minutes"),
        ([1], "1 session, 1 minute"),
        ([10, None, 15], "3 sessions, 25 minutes in 2 of them"),
        ([90, 60], "2 sessions, 2 h 30 min"),
    ],
)
def test_minutes_nobody_gave_are_not_counted_as_none(minutes: list[int | None], words: str) -> None:
    assert chart_words.sessions_in_words([session_row(TODAY, one) for one in minutes]) == words


def test_sessions_of_the_days_are_summed_once() -> None:
    days = days_of(
        record_of([session_row(day(9), 99), session_row(day(1), 10), session_row(day(1)), session_row(TODAY)])
    )
    assert days.total == "3 sessions, 10 minutes in 1 of them."
    assert (days.minutes, [len(one) for one in days.sessions]) == ([0, 0, 0, 10, 0], [0, 0, 0, 2, 1])
