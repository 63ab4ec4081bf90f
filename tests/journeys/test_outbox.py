"""The quick forms without a network: each entry arrives once, in order, in the account that wrote it, whatever happens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from playwright.sync_api import TimeoutError as NotYet

from tests.durability.serving import Mortal, mortal
from tests.journeys.conftest import Open, takes_long
from tests.journeys.playing import OWN, Runner, letters_in, make_runners, page_of, read, sessions, settle, symptoms
from tests.journeys.reaching import a_moment_later, reach
from tests.journeys.site import Site
from tests.journeys.test_old_browsers import FORGET
from tests.journeys.test_pages import violations_in_four_views

PAGE = "/offline/log/"
BEFORE, YESTERDAY = ((datetime.now(UTC).date() - timedelta(days=days)).isoformat() for days in (2, 1))
# Thirteen areas, each on two sides: no two of the numbers are about one place.
PLACES = [
    (area, side)
    for area in (
        "calf_upper", "calf_lower", "shin_inner", "shin_front", "shin_outer", "ankle_outer", "ankle_inner", "ankle_front",
        "heel_plantar", "arch", "midfoot_top", "big_toe", "toes",
    )
    for side in ("left", "right")
]  # fmt: skip
WRITE = """entries => {
  for (const { form, words } of entries) {
    const found = document.getElementById(form);
    for (const [name, value] of Object.entries(words)) found.elements[name].value = value;
    if (form === "symptom") found.querySelector(`[name=severity][value="${words.severity}"]`).click();
    else found.requestSubmit();
  }
}"""


def opened(page: Page) -> Page:
    """The page of the quick forms, once it knows who is there."""
    with page.expect_response("**/log/player/"):
        page.goto(PAGE)
    expect(page.locator("#quick")).to_be_visible()
    return page


def tap(page: Page, number: int) -> None:
    """A number for the left Achilles, as a thumb gives it."""
    page.select_option("#symptom select", "achilles_mid")
    page.locator("#symptom").get_by_text("Left", exact=True).click()
    page.locator("#symptom").get_by_role("button", name=str(number), exact=True).click()


def number(page: Page, severity: int) -> None:
    """Tap a number on Today for the place that is followed."""
    page.locator(".tracked").get_by_role("button", name=str(severity), exact=True).first.click()


def entry(number: int) -> dict[str, Any]:
    """The `number`-th of many: a session, a run or a number for a place, told apart by its minutes or its place."""
    if number % 3 == 0:
        return {"form": "session", "words": {"plan": "", "minutes": str(number + 1)}}
    if number % 3 == 1:
        return {"form": "run", "words": {"minutes": str(number + 1)}}
    area, side = PLACES[number // 3]
    return {"form": "symptom", "words": {"area": area, "side": side, "severity": number % 10}}


def write(page: Page, numbers: range) -> None:
    """Write entries down for yesterday, one after the other."""
    page.fill("#day", YESTERDAY)
    page.evaluate(WRITE.replace("found.elements[name].value = value", "if (name !== 'severity') found.elements[name].value = value"),
                  [entry(number) for number in numbers])  # fmt: skip


@pytest.fixture
def killable(ready_made_site: Path, tmp_path: Path) -> Iterator[Mortal]:
    """A site of its own, that dies."""
    with mortal(tmp_path / "data", ready_made_site, 0) as killable:
        yield killable


# How many are written, and at which sendings the server dies: at the first of them after it wrote the entry.
@pytest.mark.parametrize(
    ("entries", "deaths"), [(5, [3]), pytest.param(50, [12, 30], marks=takes_long)], ids=["five", "fifty"]
)
def test_many_entries_arrive_once_in_order_and_in_the_right_account(
    killable: Mortal, browser: Browser, entries: int, deaths: list[int]
) -> None:
    if killable.database:
        pytest.skip("What is read here is SQLite's file.")
    site = Site(f"http://localhost:{killable.port}", killable.data, 0)
    ana, ben = make_runners(site, ["many-ana", "many-ben"])
    # Without the worker, which would stand between this page and what the test does to its line.
    context = browser.new_context(base_url=site.address, timezone_id="Europe/London", service_workers="block")
    # Three hours fast.
    context.clock.install(time=datetime.now(UTC) + timedelta(hours=3))
    ana.log_in(context, site)
    page = opened(context.new_page())
    context.set_offline(True)
    half = entries // 2
    write(page, range(half))
    expect(page.locator("#count")).to_have_text(f"{half} entries wait on this phone")
    # The tab is killed, the log-in has ended.
    page.close()
    context.clear_cookies()
    context.set_offline(False)
    page = opened(context.new_page())
    expect(page.locator("#count")).to_have_text(f"{half} entries wait for the account that wrote them")
    expect(page.locator("#list")).not_to_contain_text("min")
    context.set_offline(True)
    write(page, range(half, entries))
    context.set_offline(False)
    ben.log_in(context, site)
    page.goto("/log/")
    note = page.locator("played-outbox")
    expect(note).to_contain_text(f"{entries} entries wait in this browser for the account that wrote them.")
    expect(note).not_to_contain_text(" min")
    ana.log_in(context, site)
    sent: list[str] = []

    def die(route: Route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        sent.append(route.request.url)
        if len(sent) == deaths[0]:
            # Written, and nobody hears of it.
            route.fetch()
        if len(sent) in deaths:
            killable.kill_everything()
            route.abort("connectionreset")
            return killable.start()
        return route.continue_()

    page.route("**/log/**", die)
    page.goto(PAGE)
    for _ in range(30):
        with suppress(NotYet):
            page.wait_for_function("() => !localStorage.getItem('ankles.waits')", timeout=2_000)
            break
        # It tries again by itself, later each time.
        page.clock.fast_forward(61_000)
    expect(page.locator("#waits")).to_be_hidden()
    assert len(sent) >= entries + len(deaths)
    found = {
        table: read(site, f"SELECT s.day, {what} FROM logbook_{table} s {OWN} ORDER BY s.id", ana)  # noqa: S608 (names of ours)
        for table, what in (("trainingsession", "s.minutes"), ("run", "s.duration_s"), ("symptom", "s.area || s.side"))
    }
    assert found == {
        "trainingsession": [(YESTERDAY, number + 1) for number in range(0, entries, 3)],
        "run": [(YESTERDAY, 60 * (number + 1)) for number in range(1, entries, 3)],
        "symptom": [(YESTERDAY, "".join(PLACES[number // 3])) for number in range(2, entries, 3)],
    }
    tables = ("trainingsession", "run", "symptom")
    assert [read(site, f"SELECT 1 FROM logbook_{table} s {OWN}", ben) for table in tables] == [[], [], []]  # noqa: S608 (names of ours)
    context.close()


def test_what_waits_is_shown_changed_and_thrown_away(ana: Runner, open_page: Open, site: Site) -> None:
    page = opened(page_of(ana, open_page, site))
    page.context.set_offline(True)
    tap(page, 4)
    expect(page.locator("#told")).to_have_text("Left Achilles 4: waits on this phone.")
    assert violations_in_four_views(page) == {}
    page.locator("#run").get_by_label("Minutes").fill("30")
    page.get_by_role("button", name="Log the run").click()
    expect(page.locator("#count")).to_have_text("2 entries wait on this phone")
    page.locator("#count").click()
    page.locator("#list li").nth(0).get_by_role("button", name="Change").click()
    expect(page.locator("#symptom #changing")).to_be_in_viewport()
    expect(page.locator("#told")).to_be_hidden()
    page.locator("#symptom").get_by_role("button", name="6", exact=True).click()
    expect(page.locator("#list li").nth(0)).to_contain_text("Left Achilles 6")
    away = page.locator("#list li").nth(1).get_by_role("button", name="Throw away")
    away.click()
    page.locator("#list li").nth(1).get_by_role("button", name="Throw it away for good?").click()
    expect(page.locator("#count")).to_have_text("1 entry waits on this phone")
    page.context.set_offline(False)
    expect(page.locator("#told")).to_have_text("Left Achilles 6: saved in your logbook.")
    expect(page.locator("#waits")).to_be_hidden()
    settle(page)
    assert [row[1:] for row in symptoms(site, ana)] == [("achilles_mid", "left", "worst", 6)]


def test_every_kind_of_entry_can_be_written_without_a_line(ana: Runner, open_page: Open, site: Site) -> None:
    page = opened(page_of(ana, open_page, site))
    page.context.set_offline(True)
    page.fill("#day", BEFORE)
    page.get_by_role("button", name="Nothing today").click()
    page.fill("#day", YESTERDAY)
    page.locator("#plan").select_option("After a run")
    page.get_by_role("button", name="Log the session").click()
    morning = page.locator("#morning")
    morning.locator("select").select_option("heel_plantar")
    for answer in ("Right", "3", "Under 10 min"):
        morning.get_by_text(answer, exact=True).click()
    page.get_by_role("button", name="Log the morning").click()
    run = page.locator("#run")
    run.get_by_text("miles", exact=True).click()
    run.get_by_label("Distance").fill("4.5")
    run.get_by_label("Minutes").fill("41")
    page.get_by_role("button", name="Log the run").click()
    expect(page.locator("#count")).to_have_text("4 entries wait on this phone")
    page.context.set_offline(False)
    expect(page.locator("#waits")).to_be_hidden()
    assert read(site, f"SELECT s.day FROM logbook_clearday s {OWN}", ana) == [(BEFORE,)]  # noqa: S608 (names of ours)
    assert symptoms(site, ana) == [(YESTERDAY, "heel_plantar", "right", "first_steps", 3)]
    ((day, distance, seconds),) = read(site, f"SELECT s.day, s.distance_m, s.duration_s FROM logbook_run s {OWN}", ana)  # noqa: S608 (names of ours)
    assert (day, distance, seconds) == (YESTERDAY, 7242, 41 * 60)
    # A routine comes with its exercises and doses as the page showed them.
    ((day, routine, _, _),) = sessions(site, ana)
    assert (day, routine) == (YESTERDAY, "After a run")
    done = "JOIN logbook_exercisedone d ON d.session_id = s.id"
    doses = read(site, f"SELECT d.dose FROM logbook_trainingsession s {done} {OWN}", ana)  # noqa: S608 (names of ours)
    assert len(doses) > 2
    assert all(dose for (dose,) in doses)


def test_a_day_to_come_is_refused_kept_and_can_be_mended(ana: Runner, open_page: Open, site: Site) -> None:
    page = opened(page_of(ana, open_page, site))
    to_come = datetime(datetime.now(UTC).year + 1, 7, 15, tzinfo=UTC)
    page.fill("#day", to_come.date().isoformat())
    tap(page, 4)
    line = page.locator("#list li")
    expect(line).to_contain_text("Not saved: This day has not come yet where you live.")
    expect(page.locator("#count")).to_have_text("1 entry waits on this phone; it could not be taken")
    # Once the log-in has ended, whoever holds the phone hears that it waits, and no more.
    page.context.clear_cookies()
    opened(page)
    expect(page.locator("#count")).to_have_text("1 entry waits for the account that wrote it")
    expect(page.locator("#list")).not_to_contain_text("Not saved")
    ana.log_in(page.context, site)
    # By this phone's clock it has begun, half an hour ago: British summer time is an hour before UTC.
    page.clock.set_fixed_time(to_come - timedelta(minutes=30))
    opened(page)
    expect(line.get_by_role("link", name="The day")).to_be_visible()
    line.get_by_role("button", name="Change").click()
    page.fill("#day", YESTERDAY)
    page.locator("#symptom").get_by_role("button", name="4", exact=True).click()
    expect(page.locator("#told")).to_have_text("Left Achilles 4: saved in your logbook.")
    assert symptoms(site, ana) == [(YESTERDAY, "achilles_mid", "left", "worst", 4)]


ANOTHERS = """localStorage.setItem("ankles.outbox", JSON.stringify([{ id: "0".repeat(32), path: "/log/2026-11-20/clear/",
  title: "Nothing today", fields: [], body: { account: "ben", day: "2026-11-20", entry_key: "0".repeat(32) } }]))"""


# The line is dead, and the browser does not know it: what the worker asks for never comes.
DEAD_LINE = "() => { const { fetch } = self; self.fetch = () => Promise.reject(new TypeError()); self.back = () => (self.fetch = fetch); }"


# The line is slow, the worker has no patience, and its store is forbidden.
SLOW_LINE = """() => {
  const { fetch, setTimeout } = self;
  const later = () => new Promise((done) => setTimeout(done, 500));
  self.fetch = (...asked) => later().then(() => fetch(...asked));
  self.setTimeout = (act) => setTimeout(act);
  caches.match = () => Promise.reject(new DOMException("forbidden", "SecurityError"));
  self.back = () => { Object.assign(self, { fetch, setTimeout }); delete caches.match; };
}"""


def test_what_waits_goes_when_no_page_is_open_and_what_is_refused_or_anothers_stays(
    ana: Runner, open_page: Open, site: Site
) -> None:
    page = open_page(None, worker=True)
    ana.log_in(page.context, site)
    opened(page).keyboard.press("Shift")
    page.wait_for_function("() => navigator.serviceWorker.controller")
    context, worker = page.context, page.context.service_workers[0]
    # Where no page can stand there instead, the answer is waited for.
    page.goto("/log/")
    worker.evaluate(SLOW_LINE)
    number(page, 3)
    expect(page.locator("#said")).to_contain_text("Left Achilles 3 saved")
    worker.evaluate("() => self.back()")
    # Pressed before its script was there: a page of ours stands where the browser's own words stood, and says what waits.
    page.goto("/log/")
    worker.evaluate(DEAD_LINE)
    number(page, 5)
    expect(page.locator("#told")).to_have_text("Left Achilles 5: waits on this phone.")
    assert (page.url.endswith("/symptoms/"), page.locator("#unanswered").is_visible()) == (True, False)
    worker.evaluate("() => self.back()")
    page.locator("#send").dispatch_event("click")
    expect(page.locator("#told")).to_have_text("Left Achilles 5: saved in your logbook.")
    opened(page)
    context.set_offline(True)
    page.evaluate(ANOTHERS)
    page.fill("#day", (datetime.now(UTC).date() + timedelta(days=3)).isoformat())
    tap(page, 7)
    page.fill("#day", YESTERDAY)
    tap(page, 4)
    expect(page.locator("#count")).to_have_text(
        "2 entries wait on this phone; 1 entry waits for the account that wrote it"
    )
    page.wait_for_function("() => !localStorage.getItem('ankles.outbox')")
    page.close()
    context.set_offline(False)
    # Chromium calls it when the line is back, if it has Background Sync; once more changes nothing.
    worker.evaluate("() => sync()")
    assert sorted(row[4] for row in symptoms(site, ana)) == [4, 5]
    page = opened(context.new_page())
    expect(page.locator("#list li").first).to_contain_text("Not saved: This day has not come yet where you live.")
    expect(page.locator("#count")).to_contain_text("1 entry waits for the account that wrote it")
    assert sorted(row[4] for row in symptoms(site, ana)) == [4, 5]


# The page's own outbox: what it says waits, in the moment in which the doorstep is empty; and where another tab took a
# letter in before this one did.
TAKEN_IN = """async () => {
  const path = performance.getEntriesByType("resource").find(({ name }) => name.includes("/player/outbox.")).name;
  window.outbox = await import(path);
  window.seen = [];
  const remove = Storage.prototype.removeItem;
  Storage.prototype.removeItem = function (name) {
    remove.call(this, name);
    if (name === "ankles.outbox") seen.push(outbox.waiting().length);
  };
}"""
BY_ANOTHER_TAB = """() => {
  outbox.put({ id: "1".repeat(32), path: "/log/played/", title: "Toe walks", body: { account: "ben", day: "2026-11-20" } });
  delete localStorage["ankles.outbox"];
  return outbox.waiting().map(({ title }) => title);
}"""


def test_what_waits_is_never_out_of_sight_while_it_is_taken_in(ana: Runner, open_page: Open, site: Site) -> None:
    page = opened(page_of(ana, open_page, site))
    page.context.set_offline(True)
    page.evaluate(TAKEN_IN)
    tap(page, 4)
    page.wait_for_function("() => seen.length")
    # Else the player would say "Kept in your logbook", because nothing of it waits.
    assert page.evaluate("seen") == [1]
    assert page.evaluate(BY_ANOTHER_TAB) == ["Left Achilles 4", "Toe walks"]


def test_an_old_phone_without_a_store_of_its_own_keeps_and_sends(ana: Runner, open_page: Open, site: Site) -> None:
    page = page_of(ana, open_page, site)
    page.add_init_script(FORGET + "Object.defineProperty(window, 'indexedDB', { value: undefined });")
    opened(page).context.set_offline(True)
    tap(page, 3)
    expect(page.locator("#count")).to_have_text("1 entry waits on this phone")
    page.context.set_offline(False)
    expect(page.locator("#told")).to_have_text("Left Achilles 3: saved in your logbook.")
    assert [row[4] for row in symptoms(site, ana)] == [3]


def test_a_private_window_says_that_nothing_is_kept_and_the_form_stays(
    ana: Runner, open_page: Open, site: Site
) -> None:
    page = page_of(ana, open_page, site)
    page.add_init_script("""
      Object.defineProperty(window, "indexedDB", { value: undefined });
      Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
    """)
    opened(page).context.set_offline(True)
    tap(page, 3)
    expect(page.locator("#told")).to_contain_text("This browser keeps nothing on this phone")
    assert page.input_value("#symptom select") == "achilles_mid"
    page.context.set_offline(False)
    expect(page.locator("#told")).to_have_text("Left Achilles 3: saved in your logbook.")
    assert [row[4] for row in symptoms(site, ana)] == [3]


PLAYED = """localStorage.setItem("ankles.player",
  JSON.stringify({ form: { sound: "soft" }, without: { "/routines/strength/play/": [2] } }))"""


def test_the_usual_is_remembered_only_when_asked_and_goes_at_log_out(ana: Runner, open_page: Open, site: Site) -> None:
    page = opened(page_of(ana, open_page, site))
    assert page.evaluate("localStorage.getItem('ankles.usual')") is None
    page.get_by_role("button", name="Remember on this phone").click()
    page.locator("#symptom .chip").get_by_text("Left Achilles").click()
    page.locator("#symptom").get_by_role("button", name="2", exact=True).click()
    expect(page.locator("#told")).to_have_text("Left Achilles 2: saved in your logbook.")
    page.evaluate(PLAYED)
    page.goto("/accounts/logout/")
    settle(page)
    page.locator("form[data-log-out] button").click()
    page.wait_for_url(lambda url: "logout" not in url)
    assert page.evaluate("[localStorage.getItem('ankles.usual'), localStorage.getItem('ankles.me')]") == [None, None]
    # How the player sounds is the phone's; what was played is not.
    assert page.evaluate("localStorage.getItem('ankles.player')") == '{"form":{"sound":"soft"},"without":{}}'


def test_a_tap_on_today_without_a_line_waits_on_this_phone(ana: Runner, open_page: Open, site: Site) -> None:
    page = page_of(ana, open_page, site)
    page.goto("/log/")
    reach(page)
    page.context.set_offline(True)
    number(page, 4)
    expect(page.locator("#said")).to_contain_text("No connection: it waits on this phone, and is sent by itself.")
    assert [letter["title"] for letter in letters_in(page)] == ["Left Achilles 4"]
    page.context.set_offline(False)
    page.goto("/log/")
    settle(page)
    assert [row[4] for row in symptoms(site, ana)] == [4]


def test_who_opens_nothing_but_today_has_the_worker_after_a_touch(ana: Runner, open_page: Open, site: Site) -> None:
    page = open_page(None, worker=True)
    ana.log_in(page.context, site)
    page.goto("/log/")
    reach(page)
    number(page, 3)
    page.keyboard.press("Tab")
    page.wait_for_function("() => navigator.serviceWorker.controller")


def titles(page: Page) -> list[str]:
    """What waits in a browser, in order."""
    return [letter["title"] for letter in letters_in(page)]


def test_on_a_line_that_says_nothing_each_press_waits_as_it_was_pressed_and_the_last_one_stands(
    ana: Runner, open_page: Open, site: Site
) -> None:
    page = page_of(ana, open_page, site)
    page.clock.install()
    page.goto("/log/")
    reach(page)
    held: list[Route] = []
    silent = True

    def ask(route: Route) -> None:
        held.append(route) if silent else route.continue_()

    def come_back() -> None:
        nonlocal silent
        silent = False
        while held:
            held.pop(0).continue_()

    page.route(re.compile("/symptoms/$|/sessions/$|/log/player/$"), ask)
    page.get_by_label("Minutes only").fill("25")
    page.locator("#save-minutes").click()
    expect(page.locator("#save-minutes")).to_have_attribute("aria-busy", "true")
    # Typed, and not pressed.
    page.get_by_label("Minutes only").fill("40")
    number(page, 4)
    page.clock.run_for(5_000)
    expect(page.locator("#said")).to_have_text("No answer yet: it waits on this phone, and is sent by itself.")
    number(page, 6)
    assert titles(page) == ["Session, 25 min", "Left Achilles 4", "Left Achilles 6"]
    come_back()
    expect(page.locator("played-outbox")).to_contain_text("Kept in your logbook: Left Achilles 6")
    settle(page)
    assert [row[4] for row in symptoms(site, ana)] == [6]
    assert [row[2] for row in sessions(site, ana)] == [25]
    # At once, on a line of which nobody knows yet that it is slow: htmx would forget the second with its form.
    reach(a_moment_later(page))
    silent = True
    number(page, 2)
    number(page, 3)
    assert titles(page) == ["Left Achilles 2", "Left Achilles 3"]
    come_back()
    expect(page.locator("played-outbox")).to_contain_text("Kept in your logbook: Left Achilles 3")
    settle(page)
    assert [row[4] for row in symptoms(site, ana)] == [3]


def test_the_first_tap_on_a_cold_cache_keeps_the_words_and_says_so(ana: Runner, open_page: Open, site: Site) -> None:
    page = page_of(ana, open_page, site)
    # htmx never comes, and the line is dead though the browser does not know it.
    page.route("**/htmx-2*", lambda route: route.abort())
    page.goto("/log/")
    page.route("**/symptoms/", lambda route: route.abort("connectionreset"))
    number(page, 5)
    page.wait_for_url("chrome-error://**")
    page.unroute("**/symptoms/")
    page.goto("/log/")
    settle(page)
    # Loaded again by itself, to show it; all of that page is there before the line goes.
    expect(page.locator(".tracked .answer b")).to_have_text("5")
    page.wait_for_load_state()
    assert [row[4] for row in symptoms(site, ana)] == [5]
    # And where it knows: nothing is asked of the line.
    page.context.set_offline(True)
    number(page, 7)
    expect(page.locator("#said")).to_contain_text("it waits on this phone")
    assert [letter["body"]["account"] != "" for letter in letters_in(page)] == [True]
