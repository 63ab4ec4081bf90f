"""Questions as runners type them."""

from __future__ import annotations

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


def test_every_expected_page_is_in_the_guide(index: Index) -> None:
    pages = {f"{page.kind}:{page.slug}" for page in index.pages}
    assert {name for question in questions() for name in question.find} - pages == set()


def test_no_question_is_asked_twice() -> None:
    asked = [question.ask for question in questions()]
    assert len(asked) == len(set(asked)) >= 80


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
