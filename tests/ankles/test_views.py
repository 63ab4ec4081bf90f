"""Pages about the site itself, and what is shown when something goes wrong."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from PIL import Image
from pytest_django import DjangoAssertNumQueries, Settings

from ankles import views
from ankles.caching import public_page
from ankles.configuration import site_from
from ankles.contact import contact_from
from tests.library import crawling

HOME = ('href="/"', 'href="/guide/"')


@public_page()
def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a secret of the code")


@public_page()
def forbids(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("a secret reason")


@public_page()
def loses_its_database(request: HttpRequest) -> HttpResponse:
    raise DatabaseError("no such table: secret")


urlpatterns = [
    path("breaks/", breaks),
    path("forbids/", forbids),
    path("database/", loses_its_database),
    path("", include("ankles.urls")),
]
handler400 = "ankles.views.bad_request"
handler403 = "ankles.views.forbidden"
handler404 = "ankles.views.not_found"
handler500 = "ankles.views.server_error"


# --- Health ----------------------------------------------------------------------------------


def test_health_asks_the_database_and_is_kept_by_nobody(
    client: Client, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.content, answer.headers["Cache-Control"]) == (200, b"ok\n", "no-store")
    assert not answer.cookies


def test_a_site_behind_https_answers_its_health_check_without_a_redirect(
    client: Client, db: None, settings: Settings
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz").status_code == 200
    assert client.get("/about/").status_code == 301


# --- For whoever finds a hole ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("contact", "said"),
    [("hello@ankles.example", "mailto:hello@ankles.example"), ("https://social.example/@ankles", "https://social.example/@ankles")],
)  # fmt: skip
def test_security_txt_says_where_to_write_and_never_has_expired(
    client: Client, settings: Settings, contact: str, said: str
) -> None:
    settings.OPERATOR_CONTACT = contact_from(contact)
    settings.SITE, settings.SITE_URL = site_from("https://ankles.example"), "https://ankles.example"
    for day, expires in (("2026-11-28", "2027-05-27"), ("2031-02-01", "2031-07-31")):
        with time_machine.travel(f"{day} 13:00:00Z"):
            answer = client.get("/.well-known/security.txt")
        assert answer.content.decode().splitlines() == [
            f"Contact: {said}",
            f"Expires: {expires}T00:00:00Z",
            "Preferred-Languages: en",
            "Canonical: https://ankles.example/.well-known/security.txt",
        ]
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert (answer.headers["Cache-Control"], dict(answer.cookies)) == ("public, max-age=86400", {})


def test_without_somebody_to_write_to_there_is_no_security_txt(client: Client, db: None, settings: Settings) -> None:
    settings.OPERATOR_CONTACT = contact_from("")
    assert client.get("/.well-known/security.txt").status_code == 404


# --- For crawlers and phones -----------------------------------------------------------------


def test_robots_may_fetch_the_guide_and_not_the_private_parts(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert text.splitlines() == [
        "User-agent: *",
        "Disallow: /accounts/",
        "Disallow: /admin/",
        "Disallow: /search/?",
        "",
        "Sitemap: http://localhost:8000/sitemap.xml",
    ]


def manifest(client: Client) -> dict[str, Any]:
    answer = client.get("/manifest.webmanifest")
    assert answer.headers["Content-Type"] == "application/manifest+json"
    return json.loads(answer.content)


def test_the_manifest_lets_a_phone_install_the_site(client: Client) -> None:
    data = manifest(client)
    assert {name: data[name] for name in ("name", "short_name", "start_url", "scope", "display", "id")} == {
        "name": "Ankles",
        "short_name": "Ankles",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "id": "/",
    }
    assert {icon["purpose"] for icon in data["icons"]} == {"any", "maskable"}
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in data["icons"]}


def test_every_icon_of_the_manifest_is_there_in_the_size_it_says(client: Client) -> None:
    for icon in manifest(client)["icons"]:
        found = finders.find(icon["src"].removeprefix("/static/"))
        assert found, icon
        with Image.open(found) as image:
            assert f"{image.width}x{image.height}" == icon["sizes"]
            assert image.get_format_mimetype() == icon["type"]


def test_every_shortcut_of_the_manifest_leads_to_a_page(client: Client, guide: object) -> None:
    answers = [client.get(one["url"], follow=True) for one in manifest(client)["shortcuts"]]
    assert [answer.status_code for answer in answers] == [200, 200, 200]


def test_a_browser_that_asks_for_the_old_icon_finds_it(client: Client) -> None:
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/static/ankles/img/favicon.ico")
    assert finders.find("ankles/img/favicon.ico")


# --- When something goes wrong ---------------------------------------------------------------


@pytest.fixture
def site(settings: Settings) -> Client:
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


ERRORS = [
    ("/nowhere/", {}, 404),
    ("/breaks/", {}, 500),
    ("/database/", {}, 500),
    ("/forbids/", {}, 403),
    ("/about/", {"HTTP_HOST": "evil.example"}, 400),
]


@pytest.mark.parametrize(("address", "extra", "status"), ERRORS)
def test_an_error_is_a_page_that_leads_on_tells_no_secret_and_is_kept_by_nobody(
    site: Client, db: None, address: str, extra: dict[str, str], status: int
) -> None:
    answer = site.get(address, **extra)
    page = crawling.read(address, answer.status_code, {}, answer.content.decode())
    assert answer.status_code == status
    assert answer.headers["Content-Type"].startswith("text/html")
    assert [level for level, _ in page.headings].count(1) == 1
    assert "/" in page.links
    assert page.inline == []
    assert re.findall(r"secret|Traceback|Exception|Django", page.html) == []
    assert "public" not in answer.headers.get("Cache-Control", "")
    assert not answer.cookies


def test_a_form_without_its_token_is_told_how_to_send_it_again(site: Client, db: None) -> None:
    answer = site.post("/accounts/login/", {"login": "x", "password": "y"})
    html = answer.content.decode()
    assert answer.status_code == 403
    assert "<h1" in html
    assert "CSRF" not in html
    assert "token" not in html.lower()


def test_the_error_page_needs_neither_the_database_nor_the_request(
    django_assert_num_queries: DjangoAssertNumQueries, db: None
) -> None:
    with django_assert_num_queries(0):
        answer = views.server_error(HttpRequest())
    assert answer.status_code == 500
    assert b"<h1" in answer.content


@pytest.mark.parametrize(("address", "extra", "status"), ERRORS)
def test_every_error_carries_the_policies(
    site: Client, db: None, address: str, extra: dict[str, str], status: int
) -> None:
    headers = site.get(address, **extra).headers
    wanted = {"Content-Security-Policy", "Permissions-Policy", "Referrer-Policy", "X-Content-Type-Options"}
    assert wanted - set(headers.keys()) == set()
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "[::1]", "10.0.0.7", "elsewhere.example"])
def test_a_probe_that_asks_by_address_is_answered_and_a_reader_is_not(db: None, settings: Settings, host: str) -> None:
    settings.ALLOWED_HOSTS = ["ankles.example"]
    answers = {
        path: Client().get(path, headers={"host": host}).status_code for path in ("/healthz", "/readyz", "/robots.txt")
    }
    assert (answers["/healthz"], answers["/robots.txt"], answers["/readyz"] in (200, 503)) == (200, 400, True)
