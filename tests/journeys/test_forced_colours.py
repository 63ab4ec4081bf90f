"""Colours of the reader's own: what a background says must be said by a shape as well."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import Open


def forced(page: Page) -> Page:
    """The page in colours that the reader chose for all pages."""
    page.emulate_media(forced_colors="active")
    return page


@pytest.mark.parametrize(
    ("path", "choice"),
    [
        ("/exercises/", ".chips label.chip"),
        ("/exercises/calf-stretch-straight/", ".poser .segments label"),
    ],
)
def test_what_is_chosen_can_be_told_from_what_is_not(open_page: Open, path: str, choice: str) -> None:
    page = forced(open_page(path, width=1280, still=True))
    one = page.locator(choice).filter(has=page.locator("input:not(:checked)")).first
    before = one.screenshot()
    one.locator("input").evaluate("one => { one.checked = true }")
    assert one.screenshot() != before


def test_where_one_is_in_the_site_is_marked_by_more_than_a_shade(open_page: Open) -> None:
    page = forced(open_page("/exercises/", width=390))
    mark = "all => all.map(one => getComputedStyle(one).borderTopWidth + getComputedStyle(one).borderTopStyle)"
    here = page.eval_on_selector_all(".nav a[aria-current]", mark)
    elsewhere = page.eval_on_selector_all(".nav a:not([aria-current])", mark)
    assert (len(here), len(elsewhere), set(here) & set(elsewhere)) == (1, 3, set())
