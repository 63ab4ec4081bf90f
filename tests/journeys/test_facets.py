"""The index of exercises: narrowed with a tap, by htmx or by a plain form, and back again."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Open

WALL = "/exercises/?equipment=wall&type=static"


def count(page: Page) -> int:
    """How many exercises the page says it found; the cards must agree."""
    said = int(page.locator("#count strong").inner_text().split()[0])
    assert page.locator("#results .grid-cards > li").count() == said
    return said


def option(page: Page, name: str, value: str) -> tuple[int, bool]:
    """What one option promises, and whether it is chosen."""
    box = page.locator(f"#f-{name}-{value}")
    return int(page.locator("label", has=box).locator("small").inner_text()), box.is_checked()


def choose(page: Page, name: str, value: str) -> None:
    page.locator("label", has=page.locator(f"#f-{name}-{value}")).click()


def test_one_tap_narrows_the_list_and_changes_the_address(open_page: Open) -> None:
    page = open_page("/exercises/", width=1280)
    every = count(page)
    promised, _ = option(page, "type", "static")
    with page.expect_response("**/exercises/?*"):
        choose(page, "type", "static")
    page.wait_for_url("**/exercises/?type=static")
    assert (count(page), option(page, "type", "static")) == (promised, (promised, True))
    assert 0 < promised < every


def test_the_back_button_takes_the_last_choice_away(open_page: Open) -> None:
    page = open_page("/exercises/", width=1280)
    every = count(page)
    choose(page, "type", "static")
    page.wait_for_url("**/exercises/?type=static")
    static = count(page)
    choose(page, "equipment", "wall")
    page.wait_for_url("**/exercises/?type=static&equipment=wall")
    page.go_back()
    page.wait_for_url("**/exercises/?type=static")
    expect(page.locator("#results .grid-cards > li")).to_have_count(static)
    assert option(page, "equipment", "wall")[1] is False
    page.go_back()
    page.wait_for_url("**/exercises/")
    expect(page.locator("#results .grid-cards > li")).to_have_count(every)
    assert (count(page), option(page, "type", "static")[1]) == (every, False)


def test_the_address_of_a_choice_can_be_shared(open_page: Open) -> None:
    tapped, shared = open_page("/exercises/", width=1280), open_page(WALL, width=1280)
    choose(tapped, "type", "static")
    tapped.wait_for_url("**/exercises/?type=static")
    choose(tapped, "equipment", "wall")
    tapped.wait_for_url("**equipment=wall*")
    expect(tapped.locator("#results")).to_have_text(shared.locator("#results").inner_text(), use_inner_text=True)
    assert count(tapped) == count(shared)


def test_a_choice_in_use_can_be_taken_away_by_its_chip(open_page: Open) -> None:
    page = open_page("/exercises/?type=static", width=1280)
    page.get_by_role("link", name="Take away Static").click()
    page.wait_for_url("**/exercises/")
    assert option(page, "type", "static")[1] is False


def test_without_javascript_the_form_does_the_same(open_page: Open) -> None:
    with_script, page = (
        open_page("/exercises/?type=static", width=1280),
        open_page("/exercises/", width=1280, script=False),
    )
    choose(page, "type", "static")
    page.get_by_role("button", name="Show exercises").click()
    expect(page).to_have_url(re.compile(r"/exercises/\?type=static$"))
    page.wait_for_load_state()
    assert count(page) == count(with_script)


def test_on_a_phone_the_filters_open_and_narrow(open_page: Open) -> None:
    page = open_page("/exercises/")
    every = count(page)
    page.locator("details.filters > summary").click()
    choose(page, "equipment", "none")
    page.wait_for_url("**/exercises/?equipment=none")
    assert 0 < count(page) < every


def test_nothing_found_says_what_makes_room(open_page: Open) -> None:
    page = open_page("/exercises/?type=plyometric&position=lying", width=1280)
    way_out = page.locator("#results .empty .chips a").first
    promised = int(way_out.locator("small").inner_text())
    way_out.click()
    page.wait_for_load_state()
    assert count(page) == promised > 0
