"""The day a runner sees is their day: at the edges of the world, at midnight, and on the nights when clocks change."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from ankles.accounts.models import User
from logbook.history.record import read
from tests.factories import RunnerFactory

LogIn = Callable[[User], Client]
ZONES = (
    "Pacific/Auckland",
    "Europe/Paris",
    "America/Los_Angeles",
    "Pacific/Pago_Pago",
    "Pacific/Kiritimati",
    "Asia/Kathmandu",
)
# Nights on which the clocks of four of these change (forwards, back) and one on which none does.
NIGHTS = (
    date(2026, 3, 8),
    date(2026, 3, 29),
    date(2026, 4, 5),
    date(2026, 9, 27),
    date(2026, 10, 25),
    date(2026, 11, 1),
    date(2026, 11, 22),
)
BEFORE, AFTER = (23, 59, 59), (0, 0, 1)


def at(zone: str, day: date, hour: int, minute: int, second: int = 0) -> datetime:
    """That instant, as a clock on the wall of that place shows it."""
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def runner_in(zone: str, email: str = "ana@example.org") -> User:
    """Somebody who lives there."""
    return RunnerFactory(email=email, time_zone=zone)


def keys_in(html: str) -> dict[str, str]:
    """What the first form of a page carries."""
    return {
        name: value
        for name in ("entry_key", "account")
        for value in re.findall(rf'name="{name}" value="([^"]+)"', html)[:1]
    }


@pytest.mark.parametrize("night", NIGHTS)
@pytest.mark.parametrize("zone", ZONES)
def test_the_day_ends_at_midnight_where_the_runner_lives(zone: str, night: date, db: None) -> None:
    ana = runner_in(zone)
    seen = []
    for instant in (at(zone, night, *BEFORE), at(zone, night, 0, 0, 1), at(zone, night, 12, 0)):
        with time_machine.travel(instant, tick=False):
            seen.append(ana.today())
    assert seen == [night, night, night]
    with time_machine.travel(at(zone, date.fromordinal(night.toordinal() + 1), *AFTER), tick=False):
        assert ana.today() == date.fromordinal(night.toordinal() + 1)


@pytest.mark.parametrize("zone", ZONES)
def test_today_and_its_links_carry_the_runners_day(zone: str, log_in: LogIn, db: None) -> None:
    ana, night = runner_in(zone), date(2026, 11, 22)
    browser = log_in(ana)
    for instant, day in ((at(zone, night, *BEFORE), night), (at(zone, date(2026, 11, 23), *AFTER), date(2026, 11, 23))):
        with time_machine.travel(instant, tick=False):
            html = browser.get("/log/").content.decode()
            days = set(re.findall(r'action="/log/([0-9-]{10})/', html))
            assert days == {day.isoformat()}
            assert browser.get(f"/log/{date.fromordinal(day.toordinal() + 1)}/").status_code == 404
            assert browser.get(f"/log/{day}/").status_code == 200


@pytest.mark.parametrize("zone", ZONES)
def test_what_was_opened_before_midnight_and_sent_after_it_belongs_to_the_day_it_was_opened_on(
    zone: str, log_in: LogIn, db: None
) -> None:
    ana, night = runner_in(zone), date(2026, 10, 24)
    browser = log_in(ana)
    with time_machine.travel(at(zone, night, 23, 59), tick=False):
        html = browser.get("/log/").content.decode()
    with time_machine.travel(at(zone, date(2026, 10, 25), 0, 1), tick=False):
        sent = keys_in(html) | {"place": "left-achilles_mid", "severity": "4", "back": "today"}
        assert browser.post(f"/log/{night}/symptoms/", sent).status_code == 200
    assert list(ana.symptoms.values_list("day", "severity", "zone")) == [(night, 4, zone)]


@pytest.mark.parametrize(
    ("start", "end"), [("Pacific/Kiritimati", "Pacific/Pago_Pago"), ("America/Los_Angeles", "Pacific/Auckland")]
)
def test_a_runner_who_flies_keeps_every_day_and_loses_none(start: str, end: str, log_in: LogIn, db: None) -> None:
    ana = runner_in(start)
    browser, day = log_in(ana), date(2026, 11, 22)
    with time_machine.travel(at(start, day, 9, 0), tick=False):
        for minutes in (20, 30):
            # In the middle of the day the phone is somewhere else.
            here = ana.today()
            browser.post(
                f"/log/{here}/sessions/", {"entry_key": _key(minutes), "account": ana.badge, "minutes": minutes}
            )
            ana.time_zone = end
            ana.save()
        assert browser.get(f"/log/{day}/").status_code == 200
        # Also where that day is still to come again.
        assert f'href="/log/{day}/"' in browser.get("/log/").content.decode()
        assert f'href="/log/{day}/"' in browser.get("/log/calendar/").content.decode()
    logged = list(ana.training_sessions.order_by("pk").values_list("minutes", "zone"))
    assert logged == [(20, start), (30, end)]
    record = read(ana, date(2026, 11, 1), date(2026, 11, 30))
    assert len(record.sessions) == 2


@pytest.mark.parametrize(("zone", "night"), [("Europe/Paris", date(2026, 3, 29)), ("America/Los_Angeles", date(2026, 11, 1)),
                                             ("Pacific/Auckland", date(2026, 4, 5))])  # fmt: skip
def test_a_session_in_the_hour_that_is_missing_or_there_twice_is_kept_as_it_was_written(
    zone: str, night: date, log_in: LogIn, db: None
) -> None:
    ana = runner_in(zone)
    browser = log_in(ana)
    with time_machine.travel(at(zone, night, 18, 0), tick=False):
        sent = {"entry_key": _key(1), "account": ana.badge, "minutes": "25", "time": "02:30"}
        assert browser.post(f"/log/{night}/sessions/", sent).status_code == 200
        assert "02:30" in browser.get(f"/log/{night}/").content.decode()
    assert [(one.day, f"{one.time:%H:%M}") for one in ana.training_sessions.all()] == [(night, "02:30")]


def test_a_week_with_a_change_of_clocks_has_seven_days(log_in: LogIn, db: None) -> None:
    ana = runner_in("Europe/Paris")
    browser = log_in(ana)
    with time_machine.travel(at("Europe/Paris", date(2026, 3, 31), 8, 0), tick=False):
        html = browser.get("/log/calendar/2026-03/").content.decode()
    assert sorted(set(re.findall(r'href="/log/(2026-03-[0-9]{2})/"', html))) == [
        f"2026-03-{day:02}" for day in range(1, 32)
    ]


def _key(number: int) -> str:
    return f"5f0c2a4e-6a44-4c9e-9d86-0a3f1be6{number:04}"


@pytest.mark.django_db
def test_a_page_of_a_runner_is_made_in_their_zone(log_in: LogIn) -> None:
    client, zones = log_in(runner_in("Pacific/Auckland")), []

    def note(execute: Callable[..., object], *query: object) -> object:
        zones.append(timezone.get_current_timezone_name())
        return execute(*query)

    with connection.execute_wrapper(note):
        client.get("/log/")
    # Who asks is looked up before anybody knows where they live.
    assert zones[-1] == "Pacific/Auckland"
    assert zones[0] == "UTC"


@pytest.mark.parametrize(("path", "status"), [("/log/", 200), ("/log/2026-12-24/", 404), ("/log/2026-11-21/", 200)])
@pytest.mark.django_db
def test_the_zone_of_a_runner_ends_with_the_answer_whatever_it_is(
    log_in: LogIn, settings: Settings, path: str, status: int
) -> None:
    runner = runner_in("Pacific/Auckland")
    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=False):
        assert log_in(runner).get(path).status_code == status
    assert timezone.get_current_timezone_name() == settings.TIME_ZONE
