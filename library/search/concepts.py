"""One word of a query as search weighs it: the stems that it may stand for, and how much it says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from library.search.index import Index
from library.search.words import SOFT_WORDS, SOUNDS_LIKE, STOP_WORDS, stem

# How far another form is trusted, the exact word being 1.
SYNONYM = 0.75
JOINED = 0.9
PREFIX = 0.5  # and up to 0.4 more, the more of the word was typed
# How much a word counts: one that titles or descriptions hold, one that only texts hold, one that nothing is known about, the
# beginning of a word, a word that says little; and the share of its rarity that counts for a word that only texts hold.
DESCRIBES = 0.55
MENTIONED = 0.4
UNKNOWN = 0.1
FRAGMENT = 0.1
SOFT = 0.15
ONLY_SAID = 0.5


@dataclass(frozen=True)
class Concept:
    """One meaningful word of a query: the stems it may stand for, each with how far it is trusted.

    `weight` says how much the word tells pages apart, `counts` how much it matters whether a page holds it at all.
    """

    stems: dict[str, float]
    weight: float
    counts: float


def concept_of(word: str, index: Index, beside: list[str], *, is_last: bool, is_only: bool) -> Concept:
    """One word as a concept; `beside` are the stems that it stands for together with its neighbours (see `joined`)."""
    own = stem(word)
    stems = dict.fromkeys(beside, JOINED)
    if own in index.impacts or own in index.equals:
        stems[own] = 1.0
    # What readers call something is a word to its end: "kid" is the beginning of no kidney.
    if not word.isdigit() and own not in index.equals:
        for one, trust in completions(word, index, is_last or not stems):
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
    known = DESCRIBES if own in index.strong or not stems.get(own) else MENTIONED
    return Concept(stems, weight, known if stems else UNKNOWN)


def taken_apart(meaningful: list[str], index: Index) -> list[str]:
    """Words, those that were written together parted: `warmup` → `warm`, `up`."""
    parts = []
    for word in meaningful:
        if word not in index.stem_of and word in index.splits:
            parts += [part for part in index.splits[word] if part not in STOP_WORDS]
        else:
            parts.append(word)
    return parts


def joined(parts: list[str], place: int, index: Index) -> list[str]:
    """The stems of known words that a part makes together with the one before or after it: `tip toe` → `tiptoe`.

    Beside them the word that sounds like a part (see `heard_alike`).
    """
    pairs = [parts[at] + parts[at + 1] for at in (place - 1, place) if 0 <= at < len(parts) - 1]
    found = [index.stem_of[pair] for pair in pairs if pair in index.stem_of]
    if heard := heard_alike(parts, place, index):
        found.append(stem(heard))
    return found


def heard_alike(parts: list[str], place: int, index: Index) -> str:
    """The word that sounds like a part, where names hold that one beside its neighbour: `heal pain` → `heel`."""
    heard = SOUNDS_LIKE.get(parts[place], "")
    beside = [parts[at] for at in (place - 1, place + 1) if 0 <= at < len(parts)]
    named = any(frozenset((stem(heard), stem(other))) in index.neighbours for other in beside)
    return heard if heard and named else ""


def completions(word: str, index: Index, is_open: bool) -> Iterator[tuple[str, float]]:
    """Words that the last word may be the beginning of, and so may one that is not known."""
    if is_open:
        for whole in index.spelling.beginning_with(word):
            found = index.stem_of[whole]
            if found not in SOFT_WORDS and found.startswith(word[:2]) and (len(word) > 2 or found in index.strong):
                yield found, PREFIX + 0.4 * len(word) / len(whole)


def _weight(own: str, stems: dict[str, float], index: Index) -> float:
    if not stems:
        return UNKNOWN
    if own in stems:
        return index.rarity[own] * (1.0 if own in index.strong else ONLY_SAID)
    best = max(stems.values())
    return min(index.rarity[one] for one, trust in stems.items() if trust >= best - 0.1)


def _offer(stems: dict[str, float], one: str, trust: float) -> None:
    stems[one] = max(trust, stems.get(one, 0.0))
