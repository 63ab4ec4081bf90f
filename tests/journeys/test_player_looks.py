"""The player for every hand, ear and eye: keys, a screen reader, small and wide screens, light and dark, no script."""

from __future__ import annotations

import re
from itertools import product

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Open
from tests.journeys.large import sideways_when_large
from tests.journeys.playing import AFTER, ONE, Player, opened
from tests.journeys.site import Site
from tests.journeys.test_pages import SETTLED, SIDEWAYS, Witness, violations

PICKS = "/exercises/play/?exercise=toe-walk&exercise=heel-walk"
SMALL = """() => [...document.querySelectorAll('main :is(a[href], button, input:not([type=radio]), label, summary)')]
    .filter(e => e.checkVisibility() && !e.closest('p:not([class])') && !e.closest('label, .xlist') | e.matches('label'))
    .map(e => [e.getBoundingClientRect(), e.outerHTML.slice(0, 80)])
    .filter(([box]) => box.width && (box.width < 43.5 || box.height < 43.5)).map(([, html]) => html)"""
# Names of one line and of two, with sides and without, in repetitions, in seconds and by tap.
LONG = "/exercises/play/?exercise=ankle-circles&exercise=heel-raise-towel&exercise=band-ankle-mob&exercise=toe-walk"
PARTS = "['figure', 'count', 'total', 'nextup', 'ease', 'back', 'main-button', 'skip', 'sound']"
# What of the player is not wholly on the screen; it needs no scrolling.
WHOLE = (
    PARTS
    + """.filter(id => { const box = document.getElementById(id).getBoundingClientRect();
    return box.top < 0 || box.left < 0 || box.bottom > innerHeight || box.right > innerWidth; })
    .concat(document.documentElement.scrollHeight > innerHeight ? ['scrolls'] : [])"""
)
# How high each part stands and begins; words of another length may be wider.
PLACES = PARTS + """.map(id => document.getElementById(id).getBoundingClientRect()).map(box => [box.top, box.bottom])"""
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


# The states that differ in what is on the screen, not in words alone.
SHAPES = {"ready", "work", "menu", "after"}


@pytest.mark.parametrize("state", STATES)
def test_in_any_state_axe_has_nothing_to_say_and_everything_fits_and_can_be_hit(open_page: Open, state: str) -> None:
    page = open_page(None, still=True)
    bring(page, state)
    if state in SHAPES:
        fits(page)
    page.clock.resume()
    found = {}
    for width, scheme in product((390, 1280), ("light", "dark")):
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=scheme)
        page.evaluate(SETTLED)
        found[width, scheme] = violations(page, colours_only=scheme == "dark")
    assert [*found.values()] == 4 * [[]]


SIZES = [(320, 568), (390, 844), (844, 390), (667, 375), (1280, 800)]


def fits(page: Page) -> None:
    """Fail where something reaches out of a screen or is too small for a thumb."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert (width, page.evaluate(SIDEWAYS), page.evaluate(SMALL)) == (width, [], [])
    assert sideways_when_large(page) == {}


def test_while_it_plays_everything_is_on_one_screen_and_nothing_jumps(open_page: Open) -> None:
    page = open_page(None, still=True)
    player = opened(page, LONG).start()
    places: dict[tuple[int, int], set[str]] = {}
    for frame in (".mast", ".foot", ".nav"):
        expect(page.locator(frame)).to_be_hidden()
    for _ in range(4):
        for seconds in (2, 15):
            player.wait(seconds)
            for width, height in SIZES:
                page.set_viewport_size({"width": width, "height": height})
                assert page.evaluate(WHOLE) == []
                places.setdefault((width, height), set()).add(str(page.evaluate(PLACES)))
        player.tap("menu-open", "leave")
    assert {size: len(found) for size, found in places.items()} == dict.fromkeys(SIZES, 1)


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


def test_a_whole_session_needs_no_pointer(open_page: Open) -> None:
    page = open_page(None, width=1280)
    player = opened(page, ONE)
    page.focus("#start")
    page.keyboard.press("Enter")
    expect(page.locator("#main-button")).to_be_focused()
    page.keyboard.press("Space")
    assert player.wait(1).at[2] == "Paused"
    page.keyboard.press("Space")
    player.wait(60)
    for _ in range(3):
        page.keyboard.press("Shift+Tab")
    expect(page.locator("#menu-open")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Paused")).to_be_visible()
    while page.evaluate("document.activeElement.id") != "stop":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#done-title")).to_be_focused()
    assert len(player.waiting) == 1


def test_the_accessibility_tree_says_what_is_to_be_done_and_what_each_button_does(open_page: Open) -> None:
    page = bring(open_page(None), "work").page
    expect(page.locator(".run")).to_match_aria_snapshot("""
      - region "Player":
        - button "Stop or change"
        - paragraph: Step 1 of 3 6:52 left
        - heading "Calf stretch, knee straight" [level=2]
        - paragraph: Left Right
        - paragraph: Set 1 of 2
        - timer "Set 1 of 2 0:20": 0:20
        - paragraph: Left, right, left, right; one calf rests while the other is held
        - paragraph:
          - text: Next
          - strong: Calf stretch, knee bent
        - text: 2:18
        - button "Easier instead"
        - button "Back"
        - button "Pause"
        - button "Skip"
        - 'button "Sound: soft"'
        - status: Left. Set 1 of 2. 30 seconds.
    """)
    assert page.locator("#sides [aria-current=true]").all_inner_texts() == ["Left"]


def test_changes_are_told_and_seconds_are_not(open_page: Open) -> None:
    player = opened(open_page(None), ONE)
    player.page.evaluate(OVERHEAR)
    player.start().wait(100)
    assert player.page.evaluate("overheard") == [
        "Get ready: Calf stretch, knee straight, left first. Hips lead, back knee straight, heel heavy",
        "Left. Set 1 of 2. 30 seconds.", "Half way.", "Change sides. Right next.", "Right. Set 1 of 2. 30 seconds.",
        "Half way.", "Rest, 10 seconds. Set 2 of 2 next.", "Left. Set 2 of 2. 30 seconds.",
    ]  # fmt: skip
    assert player.page.get_by_role("timer").get_attribute("aria-live") is None
    assert player.page.locator(".run [aria-live], .run [role=status], .run [role=alert]").count() == 1


def test_only_the_figure_that_works_moves_and_stands_still_when_asked(open_page: Open) -> None:
    moving = "document.getAnimations().filter(one => one.effect.target.closest('.figure')).length > 0"
    page = bring(open_page(None), "get-ready").page
    page.wait_for_function("() => document.querySelector('link[href*=calf-stretch-straight]')?.sheet")
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
    expect(page).to_have_url(re.compile(r"/exercises/play/\?exercise=toe-walk&exercise=heel-walk$"))
    expect(page.locator("#steps > li .step-time")).to_have_text(["1:10", "1:10"])


def test_the_page_loads_without_an_error_and_its_scripts_weigh_under_fourteen_kilobytes(
    open_page: Open, site: Site
) -> None:
    page = open_page(None)
    witness, sizes = Witness(page, site.address), {}
    page.on("response", lambda answer: sizes.update({answer.url: int(answer.headers.get("content-length", 0))}))
    page.goto(AFTER, wait_until="networkidle")
    scripts = {url: size for url, size in sizes.items() if url.endswith(".js")}
    assert witness.complaints == []
    assert len(scripts) == 12, scripts
    # 12,000 until 28 November 2026; since then it counts a tempo aloud, and makes do where an old phone lacks something.
    # The box of what waits and the end with its questions come with the first step.
    # The local day of an entry is one function for the player and the outbox, in the store that both have (+0.1 kB).
    assert 8_000 < sum(scripts.values()) < 13_800
    # Nobody else pays for it.
    page.goto("/routines/after-a-run/", wait_until="networkidle")
    assert [url for url in sizes if "/js/player/" in url and url not in scripts] == []


@pytest.mark.parametrize(
    ("path", "below"), [("/routines/before-a-run/play/", "#steps"), (ONE, "#steps"), ("/offline/log/", ".foot")]
)
@pytest.mark.parametrize("width", [390, 1280])
def test_what_the_script_shows_has_its_room_before_it_comes(path: str, below: str, width: int, open_page: Open) -> None:
    """Else everything below jumps under the thumb."""
    late = open_page(None, width=width)
    late.route("**/js/**", lambda route: route.abort())
    late.goto(path)
    page = open_page(path, width=width)
    expect(page.locator("#start, #quick").first).to_be_visible()
    expect(late.locator("#start, #quick").first).to_be_hidden()
    found, before = page.locator(below).bounding_box(), late.locator(below).bounding_box()
    assert found
    assert before
    assert abs(found["y"] - before["y"]) < 1
