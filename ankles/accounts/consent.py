"""The consent to keep health data: its words, by version. A change of the words is a new version.

A version holds both sentences that are ticked, and no form gives it for less. So the version and its time, which an
account keeps, also say that somebody was 18 or older then; a field of its own would keep the same thing twice.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Words(NamedTuple):
    """What is ticked: to be an adult, and that what is logged may be kept."""

    adult: str
    keep: str


TEXTS: Final[dict[str, Words]] = {
    "1": Words(
        "I am 18 or older.",
        "Keep what I log about my body: my training, pain, stiffness and notes. This is health data. "
        "It is kept to show it to me, and for nothing else. I can take this back at any time; then it is erased.",
    ),
}
VERSION: Final = "1"
ADULT: Final = TEXTS[VERSION].adult
WORDS: Final = TEXTS[VERSION].keep


def sentences_of_consent(version: str) -> tuple[str, ...]:
    """The sentences that somebody ticked; none for a version that is not ours."""
    return TEXTS.get(version, ())
