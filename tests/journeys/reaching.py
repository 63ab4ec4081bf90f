"""A hand on a page of the logbook: it waits for htmx (js/htmx.js), and lets a double tap be over (js/sending.js)."""

from __future__ import annotations

from playwright.sync_api import Page

SENDS = "[hx-get], [hx-post], [hx-boost]"
THERE = f"() => [...document.querySelectorAll('{SENDS}')].every(one => 'htmx-internal-data' in one)"


# Just after an answer a press counts for nothing (sending.js): it may be the second half of a double tap.
DOUBLE_TAP_MS = 600


def a_moment_later(page: Page) -> Page:
    """Turn the page's clock past a double tap. `page.clock.install()` comes before the page is opened."""
    page.clock.run_for(DOUBLE_TAP_MS)
    return page


def reach(page: Page) -> None:
    """Move over the first thing that htmx would send, and wait until it would."""
    page.locator(SENDS).first.dispatch_event("pointerover")
    page.wait_for_function(THERE)
