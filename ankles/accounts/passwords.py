"""One form of a password, whatever keyboard wrote it; and two kinds of new password that are too easy to guess."""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError

# A password that is one piece of this many characters or fewer, over and over.
LONGEST_PIECE = 6
SHORTEST_RUN = 3
# Each run counts as one piece, and so does each character outside of runs; with fewer pieces it is a plain run.
FEWEST_PIECES = 5
# Neighbours on a keyboard (English, French, German), in the alphabet, among the digits. Runs go backwards, too.
ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "qsdfghjklm",
        "zxcvbnm", "yxcvbnm", "wxcvbn")  # fmt: skip
FOLLOWS = {direction: {pair for row in ROWS for pair in pairwise(row[::direction])} for direction in (1, -1)}


def canonical_password(password: str) -> str:
    """The form that is kept: accents composed, every kind of space a plain one (as RFC 8265, section 4.2, has it)."""
    spaced = "".join(" " if unicodedata.category(sign) == "Zs" else sign for sign in password)
    return unicodedata.normalize("NFC", spaced)


def forms(password: str) -> list[str]:
    """What may have been kept of a password: the canonical form first, then, from earlier releases, as it is typed, and
    with its accents decomposed as some keyboards write them."""
    kept = canonical_password(password)
    return list(dict.fromkeys([kept, password, unicodedata.normalize("NFD", kept)]))


class NotRepeated:
    """Refuses a new password that is a short piece over and over, also with digits or signs behind it."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        text = canonical_password(password).casefold()
        bare = text.rstrip("".join({sign for sign in text if not sign.isalpha()}))
        if is_repeated(text) or (bare and is_repeated(bare)):
            raise ValidationError(
                "This password is one short piece, repeated. Take three different words.", code="password_repeated"
            )

    def get_help_text(self) -> str:
        """What Django's commands say about it."""
        return "A password is not one short piece, repeated."


class NoPlainRun:
    """Refuses a new password that is made of runs such as abcdef, 12345, qwerty."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        if pieces_of_password(canonical_password(password).casefold()) < FEWEST_PIECES:
            raise ValidationError(
                "This password is a plain run, such as abcdef or 12345. Take three different words.",
                code="password_run",
            )

    def get_help_text(self) -> str:
        """What Django's commands say about it."""
        return "A password is not a plain run, such as abcdef or 12345."


def is_repeated(text: str) -> bool:
    """Whether a text is a piece of up to LONGEST_PIECE characters at least twice, the last one perhaps cut short."""
    longest = min(LONGEST_PIECE, len(text) // 2)
    return any(text[size:] == text[:-size] for size in range(1, longest + 1))


def pieces_of_password(text: str) -> int:
    """How many runs and single characters a text is made of. A sign repeated is a run, too."""
    count = start = 0
    while start < len(text):
        length = max(_run(text[start:], step) for step in (1, -1, 0))
        start += length if length >= SHORTEST_RUN else 1
        count += 1
    return count


def _run(text: str, step: int) -> int:
    """How long the run is that a text begins with; `step` 0 is the same sign again."""
    length = 1
    for pair in pairwise(text):
        if pair not in FOLLOWS[step] if step else pair[0] != pair[1]:
            break
        length += 1
    return length
