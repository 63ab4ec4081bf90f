"""The public pages of the real guide as a reader, a crawler and a cache meet them."""

from __future__ import annotations

import gzip
import re
from html import unescape
from typing import Any

import brotli
import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from ankles import middleware
from ankles.proxies import FORWARDED
from library import catalogue, loading, meta, publishing
from library.admin import editors
from library.documents import store
from library.figures import has_amber, slugs
from library.models import Article, Equipment, Exercise, Routine, Status
from tests.factories import every_entry
from tests.library import small

KINDS = {
    "home": "/",
    "chapter": "/guide/why-ankles/",
    "issue": "/issues/achilles-tendinopathy/",
    "place": "/places/outer-ankle/",
    "exercise": "/exercises/knee-to-wall/",
    "index": "/exercises/",
    "routine": "/routines/calf-and-achilles-strength/",
}
OTHERS = ["/guide/", "/issues/", "/places/", "/routines/", "/sources/", "/words/", "/search/", "/about/", "/privacy/",
          "/accessibility/", "/feed/", "/sitemap.xml", "/robots.txt", "/manifest.webmanifest"]  # fmt: skip
PUBLIC = [*KINDS.values(), *OTHERS]
CACHED = "public, max-age=0, s-maxage=60, must-revalidate"


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
    middleware.PAGES_IN_MEMORY.clear()
    known = editor.get(path)
    assert stranger.status_code == 200
    assert known.content == stranger.content
    assert dict(known.headers) == dict(stranger.headers)
    assert known.headers["Vary"] == "Accept-Encoding"
    assert known.headers["Cache-Control"] == CACHED
    assert not known.cookies
    assert not stranger.cookies


def test_a_cache_before_the_site_is_told_to_ask_again_after_a_second_and_nobody_else_is(guide: loading.Report) -> None:
    assert Client().get("/", **{FORWARDED: "1"}).headers["X-Accel-Expires"] == "1"
    assert "X-Accel-Expires" not in Client().get("/").headers
    assert "X-Accel-Expires" not in Client().get("/accounts/login/", **{FORWARDED: "1"}).headers


def test_the_header_says_logbook_to_everybody_and_names_nobody(editor: Client) -> None:
    html = editor.get("/about/").content.decode()
    assert re.search(r">\s*Logbook\s*</a>", html)
    assert "eda@example.org" not in html
    assert "csrf" not in html


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
        slug = f"{copy.slug}-{number}"
        copy.card_html = copy.card_html.replace(f"/exercises/{copy.slug}/", f"/exercises/{slug}/")
        copy.pk, copy.slug, copy.number = None, slug, number + 1
        copy.save(force_insert=True)


COLD = {"home": 6, "chapter": 5, "issue": 5, "place": 4, "exercise": 6, "index": 1, "routine": 6}


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
    assert set(re.findall(r'href="/exercises/([a-z-]+)/"', html)) == {"pogo-hops", "hop-stick", "play"}
    assert '<meta name="robots" content="noindex, follow">' in html


@pytest.mark.parametrize("thing", Equipment.values)
def test_things_you_have_lists_what_uses_them_and_nothing_else(
    client: Client, guide: loading.Report, thing: str
) -> None:
    html = client.get("/exercises/", {"equipment": thing}).content.decode()
    found = set(re.findall(r'href="/exercises/([a-z-]+)/"', html)) - {"play"}
    uses = dict(Exercise.objects.published().values_list("slug", "equipment"))
    assert found == {slug for slug, kit in uses.items() if kit == [thing]}
    # A thing that no exercise uses alone leads to those that use it with another.
    if not found and any(thing in kit for kit in uses.values()):
        assert re.search(r'href="/exercises/\?[^"]*">With ', html)


def cards(html: str) -> list[str]:
    return [slug for slug in re.findall(r'href="/exercises/([a-z0-9-]+)/"', html) if slug != "play"]


def test_a_thousand_exercises_are_pages_that_are_light_and_show_each_once(
    client: Client, guide: loading.Report
) -> None:
    cloned(1_000)
    path, seen, pages = "/exercises/", [], 0
    while path:
        answer = client.get(path)
        html = answer.content.decode()
        assert len(brotli.compress(answer.content, quality=5)) <= 30_000
        assert ("noindex, follow" in html) is (pages > 0)
        assert "<strong>1000 exercises</strong>" in html
        seen += cards(html)
        pages += 1
        path = unescape(found[0]) if (found := re.findall(r'rel="next" href="([^"]+)"', html)) else ""
    assert (len(seen), len(set(seen)), pages) == (1_000, 1_000, 28)
    # A filter counts all of them and begins at its first page; what is no page is the nearest one.
    html = client.get("/exercises/?type=static&page=2").content.decode()
    assert '<a class="button" rel="prev" href="/exercises/?type=static">' in html
    assert [url for url in re.findall(r'href="(/exercises/\?[^"]*)"', html) if "type" not in url] == []
    assert cards(client.get("/exercises/?page=999").content.decode()) == seen[-28:]
    assert cards(client.get("/exercises/?page=-1").content.decode()) == seen[-28:]
    assert cards(client.get("/exercises/?page=x").content.decode()) == seen[:36]


def test_the_guide_as_it_is_released_is_one_page_of_the_index(client: Client, guide: loading.Report) -> None:
    html = client.get("/exercises/").content.decode()
    assert len(cards(html)) == 30
    assert "Pages of exercises" not in html


def test_a_filter_that_is_no_option_is_ignored(client: Client, guide: loading.Report) -> None:
    html = client.get("/exercises/", {"type": "<script>alert(1)</script>", "when": "noon"}).content.decode()
    assert len(re.findall(r'href="/exercises/[a-z-]+/"', html)) >= 30
    assert "alert(1)" not in html


def test_a_search_is_answered_and_kept_nowhere(client: Client, guide: loading.Report) -> None:
    asked = client.get("/search/?q=heel+hurts+in+the+morning")
    assert asked.headers["Cache-Control"] == "no-store"
    assert 'href="/issues/plantar-heel-pain/"' in asked.content.decode()
    assert not asked.cookies
    assert "heel hurts" not in str([middleware.PAGES_IN_MEMORY.plain.pages, middleware.PAGES_IN_MEMORY.chosen.pages])
    assert len(middleware.PAGES_IN_MEMORY) == 0


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
     "/guide/ankle-sprain/", "/issues/why-ankles/", "/places/nowhere/", "/figures/no-such.000000000000.css", "/exercises/Toe-Walk/"],
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
    assert len(middleware.PAGES_IN_MEMORY) == 0


def test_a_page_of_an_earlier_release_still_has_its_figures_move(client: Client, guide: loading.Report) -> None:
    now = client.get(meta.figure_css_path("toe-walk"))
    earlier = client.get("/figures/toe-walk.000000000000.css")
    assert (earlier.status_code, earlier.content) == (200, now.content)
    assert ("immutable" in now.headers["Cache-Control"], earlier.headers["Cache-Control"]) == (
        True,
        "public, max-age=60",
    )
    # Anybody can make up such addresses: none of them takes up room.
    kept = len(middleware.PAGES_IN_MEMORY)
    client.get("/figures/toe-walk.000000000001.css")
    assert len(middleware.PAGES_IN_MEMORY) == kept


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
    publishing.render_again(every_entry())
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
    assert "strength" not in client.get("/sitemap.xml").content.decode().replace(
        "calf-and-achilles-strength", ""
    ).replace("heel-end-strength", "").replace("strength-heel-end", "")


@pytest.mark.parametrize(
    "path", ["/exercises/toe-yoga/", "/issues/shoes/", "/routines/before-a-run/", "/guide/calves-feet-balance/"]
)
def test_what_common_practice_means_stands_once_on_a_page_that_says_so(
    client: Client, guide: loading.Report, path: str
) -> None:
    page = client.get(path).content.decode()
    assert 'popovertarget="e-practice">' in page
    (meaning,) = re.findall(r'<div popover id="e-practice".*?</div>', page, re.DOTALL)
    assert "<strong>Common practice</strong> is what is commonly taught; we know of no trial that settles it" in meaning
    assert page.count("no trial that settles it") == 1


def test_a_page_that_calls_nothing_common_practice_does_not_explain_it(client: Client, guide: loading.Report) -> None:
    assert "e-practice" not in client.get("/guide/flexible-mobile-strong/").content.decode()


def test_the_list_of_sources_can_be_jumped_through_by_letter(client: Client, guide: loading.Report) -> None:
    page = client.get("/sources/").content.decode()
    letters = re.findall(r'href="#letter-(.)"', page)
    assert letters == sorted(set(letters))
    assert letters == re.findall(r'id="letter-(.)"', page)
    assert len(letters) > 15


def test_home_names_every_problem_before_anything_else(client: Client, guide: loading.Report) -> None:
    page = client.get("/").content.decode()
    links = re.findall(r'href="([^"]+)"', page[page.index("<main") :])
    assert links[0] == "#hurt"
    assert links[1:11] == [issue["url"] for issue in catalogue.current().issues]


ISSUES = (
    "ankle-sprain achilles-tendinopathy plantar-heel-pain peroneal-tendinopathy ankle-arthritis "
    "stress-fracture chronic-ankle-instability flat-or-high-arch getting-older shoes"
).split()


@pytest.mark.parametrize("slug", ISSUES)
def test_a_problem_says_what_to_do_first_and_starts_only_what_its_page_lists(
    client: Client, guide: loading.Report, slug: str
) -> None:
    page = unescape(client.get(f"/issues/{slug}/").content.decode())
    card = page[page.index("programme no-print") : page.index('class="redflag')]
    links = re.findall(r'href="([^"]+)"', card)
    # The way to the red box and the parts stands before the page itself; the card sends readers to the box first.
    assert page.index('href="#stop"') < page.index('id="stop"')
    assert links.pop(0) == "#stop"
    assert links
    assert [link for link in links if client.get(link).status_code != 200] == []
    issue = Article.objects.get(slug=slug)
    listed = set(issue.suits.values_list("exercise__slug", flat=True))
    started = {
        slug
        for link in links
        for slug in re.findall(r"/exercises/([\w-]+)/play/|exercise=([\w-]+)", link)
        for slug in slug
    }
    assert started - {""} <= listed
    routines = set(re.findall(r"/routines/([\w-]+)/play/", " ".join(links)))
    assert routines <= {issue.programme, *re.findall(r"\(routine:([\w-]+)", issue.body)}
    # A sore bone is started on nothing, a fresh sprain on no routine.
    assert ("Start guided" in card) is (slug != "stress-fracture")
    assert bool(routines) is (
        slug not in ("ankle-sprain", "peroneal-tendinopathy", "ankle-arthritis", "stress-fracture", "shoes")
    )


def test_whoever_is_sore_at_the_heel_end_or_cannot_tell_is_started_on_nothing_that_hurts_there(
    client: Client, guide: loading.Report
) -> None:
    page = client.get("/issues/achilles-tendinopathy/").content.decode()
    ways = re.findall(r'href="([^"]+)">\s*<span class="condition">([^<]+)</span>', page)
    by_case = {case: url for url, case in ways}
    assert by_case["Both kinds, to begin with"] == "/exercises/heel-raise-hold/play/"
    assert by_case["Heel end, examined"] == "/routines/calf-and-heel-end-strength/play/"
    assert by_case["You cannot tell which"] == "/guide/which-achilles-pain/"
    assert Exercise.objects.get(slug="heel-raise-hold").achilles_heel == "yes"
    ways = catalogue.current().routine_ways["calf-and-heel-end-strength"]
    assert not any(way.needs.hurts_heel_end for way in ways)


def test_a_caption_speaks_of_amber_only_where_the_drawing_has_some(client: Client, guide: object) -> None:
    said = {slug: "Amber marks" in client.get(f"/exercises/{slug}/").content.decode()
            for slug in ("knee-to-wall", "toe-yoga")}  # fmt: skip
    assert said == {"knee-to-wall": True, "toe-yoga": False}
    assert [slug for slug in slugs() if not has_amber(slug)] == ["toe-yoga"]
