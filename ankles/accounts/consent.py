"""The consent to keep health data: its words, by version. A change of the words is a new version."""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "1": (
        "Keep what I log about my body: my training, pain, stiffness and notes. This is health data. "
        "It is kept to show it to me, and for nothing else. I can take this back at any time; then it is erased."
    ),
}
VERSION: Final = "1"
WORDS: Final = TEXTS[VERSION]
ADULT: Final = "I am 18 or older."


def words_of(version: str) -> str:
    """The words that somebody agreed to; empty for a version that is not ours."""
    return TEXTS.get(version, "")
