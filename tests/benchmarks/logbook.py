"""The benchmark of the logbook (issue 5, point 10): Today, a day and the calendar, in a short log and in a long one.

    .ci/bench logbook [--rounds 15] [--others 3600000]              SQLite
    .ci/postgres .ci/bench logbook                                  PostgreSQL
    .ci/bench logbook --visits                                      only the bytes of a first visit

A short log: 100 entries and nobody else. A long one: 20,000 entries, and 3.6 million of ten thousand others between them.
Prints Markdown; 1 when a goal was missed. Two processes, one for each log, take turns, so that noise meets both.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.benchmarks.run import Report
from tests.journeys.site import CHROMIUM_ARGUMENTS, ROOT, environment, find_chromium, running
from tests.journeys.wire import Counter

PAGES = ("today", "day", "calendar", "month")
MOST_QUERIES, MOST_CPU, MOST_GROWTH, MOST_KB = 8, 20.0, 1.2, 30
HISTORIES = ("trends", "report", "measures", "runs")
MONTH, YEARS = "a month", "five years"
MOST_YEARS, MOST_HISTORY_KB = 3.0, 60
WANTED = {
    "logbook_trainingsession": "session_runner_day",
    "logbook_symptom": "symptom_runner_day",
}
RUNNER = """
from django.utils import timezone
from ankles.accounts.models import User
from tests.benchmarks import filling
runner = User.objects.create_user("ana@example.org", "soft-landings-9", time_zone="Europe/London", weekly_aim=4,
                                  consent_text="test", consented_at=timezone.now())
filling.fill(runner, long=False, entries=0)
"""


class Log:
    """A process with one log in one database."""

    def __init__(self, data: Path, database: str, *arguments: str) -> None:
        env = environment(data) | ({"DATABASE_URL": database} if database else {})
        data.mkdir()
        command = [sys.executable, "-m", "tests.benchmarks.private", *arguments]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def hear(self) -> dict[str, Any]:
        """The next thing it says. Raises RuntimeError when it has ended."""
        line = self.process.stdout.readline() if self.process.stdout else ""
        if not line:
            raise RuntimeError(f"It ended with {self.process.wait()}.")
        said: dict[str, Any] = json.loads(line)
        return said

    def ask(self, word: str) -> dict[str, Any]:
        """Have it do something."""
        if self.process.stdin:
            self.process.stdin.write(f"{word}\n")
        return self.hear()

    def end(self) -> None:
        """Let it go."""
        if self.process.stdin:
            self.process.stdin.close()
        self.process.wait(60)


@contextmanager
def database(name: str) -> Iterator[str]:
    """A database of its own on the PostgreSQL of ANKLES_TEST_DATABASE_URL; "" (SQLite) without one."""
    server = os.environ.get("ANKLES_TEST_DATABASE_URL", "")
    if not server:
        yield ""
        return
    import psycopg  # noqa: PLC0415 (an optional set)

    own = f"bench_{name}_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {own}")
        try:
            yield f"{server.rpartition('/')[0]}/{own}"
        finally:
            connection.execute(f"DROP DATABASE {own} WITH (FORCE)")


def compare(report: Report, folder: Path, others: int, rounds: int) -> None:
    """Both logs in turns: queries, CPU as a multiple of a constant view, and how much slower the long one is."""
    with ExitStack() as stack:
        short, long = (stack.enter_context(database(name)) for name in ("short", "long"))
        logs = {
            "short": Log(folder / "short", short),
            "long": Log(folder / "long", long, "--others", str(others), "--long"),
        }
        try:
            said = {name: log.hear() for name, log in logs.items()}
            print(f"\n{said['long']['vendor']}: {said['short']['own']} entries alone; {said['long']['own']:,} among "
                  f"{said['long']['entries']:,} (filled in {said['long']['took']:.0f} s)", flush=True)  # fmt: skip
            seen: dict[str, list[dict[str, Any]]] = {name: [] for name in logs}
            for turn in range(rounds):
                for name in sorted(logs, reverse=bool(turn % 2)):
                    seen[name].append(logs[name].ask("measure"))
            explained = logs["long"].ask("plans")
        finally:
            for log in logs.values():
                log.end()
    costs(report, seen, explained)
    histories(report, seen["short"], explained)
    explain(report, explained)


def costs(report: Report, seen: dict[str, list[dict[str, Any]]], explained: dict[str, Any]) -> None:
    """The table of costs, with the goals."""
    constant = median(seen["short"], "constant", "cpu")
    report.title(
        f"A page inside the process (a constant view: {constant:.3f} ms of CPU; medians of {len(seen['short'])} rounds)",
        "page", "queries", "goal", "CPU ms, 100", "÷ constant", "goal", "CPU ms, 20,000", "÷ constant",
        "p50 ms, 100", "p50 ms, 20,000", "ratio", "goal",
    )  # fmt: skip
    for page in PAGES:
        queries = explained[page]["queries"]
        cpu = {name: median(rounds, page, "cpu") for name, rounds in seen.items()}
        ratio = {
            name: statistics.median(one[page]["cpu"] / one["constant"]["cpu"] for one in rounds)
            for name, rounds in seen.items()
        }
        wall = {name: median(rounds, page, "wall") for name, rounds in seen.items()}
        growth = statistics.median(
            two[page]["wall"] / one[page]["wall"] for one, two in zip(seen["short"], seen["long"], strict=True)
        )
        report.row(
            page, str(queries), report.goal(f"{page}, queries", queries, MOST_QUERIES, f"≤ {MOST_QUERIES}"),
            f"{cpu['short']:.2f}", f"{ratio['short']:.1f}", report.goal(f"{page}, CPU ÷ constant", max(ratio.values()), MOST_CPU, f"≤ {MOST_CPU:g} ×"),
            f"{cpu['long']:.2f}", f"{ratio['long']:.1f}", f"{wall['short']:.2f}", f"{wall['long']:.2f}", f"{growth:.2f}",
            report.goal(f"{page}, p50 of the long log ÷ the short one", growth, MOST_GROWTH, f"≤ {MOST_GROWTH:g}"),
        )  # fmt: skip


def histories(report: Report, rounds: list[dict[str, Any]], explained: dict[str, Any]) -> None:
    """Five years against one month of three entries a day, of a run a day and weekly measures: time, questions, bytes."""
    report.title(
        "Pages that sum up a history", "page", "queries", "goal", "kB", "goal", "CPU ms", "p50 ms", "÷ a month", "goal"
    )
    for name in HISTORIES:
        short, long = f"{name}, {MONTH}", f"{name}, {YEARS}"
        growth = statistics.median(one[long]["wall"] / one[short]["wall"] for one in rounds)
        for page in (short, long):
            queries, size = explained[page]["queries"], explained[page]["bytes"] / 1000
            ratio = (
                (f"{growth:.2f}", report.goal(f"{name}, p50 ÷ a month", growth, MOST_YEARS, f"≤ {MOST_YEARS:g}"))
                if page == long
                else ("", "")
            )
            report.row(
                page, str(queries), report.goal(f"{page}, queries", queries, MOST_QUERIES, f"≤ {MOST_QUERIES}"),
                f"{size:.1f}", report.goal(f"{page}, kB", size, MOST_HISTORY_KB, f"≤ {MOST_HISTORY_KB}"),
                f"{median(rounds, page, 'cpu'):.2f}", f"{median(rounds, page, 'wall'):.2f}", *ratio,
            )  # fmt: skip


def median(rounds: list[dict[str, Any]], page: str, what: str) -> float:
    """The median over rounds."""
    return statistics.median(one[page][what] for one in rounds)


def explain(report: Report, explained: dict[str, Any]) -> None:
    """Every plan that touches entries; a walk over a whole table is a goal missed."""
    report.title("Plans of the queries on entries, in the long log", "page", "table", "plan")
    used = set()
    for page, said in explained.items():
        for plan in said["plans"]:
            if not plan["table"].startswith("logbook_"):
                continue
            report.row(page, plan["table"], "; ".join(plan["lines"])[:300].replace("|", "\\|"))
            used |= {index for index in WANTED.values() if any(index in line for line in plan["lines"])}
            report.missed += [f"{page}: walks over a whole table: {walk}" for walk in plan["walks"]]
    report.missed += [f"no plan uses {index}" for index in sorted(set(WANTED.values()) - used)]


def visits(report: Report, folder: Path) -> None:
    """Bytes over the wire of a first visit, logged in, on a phone's screen."""
    chromium = find_chromium()
    report.title(
        "First visit of a runner on a phone (kB of 1,000 bytes, headers included)",
        "page", "requests", "kB", "HTML", "CSS", "script", "rest", "goal",
    )  # fmt: skip
    if chromium is None:
        report.row("no Chromium found", *[""] * 7)
        return
    with running(folder / "site") as site, sync_playwright() as playwright:
        site.manage("shell", "--no-imports", "-c", RUNNER)
        browser = playwright.chromium.launch(executable_path=chromium, headless=True, args=CHROMIUM_ARGUMENTS)
        door = browser.new_context(base_url=site.address).new_page()
        door.goto("/accounts/login/")
        door.get_by_label("E-mail").fill("ana@example.org")
        door.get_by_label("Password", exact=True).fill("soft-landings-9")
        door.get_by_role("button", name="Log in", exact=True).click()
        door.wait_for_url("**/log/")
        found = re.search(r"/log/[0-9]{4}-[0-9]{2}-[0-9]{2}/", door.content())
        day = found[0] if found else "/log/"
        paths = {
            "today": "/log/",
            "day": day,
            "calendar": "/log/calendar/",
            "a new place": f"{day}symptoms/",
        }
        for name, path in paths.items():
            context = browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=3, is_mobile=True)
            context.add_cookies(door.context.cookies())  # type: ignore[arg-type]  # what one gives, the other takes
            visit = Counter(context.new_page()).open(site.address + path)
            context.close()
            kinds = [visit.weight(kind) / 1000 for kind in ("Document", "Stylesheet", "Script")]
            total = visit.weight() / 1000
            report.row(name, str(len(visit.asked)), f"{total:.1f}", *(f"{kind:.1f}" for kind in kinds), f"{total - sum(kinds):.1f}",
                       report.goal(f"first visit of {name}, kB", total, MOST_KB, f"≤ {MOST_KB} kB"))  # fmt: skip
            if set(visit.status.values()) != {200}:
                report.missed.append(f"{name}: not every answer was 200: {visit.statuses()}")
        browser.close()


def main() -> int:
    """Run all parts; 1 when a goal was missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--others", type=int, default=3_600_000)
    parser.add_argument("--visits", action="store_true", help="only what a first visit weighs")
    options = parser.parse_args()
    report, began = Report(), time.monotonic()
    print(f"# The logbook, {time.strftime('%d %B %Y, %H:%M')}, Python {sys.version.split()[0]}, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory(prefix="ankles-bench-") as name:
        if not options.visits:
            compare(report, Path(name), options.others, options.rounds)
        if options.visits or not os.environ.get("ANKLES_TEST_DATABASE_URL"):
            visits(report, Path(name))
    print(f"\nTook {time.monotonic() - began:.0f} s. Goals missed: {len(report.missed)}")
    for line in report.missed:
        print(f"- {line}")
    return 1 if report.missed else 0


if __name__ == "__main__":
    sys.exit(main())
