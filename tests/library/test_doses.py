"""Doses: read from a content file, said in words, written back the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.doses import KEYS, SIDES, Dose, Range


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


EXAMPLES: list[tuple[dict[str, Any], str, list[tuple[str, str]]]] = [
    (
        {"sets": "2-3", "duration_s": "20-30", "rest_s": "30-60"},
        "2–3 × 20–30 s",
        [("20–30 s", "keep going"), ("2–3", "sets"), ("30–60 s", "rest between sets")],
    ),
    (
        {"sets": "2-3", "hold_s": "30-45", "sides": "each"},
        "2–3 × 30–45 s on each leg",
        [("30–45 s", "hold"), ("2–3", "sets"), ("Each", "leg, one after the other")],
    ),
    (
        {"reps": 10, "each_way": True, "sides": "each"},
        "10 each way on each leg",
        [("10", "each way"), ("Each", "leg, one after the other")],
    ),
    ({"reps": 10, "hold_s": 10}, "10 × 10 s", [("10 s", "hold"), ("10", "times")]),
    (
        {"sets": 2, "reps": 6, "hold_s": "2-3", "each_way": True, "sides": "each"},
        "2 sets of 6 each way on each leg, 2–3 s hold",
        [("2–3 s", "hold"), ("6", "each way"), ("2", "sets"), ("Each", "leg, one after the other")],
    ),
    (
        {"sets": 3, "reps": "8-12", "sides": "each", "rest_s": 120, "rep_s": "5-6", "load": "with a backpack (15RM)"},
        "3 × 8–12 on each leg, with a backpack (15RM)",
        [("8–12", "repetitions"), ("3", "sets"), ("Each", "leg, one after the other"), ("120 s", "rest between sets")],
    ),
    ({"reps": 12}, "12 times", [("12", "repetitions")]),
    (
        {"sets": 1, "reps": 12, "sides": "both"},
        "12 times, both legs together",
        [("12", "repetitions"), ("1", "set"), ("Both", "legs together")],
    ),
    (
        {"reps": 10, "sides": "turns", "rep_s": 2},
        "10 on each leg, by turns",
        [("10", "repetitions"), ("Each", "leg, by turns")],
    ),
    (
        {"duration_s": 20, "sides": "turns"},
        "20 s, left and right by turns",
        [("20 s", "keep going"), ("Each", "leg, by turns")],
    ),
    (
        {"sets": 3, "reps": 15, "sides": "sore"},
        "3 × 15, the sore leg only",
        [("15", "repetitions"), ("3", "sets"), ("Sore", "leg only")],
    ),
    ({"distance_m": 10}, "10 m", [("10 m", "distance")]),
    ({"duration_s": 60, "reps": 1}, "60 s", [("60 s", "each time")]),
]


@pytest.mark.parametrize(("document", "words", "cells"), EXAMPLES)
def test_a_dose_in_words_and_in_cells(document: dict[str, Any], words: str, cells: list[tuple[str, str]]) -> None:
    dose = Dose.from_document(document)
    assert dose.words("leg") == words
    assert dose.cells("leg") == cells
    assert dose.document() == document


def test_a_side_is_a_leg_or_a_foot() -> None:
    together = Dose.from_document({"reps": 10, "sides": "both"})
    assert [together.words(limb) for limb in ("leg", "foot", "side")] == [
        "10 times, both legs together", "10 times, both feet together", "10 times, both sides together",
    ]  # fmt: skip


def test_a_tempo_is_said_as_it_is_counted() -> None:
    assert Dose.from_document({"reps": 8, "up_s": 3, "down_s": 3}).tempo_words == "3 s up, 3 s down"
    assert Dose.from_document({"reps": 8, "rep_s": 8, "up_s": 3, "top_s": 2, "down_s": 3}).tempo_words == (
        "3 s up, 2 s held, 3 s down"
    )


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"reps": 8, "up_s": 3}, "up_s: a tempo has seconds up and seconds down"),
        ({"reps": 8, "top_s": 2}, "up_s: a tempo has seconds up and seconds down"),
        ({"hold_s": 8, "up_s": 3, "down_s": 3}, "up_s: a tempo belongs to repetitions"),
        ({"reps": 8, "hold_s": 2, "up_s": 3, "down_s": 3}, "up_s: a tempo holds by top_s"),
        ({"reps": 8, "rep_s": "4-5", "up_s": 3, "down_s": 3}, "rep_s: the tempo makes 6 seconds a repetition"),
        ({"reps": 8, "up_s": 0, "down_s": 3}, "up_s: write whole seconds, such as 3"),
        ({"reps": 8, "up_s": True, "down_s": 3}, "up_s: write whole seconds, such as 3"),
    ],
)
def test_a_tempo_that_cannot_be_counted_is_refused(document: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=f"^{said}"):
        Dose.from_document(document)


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"sets": 3}, "say how many times, how long to hold it or keep going, or how far"),
        ({}, "say how many times, how long to hold it or keep going, or how far"),
        ({"reps": "a"}, "reps: write a number such as 12, or a range such as 8-15"),
        ({"reps": 10, "sides": "legs"}, "sides: 'legs' is not one of each, both, turns, sore"),
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
    rest_s=st.none() | ranges, each_way=st.booleans(), sides=st.sampled_from(["", *SIDES]),
)  # fmt: skip


@given(doses)
def test_every_dose_survives_being_written_and_fits_the_table(dose: Dose) -> None:
    assert Dose.from_document(dose.document()) == dose
    assert 1 <= len(dose.cells()) <= 5
    assert "None" not in dose.words()


def test_a_sheet_says_the_tempo_and_the_rest_because_nobody_counts_there() -> None:
    slow = {"sets": 3, "reps": 15, "up_s": 3, "down_s": 3, "rest_s": "120-180"}
    assert Dose.from_document(slow).pace_words == "3 s up, 3 s down, rest 120–180 s"
    assert Dose.from_document({"sets": 2, "reps": 12, "rest_s": 60}).pace_words == "rest 60 s"
    assert Dose.from_document({"sets": 1, "hold_s": 30}).pace_words == ""
