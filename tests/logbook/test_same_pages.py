"""A log that moved into a new account shows the same pages, to the last word."""

from __future__ import annotations

import re
from datetime import date

import pytest

from ankles.accounts.models import User
from logbook import demo
from tests.factories import RunnerFactory
from tests.logbook.data_browser import in_again
from tests.logbook.whole import take_in, taken_out

# What differs between any two pages: tokens, fresh keys, whose form it is, signed copies, numbers of rows.
CHANGING = (
    (r'(name="(?:csrfmiddlewaretoken|entry_key|account|undo)"[^>]* value=")[^"]*', r"\1"),
    (r'("X-CSRFToken": ")[^"]*', r"\1"),
    (r"(/(?:sessions|symptoms|periods|runs|knee-to-wall|heel-raises|balance)/)\d+/", r"\1N/"),
    (r'([a-z]="#?[a-z]+-)\d+(?=")', r"\1N"),
    (r'(name="(?:pin|same|usual)" value="|[?&](?:pin|same|session)=)\d+', r"\1N"),
)


def plain(text: str) -> str:
    """A page without what changes."""
    for pattern, put in CHANGING:
        text = re.sub(pattern, put, text)
    return text


@pytest.fixture
def moved(sunday: date, guide: object) -> tuple[User, User]:
    """Somebody with half a year of entries, and a new account that took them in."""
    old = RunnerFactory(time_zone=demo.ZONE, weekly_aim=4)
    demo.fill(old)
    new = RunnerFactory(time_zone="Pacific/Auckland")
    report = take_in(new, taken_out(old))
    assert (report.refused, report.new > 200) == ([], True)
    new.refresh_from_db()
    return old, new


def test_today_days_and_months_are_the_same_pages(moved: tuple[User, User]) -> None:
    browsers = [in_again(runner) for runner in moved]
    days = ("2026-11-21", "2026-11-13", "2026-09-14", "2026-08-30", "2026-07-08")
    paths = ["/log/", *(f"/log/{day}/" for day in days), "/log/calendar/", "/log/calendar/2026-07/", "/log/periods/", "/log/pins/",
             "/log/data/"]  # fmt: skip
    for path in paths:
        one, other = (browser.get(path) for browser in browsers)
        assert (one.status_code, other.status_code) == (200, 200), path
        assert plain(one.content.decode()) == plain(other.content.decode()), path


def test_what_is_taken_off_for_the_comparison_is_no_more_than_keys() -> None:
    page = '<a href="/log/2026-11-21/symptoms/12/">3</a><input type="hidden" name="account" value="abc"><td>12</td>'
    assert (
        plain(page)
        == '<a href="/log/2026-11-21/symptoms/N/">3</a><input type="hidden" name="account" value=""><td>12</td>'
    )
