"""Whatever stands in an address, and whoever came before: the answer that was kept is the one a fresh render gives."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.test import Client, RequestFactory
from django.urls import get_resolver
from hypothesis import example, given
from hypothesis import strategies as st

from ankles import middleware
from ankles.caching import query_read
from library import facets, routine_finder
from tests.conventions.test_routes import routes

# Every public page that reads something of its query, with what it may be asked; the test below knows of a new one.
ASKED = {
    "routines/<slug:slug>/play/": ("/routines/calf-and-achilles-strength/play/", ["stage"], ["1", "2", "02", "9"]),
    "exercises/play/": (
        "/exercises/play/",
        ["exercise", "page"],
        ["toe-walk", "heel-walk", "ankle-circles", "none", "1", "9"],
    ),
    "exercises/": ("/exercises/", [*facets.PARAMS, "page"], ["static", "dynamic", "wall", "x", "1", "2", "99"]),
    "routines/": ("/routines/", [*routine_finder.PARAMS], ["10", "wall", "none", "yes", "x"]),
    "search/": ("/search/", ["q"], ["heel", "Heel", " heel ", "ankle roll"]),
}
ANYTHING = st.text(alphabet="ab=&;+%20f?#/\x00é\u2028", max_size=6)


def queries(names: list[str], values: list[str]) -> st.SearchStrategy[str]:
    """Query strings as readers and strangers write them: doubled, blank, without a sign, in odd encodings, junk between."""
    name = st.sampled_from(
        [*names, "utm_source", *(one.upper() for one in names), f"%{ord(names[0][0]):x}{names[0][1:]}"]
    )
    value = st.one_of(
        st.sampled_from(["", "%ff", "%E2%80%A8", "+", *(one.replace(" ", "+") for one in values)]), ANYTHING
    )
    pair = st.one_of(st.builds("{}={}".format, name, value), name, ANYTHING)
    # As WSGI hands over the bytes of an address.
    return st.lists(pair, max_size=5).map(lambda pairs: "&".join(pairs).encode().decode("latin-1"))


def test_every_public_page_that_reads_its_query_is_tried_here() -> None:
    found = {route: pattern.callback for route, pattern in routes(get_resolver().url_patterns)}
    assert {route for route, view in found.items() if getattr(view, "public_params", ())} == set(ASKED)


def answers(client: Client, path: str, asked: list[str], **headers: str) -> list[tuple[int, bytes, str]]:
    """What comes for each query, one after the other."""
    found = []
    for query in asked:
        answer = client.generic("GET", path, QUERY_STRING=query, **headers)
        found.append((answer.status_code, answer.content, answer.headers.get("ETag", "")))
    return found


@pytest.mark.parametrize("route", ASKED)
def test_property_the_kept_answer_is_the_fresh_one(guide: object, route: str) -> None:
    path, names, values = ASKED[route]
    client = Client()

    @given(asked=st.lists(queries(names, values), min_size=2, max_size=4))
    @example(asked=[f"{names[0]}={values[1]}&{names[0]}=", f"{names[0]}={values[1]}"])
    @example(asked=[f"{names[0]}={values[0]}&{names[0]}={values[1]}", f"{names[0]}={values[1]}&{names[0]}={values[0]}"])
    def check(asked: list[str]) -> None:
        fresh = []
        for query in asked:
            middleware.PAGES_IN_MEMORY.clear()
            fresh += answers(client, path, [query])
        middleware.PAGES_IN_MEMORY.clear()
        assert answers(client, path, asked) == fresh
        # And once more, when each was kept beside the others, by somebody whose browser says much of itself.
        told = {"HTTP_HX_REQUEST": "true", "HTTP_COOKIE": "ankles=x; theme=dark", "HTTP_ACCEPT": "application/json"}
        assert answers(client, path, asked, **told) == fresh

    check()


@given(query=queries(["stage", "exercise"], ["1", "2"]))
def test_property_what_a_page_is_kept_under_says_all_that_its_view_reads(query: str) -> None:
    params = ("stage", "exercise")
    request = RequestFactory().get("/", QUERY_STRING=query)
    kept = QueryDict(query_read(request, params))
    assert {name: kept.getlist(name) for name in params} == {name: request.GET.getlist(name) for name in params}
    assert set(kept) <= set(params)


@pytest.mark.parametrize("path", ["/guide/", "//guide/", "/guide%2F", "/%67uide/", "/GUIDE/", "/guide/.", "/guide//"])
def test_an_address_written_otherwise_is_answered_as_if_it_were_the_first(guide: object, path: str) -> None:
    client = Client()
    middleware.PAGES_IN_MEMORY.clear()
    fresh = client.get(path)
    middleware.PAGES_IN_MEMORY.clear()
    client.get("/guide/")
    client.get("/")
    again = client.get(path)
    assert (again.status_code, again.content) == (fresh.status_code, fresh.content)
    assert len(middleware.PAGES_IN_MEMORY) <= 3


@pytest.mark.parametrize("cookie", ["ankles=", "ankles=x", "ankles=" + "x" * 32, "ankles=x; ankles-csrf=y; messages=z"])
def test_whoever_carries_cookies_that_are_none_of_ours_reads_the_guide_all_the_same(guide: object, cookie: str) -> None:
    middleware.PAGES_IN_MEMORY.clear()
    answer = Client().get("/guide/", HTTP_COOKIE=cookie)
    assert (answer.status_code, dict(answer.cookies), answer.headers["Vary"]) == (200, {}, "Accept-Encoding")
