"""The number 0 to 10 and the bands that describe it. They say what was entered, never what to do."""

from __future__ import annotations

from typing import Final, NamedTuple


class Band(NamedTuple):
    """A stretch of the scale, its word, and the class that gives it colour and shape."""

    low: int
    high: int
    word: str
    css: str


BANDS: Final = (Band(0, 2, "low", "low"), Band(3, 5, "middle", "middle"), Band(6, 10, "high", "high"))
# Each band with its numbers, as they are printed.
STAIR: Final = tuple((one, range(one.low, one.high + 1)) for one in BANDS)


def band(severity: int) -> Band:
    """The band of a number from 0 to 10. Raises ValueError for another number."""
    for one in BANDS:
        if one.low <= severity <= one.high:
            return one
    raise ValueError(severity)
