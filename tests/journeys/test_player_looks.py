"""The player for every hand, ear and eye: keys, a screen reader, small and wide screens, light and dark, no script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Open
from tests.journeys.playing import AFTER, ONE, Player, opened
from tests.journeys.site import Site
from tests.journeys.test_pages import SETTLED, SIDEWAYS, Witness, violations

PICKS = "/exercises/play/?exercise=toe-walk&exercise=heel-walk"
SMALL = """() => [...document.querySelectorAll('main :is(a[href], button, input:not([type=radio]), label, summary)')]
    .filter(e => e.checkVisibility() && !e.closest('p:not([class])') && !e.closest('label, .xlist') | e.matches('label'))
    .map(e => [e.getBoundingClientRect(), e.outerHTML.slice(0, 80)])
    .filter(([box]) => box.width && (box.width < 43.5 || box.height < 43.5)).map(([, html]) => html)"""
# What a screen reader is told, each time it changes.
OVERHEAR = """() => {
    window.overheard = [];
    new MutationObserver(() => overheard.push(document.getElementById('told').textContent))
        .observe(document.getElementById('told'), {childList: true, characterData: true, subtree: true});
}"""
STATES = ["ready", "get-ready", "work", "switch", "paused", "menu", "offer", "after"]


def bring(page: Page, state: str) -> Player:
    """The player in one of its states."""
    player = opened(page)
    if state == "ready":
        return player
    player.start().wait({"get-ready": 4, "switch": 42}.get(state, 20))
    if state == "offer":
        page.reload()
        expect(page.locator("#offer")).to_be_visible()
    elif state == "after":
        player.stop()
        expect(page.locator(".after played-outbox")).to_be_visible()
    elif state in ("paused", "menu"):
        player.tap("main-button" if state == "paused" else "menu-open")
    return player


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("state", STATES)
def test_axe_has_nothing_to_say_in_any_state(open_page: Open, state: str, width: int, dark: bool) -> None:
    page = open_page(None, width=width, dark=dark, still=True)
    bring(page, state)
    page.clock.resume()
    page.evaluate(SETTLED)
    assert violations(page) == []


@pytest.mark.parametrize(("width", "height"), [(320, 568), (390, 844), (844, 390), (667, 375), (1280, 800)])
@pytest.mark.parametrize("state", ["ready", "work", "menu", "after"])
def test_everything_fits_and_can_be_hit(open_page: Open, state: str, width: int, height: int) -> None:
    page = open_page(None, still=True)
    page.set_viewport_size({"width": width, "height": height})
    bring(page, state)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert (page.evaluate(SIDEWAYS), page.evaluate(SMALL)) == ([], [])


@pytest.mark.parametrize(("width", "height"), [(360, 640), (390, 844), (844, 390), (1280, 800)])
def test_while_it_plays_everything_is_on_one_screen_and_nothing_else_is(
    open_page: Open, width: int, height: int
) -> None:
    page = open_page(None)
    page.set_viewport_size({"width": width, "height": height})
    bring(page, "work")
    assert page.evaluate("document.documentElement.scrollHeight") <= height
    for part in ("#figure svg", "#count", "#main-button", "#next", "#total"):
        expect(page.locator(part)).to_be_in_viewport(ratio=1)
    for frame in (".mast", ".foot", ".nav"):
        expect(page.locator(frame)).to_be_hidden()


def test_the_controls_lie_under_the_thumb_in_their_sizes(open_page: Open) -> None:
    page = bring(open_page(None), "work").page
    boxes = [page.locator(f"#{name}").bounding_box() for name in ("back", "main-button", "skip")]
    assert [(round(box["width"]), box["y"] > 700) for box in boxes if box] == [(56, True), (80, True), (56, True)]


def test_keys_pause_go_back_and_skip(open_page: Open) -> None:
    player = bring(open_page(None, width=1280), "work")
    expect(player.page.locator("#main-button")).to_be_focused()
    player.page.keyboard.press("Space")
    assert player.at[2] == "Paused"
    player.page.evaluate("document.activeElement.blur()")
    expect(player.page.get_by_role("button", name="Go on", exact=True)).to_be_visible()
    for key, words in ((" ", "Set 1 of 2"), ("ArrowRight", "Change sides"), ("ArrowLeft", "Set 1 of 2")):
        player.page.keyboard.press(key)
        assert player.at[2] == words
    player.page.click("#menu-open")
    player.page.keyboard.press("ArrowRight")
    player.page.keyboard.press("Escape")
    expect(player.page.locator("#now")).to_have_text("Set 1 of 2")
    assert player.at[1::2] == ("Left", "0:30")


def test_changes_are_told_and_seconds_are_not(open_page: Open) -> None:
    player = opened(open_page(None), ONE)
    player.page.evaluate(OVERHEAR)
    player.start().wait(100)
    assert player.page.evaluate("overheard") == [
        "Get ready: Calf stretch, knee straight, left first. Hips lead, back knee straight, heel heavy", "Left. 30 seconds.",
        "Change sides. Right next.", "Right. 30 seconds.", "Rest, 10 seconds.", "Left. 30 seconds.",
    ]  # fmt: skip
    assert player.page.get_by_role("timer").get_attribute("aria-live") is None
    assert player.page.locator(".run [aria-live], .run [role=status], .run [role=alert]").count() == 1


def test_only_the_figure_that_works_moves_and_stands_still_when_asked(open_page: Open) -> None:
    moving = "document.getAnimations().filter(one => one.effect.target.closest('.fig')).length > 0"
    page = bring(open_page(None), "get-ready").page
    page.wait_for_function("document.querySelector('link[href*=calf-stretch-straight]')?.sheet")
    assert page.evaluate(moving) is False
    Player(page).wait(10)
    assert page.evaluate(moving) is True
    still = bring(open_page(None, still=True), "work").page
    assert (
        still.evaluate(moving),
        still.evaluate("getComputedStyle(document.getElementById('ring')).transitionDuration"),
    ) == (False, "0s")


def test_a_left_side_is_the_right_one_mirrored(open_page: Open) -> None:
    player = bring(open_page(None), "work")
    sides = {}
    for _ in range(2):
        sides[player.at[1]] = player.page.locator("#figure svg").evaluate("svg => svg.classList.contains('flip')")
        player.wait(36)
    assert sides == {"Left": True, "Right": False}


def test_the_screen_is_asked_to_stay_on_and_again_after_a_switch(open_page: Open) -> None:
    page = open_page(None)
    page.add_init_script(
        "window.asked = 0; navigator.wakeLock.request = async () => { asked += 1; return {release: async () => {}}; };"
    )
    player = bring(page, "work")
    assert page.evaluate("asked") == 1
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert page.evaluate("asked") == 2
    player.stop()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert page.evaluate("asked") == 2


@pytest.mark.parametrize("path", [AFTER, "/routines/foot-and-arch/play/", ONE, PICKS, "/exercises/play/"])
def test_without_a_script_there_is_a_list_with_times_and_nothing_that_does_nothing(open_page: Open, path: str) -> None:
    page = open_page(path, script=False)
    expect(page.locator("main ol > li, main .picks > li").first).to_be_visible()
    buttons = page.locator("main button:visible").all_inner_texts()
    assert buttons == (["Play these"] if path == "/exercises/play/" else [])
    assert violations_without_script(page)


def violations_without_script(page: Page) -> bool:
    """One heading, and no control that nothing listens to."""
    return page.locator("h1").count() == 1 and page.locator("main input:visible:not([name=exercise])").count() == 0


def test_picking_without_a_script_leads_to_the_list(open_page: Open) -> None:
    page = open_page("/exercises/play/", script=False)
    for name in ("Toe walk", "Heel walk"):
        page.get_by_label(re.compile(name)).first.check()
    page.get_by_role("button", name="Play these").click()
    assert page.url.endswith("/exercises/play/?exercise=toe-walk&exercise=heel-walk")
    assert page.locator("#steps > li .t").all_inner_texts() == ["1:10", "0:50"]


def test_the_page_loads_without_an_error_and_its_scripts_weigh_under_twelve_kilobytes(
    open_page: Open, site: Site
) -> None:
    page = open_page(None)
    witness, sizes = Witness(page, site.address), {}
    page.on("response", lambda answer: sizes.update({answer.url: int(answer.headers.get("content-length", 0))}))
    page.goto(AFTER, wait_until="networkidle")
    scripts = {url: size for url, size in sizes.items() if url.endswith(".js")}
    assert witness.complaints == []
    assert len(scripts) == 11
    assert 8_000 < sum(scripts.values()) < 12_000
    # Nobody else pays for it.
    page.goto("/routines/after-a-run/", wait_until="networkidle")
    assert [url for url in sizes if "/js/player/" in url and url not in scripts] == []
