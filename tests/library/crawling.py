"""Every public page of the real guide, fetched once, with what a crawler sees of it."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

from django.test import Client

START = ("/", "/log/", "/search/", "/sitemap.xml")
# Scripts that no browser runs.
DATA = ("application/ld+json", "application/json")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Page:
    """One page as a crawler reads it: addresses are absolute paths, texts are in the order of the page."""

    path: str
    status: int
    headers: dict[str, str]
    html: str
    title: str = ""
    description: str = ""
    meta: dict[str, str] = field(default_factory=dict)
    canonical: str = ""
    links: list[str] = field(default_factory=list)
    opens: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    json_ld: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    nameless: list[str] = field(default_factory=list)
    unclosed: list[str] = field(default_factory=list)
    elements: Counter[str] = field(default_factory=Counter)
    text: str = ""


class _Reader(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__(convert_charrefs=True)
        self.page, self.stack, self.words = page, [], [""]
        self.kept: dict[str, list[str]] = {}
        self.type = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        page = self.page
        page.elements[tag] += 1
        inside_a_drawing = "svg" in self.stack
        if tag not in VOID:
            self.stack.append(tag)
        if "id" in given:
            page.ids.append(given["id"])
        page.inline += [f"{tag} {name}" for name in given if name == "style" or name.startswith(("on", "hx-on"))]
        if tag == "style" or (tag == "script" and "src" not in given and given.get("type") not in DATA):
            page.inline.append(tag)
        if tag == "a" and "href" in given:
            page.links.append(given["href"])
        if "popovertarget" in given:
            page.opens.append(given["popovertarget"])
        if tag == "meta":
            page.meta[given.get("name") or given.get("property", "")] = given.get("content", "")
        if tag == "link" and given.get("rel") == "canonical":
            page.canonical = given["href"]
        elif tag == "link" or (tag == "script" and "src" in given):
            page.files.append(given.get("href") or given["src"])
        if tag == "img" and "alt" not in given:
            page.nameless.append(given.get("src", "img"))
        if (
            tag == "svg"
            and not inside_a_drawing
            and given.get("aria-hidden") != "true"
            and given.get("role") not in ("img", "group")
        ):
            page.nameless.append(f"svg {given.get('class', '')}")
        if tag in ("title", "script", "h1", "h2", "h3", "h4", "h5", "h6"):
            self.kept.setdefault(tag, []).append("")
            self.type = given.get("type", "")

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.stack or self.stack[-1] != tag:
            self.page.unclosed.append(tag)
        else:
            self.stack.pop()
        words = self.kept.get(tag, [""])[-1].strip()
        if tag == "title" and not self.page.title and "svg" not in self.stack:
            self.page.title = words
        elif tag == "script" and self.type == "application/ld+json":
            self.page.json_ld.append(words)
        elif len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.page.headings.append((int(tag[1]), " ".join(words.split())))

    def handle_data(self, data: str) -> None:
        for tag in self.stack:
            if tag in self.kept:
                self.kept[tag][-1] += data
        if "script" not in self.stack and "style" not in self.stack:
            self.words.append(data)


def read(path: str, status: int, headers: dict[str, str], html: str) -> Page:
    """Read one page's HTML."""
    page = Page(path, status, headers, html)
    reader = _Reader(page)
    reader.feed(html)
    reader.close()
    page.unclosed += reader.stack
    page.description = page.meta.get("description", "")
    page.text = " ".join(" ".join(reader.words).split())
    return page


def internal(page: Page) -> Iterator[tuple[str, str]]:
    """Every link of a page that stays on the site, as (path, part)."""
    for href in page.links:
        target, part = urldefrag(urljoin(page.path, href))
        if target.startswith("/") and not target.startswith("//"):
            yield target.partition("?")[0], part


@cache
def site() -> dict[str, Page]:
    """All pages that can be reached by links from the start, by path. Needs the real guide in the tables."""
    client, found, waiting = Client(), {}, list(START)
    while waiting:
        path = waiting.pop()
        if path in found or path.startswith(("/static/", "/admin/")):
            continue
        answer = client.get(path)
        html = answer.content.decode()
        found[path] = read(path, answer.status_code, dict(answer.headers), html)
        if answer.headers["Content-Type"].startswith("text/html"):
            waiting += [target for target, _ in internal(found[path])]
    return found


def html_pages() -> dict[str, Page]:
    """The pages that anybody reads. The logbook's doors, the player and the sheets to hang up have tests of their own."""
    tools = ("/play/", "/sheet/")
    pages = {
        path: page
        for path, page in site().items()
        if not path.startswith("/log/") and not any(tool in path for tool in tools)
    }
    return {path: page for path, page in pages.items() if page.headers["Content-Type"].startswith("text/html")}


def folder(path: str) -> str:
    """The first part of a path."""
    return posixpath.normpath(path).split("/")[1]
