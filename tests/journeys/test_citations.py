"""A number in the text says, on the spot, what it rests on."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Open
from tests.journeys.kinds import KINDS
from tests.journeys.test_pages import violations
from tests.journeys.test_targets import TOO_SMALL


@pytest.mark.parametrize("script", [True, False], ids=["with-javascript", "without"])
def test_a_tap_on_a_citation_shows_the_work_and_a_key_puts_it_away(script: bool, open_page: Open) -> None:
    page = open_page(KINDS["issue"], script=script)
    number = page.locator(".cite").first
    shown = page.locator(f"#{number.get_attribute('popovertarget')}")
    expect(shown).to_be_hidden()
    number.click()
    expect(shown).to_be_visible()
    expect(shown.get_by_role("link", name="Where else we use it")).to_be_visible()
    page.keyboard.press("Escape")
    expect(shown).to_be_hidden()
    expect(number).to_be_focused()


@pytest.mark.parametrize("width", [320, 1280])
def test_the_card_of_a_source_fits_the_screen_and_axe_has_nothing_to_say(width: int, open_page: Open) -> None:
    page = open_page(KINDS["issue"], width=width)
    page.locator(".cite").first.click()
    card = page.locator(".evidence:popover-open")
    expect(card).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate(TOO_SMALL) == []
    # axe does not know the top layer: it thinks that the tabs of the phone cover the card.
    assert [line for line in violations(page) if not line.startswith("target-size")] == []
