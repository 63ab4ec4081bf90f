"""A query understood: each of its meaningful words with the stems that it may stand for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from library.search.index import Index
from library.search.words import SOFT_WORDS, STOP_WORDS, clean, stem, words

MOST_WORDS = 16
LONGEST = 100

# How far another form is trusted, the exact word being 1.
SYNONYM = 0.75
JOINED = 0.9
PREFIX = 0.5  # and up to 0.4 more, the more of the word was typed
TYPO = 0.55
TYPO_AT_START = 0.4
TYPO_OF_KNOWN = 0.3
# How much a word counts: one that nothing is known about, a known one at least and at most, one that no title or
# description holds, the beginning of a word, a word that says little.
UNKNOWN = 0.2
LEAST = 0.35
MOST = 0.55
MENTIONED = 0.4
FRAGMENT = 0.1
SOFT = 0.15


@dataclass(frozen=True)
class Concept:
    """One meaningful word of a query: the stems it may stand for, each with how far it is trusted.

    `weight` says how much the word tells pages apart, `counts` how much it matters whether a page holds it at all.
    """

    stems: dict[str, float]
    weight: float
    counts: float


@dataclass(frozen=True)
class Asked:
    """A query: its meaningful words in normal form, and its concepts."""

    phrase: str
    concepts: tuple[Concept, ...]


def understand(query: str, index: Index) -> Asked:
    """Read a query of any characters; what is beyond 100 characters or 16 words is left out."""
    every = words(clean(query[:LONGEST]))[:MOST_WORDS]
    meaningful = [word for word in every if word not in STOP_WORDS] or every[-1:]
    parts = _parted(meaningful, index)
    concepts = tuple(
        _concept(word, index, _joined(parts, place, index), is_last=place == len(parts) - 1, is_only=len(parts) == 1)
        for place, word in enumerate(parts)
    )
    return Asked(" ".join(parts), concepts)


def _parted(meaningful: list[str], index: Index) -> list[str]:
    parts = []
    for word in meaningful:
        if word not in index.stem_of and word in index.splits:
            parts += [part for part in index.splits[word] if part not in STOP_WORDS]
        else:
            parts.append(word)
    return parts


def _joined(parts: list[str], place: int, index: Index) -> list[str]:
    """The stems of known words that a part makes together with the one before or after it: `tip toe` → `tiptoe`."""
    pairs = [parts[at] + parts[at + 1] for at in (place - 1, place) if 0 <= at < len(parts) - 1]
    return [index.stem_of[pair] for pair in pairs if pair in index.stem_of]


def _concept(word: str, index: Index, joined: list[str], *, is_last: bool, is_only: bool) -> Concept:
    own = stem(word)
    stems = dict.fromkeys(joined, JOINED)
    if own in index.impacts or own in index.equals:
        stems[own] = 1.0
    if word.isdigit():
        near: list[tuple[str, float]] = []
    else:
        near = [*_longer(word, index, is_last or not stems), *_misspelt(word, own, index)]
    for one, trust in near:
        _offer(stems, one, trust)
    for one, trust in list(stems.items()):
        for equal in index.equals.get(one, ()):
            _offer(stems, equal, trust * SYNONYM)
    stems = {one: trust for one, trust in stems.items() if one in index.impacts}
    weight = _weight(own, stems, index)
    if is_last and not is_only and len(word) < 3 and own not in index.strong:
        return Concept(stems, FRAGMENT, FRAGMENT)
    if word in SOFT_WORDS and not is_only:
        return Concept(stems, SOFT, SOFT)
    known = min(max(LEAST, weight), MOST if own in index.strong or not stems.get(own) else MENTIONED)
    return Concept(stems, weight, known if stems else UNKNOWN)


def _longer(word: str, index: Index, is_open: bool) -> Iterator[tuple[str, float]]:
    """Words that the last word may be the beginning of, and so may one that is not known."""
    if is_open:
        for longer in index.spelling.beginning_with(word):
            found = index.stem_of[longer]
            if found not in SOFT_WORDS and found.startswith(word[:2]) and (len(word) > 2 or found in index.strong):
                yield found, PREFIX + 0.4 * len(word) / len(longer)


def _misspelt(word: str, own: str, index: Index) -> Iterator[tuple[str, float]]:
    """Words one typing error away, unless the word itself stands in a title or description."""
    if own not in index.strong:
        for near in index.spelling.one_error_from(word):
            found = index.stem_of[near]
            if len(word) > 3 or found.startswith(word[:2]):
                yield found, TYPO_OF_KNOWN if own in index.impacts else TYPO if near[0] == word[0] else TYPO_AT_START


def _weight(own: str, stems: dict[str, float], index: Index) -> float:
    if not stems:
        return UNKNOWN
    if own in stems:
        return index.rarity[own]
    best = max(stems.values())
    return min(index.rarity[one] for one, trust in stems.items() if trust >= best - 0.1)


def _offer(stems: dict[str, float], one: str, trust: float) -> None:
    stems[one] = max(trust, stems.get(one, 0.0))
