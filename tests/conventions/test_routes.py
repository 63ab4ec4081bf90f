"""Which addresses anybody may open: a literal list. Everything else answers with a log-in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path, resolve
from pytest_django import Settings

PUBLIC = {
    "",
    "guide/",
    "guide/<slug:slug>/",
    "guide/when-to-see-somebody/sheet/",
    "issues/",
    "issues/<slug:slug>/",
    "places/",
    "places/<slug:slug>/",
    "exercises/",
    "exercises/play/",
    "exercises/<slug:slug>/",
    "exercises/<slug:slug>/play/",
    "routines/",
    "routines/<slug:slug>/",
    "routines/<slug:slug>/play/",
    "routines/<slug:slug>/sheet/",
    "sources/",
    "words/",
    "search/",
    "about/",
    "privacy/",
    "accessibility/",
    "sw.js",
    "offline/",
    "offline/list.json",
    "offline/parts/<int:number>.json",
    "offline/words.json",
    "offline/log/",
    "figures/<slug:slug>.<str:digest>.css",
    "figures/<slug:slug>.<str:digest>.svg",
    # Only while a published page shows it (tests/library/pictures/test_keeping.py).
    "pictures/<slug:name>/<int:width>.webp",
    "feed/",
    "sitemap.xml",
    "robots.txt",
    "manifest.webmanifest",
    "favicon.ico",
    "healthz",
    "healthz/",
    "readyz",
    "readyz/",
    ".well-known/security.txt",
    # Without a log-in by their nature: the doors themselves, and what a link in a mail leads to.
    "accounts/signup/",
    "accounts/login/",
    "accounts/logout/",
    # Asked by a phone that remembers an account: whether it was erased (tests/ankles/accounts/test_erased_elsewhere.py).
    "accounts/erased/",
    "accounts/inactive/",
    "accounts/confirm-email/",
    "accounts/^confirm-email/(?P<key>[-:\\w]+)/$",
    "accounts/password/reset/",
    "accounts/password/reset/done/",
    "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
    "accounts/password/reset/key/done/",
    "accounts/2fa/authenticate/",
    "accounts/2fa/webauthn/login/",
    # The link with which an editor chooses a password, and the way from the desk to the door.
    "accounts/password/<uidb64>/<token>/",
    "admin/login/",
}
# Read by whoever has a link, and by nobody else: a class of its own (tests/conventions/test_strangers.py).
SHARED = {"shared/<str:token>/"}
OPEN = PUBLIC | SHARED
STABLE = ["/", "/guide/", "/guide/when-to-see-somebody/", "/issues/", "/exercises/", "/routines/", "/sources/", "/about/",
          "/privacy/", "/accessibility/", "/feed/", "/sitemap.xml", "/robots.txt", "/manifest.webmanifest", "/healthz", "/readyz",
          "/search/", "/accounts/login/", "/accounts/signup/"]  # fmt: skip
# What stands for a slot of each kind; a name that ends in _id is a number too.
SAMPLES = {"int": "1", "day": "2026-11-21", "month": "2026-11", "measure": "balance"}
SLOT = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>")


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


def address(route: str) -> str:
    """A path that leads to a route; two of the desk's are regular expressions."""
    route = route.replace("(?P<url>.*)$", "anything/").replace("^(?P<app_label>library)/$", "library/")

    def sample(slot: re.Match[str]) -> str:
        return "1" if slot["name"].endswith("_id") else SAMPLES.get(slot["converter"] or "", "x")

    return "/" + SLOT.sub(sample, route)


def closed() -> dict[str, str]:
    """Every route that is not on the list, with a path that leads to it."""
    return {address(route): route for route, _ in every_route() if route not in OPEN}


def test_what_anybody_may_open_is_this_list_and_no_more() -> None:
    assert {route for route, pattern in every_route() if is_open(pattern.callback)} == OPEN


@pytest.mark.django_db
def test_every_other_route_answers_a_stranger_with_a_log_in() -> None:
    answers = {path: (route, Client().get(path)) for path, route in closed().items()}
    assert len(answers) > 60
    found = {
        path: (route, one.status_code, one.headers.get("Location", "").partition("?")[0])
        for path, (route, one) in answers.items()
    }
    assert {path: answer for path, answer in found.items() if answer[1:] != (302, "/accounts/login/")} == {}


@pytest.mark.django_db
def test_every_address_that_was_tried_leads_to_its_own_route() -> None:
    assert {path: route for path, route in closed().items() if resolve(path).route != route.replace("^", "")} == {}


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_no_method_opens_what_get_does_not(method: str) -> None:
    found = {path: getattr(Client(), method)(path).status_code for path in closed()}
    assert set(found.values()) <= {302, 403, 405}


def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse("private")


@login_not_required
def open_view(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


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
    assert client.get("/log/").headers["Location"] == "/accounts/login/?next=/log/"
