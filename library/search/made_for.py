"""Routines that are made for one trouble ("Sore heel end: warm-up"): for whom, and which of them was meant."""

from __future__ import annotations

from collections.abc import Container

from library.search.index import Index
from library.search.naming import is_said
from library.search.query import Query, Wants

# Who wants one of these asks for something to do.
TO_DO = frozenset({Wants.PLAN, Wants.EXERCISE})
# What the version of a routine whose title was said gets, and what the others get then.
TITLED = 1.25
OTHERS_DONE = 0.25


def for_them(index: Index, asked: Query, meant: frozenset[str], named: Container[int]) -> dict[int, float]:
    """Routines for a trouble that was said, each with the share of what was said about what is done (1 for the best).

    Who says "the back of my heel is sore" asks what it is, and not for a routine. Who says the title of the routine that one
    is a version of says what is done: "after a run stretching with a sore heel end".
    """
    does = asked.wants in TO_DO or (asked.wants is Wants.ANSWER and not asked.in_trouble)
    done: dict[int, float] = {}
    titled: set[int] = set()
    for page, made in index.made_for.items():
        if any(whom <= meant for whom in (made.whom + made.readers if does else made.whom)):
            done[page] = sum(index.rarity.get(one, 0.0) for one in made.done & meant)
            if made.version_of is not None and is_said(asked, index.passages[made.version_of][0]):
                titled.add(page)
    if titled:
        return {page: TITLED if page in titled else OTHERS_DONE for page in done}
    most = max(done.values(), default=0.0)
    return {page: 1.0 if page in named else said / most for page, said in done.items() if said or page in named}
