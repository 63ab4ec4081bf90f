"""What holds for any log: the rules of trends against slower ways to say the same."""

from __future__ import annotations

import statistics
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from logbook.trends.comparing import Verdict, verdict
from logbook.trends.counting import middle, tallies, tally
from logbook.trends.doing import sets_of
from logbook.trends.pairs import pair
from logbook.trends.spans import Span, days_a_mark
from logbook.trends.spells import spells

FIRST = date(2026, 3, 1)
# Any 60 days, over the night in March on which European clocks go forward.
DAYS = st.integers(0, 59).map(lambda offset: FIRST + timedelta(days=offset))
NUMBERS = st.dictionaries(DAYS, st.integers(0, 10))
CLEAR = st.sets(DAYS)
SPANS = st.tuples(DAYS, DAYS).map(lambda two: Span(min(two), max(two)))


@given(st.lists(st.integers(0, 10), min_size=1))
def test_the_middle_of_counts_is_the_median_of_the_numbers(numbers: list[int]) -> None:
    assert middle({number: numbers.count(number) for number in numbers}) == statistics.median(numbers)


@given(SPANS, NUMBERS, CLEAR)
def test_a_day_counts_once_and_only_inside_of_its_span(span: Span, numbers: dict[date, int], clear: set[date]) -> None:
    found = tally(span, numbers, clear)
    inside = [day for day in numbers.keys() | clear if span.holds(day)]
    assert found.n == found.said == len(inside) <= span.days
    assert sorted(found.counts.elements()) == sorted(numbers.get(day, 0) for day in inside)


@given(SPANS, NUMBERS)
def test_what_lies_in_a_span_is_what_it_holds(span: Span, numbers: dict[date, int]) -> None:
    assert span.inside(numbers) == {day: number for day, number in numbers.items() if span.holds(day)}


@given(SPANS, st.integers(1, 70), NUMBERS, CLEAR, CLEAR)
def test_blocks_counted_at_once_are_blocks_counted_one_by_one(
    span: Span, length: int, numbers: dict[date, int], clear: set[date], said: set[date]
) -> None:
    counted = tallies(span, length, numbers, clear, said)
    assert counted == [tally(block, numbers, clear, said) for block in span.blocks(length)]


@given(SPANS, st.integers(1, 70))
def test_blocks_part_a_span_without_a_gap_or_an_overlap(span: Span, length: int) -> None:
    blocks = span.blocks(length)
    assert [block.days for block in blocks[1:]] == [length] * (len(blocks) - 1)
    assert (blocks[0].first, blocks[-1].last, sum(block.days for block in blocks)) == (*span, span.days)
    assert all(one.last + timedelta(days=1) == next_one.first for one, next_one in pairwise(blocks))


@given(SPANS)
def test_the_span_before_touches_and_is_as_long(span: Span) -> None:
    assert (span.before.days, span.before.last + timedelta(days=1)) == (span.days, span.first)
    assert days_a_mark(span) == 1


@given(SPANS, NUMBERS, NUMBERS, CLEAR)
def test_a_comparison_the_other_way_round_says_the_opposite(
    span: Span, one: dict[date, int], other: dict[date, int], clear: set[date]
) -> None:
    now, before = tally(span, one, clear), tally(span, other, clear)
    opposite = {Verdict.LOWER: Verdict.HIGHER, Verdict.HIGHER: Verdict.LOWER}
    there = verdict(now, before)
    assert verdict(before, now) is opposite.get(there, there)
    assert verdict(now, now) in (Verdict.CLOSE, Verdict.TOO_FEW)


@given(SPANS, NUMBERS, st.integers(1, 10))
def test_spells_are_the_bad_days_and_nothing_else(span: Span, numbers: dict[date, int], bad_from: int) -> None:
    found = spells(numbers, bad_from, span)
    days = [one.first + timedelta(days=offset) for one in found for offset in range(one.days)]
    assert days == sorted(day for day, number in numbers.items() if number >= bad_from and span.holds(day))
    assert all(one.last + timedelta(days=1) < next_one.first for one, next_one in pairwise(found))
    assert all(
        one.highest == max(numbers[one.first + timedelta(days=offset)] for offset in range(one.days)) for one in found
    )


@given(SPANS, NUMBERS, NUMBERS, CLEAR)
def test_two_series_are_compared_on_no_more_days_than_either_has(
    span: Span, one: dict[date, int], other: dict[date, int], clear: set[date]
) -> None:
    found = pair(span, one, other, clear)
    assert found.both <= min(found.one.n, found.other.n)
    swapped = pair(span, other, one, clear)
    assert (swapped.one_higher, swapped.other_higher, swapped.same) == (
        found.other_higher,
        found.one_higher,
        found.same,
    )


@given(st.text("0123456789 ×x*–,. s min leg", max_size=40))
def test_any_dose_that_somebody_wrote_has_a_number_of_sets(dose: str) -> None:
    found = sets_of(dose)
    assert 0 <= found.low <= found.high <= 99
