"""The bands describe a number from 0 to 10, and nothing more."""

from __future__ import annotations

import pytest

from logbook import pain


def test_every_number_has_one_band() -> None:
    assert [pain.band(number).word for number in range(11)] == ["low"] * 3 + ["middle"] * 3 + ["high"] * 5
    assert [pain.band(number).css for number in (0, 2, 3, 5, 6, 10)] == [
        "low",
        "low",
        "middle",
        "middle",
        "high",
        "high",
    ]


@pytest.mark.parametrize("number", [-1, 11, 100])
def test_other_numbers_have_no_band(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        pain.band(number)


def test_the_bands_meet_and_do_not_overlap() -> None:
    assert [(band.low, band.high) for band in pain.BANDS] == [(0, 2), (3, 5), (6, 10)]


def test_a_band_tells_nobody_what_to_do() -> None:
    words = " ".join(band.word for band in pain.BANDS)
    assert not {"safe", "fine", "stop", "back", "off", "acceptable", "ok", "danger", "risk"} & set(words.split())
