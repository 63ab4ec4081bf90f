"""How far and how long: from what somebody wrote to metres and seconds, and back into words."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from logbook.vocabulary import DistanceUnit

METRES: Final[dict[str, Decimal]] = {DistanceUnit.KM: Decimal(1000), DistanceUnit.MILES: Decimal("1609.344")}
_DECIMAL: Final = re.compile(r"([0-9]{1,15})(?:[.,]([0-9]{1,3}))?", re.ASCII)
_CLOCK: Final = re.compile(r"([0-9]{1,2}):([0-5][0-9]):([0-5][0-9])", re.ASCII)


def metres_of(text: str, unit: str) -> int:
    """`5.2` or `5,2` in a unit as whole metres, halves up. Raises ValueError for anything else."""
    return _whole(_decimal(text) * METRES[unit])


def seconds_of(text: str) -> int:
    """`45`, `45.5`, `45,5` (minutes) or `1:05:30` (hours, minutes, seconds) as seconds. Raises ValueError for anything else.

    `1:30` is refused: it is an hour and a half to one runner and ninety seconds to another.
    """
    if clock := _CLOCK.fullmatch(text.strip()):
        hours, minutes, seconds = map(int, clock.groups())
        return 3600 * hours + 60 * minutes + seconds
    return _whole(_decimal(text) * 60)


def number_of(metres: int, unit: str) -> str:
    """A distance as the number that gives it in its unit, with no more decimals than it needs: `5.2`."""
    return _shortest(Decimal(metres) / METRES[unit], lambda text: metres_of(text, unit) == metres)


def minutes_of(seconds: int) -> str:
    """A duration as a form shows it: `45`, `45.5`, or `0:45:21` where minutes with a decimal do not say it."""
    text = _shortest(Decimal(seconds) / 60, lambda text: seconds_of(text) == seconds, places=1)
    if seconds_of(text) == seconds:
        return text
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def distance_in_words(metres: int, unit: str) -> str:
    """A distance in words, to a hundredth: `5.2 km`, `1 mile`, `3.11 miles`."""
    value = Decimal(metres) / METRES[unit]
    number = _trimmed(value, 2)
    if number == "0":
        number = _trimmed(value, 3)  # a few metres are not nothing
    return f"{number} {'mile' if number == '1' else 'miles' if unit == DistanceUnit.MILES else 'km'}"


def duration_in_words(seconds: int) -> str:
    """A duration in words: `45 min`, `45 min 30 s`, `2 h 5 min`."""
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    if seconds < 2 * 3600:
        hours, minutes = 0, minutes + 60 * hours
    parts = [(hours, "h"), (minutes, "min"), (rest, "s")]
    return " ".join(f"{count} {unit}" for count, unit in parts if count)


def distance_and_duration(metres: int | None, unit: str, seconds: int | None) -> str:
    """Both, or the one there is: `5.2 km, 31 min`."""
    found = [distance_in_words(metres, unit)] if metres is not None else []
    return ", ".join([*found, duration_in_words(seconds)] if seconds is not None else found)


def _decimal(text: str) -> Decimal:
    found = _DECIMAL.fullmatch(text.strip())
    if not found:
        raise ValueError(text)
    return Decimal(f"{found[1]}.{found[2] or 0}")


def _whole(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


def _trimmed(value: Decimal, places: int) -> str:
    text = f"{value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _shortest(value: Decimal, says_it: Callable[[str], bool], places: int = 3) -> str:
    tried = [_trimmed(value, count) for count in range(places + 1)]
    return next((text for text in tried if says_it(text)), tried[-1])
