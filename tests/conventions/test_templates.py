"""What no template may hold: styles and scripts in the page (the security policy drops them), other sites, queries."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.template.loader import get_template

from ankles import responses

ROOT = Path(__file__).resolve().parents[2] / "templates"
FILES = sorted(path for path in ROOT.rglob("*.html") if "admin" not in path.relative_to(ROOT).parts)
NAMES = [str(path.relative_to(ROOT)) for path in FILES]
# Two engines: Jinja2 makes the logbook, Django everything else and the frame around it (docs/decisions/0015).
JINJA = ROOT / "jinja"
OF_JINJA = [path for path in FILES if path.is_relative_to(JINJA)]
OF_DJANGO = [path for path in FILES if not path.is_relative_to(JINJA)]
# The one place where a page's markup passes from one engine to the other unescaped is `ankles/jinja.py`; in templates of
# Django's these hold what our own code made: texts of the guide, drawings, structured data, hints of fields.
UNESCAPED = re.compile(r"\|\s*(?:safe|safeseq)\b|\bMarkup\(|autoescape\s+(?:off|false)", re.IGNORECASE)

# `.editorconfig` says the same to editors. There is no exception: where a sentence or an attribute cannot be broken, a
# part or a `with` can stand between. Mails (*.txt) are not meant: a line that is broken there is broken for who reads it.
WIDEST = 110

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


def wide_lines(text: str) -> list[str]:
    """Every line of more than 110 characters."""
    return [line for line in text.splitlines() if len(line) > WIDEST]


def counted_by_hand(text: str) -> list[str]:
    """How many pages of a kind the guide has, as a word: editors add an eleventh, and the page would be wrong."""
    numbers = "six|seven|eight|nine|ten|eleven|twelve|thirteen|thirty"
    kinds = r"(?:common |drawn )?(?:problems|issues|exercises|moves|routines|chapters)"
    return re.findall(rf"\b(?:{numbers})\s+{kinds}\b", text, re.IGNORECASE)


def forms_without_token(text: str) -> list[str]:
    """Every form that is posted and carries no token against forgery; `ui.carry` prints one."""
    forms = re.findall(r"<form\b.*?</form>", text, re.DOTALL | re.IGNORECASE)
    posted = [form for form in forms if re.search(r"""method\s*=\s*["']post""", form, re.IGNORECASE)]
    return [form[:60] for form in posted if not re.search(r"csrf_token|csrf_input|\bcarry\(carried", form)]


def literal(text: str) -> str:
    """What a template prints of its own, its spaces evened out; where it prints a value stands an empty sign."""
    text = re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)
    text = re.sub(r"\s*\{[{%].*?[%}]\}\s*", "\0", text, flags=re.DOTALL)
    return re.sub(r"\s*(<[^<>]*>)\s*", r"\1", re.sub(r"\s+", " ", text))


def pieces(text: str, length: int = 70) -> set[str]:
    """Every stretch of so many signs that a template prints of its own and that holds a tag."""
    runs = literal(text).split("\0")
    stretches = {run[at : at + length] for run in runs for at in range(len(run) - length + 1)}
    return {stretch for stretch in stretches if "<" in stretch}


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
    (forms_without_token, '<form method="post"><button>Go</button></form>'),
    (nameless_controls, '<button class="primary"></button>'),
    (nameless_controls, '<img src="/x.png">'),
    (counted_by_hand, "<h1>Ten common problems</h1>"),
    (counted_by_hand, "<p>thirty exercises\nand seven\nroutines</p>"),
    (wide_lines, "<p>" + "Nine words on a line are read; ninety are not. " * 3 + "</p>"),
]


# A form that is sent once more as it came: its token is among the fields that it came with. And two that open a link: who
# has that has the right, and the door sets no cookie with which a token could be compared.
MEANT: set[tuple[str, Rule]] = {
    ("503.html", forms_without_token),
    ("door.html", forms_without_token),
    ("too_many.html", forms_without_token),
}


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
    broken = {rule.__name__: rule(text) for rule, _ in RULES if (path.name, rule) not in MEANT}
    assert {name: hits for name, hits in broken.items() if hits} == {}


@pytest.mark.parametrize("path", sorted((ROOT / "admin").rglob("*.html")), ids=lambda path: path.name)
def test_a_template_of_the_desk_has_no_wide_line_either(path: Path) -> None:
    assert wide_lines(path.read_text()) == []


def test_a_line_of_the_full_width_is_let_through() -> None:
    assert wide_lines("x" * WIDEST) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_template_can_be_compiled(name: str) -> None:
    in_jinja = name.startswith("jinja/")
    get_template(name.removeprefix("jinja/"), using="jinja2" if in_jinja else "django")


@pytest.mark.parametrize("path", OF_DJANGO, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_is_a_page_a_part_or_a_whole_document(path: Path) -> None:
    text = path.read_text()
    is_part = bool({"parts"} & set(path.relative_to(ROOT).parts)) or path.is_relative_to(ROOT / "django")
    assert is_part or "{% extends " in text or '<html lang="en-GB">' in text


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if "{% extends" in path.read_text() or path.parent == JINJA / "logbook"],
    ids=lambda path: path.stem,
)
def test_a_page_has_at_most_one_heading_of_the_first_order(path: Path) -> None:
    assert second_headings(path.read_text()) == []


def test_the_page_that_says_something_broke_needs_nothing_that_can_break() -> None:
    # The name of the request is a value in memory: it is printed as it is, and nothing is looked up.
    assert re.findall(r"{[%{].*?[%}]}", (ROOT / "500.html").read_text()) == ["{{ request_id }}"]


def test_the_frame_of_every_page_asks_nobody_who_is_reading() -> None:
    frame = (ROOT / "base.html").read_text()
    assert re.findall(r"\b(?:request|user|messages|perms|csrf_token)\b", frame) == []
    assert "{{ request.user }}" not in frame


@pytest.mark.parametrize("path", sorted((JINJA / "logbook").glob("*.html")), ids=lambda path: path.stem)
def test_a_page_of_the_logbook_is_blocks_and_nothing_beside_them(path: Path) -> None:
    text = path.read_text()
    blocks = re.findall(r"{% block (\w+) %}.*?{% endblock %}", text, re.DOTALL)
    assert "log" in blocks
    assert set(blocks) <= set(responses.BLOCKS)
    assert re.sub(r"{% block \w+ %}.*?{% endblock %}", "", text, flags=re.DOTALL).strip() == ""


@pytest.mark.parametrize("path", OF_JINJA, ids=lambda path: str(path.relative_to(JINJA)))
def test_the_logbook_escapes_everything_and_imports_nothing(path: Path) -> None:
    text = path.read_text()
    assert UNESCAPED.findall(text) == []
    # A block that is rendered alone would not see it.
    assert re.findall(r"{%-?\s*(?:import|from|extends)\b", text) == []


def test_what_is_printed_unescaped_is_seen() -> None:
    specimens = ("{{ note|safe }}", "{{ note | safe }}", "{{ Markup(note) }}", "{% autoescape false %}")
    assert [bool(UNESCAPED.search(one)) for one in specimens] == [True] * 4
    assert not UNESCAPED.search('{{ "a safe" }}')


def test_a_copied_piece_of_markup_is_seen_whatever_its_line_breaks() -> None:
    one = '<div class="errsum" role="alert" autofocus>\n  <h2>There is a problem</h2><ul>{{ x }}'
    other = '{% if x %}<div class="errsum" role="alert" autofocus><h2>There is a problem</h2>\n<ul>'
    assert pieces(one) & pieces(other)
    assert not pieces(one) & pieces('<div class="errsum" role="alert" autofocus><h2>Changed somewhere else</h2><p>')


def test_no_markup_stands_in_both_engines() -> None:
    names = {str(path.relative_to(JINJA)) for path in OF_JINJA} & {str(path.relative_to(ROOT)) for path in OF_DJANGO}
    assert names == set()
    django = set().union(*(pieces(path.read_text()) for path in OF_DJANGO))
    copied = {str(path.relative_to(ROOT)): sorted(pieces(path.read_text()) & django)[:1] for path in OF_JINJA}
    assert {name: found for name, found in copied.items() if found} == {}
