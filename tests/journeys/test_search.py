"""Search: as one types, and as a page."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.conftest import Open
from tests.journeys.large import sideways_when_large

PLAIN = "heel hurts in the morning"


def test_results_come_while_one_types_and_the_words_stay_out_of_the_address(open_page: Open) -> None:
    page = open_page("/search/")
    page.get_by_role("searchbox").press_sequentially(PLAIN)
    expect(page.locator(".hits > li").first).to_contain_text("heel", ignore_case=True)
    expect(page.locator("#said")).to_contain_text(f"found for {PLAIN}")
    assert "/issues/plantar-heel-pain/" in page.eval_on_selector_all(
        ".hits > li > a", "all => all.slice(0, 3).map(one => new URL(one.href).pathname)"
    )
    assert page.url.endswith("/search/")
    assert page.get_by_role("searchbox").input_value() == PLAIN


def test_the_page_finds_the_same_without_javascript(open_page: Open) -> None:
    page, typed = open_page("/search/", script=False), open_page("/search/")
    page.get_by_role("searchbox").fill(PLAIN)
    page.get_by_role("button", name="Search").click()
    typed.get_by_role("searchbox").fill(PLAIN)
    expect(typed.locator(".hits > li").first).to_be_visible()
    assert page.locator("#found").inner_text() == typed.locator("#found").inner_text()


def test_nothing_found_is_said_and_leads_on(open_page: Open) -> None:
    page = open_page("/search/?q=qqzzxx")
    assert page.get_by_role("heading", name="Nothing found for “qqzzxx”").is_visible()
    assert page.locator(".contents a").count() == 10


def test_one_long_word_that_nobody_wrote_about_scrolls_nothing_sideways(open_page: Open) -> None:
    page = open_page(f"/search/?q={'w' * 80}")
    assert page.get_by_role("heading", name="Nothing found for").is_visible()
    assert sideways_when_large(page, 100) == {}
    assert sideways_when_large(page) == {}


def test_taking_the_words_away_takes_the_results_away(open_page: Open) -> None:
    page = open_page(f"/search/?q={PLAIN}")
    page.get_by_role("searchbox").fill("")
    expect(page.locator(".hits > li")).to_have_count(0)
