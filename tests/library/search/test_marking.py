"""Why a page was found, as safe HTML."""

from __future__ import annotations

import re

import pytest
from django.utils.safestring import SafeString

from library.search import search_in, ways
from library.search.index import Index
from library.search.marking import LONGEST
from tests.library.search.asking import first, index_of, page, questions

ATTACKS = [
    "<script>alert(1)</script>",
    '<img src="x" onerror="alert(1)">',
    "<mark>heel</mark>",
    "</mark><svg/onload=alert(1)>",
    "\"' onmouseover='alert(1)",
    "javascript:alert(1)//",
    "&lt;script&gt;",
    "<!--",
    "<a href='javascript:x'>heel</a>",
    "{{ heel }}{% load x %}",
    "\u2028<script>heel</script>",
    "<scr\x00ipt>heel",
]
TAGS = re.compile(r"</?mark>")


def test_the_best_match_marks_what_was_asked_for(index: Index) -> None:
    why = first(index, "heel hurts in the morning")["why_html"]
    assert {word.lower() for word in re.findall(r"<mark>([^<]+)</mark>", why)} >= {"heel", "hurts", "morning"}


def test_other_forms_and_typing_errors_are_marked_whole(index: Index) -> None:
    assert "<mark>stretch" in first(index, "strech calves")["why_html"]
    assert "<mark>Achilles</mark>" in first(index, "achil")["title_html"]


def test_every_first_result_marks_something(index: Index) -> None:
    firsts = [(question.ask, search_in(index, question.ask).results[:1]) for question in questions()]
    # A page about the site has names that it does not print.
    of_the_guide = [
        (ask, result["why_html"]) for ask, found in firsts for result in found if result["kind"] != ways.PAGE
    ]
    assert len(of_the_guide) > len(firsts) * 0.9
    assert [ask for ask, why in of_the_guide if "<mark>" not in why] == []


def test_no_sentence_of_a_result_ends_with_two_full_stops(index: Index) -> None:
    found = search_in(index, "back of heel pain calf raises on a step").results
    whys = [TAGS.sub("", result["why_html"]) for result in found]
    assert any("cannot rise on tiptoe. " in why for why in whys)
    assert [why for why in whys if ".." in why] == []


def test_readers_words_are_not_called_another_name(index: Index) -> None:
    assert first(index, "heel spur")["why_html"].startswith("Readers look here for <mark>heel</mark> <mark>spur</mark>")


def test_a_long_passage_is_shortened_round_the_word() -> None:
    text = "Some words come first. " * 20 + "Then a talus appears among them " + "and some words follow it " * 20
    why = first(index_of(page("one", "One", text.replace(".", ","))), "talus")["why_html"]
    assert "<mark>talus</mark>" in why
    assert len(TAGS.sub("", why)) <= LONGEST + 4
    assert why.startswith("… ")
    assert why.endswith(" …")


@pytest.mark.parametrize("attack", ATTACKS)
def test_markup_in_a_query_is_never_given_back(index: Index, attack: str) -> None:
    answer = search_in(index, attack)
    for result in answer.results + answer.nearest:
        assert "<" not in TAGS.sub("", result["why_html"] + result["title_html"])


@pytest.mark.parametrize("attack", ATTACKS)
def test_markup_in_a_text_is_shown_as_text(attack: str) -> None:
    hostile = index_of(page("one", f"Heel {attack}", f"The heel {attack} heel.", f"heel {attack}"))
    result = first(hostile, "heel")
    for html in (result["why_html"], result["title_html"]):
        assert isinstance(html, SafeString)
        assert "<mark>" in html
        assert not re.search(r"[<>\"']", TAGS.sub("", html))
