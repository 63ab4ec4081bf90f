"""The headers that tell browsers what a page may do, on every answer."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from ankles.middleware import PERMISSIONS_POLICY


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


def test_the_phone_may_keep_its_screen_on_and_nothing_else_is_asked_of_it() -> None:
    allowed = [part for part in PERMISSIONS_POLICY.split(", ") if not part.endswith("=()")]
    assert allowed == [
        "screen-wake-lock=(self)",
        "publickey-credentials-get=(self)",
        "publickey-credentials-create=(self)",
    ]
