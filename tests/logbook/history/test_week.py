"""The week against the aim and four weeks of dots: counts, no streak, and marked days that ask for nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from logbook.history.record import Mark, MeasureRow, Record, RunRow, SessionRow
from logbook.history.week import (
    Rhythm,
    RhythmWeek,
    Week,
    WeekDay,
    aim_without,
    days_of_today,
    rhythm,
    week,
)
from tests.logbook.writing import TODAY, day, record_of, session_row, symptom_row

MONDAY, SATURDAY, SUNDAY = 0, 5, 6


def sessions(*ago: int) -> list[SessionRow]:
    """Sessions so many days ago."""
    return [session_row(day(one)) for one in sorted(ago, reverse=True)]


def test_a_week_shows_what_each_day_is() -> None:
    record = record_of(sessions(2, 2), periods=[Mark("rest", day(1), day(1)), Mark("holiday", day(-3), day(-9))])
    assert week(record, TODAY, MONDAY, 4) == Week(
        [
            WeekDay(day(2), "M", 16, "done", False, "", "Monday 16 November: 2 sessions", "2026-11-16"),
            WeekDay(day(1), "T", 17, "marked", False, "rest", "Tuesday 17 November: rest", "2026-11-17"),
            WeekDay(TODAY, "W", 18, "silent", True, "", "Wednesday 18 November, today: nothing logged", "2026-11-18"),
            WeekDay(day(-1), "T", 19, "ahead", False, "", "Thursday 19 November: still to come", ""),
            WeekDay(day(-2), "F", 20, "ahead", False, "", "Friday 20 November: still to come", ""),
            WeekDay(day(-3), "S", 21, "marked", False, "holiday", "Saturday 21 November: holiday", ""),
            WeekDay(day(-4), "S", 22, "marked", False, "holiday", "Sunday 22 November: holiday", ""),
        ],
        2,
        2,
        "2 sessions this week. You aim for 4 a week; with 3 marked days that is 2.",
    )


def test_a_session_on_a_marked_day_is_a_session() -> None:
    found = week(record_of(sessions(0), periods=[Mark("rest", TODAY, None)]), TODAY, MONDAY, None)
    assert found.days[2][3:7] == ("done", True, "rest", "Wednesday 18 November, today: 1 session, rest")


@pytest.mark.parametrize(
    ("week_start", "first"),
    [(MONDAY, date(2026, 11, 16)), (SATURDAY, date(2026, 11, 14)), (SUNDAY, date(2026, 11, 15))],
)
def test_a_week_begins_where_the_runner_says(week_start: int, first: date) -> None:
    days = [one.day for one in week(record_of(), TODAY, week_start, None).days]
    assert (days[0], len(days), (days[-1] - first).days) == (first, 7, 6)


@pytest.mark.parametrize("today", [date(2027, 1, 1), date(2028, 2, 29), date(2028, 3, 1), date(2026, 10, 25)])
@pytest.mark.parametrize("week_start", [MONDAY, SATURDAY, SUNDAY])
def test_the_span_of_today_holds_its_week_its_four_weeks_and_its_28_days(today: date, week_start: int) -> None:
    first, last = days_of_today(today, week_start)
    strip = week(Record(first, last), today, week_start, None).days
    assert strip[-1].day == last
    assert strip[0].day <= today <= last
    assert first == day(27, today)
    assert day(21, strip[0].day) >= first


def test_only_this_week_counts_towards_the_aim() -> None:
    record = record_of(sessions(3, 2, 0))
    assert [week(record, TODAY, start, None).sessions for start in (MONDAY, SATURDAY)] == [2, 3]


@pytest.mark.parametrize(
    ("ago", "aim", "periods", "sentence"),
    [
        ((), None, [], "No session logged this week so far."),
        ((), 3, [], "No session logged this week so far; you aim for 3."),
        ((0,), None, [], "1 session this week."),
        ((0, 1, 2), 3, [], "3 sessions this week; you aim for 3."),
        ((0,), 4, [Mark("holiday", day(1), day(-1))], "1 session this week. You aim for 4 a week; with 3 days of holiday that is 2."),
        ((), 5, [Mark("rest", TODAY, TODAY)], "No session logged this week so far. You aim for 5 a week; with 1 day of rest that is 4."),
        ((), 4, [Mark("injury", day(30), None)], "No session logged this week so far. Your aim rests: 7 days of injury."),
        ((0,), 1, [Mark("rest", day(2), day(-1))], "1 session this week. Your aim rests: 4 days of rest."),
        ((), None, [Mark("injury", day(30), None)], "No session logged this week so far."),
        ((), 3, [Mark("rest", day(9), day(3)), Mark("rest", day(-5), None)], "No session logged this week so far; you aim for 3."),
    ],
)  # fmt: skip
def test_the_aim_is_one_plain_sentence(
    ago: tuple[int, ...], aim: int | None, periods: list[Mark], sentence: str
) -> None:
    assert week(record_of(sessions(*ago), periods=periods), TODAY, MONDAY, aim).sentence == sentence


def test_marked_days_never_raise_the_aim_and_a_whole_marked_week_asks_for_nothing() -> None:
    for aim in range(1, 15):
        shares = [aim_without(aim, marked) for marked in range(8)]
        assert shares[0] == aim
        assert shares[7] == 0
        assert shares == sorted(shares, reverse=True)
    assert [aim_without(4, marked) for marked in range(8)] == [4, 3, 3, 2, 2, 1, 1, 0]


def test_four_weeks_are_four_rows_of_seven_dots() -> None:
    record = record_of(sessions(2, 9, 9, 8, 16, 23, 22, 21), periods=[Mark("holiday", day(20), day(17))])
    assert rhythm(record, TODAY, MONDAY) == Rhythm(
        [
            RhythmWeek("26 Oct", ["done"] * 3 + ["marked"] * 4, 3, "3 days", "3 days with a session, 4 days marked as rest, injury or holiday"),
            RhythmWeek("2 Nov", ["done"] + ["silent"] * 6, 1, "1 day", "1 day with a session"),
            RhythmWeek("9 Nov", ["done"] * 2 + ["silent"] * 5, 2, "2 days", "2 days with a session"),
            RhythmWeek("This week", ["done"] + ["silent"] * 2 + ["ahead"] * 4, 1, "1 day", "1 day with a session"),
        ],
        "You usually manage a session on 1 to 3 days a week, counted over 3 whole weeks.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("ago", "sentence"),
    [
        ((0, 1), "Once a whole week has a session in it, this line says how many days are usual for you."),
        ((9,), "In the one whole week you logged, there was a session on 1 day."),
        ((9, 8, 16), "You usually manage a session on 1 or 2 days a week, counted over 2 whole weeks."),
        ((9, 16, 23), "You usually manage a session on 1 day a week, counted over 3 whole weeks."),
        ((9, 8, 16, 15), "You usually manage a session on 2 days a week, counted over 2 whole weeks."),
        ((9, 8, 7, 16, 23), "You usually manage a session on 1 to 3 days a week, counted over 3 whole weeks."),
    ],
)
def test_what_is_usual_is_counted_over_whole_weeks_that_say_something(ago: tuple[int, ...], sentence: str) -> None:
    assert rhythm(record_of(sessions(*ago)), TODAY, MONDAY).sentence == sentence


def test_a_silent_week_is_not_a_week_of_zero_but_a_week_of_symptoms_alone_is() -> None:
    silent = rhythm(record_of(sessions(9)), TODAY, MONDAY)
    aching = rhythm(record_of(sessions(9), [symptom_row(day(16), 3)]), TODAY, MONDAY)
    assert silent.sentence == "In the one whole week you logged, there was a session on 1 day."
    assert aching.sentence == "You usually manage a session on 0 or 1 days a week, counted over 2 whole weeks."


def test_whoever_logs_runs_or_numbers_alone_is_not_told_of_no_days() -> None:
    runs = tuple(RunRow(ago, day(ago), "km", 5_000, None) for ago in range(28))
    found = rhythm(replace(record_of([], [symptom_row(day(16), 3)]), runs=runs), TODAY, MONDAY)
    assert found.sentence == "Once a whole week has a session in it, this line says how many days are usual for you."


def test_a_day_without_a_session_says_nothing_logged_only_where_nothing_is() -> None:
    record = replace(
        record_of([], [symptom_row(day(2), 3)], clear_days=[day(1)]),
        runs=(RunRow(1, TODAY, "km", 5_000, None),),
        measures=(MeasureRow(1, day(-1), "balance_s", "left", "", (30,), None),),
    )
    assert [one.words.split(": ")[1] for one in week(record, TODAY, SUNDAY, None).days] == [
        "nothing logged",
        "no session",
        "no session",
        "1 run",
        "still to come",
        "still to come",
        "still to come",
    ]


def test_a_week_marked_whole_does_not_count_as_zero() -> None:
    record = record_of(sessions(9, 23), [symptom_row(day(16), 3)], periods=[Mark("injury", day(16), day(10))])
    assert (
        rhythm(record, TODAY, MONDAY).sentence
        == "You usually manage a session on 1 day a week, counted over 2 whole weeks."
    )


def test_no_sentence_blames_or_speaks_of_streaks() -> None:
    texts = [
        week(record_of(), TODAY, MONDAY, 7).sentence,
        rhythm(record_of(), TODAY, MONDAY).sentence,
        *(one.words for one in week(record_of(), TODAY, MONDAY, 7).days),
    ]
    blame = ("miss", "fail", "only", "streak", "broke", "behind", "lost", "should", "not enough")
    assert [text for text in texts if any(word in text.lower() for word in blame)] == []
