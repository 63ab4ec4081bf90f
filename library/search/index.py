"""The index: which page holds which word, and how much that says about the page.

Made once from a `Corpus`, then only read, so any number of threads may use it.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from library.search.corpus import DESCRIPTIONS, NAMES, Corpus, Field, Page
from library.search.spelling import Spelling
from library.search.words import STOP_WORDS, stem, words

# How much one occurrence says; `SATURATION` is the sum at which a page holds half of what a word can give.
WEIGHTS = {
    Field.TITLE: 10.0,
    Field.CLINICAL: 7.0,
    Field.ALIAS: 7.0,
    Field.SYNONYM: 6.0,
    Field.SIGN: 5.0,
    Field.SUMMARY: 4.0,
    Field.HEADING: 3.0,
    Field.LABEL: 3.0,
    Field.PART_SYNONYM: 2.5,
    Field.BODY: 1.0,
}
SATURATION = 5.0
# A mention in the text counts this much towards how common a word is; a place in a title or description counts whole.
MENTION = 0.3


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a page: its words in order as stems, stop words left out."""

    field: Field
    text: str
    order: tuple[str, ...]
    stems: frozenset[str]


@dataclass(frozen=True)
class Index:
    """Everything that a search reads.

    `impacts` says for each stem what it gives to each page (by number, 0 to 1), `rarity` how telling it is (0 to 1);
    `stem_of` leads from the words of all texts to their stems, `strong` holds those of titles and descriptions;
    `splits` parts words that were written together; `equals` holds one-word synonyms; `named` finds pages by a whole
    title or other name.
    """

    pages: tuple[Page, ...]
    passages: tuple[tuple[Passage, ...], ...]
    impacts: dict[str, dict[int, float]]
    rarity: dict[str, float]
    stem_of: dict[str, str]
    strong: frozenset[str]
    spelling: Spelling
    splits: dict[str, tuple[str, str]]
    equals: dict[str, frozenset[str]]
    named: dict[str, dict[int, Field]]


def build(corpus: Corpus) -> Index:
    """Make the index of a corpus."""
    stem_of: dict[str, str] = {}
    passages = [[_passage(where, text, stem_of) for where, text in page.passages] for page in corpus.pages]
    equals: dict[str, set[str]] = defaultdict(set)
    for means, others in corpus.synonyms:
        _join_synonyms(means, others, passages, equals, stem_of)
    impacts = _impacts(passages)
    strong = {s for own in passages for passage in own if passage.field is not Field.BODY for s in passage.stems}
    return Index(
        pages=corpus.pages,
        passages=tuple(tuple(own) for own in passages),
        impacts=impacts,
        rarity=_rarity(passages),
        stem_of=stem_of,
        strong=frozenset(strong | equals.keys()),
        spelling=Spelling(word for word in stem_of if word not in STOP_WORDS),
        splits=_splits(passages, stem_of),
        equals={one: frozenset(others - {one}) for one, others in equals.items()},
        named=_named(passages),
    )


def content(found: Iterable[str]) -> list[str]:
    """Words that say something; all of them when none would be left."""
    every = list(found)
    return [word for word in every if word not in STOP_WORDS] or every


def _passage(where: Field, text: str, stem_of: dict[str, str]) -> Passage:
    order = []
    for word in content(words(text)):
        if word not in stem_of:
            stem_of[word] = stem(word)
        order.append(stem_of[word])
    return Passage(where, text, tuple(order), frozenset(order))


def _join_synonyms(
    means: str,
    others: Sequence[str],
    passages: list[list[Passage]],
    equals: dict[str, set[str]],
    stem_of: dict[str, str],
) -> None:
    """Give readers' words to the pages that bear our words for the same thing; single words become equals."""
    wanted = _passage(Field.SYNONYM, means, stem_of)
    theirs = [_passage(Field.SYNONYM, other, stem_of) for other in others]
    theirs = [passage for passage in theirs if passage.order and passage.order != wanted.order]
    if not wanted.order:
        return
    if len(wanted.order) == 1:
        group = {wanted.order[0], *(passage.order[0] for passage in theirs if len(passage.order) == 1)}
        for one in group if len(group) > 1 else ():
            equals[one] |= group
        theirs = [passage for passage in theirs if len(passage.order) > 1]
    levels = [_level(own, wanted) for own in passages]
    best = min(levels)
    for own, level in zip(passages, levels, strict=True):
        if level == 0 or level == best < 2 or (level == 1 and best == 0):
            where = Field.SYNONYM if level == 0 else Field.PART_SYNONYM
            own.extend(Passage(where, passage.text, passage.order, passage.stems) for passage in theirs)
        elif level == best == 2:
            own.extend(Passage(Field.PART_SYNONYM, passage.text, passage.order, passage.stems) for passage in theirs)


def _level(own: Sequence[Passage], wanted: Passage) -> int:
    """0 when a name of the page holds the words in a row, 1 a description, 2 its text, 3 nothing."""
    best = 3
    for passage in own:
        level = 0 if passage.field in NAMES else 1 if passage.field in DESCRIPTIONS else 2
        if level < best and passage.field is not Field.SYNONYM and wanted.stems <= passage.stems:
            joined, needle = f" {' '.join(passage.order)} ", f" {' '.join(wanted.order)} "
            if needle in joined:
                best = level
    return best


def _impacts(passages: Sequence[Sequence[Passage]]) -> dict[str, dict[int, float]]:
    lengths = [sum(len(passage.order) for passage in own if passage.field is Field.BODY) for own in passages]
    usual = (sum(lengths) / len(lengths) if lengths else 0) or 1
    impacts: dict[str, dict[int, float]] = defaultdict(dict)
    for number, own in enumerate(passages):
        counts: dict[Field, Counter[str]] = defaultdict(Counter)
        for passage in own:
            counts[passage.field].update(passage.order)
        totals: Counter[str] = Counter()
        for where, counted in counts.items():
            weight = WEIGHTS[where] / (0.5 + 0.5 * lengths[number] / usual if where is Field.BODY else 1)
            for one, times in counted.items():
                totals[one] += weight * (1 + math.log(times))  # type: ignore[assignment]  # a Counter of weights
        for one, total in totals.items():
            impacts[one][number] = total / (SATURATION + total)
    return dict(impacts)


def _rarity(passages: Sequence[Sequence[Passage]]) -> dict[str, float]:
    pages_with: dict[str, float] = defaultdict(float)
    for own in passages:
        strong = {one for passage in own if passage.field is not Field.BODY for one in passage.stems}
        weak = {one for passage in own for one in passage.stems} - strong
        for one in strong:
            pages_with[one] += 1
        for one in weak:
            pages_with[one] += MENTION
    count = len(passages)
    most = math.log(1 + count) or 1
    return {
        one: min(1.0, math.log(1 + (count - many + 0.5) / (many + 0.5)) / most) for one, many in pages_with.items()
    }


def _splits(passages: Sequence[Sequence[Passage]], stem_of: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Neighbouring words of names, by what they look like when written together: `warmup` → `warm`, `up`."""
    found: dict[str, tuple[str, str]] = {}
    for passage in _names(passages):
        in_a_row = words(passage.text)
        for one, other in zip(in_a_row, in_a_row[1:], strict=False):
            if one + other not in stem_of:
                found.setdefault(one + other, (one, other))
    return found


def _named(passages: Sequence[Sequence[Passage]]) -> dict[str, dict[int, Field]]:
    found: dict[str, dict[int, Field]] = defaultdict(dict)
    for number, own in enumerate(passages):
        for passage in _names([own]):
            found[" ".join(words(passage.text))].setdefault(number, passage.field)
    return dict(found)


def _names(passages: Iterable[Sequence[Passage]]) -> Iterator[Passage]:
    return (passage for own in passages for passage in own if passage.field in NAMES or passage.field is Field.SYNONYM)
