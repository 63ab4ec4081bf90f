"""Playing a routine in a real browser, with the clock turned."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Open
from tests.journeys.playing import AFTER, ONE, Player, opened, ready

STRAIGHT, BENT, SOLE = "Calf stretch, knee straight", "Calf stretch, knee bent", "Plantar fascia stretch"
# Seconds into "After a run", and what is on the screen then; the left side comes first on this day.
SCREENS = [
    (0, (STRAIGHT, "Left", "Get ready", "0:10")),
    (10, (STRAIGHT, "Left", "Set 1 of 2", "0:30")),
    (39, (STRAIGHT, "Left", "Set 1 of 2", "0:01")),
    (40, (STRAIGHT, "Right", "Change sides", "0:06")),
    (46, (STRAIGHT, "Right", "Set 1 of 2", "0:30")),
    (76, (STRAIGHT, "Left", "Change sides", "0:06")),
    (82, (STRAIGHT, "Left", "Set 2 of 2", "0:30")),
    (148, (BENT, "Left", "Get ready", "0:10")),
    (296, (SOLE, "Left", "Get ready", "0:10")),
    (306, (SOLE, "Left", "", "10 s, 1 of 5")),
    (316, (SOLE, "Left", "", "off let go")),
    (318, (SOLE, "Left", "", "10 s, 2 of 5")),
    (366, (SOLE, "Right", "Change sides", "0:06")),
    (372, (SOLE, "Right", "", "10 s, 1 of 5")),
]
WHOLE_S = 432
# The module without a page, as the page itself got it.
TIMELINE = """(async () => {
  const entry = document.querySelector('script[type=module]').src;
  const code = await (await fetch(entry)).text();
  return import(new URL(code.match(/\\.\\/timeline[^"]*/)[0], entry));
})()"""


def test_a_whole_routine_leads_through_full_halves_to_its_end(open_page: Open) -> None:
    player, past = opened(open_page(None)).start(), 0
    for second, screen in SCREENS:
        player.wait(second - past)
        assert (second, player.at, player.text("total")) == (second, screen, clock(WHOLE_S - second))
        past = second
    player.wait(WHOLE_S - past)
    expect(player.page.locator("#done-title")).to_be_focused()
    assert player.text("done-says") == "8 min on 2 Mar"
    lines = player.page.locator("#did li").all_inner_texts()
    assert [line.split("\n")[0::2] for line in lines] == [[name, "done"] for name in (STRAIGHT, BENT, SOLE)]


def clock(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02d}"


def test_after_ninety_seconds_of_a_locked_phone_it_is_where_the_clock_is(open_page: Open) -> None:
    player = opened(open_page(None)).start().wait(20)
    assert player.heard
    player.sleep(90)
    assert player.at == (STRAIGHT, "Left", "Set 2 of 2", "0:02")
    # One change is heard, and not the seven that passed.
    assert len(player.heard) <= 2
    player.wait(2)
    assert player.at == (STRAIGHT, "Right", "Change sides", "0:06")


def test_exercises_that_passed_while_the_phone_slept_are_named(open_page: Open) -> None:
    player = opened(open_page(None)).start().wait(20).sleep(400)
    assert player.text("told").startswith(f"While this page slept, counted as done: {STRAIGHT}, {BENT}. ")
    assert player.text("cue") == "2 counted as done while this page slept"
    player.sleep(60)
    names = f"{STRAIGHT}, {BENT}, {SOLE}"
    said = f"8 min on 2 Mar. While this page slept, the clock counted as done: {names}"
    expect(player.page.locator("#done-says")).to_have_text(said)


def test_after_an_hour_nobody_knows_what_was_done_and_it_waits(open_page: Open) -> None:
    player = opened(open_page(None)).start().wait(20).sleep(3600)
    assert player.at == (STRAIGHT, "Left", "Paused", "0:20")
    assert player.text("told") == "You were away. It waits where you left it."
    player.tap("main-button").wait(1)
    assert player.at == (STRAIGHT, "Left", "Set 1 of 2", "0:19")


def test_a_reload_at_any_step_offers_to_go_on_from_that_second(open_page: Open) -> None:
    player, past = opened(open_page(None)).start(), 0
    for second, screen in SCREENS:
        player.wait(second - past)
        past = second
        player.page.reload()
        assert f", {screen[0]}" in ready(player.page).text("offer-says")
        player.go_on()
        assert (second, player.at) == (second, screen)
    assert player.text("total") == clock(WHOLE_S - past)


@pytest.mark.parametrize(("taps", "kept"), [(["offer-keep"], [["part", "part"]]), (["offer-drop", "offer-drop"], [])])
def test_what_was_done_before_a_crash_can_be_kept_or_thrown_away(
    open_page: Open, taps: list[str], kept: list[list[str]]
) -> None:
    player = opened(open_page(None), ONE).start().wait(50)
    player.page.reload()
    ready(player.page).tap(*taps)
    expect(player.page.locator("#start")).to_be_focused()
    assert [[step["outcome"] for step in one["body"]["steps"]] for one in player.waiting] == kept
    player.page.reload()
    expect(player.page.locator("#offer")).to_be_hidden()


def test_pause_and_back_across_a_side(open_page: Open) -> None:
    player = opened(open_page(None)).start().wait(46 + 10)
    player.tap("main-button").sleep(300)
    assert player.at == (STRAIGHT, "Right", "Paused", "0:20")
    player.tap("back")
    assert player.at == (STRAIGHT, "Right", "Paused", "0:30")
    player.tap("back", "main-button")
    assert player.at == (STRAIGHT, "Left", "Set 1 of 2", "0:30")
    player.wait(36)
    assert player.at == (STRAIGHT, "Right", "Set 1 of 2", "0:30")
    player.stop()
    assert [step["outcome"] for step in player.waiting[0]["body"]["steps"]] == ["part", "skipped"] + 4 * ["skipped"]
    # What was done twice counts as time, once as done: 30 + 10 of the left, gone back over, and 30 again.
    assert (player.waiting[0]["body"]["active_s"], player.waiting[0]["body"]["steps"][0]["duration_s"]) == (92, 30)


def test_skip_goes_half_by_half_and_leaving_out_goes_to_the_next_exercise(open_page: Open) -> None:
    player = opened(open_page(None)).start().tap("skip").wait(30).tap("skip", "skip")
    assert (player.at, player.text("cue")) == ((STRAIGHT, "Left", "Change sides", "0:06"), "Set 2 of 2 next")
    player.tap("menu-open", "leave")
    assert player.at == (BENT, "Left", "Get ready", "0:10")
    player.stop()
    assert [(one["side"], one["outcome"]) for one in player.waiting[0]["body"]["steps"][:2]] == [
        ("left", "part"),
        ("right", "skipped"),
    ]


def test_an_easier_form_takes_over_and_both_are_on_record(open_page: Open) -> None:
    player = opened(open_page(None), ONE).start().wait(40).tap("ease")
    player.page.get_by_role("button", name="Take a shorter step back.").click()
    assert (player.at[:2], player.text("cue")) == ((STRAIGHT, "Right"), "Take a shorter step back.")
    player.tap("ease").page.get_by_role("button", name="Seated towel stretch").click()
    assert player.at == ("Seated towel stretch", "Left", "Get ready", "0:10")
    player.wait(300)
    steps = [(one["name"], one["dose"], one["side"], one["outcome"]) for one in player.waiting[0]["body"]["steps"]]
    assert steps == [
        (STRAIGHT, "2 × 30 s on each leg, easier", "left", "part"), (STRAIGHT, "2 × 30 s on each leg, easier", "right", "skipped"),
        ("Seated towel stretch", "2 × 30 s on each leg", "left", "done"), ("Seated towel stretch", "2 × 30 s on each leg", "right", "done"),
    ]  # fmt: skip


def test_a_half_that_was_begun_stays_on_record_when_another_exercise_takes_over(open_page: Open) -> None:
    player = opened(open_page(None), ONE).start().wait(30).tap("ease")
    player.page.get_by_role("button", name="Seated towel stretch").click()
    player.stop()
    steps = [(one["name"], one["outcome"], one["duration_s"]) for one in player.waiting[0]["body"]["steps"]]
    assert steps == [(STRAIGHT, "part", 20), (STRAIGHT, "skipped", 0)] + 2 * [("Seated towel stretch", "skipped", 0)]


def test_a_run_that_nobody_can_read_stands_in_no_ones_way(open_page: Open) -> None:
    page = open_page(None)
    page.add_init_script("localStorage.setItem('ankles.run', '{\"steps\": 7}')")
    opened(page).start().wait(10)
    assert Player(page).at == (STRAIGHT, "Left", "Set 1 of 2", "0:30")


def test_the_total_stays_right_through_pauses_skips_and_steps_back(open_page: Open) -> None:
    player = opened(open_page(None)).start().wait(20)
    totals = [player.text("total")]
    for taps, seconds in (
        (("main-button",), 100),
        (("main-button",), 5),
        (("skip",), 0),
        (("skip",), 2),
        (("back",), 0),
    ):
        player.tap(*taps).wait(seconds)
        totals.append(player.text("total"))
    # Twenty seconds in; paused; five more; the rest of the half left out (15 s); the change left out; back to the left half.
    assert totals == ["6:52", "6:52", "6:47", "6:32", "6:24", "7:02"]
    player.tap("menu-open", "leave")
    assert player.text("total") == "4:44"


def test_picked_exercises_are_played_one_after_the_other(open_page: Open) -> None:
    player = opened(open_page(None), "/exercises/play/?exercise=heel-walk&exercise=toe-walk").start()
    assert (player.text("step-of"), player.text("name"), player.text("next")) == (
        "Step 1 of 2",
        "Toe walks",
        "Heel walks",
    )
    player.tap("menu-open", "leave")
    assert (player.text("step-of"), player.text("name"), player.text("next")) == (
        "Step 2 of 2",
        "Heel walks",
        "The end",
    )


def test_nothing_is_kept_of_a_run_in_which_nothing_was_done(open_page: Open) -> None:
    player = opened(open_page(None)).start().wait(5)
    player.page.reload()
    ready(player.page).go_on().tap("menu-open", "stop")
    expect(player.page.locator("#start")).to_be_focused()
    expect(player.page.locator("#nothing")).to_be_visible()
    expect(player.page.locator("#offer")).to_be_hidden()
    assert (player.waiting, player.page.evaluate("localStorage.getItem('ankles.run')")) == ([], None)


def test_a_session_is_thrown_away_only_after_a_second_tap(open_page: Open) -> None:
    player = opened(open_page(None)).start().wait(60).tap("menu-open", "drop")
    assert player.text("drop") == "Throw it away for good?"
    player.tap("drop")
    expect(player.page.locator("#start")).to_be_focused()
    assert (player.waiting, player.page.evaluate("localStorage.getItem('ankles.run')")) == ([], None)


def test_without_a_pace_a_tap_ends_the_set(open_page: Open) -> None:
    player = opened(open_page(None), "/exercises/toe-yoga/play/").start().wait(10)
    assert player.at[1:] == ("Left", "Set 1 of 2", "10 times, then tap")
    expect(player.page.get_by_role("button", name="Done, go on", exact=True)).to_be_visible()
    player.wait(45).tap("main-button")
    assert player.at[1:] == ("Right", "Change sides", "0:06")
    player.wait(6).wait(3000).tap("main-button").stop()
    # Somebody who went to the door for an hour did not work for an hour: three times the guess counts at most.
    assert [one["duration_s"] for one in player.waiting[0]["body"]["steps"]] == [45, 90]


def test_get_ready_and_repetitions_can_wait_for_a_tap(open_page: Open) -> None:
    player = opened(open_page(None), "/exercises/ankle-circles/play/")
    player.page.click("details.set summary")
    for words in ("I tap", "I tap when done"):
        player.page.get_by_text(words, exact=True).click()
    player.start().wait(100)
    assert player.at[2:] == ("Get ready", "tap to start")
    player.tap("main-button").wait(5)
    assert player.at[2:] == ("", "10 each way, then tap")


def test_the_clock_of_ready_and_an_optional_step_are_the_runners_choice(open_page: Open) -> None:
    player = opened(open_page(None), "/routines/before-a-run/play/")
    assert player.text("minutes") == "6"
    player.page.click("details.set summary")
    player.page.get_by_text("5 s", exact=True).click()
    player.page.get_by_text("Leave it out today").click()
    assert player.text("minutes") == "5"
    player.page.reload()
    player = ready(player.page).start()
    assert (player.text("step-of"), player.at[3]) == ("Step 1 of 6", "0:05")


def test_half_way_the_last_seconds_and_the_end_are_heard_or_not_as_one_likes(open_page: Open) -> None:
    player = opened(open_page(None), ONE).start()
    player.heard  # noqa: B018 (the start)
    player.wait(9)
    assert player.heard == [880, 880, 880]
    player.wait(1)
    assert player.heard == [659, 988]
    player.wait(16)
    assert player.heard == [784, 784]
    player.tap("sound", "sound").wait(20)
    assert (player.heard, player.text("sound-is")) == ([], "off")


def test_the_first_side_changes_from_day_to_day(open_page: Open) -> None:
    player: Player = opened(open_page(None), AFTER)
    first = f"{TIMELINE}.then(module => ['2026-02-28', '2026-03-01', '2026-03-02'].map(module.firstSide))"
    assert player.page.evaluate(first) == ["left", "right", "left"]
    player.sleep(24 * 3600).start()
    assert player.at == (STRAIGHT, "Right", "Get ready", "0:10")
    player.wait(46)
    assert player.at == (STRAIGHT, "Left", "Set 1 of 2", "0:30")


@pytest.mark.parametrize(
    "path", ["/routines/strength/play/", "/routines/trail-stability/play/?stage=2", "/exercises/hop-stick/play/", ONE]
)
def test_the_total_is_what_the_page_said_without_a_script(open_page: Open, path: str) -> None:
    plain = open_page(path, script=False).inner_text("#minutes")
    player = opened(open_page(None), path)
    assert player.text("minutes") == plain
    total = player.start().text("total").split(":")
    assert -(-(int(total[0]) * 60 + int(total[1])) // 60) == int(plain)
