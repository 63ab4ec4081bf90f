"""The warning signs: one list, three levels. Pages print their part of it by key, in the same words everywhere.

In a text, `[!four-steps]` prints the level and the sign as half a sentence ("Get help today if you cannot …"), several of
one level are joined (`[!snap; !kick]`), and `::: signs today` to `:::` prints a whole level.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.text import slugify

from library.models.vocabulary import WarningLevel

# The chapter that prints the whole list, with a part for each level.
HOME = "when-to-see-somebody"
INLINE = re.compile(r"\[!([a-z0-9-]+(?:\s*;\s*![a-z0-9-]+)*)\]")
BLOCK = re.compile(r"^::: signs[ \t]+(\S+)[ \t]*\n:::[ \t]*$", re.MULTILINE)
# Words that say how soon, or a number to ring: they stand in the list and in its chapter, nowhere else.
HOW_SOON = "how soon to be seen is said by the list of warning signs; print a sign of it, such as [!four-steps]"
OWN_WORDS = (
    (r"\b(?:call|ring|dial|phone|telephone)\b[^.]{0,40}\b(?:999|911|000|112|111)\b|\b0800 611 116\b",
     "telephone numbers stand in “When to see somebody” only; link there"),
    (r"\b(?:ambulance|emergency|emergencies|urgent|urgently|same-day|within (?:a few )?days)\b", HOW_SOON),
    (r"\b(?:help|seen|doctor|physio|looked at|examined|checked)\b[^.]{0,12}?\b(?:today|this week|the same day)\b", HOW_SOON),
    (r"\bneeds? (?:looking at|to be seen|help|a look|a check)\b", HOW_SOON),
)  # fmt: skip
OWN_WORDS_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), why) for pattern, why in OWN_WORDS)


@dataclass(frozen=True)
class Sign:
    """One warning sign: `text` completes "… if", `note` is printed in the chapter only."""

    key: str
    level: WarningLevel
    text: str
    heading: str = ""
    note: str = ""

    @property
    def sentence(self) -> str:
        """The sign as an item of the whole list, with its note."""
        return f"{self.text[:1].upper()}{self.text[1:]}.{' ' if self.note else ''}{self.note}"


Signs = Mapping[str, Sign]
NO_SIGNS: Signs = {}


def place_of_level(level: WarningLevel) -> str:
    """The link target where a level stands."""
    return f"chapter:{HOME}#{slugify(level.label)}"


def signs_named_in(text: str) -> list[str]:
    """Every key that a text prints half a sentence of, in order."""
    return [key.strip().lstrip("!") for match in INLINE.finditer(text) for key in match[1].split(";")]


def levels_printed(text: str) -> list[str]:
    """The levels that a text prints whole, as written."""
    return [match[1] for match in BLOCK.finditer(text)]


def by_level(keys: Sequence[str], signs: Signs) -> Iterator[tuple[WarningLevel | None, list[str]]]:
    """The words of some signs, the most pressing level first; words that are no key of the list come last, as they are.

    An earlier release kept free lines where keys stand now; a page that an editor changed may hold them still.
    """
    for level in WarningLevel:
        if texts := [sign.text for sign in signs.values() if sign.key in keys and sign.level == level]:
            yield level, texts
    if own := [key for key in keys if key not in signs]:
        yield None, own


def spell_out(text: str, signs: Signs = NO_SIGNS) -> str:
    """The same Markdown with the signs in place of their keys; what is not in the list is left out."""
    if "[!" in text:
        text = INLINE.sub(lambda match: _half_sentence(match, signs), text)
    if "::: signs" in text:
        text = BLOCK.sub(lambda match: _level(match[1], signs), text)
    return text


def faults_of_signs(text: str, signs: Signs) -> Iterator[str]:
    """What is wrong with the signs of a text."""
    for match in INLINE.finditer(text):
        keys = [key.strip().lstrip("!") for key in match[1].split(";")]
        for key in keys:
            if key not in signs:
                yield f"[!{key}]: the list of warning signs has no such sign"
        if len({signs[key].level for key in keys if key in signs}) > 1:
            yield f"{match[0]}: signs of two levels; write one mark for each level"
    for level in levels_printed(text):
        if level not in WarningLevel.values:
            yield f"::: signs {level}: there are {', '.join(WarningLevel.values)}"
    if text.count("[!") != len(INLINE.findall(text)) or text.count("::: signs") != len(BLOCK.findall(text)):
        yield "a mark for warning signs is not written as [!key], or as “::: signs today” with “:::” on the next line"


def own_words(text: str) -> Iterator[str]:
    """Where a text says in words of its own how soon somebody must be seen."""
    for pattern, why in OWN_WORDS_PATTERNS:
        if match := pattern.search(text):
            yield f"{match[0]!r}: {why}"


def _half_sentence(match: re.Match[str], signs: Signs) -> str:
    found = [signs[key] for key in signs_named_in(match[0]) if key in signs]
    if not found:
        return ""
    level = found[0].level
    return f"[{level.label}]({place_of_level(level)}) if {', or if '.join(sign.text for sign in found)}"


def _level(level: str, signs: Signs) -> str:
    lines: list[str] = []
    heading = ""
    for sign in signs.values():
        if sign.level != level:
            continue
        if sign.heading != heading:
            heading = sign.heading
            lines += ["", f"**{heading}**", ""]
        lines.append(f"- {sign.sentence}")
    return "\n".join(lines).strip("\n")
