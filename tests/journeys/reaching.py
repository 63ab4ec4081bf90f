"""htmx comes when somebody reaches for what it would send (js/htmx.js): a hand that waits for it."""

from __future__ import annotations

from playwright.sync_api import Page

SENDS = "[hx-get], [hx-post], [hx-boost]"
THERE = f"() => [...document.querySelectorAll('{SENDS}')].every(one => 'htmx-internal-data' in one)"


def reach(page: Page) -> None:
    """Move over the first thing that htmx would send, and wait until it would."""
    page.locator(SENDS).first.dispatch_event("pointerover")
    page.wait_for_function(THERE)
