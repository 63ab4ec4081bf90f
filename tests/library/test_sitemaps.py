"""The list of all pages for search engines."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree import ElementTree

from django.test import Client
from pytest_django import Settings

from library import loading
from library.models import Exercise, Routine, Status
from tests.library import crawling

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SITE = "http://localhost:8000"


def read() -> dict[str, str | None]:
    """Addresses and days."""
    root = ElementTree.fromstring(Client().get("/sitemap.xml").content)
    assert root.tag == f"{SPACE}urlset"
    return {url.findtext(f"{SPACE}loc", ""): url.findtext(f"{SPACE}lastmod") for url in root}


def test_the_sitemap_lists_every_page_that_search_engines_may_show(guide: loading.Report) -> None:
    shown = {f"{SITE}{path}" for path, page in crawling.html_pages().items() if not page.meta.get("robots")}
    assert set(read()) | {f"{SITE}/search/"} == shown
    assert len(shown) == 93


def test_a_page_of_the_guide_has_the_day_of_its_last_edit(guide: loading.Report) -> None:
    Exercise.objects.filter(slug="toe-walk").update(edited_at=datetime(2027, 1, 31, 23, 59, tzinfo=UTC))
    found = read()
    assert found[f"{SITE}/exercises/toe-walk/"] == "2027-01-31"
    assert found[f"{SITE}/about/"] is None


def test_drafts_and_retired_pages_are_not_listed(guide: loading.Report) -> None:
    Exercise.objects.filter(slug="toe-walk").update(status=Status.DRAFT)
    Routine.objects.filter(slug="strength").update(status=Status.RETIRED)
    Exercise.objects.filter(slug="heel-walk").update(publish_at=datetime(2999, 1, 1, tzinfo=UTC))
    gone = {f"{SITE}{path}" for path in ("/exercises/toe-walk/", "/routines/strength/", "/exercises/heel-walk/")}
    assert not gone & set(read())


def test_addresses_are_those_of_the_site(guide: loading.Report, settings: Settings) -> None:
    settings.SITE_URL = "https://ankles.example"
    assert {address.partition("/exercises/")[0] for address in read() if "/exercises/t" in address} == {
        "https://ankles.example"
    }


def test_the_sitemap_is_xml_from_its_first_byte(guide: loading.Report) -> None:
    answer = Client().get("/sitemap.xml")
    assert answer.headers["Content-Type"] == "application/xml"
    assert answer.content.startswith(b'<?xml version="1.0" encoding="UTF-8"?>')
