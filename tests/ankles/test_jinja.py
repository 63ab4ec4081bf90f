"""The logbook's engine: what its templates have, and what becomes of what they print."""

from __future__ import annotations

import traceback
from typing import Any

import pytest
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from django.utils.html import conditional_escape
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError
from pytest_django import Settings

from ankles.jinja import blocks
from ankles.templatetags.ankles import icon_svg


def engine() -> Environment:
    """The environment as Django makes it."""
    chosen: Any = engines["jinja2"]
    made: Environment = chosen.env
    return made


def printed(source: str, **given: Any) -> str:
    return engine().from_string(source).render(**given)


@pytest.fixture
def files(settings: Settings) -> dict[str, str]:
    """Templates by their names, in an engine that is made anew and gone afterwards."""
    settings.DEBUG = True
    files: dict[str, str] = {}
    engine().loader = DictLoader(files)
    return files


@pytest.fixture
def asked() -> HttpRequest:
    return RequestFactory().get("/log/")


@pytest.mark.parametrize("debug", [True, False])
def test_with_debug_and_without_values_are_escaped_and_missing_names_raise(debug: bool, settings: Settings) -> None:
    settings.DEBUG = debug
    assert (engine().autoescape, engine().undefined) == (True, StrictUndefined)
    assert printed("{{ word }}", word="<b>") == "&lt;b&gt;"
    for source in ("{{ nobody }}", "{% if nobody %}{% endif %}", "{{ word.nobody }}", "{{ ui.nobody() }}"):
        with pytest.raises((UndefinedError, AttributeError)):
            printed(source, word="a")


def test_markup_of_djangos_stays_markup_and_its_filters_escape() -> None:
    assert printed('{{ icon("undo") }}') == icon_svg("undo")
    assert printed("{{ note|linebreaksbr }}", note="<i>\nb") == "&lt;i&gt;<br>b"
    assert printed("{{ word|capfirst }}", word="left <Achilles> OK") == "Left &lt;Achilles&gt; OK"


def test_every_template_has_the_macros_and_a_macro_escapes_what_it_prints() -> None:
    html = printed("{{ ui.tally([(words, 3)]) }}", words="<script>")
    assert "<dd>&lt;script&gt;</dd>" in html


def test_an_edited_macro_is_seen_at_once_while_the_site_is_worked_on(files: dict[str, str]) -> None:
    files["macros/ui.html"] = "{% macro name() %}before{% endmacro %}"
    assert printed("{{ ui.name() }}") == "before"
    files["macros/ui.html"] = "{% macro name() %}after{% endmacro %}"
    assert printed("{{ ui.name() }}") == "after"


def test_a_block_has_its_token_and_is_markup_to_the_frame_around_it(files: dict[str, str], asked: HttpRequest) -> None:
    files["a.html"] = "{% block log %}{{ csrf_input }}{{ word }}{% endblock %}"
    found = blocks("a.html", ["log", "said"], {"word": "<"}, asked)
    assert set(found) == {"log"}
    assert conditional_escape(found["log"]) == found["log"]
    assert 'name="csrfmiddlewaretoken"' in found["log"]
    assert found["log"].endswith("&lt;")


def test_a_fault_in_a_block_names_the_line_of_its_template(files: dict[str, str], asked: HttpRequest) -> None:
    files["a.html"] = "{% block log %}\n\n{{ nobody }}{% endblock %}"
    with pytest.raises(UndefinedError) as raised:
        blocks("a.html", ["log"], {}, asked)
    frames = traceback.extract_tb(raised.tb)
    assert [frame.lineno for frame in frames if frame.filename == "<template>"] == [3]


def test_words_of_a_fault_are_escaped_by_the_engine_that_prints_them() -> None:
    assert "&lt;b&gt;" in printed("{{ error(word) }}", word="<b>")
    assert "&lt;b&gt;" in printed('{{ error_summary([("a", word)]) }}', word="<b>")
