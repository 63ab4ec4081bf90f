"""Which addresses anybody may open: a literal list. Everything else answers with a log-in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path
from pytest_django import Settings

PUBLIC = {
    "",
    "guide/",
    "guide/<slug:slug>/",
    "issues/",
    "issues/<slug:slug>/",
    "exercises/",
    "exercises/<slug:slug>/",
    "routines/",
    "routines/<slug:slug>/",
    "sources/",
    "words/",
    "search/",
    "about/",
    "privacy/",
    "accessibility/",
    "figures/<slug:slug>.<str:digest>.css",
    "feed/",
    "sitemap.xml",
    "robots.txt",
    "manifest.webmanifest",
    "favicon.ico",
    "healthz",
    "healthz/",
    "log/",
    # Without a log-in by their nature: the log-in itself, and the link with which an editor chooses a password.
    "accounts/password/<uidb64>/<token>/",
    "admin/login/",
}
STABLE = ["/", "/guide/", "/guide/when-to-see-somebody/", "/issues/", "/exercises/", "/routines/", "/sources/", "/about/",
          "/privacy/", "/accessibility/", "/feed/", "/sitemap.xml", "/robots.txt", "/manifest.webmanifest", "/healthz",
          "/search/", "/log/"]  # fmt: skip
VALUES = {"slug": "x", "digest": "x", "uidb64": "x", "token": "x", "object_id": "1", "pk": "1", "app_label": "library",
          "content_type_id": "1", "url": "x", "revision": "1", "kind": "exercise", "number": "1"}  # fmt: skip


def routes(patterns: Any, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every route with its view, as it is written."""
    for pattern in patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, here)
        else:
            yield here, pattern


def every_route() -> list[tuple[str, URLPattern]]:
    return list(routes(get_resolver().url_patterns))


def is_open(view: Any) -> bool:
    """Whether a view says that it needs no log-in."""
    return not getattr(view, "login_required", True)


def address(pattern: URLPattern, route: str) -> str | None:
    """A path that leads to a route, or None where none can be made."""
    filled = route
    for name in pattern.pattern.converters:
        if name not in VALUES:
            return None
        filled = filled.replace(next(part for part in _slots(filled) if part.rstrip(">").endswith(name)), VALUES[name])
    return "/" + filled if not set("()^$?\\") & set(filled) else None


def _slots(route: str) -> list[str]:
    return [f"<{piece.partition('>')[0]}>" for piece in route.split("<")[1:]]


def test_what_anybody_may_open_is_this_list_and_no_more() -> None:
    assert {route for route, pattern in every_route() if is_open(pattern.callback)} == PUBLIC - {
        route for route, pattern in every_route() if route in PUBLIC and not is_open(pattern.callback)
    }
    assert {route for route, pattern in every_route() if is_open(pattern.callback)} <= PUBLIC


def test_every_route_of_the_list_exists() -> None:
    assert PUBLIC - {route for route, _ in every_route()} == set()


@pytest.mark.django_db
def test_every_other_route_answers_a_stranger_with_a_log_in() -> None:
    client, answers = Client(), {}
    for route, pattern in every_route():
        if route in PUBLIC:
            continue
        where = address(pattern, route)
        if where is None:
            # The last route of the desk catches everything below it.
            assert route == "admin/(?P<url>.*)$", route
            where = "/admin/anything/"
        answer = client.get(where)
        answers[where] = (answer.status_code, answer.headers.get("Location", "").partition("?")[0])
    assert len(answers) > 20
    assert {where: answer for where, answer in answers.items() if answer != (302, "/admin/login/")} == {}


@pytest.mark.django_db
def test_no_method_opens_what_get_does_not() -> None:
    client = Client()
    paths = [where for route, pattern in every_route() if route not in PUBLIC and (where := address(pattern, route))]
    for method in ("post", "put", "patch", "delete", "options"):
        codes = {getattr(client, method)(where).status_code for where in paths}
        assert codes <= {302, 403, 405}, method


def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse("private")


open_view = login_not_required(view.__get__(None, object) if False else (lambda request: HttpResponse("open")))
urlpatterns = [path("new-private/", view), path("new-open/", open_view)]


def test_a_new_open_route_is_seen_and_a_new_private_one_is_closed(settings: Settings, db: None) -> None:
    settings.ROOT_URLCONF = __name__
    settings.LOGIN_URL = "/in/"
    assert [(route, is_open(pattern.callback)) for route, pattern in every_route()] == [
        ("new-private/", False),
        ("new-open/", True),
    ]
    assert Client().get("/new-private/").headers["Location"] == "/in/?next=/new-private/"
    assert Client().get("/new-open/").content == b"open"


def test_the_addresses_that_bookmarks_rely_on_answer(client: Client, guide: object) -> None:
    assert {where: client.get(where).status_code for where in STABLE} == dict.fromkeys(STABLE, 200)
