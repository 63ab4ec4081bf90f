"""Questions as runners type them."""

from __future__ import annotations

import pytest

from library.search.index import Index
from tests.library.search.asking import found, questions


def test_every_question_finds_its_page_among_the_first_three(index: Index) -> None:
    missed = {
        question.ask: found(index, question.ask)[:3]
        for question in questions()
        if not question.open and not set(found(index, question.ask)[:3]) & set(question.find)
    }
    assert missed == {}


def test_nine_in_ten_questions_find_their_page_first(index: Index) -> None:
    every = questions()
    right = [question for question in every if set(found(index, question.ask)[:1]) & set(question.find)]
    assert len(right) >= 0.9 * len(every)


def test_a_page_that_a_question_names_comes_first(index: Index) -> None:
    named = [question for question in questions() if question.first]
    missed = {one.ask: found(index, one.ask)[:2] for one in named if found(index, one.ask)[:1] != list(one.find)}
    assert missed == {}
    assert len(named) >= 30


@pytest.mark.parametrize("about", ["mile", "race", "push", "in the morning", "while pregnant", "xylophone"])
def test_whatever_is_asked_about_a_page_by_its_title_the_page_comes_first(index: Index, about: str) -> None:
    pages = [page for page in index.pages if page.kind in ("issue", "exercise", "routine")]
    firsts = {page.title: found(index, f"{page.title} {about}")[:1] for page in pages}
    assert {title: said for title, said in firsts.items() if said != [name_of(index, title)]} == {}


def name_of(index: Index, title: str) -> str:
    """A page by its title, as `kind:slug`."""
    return next(f"{page.kind}:{page.slug}" for page in index.pages if page.title == title and page.kind != "term")


def test_every_expected_page_is_in_the_guide(index: Index) -> None:
    pages = {f"{page.kind}:{page.slug}" for page in index.pages}
    assert {name for question in questions() for name in question.find} - pages == set()


def test_no_question_is_asked_twice() -> None:
    asked = [question.ask for question in questions()]
    assert len(asked) == len(set(asked)) == 2186


def test_every_page_is_found_first_by_its_title(index: Index) -> None:
    pages = [page for page in index.pages if page.kind != "term"]
    missed = {
        page.title: found(index, page.title)[:2]
        for page in pages
        if f"{page.kind}:{page.slug}" not in found(index, page.title)[:2]
    }
    assert missed == {}


def test_every_alias_leads_to_its_page(index: Index) -> None:
    missed = {}
    for page in index.pages:
        for where, text in page.passages:
            if where.value == "other name" and page.kind != "term":
                names = found(index, text)[:5]
                if f"{page.kind}:{page.slug}" not in names:
                    missed[text] = (page.slug, names)
    assert missed == {}
