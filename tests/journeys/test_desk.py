"""An editor at the desk, with a real browser: nothing typed is lost, a draft is looked at, two states are compared."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.journeys.conftest import Open
from tests.journeys.site import Site
from tests.journeys.test_accounts import sign_up
from tests.journeys.test_pages import Witness, violations_in_four_views

CHAPTER = "/admin/library/chapter/"
NEXT = itertools.count()
COPIES = "() => Object.keys(localStorage).filter(name => name.startsWith('desk:')).length"
FORM = "document.querySelector('[data-keep]').closest('form')"
HOLDS = "words => Object.values(localStorage).some(kept => kept.includes(words))"
TYPED_EARLY = """
addEventListener("DOMContentLoaded", () => {
  document.querySelector("[name=title]").value = "Typed before the scripts came";
});
"""


@pytest.fixture
def desk(open_page: Open, site: Site) -> Page:
    """The browser of somebody whom `make_editor` gave the desk."""
    page = open_page(None, width=1280, still=True)
    email = sign_up(page)
    site.manage("make_editor", email)
    return page


def open_chapter(page: Page) -> str:
    """Open the form of a chapter that no other walk opens, for the site is the session's; returns its address."""
    page.goto(CHAPTER)
    page.locator("#result_list tbody th a").nth(next(NEXT)).click()
    page.wait_for_load_state("load")
    return page.url


def held(page: Page) -> None:
    """Wait until the browser holds a copy."""
    for _ in range(100):
        if page.evaluate(COPIES):
            return
        page.evaluate("() => new Promise(done => setTimeout(done, 50))")
    raise AssertionError("The browser holds no copy of what was typed.")


def test_what_was_typed_survives_a_reload_and_leaves_the_browser_when_it_is_saved_or_at_log_out(
    desk: Page, site: Site
) -> None:
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    desk.on("dialog", answer)
    witness = Witness(desk, site.address)
    address = open_chapter(desk)
    desk.goto("/admin/")
    assert asked == []

    desk.goto(address)
    desk.locator("[name=title]").fill("Words in the kitchen")
    # As if somebody else saved in between: the copy stands on the state from which it was written.
    desk.evaluate(f"() => {{ {FORM}.elements.seen.value = 'r0'; }}")
    held(desk)
    desk.reload()
    assert asked == ["beforeunload"]
    offer = desk.locator(".kept-here")
    expect(offer).to_contain_text("did not save")
    # Before axe looks: it reads the stylesheets that Django's own import, from addresses that are none.
    assert witness.complaints == []
    found: dict[str, Any] = {"the form": violations_in_four_views(desk)}
    desk.set_viewport_size({"width": 1280, "height": 900})
    offer.get_by_role("button", name="Put it back").click()
    expect(desk.locator("[name=title]")).to_have_value("Words in the kitchen")
    expect(desk.locator("[name=seen]")).to_have_value("r0")

    desk.keyboard.press("Control+s")
    expect(desk.locator(".messagelist")).to_contain_text("The draft is saved")
    assert desk.evaluate(COPIES) == 0
    assert asked == ["beforeunload"]

    # Somebody else saves the same field: both texts stand there, and what was typed is not offered a second time.
    desk.locator("[name=title]").fill("Words of the second")
    other = desk.context.new_page()
    other.goto(address)
    other.locator("[name=title]").fill("Words of the first")
    other.locator("[name=summary]").fill("A summary of the first.")
    other.keyboard.press("Control+s")
    expect(other.locator(".messagelist")).to_contain_text("The draft is saved")
    other.close()
    # From a part of the form to which somebody jumped the answer leads to what it says, not back to that part.
    desk.locator(".jump a").last.click()
    desk.keyboard.press("Control+s")
    expect(desk.locator(".clashes")).to_contain_text("Words of the first")
    expect(desk.locator(".clashes")).to_be_focused()
    expect(desk.locator("[name=title]")).to_have_value("Words of the second")
    assert (desk.evaluate(COPIES), desk.locator(".kept-here").count()) == (1, 0)
    found["a clash"] = violations_in_four_views(desk)
    desk.set_viewport_size({"width": 1280, "height": 900})

    desk.locator("[name=title]").fill("Words before leaving")
    held(desk)
    desk.locator("#logout-form button").click()
    desk.wait_for_load_state("load")
    assert desk.evaluate(COPIES) == 0
    assert {page: lines for page, lines in found.items() if lines} == {}


WAITS = """localStorage.setItem("ankles.outbox", JSON.stringify([{ id: "3".repeat(32), path: "/log/played/",
  title: "Toe walks", body: { account: "", day: "2026-03-02" } }]))"""


def test_the_desks_way_out_leads_to_the_page_that_asks_where_something_waits_for_the_logbook(desk: Page) -> None:
    desk.goto("/admin/")
    desk.evaluate(WAITS)
    desk.locator("#logout-form button").click()
    expect(desk.get_by_role("alert")).to_contain_text("1 session in this browser is not in your logbook yet.")
    desk.goto("/admin/")
    expect(desk.locator("#logout-form")).to_be_attached()


def test_an_ended_log_in_and_the_browsers_copy_both_give_the_words_back(desk: Page) -> None:
    open_chapter(desk)
    desk.locator("[name=title]").fill("Sent, and no answer came")
    held(desk)
    # What is typed from then on is kept, too, under another name: it is not in what was sent.
    sent_as = desk.evaluate(f"() => {FORM}.elements.copy.value")
    desk.evaluate(f"() => {FORM}.dispatchEvent(new Event('submit'))")
    desk.locator("[name=title]").fill("Written before the log-in ended")
    desk.wait_for_function(HOLDS, arg="Written before the log-in ended")
    assert desk.evaluate(f"() => {FORM}.elements.copy.value") != sent_as
    desk.context.clear_cookies()
    desk.locator("[name=_save]").click()
    expect(desk.locator("main")).to_contain_text("this is not saved yet")
    assert desk.evaluate(COPIES) == 1
    assert (
        desk.locator("input[type=hidden][name='held-title']").first.input_value() == "Written before the log-in ended"
    )


def test_what_was_typed_before_the_scripts_came_is_kept_too(desk: Page) -> None:
    """On a slow line, or where the browser fills a form with what stood in it."""
    address = open_chapter(desk)
    desk.add_init_script(TYPED_EARLY)
    desk.goto(address)
    desk.wait_for_load_state("load")
    desk.on("dialog", lambda dialog: dialog.accept())
    desk.goto("/admin/")
    desk.wait_for_function(HOLDS, arg="Typed before the scripts came")


def test_a_draft_is_looked_at_in_a_frame_at_two_widths_light_and_dark_and_compared_word_by_word(
    desk: Page, site: Site
) -> None:
    address = open_chapter(desk)
    before = desk.locator("[name=title]").input_value()
    desk.locator("[name=title]").fill("A title to look at")
    with desk.context.expect_page() as opened:
        desk.locator("[name=_preview]").click()
    look = opened.value
    witness = Witness(look, site.address)
    papers = set()
    for width, pixels in (("Phone, 390 wide", 390), ("Desktop, 1280 wide", 1280)):
        for scheme in ("Light", "Dark"):
            look.get_by_role("link", name=width).click()
            look.get_by_role("link", name=scheme).click()
            frame = look.frame_locator("iframe")
            expect(frame.get_by_role("heading", level=1)).to_have_text("A title to look at")
            assert frame.locator("body").evaluate("() => innerWidth") == pixels
            papers.add((scheme, frame.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")))
    assert len(papers) == 2
    assert witness.complaints == []
    found = {"preview": violations_in_four_views(look)}
    look.close()

    desk.locator("[name=_save]").click()
    desk.goto(address.replace("/change/", "/history/"))
    found["history"] = violations_in_four_views(desk)
    desk.get_by_role("button", name="Compare").click()
    expect(desk.locator("del").first).to_contain_text(before.split(maxsplit=1)[0])
    expect(desk.locator("ins").first).to_be_visible()
    found["two states"] = violations_in_four_views(desk)
    desk.goto(address.replace("/change/", "/retire/"))
    found["retire"] = violations_in_four_views(desk)
    desk.set_viewport_size({"width": 390, "height": 844})
    assert desk.evaluate("document.documentElement.scrollWidth") == 390
    desk.goto("/admin/")
    found["the start page"] = violations_in_four_views(desk)
    assert found == {page: {} for page in found}
