"""The real server as a process that can be killed: `manage.py start` with two workers, on SQLite or PostgreSQL."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.benchmarks.slow_clients import workers_of
from tests.journeys.site import ROOT, environment, free_port

PASSWORD = "soft-landings-9"
PATIENCE_S = 240
RUNNERS = f"""
import json
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from ankles.accounts.models import User
# One hash for all: it takes a second.
kept = make_password("{PASSWORD}")
for number in range(%d):
    User.objects.create(email=f"runner-{{number}}@example.org", password=kept, consent_text="test", consented_at=timezone.now())
"""
FOUND = """
import json
from collections import Counter
from logbook.models import Receipt, Symptom, TrainingSession
print(json.dumps({
    "notes": Counter(TrainingSession.objects.values_list("note", flat=True)),
    "symptoms": [[email, str(day), area, side, moment, severity] for email, day, area, side, moment, severity in
                 Symptom.objects.values_list("runner__email", "day", "area", "side", "moment", "severity")],
    "receipts": Receipt.objects.count(),
}))
"""


@dataclass
class Mortal:
    """A site that can be killed and started again at the same address."""

    data: Path
    database: str = ""
    cache: str = ""
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    more: dict[str, str] = field(default_factory=dict)

    @property
    def env(self) -> dict[str, str]:
        """The environment of the site and of its commands."""
        named = {"DATABASE_URL": self.database, "CACHE_URL": self.cache}
        return environment(self.data) | {name: url for name, url in named.items() if url} | self.more

    def start(self) -> None:
        """Start and wait until it answers. Raises RuntimeError with what it printed."""
        with self.data.with_name(f"{self.data.name}.txt").open("ab") as output:
            command = [sys.executable, "manage.py", "start", "--workers", "2", "--port", str(self.port)]
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=output, stderr=subprocess.STDOUT)
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline and self.process.poll() is None:
            with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2):
                return
            time.sleep(0.1)
        raise RuntimeError(self.data.with_name(f"{self.data.name}.txt").read_text(errors="replace"))

    def kill_a_worker(self) -> int:
        """SIGKILL for one worker; returns which."""
        worker = workers_of(self._running.pid)[0]
        os.kill(worker, signal.SIGKILL)
        return worker

    def kill_everything(self) -> None:
        """SIGKILL for the supervisor and its workers, all at once."""
        for number in [self._running.pid, *workers_of(self._running.pid)]:
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        self._running.wait()

    def stop(self) -> None:
        """Stop it in order."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)

    def shell(self, code: str) -> str:
        """Run Python in the site's own environment; returns what it prints."""
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
        return subprocess.run(command, cwd=ROOT, env=self.env, check=True, capture_output=True, text=True).stdout

    def found(self) -> dict[str, Any]:
        """What is in the tables: notes of sessions with how often each is there, symptoms, receipts."""
        found: dict[str, Any] = json.loads(self.shell(FOUND).strip().splitlines()[-1])
        return found

    @property
    def _running(self) -> subprocess.Popen[bytes]:
        if self.process is None:
            raise RuntimeError("It was not started.")
        return self.process


@contextmanager
def mortal(data: Path, like: Path, runners: int) -> Iterator[Mortal]:
    """A running site with some runners, on the database that the suite runs on; its folder begins as a copy of `like`."""
    shutil.copytree(like, data)
    with _database() as url:
        site = Mortal(data, url)
        try:
            site.start()
            site.shell(RUNNERS % runners)
            yield site
        finally:
            site.stop()


@contextmanager
def _database() -> Iterator[str]:
    # SQLite lives in the site's folder; of a PostgreSQL server it gets a database of its own.
    server = os.environ.get("ANKLES_TEST_DATABASE_URL", "")
    if not server:
        yield ""
        return
    import psycopg  # noqa: PLC0415 (an optional set)

    name = f"mortal_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield server.rpartition("/")[0] + f"/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
