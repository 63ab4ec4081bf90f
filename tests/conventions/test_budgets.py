"""What a first visit costs a reader: bytes and requests. (Lengths of files are a compass that .ci/run prints.)"""

from __future__ import annotations

import re
from pathlib import Path

import brotli
import pytest
from django.core.files.storage import FileSystemStorage
from django.test import Client

from ankles import storage

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "ankles" / "static" / "ankles"

KB = 1024
LIMITS = {
    "/guide/why-ankles/": 35 * KB,
    "/guide/how-the-ankle-works/": 35 * KB,
    "/issues/achilles-tendinopathy/": 35 * KB,
    "/exercises/knee-to-wall/": 35 * KB,
    "/": 70 * KB,
    "/exercises/": 70 * KB,
    "/offline/log/": 35 * KB,
}


def stylesheet() -> int:
    """The bytes of the one stylesheet that public pages link, as it is sent (brotli), all of its parts together."""
    source = FileSystemStorage(STATIC.parent)
    found = {f"ankles/css/{path.name}": (source, f"ankles/css/{path.name}") for path in (STATIC / "css").glob("*.css")}
    return len(brotli.compress(storage.flattened("ankles/css/site.css", found).encode(), quality=11))


def files(html: str) -> list[str]:
    """What a browser loads for a page, beside the page itself, before anybody touches it."""
    loaded = re.findall(r'<link rel="stylesheet" href="([^"]+)"|<script[^>]+src="([^"]+)"|<img[^>]+src="([^"]+)"', html)
    icons = re.findall(r'<link rel="(?:icon|manifest)"[^>]* href="([^"]+)"', html)
    return [next(filter(None, hit)) for hit in loaded] + icons[:2]


@pytest.mark.parametrize("path", LIMITS)
def test_a_first_visit_stays_light(client: Client, guide: object, path: str) -> None:
    answer = client.get(path, headers={"accept-encoding": "br"})
    html = brotli.decompress(answer.content).decode()
    figures = [
        client.get(name, headers={"accept-encoding": "br"}) for name in files(html) if name.startswith("/figures/")
    ]
    scripts = [name for name in files(html) if name.endswith(".js")]
    weight = len(answer.content) + stylesheet() + sum(len(one.content) for one in figures)
    # A module of ours is at most 2 KB; htmx is not among them: it comes when somebody reaches for it (js/htmx.js).
    assert not any("htmx-2" in name for name in scripts)
    weight += 2 * KB * len(scripts)
    assert weight <= LIMITS[path]
    assert len(files(html)) + 1 <= 10
    assert "<img" not in html


def test_what_a_browser_loads_is_counted() -> None:
    html = (
        '<link rel="stylesheet" href="/static/a.css"><script src="/static/b.js" defer></script><img src="/c.png" alt="">'
        '<link rel="icon" href="/d.svg" type="x">'
    )
    assert files(html) == ["/static/a.css", "/static/b.js", "/c.png", "/d.svg"]


def test_no_script_blocks_a_page(client: Client, guide: object) -> None:
    for path in [*LIMITS, "/search/"]:
        html = client.get(path).content.decode()
        scripts = re.findall(r"<script(?![^>]*json)[^>]*>", html)
        assert [tag for tag in scripts if not re.search(r"\bdefer\b|\basync\b|type=.module", tag)] == [], path
