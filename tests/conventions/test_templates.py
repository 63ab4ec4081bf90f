"""What no template may hold: styles and scripts in the page (the security policy drops them), other sites, queries."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parents[2] / "templates"
FILES = sorted(path for path in ROOT.rglob("*.html") if "admin" not in path.relative_to(ROOT).parts)
NAMES = [str(path.relative_to(ROOT)) for path in FILES]

SCRIPT = re.compile(r"<script\b(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.DOTALL | re.IGNORECASE)


def inline_styles(text: str) -> list[str]:
    """Every `style=` attribute and `<style>` element."""
    return re.findall(r"\sstyle\s*=|<style\b", text, re.IGNORECASE)


def inline_handlers(text: str) -> list[str]:
    """Every attribute that holds a script: onclick=, hx-on, javascript: addresses."""
    return re.findall(r"\s(?:on[a-z]+|hx-on[:\w-]*)\s*=|javascript:|\sjs:", text, re.IGNORECASE)


def inline_scripts(text: str) -> list[str]:
    """Every script element with a body that is not structured data."""
    return [
        hit[0][:60]
        for hit in SCRIPT.finditer(text)
        if hit["body"].strip() and "application/ld+json" not in hit["attributes"]
    ]


def foreign_addresses(text: str) -> list[str]:
    """Every file or page of another site that is loaded or linked by a literal address."""
    return re.findall(r"""(?:src|href|action|hx-get|hx-post)\s*=\s*["'](?:https?:)?//[^"']*""", text, re.IGNORECASE)


def loaded_tags(text: str) -> list[str]:
    """Every `{% load %}`: our tags, static and partials are built in."""
    return re.findall(r"{%\s*load\b[^%]*%}", text)


def nameless_controls(text: str) -> list[str]:
    """Every button or search field without a word, and every image without alt."""
    return re.findall(r"<button[^>]*>\s*</button>|<img(?![^>]*\salt=)[^>]*>", text, re.IGNORECASE)


def second_headings(text: str) -> list[str]:
    """Every h1 after the first that the same branch of the template holds; an `else` begins another branch."""
    branches = re.split(r"{%\s*(?:else|elif)\b", text)
    return [heading for branch in branches for heading in re.findall(r"<h1\b", branch)[1:]]


Rule = Callable[[str], list[str]]
RULES: list[tuple[Rule, str]] = [
    (inline_styles, '<p style="color: red">'),
    (inline_styles, "<style>p { color: red }</style>"),
    (inline_handlers, '<a onclick="go()">'),
    (inline_handlers, '<a hx-on:click="go()">'),
    (inline_handlers, '<a href="javascript:go()">'),
    (inline_scripts, "<script>go()</script>"),
    (inline_scripts, '<script type="module">\nimport "x.js";\n</script>'),
    (foreign_addresses, '<script src="https://example.org/x.js"></script>'),
    (foreign_addresses, '<a href="//example.org/">'),
    (loaded_tags, "{% load static %}"),
    (second_headings, "<h1>One</h1><h1>Two</h1>"),
    (nameless_controls, '<button class="go"></button>'),
    (nameless_controls, '<img src="/x.png">'),
]


@pytest.mark.parametrize(("rule", "specimen"), RULES)
def test_each_rule_sees_a_bad_specimen(rule: Rule, specimen: str) -> None:
    assert rule(f"<main>{specimen}</main>")


def test_structured_data_is_no_script() -> None:
    assert (
        inline_scripts('<script type="application/ld+json">{"a": 1}</script><script src="/x.js" defer></script>') == []
    )


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_a_template_keeps_every_rule(path: Path) -> None:
    text = path.read_text()
    broken = {rule.__name__: rule(text) for rule, _ in RULES}
    assert {name: hits for name, hits in broken.items() if hits} == {}


@pytest.mark.parametrize("name", NAMES)
def test_a_template_can_be_compiled(name: str) -> None:
    get_template(name)


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_a_template_is_a_page_a_part_or_a_whole_document(path: Path) -> None:
    text = path.read_text()
    is_part = bool({"parts", "charts"} & set(path.relative_to(ROOT).parts)) or path.is_relative_to(ROOT / "django")
    assert is_part or "{% extends " in text or '<html lang="en-GB">' in text


@pytest.mark.parametrize(
    "path", [path for path in FILES if "{% extends" in path.read_text()], ids=lambda path: path.stem
)
def test_a_page_has_at_most_one_heading_of_the_first_order(path: Path) -> None:
    assert second_headings(path.read_text()) == []


def test_the_page_that_says_something_broke_needs_nothing_that_can_break() -> None:
    assert re.findall(r"{[%{].*?[%}]}", (ROOT / "500.html").read_text()) == []


def test_the_frame_of_every_page_asks_nobody_who_is_reading() -> None:
    frame = (ROOT / "base.html").read_text()
    assert re.findall(r"\b(?:request|user|messages|perms|csrf_token)\b", frame) == []
    assert "{{ request.user }}" not in frame
