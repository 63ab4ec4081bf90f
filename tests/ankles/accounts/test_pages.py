"""What every page of an account keeps to: the site's frame, no cache, no styles or scripts of its own, nothing in logs."""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ankles.accounts.models import User
from ankles.accounts.urls import urlpatterns
from library.figures import figure
from tests.ankles.accounts.entering import log_in, prove, sign_up, text_of
from tests.conventions.test_routes import PUBLIC, STABLE
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
OPEN = ["signup/", "login/", "inactive/", "confirm-email/", "confirm-email/a:b/", "password/reset/", "password/reset/done/",
        "password/reset/key/1-x/", "password/reset/key/done/", "password/x/y/"]  # fmt: skip
PRIVATE = ["", "consent/", "consent/withdrawal/", "logout/", "reauthenticate/", "password/change/", "email/", "sessions/", "2fa/",
           "2fa/totp/activate/", "2fa/webauthn/", "2fa/webauthn/add/"]  # fmt: skip


@pytest.fixture
def pages(ana: User) -> dict[str, Any]:
    """Each page as its reader gets it."""
    visitor, runner = Client(), Client()
    runner.force_login(ana)
    prove(runner)
    found = {path: visitor.get(f"/accounts/{path}") for path in OPEN}
    return found | {path: runner.get(f"/accounts/{path}") for path in PRIVATE}


def test_every_page_opens_with_a_title_and_one_heading_and_is_found_by_no_crawler(pages: dict[str, Any]) -> None:
    assert {path: page.status_code for path, page in pages.items()} == dict.fromkeys([*OPEN, *PRIVATE], 200)
    for path, page in pages.items():
        html = page.content.decode()
        title = re.search(r"<title>(.+?) · Ankles</title>", html)
        assert title, path
        assert len(re.findall("<h1", html)) == 1, path
        assert '<meta name="robots" content="noindex">' in html, path
        assert html.count("account.css") == 1, path


def test_no_page_is_kept_by_any_cache(pages: dict[str, Any]) -> None:
    assert {page.headers["Cache-Control"] for page in pages.values()} == {"private, no-store"}
    assert all("Cookie" in page.headers["Vary"] for page in pages.values())


def test_no_page_needs_more_than_the_strict_policy_allows(pages: dict[str, Any]) -> None:
    for path, page in pages.items():
        html = page.content.decode()
        assert "default-src 'self'" in page.headers["Content-Security-Policy"]
        assert re.findall(r"\sstyle=|<style|\son\w+=|data:image|javascript:", html) == [], path
        scripts = re.findall(r"<script([^>]*)>([^<]*)", html)
        assert [tag for tag, body in scripts if body.strip() and "application/json" not in tag] == [], path


def test_every_field_has_a_label_and_its_hint_by_name(pages: dict[str, Any]) -> None:
    for path, page in pages.items():
        html = page.content.decode()
        fields = re.findall(r'<(?:input|select)(?![^>]*(?:type="hidden"|type="radio"| hidden))[^>]* id="([^"]+)"', html)
        assert [one for one in fields if f'for="{one}"' not in html] == [], path
        named = {one for found in re.findall(r'aria-describedby="([^"]+)"', html) for one in found.split()}
        assert {one for one in named if f'id="{one}"' not in html} == set(), path


def test_the_addresses_that_allauth_leads_to_are_all_there() -> None:
    names = {pattern.name for pattern in urlpatterns}
    assert {
        "account_login",
        "account_signup",
        "account_reauthenticate",
        "account_set_password",
        "mfa_authenticate",
    } <= names
    assert reverse("mfa_index") == "/accounts/2fa/"
    assert all(
        f"accounts/{pattern.pattern}" in PUBLIC
        for pattern in urlpatterns
        if not getattr(pattern.callback, "login_required", True)
    )


def test_no_public_page_looks_at_a_signed_in_reader(browser: Client, guide: object) -> None:
    for path in [one for one in STABLE if not one.startswith("/accounts/")]:
        answer = browser.get(path)
        assert (answer.status_code, "cookie" in answer.headers.get("Vary", "").lower(), bool(answer.cookies)) == (
            200,
            False,
            False,
        )


def test_no_address_password_or_query_gets_into_a_log(
    client: Client, ana: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    sign_up(client, email="secret@example.org", password1="short")
    log_in(client, "secret@example.org", "wrong-secretword")
    client.get("/accounts/login/?email=secret@example.org&next=/log/?q=secretword")
    client.get("/accounts/confirm-email/no:such:key/?email=secret@example.org")
    log_in(client)
    prove(client, "wrong-secretword")
    for _ in range(12):
        client.post("/accounts/password/change/?q=secretword", {"oldpassword": "secretword", "password1": PASSWORD})
    ours = [one.getMessage() for one in caplog.records if not one.name.startswith("django.db")]
    assert [line for line in ours if re.search(r"secret|example\.org|soft-landings", line)] == []
    assert any("Too Many Requests: /accounts/password/change/" in line for line in ours)


def test_the_plate_beside_the_log_in_is_the_librarys_drawing(client: Client) -> None:
    html = client.get("/accounts/login/").content.decode()
    drawn = re.search(r'<div class="plate line">\s*(<svg.*?</svg>)\s*</div>', html, re.DOTALL)
    assert drawn
    # The template has a line for each shape; nobody sees white space between shapes and between attributes.
    on_one_line = re.sub(r"\s+", " ", re.sub(r">\s+<", "><", drawn[1]))
    assert on_one_line == figure("heel-walk", size="card")


@pytest.mark.parametrize("path", [f"/accounts/{one}" for one in [*OPEN, *PRIVATE]])
@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_no_method_breaks_a_page(browser: Client, client: Client, path: str, method: str) -> None:
    assert {getattr(one, method)(path).status_code for one in (browser, client)} <= {200, 302, 404, 405}


def test_the_pages_say_where_one_is(pages: dict[str, Any]) -> None:
    assert "Start a logbook" in text_of(pages["signup/"])
    assert all('href="/log/" aria-current="true"' in page.content.decode() for page in pages.values())


def test_the_ways_of_the_logbook_stand_on_every_page_of_an_account_for_its_runner_only(pages: dict[str, Any]) -> None:
    ways = {path: 'href="/accounts/" aria-current="true"' in page.content.decode() for path, page in pages.items()}
    assert ways == dict.fromkeys(OPEN, False) | dict.fromkeys(PRIVATE, True)
