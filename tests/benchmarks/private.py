"""One log in one database, and its pages asked for inside the process: CPU, time, queries and the plans of those queries.

    DATA_DIR=… [DATABASE_URL=…] python -m tests.benchmarks.private --others 3600000 --long

Fills the database, prints a JSON line that says so, then answers each line on its input with a JSON line: `measure`,
`plans`. Only ever with a database of the benchmark's own.
"""

# ruff: noqa: E402 (Django must be set up before our modules are imported)

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from http.cookies import SimpleCookie
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"

import django

django.setup()

from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone

from ankles import serving, settings
from ankles.accounts.models import User
from library import loading
from tests.benchmarks import filling
from tests.benchmarks.inside import environ

BATCH = 20


def prepared(others: int, *, long: bool) -> tuple[User, int]:
    """A filled database, its runner and how many entries there are."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    loading.seed()
    runner = User.objects.create_user(
        "ana@example.org",
        "soft-landings-9",
        time_zone="Europe/London",
        consent_text="test",
        consented_at=timezone.now(),
        weekly_aim=4,
    )
    return runner, filling.fill(runner, long=long, entries=others)


def pages(runner: User) -> dict[str, str]:
    """What is asked for: name -> path."""
    day = runner.today()
    return {
        "today": "/log/",
        "day": f"/log/{day}/",
        "calendar": "/log/calendar/",
        "month": f"/log/calendar/{day:%Y-%m}/",
    }


# A page of a short history and of a long one, each of a runner of its own: name -> path, before the weeks of trends.
LENGTHS = {"a month": (28, "4"), "five years": (1_826, "all")}


def histories(site: WSGIHandler) -> dict[str, Callable[..., int]]:
    """What asks for the pages that sum up a history: trends and the report of three entries a day, measures of a week
    and a run a day."""
    found: dict[str, Callable[..., int]] = {}
    for length, (days, weeks) in LENGTHS.items():
        felt, ran = (_runner(f"{kind}-{days}@example.org") for kind in ("felt", "ran"))
        filling.three_a_day(felt, days)
        filling.measures_and_runs(ran, days)
        today = felt.today()
        felt.report_choices.create(first_day=today - timedelta(days=days - 1), last_day=today)
        found |= {
            f"trends, {length}": partial(ask, site, f"/log/trends/?weeks={weeks}", cookie_of(felt)),
            f"report, {length}": partial(ask, site, "/log/report/", cookie_of(felt)),
            f"measures, {length}": partial(ask, site, "/log/measures/", cookie_of(ran)),
            f"runs, {length}": partial(ask, site, "/log/runs/", cookie_of(ran)),
        }
    return found


def _runner(email: str) -> User:
    return User.objects.create_user(
        email, "soft-landings-9", time_zone="Europe/London", consent_text="test", consented_at=timezone.now()
    )


def cookie_of(runner: User) -> str:
    """A logged-in browser's cookies, with the token of forms."""
    client = Client()
    client.force_login(runner)
    jar: SimpleCookie = client.cookies
    return "; ".join([f"{name}={morsel.value}" for name, morsel in jar.items()] + ["ankles-csrf=" + "a" * 32])


def ask(handler: WSGIHandler, path: str, cookie: str, encoding: str = "gzip, deflate, br") -> int:
    """One whole request, and how many bytes it brought. Raises RuntimeError for anything but 200."""
    said: list[str] = []
    given = {"HTTP_COOKIE": cookie, "HTTP_ACCEPT_ENCODING": encoding}
    answer = handler(environ(path) | given, lambda status, headers, error=None: said.append(status))
    body = b"".join(answer)
    answer.close()
    if not said[0].startswith("200") or not body:
        raise RuntimeError(f"{path}: {said[0]}")
    return len(body)


def measured(cases: dict[str, Callable[..., int]]) -> dict[str, dict[str, float]]:
    """A batch of each: CPU and wall time of one request in ms, medians over its batch."""
    found = {}
    for name, act in cases.items():
        act()
        walls = []
        began = time.process_time()
        for _ in range(BATCH):
            start = time.perf_counter()
            act()
            walls.append((time.perf_counter() - start) * 1000)
        cpu = (time.process_time() - began) / BATCH * 1000
        found[name] = {"cpu": cpu, "wall": statistics.median(walls)}
    return found


class Statements:
    """Collects what is asked of the database, with its parameters."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, Any]] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Note it, and let it through."""
        self.seen.append((sql, params))
        return execute(sql, params, many, context)


def plans(act: Callable[..., int]) -> list[dict[str, Any]]:
    """The plan of every SELECT of one request, and the walks over whole tables of entries in it."""
    act()
    statements, found = Statements(), []
    with connection.execute_wrapper(statements):
        act()
    explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    for sql, params in statements.seen:
        if not sql.lstrip(" (").startswith("SELECT"):
            continue
        with connection.cursor() as cursor:
            cursor.execute(explain + sql, params)
            lines = [str(row[-1]).strip() for row in cursor.fetchall()]
        # SQLite names a walk by the table or its alias in the query: every one of a query on entries counts.
        big = any(table in sql for table in filling.TABLES)
        walks = [line for line in lines if big and _walks(line)]
        found.append({"table": _table(sql), "lines": lines, "walks": walks})
    return found


def _walks(line: str) -> bool:
    if connection.vendor == "sqlite":
        return line.startswith("SCAN") and not line.startswith(("SCAN (subquery", "SCAN CONSTANT", "SCAN 1 CONSTANT"))
    return "Seq Scan on logbook_" in line and any(table in line for table in filling.TABLES)


def _table(sql: str) -> str:
    return sql.partition(' FROM "')[2].partition('"')[0]


def main() -> None:
    """Fill, then answer until the input ends."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--others", type=int, default=0)
    parser.add_argument("--long", action="store_true")
    options = parser.parse_args()
    began = time.monotonic()
    runner, entries = prepared(options.others, long=options.long)
    cookie, constant = cookie_of(runner), WSGIHandler()
    with override_settings(MIDDLEWARE=settings.MIDDLEWARE):
        site = WSGIHandler()
    cases = {name: partial(ask, site, path, cookie) for name, path in pages(runner).items()} | histories(site)
    for act in cases.values():
        act()
    serving.freeze_gc()  # as a worker does
    own = runner.training_sessions.count() + runner.symptoms.count()
    _say({"own": own, "entries": entries, "took": time.monotonic() - began, "vendor": connection.vendor})
    for line in sys.stdin:
        if line.strip() == "measure":
            _say(measured({"constant": partial(ask, constant, "/constant/", cookie), **cases}))
        elif line.strip() == "plans":
            _say(
                {
                    name: {"queries": _count(act), "bytes": act(encoding="identity"), "plans": plans(act)}
                    for name, act in cases.items()
                }
            )


def _count(act: Callable[..., int]) -> int:
    act()
    with CaptureQueriesContext(connection) as caught:
        act()
    return len(caught)


def _say(said: object) -> None:
    print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()
