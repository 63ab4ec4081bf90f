"""The player's cues and what a phone can and cannot do: sound, buzz, picture, the screen, the runner's own music."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Open
from tests.journeys.playing import ONE, Player, opened

# Everything that would take the phone's sound away from another app, and how loud each tone gets.
PHONE = """
window.took = [];
window.loud = [];
window.buzzed = [];
Object.defineProperty(Navigator.prototype, "audioSession", {value: {type: "auto"}, configurable: true});
Navigator.prototype.vibrate = function (pattern) { buzzed.push(pattern); return true; };
HTMLMediaElement.prototype.play = function () { took.push("media element"); };
MediaSession.prototype.setActionHandler = function () { took.push("media session"); };
const ramp = AudioParam.prototype.linearRampToValueAtTime;
AudioParam.prototype.linearRampToValueAtTime = function (value, time) {
  if (value) loud.push(value);
  return ramp.call(this, value, time);
};
"""


def with_phone(open_page: Open) -> Page:
    """A phone that buzzes, and that writes down what the player asks of it."""
    page = open_page(None)
    page.add_init_script(PHONE)
    return page


def drain(page: Page, name: str) -> list[Any]:
    """What was written down since this was last asked."""
    found: list[Any] = page.evaluate(f"{name}.splice(0)")
    return found


def choose(player: Player, words: str, group: str) -> None:
    """A choice under "Sound and pace"."""
    player.page.get_by_role("group", name=group).get_by_text(words, exact=True).click()


def test_the_runners_own_music_goes_on(open_page: Open) -> None:
    page = with_phone(open_page)
    opened(page, ONE).start().wait(60)
    assert page.evaluate("navigator.audioSession.type") == "ambient"
    assert (drain(page, "took"), page.evaluate("navigator.mediaSession.metadata")) == ([], None)
    assert page.locator("audio, video").count() == 0


def test_soft_is_soft_loud_is_loud_and_off_is_silent(open_page: Open) -> None:
    page = with_phone(open_page)
    player = opened(page, ONE).start().wait(12)
    assert set(drain(page, "loud")) == {0.07}
    player.tap("sound").wait(16)
    assert (player.text("sound-is"), set(drain(page, "loud"))) == ("loud", {0.5})
    player.tap("sound").wait(30)
    assert (player.text("sound-is"), drain(page, "loud")) == ("off", [])
    # It is remembered in this browser.
    page.reload()
    expect(page.locator("#set-says")).to_have_text("off, 10 s")


def test_each_change_and_the_half_can_be_felt_even_without_a_sound(open_page: Open) -> None:
    page = with_phone(open_page)
    player = opened(page, ONE)
    page.click("details.set summary")
    choose(player, "Off", "Sound")
    player.start().wait(46)
    # Get ready, work, half way, change of sides, work.
    assert drain(page, "buzzed") == [[90, 70, 90], 250, 60, [90, 70, 90], 250]
    player.stop()
    assert drain(page, "buzzed") == [600]


def test_no_buzz_where_it_is_switched_off(open_page: Open) -> None:
    page = with_phone(open_page)
    player = opened(page, ONE)
    page.click("details.set summary")
    choose(player, "Off", "Buzz")
    player.start().wait(46)
    assert drain(page, "buzzed") == []


def test_what_this_phone_cannot_do_is_said_before_the_start(open_page: Open) -> None:
    page = open_page(None)
    page.add_init_script("delete Navigator.prototype.wakeLock; delete Navigator.prototype.vibrate;")
    player = opened(page, ONE)
    limits = page.locator(".limits")
    expect(limits).to_contain_text("a locked phone gives no cues, and an iPhone on silent makes no sound.")
    expect(limits).to_contain_text("This browser cannot keep the screen on")
    page.click("details.set summary")
    expect(page.get_by_role("group", name="Buzz")).to_be_hidden()
    assert player.start().wait(10).text("now") == "Set 1 of 2"
    able = open_page(ONE)
    expect(able.locator("#begin")).to_be_visible()
    expect(able.locator("#dims")).to_be_hidden()


def test_the_half_and_the_last_seconds_can_be_seen(open_page: Open) -> None:
    player = opened(open_page(None), ONE).start().wait(24)
    quiet = colour(player)
    seen = {}
    for second in range(25, 41):
        seen[second] = (player.wait(1).text("now"), colour(player) != quiet)
    plain, half, last = ("Set 1 of 2", False), ("Half way", False), ("Set 1 of 2", True)
    assert [seen[second] for second in range(25, 40)] == 3 * [half] + 9 * [plain] + 3 * [last]
    assert seen[40][0] == "Change sides"
    assert player.page.get_attribute("#play", "data-cue") == "change"


def colour(player: Player) -> str:
    """The colour of the number."""
    found: str = player.page.evaluate("getComputedStyle(document.getElementById('count')).color")
    return found


# A change of colour or size has an end; a figure's movement has none.
STANDS_STILL = "() => document.getAnimations().length === 0"


def test_a_figure_whose_movement_did_not_arrive_stands_whole(open_page: Open) -> None:
    page = open_page(None)
    # The stylesheet that the player asks for never comes.
    page.add_init_script("Object.defineProperty(HTMLLinkElement.prototype, 'href', {set() {}});")
    player = opened(page, ONE).start().wait(4)
    standing = boxes(page)
    player.wait(10)
    assert player.text("now") == "Set 1 of 2"
    page.wait_for_function(STANDS_STILL)
    assert boxes(page) == standing


def boxes(page: Page) -> list[int]:
    """Where the parts of the figure are."""
    found: list[int] = page.evaluate(
        """[...document.querySelectorAll('#figure .joint')].map(part => part.getBoundingClientRect())
        .flatMap(box => [Math.round(box.x), Math.round(box.y)])"""
    )
    return found
