"""What never ends a line half-way."""

import pytest

from ankles.unbroken import unbroken


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("3 × 10 s, rest 120–180 s", "3_×_10_s, rest 120–180_s"),
        ("ring 0800 611 116", "ring 0800_611_116"),
        ("2 to 7 cm, 14 km/h, 5 minutes, 12 mm lifts", "2 to 7_cm, 14_km/h, 5 minutes, 12_mm lifts"),
        ("week 3 stays, and 4 sets too", "week 3 stays, and 4 sets too"),
    ],
)
def test_a_number_and_its_unit_stay_on_one_line(words: str, kept: str) -> None:
    assert unbroken(words) == kept.replace("_", "\N{NO-BREAK SPACE}")
