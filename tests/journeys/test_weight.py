"""A first visit on a bad phone line, and the second one."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Open
from tests.journeys.kinds import KINDS
from tests.journeys.playing import OWN, Runner, make_runners, read
from tests.journeys.reaching import reach
from tests.journeys.site import Site
from tests.journeys.wire import BLOCKING_SCRIPTS, Counter

KB = 1000
MOST = {
    "home": 70 * KB,
    "exercises": 70 * KB,
    "chapter": 35 * KB,
    "issue": 35 * KB,
    "exercise": 35 * KB,
    "routine": 35 * KB,
}


@pytest.mark.parametrize("kind", MOST)
def test_a_first_visit_is_light_and_the_second_asks_only_whether_the_page_changed(kind: str, open_page: Open) -> None:
    page = open_page(None)
    counter = Counter(page)
    visit = counter.open(KINDS[kind])
    assert len(visit.asked) <= 10
    assert visit.weight() <= MOST[kind]
    assert visit.weight("Script") <= 20 * KB
    assert page.evaluate(BLOCKING_SCRIPTS) == []
    assert visit.weight("Document") > 1_000
    # A chapter has no script. Others have the few bytes that say that a visitor's session waits in this browser.
    assert ("Script" in visit.kinds.values()) is (kind != "chapter")
    assert visit.weight("Script") <= (20 if kind in ("exercises", "home") else 1) * KB
    again = counter.open(KINDS[kind])
    # Chromium fetches the icon when it likes, now and then after the first visit was over; it is kept for good like all files.
    assert {path: status for path, status in again.statuses().items() if "/favicon." not in path} == {KINDS[kind]: 304}
    assert again.weight("Document") < 1.5 * KB


# The logbook (issue 5, point 10): what a runner with half a year of entries and three routines loads, cookies and all.
LOGBOOK_KB = 30
FILL = """
from ankles.accounts.models import User
from logbook import demo
runner = User.objects.get(email={!r})
runner.followed.all().delete()
demo.fill(runner)
"""
WAITING = '[{"id": "11111111-1111-4111-8111-111111111111", "title": "Toe walk", "body": {"day": "2026-03-02", "account": "other"}}]'


@pytest.fixture(scope="module")
def regular(shared_site: Site) -> Runner:
    """A runner whose log is as full as the demonstration's."""
    runner = next(make_runners(shared_site, [f"regular-{time.time_ns()}"]))
    shared_site.manage("shell", "--no-imports", "-c", FILL.format(f"{runner.name}@example.org"))
    return runner


@pytest.fixture
def counter(regular: Runner, site: Site, open_page: Open) -> Counter:
    """Their phone, with an empty cache."""
    page = open_page(None)
    regular.log_in(page.context, site)
    return Counter(page)


def paths(site: Site, runner: Runner) -> dict[str, str]:
    """The pages that the limit is about, on the fullest day, and the page of a new place."""
    ask = f"SELECT s.day, COUNT(*) FROM logbook_symptom s {OWN} GROUP BY s.day ORDER BY 2 DESC, 1 LIMIT 1"  # noqa: S608 (names of ours)
    day = str(read(site, ask, runner)[0][0])
    return {
        "today": "/log/",
        "day": f"/log/{day}/",
        "calendar": "/log/calendar/",
        "month": f"/log/calendar/{day[:7]}/",
        "new place": f"/log/{day}/symptoms/",
    }


@pytest.mark.parametrize("kind", ["today", "day", "calendar", "month", "new place"])
def test_a_runners_first_visit_is_light(kind: str, regular: Runner, site: Site, counter: Counter) -> None:
    path = paths(site, regular)[kind]
    visit = counter.open(path)
    assert set(visit.statuses().values()) == {200}
    assert visit.weight() <= LOGBOOK_KB * KB
    assert visit.weight("Document") > 3_000
    assert visit.weight("Stylesheet") > 8_000
    assert [url for url in visit.asked if "htmx-2" in url or "/js/player/" in url or "/css/site" in url] == []
    assert len(visit.asked) <= 10
    assert counter.page.evaluate(BLOCKING_SCRIPTS) == []


def test_what_comes_later_is_seen_by_the_counter(counter: Counter) -> None:
    visit = counter.open("/log/")
    before = visit.weight()
    reach(counter.page)
    counter.page.wait_for_load_state("networkidle")
    assert 15 * KB < visit.weight() - before < 17 * KB


def test_the_outbox_is_loaded_where_something_waits(counter: Counter) -> None:
    counter.page.add_init_script(f"localStorage.setItem('ankles.outbox', JSON.stringify({WAITING}))")
    visit = counter.open("/log/")
    modules = [url.rsplit("/", 1)[1].split(".")[0] for url in visit.asked if "/js/player/" in url]
    assert sorted(modules) == ["box", "outbox", "store"]
    assert [url for url in visit.asked if "/js/outbox/quick" in url] == []
    expect(counter.page.locator("played-outbox")).to_contain_text("A session waits in this browser")
