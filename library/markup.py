"""Markdown to HTML: citations, internal links, boxes and plates. Raw HTML is never let through.

Shapes: a *key* names a source (`radford-2006`), a *target* names a page (`exercise:toe-walk`, `chapter:x#part`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import nh3
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin

from ankles.unbroken import unbroken
from library import figures
from library.addresses import PAGES, ROUTES, address
from library.signs import NO_SIGNS, Signs, spell_out

Target = tuple[str, str]
CITATION = re.compile(r"\[@([a-z0-9-]+(?:\s*;\s*@[a-z0-9-]+)*)\]")
CLOSED_BUTTON = re.compile(r"(</button>(?:</sup>)?)(?=[.,;:!?)])")
EMPTY_HEADING = re.compile(r"<th[^>]*></th>")
PRACTICE = re.compile(r"\[([Pp]ractice)\](?!\()")
# One line that begins with a letter and holds no character of Markdown's is its own words: most texts of a guide are, and
# the parser takes a hundred times as long to say so.
NO_MARKUP = re.compile(r"[^\W\d_][^\n\r\0\\`*_\[\]<&!]*")
BOXES = ("tip", "care", "aside", "plate", "movements", "key")

ALLOWED_TAGS = {
    "p", "a", "strong", "em", "sup", "ul", "ol", "li", "h2", "h3", "h4", "blockquote", "code", "br", "hr",
    "table", "thead", "tbody", "tr", "th", "td", "div", "figure", "figcaption", "aside", "section", "button",
}  # fmt: skip
ALLOWED_ATTRIBUTES = {
    "*": {"class", "id"},
    "a": {"href", "aria-label"},
    "button": {"type", "popovertarget", "aria-label"},
    "div": {"data-plate", "data-movements", "tabindex", "role", "aria-label"},
    "th": {"scope"},
    "ol": {"start"},
}


@dataclass(frozen=True)
class Referable:
    """What a text may refer to.

    `live` pages can be linked to now; `known` ones exist (drafts too); `anchors` are the parts of known articles;
    `sources` maps keys to what a screen reader says of the number: short name and kind of evidence; `signs` is the list
    of warning signs in its order.
    """

    live: frozenset[Target] = frozenset()
    known: frozenset[Target] = frozenset()
    anchors: Mapping[Target, frozenset[str]] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    signs: Signs = field(default_factory=dict)
    # Whose work an exercise may be, by its slug; and what each routine asks of its exercises: (slug, sides).
    sides: Mapping[str, frozenset[str]] = field(default_factory=dict)
    uses: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    # The number of every page that is not retired, by kind and slug.
    numbers: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


class Scribe:
    """Renders the texts of one page and keeps count of what they cite, in order, and whether they call anything practice."""

    def __init__(self, referable: Referable) -> None:
        self.referable = referable
        self.cited: list[str] = []
        self.names_practice = False

    def block(self, text: str) -> SafeString:
        """Render a body of Markdown."""
        return self._finish(_parser().render(spell_out(text, self.referable.signs), {"scribe": self}))

    def inline(self, text: str) -> SafeString:
        """Render one line of Markdown without a paragraph around it."""
        return self._finish(_parser().renderInline(spell_out(text, self.referable.signs), {"scribe": self}))

    def lines(self, texts: Sequence[str]) -> list[SafeString]:
        """Render several single lines."""
        return [self.inline(text) for text in texts]

    def cite(self, key: str) -> str:
        """The number of a source, which opens what we know of it (parts/sources.html); an unknown key shows as nothing."""
        if key not in self.referable.sources:
            return ""
        if key not in self.cited:
            self.cited.append(key)
        number = self.cited.index(key) + 1
        return format_html(
            '<button type="button" class="cite" popovertarget="e-{}" aria-label="Source {}: {}">{}</button>',
            key,
            number,
            self.referable.sources[key],
            number,
        )

    def practice(self, words: str) -> str:
        """The tag that opens what common practice means (parts/sources.html)."""
        self.names_practice = True
        return format_html('<button type="button" class="cite practice" popovertarget="e-practice">{}</button>', words)

    def href(self, target: str) -> str | None:
        """The address of a target, or None when readers cannot go there."""
        parsed = parse_target(target)
        if parsed is None:
            return None
        kind, slug, anchor = parsed
        if kind != "page" and (kind, slug) not in self.referable.live:
            return None
        return address(kind, slug) + (f"#{anchor}" if anchor else "")

    def _finish(self, html: str) -> SafeString:
        clean = unbroken(nh3.clean(html, tags=ALLOWED_TAGS, attributes=ALLOWED_ATTRIBUTES, link_rel=None))
        clean = re.sub(r'<div data-plate="([a-z-]+)"></div>', lambda match: _plate(match[1]), clean)
        clean = clean.replace('<div data-movements="all"></div>', _movements())
        # A line may break behind a button, and then begins with a full stop; a corner of a table heads nothing.
        clean = CLOSED_BUTTON.sub("\\1\N{WORD JOINER}", clean)
        clean = EMPTY_HEADING.sub("<td></td>", clean)
        return mark_safe(clean)


def parse_target(target: str) -> tuple[str, str, str] | None:
    """Split `chapter:slug#part` into kind, slug and part; None when it is no internal target."""
    kind, colon, rest = target.partition(":")
    slug, _, anchor = rest.partition("#")
    if not colon or not slug or (kind != "page" and kind not in ROUTES) or (kind == "page" and slug not in PAGES):
        return None
    return kind, slug, anchor


def headings(text: str) -> list[tuple[str, str]]:
    """The second-level headings of a body, as (anchor, words)."""
    return [(anchor, words) for anchor, words, tag in _headings(_parser().parse(text, {})) if tag == "h2"]


def places(text: str) -> list[tuple[str, str]]:
    """The headings of a body that a link can lead to, as (anchor, words), those of its parts' parts, too."""
    return [(anchor, words) for anchor, words, _ in _headings(_parser().parse(text, {}))]


@lru_cache(maxsize=256)
def anchors(text: str) -> frozenset[str]:
    """All places of a body that a link can lead to. Every save asks for those of every article, and few of them changed."""
    return frozenset(anchor for anchor, _ in places(text))


CARE = re.compile(r"^::: care\b.*?^:::[ ]*$\n*", re.MULTILINE | re.DOTALL)


def parted(body: str) -> tuple[str, str]:
    """A body in two: its first paragraph with all its boxes of care, and the rest in its order."""
    boxes = CARE.findall(body)
    first, _, rest = CARE.sub("", body).strip().partition("\n\n")
    return "\n\n".join([first, *(box.strip() for box in boxes)]), rest


def targets(text: str) -> list[str]:
    """Every link target of a text, in order."""
    found = []
    for token in _walk(_parser().parse(text, {})):
        if token.type == "link_open":
            found.append(str(token.attrGet("href") or ""))
        elif token.type == "image":
            found.append(str(token.attrGet("src") or ""))
    return found


def citations(text: str) -> list[str]:
    """Every source key of a text, in order of first use."""
    keys = [key.strip().lstrip("@") for match in CITATION.finditer(text) for key in match[1].split(";")]
    return list(dict.fromkeys(keys))


LOST = {
    "code_block": "this begins with four spaces or more, and the page would not show it as text; begin it at the margin",
    "fence": "text between ``` is not shown as a page shows it; write it without",
}
LOST_LINES = (
    (re.compile(r"^\s*:::"), "a box begins or ends here that the page does not know; there are " + ", ".join(BOXES)),
    (
        re.compile(r"^\s*\|"),
        "a table is broken here: a row of headings, a row of --- and then its rows, each with as many |",
    ),
)


def structure_faults(text: str, signs: Signs = NO_SIGNS) -> list[str]:
    """What of a body the page would show otherwise than it was meant, or not at all. Asks the parser, and guesses nothing."""
    text = spell_out(text, signs)
    found: list[str] = []
    inside: list[str] = []
    tokens = _parser().parse(text, {"keeps_empty_parts": True})
    for token, after in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type in ("blockquote_open", "list_item_open"):
            inside.append(token.type)
        elif token.type in ("blockquote_close", "list_item_close"):
            inside.pop()
        elif token.type == "heading_open" and after is not None:
            found += _heading_faults(token, after.content, inside)
        elif token.type in LOST:
            found.append(f"{token.content.strip()[:40]!r}: {LOST[token.type]}")
        elif token.type == "inline":
            for line in token.content.split("\n"):
                found += [f"{line.strip()[:40]!r}: {words}" for form, words in LOST_LINES if form.match(line)]
    # The parser ends a box that nobody closed where the text ends, or what it stands in.
    boxes = [token.info.strip() for token in tokens if token.type.startswith("container_") and token.nesting == 1]
    if len(boxes) > sum(line.strip() == ":::" for line in text.split("\n")):
        found.append(f"one of the boxes ({', '.join(boxes)}) is not closed; end each with ::: on a line of its own")
    return found


def _heading_faults(token: Token, words: str, inside: Sequence[str]) -> Iterator[str]:
    if token.markup and token.markup[0] in "=-":
        yield f"{words[:40]!r}: this is underlined, which makes a heading of it; write ## before it, or leave an empty line"
    elif inside:
        yield f"{words[:40]!r}: a heading stands by itself, and not in a list or a quotation"
    elif token.tag not in ("h1", "h2", "h3", "h4"):
        yield f"{words[:40]!r}: headings have two to four #"


def empty_parts(text: str) -> list[str]:
    """The words of headings with nothing below them, and the names of boxes with nothing in them: no page prints them."""
    env: dict[str, Any] = {}
    _parser().parse(text, env)
    return list(env["empty_parts"])


def plates(text: str) -> list[tuple[str, bool]]:
    """The plates of a body, and whether each has a caption."""
    tokens = _parser().parse(text, {})
    found = []
    for index, token in enumerate(tokens):
        if token.type == "container_plate_open":
            found.append((_argument(token), tokens[index + 1].type != "container_plate_close"))
    return found


def plain(text: str, signs: Signs = NO_SIGNS) -> str:
    """The words of a text without its markup, for reading aloud, searching and counting; warning signs spelled out."""
    if NO_MARKUP.fullmatch(text):
        return text.strip()
    return "\n".join(
        "".join(_words(child) for child in token.children or [])
        for token in _parser().parse(spell_out(text, signs), {})
        if token.type == "inline"
    )


def _words(token: Token) -> str:
    if token.type in ("text", "code_inline", "practice"):
        return token.content
    return " " if token.type == "softbreak" else ""


# --- The parser ------------------------------------------------------------------------------


class OwnTargets(MarkdownIt):
    """Links to our own targets (`exercise:toe-walk`), which are no URL schemes the parser knows."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 (the parser's name)
        """Whether a link leads anywhere."""
        return parse_target(url) is not None

    def normalizeLink(self, url: str) -> str:  # noqa: N802 (the parser's name)
        """Leave it as it is."""
        return url


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = OwnTargets("commonmark", {"html": False, "typographer": False}).enable("table")
    parser.inline.ruler.before("link", "citation", _citation_rule)
    parser.inline.ruler.before("link", "practice", _practice_rule)
    parser.core.ruler.after("block", "empty_parts", _empty_parts_rule)
    for name in BOXES:
        parser.use(container_plugin, name=name, render=_box(name))
    parser.add_render_rule("citation", _render_citation)
    parser.add_render_rule("practice", lambda _, tokens, idx, __, env: _scribe(env).practice(tokens[idx].content))
    parser.add_render_rule("link_open", _render_link_open)
    parser.add_render_rule("link_close", _render_link_close)
    parser.add_render_rule("heading_open", _render_heading_open)
    parser.add_render_rule("table_open", _render_table_open)
    parser.add_render_rule("table_close", lambda *_: "</table></div>\n")
    parser.add_render_rule("th_open", lambda *_: '<th scope="col">')
    return parser


def _citation_rule(state: StateInline, silent: bool) -> bool:
    match = CITATION.match(state.src, state.pos)
    if not match:
        return False
    if not silent:
        # The number belongs to the word before it: no blank, so that it cannot begin a line.
        state.pending = state.pending.rstrip(" ")
        token = state.push("citation", "", 0)
        token.meta = {"keys": [key.strip().lstrip("@") for key in match[1].split(";")]}
    state.pos = match.end()
    return True


def _practice_rule(state: StateInline, silent: bool) -> bool:
    """`[practice]`, or `[Practice]` where it begins a sentence: common practice, of which we know no trial."""
    match = PRACTICE.match(state.src, state.pos)
    if not match:
        return False
    if not silent:
        token = state.push("practice", "", 0)
        token.content = "Common practice" if match[1] == "Practice" else "common practice"
    state.pos = match.end()
    return True


# Boxes that are nothing without words of their own.
BOXES_OF_WORDS = tuple(f"container_{name}_open" for name in ("tip", "care", "aside", "key"))


def _empty_parts_rule(state: StateCore) -> None:
    """Leave out headings with nothing below them and boxes with nothing in them, the innermost and last ones first."""
    found: list[str] = []
    kept: list[Token] = []  # in reverse
    tokens = [] if state.env.get("keeps_empty_parts") else state.tokens
    for token in reversed(tokens):
        following = kept[-1] if kept else None
        if token.type == "heading_open":
            # What follows its own three tokens: the end, a heading of its rank or above, or the end of the box it stands in.
            after = kept[-3] if len(kept) > 2 else None
            ends = after is None or after.nesting == -1
            if ends or (after is not None and after.type == "heading_open" and after.tag <= token.tag):
                found.append(kept[-1].content)
                del kept[-2:]
                continue
        elif token.type in BOXES_OF_WORDS and following is not None and following.nesting == -1:
            found.append(token.info.strip())
            kept.pop()
            continue
        kept.append(token)
    state.env["empty_parts"] = found[::-1]
    if tokens:
        state.tokens = kept[::-1]


def _scribe(env: Any) -> Scribe:
    scribe: Scribe = env["scribe"]
    return scribe


def _render_citation(self: RendererHTML, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
    numbers = [number for key in tokens[idx].meta["keys"] if (number := _scribe(env).cite(key))]
    return f"<sup>{''.join(numbers)}</sup>" if numbers else ""


def _render_link_open(self: RendererHTML, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
    href = _scribe(env).href(str(tokens[idx].attrGet("href") or ""))
    env.setdefault("links", []).append(href is not None)
    return format_html('<a href="{}">', href) if href else ""


def _render_link_close(self: RendererHTML, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
    return "</a>" if env["links"].pop() else ""


def _render_heading_open(self: RendererHTML, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
    taken = env.setdefault("anchors", set())
    anchor = _anchor(tokens[idx + 1], taken)
    return f'<{tokens[idx].tag} id="{anchor}">'


def _render_table_open(self: RendererHTML, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
    # A wide table scrolls inside its own frame; the frame can be reached by keyboard, and is called by its number.
    before = sum(1 for token in tokens[:idx] if token.type == "table_open")
    name = f"Table {before + 1}"
    return f'<div class="table" tabindex="0" role="region" aria-label="{name}"><table class="data">\n'


def _box(name: str) -> Callable[..., str]:
    def render(self: RendererHTML, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        opening = tokens[idx].nesting == 1
        argument = _argument(tokens[idx])
        if name == "plate":
            return (
                f'<figure class="wide"><div data-plate="{slugify(argument)}"></div><figcaption>'
                if opening
                else "</figcaption></figure>\n"
            )
        if name == "movements":
            return '<div data-movements="all"></div>' if opening else ""
        if name == "key":
            return '<div class="key3">\n' if opening else "</div>\n"
        if name == "aside":
            return '<aside class="aside">\n' if opening else "</aside>\n"
        title = f"<h3>{conditional_escape(argument)}</h3>\n" if argument else ""
        classes = "note care" if name == "care" else "note"
        return f'<aside class="{classes}">{title}' if opening else "</aside>\n"

    return render


def _argument(token: Token) -> str:
    return token.info.strip().partition(" ")[2].strip()


def _anchor(inline: Token, taken: set[str]) -> str:
    base = anchor = (
        slugify("".join(child.content for child in inline.children or [] if child.type in ("text", "code_inline")))
        or "part"
    )
    count = 2
    while anchor in taken:
        anchor = f"{base}-{count}"
        count += 1
    taken.add(anchor)
    return anchor


def _headings(tokens: Sequence[Token]) -> Iterator[tuple[str, str, str]]:
    taken: set[str] = set()
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            inline = tokens[index + 1]
            yield _anchor(inline, taken), "".join(child.content for child in inline.children or []), token.tag


def _walk(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _walk(token.children or [])


def _plate(name: str) -> str:
    return f'<div class="diagram plate">{figures.plate(name)}</div>' if name in figures.PLATES else ""


def _movements() -> str:
    items = "".join(
        f'<li><div class="plate">{svg}</div><p>{conditional_escape(name)}</p></li>' for name, svg in figures.movements()
    )
    return f'<ul class="moves wide">{items}</ul>'
