"""The real site as a process of its own, and the browser that reads it: for journeys, the benchmark and nothing else."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 300.0
FOREIGN = (
    "SITE_URL",
    "SECRET_KEY",
    "SECRET_KEY_FALLBACKS",
    "OPERATOR_NAME",
    "OPERATOR_CONTACT",
    "TRUSTED_PROXIES",
    "DEBUG",
    "DATABASE_URL",
    "CACHE_URL",
)
# The first one is quicker: it opens pages without windows around them.
CHROMIUM_NAMES = ("chromium-headless-shell", "/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome",
                  "google-chrome-stable")  # fmt: skip
MAC_CHROME = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
# Pages are drawn by the processor either way: without a process for a card that is not there, an eighth less of it.
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--in-process-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Site:
    """A running site: its address without a slash at the end, its folder, the process that supervises its workers."""

    address: str
    data: Path
    pid: int
    more: Mapping[str, str] = field(default_factory=dict)

    def manage(self, *arguments: str) -> str:
        """Run a management command against the site's own folder; returns what it prints."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=environment(self.data) | self.more, check=True, capture_output=True, text=True
        )
        return done.stdout


def environment(data: Path) -> dict[str, str]:
    """The environment of a site that keeps everything in `data` and takes nothing from whoever runs the tests."""
    kept = {name: value for name, value in os.environ.items() if name not in (*FOREIGN, "DJANGO_SETTINGS_MODULE")}
    return kept | {"DATA_DIR": str(data), "PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def free_port() -> int:
    """A TCP port of this machine that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def ready_made(base: Path) -> Path:
    """A folder as a site's first start leaves it, below `base`, made by whichever process of the suite asks first.

    Copy it, and the first start is a second one: half a minute of tables, guide and static files less.
    """
    made = base / "ready-made"
    with (base / "ready-made.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            with running(base / "in-the-making"):
                pass
            (base / "in-the-making").rename(made)
    return made


@contextmanager
def running(data: Path, workers: int = 1, port: int | None = None, code: Path = ROOT, **more: str) -> Iterator[Site]:
    """`manage.py start` on a loopback port (a free one, unless named), seeded and answering; stopped at the end. `code`: the
    release that runs. `more`: what else is in its environment. Raises RuntimeError with its output."""
    port, output = port or free_port(), data.with_name(f"{data.name}.txt")
    command = [sys.executable, "manage.py", "start", "--workers", str(workers), "--port", str(port)]
    with output.open("wb") as file:
        process = subprocess.Popen(
            command, cwd=code, env=environment(data) | more, stdout=file, stderr=subprocess.STDOUT
        )
    try:
        address = f"http://localhost:{port}"
        _until_it_answers(f"http://127.0.0.1:{port}/healthz", process, output)
        yield Site(address, data, process.pid, more)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _until_it_answers(url: str, process: subprocess.Popen[bytes], output: Path) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 (our own address)
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The site did not start:\n{output.read_text(errors='replace')}")


def find_chromium() -> str | None:
    """The Chromium of this machine: CHROMIUM, else the usual names, else None. Raises RuntimeError for a wrong CHROMIUM."""
    named = os.environ.get("CHROMIUM")
    if named:
        found = shutil.which(named)
        if found is None:
            raise RuntimeError(f"CHROMIUM={named} is no program.")
        return found
    return next((found for name in (*CHROMIUM_NAMES, MAC_CHROME) if (found := shutil.which(name))), None)
