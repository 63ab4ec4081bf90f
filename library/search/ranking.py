"""Which pages answer a query, in order, each with the passage that says so."""

from __future__ import annotations

from library.search import ways
from library.search.among import needs_signs, with_signs, with_way_on
from library.search.corpus import Field
from library.search.index import Index
from library.search.made_for import TITLED, for_them
from library.search.naming import (
    DRILLS,
    comes_first,
    drill_says_when,
    is_explained,
    is_titled,
    is_used,
    longest_said,
    meant,
    named_in,
)
from library.search.query import Query, Wants
from library.search.scoring import Hit, PassageScore, best_part, best_passage, matches

KINDS = {"issue": 1.05, "exercise": 1.0, "routine": 1.0, "chapter": 1.0, "term": 0.8}
# What kind of page is meant, by what is wanted: who says that something hurts asks what it is before what to do.
KINDS_WANTED: dict[Wants, dict[str, float]] = {
    Wants.ANYTHING: {},
    Wants.RELIEF: {"exercise": 0.8, "routine": 0.7},
    Wants.ANSWER: {"chapter": 1.1, "exercise": 0.9, "routine": 0.9},
    Wants.MOVEMENT: {"exercise": 1.3, "issue": 0.8},
    Wants.PLAN: {"routine": 1.5, "exercise": 0.9},
    Wants.EXERCISE: {"exercise": 1.1, "routine": 1.1, "issue": 0.8},
    Wants.MEANING: {},
}
# What a page gets that may fit at the place that hurts.
FITS = 0.35
# A routine that is made for one trouble, where that was not said; and where it was, with what is done in it: then it comes
# before the page of the trouble, but for who asks a question.
FOR_OTHERS = 0.6
PERHAPS_THEIRS = 0.8
FOR_THEM = 2.2
THEIRS = 2.0
NAMED = {Field.TITLE: 1.0, Field.CLINICAL: 0.8, Field.ALIAS: 0.7, Field.SYNONYM: 0.5}
PASSAGE_SHARE = 1.5
LEAST_OF_NAMED = 0.8
# A page must match this share of the words, by what they count, and reach this share of the best page's score.
ENOUGH = 0.6
TAIL = 0.1
WEIGHED = 40


def rank(index: Index, asked: Query, enough: float = ENOUGH) -> list[Hit]:
    """The pages that match enough of a query, best first."""
    counted = sum(concept.counts for concept in asked.concepts)
    total = sum(concept.weight for concept in asked.concepts)
    matched, given = matches(index, asked)
    says_when = drill_says_when(index, asked)
    bonus = named_in(index, asked, names_drills=asked.trouble.is_sign or not says_when)
    leading = {page: bonus.pop(page) for page in list(bonus) if index.pages[page].kind in ways.KINDS}
    likely = [
        page
        for page, share in matched.items()
        if index.pages[page].kind not in ways.KINDS and (share >= enough * counted or page in bonus)
    ]
    likely.sort(key=lambda page: -given[page] * matched[page])
    named = index.named.get(asked.phrase, {})
    gain = PassageScore(asked.concepts, total)
    said = meant(index, asked)
    theirs = for_them(index, asked, said, bonus)
    wanted = KINDS_WANTED[asked.wants]
    here = index.fits.get(asked.pointed.region) if asked.in_pain else None
    fitting = here.pages if here else frozenset()
    hits = []
    for page in dict.fromkeys([*likely[:WEIGHED], *bonus, *theirs]):
        best, why = best_passage(index.passages[page], gain)
        best = max(best, best_part(index.parts[page], gain))
        # What a named page lacks is what was asked about it: that throws it out no more.
        coverage = max(matched[page] / counted, LEAST_OF_NAMED if page in bonus else 0.0)
        score = (given[page] / total + PASSAGE_SHARE * best) * coverage * coverage
        score += NAMED.get(named.get(page, Field.BODY), 0.0) + bonus.get(page, 0.0)
        score += FITS if page in fitting else 0.0
        kind = index.pages[page].kind
        # "Ankle sprain exercises" names the trouble; "exercise for the outer ankle" only a place where it may be.
        is_as_wanted = page in theirs or (asked.wants is Wants.EXERCISE and is_titled(index, asked, page))
        score *= KINDS[kind] * (1.0 if is_as_wanted else wanted.get(kind, 1.0))
        if page in theirs and not asked.is_question:
            score = score * FOR_THEM + THEIRS * theirs[page]
        elif page in index.made_for and page not in bonus and page not in theirs:
            score *= PERHAPS_THEIRS if any(whom & said for whom in index.made_for[page].whom) else FOR_OTHERS
        hits.append(Hit(page, score, why))
    hits.sort(key=lambda hit: (-hit.score, hit.page))
    hits = [hit for hit in hits if hit.score >= TAIL * hits[0].score or hit.page in bonus]
    # A page whose title was said, word for word, comes first, whatever else was.
    overtaken = {index.made_for[page].version_of for page in theirs}
    hits.sort(
        key=lambda hit: (
            asked.is_question or theirs.get(hit.page) != TITLED,
            hit.page in overtaken or not comes_first(index, asked, hit.page),
        )
    )
    if hits and comes_first(index, asked, hits[0].page):
        # "High ankle sprain" is the neighbour of that name, "which Achilles pain" the chapter: the longer name is meant.
        shorter = longest_said(index, asked, hits[0].page)
        longer = [hit for hit in hits if shorter in longest_said(index, asked, hit.page) != shorter]
        hits = [*longer, *(hit for hit in hits if hit not in longer)]
    if says_when:
        hits.sort(key=lambda hit: index.pages[hit.page].kind in DRILLS)
    if asked.wants is Wants.MEANING:
        hits.sort(key=lambda hit: (not is_explained(index, asked, hit.page), not is_used(index, asked, hit.page)))
    hits = with_way_on(index, asked, hits, leading)
    return with_signs(index, hits) if needs_signs(index, asked) else hits
