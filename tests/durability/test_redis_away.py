"""Redis, which only counts tries, is frozen, then stopped, then there again: readers read and runners log in all the same."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.durability.clients import Runner
from tests.durability.serving import RUNNERS, Mortal
from tests.journeys.site import free_port

RUNNERS_THERE = 4


class RedisServer:
    """A redis-server of the test's own, on a loopback port, keeping nothing on disk."""

    def __init__(self, program: str, folder: Path) -> None:
        self.port = free_port()
        self._command = [
            program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder),
        ]  # fmt: skip
        self.start()

    def start(self) -> None:
        """Start it and wait until it listens."""
        self.process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL)
        for _ in range(100):
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            time.sleep(0.05)
        raise RuntimeError("redis-server did not start.")

    def stop(self) -> None:
        """End it at once, also while it is frozen."""
        self.process.kill()
        self.process.wait()


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    """Redis, where a machine has it; CI must."""
    program = shutil.which("redis-server")
    if program is None:
        if os.environ.get("ANKLES_REQUIRE_REDIS") == "1":
            pytest.fail("redis-server is missing. On Debian: apt install --no-install-recommends redis-server")
        pytest.skip("redis-server is missing.")
    server = RedisServer(program, tmp_path)
    yield server
    server.stop()


def log_in(site: Mortal, number: int) -> None:
    """Log a runner in and look at Today. Who is kept waiting by a silent Redis has no answer in 15 s, which is an error."""
    runner = Runner(number, site.port)
    runner.log_in()
    assert runner.ask("GET", "/log/")[0] == 200


def guess(site: Mortal, times: int) -> set[int]:
    """Wrong passwords for one address from this network; the statuses of the answers."""
    stranger = Runner(0, site.port)
    stranger.ask("GET", "/accounts/login/")
    wrong: dict[str, object] = {"login": "runner-3@example.org", "password": "not-the-password"}
    return {stranger.ask("POST", "/accounts/login/", wrong)[0] for _ in range(times)}


def test_whatever_happens_to_redis_runners_log_in_and_guesses_are_counted(
    redis: RedisServer, ready_made_site: Path, tmp_path: Path
) -> None:
    shutil.copytree(ready_made_site, tmp_path / "data")
    site = Mortal(tmp_path / "data", cache=f"redis://127.0.0.1:{redis.port}/0")
    try:
        site.start()
        site.shell(RUNNERS % RUNNERS_THERE)
        log_in(site, 0)
        os.kill(redis.process.pid, signal.SIGSTOP)
        log_in(site, 1)
        redis.stop()
        log_in(site, 2)
        assert guess(site, 6) <= {200, 429}
        with pytest.raises(RuntimeError, match="could not log in"):
            log_in(site, 3)
        redis.start()
        log_in(site, 0)
    finally:
        site.stop()
    assert "Traceback" not in (printed := (tmp_path / "data.txt").read_text())
    assert "tries are counted in files" in printed
