"""What is put among the hits beside what the words say: a list or a place that leads on, and the signs of danger."""

from __future__ import annotations

from collections import defaultdict

from library.search import ways
from library.search.corpus import Field
from library.search.index import Index
from library.search.naming import DRILLS, SAYS_LITTLE, is_in_a_row, is_titled, names_said
from library.search.query import Query, Wants
from library.search.scoring import Hit
from library.search.troubles import PAIN
from library.search.words import stem
from library.signs import HOME

# The words for what somebody reads.
SITE = frozenset(map(stem, ("website", "site", "page", "guide", "app")))
MINUTE = stem("minute")
HOW_LONG = frozenset(map(stem, ("how", "long", "last")))


def with_way_on(index: Index, asked: Query, hits: list[Hit], leading: dict[int, float]) -> list[Hit]:
    """The hits with the page that leads on, where its name was said (see `ways`).

    A list stands first when nothing else was said; any stands second beside other words, and last when its name is a single
    word of many. A place is asked for by who is in pain, and what may fit there comes before it.
    """
    in_pain = index.equals.get(PAIN, frozenset()) | {PAIN}
    said: dict[int, list[frozenset[str]]] = defaultdict(list)
    for name in names_said(index, asked, asked.stems):
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
    # "5 minute routine": how long is chosen on the list.
    chosen = (
        frozenset(one for one in asked.stems if one.isdigit() or one == MINUTE)
        if asked.wants is Wants.PLAN
        else frozenset()
    )
    alone = asked.stems - SAYS_LITTLE - in_pain - chosen - (SITE if of_this else frozenset()) <= words
    # "How long does a running injury last" is answered by a page, not by a list.
    alone = alone and not (asked.is_question and not is_place and HOW_LONG.issubset(asked.said.split()))
    # "offline" is no word of the guide: who says it means the site.
    of_the_site = not is_place and bool(words - index.strong)
    if (words <= SAYS_LITTLE and words != asked.stems and not (of_this and alone)) or (
        is_place and not (alone or asked.in_trouble)
    ):
        return hits
    if (alone or of_the_site) and not is_place and not (hits and is_titled(index, asked, hits[0].page)):
        at = 0
    else:
        at = 1 if alone or max(map(len, said[way])) > 1 else len(hits)
    score = hits[min(at, len(hits) - 1)].score if hits else leading[way]
    return [*hits[:at], Hit(way, score, passages[-1]), *hits[at:]]


def needs_signs(index: Index, asked: Query) -> bool:
    """Whether somebody tells of a pain that nobody should bear, or of a sign that came with an exercise of the guide."""
    drills = (number for number, page in enumerate(index.pages) if page.kind in DRILLS)
    return asked.is_severe or (asked.trouble.is_sign and any(is_in_a_row(index, asked, drill) for drill in drills))


def with_signs(index: Index, hits: list[Hit]) -> list[Hit]:
    """The hits with the page that says when to see somebody among the first two."""
    signs = next((number for number, page in enumerate(index.pages) if page.slug == HOME), None)
    if signs is None or any(hit.page == signs for hit in hits[:2]):
        return hits
    others = [hit for hit in hits if hit.page != signs]
    title, *rest = index.passages[signs]
    summary = next((passage for passage in rest if passage.field is Field.SUMMARY), title)
    at = 0 if others and index.pages[others[0].page].kind in DRILLS else 1
    return [*others[:at], Hit(signs, others[0].score if others else 0.0, summary), *others[at:]]
