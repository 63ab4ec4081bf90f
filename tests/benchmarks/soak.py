"""Readers, loggers and editors at once for some minutes, then more loggers than the database takes, then faults (issue 18, 8).

    .ci/soak [--minutes 10]                   SQLite
    .ci/postgres .ci/soak [--minutes 10]      PostgreSQL

Prints Markdown. 1 when an answer was a 500 or said nothing, when an entry was lost or doubled, or when the site was not
well at the end. Clients and site share the machine, so that the figures are a floor.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from contextlib import AbstractContextManager, ExitStack
from itertools import count
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from tests.benchmarks import faults  # noqa: E402  (the clients read forms of the desk, which needs Django set up)
from tests.benchmarks.logbook import database  # noqa: E402 (Django is set up first)
from tests.benchmarks.run import Report  # noqa: E402 (Django is set up first)
from tests.benchmarks.servers import Server, cpu_with_children_s  # noqa: E402 (Django is set up first)
from tests.benchmarks.soaking import ACCOUNTS, EDITORS, Editor, Logger, Reader, Seen, make_people  # noqa: E402 (Django is set up first)
from tests.durability.clients import lost_and_doubled  # noqa: E402 (Django is set up first)
from tests.durability.cluster import Cluster  # noqa: E402 (Django is set up first)
from tests.durability.serving import Mortal  # noqa: E402 (Django is set up first)
from tests.journeys.site import ready_made  # noqa: E402 (Django is set up first)

READERS, LOGGERS = 20, 10
LADDER = (1, 2, 4, 8, 16, 32, 64)
SETTLE_S = 2.0


class Soak:
    """One site with its people, everything that was sent to it, and what is to be said of it."""

    def __init__(self, site: Mortal, report: Report) -> None:
        self.site = site
        self.report = report
        self.loggers: list[Logger] = []
        self.numbers = count()
        self.keys = make_people(site)

    @property
    def server(self) -> Server:
        """The processes of the site."""
        return Server("", self.site.process.pid if self.site.process else 0)

    def somebody(self, account: int, seen: Seen, pause_s: float, *, looks: bool = True) -> Logger:
        """A logger of that account, whose notes are like nobody else's."""
        logger = Logger(next(self.numbers), self.site.port, pause_s=pause_s, account=account, seen=seen, looks=looks)
        logger.cookies = dict(self.keys[account])
        self.loggers.append(logger)
        return logger

    def together(
        self,
        clients: list[Logger | Reader | Editor],
        seconds: float,
        during: AbstractContextManager[object] | None = None,
    ) -> None:
        """All of them at once for so long; the fault, where there is one, begins after two seconds and ends before the end."""
        for client in clients:
            client.start()
        if during is not None:
            time.sleep(SETTLE_S)
            with during:
                time.sleep(seconds)
            seconds = SETTLE_S
        time.sleep(seconds)
        for client in clients:
            client.stopping.set()
        for client in clients:
            client.join(90)

    def mixed(self, seconds: float) -> None:
        """As in life, only quicker: most read, some log, a few edit."""
        seen, before = Seen(), self.server.memory_mb()
        clients: list[Logger | Reader | Editor] = [Reader(self.site.port, seen, pause_s=0.2) for _ in range(READERS)]
        clients += [self.somebody(account, seen, pause_s=1.0) for account in range(LOGGERS)]
        editors = [Editor(self.site.port, seen, self.keys[ACCOUNTS + one], one, pause_s=3.0) for one in range(EDITORS)]
        self.together([*clients, *editors], seconds)
        self.report.title(
            f"{READERS} readers, {LOGGERS} loggers and {EDITORS} editors for {seconds:.0f} s (seconds of an answer)",
            "what", "answers", "p50", "p99", "longest", "other answers",
        )  # fmt: skip
        for kind in sorted(seen.waits):
            self.report.row(kind, *seen.row(kind))
        after = self.server.memory_mb()
        print(f"\nMemory of the workers, MB: {_listed(before)} before, {_listed(after)} after.")
        self.judge("mixed", seen)
        for editor in editors:
            if not editor.is_shown():
                self.report.missed.append(f"what editor {editor.number} published last is not shown")

    def one_by_one(self, sessions: int) -> None:
        """One logger sends sessions without a pause: what one costs the site and the database."""
        seen, server = Seen(), os.environ.get("ANKLES_TEST_DATABASE_URL", "")
        logger = self.somebody(0, seen, pause_s=0.0, looks=False)
        for turn in range(20):  # what comes once is not counted
            logger.log_session(turn)
        pid = Cluster.at(server).pid if server else 0
        before, base = self.server.cpu_s(), cpu_with_children_s(pid) if pid else 0.0
        for turn in range(20, 20 + sessions):
            logger.log_session(turn)
        site_ms = 1000 * (self.server.cpu_s() - before) / sessions
        base_ms = 1000 * (cpu_with_children_s(pid) - base) / sessions if pid else 0.0
        where = f"{base_ms:.2f} ms in the database" if pid else "the database's part in it"
        print(f"\nCPU of one logged session ({sessions} in turn): {site_ms:.2f} ms in the site, {where}.")
        self.judge("one by one", seen)

    def ladder(self, seconds: float) -> None:
        """More and more loggers without a pause: where it stops to grow, and what happens then."""
        self.report.title(
            f"Loggers without a pause ({seconds:.0f} s each)",
            "loggers", "entries kept a second", "p50", "p99", "longest", "other answers", "sent again",
        )  # fmt: skip
        for loggers in LADDER:
            seen = Seen()
            clients = [self.somebody(account, seen, pause_s=0.0, looks=False) for account in range(loggers)]
            began = time.monotonic()
            self.together([*clients], seconds)
            took = time.monotonic() - began
            kept = sum(len(one.waits) for one in clients)
            again = sum(one.again for one in clients)
            _, *rest = seen.row("log an entry")
            self.report.row(str(loggers), f"{kept / took:.0f}", *rest, str(again))
            self.judge(f"{loggers} loggers", seen)

    def fault(self, name: str, seconds: float, during: AbstractContextManager[object]) -> None:
        """Readers and loggers go on while something is broken."""
        seen = Seen()
        loggers = [self.somebody(account, seen, pause_s=0.1) for account in range(4)]
        clients: list[Logger | Reader | Editor] = [
            *loggers,
            *(Reader(self.site.port, seen, pause_s=0.05) for _ in range(4)),
        ]
        self.together(clients, seconds, during)
        waits = [wait for one in loggers for wait in one.waits]
        reads = seen.row("read a page")
        self.report.row(
            name, str(len(waits)), f"{max(waits, default=0):.1f}", seen.others("log an entry"), seen.others("look at Today"),
            reads[2], reads[3], reads[4],
        )  # fmt: skip
        self.judge(name, seen)

    def judge(self, part: str, seen: Seen) -> None:
        """What may never happen."""
        if wrong := sum(answers[500] for answers in seen.statuses.values()):
            self.report.missed.append(f"{part}: {wrong} answers of 500")
        if seen.wordless:
            self.report.missed.append(f"{part}: {seen.wordless} answers of 503 said nothing")

    def counted(self) -> None:
        """Rows sent = rows found."""
        found = self.site.found()
        lost, doubled = lost_and_doubled([*self.loggers], found)
        wanted: dict[tuple[str, str, str], int] = {}
        for logger in self.loggers:
            wanted |= {(logger.email, *place): number for place, number in logger.numbers.items()}
        there = {(email, day, area): severity for email, day, area, _, _, severity in found["symptoms"]}
        wrong = [place for place, number in wanted.items() if there.get(place) != number]
        refused = [line for logger in self.loggers for line in logger.refused]
        sent = sum(len(logger.kept) for logger in self.loggers)
        print(
            f"\nSessions acknowledged: {sent:,}; found: {sent - len(lost):,}; lost: {len(lost)}; doubled: {len(doubled)}. "
            f"Numbers of places: {len(wanted):,}, of which wrong: {len(wrong)}. Refused: {len(refused)}."
        )
        seen: dict[str, list[Any]] = {"lost": lost, "doubled": doubled, "a wrong number": wrong, "refused": refused}
        for what, of_these in seen.items():
            if of_these:
                self.report.missed.append(f"{len(of_these)} {what}: {of_these[0]}")


FAULTS_TITLE = ("fault", "entries kept", "longest until kept (s)", "other answers to entries", "other answers to Today",
                "reading, p99", "longest", "other answers to readers")  # fmt: skip


def soak(report: Report, folder: Path, minutes: float) -> None:
    """A site on this machine's disk: life, the ladder, and what can be broken there."""
    step = max(3.0, min(10.0, 3 * minutes))
    with database("soak") as url, ExitStack() as stack:
        site = Mortal(_copy(ready_made(folder), folder / "data"), url)
        stack.callback(site.stop)
        site.start()
        people = Soak(site, report)
        people.mixed(60 * minutes)
        people.one_by_one(int(100 * step))
        people.ladder(step)
        report.title("Faults", *FAULTS_TITLE)
        locked = 30.0 if minutes >= 1 else 8.0
        people.fault(f"the database is locked for {locked:.0f} s", locked, faults.locked(site))
        people.fault("the site is stopped in order and started again", 0.5, faults.stopped(site))
        people.counted()
        at_the_end(report, site)


def broken(report: Report, folder: Path) -> None:
    """A site whose folder is a small disk of its own, with Redis, and a clock that can be set: what can be broken there."""
    with database("broken") as url, ExitStack() as stack:
        disk = stack.enter_context(faults.small_disk(folder / "disk"))
        redis, clock = stack.enter_context(faults.redis(folder)), faults.Clock(folder)
        cache = f"redis://127.0.0.1:{redis.port}/0" if redis else ""
        site = Mortal(_copy(ready_made(folder), (disk or folder) / "small"), url, cache, more=clock.environment)
        stack.callback(site.stop)
        site.start()
        people = Soak(site, report)
        report.title("Faults of disk, Redis and clock", *FAULTS_TITLE)
        tries: dict[str, tuple[AbstractContextManager[object] | None, str]] = {
            "the disk of DATA_DIR is full": (faults.filled(disk) if disk else None, "root, to mount a small disk"),
            "Redis is away": (faults.away(redis) if redis else None, "redis-server"),
            "the clock goes an hour forward": (clock.moved(3600) if clock.library else None, "a C compiler"),
            "the clock goes an hour back": (clock.moved(-3600) if clock.library else None, "a C compiler"),
        }
        for name, (fault, needs) in tries.items():
            if fault is not None:
                people.fault(name, 5.0, fault)
            else:
                report.row(name, f"not tried: needs {needs}", *["–"] * 6)
        people.counted()
        at_the_end(report, site)


def at_the_end(report: Report, site: Mortal) -> None:
    """It is well again by itself; how often it told its operator of an error meanwhile."""
    if wrong := faults.unwell(site):
        report.missed.append(f"/readyz at the end: {wrong}")
    printed = site.data.with_name(f"{site.data.name}.txt").read_text(errors="replace")
    print(f"\nErrors with a traceback in the site's log: {printed.count('Traceback')}.")


def _copy(made: Path, folder: Path) -> Path:
    shutil.copytree(made, folder)
    return folder


def _listed(figures: list[float]) -> str:
    return ", ".join(f"{figure:.0f}" for figure in figures)


def main() -> int:
    """Run all parts; 1 when something happened that may never happen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10.0, help="how long people read, log and edit (10)")
    options = parser.parse_args()
    report, began = Report(), time.monotonic()
    kind = "PostgreSQL" if os.environ.get("ANKLES_TEST_DATABASE_URL") else "SQLite"
    print(f"# A soak on {kind}, {time.strftime('%d %B %Y, %H:%M')}, Python {sys.version.split()[0]}, {os.cpu_count()} cores, "
          f"load {os.getloadavg()[0]:.1f} at the start")  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="ankles-soak-") as name:
        soak(report, Path(name), options.minutes)
        broken(report, Path(name))
    print(f"\nTook {time.monotonic() - began:.0f} s. What may not happen and did: {len(report.missed)}")
    for line in report.missed:
        print(f"- {line}")
    return 1 if report.missed else 0


if __name__ == "__main__":
    sys.exit(main())
