"""The calendar, the marked days and the pictures of 28 days, in a browser: with a thumb, without a script, in the dark."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Open
from tests.journeys.large import sideways_when_large
from tests.journeys.playing import OWN, Runner, read
from tests.journeys.reaching import a_moment_later
from tests.journeys.site import Site
from tests.journeys.test_pages import SIDEWAYS, Witness, violations_in_four_views
from tests.journeys.test_targets import TOO_SMALL

Enter = Callable[..., Page]
# Two months of everything for a runner: sessions with and without minutes, numbers of two places, clear days, periods.
FILL = """
from datetime import timedelta
from ankles.accounts.models import User
from logbook.models import ClearDay, Period, Symptom, TrainingSession
runner = User.objects.get(email="{name}@example.org")
today = runner.today()
runner.followed.create(area="forefoot_bones", side="right")
for ago in range(60):
    day = today - timedelta(days=ago)
    if ago % 7 == 3:
        ClearDay.new(runner, day=day).save()
        continue
    if ago % 3:
        TrainingSession.new(runner, day=day, minutes=[None, 5, 12, 30][ago % 4]).save()
    for area, side in (("achilles_mid", "left"), ("forefoot_bones", "right"))[: 1 + ago % 2]:
        Symptom.new(runner, day=day, area=area, side=side, moment="worst", severity=ago % 11).save()
        Symptom.new(runner, day=day, area=area, side=side, moment="first_steps", severity=ago % 5).save()
Period.new(runner, kind="injury", first_day=today - timedelta(days=20), last_day=today - timedelta(days=12)).save()
Period.new(runner, kind="rest", first_day=today - timedelta(days=1), note="Tired.").save()
"""
MONTH = "2026-03"
# How large the letters of a picture are on the screen, the smallest of them.
SMALLEST = """() => Math.min(...[...document.querySelectorAll('.chart text')]
    .map(text => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a))"""


@pytest.fixture(scope="module")
def full(shared_site: Site, newcomers: Iterator[Runner]) -> Runner:
    """A runner with two months of entries, who only looks."""
    runner = next(newcomers)
    shared_site.manage("shell", "--no-imports", "-c", FILL.format(name=runner.name))
    return runner


@pytest.fixture
def enter(site: Site, open_page: Open) -> Enter:
    """Opens a path of the logbook as somebody."""

    def enter(runner: Runner, path: str, **options: bool | int) -> Page:
        page = open_page(None, **options)
        page.clock.install()
        runner.log_in(page.context, site)
        page.goto(path)
        return page

    return enter


def periods(site: Site, runner: Runner) -> list[tuple[object, ...]]:
    """A runner's periods: kind, first day, last day, note."""
    return read(site, f"SELECT s.kind, s.first_day, s.last_day, s.note FROM logbook_period s {OWN}", runner)  # noqa: S608 (names of ours)


def mark(page: Page, kind: str, first: str, last: str = "") -> None:
    """Fill in the form and send it."""
    page.get_by_text(kind, exact=True).first.click()
    page.get_by_label("First day").fill(first)
    page.get_by_label("Last day").fill(last)
    page.get_by_role("button", name="Mark these days").click()


@pytest.mark.parametrize("script", [False, True], ids=["plain", "script"])
def test_days_are_marked_seen_in_the_calendar_and_taken_back(
    script: bool, ana: Runner, site: Site, enter: Enter
) -> None:
    page = enter(ana, "/log/calendar/", script=script)
    page.get_by_role("link", name="Rest, injury, holiday").click()
    mark(page, "Holiday", "2026-03-03", "2026-03-05")
    expect(page.locator("#said")).to_contain_text("Holiday, 3 to 5 Mar: marked.")
    assert periods(site, ana) == [("holiday", "2026-03-03", "2026-03-05", "")]
    page.goto(f"/log/calendar/{MONTH}/")
    expect(page.locator("td.holiday")).to_have_count(3)
    page.goto("/log/periods/")
    page.get_by_role("link", name="Change Holiday").click()
    a_moment_later(page)
    page.get_by_role("button", name="Take the mark away").click()
    expect(page.locator("#said")).to_contain_text("The mark is gone.")
    assert periods(site, ana) == []
    a_moment_later(page)
    page.get_by_role("button", name="Undo").click()
    page.wait_for_load_state()
    assert periods(site, ana) == [("holiday", "2026-03-03", "2026-03-05", "")]


@pytest.mark.parametrize("script", [False, True], ids=["plain", "script"])
def test_what_is_missing_is_said_at_its_field(script: bool, ana: Runner, site: Site, enter: Enter) -> None:
    page = enter(ana, "/log/periods/", script=script)
    page.get_by_label("Note (if you like)").fill("By the sea.")
    page.get_by_role("button", name="Mark these days").click()
    expect(page.locator(".errsum li")).to_have_text(["Choose rest, injury or holiday.", "Choose the first day."])
    expect(page.get_by_label("Note (if you like)")).to_have_value("By the sea.")
    page.get_by_role("link", name="Choose the first day.").click()
    expect(page.get_by_label("First day")).to_be_focused()
    assert periods(site, ana) == []


def test_a_day_of_the_calendar_opens_with_a_tap_and_tells_itself_to_the_ear(full: Runner, enter: Enter) -> None:
    page = enter(full, "/log/calendar/")
    earlier = page.locator(".calendar td:not(.today) > a").nth(-1)
    expect(earlier).to_have_accessible_name(earlier.get_attribute("aria-label") or "")
    address = earlier.get_attribute("href") or ""
    expect(page.locator(".calendar td.today > a")).to_have_count(1)
    expect(page.locator("td.ahead a")).to_have_count(0)
    earlier.click()
    expect(page).to_have_url(re.compile(re.escape(address) + "$"))


def test_every_picture_has_its_numbers_as_a_table_and_letters_that_can_be_read(full: Runner, enter: Enter) -> None:
    # Today has them small and leads to where they are large, with their numbers.
    page = enter(full, "/log/", script=False)
    page.get_by_role("link", name="See them large, with their numbers").click()
    pictures, folds = page.locator(".chart svg[role=img]"), page.get_by_text("The numbers as a table")
    assert pictures.count() == folds.count() >= 2
    assert page.evaluate(SMALLEST) >= 10
    folds.first.click()
    expect(page.locator("details[open] table tbody tr").first).to_be_visible()


PAGES = {"calendar": "/log/calendar/", "month": f"/log/calendar/{MONTH}/", "periods": "/log/periods/", "period": ""}


def reach(page: Page, kind: str) -> None:
    """Go to the page of a kind, wherever the runner is."""
    page.goto(PAGES[kind] or "/log/periods/")
    if not PAGES[kind]:
        page.get_by_role("link", name="Change").first.click()


@pytest.mark.parametrize("kind", PAGES)
def test_it_is_whole_for_eyes_ears_and_thumbs_on_the_smallest_phone_too(
    kind: str, full: Runner, enter: Enter, site: Site
) -> None:
    page = enter(full, "/log/calendar/", still=True)
    reach(page, kind)
    witness = Witness(page, site.address)
    page.reload()
    assert violations_in_four_views(page) == {}
    assert (page.evaluate(TOO_SMALL), witness.complaints) == ([], [])
    page.set_viewport_size({"width": 320, "height": 640})
    assert (page.evaluate("document.documentElement.scrollWidth"), page.evaluate(SIDEWAYS)) == (320, [])
    assert sideways_when_large(page) == {}


def test_each_mark_is_told_from_the_others_when_the_reader_forces_the_colours(full: Runner, enter: Enter) -> None:
    page = enter(full, "/log/calendar/", still=True)
    page.emulate_media(forced_colors="active")
    marks = page.locator(".legend li i")
    pictures = [one.screenshot() for one in marks.all()]
    assert (len(pictures), len(set(pictures))) == (14, 14)
    # A day takes its shape from the same rules: its edge grows with the minutes.
    edge = "one => parseFloat(getComputedStyle(one).borderInlineStartWidth)"
    edges = {
        name: page.locator(f".legend .{name}").first.evaluate(edge)
        for name in ("shade-0", "shade-1", "shade-2", "shade-3")
    }
    days = {
        name: page.locator(f".calendar .{name} a").first.evaluate(edge)
        for name in edges
        if page.locator(f".calendar .{name} a").count()
    }
    assert list(edges.values()) == sorted({*edges.values()})
    assert days == {name: edges[name] for name in days}
    assert len(days) >= 2
