"""A page and its part share everything but the frame."""

from __future__ import annotations

from pathlib import Path

import pytest
from django import template
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails
from jinja2 import UndefinedError
from pytest_django import Settings

from ankles.contact import Contact, contact_from
from ankles.responses import Gone, page, site_context


@pytest.fixture
def small(settings: Settings, tmp_path: Path) -> None:
    """A small page of two blocks, and a frame."""
    (tmp_path / "small.html").write_text(
        "{% block log %}<ul>{{ word }}</ul>{% endblock %}{% block said %}<p>{{ word }}</p>{% endblock %}"
    )
    (tmp_path / "django").mkdir()
    (tmp_path / "django" / "small_frame.html").write_text("<html>{{ head }}{{ log }}{{ said }}{{ meta.title }}</html>")
    django, jinja = settings.TEMPLATES
    settings.TEMPLATES = [django | {"DIRS": [tmp_path / "django"]}, jinja | {"DIRS": [tmp_path]}]


def asked(**headers: str) -> HttpRequest:
    request = RequestFactory().get("/log/", headers={name.replace("_", "-"): value for name, value in headers.items()})
    request.htmx = HtmxDetails(request)
    return request


def answer(request: HttpRequest, part: str | None = None, status: int = 200) -> HttpResponse:
    context = site_context(title="A & B") | {"word": "a<b"}
    return page(request, "small.html", context, part, status, frame="small_frame.html")


WHOLE, PART = "<html><ul>a&lt;b</ul><p>a&lt;b</p>A &amp; B</html>", "<title>A &amp; B · Ankles</title><ul>a&lt;b</ul>"


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, WHOLE),
        ({"hx_request": "true"}, PART),
        ({"hx_request": "true", "hx_boosted": "true"}, WHOLE),
        ({"hx_request": "true", "hx_history_restore_request": "true"}, WHOLE),
    ],
    ids=["a browser", "htmx", "a boosted link", "a step back"],
)
def test_htmx_gets_the_part_and_everything_else_the_whole_page(headers: dict[str, str], expected: str) -> None:
    response = answer(asked(**headers), part="log")
    assert response.content.decode() == expected
    assert response.headers["Vary"] == "HX-Request"


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("debug", [True, False])
def test_a_kept_frame_is_that_of_its_own_title_and_of_nobody_elses_words(debug: bool, settings: Settings) -> None:
    settings.DEBUG = debug

    def asked_for(title: str, word: str) -> str:
        context = site_context(title=title) | {"word": word}
        return page(asked(), "small.html", context, frame="small_frame.html").content.decode()

    for title, word in [("A", "one"), ("B", "one"), ("A", "two"), ("B", ""), ("A", "\0log\0")]:
        assert asked_for(title, word) == f"<html><ul>{word}</ul><p>{word}</p>{title}</html>"


@pytest.mark.usefixtures("small")
def test_who_runs_the_site_is_never_that_of_an_earlier_frame(settings: Settings) -> None:
    Path(settings.TEMPLATES[0]["DIRS"][0], "whose.html").write_text("{{ log }}{{ site.operator }}")
    for operator in ("Hill Runners", "Fell Runners"):
        settings.OPERATOR_NAME = operator
        context = site_context(title="A") | {"word": "x"}
        whole = page(asked(), "small.html", context, frame="whose.html").content.decode()
        assert whole == f"<ul>x</ul>{operator}"


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(("debug", "words"), [(True, ["old", "new"]), (False, ["old", "old"])])
def test_an_edited_frame_is_seen_at_once_with_debug_and_kept_without(
    debug: bool, words: list[str], settings: Settings
) -> None:
    settings.DEBUG = debug
    file = Path(settings.TEMPLATES[0]["DIRS"][0], f"edited_{debug}.html")
    seen = []
    for word in ("old", "new"):
        file.write_text(word)
        template.engines["django"].engine.template_loaders[0].reset()
        seen.append(page(asked(), "small.html", site_context() | {"word": ""}, frame=file.name).content.decode())
    assert seen == words


@pytest.mark.usefixtures("small")
def test_a_page_without_a_part_is_always_whole_and_may_have_another_status() -> None:
    response = answer(asked(hx_request="true"), status=422)
    assert (response.status_code, response.content.decode()) == (422, WHOLE)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("debug", [True, False])
def test_a_page_is_the_same_in_debug_and_a_name_it_was_not_given_always_raises(debug: bool, settings: Settings) -> None:
    settings.DEBUG = debug
    assert answer(asked()).content.decode() == WHOLE
    with pytest.raises(UndefinedError, match="'word' is undefined"):
        page(asked(), "small.html", site_context(), frame="small_frame.html")


def test_pages_outside_the_guide_say_who_runs_the_site_and_stay_out_of_search(settings: Settings) -> None:
    settings.OPERATOR_NAME, settings.OPERATOR_CONTACT = "Hill Runners", contact_from("hello@hill.example")
    context = site_context(title="The logbook", robots="noindex, nofollow")
    assert context["site"] == {
        "name": "Ankles",
        "url": "http://localhost:8000",
        "operator": "Hill Runners",
        "works_offline": True,
        "contact": Contact("hello@hill.example", "mailto:hello@hill.example", is_email=True),
    }
    assert (context["meta"]["title"], context["meta"]["robots"]) == ("The logbook", "noindex, nofollow")
    assert site_context()["meta"]["robots"] == "noindex"


def test_what_was_taken_back_keeps_its_title() -> None:
    assert str(Gone("Toe walks")) == "Toe walks"
