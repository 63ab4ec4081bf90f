"""The public pages of the real guide as a reader, a crawler and a cache meet them."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from typing import Any
from urllib.parse import urljoin
from xml.etree import ElementTree

import brotli
import pytest
from django.contrib.auth import get_user_model
from django.contrib.staticfiles import finders
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from ankles import middleware
from library import editors, loading, publishing
from library.documents import store
from library.models import Exercise, Routine, Status
from tests.library import crawling, small
from tests.library.crawling import Page

KINDS = {
    "home": "/",
    "chapter": "/guide/why-ankles/",
    "issue": "/issues/achilles-tendinopathy/",
    "exercise": "/exercises/knee-to-wall/",
    "index": "/exercises/",
    "routine": "/routines/calf-and-achilles-strength/",
}
OTHERS = ["/guide/", "/issues/", "/routines/", "/sources/", "/words/", "/search/", "/about/", "/privacy/",
          "/accessibility/", "/feed/", "/sitemap.xml", "/robots.txt", "/manifest.webmanifest", "/log/"]  # fmt: skip
PUBLIC = [*KINDS.values(), *OTHERS]
CACHED = "public, max-age=0, s-maxage=60, must-revalidate"


@pytest.fixture
def pages(guide: loading.Report) -> dict[str, Page]:
    return crawling.html_pages()


@pytest.fixture
def editor(db: None) -> Client:
    """An editor with an open session, who brings a cookie to every page."""
    user = get_user_model().objects.create_user("eda@example.org")
    editors.make_editor(user)
    client = Client()
    client.force_login(user)
    assert client.cookies
    return client


# --- The same bytes for everyone -------------------------------------------------------------


@pytest.mark.parametrize("path", PUBLIC)
def test_a_stranger_and_an_editor_get_the_same_bytes_and_no_cookie(
    guide: loading.Report, editor: Client, path: str
) -> None:
    stranger = Client().get(path)
    middleware.SHELF.clear()
    known = editor.get(path)
    assert stranger.status_code == 200
    assert known.content == stranger.content
    assert dict(known.headers) == dict(stranger.headers)
    assert known.headers["Vary"] == "Accept-Encoding"
    assert known.headers["Cache-Control"] == CACHED
    assert not known.cookies
    assert not stranger.cookies


@pytest.mark.parametrize("path", PUBLIC)
def test_head_304_gzip_and_brotli_are_the_same_page(client: Client, guide: loading.Report, path: str) -> None:
    plain = client.get(path)
    tag = plain.headers["ETag"]
    head = client.head(path)
    same = client.get(path, headers={"if-none-match": tag})
    squeezed = {name: client.get(path, headers={"accept-encoding": name}) for name in ("gzip", "br")}
    assert (head.content, head.headers["ETag"], head.headers["Content-Length"]) == (b"", tag, str(len(plain.content)))
    assert (same.status_code, same.content) == (304, b"")
    if len(plain.content) > 200:
        assert gzip.decompress(squeezed["gzip"].content) == plain.content
        assert brotli.decompress(squeezed["br"].content) == plain.content
    assert {answer.headers["ETag"] for answer in squeezed.values()} == {tag}
    assert client.get(path, headers={"accept-encoding": "br;q=0, gzip;q=0"}).content == plain.content


@pytest.mark.parametrize("path", PUBLIC)
def test_a_warm_page_costs_no_query_and_unknown_parameters_do_not_make_it_cold(
    client: Client, guide: loading.Report, django_assert_num_queries: DjangoAssertNumQueries, path: str
) -> None:
    first = client.get(path)
    with django_assert_num_queries(0):
        again = client.get(path, {"utm_source": "x", "fbclid": "y"})
    assert again.content == first.content


def cloned(count: int) -> None:
    """Fill the index up to `count` exercises that differ in name and number only."""
    rows = list(Exercise.objects.order_by("number"))
    for number in range(len(rows), count):
        copy = Exercise.objects.get(pk=rows[number % len(rows)].pk)
        copy.pk, copy.slug, copy.number = None, f"{copy.slug}-{number}", number + 1
        copy.save(force_insert=True)


COLD = {"home": 5, "chapter": 4, "issue": 3, "exercise": 5, "index": 1, "routine": 4}


@pytest.mark.parametrize("count", [30, 300])
@pytest.mark.parametrize("kind", KINDS)
def test_a_cold_page_costs_the_same_few_queries_for_any_number_of_exercises(
    client: Client, guide: loading.Report, django_assert_num_queries: DjangoAssertNumQueries, kind: str, count: int
) -> None:
    cloned(count)
    assert Exercise.objects.published().count() == count
    with django_assert_num_queries(COLD[kind]):
        assert client.get(KINDS[kind]).status_code == 200


def test_no_page_may_cost_more_than_six_queries() -> None:
    assert max(COLD.values()) <= 6


# --- Filters and search ----------------------------------------------------------------------


def test_the_order_of_filters_does_not_matter(
    client: Client, guide: loading.Report, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    one = client.get("/exercises/?type=static&when=any_time&type=dynamic")
    with django_assert_num_queries(0):
        other = client.get("/exercises/?when=any_time&type=dynamic&type=static&utm=1")
    assert other.content == one.content
    assert other.headers["ETag"] == one.headers["ETag"]


def test_a_filtered_index_shows_what_fits_and_stays_out_of_search_engines(
    client: Client, guide: loading.Report
) -> None:
    html = client.get("/exercises/?type=plyometric").content.decode()
    assert set(re.findall(r'href="/exercises/([a-z-]+)/"', html)) == {"pogo-hops", "hop-stick"}
    assert '<meta name="robots" content="noindex, follow">' in html


def test_a_filter_that_is_no_option_is_ignored(client: Client, guide: loading.Report) -> None:
    html = client.get("/exercises/", {"type": "<script>alert(1)</script>", "when": "noon"}).content.decode()
    assert len(re.findall(r'href="/exercises/[a-z-]+/"', html)) >= 30
    assert "alert(1)" not in html


def test_a_search_is_answered_and_kept_nowhere(client: Client, guide: loading.Report) -> None:
    asked = client.get("/search/?q=heel+hurts+in+the+morning")
    assert asked.headers["Cache-Control"] == "no-store"
    assert 'href="/issues/plantar-heel-pain/"' in asked.content.decode()
    assert not asked.cookies
    assert "heel hurts" not in str(middleware.SHELF._pages)
    assert len(middleware.SHELF._pages) == 0


def test_a_search_for_nothing_is_the_empty_page_for_all(client: Client, guide: loading.Report) -> None:
    bodies = {client.get(path).content for path in ("/search/", "/search/?q=", "/search/?q=++", "/search/?x=1")}
    assert len(bodies) == 1
    assert client.get("/search/?q=+").headers["Cache-Control"] == CACHED


STRANGE = ["%00", "'", '"', "%", "*", "(", "q" * 5000, "%F0%9F%A6%B6", "+OR+", "%FF", "%E2%80%AE", "a" * 99 + "%E2%80"]


def test_a_strange_search_is_answered_all_the_same(client: Client, guide: loading.Report) -> None:
    assert [client.get(f"/search/?q={query}").status_code for query in STRANGE] == [200] * len(STRANGE)


# --- What is not there -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    ["/guide/nowhere/", "/issues/nowhere/", "/exercises/nowhere/", "/routines/nowhere/", "/nowhere/",
     "/guide/ankle-sprain/", "/issues/why-ankles/", "/figures/toe-walk.000000000000.css", "/exercises/Toe-Walk/"],
)  # fmt: skip
def test_what_is_not_there_is_a_404_page_that_leads_on_and_is_not_kept(
    client: Client, guide: loading.Report, path: str
) -> None:
    answer = client.get(path)
    html = answer.content.decode()
    assert answer.status_code == 404
    assert 'href="/guide/"' in html
    assert 'href="/search/"' in html
    assert not answer.cookies
    assert "public" not in answer.headers["Cache-Control"]
    assert len(middleware.SHELF._pages) == 0


def test_an_address_without_its_slash_leads_to_the_page(client: Client, guide: loading.Report) -> None:
    answer = client.get("/exercises/toe-walk")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/exercises/toe-walk/")


DRAFTS: dict[str, tuple[str, dict[str, Any]]] = {
    "/exercises/zebra-hops/": ("exercise", small.TOE_WALK | {"harder": []}),
    "/guide/zebra-hops/": ("chapter", small.CHAPTER | {"exercises": []}),
    "/issues/zebra-hops/": ("issue", small.ISSUE | {"exercises": [], "areas": []}),
    "/routines/zebra-hops/": ("routine", small.ROUTINE),
}
LISTS = ["/", "/guide/", "/guide/why-ankles/", "/issues/", "/issues/ankle-sprain/", "/exercises/", "/exercises/toe-walk/",
         "/routines/", "/routines/strength/", "/sitemap.xml", "/feed/", "/sources/", "/words/", "/search/?q=zebra+hops"]  # fmt: skip


def zebras(client: Client, **state: str) -> list[str]:
    """The addresses that show four new pages about zebras, made in this state."""
    for kind, document in DRAFTS.values():
        words = {"title": f"Zebra {kind}", "summary": "A zebra hops.", "aliases": ["zebra"], "number": 99}
        store.write(kind, "zebra-hops", document | words | state)
    publishing.show(publishing.every_entry())
    texts = {path: client.get(path).content.decode() for path in [*LISTS, *DRAFTS]}
    return [path for path, text in texts.items() if re.search(r"A zebra|Zebra \w|zebra-hops", text)]


@pytest.mark.parametrize(
    "state",
    [{"status": "draft"}, {"status": "published", "publish_at": "2999-01-01T00:00:00+00:00"}],
    ids=["draft", "later"],
)
def test_a_page_that_is_not_published_is_seen_nowhere(
    client: Client, guide: loading.Report, state: dict[str, str]
) -> None:
    assert zebras(client, **state) == []
    assert [client.get(path).status_code for path in DRAFTS] == [404] * 4


def test_the_same_page_published_is_seen_everywhere(client: Client, guide: loading.Report) -> None:
    # What shows that the test above would see a leak.
    elsewhere = {"/words/", "/issues/ankle-sprain/", "/routines/strength/"}
    assert set(LISTS) - set(zebras(client, status="published")) == elsewhere
    assert [client.get(path).status_code for path in DRAFTS] == [200] * 4


def test_a_retired_page_says_that_it_was_taken_out(client: Client, guide: loading.Report) -> None:
    Routine.objects.filter(slug="strength").update(status=Status.RETIRED)
    answer = client.get("/routines/strength/")
    html = answer.content.decode()
    assert answer.status_code == 410
    assert "“Strength day” has been taken out" in html
    assert 'content="noindex"' in html
    assert "strength" not in client.get("/sitemap.xml").content.decode().replace("calf-and-achilles-strength", "")


# --- The pages as a crawler reads them -------------------------------------------------------


def test_every_address_that_is_linked_answers(pages: dict[str, Page]) -> None:
    everything = crawling.site()
    assert {path: page.status for path, page in everything.items() if page.status != 200} == {}
    assert Counter(crawling.folder(path) for path in pages if path.count("/") == 3) == {
        "exercises": 30,
        "issues": 10,
        "guide": 8,
        "routines": 7,
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
    with_scripts = {path for path, page in pages.items() if any(name.endswith(".js") for name in page.files)}
    assert with_scripts <= {"/exercises/", "/search/"}


def test_the_movement_of_a_figure_is_kept_for_good_under_its_own_address(pages: dict[str, Page], client: Client) -> None:
    (address,) = [name for name in pages["/exercises/toe-walk/"].files if name.startswith("/figures/")]
    answer = client.get(address)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Type"] == "text/css"
    assert ".x-toe-walk" in answer.content.decode()


def test_the_header_says_logbook_to_everybody_and_names_nobody(pages: dict[str, Page], editor: Client) -> None:
    html = editor.get("/about/").content.decode()
    assert ">Logbook</a>" in html
    assert "eda@example.org" not in html
    assert "csrf" not in html


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
    publishing.saved(Exercise.objects.get(), None)
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


@pytest.mark.parametrize("words", [words for words in CORPUS if words.startswith("<")] + ["<a href='javascript:x()'>x</a>"])
def test_harm_is_seen_where_it_is(words: str) -> None:
    assert harm(crawling.read("/x/", 200, {}, f"<p>{words}</p>"))
