"""The headers that tell browsers what a page may do, on every answer."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from ankles.middleware import PERMISSIONS_POLICY, FilesForGood


@pytest.fixture(autouse=True)
def small_site(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.ankles.test_middleware"
    settings.LOGIN_URL = "/login/"


POLICIES = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@pytest.mark.parametrize("address", ["/plain/", "/gone/", "/nowhere/", "/open/", "/private/", "/not-kept/"])
def test_every_answer_carries_every_policy(client: Client, db: None, address: str) -> None:
    for _ in ("cold", "warm"):
        headers = client.get(address).headers
        found = {name: headers.get(name) for name in POLICIES}
        found["Content-Security-Policy"] = "; ".join(sorted((headers["Content-Security-Policy"]).split("; ")))
        expected = POLICIES | {
            "Content-Security-Policy": "; ".join(sorted(POLICIES["Content-Security-Policy"].split("; ")))
        }
        assert found == expected


def test_a_304_carries_the_policies_too(client: Client) -> None:
    etag = client.get("/plain/").headers["ETag"]
    headers = client.get("/plain/", headers={"if-none-match": etag}).headers
    assert set(POLICIES) <= set(headers.keys())


def test_the_policy_allows_nothing_unsafe_and_no_other_site() -> None:
    csp = POLICIES["Content-Security-Policy"]
    assert "unsafe" not in csp
    assert "http" not in csp
    assert "*" not in csp


def test_nothing_is_asked_of_the_phone_and_its_screen_may_be_kept_on() -> None:
    # The screen and passkeys are a page's own unless it is told otherwise: to name them would weigh 0.1 kB a page.
    assert PERMISSIONS_POLICY == "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def test_a_file_that_never_changes_carries_its_type_and_no_policies() -> None:
    def inner(request: HttpRequest) -> HttpResponse:
        return HttpResponse(
            "p{}",
            content_type="text/css",
            headers=POLICIES
            | {
                "Cache-Control": "max-age=1, public, immutable" if "hash" in request.path else "max-age=60, public",
                "ETag": '"1"',
                "Last-Modified": "Sun, 29 Nov 2026 14:13:05 GMT",
                "Strict-Transport-Security": "max-age=1",
            },
        )

    def headers_of(path: str) -> set[str]:
        return set(FilesForGood(inner)(RequestFactory().get(path)).headers.keys())

    lean = {"Cache-Control", "Content-Type", "Strict-Transport-Security", "X-Content-Type-Options"}
    assert headers_of("/static/x.hash.css") == headers_of("/figures/toe-walk.hash.css") == lean
    for page in ("/guide/hash/", "/media/hash.webp", "/static/x.css"):
        assert headers_of(page) == lean | set(POLICIES) | {"ETag", "Last-Modified"}
