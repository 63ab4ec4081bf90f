"""In the tunnel: the server is gone, silent or of another release, and the guide is on the phone."""

from __future__ import annotations

import os
import re
import shutil
import signal
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from ankles.middleware import PRIVATE
from tests.journeys.conftest import Open, takes_long
from tests.journeys.playing import Runner
from tests.journeys.site import ROOT, Site, free_port, running

# What the worker keeps, by the names of its caches.
KEPT = """(async () => {
  const kept = {};
  for (const name of await caches.keys())
    kept[name] = (await (await caches.open(name)).keys()).map(({ url }) => url.slice(location.origin.length));
  return kept;
})()"""
TEXTS = """(async () => {
  const texts = [];
  for (const name of await caches.keys())
    for (const one of await (await caches.open(name)).matchAll()) texts.push(await one.text());
  return texts;
})()"""
# Of the files that the kept pages name, those that are not here.
LACKING = """(async () => {
  const lacking = new Set();
  for (const page of await (await caches.open("ankles-pages-1")).matchAll())
    for (const [, name] of (await page.text()).matchAll(/"(\\/(?:static|figures)\\/[^"]+)"/g))
      if (!(await caches.match(name))) lacking.add(name);
  return [...lacking];
})()"""
PICTURE = """caches.open("ankles-files-1").then((files) =>
  files.put("/pictures/a-picture/480.webp", new Response("small")))"""
WHOLE_LISTS = {
    "/exercises/?type=balance&page=1": "Exercises",
    "/routines/?minutes=10&have=none": "Routines",
    "/exercises/play/?exercise=toe-walk&exercise=heel-walk": "Pick your exercises",
}
WHOLE = "The whole guide is on this phone"
UPDATED = "The guide on this phone was updated."
EDIT = """
from library.documents import store
from library import publishing
row = store.find("exercise", "toe-walk")
store.write("exercise", "toe-walk", store.document(row) | {"title": "Toe walk anew"})
publishing.render_again([store.find("exercise", "toe-walk")])
publishing.retire(store.find("exercise", "heel-walk"), None)
"""


class Phone:
    """A browser with a worker, and the one site that it visits: it comes, goes, falls silent, and becomes another release."""

    def __init__(self, browser: Browser, data: Path) -> None:
        self.data, self.port = data, free_port()
        self.context: BrowserContext = browser.new_context(
            viewport={"width": 390, "height": 844},
            base_url=f"http://localhost:{self.port}",
            timezone_id="Europe/London",
        )
        # Until the whole guide is here, on two cores that do other things as well.
        self.context.set_default_timeout(60_000)
        self.page = self.context.new_page()

    def site(self, code: Path = ROOT, offline: str = "true") -> AbstractContextManager[Site]:
        """The site, while this lasts; `offline` is the operator's switch."""
        return running(self.data, port=self.port, code=code, OFFLINE=offline)

    def visit(self, path: str = "/") -> Page:
        """Open a page, and touch it: the worker comes with that."""
        self.page.goto(path)
        self.page.mouse.wheel(0, 50)
        self.page.keyboard.press("Shift")
        return self.page

    def come_with_worker(self) -> None:
        """The first visit, until the worker answers for pages."""
        self.visit().wait_for_function("() => navigator.serviceWorker.controller")

    def keep(self) -> None:
        """The one press."""
        offer = self.visit().locator("keep-guide")
        offer.get_by_role("button", name="Keep the guide on this phone").click()
        expect(offer).to_contain_text(WHOLE, timeout=60_000)

    def look(self) -> Page:
        """Open a page, and have the worker look at once whether there is another guide; it says so on that page."""
        self.visit().wait_for_function("() => navigator.serviceWorker.controller")
        # It looks by itself when the last time was a minute ago, or when it was put to sleep meanwhile.
        self.page.evaluate("navigator.serviceWorker.controller.postMessage('look')")
        expect(self.page.get_by_text(UPDATED)).to_be_visible(timeout=60_000)
        return self.page


@pytest.fixture
def phone(browser: Browser, ready_made_site: Path, tmp_path: Path) -> Iterator[Phone]:
    """A phone with an empty cache, and a site of its own that can go away."""
    shutil.copytree(ready_made_site, tmp_path / "data")
    phone = Phone(browser, tmp_path / "data")
    yield phone
    phone.context.close()


@contextmanager
def silent(site: Site) -> Iterator[None]:
    """The site takes what is sent to it and says nothing: a line that hangs."""
    of_it = [site.pid, *map(int, Path(f"/proc/{site.pid}/task/{site.pid}/children").read_text().split())]
    for pid in of_it:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in of_it:
            os.kill(pid, signal.SIGCONT)


@contextmanager
def proxy_without_a_site(port: int) -> Iterator[None]:
    """What a runner reaches while the site behind its proxy is being renewed: 502 for every address."""

    class BadGateway(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_error(502)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("localhost", port), BadGateway) as proxy:
        serving = Thread(target=proxy.serve_forever)
        serving.start()
        try:
            yield
        finally:
            proxy.shutdown()
            serving.join()


def other_release(folder: Path) -> Path:
    """The code once more, with another stylesheet and another module: their hashes differ."""
    shutil.copytree(
        ROOT, folder, ignore=shutil.ignore_patterns(".*", "var", "tests", "docs", "__pycache__"), symlinks=True
    )
    static = folder / "ankles" / "static" / "ankles"
    with (static / "css" / "base.css").open("a") as file:
        file.write("body { --release: another; }\n")
    for name in ("offline/keep.js", "htmx.js", "player/store.js"):
        with (static / "js" / name).open("a") as file:
            file.write("window.release = 'another';\n")
    return folder


def opens(page: Page, path: str, title: str) -> None:
    """Whether a page opens, with its style."""
    page.goto(path)
    expect(page.locator("h1")).to_have_text(title)
    assert page.evaluate("getComputedStyle(document.querySelector('.mast')).borderBottomWidth") != "0px"


@pytest.mark.parametrize("every", [12, pytest.param(1, marks=takes_long)])
def test_the_guide_opens_where_there_is_no_line_what_was_visited_and_after_one_press_all_of_it(
    phone: Phone, every: int
) -> None:
    page = phone.page
    with phone.site() as site:
        phone.come_with_worker()
        page.goto("/guide/why-ankles/")
        page.wait_for_function("() => caches.match('/guide/why-ankles/')")
        assert page.evaluate(LACKING) == []
        # A line that is silent counts as none after three seconds; what comes late is shown.
        with silent(site):
            opens(page, "/guide/why-ankles/", "Why runners need their ankles")
            # Not visited: it says so, names what is here, and never pretends to be the page.
            opens(page, "/words/", "Without a network")
            expect(page.locator("#missing")).to_contain_text("is not on this phone")
            expect(page.locator("#some-pages a")).to_have_text(["Why runners need their ankles"])
        expect(page.locator("h1")).to_have_text("Words", timeout=60_000)
        phone.keep()
        listed = page.request.get("/offline/list.json").json()["pages"]
        assert page.evaluate(LACKING) == []
    # From here on there is no server.
    assert len(listed) > 160
    answers = {path: page.goto(path, wait_until="commit") for path in listed[::every]}
    assert [path for path, answer in answers.items() if not (answer and answer.ok and answer.from_service_worker)] == []
    opens(page, "/exercises/toe-walk/", "Toe walks")
    page.goto("/routines/before-a-run/play/")
    page.click("#start")
    expect(page.locator(".run")).to_be_visible()
    # What asks the site for less of a list gets all of it, and the list says so; a part of a page does, too.
    for path, title in WHOLE_LISTS.items():
        opens(page, path, title)
        expect(page.locator("[data-whole-list]")).to_contain_text("The network did not answer")
    opens(page, "/exercises/", "Exercises")
    expect(page.locator("[data-whole-list]")).to_be_hidden()
    page.get_by_text("Filter", exact=True).click()
    page.locator("#facets .chip").first.click()
    expect(page.locator("[data-whole-list]")).to_be_visible()
    # What is another thing altogether never gets the page that it stands below.
    opens(page, "/routines/calf-and-achilles-strength/play/?stage=99", "Without a network")
    # A picture is kept in its smallest width, which answers for the others.
    page.evaluate(PICTURE)
    assert page.evaluate("fetch('/pictures/a-picture/960.webp').then(answer => answer.text())") == "small"
    page.goto("/search/?q=heel+hurts+in+the+mornings")
    expect(page.locator("#hits a").first).to_have_text("Plantar heel pain", timeout=30_000)
    # What leads on stands where the site's own search puts it: a list first, a place after what may fit there.
    page.goto("/search/?q=delete+my+account")
    expect(page.locator("#hits a").first).to_have_text("Privacy and your data")
    page.goto("/search/?q=pain+outer+edge+of+the+foot")
    expect(page.locator("#hits a").nth(1)).to_have_attribute("href", "/places/outer-edge/")
    page.goto("/search/?q=pop+in+my+calf")
    expect(page.locator("#hits a[href='/places/calf/']")).to_have_count(1)
    # Who tells of a sign, or of pain after every session, is sent to no exercise.
    page.goto("/search/?q=felt+a+snap+in+my+calf+during+pogo+hops")
    expect(page.locator("#hits a").first).to_have_attribute("href", "/guide/when-to-see-somebody/")
    page.goto("/search/?q=bottom+of+achilles+sore+after+every+session")
    expect(page.locator("#hits a").first).to_have_attribute("href", re.compile("^/issues/"))
    page.goto("/search/?q=massage+gun+on+calves")
    expect(page.locator("#hits a").first).to_be_visible()
    expect(page.locator("#hits a[href^='/places/']")).to_have_count(0)
    # A proxy that stands before no site says so in words of its own: they stand for nothing that is here.
    with proxy_without_a_site(phone.port):
        opens(page, "/log/", "Log without a network")
        opens(page, "/guide/why-ankles/", "Why runners need their ankles")
        page.goto("/search/?q=heel+hurts+in+the+mornings")
        expect(page.locator("#hits a").first).to_have_text("Plantar heel pain", timeout=30_000)
        assert page.request.get("/log/").status == 502
    # Today has something else to show than the browser's error; doors are not answered for.
    page.goto("/log/")
    expect(page.locator("h1")).to_be_visible()
    with pytest.raises(Error, match="ERR_CONNECTION_REFUSED"):
        page.goto("/accounts/login/")


@takes_long
def test_a_release_with_other_hashes_finds_every_page_that_stands_open_whole(
    phone: Phone, browser: Browser, tmp_path: Path
) -> None:
    page, opened = phone.page, []
    with phone.site():
        phone.keep()
        # Pages that need more files later, which were not fetched yet when the release came.
        for _ in range(10):
            other = browser.new_context(base_url=f"http://localhost:{phone.port}").new_page()
            other.goto("/")
            opened.append(other)
    with phone.site(code=other_release(tmp_path / "release")):
        for other in opened:
            other.keyboard.press("Shift")
            expect(other.locator("keep-guide")).to_contain_text("to load", timeout=30_000)
            assert other.evaluate("window.release") is None
            other.context.close()
        phone.look()
        assert page.evaluate(LACKING) == []
    opens(page, "/exercises/toe-walk/", "Toe walks")
    assert page.evaluate("getComputedStyle(document.body).getPropertyValue('--release')").strip() == "another"


def test_an_edit_arrives_with_a_line_and_the_operators_switch_takes_all_away(phone: Phone) -> None:
    page = phone.page
    with phone.site() as site:
        phone.keep()
        site.manage("shell", "--no-imports", "-c", EDIT)
        phone.look()
        assert page.evaluate(LACKING) == []
    opens(page, "/exercises/toe-walk/", "Toe walk anew")
    opens(page, "/exercises/heel-walk/", "Without a network")
    page.evaluate("localStorage.setItem('ankles.outbox', '[]')")
    with phone.site(offline="false"):
        page.goto("/")
        page.wait_for_function("() => navigator.serviceWorker.getRegistrations().then(all => !all.length)")
        page.wait_for_function("() => caches.keys().then(names => !names.length)")
    assert page.evaluate("localStorage.getItem('ankles.outbox')") == "[]"


def walked(page: Page) -> set[str]:
    """Every address of a logged-in day: what the pages of the logbook and the account lead to, opened."""
    seen: set[str] = set()
    left = ["/log/", "/log/data/", "/accounts/", "/guide/", "/routines/before-a-run/play/"]
    while left and len(seen) < 45:
        path = left.pop(0)
        if path in seen or "logout" in path or "export" in path:
            continue
        seen.add(path)
        with suppress(Error):  # a download is no page
            page.goto(path)
        found = page.eval_on_selector_all("a[href]", "links => links.map(link => link.pathname)")
        left += [one for one in found if one.startswith(PRIVATE) and one not in seen]
    return seen


def test_after_a_logged_in_day_nothing_private_is_kept_and_the_guide_stays_after_log_out(
    ana: Runner, site: Site, open_page: Open
) -> None:
    page = open_page("/", worker=True)
    ana.log_in(page.context, site)
    page.keyboard.press("Shift")
    page.get_by_role("button", name="Keep the guide on this phone").click()
    expect(page.locator("keep-guide")).to_contain_text(WHOLE, timeout=60_000)
    paths = walked(page)
    assert len([path for path in paths if path.startswith("/log/")]) > 15
    page.goto("/log/")
    page.locator(".tracked").get_by_role("button", name="4", exact=True).first.click()
    expect(page.locator("body")).to_contain_text("Left Achilles 4")
    before = page.evaluate(KEPT)
    page.goto("/accounts/logout/")
    page.locator("form[data-log-out] button").first.click()
    page.wait_for_url(lambda url: "logout" not in url)
    after = page.evaluate(KEPT)
    assert [path for names in after.values() for path in names if path.startswith(PRIVATE)] == []
    marks = (ana.name, 'name="csrfmiddlewaretoken"', "Left Achilles")
    assert [text[:80] for text in page.evaluate(TEXTS) if any(mark in text for mark in marks)] == []
    assert set(before) == set(after) == {"ankles-pages-1", "ankles-files-1"}
    assert len(after["ankles-pages-1"]) >= len(before["ankles-pages-1"]) > 160
    # What keeps it can be taken away by the same hand.
    page.goto("/offline/")
    page.get_by_role("button", name="Remove it from this phone").click()
    page.get_by_role("button", name="Throw it away for good?").click()
    expect(page.get_by_role("button", name="Keep the guide on this phone")).to_be_visible(timeout=30_000)
    assert len(page.evaluate(KEPT)["ankles-pages-1"]) < 5
