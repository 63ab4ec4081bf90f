"""Saying what hurts, on a phone and without a mouse: taps counted, keys tried, with and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from library.figures.footmap import HEIGHT, TILES, WIDTH, mirrored
from tests.journeys.conftest import Open
from tests.journeys.large import sideways_when_large
from tests.journeys.playing import Runner, symptoms
from tests.journeys.reaching import a_moment_later, reach
from tests.journeys.site import Site
from tests.journeys.test_pages import SIDEWAYS, Witness, violations_in_four_views
from tests.journeys.test_targets import small_targets

Enter = Callable[..., Page]


@pytest.fixture
def enter(ana: Runner, site: Site, open_page: Open) -> Enter:
    """Opens Today, or the page that a path leads to from the day (`symptoms/`), as Ana."""

    def enter(path: str = "", **options: bool | int) -> Page:
        page = open_page(None, **options)
        page.clock.install()
        ana.log_in(page.context, site)
        page.goto("/log/")
        if path:
            day = page.get_by_role("link", name="A new place").get_attribute("href") or ""
            page.goto(day.replace("symptoms/", path))
        return page

    return enter


def numbers(site: Site, runner: Runner) -> list[tuple[str, str, str, int | None]]:
    """What stands in the log: area, side, moment, number."""
    return sorted((area, side, moment, number) for _, area, side, moment, number in symptoms(site, runner))


def region(page: Page, side: str, view: str, name: str) -> None:
    """Tap a region of one foot where its number would stand, as a thumb does."""
    place = next(place for region, _, place in TILES[view] if region == name)
    x = WIDTH - place[0] if mirrored(view, side) else place[0]
    label = page.locator(f'.sp-{view}-{name}[for^="where-{side}-"]')
    label.evaluate("label => label.scrollIntoView({block: 'center'})")
    box = label.bounding_box()
    assert box
    page.mouse.click(box["x"] + x / WIDTH * box["width"], box["y"] + place[1] / HEIGHT * box["height"])


def tap(page: Page, number: int) -> None:
    """Tap a number of the bar or of the first stair."""
    page.get_by_role("button", name=str(number), exact=True).first.click()


@pytest.mark.parametrize("script", [False, True], ids=["plain", "script"])
def test_a_new_place_is_two_taps_and_a_number(script: bool, ana: Runner, site: Site, enter: Enter) -> None:
    page = enter(script=script)
    page.get_by_role("link", name="A new place").click()
    region(page, "right", "sole", "heel-pad")
    tap(page, 3)
    expect(page.locator("#said")).to_contain_text("Right under the heel 3 saved")
    assert numbers(site, ana) == [("heel_plantar", "right", "worst", 3)]


def test_choosing_on_the_foot_lights_it_and_stays_where_it_is(enter: Enter) -> None:
    page = enter("symptoms/")
    region(page, "left", "inner", "arch")
    expect(page.locator("#where-left-arch")).to_be_checked()
    expect(page.locator(".sp-inner-arch[for=where-left-arch]")).to_be_in_viewport()
    lit = page.evaluate("getComputedStyle(document.querySelector('.r-left-arch .tick')).opacity")
    dark = page.evaluate("getComputedStyle(document.querySelector('.r-right-arch .tick')).opacity")
    assert (lit, dark) == ("1", "0")
    said = page.evaluate("getComputedStyle(document.querySelector('.place-said'), '::before').content")
    assert said == '"Left arch"'


@pytest.mark.parametrize("script", [False, True], ids=["plain", "script"])
def test_a_followed_place_is_one_tap(script: bool, ana: Runner, site: Site, enter: Enter) -> None:
    page = enter(script=script)
    tap(page, 4)
    expect(page.locator("#said")).to_contain_text("Left Achilles 4 saved")
    expect(page.locator(".tracked button[aria-current=true]")).to_have_text("4")
    a_moment_later(page)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".tracked button[aria-current=true]")).to_have_count(0)
    assert numbers(site, ana) == []


def test_with_script_a_tap_loads_no_other_page(enter: Enter) -> None:
    page = enter()
    reach(page)
    page.evaluate("window.stayed = true")
    tap(page, 0)
    expect(page.locator(".tracked button[aria-current=true]")).to_have_text("0")
    assert page.evaluate("window.stayed") is True


def test_a_double_tap_is_one_entry(ana: Runner, site: Site, enter: Enter) -> None:
    page = enter()
    reach(page)
    page.get_by_role("button", name="5", exact=True).first.dblclick()
    expect(page.locator(".tracked button[aria-current=true]")).to_have_text("5")
    assert numbers(site, ana) == [("achilles_mid", "left", "worst", 5)]


def test_the_arrow_keys_move_the_choice_and_save_nothing(ana: Runner, site: Site, enter: Enter) -> None:
    page = enter("symptoms/")
    page.locator("#where-left-calf_upper").focus()
    for key in ("Space", "ArrowDown", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
    expect(page.locator("#where-right-calf_upper")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Say more about a place")
    expect(page.locator("#area")).to_have_value("calf_upper")
    assert numbers(site, ana) == []


def test_the_keyboard_alone_saves_a_new_place(ana: Runner, site: Site, enter: Enter) -> None:
    page = enter("symptoms/")
    page.locator("#where-left-toes").press("Space")
    for _ in range(9):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="7", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_contain_text("Left other toes 7 saved")
    assert numbers(site, ana) == [("toes", "left", "worst", 7)]


def test_a_number_before_the_place_is_asked_for_the_place(ana: Runner, site: Site, enter: Enter) -> None:
    page = enter("symptoms/")
    tap(page, 4)
    expect(page.get_by_role("alert")).to_contain_text("Choose the place first.")
    expect(page.locator(".until")).to_have_text("Choose the place, then tap 4 again.")
    region(page, "left", "back", "achilles")
    a_moment_later(page)
    tap(page, 4)
    expect(page.locator("#said")).to_contain_text("Left Achilles 4 saved")
    assert numbers(site, ana) == [("achilles_mid", "left", "worst", 4)]


@pytest.mark.parametrize("script", [False, True], ids=["plain", "script"])
def test_a_morning_is_three_taps(script: bool, ana: Runner, site: Site, enter: Enter) -> None:
    page = enter("morning/", script=script)
    page.locator("label", has=page.locator("[name=severity-left-achilles_mid][value='3']")).click()
    page.locator("label", has=page.locator("[name=stiffness-left-achilles_mid][value=under_10]")).click()
    page.get_by_role("button", name="Save the morning").click()
    expect(page.locator("#said")).to_contain_text("Morning saved: Left Achilles 3, stiff under 10 min")
    assert numbers(site, ana) == [("achilles_mid", "left", "first_steps", 3)]


@pytest.mark.parametrize("script", [False, True], ids=["plain", "script"])
def test_an_entry_is_changed_read_and_deleted(script: bool, ana: Runner, site: Site, enter: Enter) -> None:
    page = enter(script=script)
    tap(page, 4)
    page.locator("#said").get_by_role("link", name="Change").click()
    page.locator("summary", has_text="When it comes").click()
    page.locator("label", has_text="At night or at rest").click()
    page.get_by_label("Note").fill("Woke me up")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#notice")).to_contain_text("Some things are worth having looked at")
    page.locator("#said").get_by_role("link", name="Change").click()
    expect(page.get_by_label("Note")).to_have_value("Woke me up")
    page.get_by_role("button", name="Delete this entry").click()
    expect(page.locator("#said")).to_contain_text("Left Achilles 4 is deleted")
    assert numbers(site, ana) == []


def test_nothing_today_and_no_longer_asking_change_the_page_in_place(ana: Runner, site: Site, enter: Enter) -> None:
    page = enter()
    reach(page)
    page.get_by_role("button", name="Nothing today").click()
    expect(page.locator(".is-clear")).to_have_text("Nothing today")
    a_moment_later(page)
    page.locator(".tracked summary").click()
    page.get_by_role("button", name="Stop asking").click()
    expect(page.locator(".tracked")).to_have_count(0)
    a_moment_later(page)
    page.get_by_role("button", name="Ask again").click()
    expect(page.locator(".tracked")).to_have_count(1)


PAGES = {"place": "symptoms/", "morning": "morning/", "today": ""}


@pytest.mark.parametrize("kind", [*PAGES, "long"])
def test_it_is_whole_for_eyes_ears_and_thumbs_on_the_smallest_phone_too(kind: str, enter: Enter, site: Site) -> None:
    page = enter(PAGES.get(kind, "symptoms/"), still=True)
    witness = Witness(page, site.address)
    page.reload()
    if kind == "place":
        page.locator("#where-left-arch").check()
    if kind == "long":
        page.get_by_role("button", name="Say more").click()
        page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
    assert violations_in_four_views(page) == {}
    assert (small_targets(page), witness.complaints) == ([], [])
    page.set_viewport_size({"width": 320, "height": 640})
    assert (page.evaluate("document.documentElement.scrollWidth"), page.evaluate(SIDEWAYS)) == (320, [])
    assert sideways_when_large(page) == {}
