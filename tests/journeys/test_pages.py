"""Every kind of public page, as a reader with a browser gets it."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Request, Response

from tests.journeys.conftest import Open
from tests.journeys.kinds import KINDS, STATUS
from tests.journeys.large import sideways_when_large
from tests.journeys.site import Site
from tests.journeys.test_targets import small_targets

AXE = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],
}
RUN_AXE = "options => axe.run(document, options).then(({ violations }) => violations)"
# The rules that look at colours; nothing else of a page changes in the dark.
COLOURS = ["color-contrast", "link-in-text-block"]
BAD_IN_THE_DARK = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("@media (prefers-color-scheme: dark) { h1 { color: #222 } }");
    document.adoptedStyleSheets.push(sheet);
}"""
EVERY_KIND = pytest.mark.parametrize("kind", KINDS)
# Reduced motion shortens every transition to a hundredth of a millisecond: two frames later all colours stand.
# Colours that fade from one to the other have arrived: axe would read those between.
SETTLED = """async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    await frame();
    await frame();
    for (const one of document.getAnimations()) if (one instanceof CSSTransition) one.finish();
    await frame();
}"""
# The ways through the logbook are one line, which a thumb moves by itself.
SIDEWAYS = """() => [...document.querySelectorAll('body *:not(svg *):not(.subnav *)')]
    .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && e.checkVisibility())
    .slice(0, 5).map(e => `${e.tagName.toLowerCase()}.${e.getAttribute('class')}`)"""

# Words that go on in a next line without a hyphen; the large first letter of a chapter is a line of its own.
BROKEN_WORDS = r"""() => {
  const found = [], range = document.createRange();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const bottom = (text, letter) => {
    range.setStart(text, letter);
    range.setEnd(text, letter + 1);
    return range.getBoundingClientRect().bottom;
  };
  while (texts.nextNode()) {
    const text = texts.currentNode;
    const around = text.parentElement;
    // What is for ears alone is a pixel wide.
    if (!around.checkVisibility() || around.closest("svg, code") || around.clientWidth === 1) continue;
    for (const { 0: word, index } of text.data.matchAll(/\p{L}{3,}/gu))
      if (bottom(text, index + word.length - 1) - bottom(text, index + 1) > 4) found.push(word);
  }
  return found;
}"""

# How far what stood on the screen moved by itself while the page came (0 to 1, Chromium's count).
MOVED = """() => new Promise((done) => {
    let sum = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((one) => (sum += one.value)))
        .observe({ type: "layout-shift", buffered: true });
    requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
})"""


class Witness:
    """Writes down what goes wrong in a page: errors and warnings in the console, failed requests, requests to others."""

    def __init__(self, page: Page, address: str) -> None:
        self.complaints: list[str] = []
        self.address = urlsplit(address)
        # Playwright says so itself where a journey wants no worker.
        page.on(
            "console",
            lambda said: self.note(
                said.type in ("error", "warning") and "registration blocked by Playwright" not in said.text,
                f"console: {said.text}",
            ),
        )
        page.on("pageerror", lambda error: self.note(True, f"script: {error}"))
        # What a next navigation cuts off (an icon, say) did not fail.
        page.on(
            "requestfailed",
            lambda request: self.note(
                "ERR_ABORTED" not in str(request.failure), f"failed: {request.url} {request.failure}"
            ),
        )
        page.on("request", self.asked)
        page.on("response", self.answered)

    def note(self, wrong: bool, words: str) -> None:
        if wrong:
            self.complaints.append(words)

    def asked(self, request: Request) -> None:
        target = urlsplit(request.url)
        self.note(target.scheme != "data" and target.netloc != self.address.netloc, f"elsewhere: {request.url}")

    def answered(self, response: Response) -> None:
        own = response.request.is_navigation_request()
        self.note(response.status >= 400 and not own, f"status {response.status}: {response.url}")


def violations(page: Page, *, colours_only: bool = False) -> list[str]:
    """What axe objects to, one line each; empty when nothing. `colours_only`: of what another colour scheme can change."""
    options = AXE | ({"runOnly": {"type": "rule", "values": COLOURS}} if colours_only else {})
    # Half a megabyte of script: once for a page, however often it is looked at.
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found: list[dict[str, Any]] = page.evaluate(RUN_AXE, options)
    return [f"{one['id']}: {node['target']} {node['html'][:120]}" for one in found for node in one["nodes"][:3]]


def violations_in_four_views(page: Page) -> dict[str, list[str]]:
    """What axe objects to on a phone and a desktop, in light and dark, without loading the page again; only what is not empty."""
    found: dict[str, list[str]] = {}
    for name, width in (("phone", 390), ("desktop", 1280)):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.evaluate(SETTLED)
            found[f"{name}, {scheme}"] = violations(page, colours_only=scheme == "dark")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 390, "height": 844})
    return {view: lines for view, lines in found.items() if lines}


@EVERY_KIND
def test_a_page_is_whole_for_eyes_ears_thumbs_and_no_script(kind: str, site: Site, open_page: Open) -> None:
    """One visit for all that can be asked of a page: each load of its own would cost CI a second and a half."""
    page = open_page(None, width=390, still=True)
    witness = Witness(page, site.address)
    answer = page.goto(KINDS[kind])
    assert answer is not None
    text = page.locator("main").inner_text()
    moved = page.evaluate(MOVED)
    found: dict[str, Any] = {"status": answer.status, "moved": moved, "axe": violations_in_four_views(page)}
    page.set_viewport_size({"width": 320, "height": 568})
    found["sideways"] = (page.evaluate("document.documentElement.scrollWidth"), page.evaluate(SIDEWAYS))
    found["sideways with large text"] = sideways_when_large(page)
    page.set_viewport_size({"width": 390, "height": 844})
    found["too small for a thumb"] = small_targets(page)
    # Chromium says in the console that the page itself is a 404 or a 410; that is what was asked for.
    own = f"status of {answer.status} " if kind in STATUS else "no such line"
    found["complaints"] = [line for line in witness.complaints if own not in line]
    found["without a script"] = open_page(KINDS[kind], script=False).locator("main").inner_text()
    assert found == {
        "status": STATUS.get(kind, 200),
        "moved": 0,
        "axe": {},
        "sideways": (320, []),
        "sideways with large text": {},
        "too small for a thumb": [],
        "complaints": [],
        "without a script": text,
    }
    assert len(text) > 100


def test_what_the_head_names_is_there(open_page: Open) -> None:
    page = open_page("/exercises/calf-stretch-straight/")
    named = page.eval_on_selector_all(
        "link[href]:not([rel=canonical]), script[src]", "all => all.map(one => one.href || one.src)"
    )
    named += [str(page.get_attribute("meta[property='og:image']", "content"))]
    manifest = page.request.get("/manifest.webmanifest").json()
    named += [icon["src"] for icon in manifest["icons"]] + [one["url"] for one in manifest["shortcuts"]]
    own = [re.sub(r"^https?://[^/]+", "", address) for address in named]
    assert {path: page.request.get(path).status for path in own} == dict.fromkeys(own, 200)
    assert len(own) >= 12


def test_axe_does_speak_up_about_a_bad_page(open_page: Open) -> None:
    page = open_page("/about/")
    page.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<img src=\"/favicon.ico\">')")
    assert [line.split(":")[0] for line in violations(page)] == ["image-alt"]
    page.evaluate(BAD_IN_THE_DARK)
    assert violations(page, colours_only=True) == []
    page.emulate_media(color_scheme="dark")
    assert [line.split(":")[0] for line in violations(page, colours_only=True)] == ["color-contrast"]


def test_every_page_of_the_guide_fits_the_smallest_phone_and_loads_whole(site: Site, open_page: Open) -> None:
    page = open_page(None, width=320)
    witness = Witness(page, site.address)
    listed = re.findall(r"<loc>[^<]*?//[^/]+([^<]*)</loc>", page.request.get("/sitemap.xml").text())
    widths = {}
    for path in listed:
        page.goto(path)
        broken = page.evaluate(BROKEN_WORDS)
        widths[path] = (page.evaluate("document.documentElement.scrollWidth"), broken, sideways_when_large(page))
    assert {path: said for path, said in widths.items() if said != (320, [], {})} == {}
    assert witness.complaints == []
    assert len(listed) > 55


@pytest.mark.parametrize("kind", ["home", "chapter", "issue", "exercises", "exercise", "routine", "search-found"])
def test_dark_is_really_dark(kind: str, open_page: Open) -> None:
    measure = """() => ['backgroundColor', 'color'].map(name => {
        const canvas = new OffscreenCanvas(1, 1).getContext('2d');
        canvas.fillStyle = getComputedStyle(document.body)[name];
        canvas.fillRect(0, 0, 1, 1);
        const [r, g, b] = canvas.getImageData(0, 0, 1, 1).data;
        return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
    })"""
    page = open_page(KINDS[kind], dark=True)
    paper, ink = page.evaluate(measure)
    page.emulate_media(color_scheme="light")
    light_paper, light_ink = page.evaluate(measure)
    assert (paper < 0.15, ink > 0.75) == (True, True)
    assert (light_paper > 0.85, light_ink < 0.25) == (True, True)
