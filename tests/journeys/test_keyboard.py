"""Without a mouse: the skip link, a focus one can see, and the poses of a figure."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Open
from tests.journeys.kinds import KINDS
from tests.journeys.test_pages import SETTLED

EXERCISE = KINDS["exercise"]
FOCUS = """() => {
  const e = document.activeElement;
  const marks = one => {
    const style = getComputedStyle(one);  // the browser's, or the page's own mark
    return [style.outlineStyle + style.outlineWidth + style.outlineColor, style.boxShadow, style.borderColor,
            style.backgroundColor, style.color, style.textDecoration, style.stroke, style.fill].join('|');
  };
  const shown = [e, e.closest('label'), e.closest('li'), e.closest('.xcard'), e.querySelector('.region-shape')].filter(Boolean);
  const on = shown.map(marks).join(), box = e.getBoundingClientRect();
  e.blur();
  const off = shown.map(marks).join();
  e.focus({focusVisible: true, preventScroll: true});
  return {name: e.outerHTML.slice(0, 80), seen: on !== off, inside: box.bottom > 0 && box.top < innerHeight};
}"""
# Where each joint of the figure stands, and what moves it.
JOINTS = """() => [...document.querySelectorAll('.poser .joint')].map(j => getComputedStyle(j).transform)"""
MOVING = """() => document.getAnimations().filter(a => a instanceof CSSAnimation && a.effect.target.closest('.poser') && a.playState === 'running').length"""


@pytest.mark.parametrize("kind", ["home", "exercises", "not-found"])
def test_the_first_key_offers_a_way_past_the_menu(kind: str, open_page: Open) -> None:
    page = open_page(KINDS[kind])
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)") is True


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("kind", ["home", "chapter", "issue", "exercises", "exercise", "routine-with-stages", "search"])
def test_one_always_sees_where_the_keyboard_is(kind: str, dark: bool, open_page: Open) -> None:
    page = open_page(KINDS[kind], width=1280, dark=dark, still=True)
    # The lowest laptop: what stays beside a page while it scrolls must not end below the window.
    page.set_viewport_size({"width": 1280, "height": 640})
    unseen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        page.evaluate(SETTLED)
        focus = page.evaluate(FOCUS)
        if not (focus["seen"] and focus["inside"]):
            unseen.append(focus)
    assert unseen == []


def pose(page: Page, name: str) -> list[str]:
    """Choose a pose with the keyboard and say where the joints stand."""
    page.get_by_role("radio", name=name).press("Space")
    expect(page.get_by_role("radio", name=name)).to_be_checked()
    joints: list[str] = page.evaluate(JOINTS)
    return joints


def test_the_keys_switch_between_start_end_and_movement(open_page: Open) -> None:
    page = open_page(EXERCISE)
    assert page.get_by_role("radio", name="End").is_checked()
    end, start = page.evaluate(JOINTS), pose(page, "Start")
    assert page.evaluate(MOVING) == 0
    pose(page, "Move")
    assert page.evaluate(MOVING) > 0
    assert pose(page, "End") == end != start
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("radio", name="Start")).to_be_checked()


def test_nothing_moves_for_a_reader_who_asked_for_stillness(open_page: Open) -> None:
    page = open_page(EXERCISE, still=True)
    mover = page.locator(".poser input[value=p]")
    if mover.is_visible():
        mover.check()
    page.evaluate(SETTLED)
    before = page.evaluate(JOINTS)
    page.evaluate(SETTLED)
    assert (page.evaluate(MOVING), page.evaluate(JOINTS)) == (0, before)


@pytest.mark.parametrize("kind", ["home", "exercises", "exercise", "routines", "routine-with-stages"])
def test_nothing_moves_before_it_is_asked_to(kind: str, open_page: Open) -> None:
    page = open_page(KINDS[kind])
    assert (
        page.evaluate("document.getAnimations().filter(a => a.effect.getTiming().iterations === Infinity).length") == 0
    )


def tab_to(page: Page, address: str) -> None:
    """Press Tab until a link to an address has the focus. Fails when the keyboard does not come by it."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('href')") == address:
            return
    raise AssertionError(f"Tab never comes to {address}")


@pytest.mark.parametrize("width", [390, 1280])
def test_a_sore_top_of_the_foot_comes_to_the_bone_by_keys_alone_and_without_javascript(
    width: int, open_page: Open
) -> None:
    page = open_page("/", width=width, script=False)
    tab_to(page, "/places/foot-top/")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Front of the ankle and top of the foot")
    expect(page.get_by_role("heading", name="Get medical help first")).to_be_in_viewport()
    tab_to(page, "/issues/stress-fracture/")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Stress fracture")


def test_a_thumb_on_the_outer_ankle_finds_the_wobble_and_the_tendon_behind_the_bump(open_page: Open) -> None:
    page = open_page("/", width=390, script=False)
    page.locator("#map-outer-right-outer-ankle .tap").click()
    for name in ("Ankle sprain", "An ankle that gives way", "Peroneal tendon pain"):
        expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()
