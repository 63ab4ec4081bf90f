"""What is said of a run beside the runs of the 30 days before it, and when nothing is said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logbook import load
from logbook.load import Longer, longer

DAY = date(2026, 11, 22)


def ago(days: int) -> date:
    """A day so many days before."""
    return DAY - timedelta(days=days)


CASES: list[tuple[str, int | None, list[tuple[int, int | None]], int | None]] = [
    ("a quarter longer", 10_000, [(3, 8_000)], 25),
    ("yesterday counts", 10_000, [(1, 8_000)], 25),
    ("the same day does not", 10_000, [(0, 8_000)], None),
    ("a day to come does not", 10_000, [(-1, 8_000)], None),
    ("day 30 is in", 10_000, [(30, 8_000)], 25),
    ("day 31 is out", 10_000, [(31, 8_000)], None),
    ("day 31 is out beside a shorter one that is in", 10_000, [(31, 12_000), (30, 5_000)], 100),
    ("the longest of several counts", 10_000, [(2, 4_000), (9, 8_000), (20, 5_000)], 25),
    ("no run, no sentence", 10_000, [], None),
    ("no distance, no sentence", None, [(3, 8_000)], None),
    ("runs in minutes alone say nothing of distance", 10_000, [(3, None)], None),
    ("runs in minutes alone stand aside", 10_000, [(3, None), (5, 8_000)], 25),
    ("equal is not longer", 8_000, [(3, 8_000)], None),
    ("shorter is not longer", 7_999, [(3, 8_000)], None),
    ("a metre more is not worth a word", 8_001, [(3, 8_000)], None),
    ("half a percent is one, rounded", 8_040, [(3, 8_000)], 1),
    ("a little under half a percent is none", 8_039, [(3, 8_000)], None),
    ("twice as far", 16_000, [(3, 8_000)], 100),
    ("five times as far", 40_000, [(3, 8_000)], 400),
    ("a marathon after a shuffle of one metre", 42_195, [(3, 1)], 4_219_400),
]


@pytest.mark.parametrize(("what", "distance", "before", "percent"), CASES, ids=[case[0] for case in CASES])
def test_what_is_said_of_a_run(
    what: str, distance: int | None, before: list[tuple[int, int | None]], percent: int | None
) -> None:
    found = longer(distance, DAY, [(ago(days), metres) for days, metres in before])
    assert (found and found.percent) == percent, what


def test_it_is_said_in_these_words_and_names_what_it_is_held_against() -> None:
    found = longer(10_000, DAY, [(ago(9), 8_000), (ago(4), 8_000)])
    assert found == Longer(25, 8_000, ago(9))
    assert found.words == "25 % longer than your longest run of the 30 days before"


@given(
    st.one_of(st.none(), st.integers(1, 1_000_000)),
    st.lists(st.tuples(st.integers(-40, 60), st.one_of(st.none(), st.integers(1, 1_000_000))), max_size=8),
)
def test_whatever_was_run_something_is_said_only_of_what_is_longer(
    distance: int | None, runs: list[tuple[int, int | None]]
) -> None:
    given_runs = [(ago(days), metres) for days, metres in runs]
    found = longer(distance, DAY, given_runs)
    counted = [metres for days, metres in runs if metres is not None and 1 <= days <= load.DAYS_BEFORE]
    if distance is None or not counted or distance <= max(counted):
        assert found is None
    elif found is not None:
        assert found.longest_m == max(counted)
        assert (found.day, found.longest_m) in given_runs
        assert abs(found.percent - 100 * (distance / max(counted) - 1)) <= 0.5001
    else:
        assert distance / max(counted) < 1.00501
    # Neither the order nor what lies outside of the 30 days says anything.
    assert longer(distance, DAY, given_runs[::-1]) == found
    assert longer(distance, DAY, [*given_runs, (ago(31), 999_999), (DAY, 999_999)]) == found
