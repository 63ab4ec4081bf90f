"""One form of a password, whatever keyboard wrote it; and three kinds of new password that are too easy to guess."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
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

# What somebody who guesses at this site's accounts tries first, longer words before those they begin with.
WORDS_OF_THE_SITE = ("ultramarathon", "physiotherapy", "fasciitis", "marathon", "achilles", "password", "plantar", "running",
                     "logbook", "runners", "runner", "ankles", "tendon", "ankle", "physio", "guide", "run")  # fmt: skip
# What stands between the words of a name or an address.
NO_LETTERS = re.compile(r"[\W\d_]+")
# Digits and signs that stand for letters.
WRITTEN_FOR = str.maketrans("0134578@$!", "oieastbasi")
# With fewer letters beside those words a password is nothing but them.
FEWEST_LETTERS = 4


def canonical_password(password: str) -> str:
    """The form that is kept: accents composed, every kind of space a plain one (as RFC 8265, section 4.2, has it)."""
    spaced = "".join(" " if unicodedata.category(sign) == "Zs" else sign for sign in password)
    return unicodedata.normalize("NFC", spaced)


def stored_forms_of_password(password: str) -> list[str]:
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


class NotCommonAndLong(CommonPasswordValidator):
    """Refuses a new password that is one of the 6,000 most frequent of ten characters and more (decision 0038): Django's own
    list has 1,780 that are as long as ours must be."""

    def __init__(self) -> None:
        super().__init__(Path(__file__).with_name("common_passwords.txt.gz"))


class NotWordsOfTheSite:
    """Refuses a new password that is what the site, its operator or its runner's address is called, or what the site is
    about, with little beside it (OWASP ASVS 5.0, 6.2.11)."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        text = canonical_password(password).casefold()
        names = (settings.SITE.host, settings.OPERATOR_NAME, str(getattr(user, "email", "")).partition("@")[0])
        own = {part for name in names for part in NO_LETTERS.split(name.casefold()) if len(part) > 2}
        words = sorted({*WORDS_OF_THE_SITE, *own}, key=len, reverse=True)
        left = min(letters_beside(text, words), letters_beside(text.translate(WRITTEN_FOR), words))
        if left < FEWEST_LETTERS and any(word in text or word in text.translate(WRITTEN_FOR) for word in words):
            raise ValidationError(
                "This password is made of words that everybody thinks of here, or of your address. Take three different words.",
                code="password_of_the_site",
            )

    def get_help_text(self) -> str:
        """What Django's commands say about it."""
        return "A password is not the site's name or what it is about, such as ankles-2026."


def letters_beside(text: str, words: Iterable[str]) -> int:
    """How many letters of a text are in none of these words."""
    for word in words:
        text = text.replace(word, " ")
    return sum(sign.isalpha() for sign in text)


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
