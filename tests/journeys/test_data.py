"""Taking everything out, into a new account, and having it erased: in a real browser, with and without JavaScript."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Open
from tests.journeys.large import sideways_when_large
from tests.journeys.playing import WAITING
from tests.journeys.site import Site
from tests.journeys.test_accounts import PASSWORD, log_in, prove, sign_up
from tests.journeys.test_pages import SIDEWAYS, Witness, violations, violations_in_four_views
from tests.journeys.test_targets import TOO_SMALL

FILL = "from ankles.accounts.models import User; from logbook import demo; demo.fill(User.objects.get(email={!r}))"
PAGES = {"data": "/log/data/", "import": "/log/data/import/", "erasure": "/log/data/erasure/"}


def filled(site: Site, page: Page) -> str:
    """Sign up, and have half a year of entries; returns the address."""
    email = sign_up(page)
    site.manage("shell", "--no-imports", "-c", FILL.format(email))
    return email


def save_the_zip(page: Page, folder: Path) -> Path:
    """Take it out as somebody does: the password first, then the file."""
    page.goto("/log/data/")
    page.get_by_role("link", name="Give your password, then save the ZIP").click()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/log/data/?ready*")
    with page.expect_download() as download:
        page.get_by_role("link", name="Save the ZIP").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def middle(page: Page, path: str) -> str:
    """What a page says in its middle."""
    page.goto(path)
    return page.locator("main").inner_text()


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_a_log_moves_into_a_new_account(site: Site, open_page: Open, tmp_path: Path, script: bool) -> None:
    old, new = open_page(None, script=script), open_page(None, script=script)
    filled(site, old)
    path = save_the_zip(old, tmp_path)
    assert path.name.startswith("ankles-20")
    # "Your data" stands last but one in a line that is wider than a phone: one sees where one is all the same.
    here = old.locator(".subnav [aria-current]").bounding_box()
    assert here
    assert 0 <= here["x"] <= 390 - here["width"]
    old.goto("/log/trends/")
    today = old.locator(".subnav a").first.bounding_box()
    assert today
    assert today["x"] >= 0
    sign_up(new)
    new.goto("/log/data/import/")
    new.get_by_label("The ZIP that “Your data” gave you").set_input_files(path)
    new.get_by_role("button", name="See what it holds").click()
    expect(new.get_by_role("heading", level=1)).to_have_text("What the file holds")
    expect(new.get_by_text("Nothing is added yet.")).to_be_visible()
    new.get_by_role("button", name="Add the").click()
    expect(new.get_by_role("heading", level=1)).to_have_text("Taken in")
    for page in ("/log/", "/log/calendar/", "/log/periods/"):
        assert middle(new, page) == middle(old, page)


# What may lie in a browser: what waits, a session in the middle, what was remembered; and what somebody else wrote.
LEFT_BEHIND = """(() => {
  const me = JSON.parse(localStorage["ankles.me"]);
  const letter = (id, account) => ({ id, path: "/log/played/", title: id, body: { account, day: "2026-11-20", entry_key: id } });
  const left = {
    outbox: [letter("hers", me), letter("bens", "ben"), letter("nobodys", "")],
    run: { account: me, steps: [] },
    usual: { account: me, routines: [], places: [["achilles_mid", "left"]] },
  };
  for (const name of Object.keys(left)) localStorage.setItem(`ankles.${name}`, JSON.stringify(left[name]));
  localStorage.setItem("desk:a", "typed");
})()"""
LEFT = f"""async () => {{
  const names = Object.keys(localStorage).filter((name) => name !== "ankles.player").sort().join();
  const letters = (await ({WAITING})()).map(({{ id }}) => id).join();
  return names === "ankles.waits" && letters === "bens,nobodys";
}}"""


def forgets(page: Page) -> None:
    """Wait until the browser holds what others wrote, and nothing else. Asked again and again: `wait_for_function` takes
    the promise of an answer for a yes."""
    deadline = time.monotonic() + 45
    while not page.evaluate(LEFT):
        assert time.monotonic() < deadline, page.evaluate("Object.keys(localStorage)")
        page.evaluate("() => new Promise(done => setTimeout(done, 50))")


def test_an_account_is_erased_and_cannot_be_opened_again(site: Site, open_page: Open) -> None:
    page, elsewhere = open_page(None), open_page(None)
    email = filled(site, page)
    log_in(elsewhere, email)
    elsewhere.wait_for_url("**/log/")
    elsewhere.wait_for_function("() => localStorage['ankles.me']")
    elsewhere.evaluate(LEFT_BEHIND)
    prove(page, "/log/data/erasure/")
    page.get_by_role("button", name="Erase for good").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose what to erase.")
    page.get_by_label("My account, with everything in it.").check()
    page.evaluate(LEFT_BEHIND)
    page.get_by_role("button", name="Erase for good").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account is erased")
    forgets(page)
    for browser in (page, elsewhere):
        browser.goto("/log/")
        assert "/accounts/login/" in browser.url
    # The other phone, on which nobody pressed anything, hears of it when it asks who is there. That a log-in which has
    # merely ended forgets nothing is seen in test_outbox.py.
    elsewhere.goto("/offline/log/")
    forgets(elsewhere)
    log_in(page, email)
    expect(page.get_by_role("alert")).to_contain_text("do not go together")


def test_what_was_logged_is_erased_and_the_account_stays(site: Site, open_page: Open) -> None:
    page = open_page(None, script=False)
    filled(site, page)
    prove(page, "/log/data/erasure/")
    page.get_by_label("What I logged. My account and settings stay").check()
    page.get_by_role("button", name="Erase for good").click()
    expect(page.get_by_text("entries are gone for good.")).to_be_visible()
    assert "Nothing is logged yet." in middle(page, "/log/data/")


@pytest.fixture
def inside(site: Site, open_page: Open) -> Callable[[int], Page]:
    """Opens a browser of somebody with a log, whose password was just given."""

    def inside(width: int) -> Page:
        page = open_page(None, width=width, still=True)
        filled(site, page)
        prove(page, "/log/data/erasure/")
        return page

    return inside


def test_axe_and_thumbs_have_nothing_to_say(inside: Callable[[int], Page], site: Site) -> None:
    page = inside(390)
    witness = Witness(page, site.address)
    found: dict[tuple[str, str], Any] = {}
    for kind, path in PAGES.items():
        page.goto(path)
        found[kind, "axe"] = violations_in_four_views(page)
        found[kind, "small"] = page.evaluate(TOO_SMALL)
        page.set_viewport_size({"width": 320, "height": 640})
        found[kind, "sideways"] = page.evaluate(SIDEWAYS)
        page.set_viewport_size({"width": 390, "height": 844})
    assert {key: value for key, value in found.items() if value} == {}
    assert witness.complaints == []


def test_a_report_with_refusals_fits_the_smallest_phone(site: Site, open_page: Open, tmp_path: Path) -> None:
    page = open_page(None, still=True)
    email = filled(site, page)
    path = save_the_zip(page, tmp_path)
    change = (
        "from ankles.accounts.models import User; User.objects.get(email={!r}).training_sessions.update(minutes=99)"
    )
    site.manage("shell", "--no-imports", "-c", change.format(email))
    page.goto("/log/data/import/")
    page.get_by_label("The ZIP that “Your data” gave you").set_input_files(path)
    page.get_by_role("button", name="See what it holds").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing to add")
    page.get_by_text("Show each of them").click()
    expect(page.get_by_role("row").last).to_contain_text("You have another entry there.")
    assert (violations(page), page.evaluate(TOO_SMALL)) == ([], [])
    page.set_viewport_size({"width": 320, "height": 640})
    assert (page.evaluate("document.documentElement.scrollWidth"), page.evaluate(SIDEWAYS)) == (320, [])
    assert sideways_when_large(page) == {}
