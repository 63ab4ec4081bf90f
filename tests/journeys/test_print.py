"""On paper: one tidy handout on A4, without navigation."""

from __future__ import annotations

import re

import pytest

from tests.journeys.conftest import Open
from tests.journeys.test_accounts import sign_up

A4_PT = (595, 842)


def sheets(pdf: bytes) -> int:
    """How many sheets a PDF of Chromium's has."""
    boxes = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)", pdf)
    assert {(round(float(width)), round(float(height))) for width, height in boxes} == {A4_PT}
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_every_handout_fits_one_sheet(open_page: Open) -> None:
    page = open_page(None, width=1280)
    listed = re.findall(
        r"<loc>[^<]*?//[^/]+(/(?:exercises|issues|routines)/[^<]+)</loc>", page.request.get("/sitemap.xml").text()
    )
    longer = {}
    for path in listed:
        page.goto(path)
        if (count := sheets(page.pdf(prefer_css_page_size=True))) != 1:
            longer[path] = count
    # Programmes in stages may take two: they last for months, and a stage is not cut.
    in_stages = (
        "/routines/calf-and-achilles-strength/",
        "/routines/calf-and-heel-end-strength/",
        "/routines/foot-and-arch/",
        "/routines/trail-stability/",
    )
    assert {path: count for path, count in longer.items() if path not in in_stages or count > 2} == {}
    assert len(listed) == 54


def test_each_sheet_to_hang_up_is_one_sheet_that_fits_a_phone_too(open_page: Open) -> None:
    page = open_page("/routines/", width=390)
    routines = page.eval_on_selector_all(".routines h2 a", "all => all.map(one => one.getAttribute('href'))")
    found = {}
    for path in ["/guide/when-to-see-somebody/", *routines]:
        page.goto(f"{path}sheet/")
        wide = page.evaluate("document.documentElement.scrollWidth")
        found[path] = (sheets(page.pdf(prefer_css_page_size=True)), wide)
    assert len(found) == 15
    assert set(found.values()) == {(1, 390)}, found


def test_a_page_that_runs_over_is_counted(open_page: Open) -> None:
    page = open_page("/exercises/calf-stretch-straight/", width=1280)
    page.evaluate("document.querySelector('main').append(document.querySelector('article').cloneNode(true))")
    assert sheets(page.pdf(prefer_css_page_size=True)) > 1


@pytest.mark.parametrize("path", ["/exercises/toe-walk/", "/routines/before-a-run/", "/issues/shoes/"])
def test_a_handout_says_where_it_comes_from_and_how_old_it_is(path: str, open_page: Open) -> None:
    page = open_page(path, width=1280)
    page.emulate_media(media="print")
    assert page.get_by_text("no trial that settles it").is_visible()
    foot = page.locator(".edited").inner_text()
    assert (path in foot, foot.startswith("Last edited ")) == (True, True)


def test_the_handout_of_a_problem_keeps_what_to_do_and_leaves_the_long_parts_on_the_page(open_page: Open) -> None:
    page = open_page("/issues/achilles-tendinopathy/", width=1280)
    page.emulate_media(media="print")
    parts = (
        "stop",
        "signs",
        "what-it-is",
        "why-it-happens-in-runners",
        "what-helps",
        "running-with-it",
        "suits",
        "sources",
    )
    left_out = [part for part in parts if not page.locator(f"#{part}").is_visible()]
    assert left_out == ["what-it-is", "why-it-happens-in-runners"]


def test_the_number_of_a_source_is_a_plain_number_on_paper(open_page: Open) -> None:
    page = open_page("/exercises/calf-stretch-straight/", width=1280)
    page.emulate_media(media="print")
    widths = page.eval_on_selector_all(
        ".cite:not(.practice)", "all => all.map(one => one.getBoundingClientRect().width)"
    )
    assert max(widths) < 12


@pytest.mark.parametrize("path", ["/exercises/calf-stretch-straight/", "/routines/before-a-run/"])
def test_paper_carries_no_navigation_and_every_instruction(path: str, open_page: Open) -> None:
    page = open_page(path, width=1280)
    page.emulate_media(media="print")
    shown = {name: page.locator(name).first.is_visible() for name in (".mast", ".foot", ".skip", "h1", "ol")}
    assert shown == {".mast": False, ".foot": False, ".skip": False, "h1": True, "ol": True}


def test_a_dark_screen_prints_on_white_paper(open_page: Open) -> None:
    page = open_page("/exercises/calf-stretch-straight/", width=1280, dark=True)
    page.emulate_media(media="print")
    colour = page.evaluate("getComputedStyle(document.querySelector('h1')).color")
    channels = [float(number) for number in re.findall(r"[\d.]+", colour)][:3]
    assert max(channels) < 120, f"the title would be printed in {colour}"


def test_a_day_of_the_logbook_prints_what_is_logged_and_no_way_to_log(open_page: Open) -> None:
    page = open_page("/accounts/signup/", width=718)
    sign_up(page)
    page.get_by_label("Minutes only").fill("25")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".logged li").wait_for()
    page.emulate_media(media="print")
    seen = {name: page.locator(name).first.is_visible() for name in (".logged li", ".week", ".calendar", ".rhythm")}
    gone = {name: page.locator(f"{name}:visible").count() for name in ("button", "input", ".subnav", ".mast", ".toast")}
    assert (set(seen.values()), set(gone.values())) == ({True}, {0})
    cell = page.locator(".calendar td.today > *").bounding_box()
    assert cell
    assert cell["height"] > 20
