"""Whole numbers as an address or a form gives them."""

from __future__ import annotations

from typing import Final

# No row has a longer one. Python refuses to read 4,301 digits, and some databases to be asked for 20.
MOST_DIGITS: Final = 18


def number_sent(text: str) -> int | None:
    """The number that a text says, in the digits 0 to 9; None where it says none, or one that nothing here has."""
    return int(text) if len(text) <= MOST_DIGITS and text.isascii() and text.isdecimal() else None
