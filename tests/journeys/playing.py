"""Playing with the clock turned: a page whose time only passes when a test says so, runners, and what was written."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page, Route, expect

from tests.journeys.site import Site

# A day on which the left side comes first.
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DAY = "2026-03-02"
AFTER = "/routines/after-a-run/play/"
ONE = "/exercises/calf-stretch-straight/play/"
# How long that lasts, and what the logbook then says: day, routine, minutes, effort.
STRAIGHT, WHOLE_S, KEPT = "Calf stretch, knee straight", 152, [(DAY, "", 3, None)]
# A runner with two places and a browser's key for each name, printed as JSON.
MAKE = """
import json, sys
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from ankles.accounts.models import User
# One hash for all: it takes a second.
keys, kept = {}, make_password("soft-landings-9")
for name in NAMES:
    runner = User.objects.create(email=f"{name}@example.org", password=kept, time_zone="Europe/London")
    runner.agree("1")
    runner.followed.create(area="achilles_mid", side="left")
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(runner.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = runner.get_session_auth_hash()
    session.save()
    keys[name] = session.session_key
print(json.dumps(keys))
"""
# Every tone that is played, by its pitch.
LISTEN = """
window.heard = [];
const Tone = window.OscillatorNode;
window.OscillatorNode = class extends Tone { constructor(context, options) { super(context, options); heard.push(options.frequency); } };
"""


@dataclass(frozen=True)
class Runner:
    """Somebody with a logbook; `key` is the session of their browser."""

    name: str
    key: str

    def log_in(self, context: BrowserContext, site: Site) -> None:
        """Log in this browser."""
        context.add_cookies([{"name": "ankles", "value": self.key, "url": site.address}])


def make_runners(site: Site, names: list[str]) -> Iterator[Runner]:
    """Make runners in one go."""
    keys = json.loads(site.manage("shell", "--no-imports", "-c", MAKE.replace("NAMES", repr(names))))
    return iter([Runner(name, key) for name, key in keys.items()])


def read(site: Site, sql: str, runner: Runner) -> list[tuple[Any, ...]]:
    """What stands in the site's database; `?` in the statement is the runner's address."""
    connection = sqlite3.connect(f"file:{site.data / 'ankles.sqlite3'}?mode=ro", uri=True)
    try:
        return connection.execute(sql, (f"{runner.name}@example.org",)).fetchall()
    finally:
        connection.close()


# What waits in a browser: what is taken in (IndexedDB), and what still lies on the doorstep (localStorage).
WAITING = """async () => {
  const outside = JSON.parse(localStorage.getItem("ankles.outbox") ?? "[]");
  const inside = await new Promise((done) => {
    const asked = indexedDB.open("ankles");
    asked.onupgradeneeded = () => asked.transaction.abort();
    asked.onerror = () => done([]);
    asked.onsuccess = () => {
      const all = asked.result.transaction("letters").objectStore("letters").getAll();
      all.onsuccess = () => { asked.result.close(); done(all.result); };
    };
  });
  return [...inside.filter(({ id }) => !outside.some((one) => one.id === id)), ...outside];
}"""


def letters_in(page: Page) -> list[dict[str, Any]]:
    """The letters that wait in a browser, in order."""
    found: list[dict[str, Any]] = page.evaluate(WAITING)
    return found


OWN = "JOIN accounts_user u ON u.id = s.runner_id WHERE u.email = ?"


def sessions(site: Site, runner: Runner) -> list[tuple[Any, ...]]:
    """A runner's sessions: day, routine, minutes, effort."""
    return read(site, f"SELECT s.day, s.routine_name, s.minutes, s.effort FROM logbook_trainingsession s {OWN}", runner)  # noqa: S608 (names of ours)


def done(site: Site, runner: Runner) -> list[tuple[Any, ...]]:
    """What was done in them: name, side, outcome, seconds."""
    joined = f"FROM logbook_exercisedone d JOIN logbook_trainingsession s ON s.id = d.session_id {OWN}"
    return read(site, f"SELECT d.name, d.side, d.outcome, d.duration_s {joined} ORDER BY d.position", runner)


def symptoms(site: Site, runner: Runner) -> list[tuple[Any, ...]]:
    """A runner's symptoms: day, area, side, moment, number."""
    return read(site, f"SELECT s.day, s.area, s.side, s.moment, s.severity FROM logbook_symptom s {OWN}", runner)  # noqa: S608 (names of ours)


@dataclass(frozen=True)
class Player:
    """The player's page in a browser."""

    page: Page

    def start(self) -> Player:
        """Tap Start. Whose run it is, is known afterwards."""
        with self.page.expect_response("**/log/player/"):
            self.page.click("#start")
        expect(self.page.locator(".run")).to_be_visible()
        return self

    def start_and_load(self) -> Player:
        """Tap Start, and wait for what stands after the end as well: for whoever takes the line away after that."""
        with self.page.expect_request_finished(lambda request: "/js/player/asking." in request.url):
            self.start()
        self.page.wait_for_function("() => customElements.get('played-outbox')")
        return self

    def wait(self, seconds: float) -> Player:
        """Let time pass, second by second."""
        self.page.clock.run_for(round(seconds * 1000))
        return self

    def sleep(self, seconds: int) -> Player:
        """Let time pass while the phone is locked: no timer runs, then it is unlocked."""
        self.page.clock.fast_forward(seconds * 1000)
        return self

    def tap(self, *ids: str) -> Player:
        """Tap buttons by their ids."""
        for one in ids:
            self.page.click(f"#{one}")
        return self

    def go_on(self) -> Player:
        """After a reload: take the run up again where it was left."""
        self.tap("offer-go")
        expect(self.page.locator(".run")).to_be_visible()
        return self.tap("main-button")

    def stop(self) -> Player:
        """Stop here and keep what was done."""
        self.tap("menu-open", "stop")
        expect(self.page.locator(".after")).to_be_visible()
        return self

    def text(self, name: str) -> str:
        """What stands in an element, by its id."""
        return self.page.inner_text(f"#{name}")

    @property
    def at(self) -> tuple[str, str, str, str]:
        """Where it stands: exercise, side, words, number."""
        side = self.page.evaluate(
            "document.querySelector('#sides:not([hidden]) [aria-current=true]')?.textContent ?? ''"
        )
        return self.text("name"), side, self.text("now"), self.text("count").replace("\n", " ")

    @property
    def waiting(self) -> list[dict[str, Any]]:
        """The letters that wait in this browser."""
        return letters_in(self.page)

    @property
    def heard(self) -> list[int]:
        """The pitches played since this was last asked."""
        found: list[int] = self.page.evaluate("heard.splice(0)")
        return found


def opened(page: Page, path: str = AFTER) -> Player:
    """The player's page, ready to start, with its clock stopped at noon."""
    page.clock.install(time=NOON)
    page.add_init_script(LISTEN)
    # Who is there is known before the clock jumps; to wait for a quiet line as well would cost half a second each time.
    with page.expect_response("**/log/player/"):
        page.goto(path)
    page.clock.pause_at(NOON.replace(second=30))
    return ready(page)


def ready(page: Page) -> Player:
    """The page once its script knows what to offer."""
    expect(page.locator("#begin:visible, #offer:visible").first).to_be_visible()
    return Player(page)


def page_of(runner: Runner | None, open_page: Callable[..., Page], site: Site) -> Page:
    """A browser in which somebody is logged in, or nobody."""
    page = open_page(None)
    if runner:
        runner.log_in(page.context, site)
    return page


def played(page: Page) -> Player:
    """A whole exercise, played."""
    player = opened(page, ONE).start().wait(WHOLE_S)
    expect(page.locator(".after")).to_be_visible()
    return player


def settle(page: Page) -> None:
    """Wait until nothing waits in this browser any more, and its pages know."""
    page.wait_for_function("() => !localStorage.getItem('ankles.waits') && !localStorage.getItem('ankles.outbox')")
    # Asked again and again: `wait_for_function` takes the promise of an answer for a yes.
    deadline = time.monotonic() + 45
    while not _is_empty(page):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _is_empty(page: Page) -> bool:
    """Whether nothing waits; a page that is just being loaded anew says nothing yet."""
    try:
        return not letters_in(page)
    except Error:
        return False


def kept(player: Player) -> None:
    """Wait until it says that it is kept, and nothing waits."""
    expect(player.page.locator("#kept")).to_have_text("Kept in your logbook. See the day")
    settle(player.page)


Send = Callable[[Route], None]
FAILURES: dict[str, Send] = {
    "no network": lambda route: route.abort("internetdisconnected"),
    "server error": lambda route: route.fulfill(status=503, body="<h1>Sorry</h1>", content_type="text/html"),
    # The session is written, and the answer gets lost on the way back.
    "lost answer": lambda route: (route.fetch(), route.abort("connectionreset"))[1],
}
