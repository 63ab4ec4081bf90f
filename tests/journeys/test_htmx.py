"""htmx comes at the first sign of use. Before that, and without it, a press is a form that is sent: once, and never lost."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Page, Route, expect

from tests.journeys.conftest import Open
from tests.journeys.playing import Runner, symptoms
from tests.journeys.reaching import SENDS, THERE, a_moment_later
from tests.journeys.site import Site

Enter = Callable[..., Page]
HTMX = "**/htmx-2.min*.js"
MOVES_ON = f"""() => {{
    document.querySelector('{SENDS}').dispatchEvent(new Event('pointerover', {{bubbles: true}}));
    return ({THERE})();
}}"""
SAVED = [("achilles_mid", "left", "worst", 5)]


@pytest.fixture
def today(ana: Runner, site: Site, open_page: Open) -> Page:
    """Ana's Today, where nothing has been touched."""
    page = open_page(None)
    page.clock.install()
    ana.log_in(page.context, site)
    page.goto("/log/", wait_until="networkidle")
    return page


def asked(page: Page) -> list[str]:
    """The library's requests of a page from now on."""
    found: list[str] = []
    page.on("request", lambda request: found.append(request.url) if "htmx-2" in request.url else None)
    return found


def late(page: Page) -> list[Route]:
    """A bad line: what was asked for of the library, which comes when the test lets it."""
    held: list[Route] = []
    page.route(HTMX, lambda route: held.append(route), times=1)
    return held


def let_come(page: Page, held: list[Route]) -> None:
    """The library arrives now, where the page that asked for it still stands."""
    until = time.monotonic() + 40
    while not held and time.monotonic() < until:
        # What the browser has asked for by now is handed over while Playwright listens, as it does for an answer.
        page.evaluate("0")
    assert len(held) == 1
    with suppress(Error):
        held[0].continue_()


def five(page: Page) -> None:
    page.get_by_role("button", name="5", exact=True).first.click()


def numbers(site: Site, runner: Runner) -> list[tuple[str, str, str, int | None]]:
    return sorted((area, side, moment, number) for _, area, side, moment, number in symptoms(site, runner))


def test_who_only_looks_does_not_load_it(today: Page) -> None:
    found = asked(today)
    today.reload(wait_until="networkidle")
    today.mouse.wheel(0, 600)
    today.locator("h1").hover()
    # Requests go out in their order: had it been asked for, that would be known by now.
    with today.expect_response("**/healthz"):
        today.evaluate("fetch('/healthz')")
    assert found == []


@pytest.mark.parametrize("sign", ["pointerover", "pointerdown", "focusin", "keydown"])
def test_each_sign_of_use_brings_it_once(today: Page, sign: str) -> None:
    found = asked(today)
    for _ in range(3):
        today.locator("form[hx-post] button").first.dispatch_event(sign)
    today.wait_for_function(THERE)
    assert len(found) == 1
    assert today.evaluate("document.querySelector('form[hx-post]')['htmx-internal-data'].listenerInfos.length") > 0


def test_a_tap_that_is_quicker_than_htmx_is_a_plain_form_and_is_kept_once(today: Page, ana: Runner, site: Site) -> None:
    late(today)
    today.evaluate("window.stayed = true")
    five(today)
    expect(today.locator("#said")).to_contain_text("Left Achilles 5 saved")
    assert today.evaluate("window.stayed") is None
    # The page's script writes the address, a moment after the words.
    expect(today).to_have_url(re.compile(r"/log/$"))
    assert numbers(site, ana) == SAVED


def test_a_double_tap_that_is_quicker_than_htmx_is_one_entry_that_stays(today: Page, ana: Runner, site: Site) -> None:
    held = late(today)
    today.get_by_role("button", name="5", exact=True).first.dblclick()
    expect(today.locator(".tracked button[aria-current=true]")).to_have_text("5")
    let_come(today, held)
    # The page of the answer asks for it, too; whatever it would send once more has been sent when it is there.
    today.wait_for_function(THERE)
    today.wait_for_load_state("networkidle")
    assert numbers(site, ana) == SAVED


def test_the_answer_to_an_early_tap_has_htmx_at_hand(today: Page) -> None:
    late(today)
    five(today)
    expect(today.locator("#said")).to_contain_text("Left Achilles 5 saved")
    today.wait_for_function(THERE)


def test_where_it_cannot_be_loaded_every_tap_is_a_form(today: Page, ana: Runner, site: Site) -> None:
    today.route(HTMX, lambda route: route.abort())
    five(today)
    expect(today.locator("#said")).to_contain_text("Left Achilles 5 saved")
    # Only the script that writes the address counts the double tap from its answer.
    expect(today).to_have_url(re.compile(r"/log/$"))
    a_moment_later(today)
    today.get_by_role("button", name="Undo").click()
    expect(today.locator("#said")).to_contain_text("Taken back")
    expect(today.locator(".tracked button[aria-current=true]")).to_have_count(0)
    assert numbers(site, ana) == []


def test_after_a_failure_the_next_sign_tries_again(today: Page) -> None:
    today.route(HTMX, lambda route: route.abort(), times=1)
    with today.expect_event("requestfailed"):
        today.locator("form[hx-post] button").first.dispatch_event("pointerover")
    # The page hears of the failure after the browser does: a hand that moves on is a sign after the next.
    today.wait_for_function(MOVES_ON)


def test_a_filter_that_was_ticked_before_it_came_narrows_the_list(open_page: Open) -> None:
    page = open_page("/exercises/", width=1280)
    held = late(page)
    page.locator("label", has=page.locator("#f-type-static")).click()
    let_come(page, held)
    page.wait_for_url("**/exercises/?type=static")
    expect(page.locator("#count")).to_contain_text(" of ")


def test_words_that_were_typed_before_it_came_are_searched(open_page: Open) -> None:
    page = open_page("/search/")
    held = late(page)
    page.get_by_role("searchbox").fill("heel")
    let_come(page, held)
    expect(page.locator("#said")).to_contain_text("found for heel")


def test_back_from_an_exercise_every_choice_is_found_again(open_page: Open) -> None:
    page = open_page("/exercises/", width=1280)
    every = page.locator("#results .grid-cards > li").count()
    page.locator("label", has=page.locator("#f-type-static")).click()
    page.wait_for_url("**/exercises/?type=static")
    static = page.locator("#results .grid-cards > li").count()
    page.locator("#results .grid-cards a").first.click()
    page.wait_for_url("**/exercises/*/")
    page.go_back()
    expect(page.locator("#results .grid-cards > li")).to_have_count(static)
    page.go_back()
    expect(page.locator("#results .grid-cards > li")).to_have_count(every)
    assert 0 < static < every
