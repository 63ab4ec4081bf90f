"""The index of the guide, small enough for a phone: what each word says about each page, and what leads to which."""

from __future__ import annotations

from typing import Any

from library.search import ways
from library.search.corpus import Field
from library.search.index import Index
from library.search.naming import DRILLS, SAYS_LITTLE
from library.search.troubles import IN_BONE, MEANWHILE, SIGN, SUDDEN, TO_DO, TROUBLES, signs
from library.search.words import STOP_WORDS

# Out of 100: what a word says about a page, times how telling it is. Less than this changes no order.
LEAST = 3


def compact(index: Index) -> dict[str, Any]:
    """`pages`: title, address, kind and summary of each; `stems`: for each stem the pages' numbers and what it says
    about them, 1 to 100, by turns; `equals`: stems that mean the same; `little`: words that say nothing ("the");
    `ways`: pages that lead on (see `_ways`); `faint`: stems that name none of those where more was said; `site`: stems that
    only they have; `trouble` and `task`: stems of who is in trouble, and of who asks for something to do; `meanwhile`: what
    says when something happens, and is no such wish; `drills`: the numbers of what is not shown first for who tells of a sign
    (library/search/troubles.py), by the stems `signs`, those `bones` beside a pain, or the words of `sign` and `sudden`."""
    leading = _ways(index)
    called = {stem for _, is_place, names in leading if not is_place for name in names for stem in name}
    stems = {}
    for stem, impacts in index.impacts.items():
        telling = index.rarity.get(stem, 1.0)
        weights = {page: round(100 * impact * telling) for page, impact in impacts.items()}
        if found := [one for page, weight in weights.items() if weight >= LEAST for one in (page, weight)]:
            stems[stem] = found
    return {
        "pages": [[page.title, page.url, page.kind_label, page.summary] for page in index.pages],
        "stems": stems,
        "equals": {stem: sorted(others) for stem, others in index.equals.items() if others},
        "little": sorted(STOP_WORDS),
        "ways": leading,
        "faint": sorted(SAYS_LITTLE),
        "site": sorted(called - index.strong),
        "trouble": sorted(TROUBLES),
        "task": sorted(TO_DO),
        "meanwhile": MEANWHILE,
        "drills": [number for number, page in enumerate(index.pages) if page.kind in DRILLS],
        "signs": sorted(signs(index)),
        "bones": sorted(IN_BONE),
        "sign": SIGN,
        "sudden": SUDDEN,
    }


def _ways(index: Index) -> list[list[Any]]:
    """The lists, what is said about the site, and places of the foot map (library/search/ways.py), which are found by
    their names alone: the page's number, whether it is a place, and each of its names as stems."""
    return [
        [
            number,
            page.kind == ways.PLACE,
            [sorted(name.stems) for name in index.passages[number] if name.field is not Field.SUMMARY],
        ]
        for number, page in enumerate(index.pages)
        if page.kind in ways.KINDS
    ]
