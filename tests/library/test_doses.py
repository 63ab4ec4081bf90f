"""Doses: read from a content file, said in words, written back the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.doses import KEYS, Dose, Range


@pytest.mark.parametrize(
    ("given_value", "expected", "written"),
    [
        (12, Range(12, 12), 12),
        ("12", Range(12, 12), 12),
        ("8-15", Range(8, 15), "8-15"),
        ("8–15", Range(8, 15), "8-15"),
        ("5-5", Range(5, 5), 5),
    ],
)
def test_a_range_is_read_and_written_back(given_value: object, expected: Range, written: object) -> None:
    assert Range.parse(given_value) == expected
    assert expected.document() == written


@pytest.mark.parametrize("value", [True, "many", "", "8-", "-8", "a-b", None, 2.5, "8-15-20", [8]])
def test_what_is_no_range_is_refused_with_an_example(value: object) -> None:
    with pytest.raises(ValueError, match="write a number such as 12, or a range such as 8-15"):
        Range.parse(value)


@pytest.mark.parametrize("value", [0, "0-5", "15-8"])
def test_a_range_goes_up_and_begins_above_zero(value: object) -> None:
    with pytest.raises(ValueError, match="from a smaller to a larger number, both above zero"):
        Range.parse(value)


@given(st.integers(1, 9999), st.integers(0, 9999))
def test_every_range_survives_being_written(low: int, more: int) -> None:
    one = Range(low, low + more)
    assert Range.parse(one.document()) == one


EXAMPLES: list[tuple[dict[str, Any], str, list[tuple[str, str]], int]] = [
    (
        {"sets": "2-3", "duration_s": "20-30", "rest_s": "30-60"},
        "2–3 × 20–30 s",
        [("20–30 s", "keep going"), ("2–3", "sets"), ("30–60 s", "rest between sets")],
        2 * 20 + 30,
    ),
    (
        {"sets": "2-3", "hold_s": "30-45", "per_side": True},
        "2–3 × 30–45 s a side",
        [("30–45 s", "hold"), ("2–3", "sets a side")],
        2 * 2 * 30,
    ),
    ({"reps": 10, "each_way": True, "per_side": True}, "10 each way a side",
     [("10", "each way"), ("Both", "sides, one after the other")], 2 * 2 * 10 * 3),
    ({"reps": 10, "hold_s": 10}, "10 × 10 s", [("10 s", "hold"), ("10", "times")], 100),
    (
        {"sets": 3, "reps": "8-12", "rest_s": 120, "rep_s": "5-6", "load": "15RM"},
        "3 × 8–12, 15RM",
        [("8–12", "repetitions"), ("3", "sets"), ("120 s", "rest between sets")],
        3 * 8 * 5 + 2 * 120,
    ),
    ({"reps": 12}, "12 times", [("12", "repetitions")], 36),
    ({"sets": 1, "reps": 12}, "12 times", [("12", "repetitions"), ("1", "set")], 36),
    ({"distance_m": 10}, "10 m", [("10 m", "distance")], 3),
    ({"duration_s": 60, "reps": 1}, "60 s", [("60 s", "each time")], 60),
]  # fmt: skip


@pytest.mark.parametrize(("document", "words", "cells", "seconds"), EXAMPLES)
def test_a_dose_in_words_in_cells_and_in_seconds(
    document: dict[str, Any], words: str, cells: list[tuple[str, str]], seconds: int
) -> None:
    dose = Dose.from_document(document)
    assert dose.words() == words
    assert dose.cells() == cells
    assert dose.seconds() == seconds
    assert dose.document() == document


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"sets": 3}, "say how many, how long or how far: reps, hold_s, duration_s or distance_m"),
        ({}, "say how many, how long or how far: reps, hold_s, duration_s or distance_m"),
        ({"reps": "a"}, "reps: write a number such as 12, or a range such as 8-15"),
        ({"reps": 10, "per_side": "yes"}, "per_side: write true or leave it out"),
        ({"repetitions": 10}, f"repetitions: a dose has no such part; it may hold {', '.join(KEYS)}"),
    ],
)  # fmt: skip
def test_a_dose_that_makes_no_sense_names_its_part(document: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        Dose.from_document(document)
    assert str(caught.value) == said


ranges = st.tuples(st.integers(1, 99), st.integers(0, 99)).map(lambda pair: Range(pair[0], pair[0] + pair[1]))
doses = st.builds(
    Dose,
    sets=st.none() | ranges, reps=ranges, hold_s=st.none() | ranges, duration_s=st.none() | ranges,
    rest_s=st.none() | ranges, each_way=st.booleans(), per_side=st.booleans(),
)  # fmt: skip


@given(doses)
def test_every_dose_survives_being_written_and_fits_the_table(dose: Dose) -> None:
    assert Dose.from_document(dose.document()) == dose
    assert 1 <= len(dose.cells()) <= 4
    assert dose.seconds() > 0
    assert "None" not in dose.words()
