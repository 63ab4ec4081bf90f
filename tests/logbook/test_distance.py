"""How far and how long a run was, in the words that runners write and read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logbook import distance
from logbook.vocabulary import DistanceUnit


@pytest.mark.parametrize(
    ("text", "unit", "metres"),
    [
        ("5", "km", 5_000),
        ("5.2", "km", 5_200),
        ("5,2", "km", 5_200),
        (" 42.195 ", "km", 42_195),
        ("0", "km", 0),
        ("1", "mi", 1_609),
        ("26.2", "mi", 42_165),
        ("3,1", "mi", 4_989),
        ("99999", "km", 99_999_000),  # too far for a run, and yet a number: the form says which of the two
    ],
)
def test_a_distance_with_a_comma_or_a_point_in_km_or_miles(text: str, unit: str, metres: int) -> None:
    assert distance.metres_of(text, unit) == metres


@pytest.mark.parametrize(
    "text", ["", "x", "5 km", "1.2.3", "1,000.5", "-5", "5e3", "٥", "5.1234", ".5", "5.", "9" * 16]
)
def test_what_is_no_distance_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        distance.metres_of(text, "km")


@pytest.mark.parametrize(
    ("text", "seconds"), [("45", 2_700), ("45.5", 2_730), ("45,5", 2_730), ("1:05:30", 3_930), ("0:45:21", 2_721)]
)
def test_minutes_or_hours_minutes_and_seconds(text: str, seconds: int) -> None:
    assert distance.seconds_of(text) == seconds


@pytest.mark.parametrize("text", ["1:30", "45:30", "1:60:00", "1:00:60", "1h", "", "forty"])
def test_what_could_mean_two_durations_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        distance.seconds_of(text)


@pytest.mark.parametrize(
    ("metres", "unit", "seconds", "words"),
    [
        (5_200, "km", 1_860, "5.2 km, 31 min"),
        (10_000, "km", None, "10 km"),
        (1_609, "mi", None, "1 mile"),
        (8_047, "mi", 7_500, "5 miles, 2 h 5 min"),
        (None, "", 2_721, "45 min 21 s"),
        (1, "km", 30, "0.001 km, 30 s"),
    ],
)
def test_a_run_in_words(metres: int | None, unit: str, seconds: int | None, words: str) -> None:
    assert distance.distance_and_duration(metres, unit, seconds) == words


@given(st.integers(1, 1_000_000), st.sampled_from(DistanceUnit.values), st.integers(1, 172_800))
def test_what_a_form_shows_of_a_run_says_the_same_run(metres: int, unit: str, seconds: int) -> None:
    assert abs(distance.metres_of(distance.number_of(metres, unit), unit) - metres) <= (unit == DistanceUnit.MILES)
    assert distance.seconds_of(distance.minutes_of(seconds)) == seconds


@given(st.integers(0, 9_999), st.integers(0, 999), st.sampled_from(DistanceUnit.values))
def test_a_distance_comes_back_as_it_was_written(whole: int, part: int, unit: str) -> None:
    written = f"{whole}.{part:03}".rstrip("0").rstrip(".")
    assert distance.number_of(distance.metres_of(written, unit), unit) == written
