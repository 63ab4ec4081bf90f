"""The index of the guide, small enough for a phone: what each word says about each page."""

from __future__ import annotations

from typing import Any

from library.search import INDEX_IN_FORCE, ways
from library.search.words import STOP_WORDS

# Out of 100: what a word says about a page, times how telling it is. Less than this changes no order.
LEAST = 3


def compact() -> dict[str, Any]:
    """`pages`: title, address, kind and summary of each; `stems`: for each stem the pages' numbers and what it says
    about them, 1 to 100, by turns; `equals`: stems that mean the same; `little`: words that say nothing ("the")."""
    index = INDEX_IN_FORCE.get()
    weighed = [page for page in index.pages if page.kind not in ways.KINDS]  # they stand before those that lead on
    stems = {}
    for stem, impacts in index.impacts.items():
        telling = index.rarity.get(stem, 1.0)
        weights = {page: round(100 * impact * telling) for page, impact in impacts.items()}
        if found := [one for page, weight in weights.items() if weight >= LEAST for one in (page, weight)]:
            stems[stem] = found
    return {
        "pages": [[page.title, page.url, page.kind_label, page.summary] for page in weighed],
        "stems": stems,
        "equals": {stem: sorted(others) for stem, others in index.equals.items() if others},
        "little": sorted(STOP_WORDS),
    }
