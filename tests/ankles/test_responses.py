"""A page and its part share everything but the frame."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails
from pytest_django import Settings

from ankles.contact import Contact, contact_from
from ankles.responses import Gone, page, site_context


@pytest.fixture(autouse=True)
def templates(settings: Settings, tmp_path: Path) -> None:
    """One small template with a part."""
    text = "<html>{% partialdef list inline %}<ul>{{ word }}</ul>{% endpartialdef %}</html>"
    (tmp_path / "small.html").write_text(text)
    (chosen,) = settings.TEMPLATES
    settings.TEMPLATES = [chosen | {"DIRS": [tmp_path]}]


def asked(**headers: str) -> HttpRequest:
    request = RequestFactory().get("/log/", headers={name.replace("_", "-"): value for name, value in headers.items()})
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]
    return request


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, "<html><ul>a&lt;b</ul></html>"),
        ({"hx_request": "true"}, "<ul>a&lt;b</ul>"),
        ({"hx_request": "true", "hx_boosted": "true"}, "<html><ul>a&lt;b</ul></html>"),
        ({"hx_request": "true", "hx_history_restore_request": "true"}, "<html><ul>a&lt;b</ul></html>"),
    ],
    ids=["a browser", "htmx", "a boosted link", "a step back"],
)
def test_htmx_gets_the_part_and_everything_else_the_whole_page(headers: dict[str, str], expected: str) -> None:
    response = page(asked(**headers), "small.html", {"word": "a<b"}, part="list")
    assert response.content.decode() == expected
    assert response.headers["Vary"] == "HX-Request"


def test_a_page_without_a_part_is_always_whole_and_may_have_another_status() -> None:
    response = page(asked(hx_request="true"), "small.html", status=422)
    assert (response.status_code, response.content.decode()) == (422, "<html><ul></ul></html>")


def test_pages_outside_the_guide_say_who_runs_the_site_and_stay_out_of_search(settings: Settings) -> None:
    settings.OPERATOR_NAME, settings.OPERATOR_CONTACT = "Hill Runners", contact_from("hello@hill.example")
    context = site_context(title="The logbook", robots="noindex, nofollow")
    assert context["site"] == {
        "name": "Ankles",
        "url": "http://localhost:8000",
        "operator": "Hill Runners",
        "contact": Contact("hello@hill.example", "mailto:hello@hill.example", is_email=True),
    }
    assert (context["meta"]["title"], context["meta"]["robots"]) == ("The logbook", "noindex, nofollow")
    assert site_context()["meta"]["robots"] == "noindex"


def test_what_was_taken_back_keeps_its_title() -> None:
    assert str(Gone("Toe walks")) == "Toe walks"
