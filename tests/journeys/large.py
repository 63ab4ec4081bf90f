"""Text at twice its size, as a reader sets it who sees little: no page may scroll sideways for it."""

from __future__ import annotations

from playwright.sync_api import Page

WIDE = "() => document.documentElement.scrollWidth"
LARGER = "percent => { document.documentElement.style.fontSize = percent }"
REACHING = """() => [...document.querySelectorAll('body *:not(svg *)')]
    .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && e.checkVisibility())
    .slice(0, 3).map(e => `${e.tagName.toLowerCase()}.${e.getAttribute('class')}`)"""


def sideways_when_large(page: Page, percent: int = 200) -> dict[int, list[str]]:
    """The widths of a phone at which the page scrolls sideways with large text, each with what may reach out of it."""
    before = page.viewport_size
    page.evaluate(LARGER, f"{percent}%")
    found = {}
    for width in (360, 390):
        page.set_viewport_size({"width": width, "height": 780})
        if page.evaluate(WIDE) > width:
            found[width] = [str(page.evaluate(WIDE)), *page.evaluate(REACHING)]
    page.evaluate(LARGER, "")
    if before:
        page.set_viewport_size(before)
    return found
