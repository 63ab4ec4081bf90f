"""Words nearly typed right: the beginnings of words, words with one typing error, and words that look alike.

One error is a letter too many, too few, wrong, or two neighbours exchanged. Words within one error share a *deletion*: what
is left of a word when one of its letters is taken out (Garbe's symmetric deletion).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator

MOST_BEGINNINGS = 40
SHORTEST_TYPO = 4
SHORTEST_WITH_TWO = 7


class Spelling:
    """The words of an index, ready to be found by parts of them. Never changed after it was made."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self.words = sorted(set(vocabulary))
        self._known = frozenset(self.words)
        by_deletion: dict[str, list[str]] = defaultdict(list)
        for word in self.words:
            if len(word) >= SHORTEST_TYPO:
                for rest in {word, *deletions(word)}:
                    by_deletion[rest].append(word)
        self._by_deletion = dict(by_deletion)

    def __contains__(self, word: str) -> bool:
        return word in self._known

    def beginning_with(self, start: str) -> Iterator[str]:
        """Words that begin with a text, itself left out; the first forty in the order of the alphabet."""
        place = bisect_left(self.words, start)
        for word in self.words[place : place + MOST_BEGINNINGS]:
            if not word.startswith(start):
                return
            if word != start:
                yield word

    def one_error_from(self, word: str) -> set[str]:
        """Words within one typing error. Of words with three letters only those where one letter was left out."""
        if len(word) < SHORTEST_TYPO:
            return set(self._by_deletion.get(word, ())) if len(word) == SHORTEST_TYPO - 1 else set()
        found = {near for rest in {word, *deletions(word)} for near in self._by_deletion.get(rest, ())}
        return {near for near in found if near != word and is_one_error(word, near)}

    def two_errors_from(self, word: str) -> list[str]:
        """Long words within two typing errors that begin with the same letter."""
        if len(word) < SHORTEST_WITH_TWO:
            return []
        start, end = bisect_left(self.words, word[0]), bisect_left(self.words, chr(ord(word[0]) + 1))
        near = (one for one in self.words[start:end] if abs(len(one) - len(word)) <= 1 and len(one) >= len(word) - 1)
        mine = deletions(word)
        return [one for one in near if any(is_one_error(rest, one) or rest == one for rest in mine)] or []

    def like(self, word: str, least: float = 0.34) -> list[str]:
        """Words that share many of their trigrams with a word, the likest first."""
        wanted = trigrams(word)
        alike = []
        for other in self.words:
            if (abs(len(other) - len(word)) <= 3 and other[0] == word[0]) or other[1:3] == word[1:3]:
                theirs = trigrams(other)
                share = len(wanted & theirs) / len(wanted | theirs)
                if share >= least:
                    alike.append((-share, other))
        return [other for _, other in sorted(alike)[:5]]


def deletions(word: str) -> set[str]:
    """A word with each of its letters taken out in turn."""
    return {word[:place] + word[place + 1 :] for place in range(len(word))}


def trigrams(word: str) -> set[str]:
    """All runs of three letters, the edges of the word marked."""
    edged = f"  {word} "
    return {edged[place : place + 3] for place in range(len(edged) - 2)}


def is_one_error(one: str, other: str) -> bool:
    """Say whether one insertion, deletion, replacement or exchange of neighbours makes one word of the other."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    place = next((at for at, (mine, theirs) in enumerate(zip(one, other, strict=False)) if mine != theirs), len(one))
    if len(one) != len(other):
        return one[place:] == other[place + 1 :]
    return one[place + 1 :] == other[place + 1 :] or (
        one[place : place + 2] == other[place : place + 2][::-1] and one[place + 2 :] == other[place + 2 :]
    )
