"""Markdown as editors write it: links, citations, boxes, and nothing that a browser could run."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library import figures, markup
from library.markup import Referable, Scribe
from tests.library import crawling

REFERABLE = Referable(
    live=frozenset({("exercise", "toe-walk"), ("chapter", "calves")}),
    known=frozenset({("exercise", "toe-walk"), ("exercise", "draft"), ("chapter", "calves")}),
    anchors={("chapter", "calves"): frozenset({"balance"})},
    sources={"radford-2006": "Radford 2006", "ingram-2025": "Ingram 2025"},
)


def block(text: str) -> str:
    return str(Scribe(REFERABLE).block(text))


def inline(text: str) -> str:
    return str(Scribe(REFERABLE).inline(text))


# --- Links -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[Walks](exercise:toe-walk)", '<a href="/exercises/toe-walk/">Walks</a>'),
        ("[Balance](chapter:calves#balance)", '<a href="/guide/calves/#balance">Balance</a>'),
        ("[Search](page:search)", '<a href="/search/">Search</a>'),
        ("[*Walks*](exercise:toe-walk)!", '<a href="/exercises/toe-walk/"><em>Walks</em></a>!'),
    ],
)
def test_a_link_leads_to_the_page(text: str, html: str) -> None:
    assert inline(text) == html


@pytest.mark.parametrize("target", ["exercise:draft", "exercise:nowhere", "issue:toe-walk"])
def test_a_link_to_what_readers_cannot_see_is_words_only(target: str) -> None:
    assert inline(f"[Walks]({target}) and [more](exercise:toe-walk)") == (
        'Walks and <a href="/exercises/toe-walk/">more</a>'
    )


@pytest.mark.parametrize(
    "target",
    ["https://example.org", "javascript:alert(1)", "data:text/html,x", "//example.org", "/admin/", "mailto:a@b.c",
     "page:admin", "chapter:", ":x", "exercise"],
)  # fmt: skip
def test_any_other_address_is_no_link_at_all(target: str) -> None:
    assert "<a" not in block(f"[click]({target})")
    assert "<a" not in block(f"<{target}>")
    assert "<img" not in block(f"![click]({target})")


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("exercise:toe-walk", ("exercise", "toe-walk", "")),
        ("chapter:calves#balance", ("chapter", "calves", "balance")),
        ("page:sources", ("page", "sources", "")),
        ("page:nowhere", None),
        ("user:ana", None),
        ("exercise:", None),
        ("", None),
    ],
)
def test_a_target_is_split_or_refused(target: str, expected: tuple[str, str, str] | None) -> None:
    assert markup.parse_target(target) == expected


# --- Citations -------------------------------------------------------------------------------


def test_citations_are_numbered_in_the_order_of_first_use_over_all_texts_of_a_page() -> None:
    scribe = Scribe(REFERABLE)
    first = scribe.inline("Small gains [@ingram-2025].")
    then = scribe.block("Again.[@radford-2006; @ingram-2025]")
    assert re.findall(r'aria-label="(Source [^"]+)">(\d)<', first + then) == [
        ("Source 1: Ingram 2025", "1"),
        ("Source 2: Radford 2006", "2"),
        ("Source 1: Ingram 2025", "1"),
    ]
    assert re.findall(r'popovertarget="([^"]+)"', first + then) == ["e-ingram-2025", "e-radford-2006", "e-ingram-2025"]
    assert re.sub(r"<sup>.*?</sup>", "", first) == "Small gains\N{WORD JOINER}."
    assert scribe.cited == ["ingram-2025", "radford-2006"]


def test_a_source_that_nobody_knows_is_shown_as_nothing() -> None:
    scribe = Scribe(REFERABLE)
    assert scribe.inline("Shown.[@made-up-2020]") == "Shown."
    assert scribe.cited == []


def test_citations_links_plates_headings_and_parts_are_found_in_a_text() -> None:
    text = "A [b](exercise:toe-walk).[@radford-2006]\n\n## One *two*\n\n### Three\n\nIt.\n\n## One two\n\n::: plate calf\nCap.\n:::\n\n::: plate calf\n:::\n"
    assert markup.citations(text) == ["radford-2006"]
    assert markup.targets(text) == ["exercise:toe-walk"]
    assert markup.headings(text) == [("one-two", "One two"), ("one-two-2", "One two")]
    assert markup.anchors(text) == {"one-two", "three", "one-two-2"}
    assert {anchor for anchor, _ in markup.places(text)} == markup.anchors(text)
    assert markup.plates(text) == [("calf", True), ("calf", False)]


def test_headings_in_the_page_have_the_addresses_that_links_use() -> None:
    html = block("## One *two*\n\nA.\n\n## One two\n\nB.\n")
    assert '<h2 id="one-two">One <em>two</em></h2>' in html
    assert '<h2 id="one-two-2">One two</h2>' in html


@pytest.mark.parametrize(
    "text",
    [
        "Stand tall, 30 cm from a wall.",
        "Rise (both heels) – slowly; hold 2 s > 1 s. ",
        "Été: “warm” 5 % | 3 + 4 = 7 ~ #1",
        "A 1. step",
    ],
)
def test_a_line_without_a_mark_is_its_own_words_as_the_parser_says(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert markup.NO_MARKUP.fullmatch(text)
    assert markup.plain(text) == text.strip()
    monkeypatch.setattr(markup, "NO_MARKUP", re.compile("(?!)"))
    assert markup.plain(text) == text.strip()


@pytest.mark.parametrize(
    "text",
    ["1. Rise", "- rise", "# Rise", "> rise", "    rise", "::: tip", "+ rise", "| a |", "a\nb", "a &amp; b", "a \\* b"],
)
def test_a_line_that_may_hold_a_mark_is_left_to_the_parser(text: str) -> None:
    assert not markup.NO_MARKUP.fullmatch(text)


def test_plain_words_hold_no_markup() -> None:
    text = "A **b** [c](exercise:toe-walk).[@radford-2006]\nNext `line`\n\n## Head\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    assert markup.plain(text).split("\n") == ["A b c. Next line", "Head", "a", "b", "1", "2"]


# --- Boxes and plates ------------------------------------------------------------------------


def test_boxes_become_asides_with_their_heading() -> None:
    assert (
        block("::: tip How to tell\nLook.\n:::") == '<aside class="note"><h3>How to tell</h3>\n<p>Look.</p>\n</aside>\n'
    )
    assert block("::: care\nStop.\n:::") == '<aside class="note care"><p>Stop.</p>\n</aside>\n'
    assert block("::: aside\nBy the way.\n:::") == '<aside class="aside">\n<p>By the way.</p>\n</aside>\n'


def test_the_heading_of_a_box_is_words() -> None:
    assert "<script>" not in block("::: tip <script>alert(1)</script>\nx\n:::")


def test_a_plate_is_our_drawing_with_its_caption() -> None:
    name = min(figures.PLATES)
    html = block(f"::: plate {name}\nWhat is seen.\n:::")
    assert figures.plate(name) in html
    assert "<figcaption><p>What is seen.</p>\n</figcaption>" in html


def test_a_plate_that_nobody_drew_leaves_only_its_caption() -> None:
    html = block("::: plate no-such\nWords.\n:::")
    assert "<svg" not in html
    assert "Words." in html


def test_a_table_has_a_frame_that_scrolls_and_heads_that_say_so() -> None:
    html = block("| a |\n|---|\n| 1 |\n")
    assert html.startswith('<div class="table" tabindex="0" role="region" aria-label="Table 1"><table class="data">')
    assert '<th scope="col">a</th>' in html


# --- Nothing that a browser could run --------------------------------------------------------

HOSTILE = [
    "<script>alert(1)</script>", '<img src=x onerror="alert(1)">', "<p onclick=alert(1)>", '<a href="javascript:x()">x</a>',
    "[x](javascript:x())", "<style>*{}</style>", "<iframe src=//evil.example></iframe>", "<svg onload=x()>",
    "::: plate \"><script>alert(1)</script>\nx\n:::", "<!-- --><script>x</script>", "[@\"><script>x</script>]",
    "[x](exercise:toe-walk \"onmouseover=x()\")", '<div data-plate="bones" onclick="x()"></div>', "&lt;script&gt;",
    "[a]: javascript:x()\n\n[a]", "<base href=//evil.example>", "<form action=//evil.example>", "`<script>x</script>`",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_html_of_an_editor_is_shown_as_words(text: str) -> None:
    for html in (block(text), inline(text)):
        page = crawling.read("/x/", 200, {}, html)
        assert page.inline == []
        assert not {"script", "style", "iframe", "base", "form", "img", "object"} & set(page.elements)
        assert all(link.startswith(("/", "#")) for link in page.links)


@given(st.text(alphabet="<>\"'=/&;:[]()#@!`*_-| \nabcx", max_size=80))
def test_no_text_whatever_becomes_a_script_or_a_handler(text: str) -> None:
    page = crawling.read("/x/", 200, {}, block(text))
    assert page.inline == []
    assert not set(page.elements) - markup.ALLOWED_TAGS - {"svg"}


def test_common_practice_is_a_tag_that_opens_what_it_means_and_plain_words_elsewhere() -> None:
    scribe = markup.Scribe(markup.Referable())
    html = scribe.inline("[Practice]. The rest is [practice], see [practice](page:sources).")
    assert html.count('popovertarget="e-practice"') == 2
    # No line begins with the full stop.
    assert ">Common practice</button>\N{WORD JOINER}. The rest is <button" in html
    assert scribe.names_practice
    assert markup.plain("[Practice]. So is [practice].") == "Common practice. So is common practice."
    quiet = markup.Scribe(markup.Referable())
    quiet.inline("In common practice, much is tried.")
    assert not quiet.names_practice


# --- What the page would not show as it was meant ----------------------------------------------


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("Head\n====\n\nText.", "underlined"),
        ("A sentence.\n---\n\nText.", "underlined"),
        ("- ## In a list", "a heading stands by itself"),
        ("> ## Quoted\n> Text.", "a heading stands by itself"),
        ("##### Deep", "two to four #"),
        ("    ## Indented", "four spaces"),
        ("```\n## Fenced\n```", "between ```"),
        ("::: tip\nNot closed.", "is not closed"),
        ("::: tip\nNot closed.\n\n::: care\nText.\n:::", "is not closed"),
        ("::: hint\nText.\n:::", "a box begins or ends here that the page does not know"),
        ("| a | b |\n| 1 | 2 |", "a table is broken"),
    ],
)
def test_structure_that_the_page_would_drop_is_named(body: str, said: str) -> None:
    assert any(said in words for words in markup.structure_faults(f"Text.\n\n{body}"))


@pytest.mark.parametrize(
    "body",
    [
        "## Head\n\nText.\n\n### Part\n\n- one\n- two",
        "::: tip Title\nText.\n:::\n\n::: care\n## Head\n:::",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "> Words that somebody said.",
    ],
)
def test_structure_that_the_page_shows_is_left_alone(body: str) -> None:
    assert markup.structure_faults(body) == []


def test_each_table_has_a_name_of_its_own_and_an_empty_corner_is_no_heading() -> None:
    table = "| | Middle |\n|---|---|\n| Place | cord |\n"
    html = block(f"{table}\nThen:\n\n{table}")
    assert re.findall(r'aria-label="([^"]+)"', html) == ["Table 1", "Table 2"]
    assert html.count("<td></td>") == 2
    assert "<th></th>" not in html
