"""The worker at /sw.js: what it may keep, how it is sent, and how it is taken off a phone."""

from __future__ import annotations

import re

import brotli
import pytest
from django.test import Client
from pytest_django import Settings

from ankles import middleware
from ankles.views import WORKERS
from tests.conventions.test_routes import OPEN, address, every_route

TEXT = (WORKERS / "worker.js").read_text(encoding="utf-8")
MOST = 6_000
# What Safari 15 does not know.
NEWER = ["AbortSignal", "structuredClone", ".locks", ".at(", "findLast", "hasOwn", "BroadcastChannel", "Object.groupBy",
         "withResolvers", "navigationPreload", "replaceAll", "import "]  # fmt: skip


def pattern(name: str) -> str:
    """A regular expression of the worker's, as Python reads it."""
    found = re.search(rf"const {name} = /(.*)/g?;", TEXT) or re.search(
        rf"const {name} = new RegExp\(\n(.*?)\n\);", TEXT, re.DOTALL
    )
    assert found, name
    if '"' not in found[1]:
        return found[1].replace("\\/", "/")
    return "".join(re.findall(r'"([^"]*)"', found[1])).replace("\\\\", "\\")


def test_it_is_small_fresh_and_everybodys(client: Client, db: None) -> None:
    answer = client.get("/sw.js", headers={"accept-encoding": "br"})
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert "Vary" not in answer.headers or answer.headers["Vary"] == "Accept-Encoding"
    assert len(answer.content) <= MOST
    assert brotli.decompress(answer.content).decode().count("addEventListener(") == 5
    again = client.get("/sw.js", headers={"if-none-match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_the_operator_takes_it_off_every_phone(client: Client, guide: object, settings: Settings) -> None:
    offering = {path: b"js/offline/begin" in client.get(path).content for path in ("/", "/offline/")}
    middleware.PAGES_IN_MEMORY.clear()
    middleware.PAGES_ON_DISK.clear()
    settings.OFFLINE = False
    text = client.get("/sw.js").content.decode()
    assert ("unregister()" in text, "fetch" in text) == (True, False)
    offered = {path: b"js/offline/begin" in client.get(path).content for path in ("/", "/offline/")}
    assert (offering, offered) == ({"/": True, "/offline/": True}, {"/": False, "/offline/": False})


def test_chapters_issues_and_exercises_carry_no_script_for_it(client: Client, guide: object) -> None:
    for path in ("/guide/why-ankles/", "/issues/ankle-sprain/", "/exercises/heel-walk/", "/routines/before-a-run/"):
        assert b"js/offline/" not in client.get(path).content, path
    assert b"js/offline/begin" in client.get("/routines/before-a-run/play/").content


PRIVATE_PATHS = ["/log/", "/log", "/log/2026-11-22/", "/accounts/login/", "/admin/", "/shared/abc/", "/log/player/"]
PUBLIC_PATHS = ["/", "/guide/", "/guide/why-ankles/", "/exercises/play/", "/exercises/heel-walk/play/", "/offline/",
                "/routines/before-a-run/sheet/", "/search/", "/offline/log/"]  # fmt: skip
NEITHER = [
    "/healthz",
    "/readyz",
    "/nothing/",
    "/offline/state",
    "/guide/../log/",
    "//log/",
    "/%6cog/",
    "/sw.js",
    "/feed/",
]


def test_what_is_private_is_refused_and_what_is_public_is_on_a_list() -> None:
    private, public = re.compile(pattern("PRIVATE")), re.compile(pattern("PUBLIC"))
    assert {path for path in PRIVATE_PATHS if private.match(path)} == set(PRIVATE_PATHS)
    assert {path for path in [*PUBLIC_PATHS, *NEITHER] if private.match(path)} == set()
    assert {path for path in PUBLIC_PATHS if public.match(path)} == set(PUBLIC_PATHS)
    assert {path for path in [*PRIVATE_PATHS, *NEITHER] if public.match(path)} == set()


def test_its_private_places_are_those_of_the_site() -> None:
    private = re.compile(pattern("PRIVATE"))
    assert [place for place in middleware.PRIVATE if not private.match(place)] == []


def test_every_page_on_its_list_is_one_that_anybody_may_open(guide: object) -> None:
    public = re.compile(pattern("PUBLIC"))
    found = {route for route, _ in every_route() if public.match(address(route))}
    assert found - OPEN == set()
    assert {"", "guide/<slug:slug>/", "routines/<slug:slug>/play/", "offline/"} <= found


@pytest.mark.parametrize("word", NEWER)
def test_an_old_phone_knows_all_that_it_uses(word: str) -> None:
    assert word not in re.sub(r"/\*.*?\*/", "", TEXT, flags=re.DOTALL)


def test_nothing_is_put_but_through_its_one_door() -> None:
    assert re.findall(r"\.put\((\w+)", TEXT) == ["path", "STATE"]
