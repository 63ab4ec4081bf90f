"""Every public page of the real guide as a crawler reads it, and hostile words that stay words."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from ankles.unbroken import unbroken
from library import loading, publishing
from library.documents import store
from library.models import Exercise
from tests.library import crawling, small
from tests.library.crawling import Page


@pytest.fixture
def pages(guide: loading.Report) -> dict[str, Page]:
    return crawling.html_pages()


# --- The pages as a crawler reads them -------------------------------------------------------


def test_every_address_that_is_linked_answers(pages: dict[str, Page]) -> None:
    everything = crawling.site()
    # The logbook's own pages ask who is there.
    doors = {path: page.status for path, page in everything.items() if path.startswith("/log/")}
    assert doors == dict.fromkeys(("/log/", "/log/data/"), 302)
    assert {path: page.status for path, page in everything.items() if page.status != 200 and path not in doors} == {}
    assert Counter(crawling.folder(path) for path in pages if path.count("/") == 3) == {
        "exercises": 30,
        "issues": 10,
        "guide": 12,
        "routines": 14,
        "places": 15,
        # What is written without a network.
        "offline": 1,
    }


def test_every_part_that_is_linked_stands_on_its_page(pages: dict[str, Page]) -> None:
    dead = [
        (page.path, f"{target}#{part}")
        for page in pages.values()
        for target, part in crawling.internal(page)
        if part and target in pages and part not in pages[target].ids
    ]
    assert dead == []


def test_every_number_of_a_source_opens_what_stands_on_the_same_page(pages: dict[str, Page]) -> None:
    dead = [(path, one) for path, page in pages.items() for one in page.opens if one not in page.ids]
    assert dead == []
    assert sum(len(page.opens) for page in pages.values()) > 50


def test_an_internal_link_never_leaves_the_site_unseen(pages: dict[str, Page]) -> None:
    outside = {href for page in pages.values() for href in page.links if not href.startswith(("/", "#"))}
    hosts = {re.sub(r"^(https?://[^/]+|mailto:).*", r"\1", href) for href in outside if not href.startswith("?")}
    assert hosts <= {"https://doi.org", "https://pubmed.ncbi.nlm.nih.gov", "https://pmc.ncbi.nlm.nih.gov"}


def test_a_dead_part_is_seen_by_the_crawl() -> None:
    page = crawling.read("/x/", 200, {}, '<h1 id="a">A</h1><a href="#b">b</a><a href="/y/#c">c</a>')
    assert list(crawling.internal(page)) == [("/x/", "b"), ("/y/", "c")]
    assert page.ids == ["a"]


def test_no_id_stands_twice_on_a_page(pages: dict[str, Page]) -> None:
    twice = {path: [one for one, count in Counter(page.ids).items() if count > 1] for path, page in pages.items()}
    assert {path: ids for path, ids in twice.items() if ids} == {}


def jumps(page: Page) -> list[str]:
    """Headings that are deeper than the one before by more than one step, and any h1 but the first heading."""
    levels = [level for level, _ in page.headings]
    found = [
        words
        for before, level, (_, words) in zip([0, *levels], levels, page.headings, strict=False)
        if level > before + 1
    ]
    return found if levels.count(1) == 1 and levels[:1] == [1] else [*found, f"{levels.count(1)} h1"]


def test_every_page_has_one_h1_first_and_headings_without_jumps(pages: dict[str, Page]) -> None:
    assert {path: jumps(page) for path, page in pages.items() if jumps(page)} == {}
    assert [(path, words) for path, page in pages.items() for _, words in page.headings if not words] == []


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<h1>A</h1><h3>B</h3>", ["B"]),
        ("<h2>A</h2><h1>B</h1>", ["A", "1 h1"]),
        ("<h1>A</h1><h1>B</h1>", ["2 h1"]),
        ("<p>x</p>", ["0 h1"]),
        ("<h1>A</h1><h2>B</h2><h3>C</h3><h2>D</h2>", []),
    ],
)
def test_a_jump_in_the_headings_is_seen(html: str, said: list[str]) -> None:
    assert jumps(crawling.read("/x/", 200, {}, html)) == said


def test_no_number_on_any_page_is_cut_off_from_its_unit(pages: dict[str, Page]) -> None:
    # Data, titles and drawings break no lines; the logbook's choices are the labels of small buttons.
    unwrapped = re.compile(r"<(script|title|svg|textarea)\b.*?</\1>", re.DOTALL)
    cut = {
        (path, words.strip())
        for path, page in pages.items()
        if not path.startswith("/offline/")
        for words in re.findall(r">([^<]*)<", unwrapped.sub("", page.html))
        if unbroken(words) != words
    }
    assert cut == set()


def test_no_page_carries_styles_or_scripts_of_its_own(pages: dict[str, Page]) -> None:
    assert {path: page.inline for path, page in pages.items() if page.inline} == {}


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ('<p style="top:0">', ["p style"]),
        ("<style>p{}</style>", ["style"]),
        ("<script>go()</script>", ["script"]),
        ('<a onclick="go()">', ["a onclick"]),
        ('<script type="application/ld+json">{}</script><script src="/x.js"></script>', []),
        ('<script type="application/json">{}</script>', []),
        ('<script type="module">go()</script>', ["script"]),
    ],
)
def test_inline_style_and_script_are_seen_by_the_crawl(html: str, said: list[str]) -> None:
    assert crawling.read("/x/", 200, {}, html).inline == said


def test_every_drawing_and_picture_has_a_name_or_is_hidden(pages: dict[str, Page]) -> None:
    assert {path: page.nameless for path, page in pages.items() if page.nameless} == {}


def test_every_element_is_closed_where_it_was_opened(pages: dict[str, Page]) -> None:
    assert {path: page.unclosed for path, page in pages.items() if page.unclosed} == {}


def test_every_file_that_a_page_loads_is_there(pages: dict[str, Page], client: Client) -> None:
    files = {urljoin(page.path, name) for page in pages.values() for name in page.files}
    static = {name for name in files if name.startswith("/static/")}
    assert {name for name in static if finders.find(name.removeprefix("/static/")) is None} == set()
    others = {name: client.get(name).status_code for name in files - static}
    assert set(others.values()) == {200}
    assert {name for name in others if name.startswith("http")} == set()


def test_public_pages_come_without_scripts_unless_they_use_them(pages: dict[str, Page]) -> None:
    scripts = {
        path: {name.split("/js/")[1].split(".")[0] for name in page.files if name.endswith(".js") and "/js/" in name}
        for path, page in pages.items()
    }
    # One small module says, where a visitor goes on, that a session of theirs waits; chapters have none at all.
    chapters = {path for path in pages if path.startswith("/guide/") and path != "/guide/"}
    assert {path for path in chapters if scripts[path]} == set()
    more = {path: names - {"mention"} for path, names in scripts.items() if names - {"mention"}}
    assert set(more) <= {"/", "/exercises/", "/offline/", "/offline/log/", "/search/"}, more


def test_the_movement_of_a_figure_is_kept_for_good_under_its_own_address(
    pages: dict[str, Page], client: Client
) -> None:
    (address,) = [name for name in pages["/exercises/toe-walk/"].files if name.startswith("/figures/")]
    answer = client.get(address)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Type"] == "text/css"
    assert ".x-toe-walk" in answer.content.decode()


def test_no_page_shows_markdown_or_template_signs(pages: dict[str, Page]) -> None:
    signs = re.compile(r"\{\{|\{%|\]\(|\[@|:::|\*\*|\bNone\b(?=[<.,/]|None)|\bundefined\b")
    assert {path: hit[0] for path, page in pages.items() if (hit := signs.search(page.text))} == {}


# --- Hostile words ---------------------------------------------------------------------------

CORPUS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<svg onload=alert(1)>",
    "[click](javascript:alert(1))",
    "![x](javascript:alert(1))",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "{{ request }}{% debug %}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<style>*{display:none}</style>",
    "<iframe src=//evil.example>",
    "' onfocus=alert(1) autofocus='",
]
EVERY_PLACE = ("title", "summary", "body", "achilles_heel_note", "evidence", "dose_note")
EVERY_LIST = ("aliases", "cautions", "steps", "mistakes")
HARMFUL = {"iframe", "object", "embed", "style", "base", "form", "img"}


def harm(page: Page, scripts: int = 0) -> list[str]:
    """What a reader's browser would do because of the words on a page."""
    own = len(page.json_ld) + sum(name.endswith(".js") for name in page.files) + scripts
    found = [f"{page.elements['script'] - own} scripts"] if page.elements["script"] != own else []
    found += [name for name in sorted(HARMFUL - {"form"}) if page.elements[name]]
    found += page.inline
    return found + [href for href in page.links if href.split(":")[0].lower() in ("javascript", "data", "vbscript")]


@pytest.mark.parametrize("words", CORPUS)
def test_hostile_words_of_an_editor_stay_words_in_every_place(client: Client, db: None, words: str) -> None:
    changes: dict[str, Any] = {"harder": [{"text": words}]} | dict.fromkeys(EVERY_PLACE, words)
    store.write("exercise", "toe-walk", small.TOE_WALK | changes | {name: [words, words] for name in EVERY_LIST})
    publishing.record_change(Exercise.objects.get(), None)
    pages = {path: crawling.read(path, 200, {}, client.get(path).content.decode())
             for path in ("/exercises/toe-walk/", "/exercises/", "/search/?q=toe")}  # fmt: skip
    assert {path: harm(page) for path, page in pages.items() if harm(page)} == {}
    for path in ("/feed/", "/sitemap.xml"):
        ElementTree.fromstring(client.get(path).content)


def test_hostile_words_in_a_search_stay_words(client: Client, guide: loading.Report) -> None:
    pages = [
        crawling.read("/search/", 200, {}, client.get("/search/", {"q": words}).content.decode()) for words in CORPUS
    ]
    assert {words: harm(page) for words, page in zip(CORPUS, pages, strict=True) if harm(page)} == {}
    assert {href for page in pages for href in page.links if not href.startswith(("/", "#"))} == set()


@pytest.mark.parametrize(
    "words", [words for words in CORPUS if words.startswith("<")] + ["<a href='javascript:x()'>x</a>"]
)
def test_harm_is_seen_where_it_is(words: str) -> None:
    assert harm(crawling.read("/x/", 200, {}, f"<p>{words}</p>"))
