"""Measures and runs in a browser: one visit of each page, the beat that keeps its time, a run and the usual one without a script."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Open
from tests.journeys.playing import Runner, make_runners
from tests.journeys.site import Site
from tests.journeys.test_pages import SIDEWAYS, Witness, violations_in_four_views
from tests.journeys.test_targets import TOO_SMALL

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
def runner(site: Site) -> Runner:
    """A runner who has logged nothing."""
    return next(make_runners(site, [f"measures-{time.time_ns()}"]))


@pytest.fixture
def day() -> str:
    """The day in the zone of the journeys' phones, London, in winter."""
    return f"/log/{datetime.now(UTC):%Y-%m-%d}"


def test_measures_and_runs_are_whole_for_eyes_ears_and_thumbs(
    site: Site, runner: Runner, open_page: Open, day: str
) -> None:
    page = open_page(None, still=True)
    runner.log_in(page.context, site)
    witness = Witness(page, site.address)
    found = {}
    for path in (
        "/log/measures/",
        f"{day}/measures/heel-raises/",
        f"{day}/measures/knee-to-wall/",
        "/log/runs/",
        f"{day}/runs/",
    ):
        page.goto(path)
        page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
        page.set_viewport_size({"width": 320, "height": 640})
        width, sideways = page.evaluate("document.documentElement.scrollWidth"), page.evaluate(SIDEWAYS)
        found[path] = (violations_in_four_views(page), page.evaluate(TOO_SMALL), width, sideways)
    assert set(map(str, found.values())) == {str(({}, [], 320, []))}, found
    assert witness.complaints == []


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


def test_a_run_and_the_usual_one_need_no_script(site: Site, runner: Runner, open_page: Open, day: str) -> None:
    page = open_page(None, script=False)
    runner.log_in(page.context, site)
    page.goto(f"{day}/runs/")
    page.get_by_label("Distance").fill("5,2")
    page.get_by_label("Minutes").fill("31")
    page.get_by_role("button", name="Save the run").click()
    page.goto("/log/runs/")
    expect(page.locator("main")).to_contain_text("5.2 km, 31 min")
    page.get_by_role("button", name="Make it my usual run").click()
    page.goto("/log/")
    page.get_by_role("button", name="Ran 5.2 km, 31 min").click()
    page.goto("/log/runs/")
    expect(page.get_by_role("button", name="Take it off Today")).to_have_count(1)
    expect(page.locator('main a[href*="/runs/"]').filter(has_text="Edit")).to_have_count(2)
