"""A phone of 2021 (iOS 15): what its browser lacks may cost a nicety, never an entry.

The features are taken away from the browser of the tests. Its drawing cannot be taken away; that is looked at by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Page, Route, expect

from tests.journeys.conftest import Open
from tests.journeys.playing import (
    AFTER,
    DAY,
    FAILURES,
    KEPT,
    ONE,
    STRAIGHT,
    Player,
    Runner,
    done,
    opened,
    page_of,
    read,
    ready,
    sessions,
    settle,
    symptoms,
)
from tests.journeys.reaching import THERE
from tests.journeys.site import Site

# What Safari 15.0 does not know (15.4 and 16.0 brought it), and what is missing wherever the address is plain http.
FORGET = """
delete AbortSignal.timeout;
delete AbortSignal.any;
for (const name of ["structuredClone", "BroadcastChannel", "reportError", "scheduler"]) delete window[name];
for (const name of ["locks", "wakeLock", "audioSession", "vibrate"]) delete Navigator.prototype[name];
for (const kind of [Array, String, Object.getPrototypeOf(Int8Array)]) delete kind.prototype.at;
for (const name of ["findLast", "findLastIndex", "toSorted", "toReversed", "toSpliced", "with"]) delete Array.prototype[name];
for (const name of ["hasOwn", "groupBy"]) delete Object[name];
for (const name of ["showModal", "show", "close"]) delete HTMLDialogElement.prototype[name];
for (const name of ["showPopover", "hidePopover", "togglePopover"]) delete HTMLElement.prototype[name];
for (const name of ["HTMLDialogElement", "Intl", "SyncManager"]) delete window[name];
delete ServiceWorkerRegistration.prototype.sync;
delete SubmitEvent.prototype.submitter;
delete Crypto.prototype.randomUUID;
delete Promise.withResolvers;
delete Array.fromAsync;
"""
GONE = """[window.Intl, window.HTMLDialogElement, window.SyncManager, AbortSignal.timeout, window.structuredClone,
  window.BroadcastChannel, navigator.locks, [].at, "".at, Object.hasOwn,
  document.createElement("dialog").showModal, crypto.randomUUID].map(String)"""
# How long "after a run" lasts.
AFTER_S = 433
OWN = "JOIN accounts_user u ON u.id = s.runner_id WHERE u.email = ?"

Old = Callable[[], Page]


def without_has(route: Route) -> None:
    """A stylesheet as it is to a browser without `:has` (Firefox before 121, Chromium before 105)."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace(":has(", ":not-known("))


@pytest.fixture
def old(ana: Runner, open_page: Open, site: Site) -> Iterator[Page]:
    """Ana's old phone. What goes wrong in its pages fails the test."""
    page = page_of(ana, open_page, site)
    faults: list[str] = []
    page.add_init_script(FORGET)
    page.route("**/*.css", without_has)
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    assert faults == []


def begin(page: Page, path: str) -> Player:
    """Start, and wait until the run knows whose it is: with a turned clock, time would run past the question."""
    player = opened(page, path).start()
    page.wait_for_function("() => JSON.parse(localStorage['ankles.run']).account")
    return player


def test_the_phone_of_these_tests_is_an_old_one(old: Page) -> None:
    old.goto("/")
    assert old.evaluate(GONE) == ["undefined"] * 12
    # A stylesheet's rule with `:has` is one that is left out.
    old.goto("/log/")
    assert old.evaluate("getComputedStyle(document.documentElement).overflowAnchor") == "auto"


def test_a_routine_that_is_played_to_its_end_arrives(ana: Runner, old: Page, site: Site) -> None:
    player = begin(old, AFTER).wait(AFTER_S)
    expect(old.locator("#kept")).to_have_text("Kept in your logbook. See the day")
    assert player.waiting == []
    assert [(day, name) for day, name, *_ in sessions(site, ana)] == [(DAY, "After a run")]
    assert {row[2] for row in done(site, ana)} == {"done"}
    old.locator("#effort button").nth(4).click()
    old.locator("#ask fieldset:nth-of-type(2) button").nth(2).click()
    expect(old.locator("[data-sent]").nth(1)).to_have_text("kept")
    assert (sessions(site, ana)[0][3], symptoms(site, ana)) == (4, [(DAY, "achilles_mid", "left", "during", 2)])


def test_the_menu_opens_stops_the_clock_and_ends_the_session(ana: Runner, old: Page, site: Site) -> None:
    player = begin(old, ONE).wait(50)
    menu = old.locator("#menu")
    expect(menu).to_be_hidden()
    player.tap("menu-open")
    expect(menu).to_be_visible()
    before = player.text("total")
    player.wait(20).tap("go-on")
    expect(menu).to_be_hidden()
    assert (player.text("total"), old.url.endswith(ONE)) == (before, True)
    player.wait(40).stop()
    expect(old.locator("#kept")).to_have_text("Kept in your logbook. See the day")
    assert done(site, ana) == [(STRAIGHT, "left", "part", 34), (STRAIGHT, "right", "part", 30)]


def test_a_run_that_was_left_goes_on_after_a_reload(ana: Runner, old: Page, site: Site) -> None:
    begin(old, ONE).wait(50)
    old.reload()
    ready(old).go_on().wait(120)
    expect(old.locator("#kept")).to_have_text("Kept in your logbook. See the day")
    assert sessions(site, ana) == KEPT


def test_without_a_network_it_waits_and_goes_when_the_network_is_back(ana: Runner, old: Page, site: Site) -> None:
    old.route("**/log/played/", FAILURES["no network"])
    player = begin(old, ONE).wait(152)
    expect(old.locator(".after played-outbox")).to_contain_text(
        "It waits in this browser and is not in your logbook yet."
    )
    old.unroute("**/log/played/")
    # It is sent again by itself, too; then the button is gone before the thumb is there.
    with suppress(Error):
        old.locator(".after played-outbox").get_by_role("button", name="Send now").click(timeout=2_000)
    expect(old.locator("#kept")).to_have_text("Kept in your logbook. See the day")
    assert (player.waiting, sessions(site, ana)) == ([], KEPT)


@pytest.mark.parametrize("answer", ["nothing", "another page"])
def test_an_answer_that_is_not_the_logbooks_keeps_the_session_in_the_browser(
    answer: str, ana: Runner, old: Page, site: Site
) -> None:
    body = {"nothing": "", "another page": "<h1>Welcome to the hotel. Log in here.</h1>"}[answer]
    old.route("**/log/played/", lambda route: route.fulfill(status=200, body=body, content_type="text/html"))
    player = begin(old, ONE).wait(152)
    expect(old.locator(".after played-outbox")).to_contain_text("is not in your logbook yet.")
    assert (len(player.waiting), sessions(site, ana)) == (1, [])


def test_a_page_that_breaks_while_it_sends_says_so_and_does_not_call_it_the_network(
    ana: Runner, open_page: Open, site: Site
) -> None:
    page = page_of(ana, open_page, site)
    # A feature that nobody thought of is missing when the session is sent.
    page.add_init_script("""
      const Real = window.Request;
      window.Request = class extends Real { constructor(path, more) { if (window.breaks) more.gone(); super(path, more); } };
    """)
    player = begin(page, ONE).wait(100)
    page.evaluate("window.breaks = true")
    player.wait(60)
    note = page.locator(".after played-outbox")
    expect(note).to_contain_text("This page could not send it: something in it broke. Load the page again.")
    # It is told to the console as well.
    with pytest.raises(Error, match="more.gone is not a function"):
        player.wait(1)
    assert len(player.waiting) == 1
    page.evaluate("window.breaks = false")
    note.get_by_role("button", name="Send now").click()
    expect(page.locator("#kept")).to_have_text("Kept in your logbook. See the day")
    assert sessions(site, ana) == KEPT


def press(page: Page, number: int) -> None:
    """Tap a number for the place that is followed."""
    page.locator(".tracked").get_by_role("button", name=str(number), exact=True).first.click()


def test_the_quick_forms_save_each_press(ana: Runner, old: Page, site: Site) -> None:
    old.goto("/log/")
    press(old, 4)
    expect(old.locator("#said")).to_contain_text("Left Achilles 4 saved")
    # Another number from the same form, at once: it is elsewhere, and so no second half of a double tap. An old browser does
    # not say which button was pressed.
    press(old, 6)
    expect(old.locator("#said")).to_contain_text("Left Achilles 6")
    assert [row[4] for row in symptoms(site, ana)] == [6]


def test_two_numbers_on_a_line_that_fails_once_are_not_taken_for_one(ana: Runner, old: Page, site: Site) -> None:
    old.goto("/log/")
    tried: list[str] = []

    def lose_the_first(route: Route) -> None:
        tried.append(str(route.request.post_data))
        if len(tried) == 1:
            route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    old.locator(".tracked").first.hover()
    old.wait_for_function(THERE)
    old.route("**/log/**/symptoms/**", lose_the_first)
    press(old, 4)
    # It waits on the phone, and goes by itself as soon as there is a line.
    expect(old.locator(".tracked .answer b")).to_have_text("4")
    settle(old)
    press(old, 7)
    expect(old.locator("#said")).to_contain_text("Left Achilles 7")
    assert len(tried) == 3
    assert [row[4] for row in symptoms(site, ana)] == [7]


def test_the_long_forms_save_every_word(ana: Runner, old: Page, site: Site) -> None:
    old.goto("/log/")
    press(old, 3)
    old.locator("#said").get_by_role("link", name="Change").click()
    old.get_by_label("Note").fill("Sore on the stairs")
    old.get_by_role("button", name="Save", exact=True).click()
    expect(old.locator("#said")).to_contain_text("Left Achilles 3")
    notes = read(site, f"SELECT s.severity, s.note FROM logbook_symptom s {OWN}", ana)  # noqa: S608 (names of ours)
    assert notes == [(3, "Sore on the stairs")]
