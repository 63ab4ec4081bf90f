"""Trends in a browser: one visit for eyes, ears, thumbs and no script, and a choice that is kept."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Open
from tests.journeys.large import sideways_when_large
from tests.journeys.playing import Runner, make_runners
from tests.journeys.site import Site
from tests.journeys.test_calendar import FILL, SMALLEST
from tests.journeys.test_pages import SIDEWAYS, Witness, violations_in_four_views
from tests.journeys.test_targets import TOO_SMALL

# Drawings that are wider than the room they stand in.
TOO_WIDE = """() => [...document.querySelectorAll('.chart svg')].filter(
    one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1).length"""

CUT = """() => [...document.querySelectorAll('.numbers')].filter(
    (one) => /orning/.test(one.querySelector('summary').textContent) && one.scrollWidth > one.clientWidth).map(
    (one) => one.textContent.trim().slice(0, 30))"""


@pytest.fixture(scope="module")
def full(shared_site: Site) -> Runner:
    """A runner with two months of entries, who only looks."""
    runner = next(make_runners(shared_site, [f"trends-{time.time_ns()}"]))
    shared_site.manage("shell", "--no-imports", "-c", FILL.format(name=runner.name))
    return runner


def opened(page: Page) -> None:
    """Open all that is folded away."""
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")


def test_trends_are_whole_for_eyes_ears_and_thumbs(site: Site, full: Runner, open_page: Open) -> None:
    page = open_page(None, still=True)
    full.log_in(page.context, site)
    witness = Witness(page, site.address)
    page.goto("/log/trends/")
    opened(page)
    assert violations_in_four_views(page) == {}
    assert (page.evaluate(TOO_SMALL), page.evaluate(TOO_WIDE), witness.complaints) == ([], 0, [])
    assert page.evaluate(SMALLEST) >= 10
    # Mornings stand whole on a phone: what is last goes on below.
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate(CUT) == []
    # A wide table scrolls within its fold; the page does not, and nothing beside the folds reaches out of it.
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = false })")
    assert (page.evaluate("document.documentElement.scrollWidth"), page.evaluate(SIDEWAYS)) == (320, [])
    assert sideways_when_large(page) == {}


def test_a_choice_is_kept_without_a_script(site: Site, full: Runner, open_page: Open) -> None:
    page = open_page(None, script=False)
    full.log_in(page.context, site)
    page.goto("/log/trends/")
    page.get_by_role("button", name="4 weeks", exact=True).click()
    expect(page).to_have_url(f"{site.address}/log/trends/")
    expect(page.locator(".spans [aria-current]")).to_have_text("4")
    page.get_by_text("Choose places, a day, a number").click()
    page.get_by_label("A day is bad from").select_option("5")
    page.get_by_role("button", name="Show this").click()
    expect(page).to_have_url(f"{site.address}/log/trends/")
    expect(page.locator(".answers").first).to_contain_text("at or above 5")
