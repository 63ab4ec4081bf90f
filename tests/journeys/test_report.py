"""The report: one A4 page however much was logged, and a link by which somebody without an account reads it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Open
from tests.journeys.large import sideways_when_large
from tests.journeys.site import Site
from tests.journeys.test_accounts import sign_up
from tests.journeys.test_pages import Witness, violations_in_four_views
from tests.journeys.test_print import sheets
from tests.journeys.test_targets import TOO_SMALL

# Twelve weeks of four places, every moment of every day, with notes and questions as long as they may be.
FULL = "from ankles.accounts.models import User; from tests.logbook.report.filling import fill; fill(User.objects.get(email={!r}), 84)"
SCROLLS = "document.documentElement.scrollWidth"
# What is printed beyond the sheet's own box, or over its last line.
CUT = """() => {
  const box = document.querySelector('.report').getBoundingClientRect();
  const foot = document.querySelector('.report-foot').getBoundingClientRect();
  return [...document.querySelectorAll('.report *:not(svg *)')].filter(e => {
    const r = e.getBoundingClientRect();
    return r.right > box.right + 1 || r.bottom > box.bottom + 1 || (!e.matches('.report-foot') && r.bottom > foot.top + 1);
  }).map(e => `${e.tagName.toLowerCase()}.${e.className}`);
}"""


def full(site: Site, page: Page) -> None:
    """Sign up, and have logged as much as a sheet can ever hold."""
    email = sign_up(page)
    site.manage("shell", "--no-imports", "-c", FULL.format(email))


def on_paper(page: Page) -> tuple[int, list[str]]:
    """How many sheets are printed, and what of the report is cut off or covered there."""
    count = sheets(page.pdf(prefer_css_page_size=True))
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 710, "height": 1054})  # A4 without its margins, in pixels of CSS
    cut: list[str] = page.evaluate(CUT)
    page.emulate_media(media="null")
    return count, cut


def test_twelve_weeks_of_four_places_are_one_page_for_eyes_thumbs_and_paper(site: Site, open_page: Open) -> None:
    page = open_page(None, still=True)
    full(site, page)
    witness = Witness(page, site.address)
    page.goto("/log/report/", wait_until="networkidle")
    found: dict[str, Any] = {"axe": violations_in_four_views(page), "small": page.evaluate(TOO_SMALL)}
    page.set_viewport_size({"width": 320, "height": 640})
    found["sideways"], found["large"] = page.evaluate(SCROLLS), sideways_when_large(page)
    assert found == {"axe": {}, "small": [], "sideways": 320, "large": {}}
    assert on_paper(page) == (1, [])
    assert page.get_by_role("button", name="Print or save as PDF").count() == 1
    # Fewer places have larger pictures.
    page.set_viewport_size({"width": 1280, "height": 900})
    for left in (2, 1):
        for box in page.locator("input[name=places]").all()[left:]:
            box.uncheck()
        page.get_by_role("button", name="Show this").click()
        expect(page.locator(".report-place")).to_have_count(left)
        page.wait_for_load_state()
        assert on_paper(page) == (1, [])
        page.set_viewport_size({"width": 1280, "height": 900})
    for box in page.locator("input[name=places]").all():
        box.check()
    # Without questions and notes it is set in 8 points.
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_label("My notes, too").uncheck()
    page.get_by_role("textbox", name="My questions for the appointment").fill("")
    page.get_by_role("button", name="Show this").click()
    expect(page.locator(".report")).to_have_class("report dense")
    page.wait_for_load_state()
    assert on_paper(page) == (1, [])
    page.emulate_media(media="print")
    expect(page.locator(".report")).to_have_css("font-size", "10.6667px")
    assert witness.complaints == []


def test_a_link_is_made_opened_and_taken_back_without_a_script(site: Site, open_page: Open) -> None:
    page, other = open_page(None, script=False), open_page(None, script=False, still=True)
    full(site, page)
    page.goto("/log/report/")
    page.get_by_label("4 weeks").check()
    page.get_by_label("My notes, too").uncheck()
    page.get_by_role("button", name="Show this").click()
    expect(page.locator(".report-head")).to_contain_text("4 weeks")
    expect(page.get_by_role("heading", name="Notes of the worst days")).to_have_count(0)
    page.get_by_role("button", name="Make a link").click()
    link = page.get_by_label("The link").input_value()
    other.goto(link)
    expect(other.get_by_role("heading", level=1)).to_have_text("A page that somebody shares with you")
    other.get_by_role("button", name="Open the page").click()
    expect(other.locator(".report-head")).to_contain_text("4 weeks")
    assert (other.context.cookies(), other.url) == ([], link)
    assert on_paper(other) == (1, [])
    page.goto("/log/report/links/")
    expect(page.get_by_text("Opened once")).to_be_visible()
    page.get_by_role("link", name="See what it shows").click()
    assert page.locator(".report").inner_text() == other.locator(".report").inner_text()
    page.goto("/log/report/links/")
    page.get_by_role("button", name="Take it back").click()
    other.goto(link)
    other.get_by_role("button", name="Open the page").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("This link opens nothing")


def test_the_door_and_the_links_are_whole_for_eyes_and_thumbs(site: Site, open_page: Open) -> None:
    page, other = open_page(None, still=True), open_page(None, still=True)
    sign_up(page)
    page.goto("/log/report/links/", wait_until="networkidle")
    page.get_by_role("button", name="Make a link").click()
    link = page.get_by_label("The link").input_value()
    found: dict[str, Any] = {}
    other.goto(link, wait_until="networkidle")
    for name, shown in (("links", page), ("door", other)):
        found[name, "axe"], found[name, "small"] = violations_in_four_views(shown), shown.evaluate(TOO_SMALL)
    other.get_by_role("button", name="Open the page").click()
    other.wait_for_load_state("networkidle")
    found["shared", "axe"] = violations_in_four_views(other)
    assert {key: value for key, value in found.items() if value} == {}
