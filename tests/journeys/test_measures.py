"""Measures and runs in a browser: one visit of each page for eyes, ears and thumbs; the beat, the clock, and a lock."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Open
from tests.journeys.large import sideways_when_large
from tests.journeys.playing import Runner, make_runners
from tests.journeys.site import Site
from tests.journeys.test_calendar import SMALLEST
from tests.journeys.test_pages import Witness, violations_in_four_views
from tests.journeys.test_targets import TOO_SMALL

FILL = """
from datetime import timedelta
from ankles.accounts.models import User
runner = User.objects.get(email__startswith="{name}@")
today = runner.today()
for week in range(7):
    day = today - timedelta(weeks=7 - week)
    for side, more in (("left", 0), ("right", 9)):
        runner.measures.create(day=day, kind="knee_to_wall_mm", side=side, setup="bare_morning",
                               first_try=96 + 5 * week + more, second_try=99 + 5 * week, third_try=98 + 5 * week)
        runner.measures.create(day=day, kind="heel_raises", side=side, setup="floor_beat", first_try=18 + week % 3)
        runner.measures.create(day=day, kind="balance_s", side=side, setup="eyes_open", first_try=20 + 3 * week)
    runner.runs.create(day=day, distance_m=5000 + 900 * week, distance_unit="km", duration_s=1800, effort=4,
                       note="Along the river, with a very long note about the wind and the dog.")
runner.usual_runs.create(distance_m=8000, distance_unit="km", duration_s=2700)
"""
PAGES = ("/log/measures/", "/log/runs/", "TODAY/runs/", "TODAY/measures/knee-to-wall/", "TODAY/measures/heel-raises/",
         "TODAY/measures/balance/")  # fmt: skip
# A sound card whose clock is the page's own, in steps of 0.37 s as a slow one moves, and that notes each beat it is told:
# [when it was told, for when].
SOUND = """
window.beats = [];
const now = () => Math.floor(performance.now() / 370) * 0.37;
class Node { connect(other) { return other; } }
window.AudioContext = class {
  state = 'running'; destination = {};
  get currentTime() { return now(); }
  resume() { return Promise.resolve(); }
};
window.GainNode = class extends Node {
  gain = { setValueAtTime() {}, linearRampToValueAtTime() {} };
};
window.OscillatorNode = class extends Node {
  start(at) { window.beats.push([now(), at]); }
  stop() {}
};
"""
# Notes when each beat is to sound, on the clock of the sound card.
LISTEN = """() => {
  window.beats = [];
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (at) { window.beats.push(at); return start.call(this, at); };
}"""
LOCKED = """() => {
  Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
DRIFT_MS = 20


@pytest.fixture(scope="module")
def full(shared_site: Site) -> Runner:
    """A runner with seven weeks of measures and runs."""
    runner = next(make_runners(shared_site, [f"measures-{time.time_ns()}"]))
    shared_site.manage("shell", "--no-imports", "-c", FILL.format(name=runner.name))
    return runner


@pytest.fixture(scope="module")
def runner(shared_site: Site) -> Runner:
    """A runner who has logged nothing."""
    return next(make_runners(shared_site, [f"measures-{time.time_ns()}"]))


@pytest.fixture
def day() -> str:
    """The day in the zone of the journeys' phones, London, in winter."""
    return f"/log/{datetime.now(UTC):%Y-%m-%d}"


def today(page: Page) -> str:
    """Where things of today are written down."""
    return f"/log/{page.evaluate('new Date().toLocaleDateString(`en-CA`)')}"


def test_pages_of_measures_and_runs_are_whole_for_eyes_ears_and_thumbs(
    site: Site, full: Runner, open_page: Open
) -> None:
    page = open_page(None, still=True)
    full.log_in(page.context, site)
    witness = Witness(page, site.address)
    for path in PAGES:
        page.goto(path.replace("TODAY", today(page)))
        page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
        assert violations_in_four_views(page) == {}, path
        assert (page.evaluate(TOO_SMALL), witness.complaints) == ([], []), path
        assert page.evaluate(SMALLEST) >= 10, path
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") == 320, path
        assert sideways_when_large(page) == {}, path
        page.set_viewport_size({"width": 390, "height": 844})


def heel_raises(site: Site, full: Runner, open_page: Open, noun: str = "heel-raises") -> Page:
    """A page to take a measure on, with a clock and a sound card in the test's hands."""
    page = open_page(None)
    full.log_in(page.context, site)
    page.clock.install(time=datetime.now(tz=UTC))
    page.add_init_script(SOUND)
    page.goto(f"{today(page)}/measures/{noun}/")
    expect(page.locator("measure-tool")).to_be_visible()
    page.clock.pause_at(datetime.now(tz=UTC).replace(year=datetime.now(tz=UTC).year + 1))
    return page


def test_the_beat_keeps_its_time_for_a_minute_and_writes_what_it_counted(
    site: Site, full: Runner, open_page: Open
) -> None:
    page = heel_raises(site, full, open_page)
    page.get_by_role("button", name="Left leg: start").click()
    page.clock.run_for(62_000)
    told = page.evaluate("beats")
    assert len(told) >= 61
    # 20 ms in a minute at most, none of it added up; and each beat was told before its time.
    assert abs(told[60][1] - told[0][1] - 60) <= 0.020
    assert all(abs(after[1] - before[1] - 1) <= 0.020 for before, after in pairwise(told))
    assert all(at > when for when, at in told)
    page.get_by_role("button", name="Stop").click()
    counted = int(page.get_by_label("How many").first.input_value())
    # After four beats to get ready, an up and a down are a raise.
    assert 27 <= counted <= 29
    expect(page.locator("measure-tool [role=status]")).to_contain_text(f"{counted} written below for the left leg")


def test_the_beat_keeps_its_time_and_a_lock_stops_it_with_words_and_without_a_number(
    site: Site, runner: Runner, open_page: Open, day: str
) -> None:
    page = open_page(None)
    runner.log_in(page.context, site)
    page.goto(f"{day}/measures/heel-raises/")
    page.evaluate(LISTEN)
    page.get_by_role("button", name="Left leg: start").click()
    page.wait_for_function("() => window.beats.length >= 7")
    beats = page.evaluate("window.beats")
    # Each beat is counted from the first, so that a minute is as exact as a second.
    assert max(abs(at - beats[0] - place) for place, at in enumerate(beats)) * 1000 <= DRIFT_MS
    page.evaluate(LOCKED)
    expect(page.locator("measure-tool .said")).to_contain_text("It stopped: the screen was locked or left.")
    boxes = page.locator('[data-side="left"] input')
    assert [box.input_value() for box in boxes.all()] == [""] * boxes.count()
    expect(page.get_by_role("button", name="Left leg: start")).to_be_visible()


def test_the_clock_ends_at_45_seconds_and_fills_the_next_try(site: Site, full: Runner, open_page: Open) -> None:
    page = heel_raises(site, full, open_page, "balance")
    page.get_by_role("button", name="Left leg: start").click()
    page.clock.run_for(15_500)
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("button", name="Left leg: start").click()
    page.clock.run_for(60_000)
    boxes = page.locator("[data-side=left] input")
    assert [box.input_value() for box in boxes.all()] == ["12", "45", ""]


def test_a_measure_and_the_usual_run_are_saved_without_a_script(site: Site, full: Runner, open_page: Open) -> None:
    page = open_page(None, script=False)
    full.log_in(page.context, site)
    page.goto("/log/")
    page.get_by_role("button", name="Ran 8 km, 45 min").click()
    expect(page.locator("#told")).to_contain_text("Run saved: 8 km, 45 min")
    page.get_by_role("link", name="Measures", exact=True).click()
    page.get_by_role("link", name="Balance: take it today").click()
    expect(page.locator("measure-tool")).to_be_hidden()
    page.get_by_text("Eyes open").click()
    page.locator("[data-side=left] input").first.fill("33")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#told")).to_contain_text("Balance saved")


def test_a_run_and_the_usual_one_need_no_script(site: Site, runner: Runner, open_page: Open, day: str) -> None:
    page = open_page(None, script=False)
    runner.log_in(page.context, site)
    page.goto(f"{day}/runs/")
    page.get_by_label("Distance").fill("5,2")
    page.get_by_label("Minutes").fill("31")
    page.get_by_role("button", name="Save the run").click()
    page.goto("/log/runs/")
    expect(page.locator("main")).to_contain_text("5.2 km, 31 min")
    page.get_by_role("link", name="Edit").click()
    page.get_by_role("button", name="Make it my usual run").click()
    page.goto("/log/")
    page.get_by_role("button", name="Ran 5.2 km, 31 min").click()
    page.goto("/log/runs/")
    expect(page.get_by_role("button", name="Take it off Today")).to_have_count(1)
    expect(page.locator('main a[href*="/runs/"]').filter(has_text="Edit")).to_have_count(2)
