"""Which pages answer a query, in order, each with the passage that says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator
from dataclasses import dataclass

from library.search import ways
from library.search.corpus import Field
from library.search.index import SAY_LITTLE, Index, Name, NamedPart, Passage
from library.search.query import Concept, Query, Wants
from library.search.troubles import PAIN
from library.search.words import stem, words
from library.signs import HOME

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
# What names no list and no place where more was said.
SAYS_LITTLE = SAY_LITTLE | frozenset(map(stem, ("ankle", "exercise", "routine")))
SAYS_WHEN = SAYS_LITTLE | {stem("before")}
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
# The words for what somebody reads.
SITE = frozenset(map(stem, ("website", "site", "page", "guide", "app")))
DRILLS = frozenset({"exercise", "routine"})
# What stands before an exercise that somebody was doing as it began to hurt.
MEANWHILE = tuple(map(stem, "after during doing from while when".split()))
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
# What a page gets whose name stands in the query among other words, for each word of it by how telling it is.
NAME_SAID = {Field.TITLE: 2.2, Field.CLINICAL: 1.6, Field.ALIAS: 0.7, Field.SYNONYM: 0.5, Field.HEADING: 0.7}
# The share of it where the name is said in words that mean the same ("arch hurts" for "arch pain").
NAMED_BY_EQUALS = 0.3
LEAST_OF_NAMED = 0.8
IN_A_ROW = 0.3  # each word of a name that has to be said word for word
LEAST_TELLING = 0.5  # also the commonest name says this much
# A page must match this share of the words, by what they count, and reach this share of the best page's score.
ENOUGH = 0.6
TAIL = 0.1
WEIGHED = 40


@dataclass(frozen=True)
class Hit:
    """A page that answers, by its number in the index."""

    page: int
    score: float
    why: Passage


def rank(index: Index, asked: Query, enough: float = ENOUGH) -> list[Hit]:
    """The pages that match enough of a query, best first."""
    counted = sum(concept.counts for concept in asked.concepts)
    total = sum(concept.weight for concept in asked.concepts)
    matched, given = _matches(index, asked)
    says_when = _drill_says_when(index, asked)
    bonus = _names_in(index, asked, names_drills=asked.trouble.is_sign or not says_when)
    leading = {page: bonus.pop(page) for page in list(bonus) if index.pages[page].kind in ways.KINDS}
    likely = [
        page
        for page, share in matched.items()
        if index.pages[page].kind not in ways.KINDS and (share >= enough * counted or page in bonus)
    ]
    likely.sort(key=lambda page: -given[page] * matched[page])
    named = index.named.get(asked.phrase, {})
    gain = PassageScore(asked.concepts, total)
    said = _meant(index, asked)
    theirs = _made_for(index, said, bonus, asks_what_it_is=asked.in_trouble)
    wanted = KINDS_WANTED[asked.wants]
    here = index.fits.get(asked.pointed.region) if asked.in_pain else None
    fitting = here.pages if here else frozenset()
    hits = []
    for page in dict.fromkeys([*likely[:WEIGHED], *bonus, *theirs]):
        best, why = _passage(index.passages[page], gain)
        best = max(best, _part(index.parts[page], gain))
        # What a named page lacks is what was asked about it: that throws it out no more.
        coverage = max(matched[page] / counted, LEAST_OF_NAMED if page in bonus else 0.0)
        score = (given[page] / total + PASSAGE_SHARE * best) * coverage * coverage
        score += NAMED.get(named.get(page, Field.BODY), 0.0) + bonus.get(page, 0.0)
        score += FITS if page in fitting else 0.0
        kind = index.pages[page].kind
        # "Ankle sprain exercises" names the trouble; "exercise for the outer ankle" only a place where it may be.
        is_as_wanted = page in theirs or (asked.wants is Wants.EXERCISE and _is_titled(index, asked, page))
        score *= KINDS[kind] * (1.0 if is_as_wanted else wanted.get(kind, 1.0))
        if page in theirs and not asked.is_question:
            score = score * FOR_THEM + THEIRS * theirs[page]
        elif page in index.made_for and page not in bonus and page not in theirs:
            score *= PERHAPS_THEIRS if any(whom & said for whom in index.made_for[page].whom) else FOR_OTHERS
        hits.append(Hit(page, score, why))
    hits.sort(key=lambda hit: (-hit.score, hit.page))
    hits = [hit for hit in hits if hit.score >= TAIL * hits[0].score or hit.page in bonus]
    # A page whose title was said, word for word, comes first, whatever else was.
    hits.sort(key=lambda hit: not _comes_first(index, asked, hit.page))
    if says_when:
        hits.sort(key=lambda hit: index.pages[hit.page].kind in DRILLS)
    if asked.wants is Wants.MEANING:
        hits.sort(key=lambda hit: not _is_explained(index, asked, hit.page))
    hits = _with_way_on(index, asked, hits, leading)
    return _with_signs(index, hits) if _needs_signs(index, asked) else hits


def _made_for(index: Index, meant: frozenset[str], named: Container[int], *, asks_what_it_is: bool) -> dict[int, float]:
    """Routines for a trouble that was said, each with the share of what was said about what is done (1 for the best).

    Who says "the back of my heel is sore" asks what it is, and not for a routine.
    """
    done = {
        page: sum(index.rarity.get(one, 0.0) for one in made.done & meant)
        for page, made in index.made_for.items()
        if any(whom <= meant for whom in (made.whom if asks_what_it_is else made.whom + made.readers))
    }
    most = max(done.values(), default=0.0)
    return {page: 1.0 if page in named else said / most for page, said in done.items() if said or page in named}


def _with_way_on(index: Index, asked: Query, hits: list[Hit], leading: dict[int, float]) -> list[Hit]:
    """The hits with the page that leads on, where its name was said (see `ways`).

    A list stands first when nothing else was said; any stands second beside other words, and last when its name is a single
    word of many. A place is asked for by who is in pain, and what may fit there comes before it.
    """
    in_pain = index.equals.get(PAIN, frozenset()) | {PAIN}
    said: dict[int, list[frozenset[str]]] = defaultdict(list)
    for name in _said(index, asked, asked.stems):
        if name.page in leading:
            said[name.page].append(name.stems)
    if asked.in_trouble and asked.pointed.has_side and asked.pointed.region in index.fits:
        place = index.fits[asked.pointed.region].place
        said = defaultdict(list, {place: said[place] or [asked.stems - SAYS_LITTLE - in_pain]})
        leading.setdefault(place, 0.0)
    if not said:
        return hits
    way = max(said, key=lambda page: (len(frozenset().union(*said[page]) - in_pain), leading[page]))
    passages, is_place = index.passages[way], index.pages[way].kind == ways.PLACE
    words = frozenset().union(*said[way])
    of_this = SITE & asked.stems and not is_place
    alone = asked.stems - SAYS_LITTLE - in_pain - (SITE if of_this else frozenset()) <= words
    # "offline" is no word of the guide: who says it means the site.
    of_the_site = not is_place and bool(words - index.strong)
    if (words <= SAYS_LITTLE and words != asked.stems and not (of_this and alone)) or (
        is_place and not (alone or asked.in_trouble)
    ):
        return hits
    if (alone or of_the_site) and not is_place and not (hits and _is_titled(index, asked, hits[0].page)):
        at = 0
    else:
        at = 1 if alone or max(map(len, said[way])) > 1 else len(hits)
    score = hits[min(at, len(hits) - 1)].score if hits else leading[way]
    return [*hits[:at], Hit(way, score, passages[-1]), *hits[at:]]


def _needs_signs(index: Index, asked: Query) -> bool:
    """Whether somebody tells of a pain that nobody should bear, or of a sign that came with an exercise of the guide."""
    drills = (number for number, page in enumerate(index.pages) if page.kind in DRILLS)
    return asked.is_severe or (asked.trouble.is_sign and any(_is_in_a_row(index, asked, drill) for drill in drills))


def _with_signs(index: Index, hits: list[Hit]) -> list[Hit]:
    """The hits with the page that says when to see somebody among the first two."""
    signs = next((number for number, page in enumerate(index.pages) if page.slug == HOME), None)
    if signs is None or any(hit.page == signs for hit in hits[:2]):
        return hits
    others = [hit for hit in hits if hit.page != signs]
    title, *rest = index.passages[signs]
    summary = next((passage for passage in rest if passage.field is Field.SUMMARY), title)
    at = 0 if others and index.pages[others[0].page].kind in DRILLS else 1
    return [*others[:at], Hit(signs, others[0].score if others else 0.0, summary), *others[at:]]


def _meant(index: Index, asked: Query) -> frozenset[str]:
    """The stems that were said, and those that mean the same."""
    return asked.stems.union(*(index.equals.get(one, ()) for one in asked.stems))


def _is_explained(index: Index, asked: Query, page: int) -> bool:
    """Whether a page is the entry of a word in the glossary that was said."""
    return index.pages[page].kind == "term" and index.passages[page][0].stems <= asked.stems


def _is_titled(index: Index, asked: Query, page: int) -> bool:
    """Whether the title of a page was said, also without what it shares with many."""
    return any(
        name.page == page and name.field is Field.TITLE and name.stems <= asked.stems
        for one in asked.stems
        for name in index.names.get(one, ())
    )


def _comes_first(index: Index, asked: Query, page: int) -> bool:
    """Whether a title of more than one word was said in a row, and is asked about.

    "Toe walks burn" tells of the drill, "my heel hurts after pogo hops" of the heel.
    """
    kind, trouble = index.pages[page].kind, asked.trouble
    is_beside_it = kind in DRILLS and trouble.in_pain and not trouble.is_worked
    return kind in ("issue", *DRILLS) and not is_beside_it and _is_in_a_row(index, asked, page)


def _is_in_a_row(index: Index, asked: Query, page: int) -> bool:
    """Whether a title of more than one word was said in a row; "before a run" says when, and names nothing."""
    titled = index.passages[page][0]
    if len(titled.order) < 2 or titled.stems <= SAYS_WHEN or not titled.stems <= asked.stems:
        return False
    return any(f" {row} " in asked.said for row in _rows(titled))


def _drill_says_when(index: Index, asked: Query) -> bool:
    """Whether a drill only says when it hurts, and no tired muscle hurts; a sign is no matter of any drill."""
    if asked.trouble.is_sign or not asked.in_pain or asked.trouble.is_worked:
        return asked.trouble.is_sign
    drills = (number for number, page in enumerate(index.pages) if page.kind in DRILLS)
    rows = [row for drill in drills if _is_in_a_row(index, asked, drill) for row in _rows(index.passages[drill][0])]
    return any(f" {before} {row} " in asked.said for before in MEANWHILE for row in rows)


def _rows(titled: Passage) -> tuple[str, str]:
    """A title as stems in a row: `hop stick`, and `hop and stick`."""
    return " ".join(titled.order), " ".join(map(stem, words(titled.text)))


def _names_in(index: Index, asked: Query, *, names_drills: bool) -> dict[int, float]:
    """What a page gets for each word of its name that was said, where the whole name was: its best name's."""
    found: dict[int, float] = {}
    for name in _said(index, asked, _meant(index, asked)):
        kind = index.pages[name.page].kind
        is_aside = (asked.in_pain or asked.is_question) and name.field is not Field.TITLE and kind in DRILLS
        is_aside |= kind in DRILLS and asked.in_pain and not _is_in_a_row(index, asked, name.page)
        is_aside |= kind in DRILLS and not names_drills
        if not is_aside and (kind in ways.KINDS or not name.stems & asked.refused):
            telling = sum(index.rarity.get(one, 0.0) for one in name.stems)
            telling = max(telling, LEAST_TELLING, IN_A_ROW * len(name.phrase.split()))
            gives = NAME_SAID[name.field] * telling
            gives *= 1.0 if name.stems <= asked.stems else NAMED_BY_EQUALS
            found[name.page] = max(gives, found.get(name.page, 0.0))
    return found


def _said(index: Index, asked: Query, stems: frozenset[str]) -> Iterator[Name]:
    """The names that some stems hold, and the query in a row where that matters."""
    names = (name for one in stems for name in index.names.get(one, ()))
    return (name for name in names if name.stems <= stems and name.phrase in asked.said)


def _matches(index: Index, asked: Query) -> tuple[dict[int, float], dict[int, float]]:
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


def _part(parts: tuple[NamedPart, ...], gain: PassageScore) -> float:
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


def _passage(passages: tuple[Passage, ...], gain: PassageScore) -> tuple[float, Passage]:
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
