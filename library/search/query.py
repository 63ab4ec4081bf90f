"""A query understood: each of its meaningful words with the stems that it may stand for."""

from __future__ import annotations

from dataclasses import dataclass

from library.search.index import Index
from library.search.words import STOP_WORDS, clean, stem, words

MOST_WORDS = 16
LONGEST = 100

# How far another form is trusted, the exact word being 1.
SYNONYM = 0.75
PREFIX = 0.5  # and up to 0.4 more, the more of the word was typed
TYPO = 0.55
TYPO_AT_START = 0.4
# How much a word counts that nothing is known about, and the least that a known one counts.
UNKNOWN = 0.5
LEAST = 0.35
FRAGMENT = 0.1


@dataclass(frozen=True)
class Concept:
    """One meaningful word of a query: its stems, each with how far it is trusted, and how much the word counts."""

    stems: dict[str, float]
    weight: float


@dataclass(frozen=True)
class Asked:
    """A query: all its words in normal form, and its concepts."""

    phrase: str
    concepts: tuple[Concept, ...]


def understand(query: str, index: Index) -> Asked:
    """Read a query of any characters; what is beyond 100 characters or 16 words is left out."""
    every = words(clean(query[:LONGEST]))[:MOST_WORDS]
    meaningful = [word for word in every if word not in STOP_WORDS] or every[-1:]
    parts = _rejoined(_parted(meaningful, index), index)
    concepts = tuple(
        _concept(word, index, is_last=place == len(parts) - 1, is_only=len(parts) == 1) for place, word in enumerate(parts)
    )
    return Asked(" ".join(every), concepts)


def _parted(meaningful: list[str], index: Index) -> list[str]:
    parts = []
    for word in meaningful:
        if word not in index.stem_of and word in index.splits:
            parts += [part for part in index.splits[word] if part not in STOP_WORDS]
        else:
            parts.append(word)
    return parts


def _rejoined(parts: list[str], index: Index) -> list[str]:
    joined: list[str] = []
    for word in parts:
        if joined and joined[-1] + word in index.stem_of:
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _concept(word: str, index: Index, *, is_last: bool, is_only: bool) -> Concept:
    own = stem(word)
    stems: dict[str, float] = {}
    if own in index.impacts or own in index.equals:
        stems[own] = 1.0
    if (is_last or (not stems and len(word) > 2)) and not word.isdigit():
        for longer in index.spelling.beginning_with(word):
            found = index.stem_of[longer]
            if len(word) > 2 or found in index.strong:
                _offer(stems, found, PREFIX + 0.4 * len(word) / len(longer))
    if own not in index.strong and not word.isdigit():
        for near in index.spelling.one_error_from(word):
            _offer(stems, index.stem_of[near], TYPO if near[0] == word[0] else TYPO_AT_START)
    for one, trust in list(stems.items()):
        for equal in index.equals.get(one, ()):
            _offer(stems, equal, trust * SYNONYM)
    stems = {one: trust for one, trust in stems.items() if one in index.impacts}
    if is_last and not is_only and len(word) < 3 and own not in index.strong:
        return Concept(stems, FRAGMENT)
    return Concept(stems, _weight(own, stems, index))


def _weight(own: str, stems: dict[str, float], index: Index) -> float:
    if not stems:
        return UNKNOWN
    if own in stems:
        return max(LEAST, index.rarity[own])
    best = max(stems.values())
    return max(LEAST, min(index.rarity[one] for one, trust in stems.items() if trust >= best - 0.1))


def _offer(stems: dict[str, float], one: str, trust: float) -> None:
    stems[one] = max(trust, stems.get(one, 0.0))
