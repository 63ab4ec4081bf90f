"""Browsers in five corners of the world, one of them past midnight: sign up, log, and the day is the one on their wall."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.site import Site
from tests.journeys.test_accounts import sign_up

ZONES = ["Pacific/Auckland", "Europe/Paris", "America/Los_Angeles", "Pacific/Pago_Pago", "Pacific/Kiritimati"]


@pytest.fixture(params=ZONES)
def zone(request: pytest.FixtureRequest) -> str:
    """Where the browser is."""
    return str(request.param)


@pytest.fixture
def page(zone: str, site: Site, browser: Browser) -> Iterator[Page]:
    """A phone in that zone."""
    context = browser.new_context(timezone_id=zone, base_url=site.address, viewport={"width": 390, "height": 844})
    context.set_default_timeout(45_000)
    yield context.new_page()
    context.close()


def kept(site: Site, email: str) -> list[tuple[str, str, int, str]]:
    """What stands in the log: day, zone, minutes, and the zone of the account."""
    database = sqlite3.connect(f"file:{site.data / 'ankles.sqlite3'}?mode=ro", uri=True)
    try:
        return database.execute(
            "SELECT s.day, s.zone, s.minutes, u.time_zone FROM logbook_trainingsession s"
            " JOIN accounts_user u ON u.id = s.runner_id WHERE u.email = ?",
            (email,),
        ).fetchall()
    finally:
        database.close()


def test_what_is_logged_belongs_to_the_day_on_the_wall(zone: str, page: Page, site: Site) -> None:
    before = f"{datetime.now(ZoneInfo(zone)):%Y-%m-%d}"
    email = sign_up(page)
    page.get_by_label("Minutes only").fill("25")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#said")).to_contain_text(re.compile("25|saved", re.IGNORECASE))
    after = f"{datetime.now(ZoneInfo(zone)):%Y-%m-%d}"
    ((day, where, minutes, home),) = kept(site, email)
    assert (day in (before, after), where, minutes, home) == (True, zone, 25, zone)
    page.goto("/log/calendar/")
    assert page.locator(f"a[href='/log/{day}/']").count() == 1
