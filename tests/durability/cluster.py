"""A PostgreSQL of a test's own that can be stopped, frozen and brought back (`.ci/postgres` makes and removes it)."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.benchmarks.slow_clients import workers_of
from tests.journeys.site import ROOT

HOLD = "import os, sys; print(os.environ['ANKLES_TEST_DATABASE_URL'], flush=True); sys.stdin.read()"


@dataclass
class Cluster:
    """A running server: its address and its folder."""

    url: str
    data: Path
    again: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @classmethod
    def at(cls, url: str) -> Cluster:
        """The one that `.ci/postgres` started with this address."""
        return cls(url, Path(unquote(urlsplit(url).netloc.rpartition("@")[2])) / "data")

    @property
    def pid(self) -> int:
        """The process that all others of the server come from."""
        return int((self.data / "postmaster.pid").read_text().split()[0])

    def signal_all(self, number: int) -> None:
        """A signal for the server and every process of it."""
        for pid in [self.pid, *workers_of(self.pid)]:
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """It keeps every connection open, takes new ones, and says nothing."""
        self.signal_all(signal.SIGSTOP)
        try:
            yield
        finally:
            self.signal_all(signal.SIGCONT)

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """It is shut down, and started again with what it was started with."""
        command = shlex.split((self.data / "postmaster.opts").read_text())
        os.kill(self.pid, signal.SIGINT)
        while (self.data / "postmaster.pid").exists():
            time.sleep(0.02)
        try:
            yield
        finally:
            user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
            log = (self.data.parent / "again.txt").open("ab")
            with log:
                started = subprocess.Popen(
                    command, cwd=self.data, stdout=log, stderr=log, start_new_session=True, **user
                )
            self.again.append(started)
            deadline = time.monotonic() + 90
            while "ready" not in self._state() and time.monotonic() < deadline:
                time.sleep(0.02)

    def _state(self) -> str:
        with suppress(OSError):
            return (self.data / "postmaster.pid").read_text().splitlines()[-1]
        return ""


def skip_without_postgresql() -> None:
    """Skip a test where its programs are missing, except in CI."""
    if not any(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        if os.environ.get("ANKLES_REQUIRE_BROWSER") == "1":
            pytest.fail("PostgreSQL is missing.")
        pytest.skip("PostgreSQL is missing.")


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A server for as long as the block lasts."""
    command = [str(ROOT / ".ci" / "postgres"), sys.executable, "-c", HOLD]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        try:
            running = Cluster.at(url)
            yield running
        finally:
            process.communicate("")
            for started in running.again:
                started.wait(20)
