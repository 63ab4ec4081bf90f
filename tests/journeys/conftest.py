"""A real server, a real browser. Nothing here touches the ORM: Playwright's loop makes every such call fail."""

from __future__ import annotations

import itertools
import os
import shutil
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.journeys.playing import Runner, make_runners
from tests.journeys.site import CHROMIUM_ARGUMENTS, Site, find_chromium, running

# How long a journey waits for what it expects, on a machine that does much else: no green run is slower for it.
PATIENCE_MS = 45_000
expect.set_options(timeout=PATIENCE_MS)
RETIRED = "old-circles"
# One exercise that was taken back, beside the guide: its address must lead on.
RETIRE_ONE = f"""
from library.documents import store
document = store.document(store.find("exercise", "ankle-circles")) | {{"title": "Old circles", "status": "retired"}}
store.write("exercise", "{RETIRED}", document)
from library import publishing
publishing.begin_version()
"""

Open = Callable[..., Page]
# What takes up to a minute has a short one beside it, which every run of the suite walks.
takes_long = pytest.mark.skipif(
    os.environ.get("ANKLES_LONG_JOURNEYS") != "1", reason="up to a minute each: .ci/slow sets ANKLES_LONG_JOURNEYS=1"
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys come last, marked: once Playwright has run in a process, Django refuses database work there."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.journey)
    items.sort(key=lambda item: here in item.path.parents)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's program. Without one the journeys are skipped, except in CI, which must not skip them silently."""
    found = find_chromium()
    if found is None:
        reason = "No Chromium found: install one or set CHROMIUM=path. The journeys need it."
        if os.environ.get("ANKLES_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture(scope="session")
def shared_site(chromium: str, ready_made_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The guide as a newcomer gets it, served by the production server to all journeys of this process."""
    data = tmp_path_factory.mktemp("site") / "data"
    shutil.copytree(ready_made_site, data)
    with running(data) as site:
        site.manage("shell", "--no-imports", "-c", RETIRE_ONE)
        yield site


@pytest.fixture
def site(shared_site: Site) -> Iterator[Site]:
    """The shared site, of which a journey changes no public page: others count them, in whatever order they come.

    A journey that publishes has a `site` of its own in its file.
    """
    before = public_addresses(shared_site)
    yield shared_site
    assert public_addresses(shared_site) == before, "This journey changed the guide of all: give it a site of its own."


def public_addresses(site: Site) -> str:
    """The sitemap as the server sends it: each public address with the day of its last change."""
    with urllib.request.urlopen(f"{site.address}/sitemap.xml") as answer:  # noqa: S310 (our own address)
        return str(answer.read(), "utf-8")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One headless browser for the session."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, headless=True, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def newcomers(shared_site: Site) -> Iterator[Runner]:
    """Runners with an empty log who follow their left Achilles, made by the two dozen as they are asked for."""
    made = (
        make_runners(shared_site, [f"newcomer-{time.time_ns()}-{number}" for number in range(24)])
        for _ in itertools.count()
    )
    return itertools.chain.from_iterable(made)


@pytest.fixture
def ana(newcomers: Iterator[Runner]) -> Runner:
    """A runner nobody else is."""
    return next(newcomers)


@pytest.fixture
def ben(newcomers: Iterator[Runner]) -> Runner:
    """Another one."""
    return next(newcomers)


@pytest.fixture
def open_page(site: Site, browser: Browser) -> Iterator[Open]:
    """Opens a path of the site in a fresh profile: `open_page("/", width=390, dark=True, script=False, still=True,
    worker=True)`."""
    contexts: list[BrowserContext] = []

    def open_page(
        path: str | None,
        *,
        width: int = 390,
        dark: bool = False,
        script: bool = True,
        still: bool = False,
        worker: bool = False,
    ) -> Page:
        options: dict[str, Any] = {"viewport": {"width": width, "height": 844 if width < 700 else 900}}
        options |= {"color_scheme": "dark" if dark else "light", "java_script_enabled": script}
        options |= {"reduced_motion": "reduce" if still else "no-preference", "base_url": site.address}
        # A phone is somewhere; machines that run tests are set to UTC, which is nowhere.
        options |= {"timezone_id": "Europe/London"}
        # A worker answers in the place of what a test routes: only journeys about it have one.
        options |= {"service_workers": "allow" if worker else "block"}
        context = browser.new_context(**options)
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        if path is not None:
            page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
