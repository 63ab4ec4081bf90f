"""How well a page answers by the words that it holds, and the passage of it that says so."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from library.search.concepts import Concept
from library.search.corpus import Field
from library.search.index import Index, NamedPart, Passage
from library.search.query import Query

# What a whole passage gives that holds all the words asked for.
PASSAGES = {
    Field.TITLE: 1.15,
    Field.CLINICAL: 0.9,
    Field.ALIAS: 0.9,
    Field.SYNONYM: 0.9,
    Field.SIGN: 0.7,
    Field.SUMMARY: 0.55,
    Field.HEADING: 0.5,
    Field.LABEL: 0.5,
    Field.PART_SYNONYM: 0.5,
    Field.BODY: 0.3,
    Field.WARNING: 0.1,
}
# The same for a part of a page when its name holds them all, and the share of it for words that only its text holds.
PART = 0.4
IN_ITS_TEXT = 0.25
# Of passages that say the same, the one to show first.
SHOWN_FIRST = (
    Field.SIGN, Field.SUMMARY, Field.ALIAS, Field.CLINICAL, Field.BODY, Field.HEADING, Field.SYNONYM, Field.PART_SYNONYM,
    Field.TITLE, Field.LABEL, Field.WARNING,
)  # fmt: skip
RANK_SHOWN = {where: -place for place, where in enumerate(SHOWN_FIRST)}


@dataclass(frozen=True)
class Hit:
    """A page that answers, by its number in the index."""

    page: int
    score: float
    why: Passage


def matches(index: Index, asked: Query) -> tuple[dict[int, float], dict[int, float]]:
    """For each page how many of the words it holds, by what they count, and what they give to it."""
    matched: dict[int, float] = defaultdict(float)
    given: dict[int, float] = defaultdict(float)
    for concept in asked.concepts:
        best: dict[int, float] = {}
        for one, trust in concept.stems.items():
            for page, impact in index.impacts[one].items():
                worth = trust * impact
                if worth > best.get(page, 0.0):
                    best[page] = worth
        for page, worth in best.items():
            matched[page] += concept.counts
            given[page] += concept.weight * worth
    return matched, given


class PassageScore:
    """What the words that a passage holds give, as a share of all that was asked for. Lives as long as one search."""

    def __init__(self, concepts: tuple[Concept, ...], total: float) -> None:
        self.wanted = frozenset(one for concept in concepts for one in concept.stems)
        self._concepts = concepts
        self._total = total
        self._known: dict[frozenset[str], float] = {}

    def of(self, hits: frozenset[str]) -> float:
        """The share of some of the wanted stems, 0 to 1."""
        if hits not in self._known:
            best = (
                concept.weight * max((concept.stems[one] for one in hits if one in concept.stems), default=0.0)
                for concept in self._concepts
            )
            self._known[hits] = sum(best) / self._total
        return self._known[hits]


def best_part(parts: tuple[NamedPart, ...], gain: PassageScore) -> float:
    """What the best part of a page gives."""
    best = 0.0
    for part in parts:
        hits = part.stems & gain.wanted
        if not hits:
            continue
        recall = gain.of(hits)
        named = gain.of(part.name & gain.wanted)
        best = max(best, PART * recall**0.5 * (named + IN_ITS_TEXT * (recall - named)))
    return best


def best_passage(passages: tuple[Passage, ...], gain: PassageScore) -> tuple[float, Passage]:
    """What the best passage of a page gives, and the passage to show."""
    best = 0.0
    shown, shown_by = passages[0], (-1.0, 0)
    for passage in passages:
        hits = passage.stems & gain.wanted
        if not hits:
            continue
        recall = gain.of(hits)
        most = PASSAGES[passage.field] * recall**1.5
        if most > best:
            density = sum(one in hits for one in passage.order) / len(passage.order)
            best = max(best, most * (0.6 + 0.4 * density))
        if recall > shown_by[0] - 0.001:
            by = (round(recall, 3), RANK_SHOWN[passage.field])
            if by > shown_by:
                shown, shown_by = passage, by
    return best, shown
