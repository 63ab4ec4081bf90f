"""Pages whose name was said: in whole, in a row, or only as the moment at which something hurts."""

from __future__ import annotations

from collections.abc import Iterator

from library.search import ways
from library.search.corpus import NAMES, Field
from library.search.index import SAY_LITTLE, Index, Name, Passage
from library.search.query import Query
from library.search.words import stem, words

# What names no list and no place where more was said.
SAYS_LITTLE = SAY_LITTLE | frozenset(map(stem, ("ankle", "exercise", "routine")))
SAYS_WHEN = SAYS_LITTLE | {stem("before")}
DRILLS = frozenset({"exercise", "routine"})
# What stands before an exercise that somebody was doing as it began to hurt.
MEANWHILE = tuple(map(stem, "after during doing from while when".split()))
# What a page gets whose name stands in the query among other words, for each word of it by how telling it is.
NAME_SAID = {Field.TITLE: 2.2, Field.CLINICAL: 1.6, Field.ALIAS: 0.7, Field.SYNONYM: 0.5, Field.HEADING: 0.7}
# The share of it where the name is said in words that mean the same ("arch hurts" for "arch pain").
NAMED_BY_EQUALS = 0.3
IN_A_ROW = 0.3  # each word of a name that has to be said word for word
LEAST_TELLING = 0.5  # also the commonest name says this much


def named_in(index: Index, asked: Query, *, names_drills: bool) -> dict[int, float]:
    """What a page gets for each word of its name that was said, where the whole name was: its best name's."""
    found: dict[int, float] = {}
    for name in names_said(index, asked, meant(index, asked)):
        kind = index.pages[name.page].kind
        is_aside = (asked.in_pain or asked.is_question) and name.field is not Field.TITLE and kind in DRILLS
        is_aside |= kind in DRILLS and asked.in_pain and not is_in_a_row(index, asked, name.page)
        is_aside |= kind in DRILLS and not names_drills
        if not is_aside and (kind in ways.KINDS or not name.stems & asked.refused):
            telling = sum(index.rarity.get(one, 0.0) for one in name.stems)
            telling = max(telling, LEAST_TELLING, IN_A_ROW * len(name.phrase.split()))
            gives = NAME_SAID[name.field] * telling
            gives *= 1.0 if name.stems <= asked.stems else NAMED_BY_EQUALS
            found[name.page] = max(gives, found.get(name.page, 0.0))
    return found


def names_said(index: Index, asked: Query, stems: frozenset[str]) -> Iterator[Name]:
    """The names that some stems hold, and the query in a row where that matters."""
    names = (name for one in stems for name in index.names.get(one, ()))
    return (name for name in names if name.stems <= stems and name.phrase in asked.said)


def meant(index: Index, asked: Query) -> frozenset[str]:
    """The stems that were said, and those that mean the same."""
    return asked.stems.union(*(index.equals.get(one, ()) for one in asked.stems))


def is_titled(index: Index, asked: Query, page: int) -> bool:
    """Whether the title of a page was said, also without what it shares with many, or another name of several words."""
    return any(
        name.page == page
        and (name.field is Field.TITLE or (name.field in NAMES and len(name.stems) > 1))
        and name.stems <= asked.stems
        for one in asked.stems
        for name in index.names.get(one, ())
    )


def comes_first(index: Index, asked: Query, page: int) -> bool:
    """Whether a title of more than one word was said in a row, and is asked about.

    "Toe walks burn" tells of the drill, "my heel hurts after pogo hops" of the heel.
    """
    kind, trouble = index.pages[page].kind, asked.trouble
    is_beside_it = kind in DRILLS and trouble.in_pain and not trouble.is_worked
    return kind in ("issue", *DRILLS) and not is_beside_it and is_in_a_row(index, asked, page)


def longest_said(index: Index, asked: Query, page: int) -> str:
    """The longest name of a page, or of a part of a chapter, that was said in a row: its words as stems, stop words too."""
    kind = index.pages[page].kind
    said = (
        f" {row} "
        for passage in index.passages[page]
        if (passage.field in NAMES or (passage.field is Field.HEADING and kind == "chapter"))
        and passage.stems <= asked.stems
        for row in _rows(passage)
    )
    return max((row for row in said if row in asked.said), key=len, default="")


def is_in_a_row(index: Index, asked: Query, page: int) -> bool:
    """Whether a title of more than one word was said in a row; "before a run" says when, and names nothing."""
    titled = index.passages[page][0]
    if len(titled.order) < 2 or titled.stems <= SAYS_WHEN or not titled.stems <= asked.stems:
        return False
    return is_said(asked, titled)


def is_said(asked: Query, titled: Passage) -> bool:
    """Whether the words of a title were said in a row."""
    return any(f" {row} " in asked.said for row in _rows(titled))


def _rows(titled: Passage) -> tuple[str, str]:
    """A title as stems in a row: `hop stick`, and `hop and stick`."""
    return " ".join(titled.order), " ".join(map(stem, words(titled.text)))


def drill_says_when(index: Index, asked: Query) -> bool:
    """Whether a drill only says when it hurts, and no tired muscle hurts; a sign is no matter of any drill."""
    if asked.trouble.is_sign or not asked.in_pain or asked.trouble.is_worked:
        return asked.trouble.is_sign
    drills = (number for number, page in enumerate(index.pages) if page.kind in DRILLS)
    rows = [row for drill in drills if is_in_a_row(index, asked, drill) for row in _rows(index.passages[drill][0])]
    return any(f" {before} {row} " in asked.said for before in MEANWHILE for row in rows)


def is_explained(index: Index, asked: Query, page: int) -> bool:
    """Whether a page is the entry of a word in the glossary that was said."""
    return index.pages[page].kind == "term" and index.passages[page][0].stems <= asked.stems


def is_used(index: Index, asked: Query, page: int) -> bool:
    """Whether a page is an entry of the glossary that uses all words asked about: "15RM"."""
    known = {own for own in asked.stems if own in index.impacts}
    return index.pages[page].kind == "term" and any(known <= passage.stems for passage in index.passages[page])
