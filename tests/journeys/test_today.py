"""Today, from the first empty page on: what a thumb does there, what it costs in taps, and what the page says when the net is gone."""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.conftest import Open
from tests.journeys.large import sideways_when_large
from tests.journeys.playing import Runner, make_runners, sessions, symptoms
from tests.journeys.reaching import a_moment_later, reach
from tests.journeys.site import Site
from tests.journeys.test_pages import SIDEWAYS, Witness, violations_in_four_views
from tests.journeys.test_targets import TOO_SMALL

Enter = Callable[..., Page]
NUMBERS = itertools.count(1)
SCRIPT = pytest.mark.parametrize("script", [False, True], ids=["plain", "script"])
# Nobody follows a place yet.
AFRESH = """
from ankles.accounts.models import User
for runner in User.objects.filter(email__startswith="fresh-"):
    runner.followed.all().delete()
"""
# Every press of a button, a link or a label counts as one tap; what a label passes on to its button is no second one.
COUNT = """
addEventListener("click", event => {
  if (event.isTrusted && event.detail && event.target.closest("a, button, label, summary"))
    sessionStorage.taps = Number(sessionStorage.taps || 0) + 1;
}, true);
"""

# What is pressed on Today one after the other, and what then stands there.
DONE, DONE_BEFORE = "Done today: After a run", "Done yesterday: After a run"
TAPS = [(DONE, "Session saved, 8 min"), ("Undo", "Taken back"), (DONE_BEFORE, "Session saved for yesterday, 8 min"),
        ("Nothing today", "“Nothing today” saved"), ("Take it back", "“Nothing today” is taken back")]  # fmt: skip


@pytest.fixture(scope="module")
def runners(shared_site: Site) -> Iterator[Runner]:
    """Runners whose logbook is empty, one for each test."""
    made = make_runners(shared_site, [f"fresh-{next(NUMBERS)}-{time.time_ns()}" for _ in range(25)])
    shared_site.manage("shell", "--no-imports", "-c", AFRESH)
    return made


@pytest.fixture
def ana(runners: Iterator[Runner]) -> Runner:
    """A runner who has just signed up."""
    return next(runners)


@pytest.fixture
def enter(ana: Runner, site: Site, open_page: Open) -> Enter:
    """Opens Today as Ana."""

    def enter(**options: bool | int) -> Page:
        page = open_page(None, **options)
        page.clock.install()
        ana.log_in(page.context, site)
        page.goto("/log/")
        return page

    return enter


def press(page: Page, name: str) -> None:
    """Press a button once the answer before has been there for a moment; one behind the three dots of its row, too."""
    if name == DONE_BEFORE:
        page.locator(".pinned summary").click()
    a_moment_later(page).get_by_role("button", name=name, exact=True).click()


def pick(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^After a run")).click()
    expect(page.get_by_role("heading", name="After a run")).to_be_visible()


def minutes_logged(site: Site, runner: Runner) -> list[tuple[str, int]]:
    """Routine and minutes of every session."""
    return [(name, minutes) for _, name, minutes, _ in sessions(site, runner)]


def numbers(site: Site, runner: Runner) -> list[tuple[str, str, int]]:
    """Area, side and number of every symptom."""
    return [(area, side, number) for _, area, side, _, number in symptoms(site, runner)]


@SCRIPT
def test_from_the_first_empty_day_to_a_session_taken_back_and_a_sore_place(
    script: bool, ana: Runner, site: Site, enter: Enter
) -> None:
    page = enter(script=script)
    witness = Witness(page, site.address)
    expect(page.get_by_role("heading", name="No routine picked yet")).to_be_visible()
    pick(page)
    press(page, DONE)
    expect(page.locator(".pinned .did")).to_contain_text("Session saved, 8 min")
    assert minutes_logged(site, ana) == [("After a run", 8)]
    press(page, "Undo")
    expect(page.get_by_role("button", name=DONE, exact=True)).to_be_visible()
    assert minutes_logged(site, ana) == []
    a_moment_later(page).get_by_role("link", name="A new place").click()
    page.locator("label:has(#where-left-arch)").click()
    page.get_by_role("button", name="0", exact=True).click()
    expect(page.locator("#said")).to_contain_text("Left arch 0 saved")
    assert numbers(site, ana) == [("arch", "left", 0)]
    assert witness.complaints == []


def test_the_usual_session_is_one_tap_and_a_new_place_two_and_a_number(enter: Enter) -> None:
    page = enter()
    pick(page)
    page.evaluate(f"() => {{{COUNT}}}")
    press(page, DONE)
    expect(page.locator(".pinned .did")).to_be_visible()
    assert page.evaluate("sessionStorage.taps") == "1"
    page.context.add_init_script(COUNT)
    page.evaluate("sessionStorage.taps = 0")
    a_moment_later(page).get_by_role("link", name="A new place").click()
    page.locator("label:has(#where-right-toes)").click()
    page.get_by_role("button", name="3", exact=True).click()
    expect(page.locator("#said")).to_contain_text("Right other toes 3 saved")
    assert page.evaluate("sessionStorage.taps") == "3"


def test_with_script_nothing_reloads_for_a_session_a_number_or_a_long_form(
    ana: Runner, site: Site, enter: Enter
) -> None:
    page = enter()
    reach(page)
    page.evaluate("window.stayed = true")
    pick(page)
    for name, then in TAPS:
        press(page, name)
        expect(page.get_by_text(then, exact=True).first).to_be_visible()
    assert page.evaluate("window.stayed") is True
    a_moment_later(page).get_by_role("link", name="A new place").click()
    reach(page)
    page.evaluate("window.stayed = true")
    page.locator("label:has(#where-left-arch)").click()
    page.get_by_role("button", name="Say more").click()
    page.locator("label", has=page.locator("[name=moment][value=after]")).click()
    page.locator("label", has=page.locator("[name=severity][value='2']")).click()
    press(page, "Save")
    expect(page.locator("#said")).to_contain_text("Left arch 2 (after) saved")
    expect(page).to_have_url(f"{site.address}/log/")
    assert page.evaluate("window.stayed") is True
    assert numbers(site, ana) == [("arch", "left", 2)]


@SCRIPT
def test_yesterday_is_one_tap_and_today_can_still_be_tapped_after_it(
    script: bool, ana: Runner, site: Site, enter: Enter
) -> None:
    page = enter(script=script)
    pick(page)
    press(page, DONE_BEFORE)
    expect(page.locator("#said")).to_contain_text("Session saved for yesterday, 8 min")
    press(page, DONE)
    expect(page.locator(".pinned .did")).to_contain_text("Session saved, 8 min")
    days = [day for day, *_ in sessions(site, ana)]
    assert (len(days), len(set(days))) == (2, 2)


def test_what_hurts_is_on_the_first_screen_and_an_answer_leaves_the_page_where_it_is(enter: Enter) -> None:
    page = enter()
    # Before the first routine is picked, too.
    for one in ("A new place", "Nothing today"):
        place = page.get_by_text(one, exact=True).bounding_box()
        tabs = page.locator(".mast .nav").bounding_box()
        assert place
        assert tabs
        assert place["y"] + place["height"] <= tabs["y"]
    reach(page)
    page.get_by_label("Minutes only").fill("20")
    button = page.get_by_role("button", name="Save", exact=True)
    button.evaluate("(one) => one.scrollIntoView({ block: 'center' })")
    before = page.evaluate("scrollY")
    assert before > 0
    button.click()
    expect(page.locator(".logged")).to_contain_text("20 min")
    expect(button).to_be_focused()
    assert page.evaluate("scrollY") == before


def test_a_double_tap_on_the_usual_session_is_one_session(ana: Runner, site: Site, enter: Enter) -> None:
    page = enter()
    pick(page)
    a_moment_later(page).get_by_role("button", name=DONE, exact=True).dblclick()
    expect(page.locator(".pinned .did")).to_be_visible()
    assert minutes_logged(site, ana) == [("After a run", 8)]


def test_two_taps_on_a_slow_line_are_both_kept_and_both_shown(ana: Runner, site: Site, enter: Enter) -> None:
    page = enter()
    pick(page)
    slow = {"offline": False, "latency": 800, "downloadThroughput": -1, "uploadThroughput": -1}
    a_moment_later(page).context.new_cdp_session(page).send("Network.emulateNetworkConditions", slow)
    page.get_by_role("button", name=DONE, exact=True).click()
    page.get_by_role("button", name="Nothing today", exact=True).click()
    expect(page.locator(".logged")).to_contain_text("After a run")
    expect(page.locator(".logged")).to_contain_text("Nothing hurt")
    assert minutes_logged(site, ana) == [("After a run", 8)]


def test_without_a_connection_a_tap_says_so_and_goes_by_itself_later(ana: Runner, site: Site, enter: Enter) -> None:
    page = enter()
    page.get_by_label("Minutes only").fill("25")
    page.context.set_offline(True)
    press(page, "Save")
    # The tap waits in the browser since there is an outbox for the quick forms; it used to ask for another one.
    expect(page.locator("#said")).to_contain_text("No connection: it waits on this phone, and is sent by itself.")
    page.context.set_offline(False)
    expect(page.locator(".logged")).to_contain_text("25 min")
    assert minutes_logged(site, ana) == [("", 25)]


@pytest.mark.parametrize("fault", ["connection", "server"])
def test_a_long_form_that_does_not_arrive_keeps_every_word(fault: str, ana: Runner, site: Site, enter: Enter) -> None:
    page = enter()
    page.get_by_role("link", name="A new place").click()
    page.locator("label:has(#where-left-arch)").click()
    page.get_by_role("button", name="Say more").click()
    page.locator("label", has=page.locator("[name=moment][value=after]")).click()
    page.locator("label", has=page.locator("[name=severity][value='2']")).click()
    page.get_by_label("Note").fill("Written on a train, in a tunnel.")

    def lose(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
        elif fault == "connection":
            route.abort("connectionreset")
        else:
            route.fulfill(status=500, body="Broken.")

    page.route("**/log/**", lose)
    press(page, "Save")
    words = {"connection": "Not sent: there is no connection.", "server": "Not saved: something broke here."}
    expect(page.locator("#said")).to_contain_text(words[fault])
    expect(page.get_by_label("Note")).to_have_value("Written on a train, in a tunnel.")
    page.unroute("**/log/**")
    press(page, "Save")
    expect(page.locator(".logged")).to_contain_text("Written on a train, in a tunnel.")
    assert numbers(site, ana) == [("arch", "left", 2)]


@SCRIPT
def test_two_tabs_that_change_one_entry_lose_neither_text(script: bool, ana: Runner, site: Site, enter: Enter) -> None:
    first = enter(script=script)
    first.get_by_label("Minutes only").fill("30")
    press(first, "Save")
    a_moment_later(first).locator(".logged").get_by_role("link", name="Edit").click()
    second = first.context.new_page()
    second.goto(first.url)
    for tab, words in ((first, "Easy, by the river."), (second, "Hilly, in the rain.")):
        tab.get_by_label("Note").fill(words)
        press(tab, "Save the changes")
        expect(tab.get_by_text("Easy, by the river.")).to_be_visible()
    expect(second.get_by_label("Note")).to_have_value("Hilly, in the rain.")
    press(second, "Save mine")
    expect(second.locator(".logged")).to_contain_text("Hilly, in the rain.")
    assert minutes_logged(site, ana) == [("", 30)]


@SCRIPT
def test_an_entry_that_is_gone_when_its_form_arrives_keeps_what_was_written(script: bool, enter: Enter) -> None:
    page = enter(script=script)
    page.get_by_label("Minutes only").fill("30")
    press(page, "Save")
    a_moment_later(page).locator(".logged").get_by_role("link", name="Edit").click()
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_role("button", name="Delete this session").click()
    expect(other.locator("#said")).to_contain_text("Session deleted")
    page.get_by_label("Note").fill("Written meanwhile.")
    press(page, "Save the changes")
    expect(page.get_by_role("alert")).to_contain_text("This entry is not there any more.")
    press(page, "Save the session")
    expect(page.locator(".logged")).to_contain_text("Written meanwhile.")


def fill(page: Page) -> None:
    """A picked routine that was just tapped, and a place with a number."""
    pick(page)
    a_moment_later(page).get_by_role("link", name="A new place").click()
    page.locator("label:has(#where-left-arch)").click()
    page.get_by_role("button", name="4", exact=True).click()
    expect(page.locator(".tracked")).to_be_visible()
    press(page, DONE)
    expect(page.locator(".pinned .did")).to_be_visible()


def test_an_empty_day_and_an_answer_are_whole_for_eyes_ears_and_thumbs(site: Site, enter: Enter) -> None:
    page = enter(still=True)
    witness = Witness(page, site.address)
    for look in (lambda page: None, fill):
        look(page)
        assert (violations_in_four_views(page), witness.complaints) == ({}, [])
        assert page.evaluate(TOO_SMALL) == []
        page.set_viewport_size({"width": 320, "height": 640})
        assert (page.evaluate("document.documentElement.scrollWidth"), page.evaluate(SIDEWAYS)) == (320, [])
        assert sideways_when_large(page) == {}
        page.set_viewport_size({"width": 390, "height": 844})
    # "Done yesterday" is longer than "Done today", and a weekday's name can be longer still.
    for back in range(1, 4):
        page.goto(f"/log/{datetime.now(tz=UTC).date() - timedelta(days=back)}/")
        assert page.locator(".pinned").count() > 0
        assert sideways_when_large(page) == {}


FOCUS = "[document.activeElement.id, document.activeElement.textContent.trim()]"
# Whether what floats stands over the number that was pressed.
COVERED = """() => {
  const [bar, number] = [".floats", "[aria-current=true][name=severity]"].map(
    (one) => document.querySelector(one).getBoundingClientRect());
  return bar.top < number.bottom && number.top < bar.bottom;
}"""


def test_undo_is_the_next_stop_after_what_was_pressed_and_tab_leads_on_from_there(enter: Enter) -> None:
    page = enter()
    fill(page)
    page.goto("/log/")
    reach(page)
    number = page.locator(".tracked button", has_text="6")
    number.focus()
    a_moment_later(page).keyboard.press("Enter")
    expect(page.locator("#said")).to_contain_text("Left arch 6 saved")
    # The words stand there a moment before the answer has settled and the focus is back.
    expect(number).to_be_focused()
    stops = []
    for key in ("Tab", "Shift+Tab", "Tab", "Tab", "Tab"):
        page.keyboard.press(key)
        stops.append(page.evaluate(FOCUS)[1])
    assert stops == ["Undo", "6", "Undo", "Change", "7"]


def test_without_script_the_answer_begins_with_its_words_and_undo_is_next(enter: Enter) -> None:
    page = enter(script=False)
    page.get_by_role("link", name="A new place").click()
    page.locator("label:has(#where-left-arch)").click()
    page.get_by_role("button", name="4", exact=True).click()
    expect(page.locator("#said")).to_contain_text("Left arch 4 saved")
    page.keyboard.press("Tab")
    expect(page.locator("#undo")).to_be_focused()


def test_what_is_said_covers_no_number_just_used_and_leaves_by_itself(enter: Enter) -> None:
    page = enter()
    fill(page)
    page.goto("/log/")
    reach(page)
    for block, said in (("end", 9), ("center", 8)):
        number = page.locator(".tracked button", has_text=str(said))
        number.evaluate("(one, block) => one.scrollIntoView({ block })", block)
        place = number.bounding_box()
        assert place
        a_moment_later(page).mouse.click(place["x"] + 9, place["y"] + 9)
        expect(page.locator("#said")).to_contain_text(f"Left arch {said} saved")
        assert page.evaluate(COVERED) is False
    leaving = page.locator(".floats").evaluate("(one) => one.getAnimations()[0].effect.getComputedTiming()")
    assert (leaving["delay"], leaving["fill"]) == (12_000, "forwards")
    page.locator(".floats").evaluate("(one) => one.getAnimations()[0].finish()")
    expect(page.locator(".floats")).to_be_hidden()
    # Not from under whoever goes about with the keyboard.
    number.focus()
    page.keyboard.press("Shift+Tab")
    assert page.locator(".floats").evaluate("(one) => one.getAnimations().length") == 0


def test_three_pins_leave_the_morning_and_what_hurts_above_the_fold_of_a_phone(
    ana: Runner, site: Site, enter: Enter
) -> None:
    page = enter()
    fill(page)
    page.goto("/log/pins/")
    for place, chosen in enumerate(("Calf and Achilles strength", "Daily mobility", "Before a run"), start=1):
        field = page.locator(f"#id_place_{place}")
        option = field.locator("option", has_text=chosen).first
        field.select_option(value=option.get_attribute("value"))
    page.get_by_role("button", name="Save your routines").click()
    expect(page.locator("#said")).to_contain_text("Your routines are saved")
    page.goto("/log/")
    expect(page.locator(".pinned")).to_have_count(3)
    tabs = page.locator(".mast .nav").bounding_box()
    for one in (page.locator(".this-morning .button"), page.locator(".tracked .stair")):
        box = one.bounding_box()
        assert box
        assert tabs
        assert box["y"] + box["height"] <= tabs["y"]
