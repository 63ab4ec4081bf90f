"""The twelve-week Achilles programme, played: one leg at a time, 3 up and 3 down, a rest between the two heavy exercises."""

from __future__ import annotations

import json

from playwright.sync_api import expect

from tests.journeys.conftest import Open
from tests.journeys.playing import DAY, NOON, Player, Runner, kept, opened, page_of, read, ready, sessions
from tests.journeys.site import Site

WEEK_1 = "/routines/calf-and-achilles-strength/play/?stage=1"
NAME, BENT = "Heel raise, knee straight", "Heel raise, knee bent"
GO, UP, DOWN, BEAT = [659, 988], [659], [392], [294]
WEIGHT = "with a backpack so heavy that 15 is the most you can do (15RM)"
OWN = "JOIN accounts_user u ON u.id = s.runner_id WHERE u.email = ?"
# A run as the release of 27 November wrote it down, in the second of three sets: no side, no tempo, 10 s to the next.
OLD_PARTS = [["ready", 0, 1, 10], ["work", 0, 1, 30], ["rest", 0, 2, 10], ["work", 0, 2, 30]]
OLD_STEP = {
    "exercise": "heel-raise-straight", "name": NAME, "dose": "2 × 5, 15RM", "cue": "", "tap": False, "reps": 5, "rep": 6,
    "hold": 0, "ways": 1, "parts": OLD_PARTS, "optional": False, "easier": [], "spent": {"1": 30000}, "full": {"1": 1},
}  # fmt: skip


def told_at_the_next_rest(player: Player) -> str:
    for _ in range(9):
        player.tap("skip").wait(1)
        if player.text("told").startswith("Rest"):
            break
    return player.text("told")


def test_three_up_and_three_down_are_counted_seen_and_heard(open_page: Open) -> None:
    player = opened(open_page(None), WEEK_1).start().wait(10)
    assert player.text("told") == "Left. Set 1 of 3. 15 times. 3 seconds up, 3 down."
    assert told_at_the_next_rest(opened(open_page(None), WEEK_1).start()) == ("Rest, 3 minutes. Set 2 of 3 next.")
    assert player.heard[-2:] == GO
    counted = []
    for second in range(12):
        counted.append((player.at[3], player.heard if second else []))
        player.wait(1)
    assert counted == [
        ("1 up, 1 of 15", []), ("2 up, 1 of 15", BEAT), ("3 up, 1 of 15", BEAT),
        ("1 down, 1 of 15", DOWN), ("2 down, 1 of 15", BEAT), ("3 down, 1 of 15", BEAT),
        ("1 up, 2 of 15", UP), ("2 up, 2 of 15", BEAT), ("3 up, 2 of 15", BEAT),
        ("1 down, 2 of 15", DOWN), ("2 down, 2 of 15", BEAT), ("3 down, 2 of 15", BEAT),
    ]  # fmt: skip


def test_each_leg_has_its_set_and_between_two_heavy_exercises_is_the_rest_that_the_page_names(
    ana: Runner, open_page: Open, site: Site
) -> None:
    page = page_of(ana, open_page, site)
    page.goto(WEEK_1.partition("play/")[0])
    week = page.locator("section", has=page.get_by_role("heading", name="Week 1 34 min"))
    expect(week.locator(".meta").first).to_contain_text(f"3 × 15 on each leg, {WEIGHT}")
    expect(week.locator(".between")).to_have_text("Rest 3 min")
    player = opened(page, WEEK_1)
    assert player.text("minutes") == "34"
    player.start().wait(10 + 90 + 6)
    assert player.at[:3] == (NAME, "Right", "Set 1 of 3")
    # The rest of the first exercise: two sets more on each leg, and two rests of three minutes.
    player.wait(90 + 2 * (180 + 90 + 6 + 90) + 5)
    assert player.at == (BENT, "Left", "Rest", "2:55")
    assert (player.text("cue"), player.text("told")) == (f"{BENT} next", f"Rest, 3 minutes. Then {BENT}.")
    player.wait(175 + 10 + 20)
    kept(player.stop())
    joined = f"FROM logbook_exercisedone d JOIN logbook_trainingsession s ON s.id = d.session_id {OWN}"
    assert read(site, f"SELECT d.name, d.side, d.outcome, d.dose {joined} ORDER BY d.position", ana) == [
        (NAME, "left", "done", f"3 × 15 on each leg, {WEIGHT}"),
        (NAME, "right", "done", f"3 × 15 on each leg, {WEIGHT}"),
        (BENT, "left", "part", f"3 × 15 on each leg, {WEIGHT}"),
        (BENT, "right", "skipped", f"3 × 15 on each leg, {WEIGHT}"),
    ]


def test_a_run_that_an_earlier_release_began_goes_on_to_its_end(ana: Runner, open_page: Open, site: Site) -> None:
    page = page_of(ana, open_page, site)
    now = round(NOON.timestamp() * 1000)
    page.goto("/about/")
    account = page.evaluate("fetch('/log/player/').then(answer => answer.json()).then(one => one.account)")
    run = {
        "key": "a" * 32, "tab": "a" * 32, "account": account, "address": WEEK_1, "zone": "UTC", "sound": "soft",
        "buzz": None, "ready": 10, "tap": False, "title": "Calf and Achilles strength, 12 weeks",
        "routine": "calf-and-achilles-strength", "stage": "Week 1", "day": DAY, "first": "left", "steps": [OLD_STEP],
        "began": now - 60000, "seen": now, "active": 40000, "paused": True, "at": 2, "left": 10000,
    }  # fmt: skip
    page.evaluate("run => localStorage.setItem('ankles.run', run)", json.dumps(run))
    player = opened(page, WEEK_1)
    expect(page.locator("#offer-says")).to_contain_text("You stopped in the middle")
    ready(page).go_on()
    assert player.at[2] == "Rest"
    player.wait(11)
    assert player.at == (NAME, "", "Set 2 of 2", "1 of 5")
    kept(player.wait(31))
    assert [row[:2] for row in sessions(site, ana)] == [(DAY, "Calf and Achilles strength, 12 weeks")]
