"""Slips of the keyboard: a word that neither the guide nor English knows is read as the known one next to it."""

from __future__ import annotations

import re

from library.search.concepts import completions, heard_alike, joined
from library.search.english import is_english
from library.search.index import Index
from library.search.words import SOFT_WORDS, STOP_WORDS, spots, stem

MOST_WORDS = 16


def mended_words(text: str, index: Index) -> tuple[list[str], str]:
    """The words of a text with slips of the keyboard mended, and the text with them in their place (empty without any)."""
    found = list(spots(text))[:MOST_WORDS]
    every = [spot.word for spot in found]
    pieces, at = [], 0
    for place, spot in enumerate(found):
        beside = {*every[max(0, place - 1) : place], *every[place + 1 : place + 2]}
        if not joined(every, place, index) and (meant := _meant(spot.word, index, beside, is_last=spot is found[-1])):
            pieces += [text[at : spot.start], meant]
            every[place], at = meant, spot.end
    return every, "".join([*pieces, text[at:]]).strip() if pieces else ""


def with_words_heard(text: str, every: list[str], index: Index) -> str:
    """A text with the words that sound like others in the place of those (`heal pain` → `heel pain`); empty without any.

    `every` are the words of the text, slips mended.
    """
    found = list(spots(text))[: len(every)]
    places = [place for place, word in enumerate(every) if word not in STOP_WORDS]
    parts = [every[place] for place in places]
    pieces, at = [], 0
    for number, place in enumerate(places[: len(found)]):
        if heard := heard_alike(parts, number, index):
            pieces += [text[at : found[place].start], heard]
            at = found[place].end
    return "".join([*pieces, text[at:]]).strip() if pieces else ""


def _meant(word: str, index: Index, beside: set[str], *, is_last: bool) -> str:
    """The word of the guide that a word is a slip of; empty for one that is known, English, or not finished yet."""
    if word.isdigit() or word in STOP_WORDS or word in index.splits or _is_known(word, index) or is_english(word):
        return ""
    if is_last and any(completions(word, index, is_open=True)):
        return ""
    near = [one for one in index.spelling.one_error_from(word) if len(word) > 3 or one.startswith(word[:2])]
    near = near or index.spelling.two_errors_from(word)
    return max(near, key=lambda one: _likely(one, word, index, beside), default="")


def _is_known(word: str, index: Index) -> bool:
    own = stem(word)
    return word in index.stem_of or own in index.impacts or own in index.equals


def _likely(one: str, word: str, index: Index, beside: set[str]) -> tuple[bool, bool, bool, bool, bool, float, str]:
    """How likely somebody meant a word, for comparing.

    It stands in a name beside the word that it stands beside here ("stres fracture"), has a letter twice that was typed
    once, begins alike, says something, names pages, is met often.
    """
    own = index.stem_of[one]
    given = sum(index.impacts.get(own, {}).values())
    is_beside = any(frozenset((own, stem(other))) in index.neighbours for other in beside)
    is_doubled = len(one) > len(word) and re.sub(r"(.)\1", r"\1", one) == re.sub(r"(.)\1", r"\1", word)
    return is_beside, is_doubled, one[0] == word[0], one not in SOFT_WORDS, own in index.strong, given, one
