"""The logbook's other doors to what was played: Today asks about it, and nobody logs out over it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Open
from tests.journeys.playing import (
    DAY,
    FAILURES,
    KEPT,
    ONE,
    Player,
    Runner,
    opened,
    page_of,
    played,
    sessions,
)
from tests.journeys.site import Site
from tests.journeys.test_pages import violations_in_four_views


def test_today_asks_about_a_visitors_session_and_shows_it_once_it_is_kept(
    ana: Runner, open_page: Open, site: Site
) -> None:
    page = page_of(None, open_page, site)
    played(page)
    mention = page.get_by_text("Something waits in this browser until a logbook keeps it.")
    for path in ("/", "/routines/before-a-run/", "/search/", "/accounts/signup/"):
        page.goto(path)
        expect(mention).to_be_visible()
        assert "Calf" not in mention.inner_text()
    page.goto("/guide/why-ankles/")
    expect(mention).to_have_count(0)
    ana.log_in(page.context, site)
    page.goto("/log/")
    page.get_by_role("button", name="Keep it").click()
    box = page.locator("played-outbox")
    expect(box).to_contain_text("Kept in your logbook: ")
    expect(page.get_by_role("button", name="Keep it")).to_have_count(0)
    # What the player asks after a session is asked now, when there is somebody to answer.
    page.locator("#effort").get_by_role("button", name="4", exact=True).click()
    expect(page.locator("#effort p")).to_have_text("4: kept")
    # What axe waits for comes with the clock.
    page.clock.resume()
    assert violations_in_four_views(page) == {}
    assert [row[3] for row in sessions(site, ana)] == [4]
    # It is said once.
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(box).to_be_hidden()
    page.goto("/")
    expect(mention).to_have_count(0)


def waiting_for(ana: Runner, open_page: Open, site: Site) -> Page:
    """A browser with a session of Ana's that could not be sent, on the page that logs out."""
    page = page_of(ana, open_page, site)
    page.route("**/log/played/", FAILURES["server error"])
    played(page)
    expect(page.locator(".after played-outbox")).to_contain_text("is sent again by itself")
    page.goto("/accounts/logout/")
    expect(page.get_by_role("alert")).to_contain_text("1 session in this browser is not in your logbook yet.")
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("alert")).to_be_focused()
    assert page.url.endswith("/accounts/logout/")
    return page


def test_at_log_out_what_waits_is_asked_about_and_can_be_sent(ana: Runner, open_page: Open, site: Site) -> None:
    page = waiting_for(ana, open_page, site)
    page.unroute("**/log/played/")
    page.get_by_role("button", name="Send now").click()
    expect(page.get_by_role("alert")).to_have_text("")
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url(lambda url: "logout" not in url)
    assert (Player(page).waiting, sessions(site, ana)) == ([], KEPT)


def test_at_log_out_what_waits_can_be_thrown_away(ana: Runner, open_page: Open, site: Site) -> None:
    page = waiting_for(ana, open_page, site)
    page.get_by_role("button", name="Throw it away").click()
    page.get_by_role("button", name="Throw it away for good?").click()
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url(lambda url: "logout" not in url)
    assert (Player(page).waiting, sessions(site, ana)) == ([], [])


def test_at_log_out_an_unfinished_run_is_asked_about(ana: Runner, open_page: Open, site: Site) -> None:
    page = page_of(ana, open_page, site)
    opened(page, ONE).start().wait(45)
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Keep what was done").click()
    expect(page.get_by_role("alert")).to_have_text("")
    # Whose phone this is stays known until somebody logs out: the account's tag, which says nothing to anybody else.
    assert page.evaluate("Object.keys(localStorage).sort()") == ["ankles.me", "ankles.player"]
    assert sessions(site, ana) == [(DAY, "", 1, None)]
    page.get_by_role("button", name="Log out").click()
    expect(page).not_to_have_url(re.compile("/logout/"))
    assert page.evaluate("Object.keys(localStorage).sort()") == ["ankles.player"]


def test_every_button_that_logs_out_asks(ana: Runner, open_page: Open, site: Site) -> None:
    page = waiting_for(ana, open_page, site)
    for path, button in (("/accounts/", "Log out on this device"), ("/accounts/sessions/", "Log out here")):
        page.goto(path)
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("alert")).to_be_focused()


def test_somebody_who_has_nothing_waiting_logs_out_in_peace(ana: Runner, open_page: Open, site: Site) -> None:
    page = page_of(ana, open_page, site)
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url(lambda url: "logout" not in url)
    assert page.context.cookies(site.address + "/log/") == [] or "ankles" not in {
        one["name"] for one in page.context.cookies()
    }
