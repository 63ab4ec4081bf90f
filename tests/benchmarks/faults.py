"""What is broken in a soak, each as a block: broken within it, whole after it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.durability.serving import Mortal
from tests.durability.test_redis_away import RedisServer

DISK_MB = 160


@contextmanager
def locked(site: Mortal) -> Iterator[None]:
    """Somebody else holds the table of sessions, as a long job of an operator would."""
    if not site.database:
        other = sqlite3.connect(site.data / "ankles.sqlite3", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")
        other.close()
        return
    import psycopg  # noqa: PLC0415 (an optional set)

    with psycopg.connect(site.database) as connection:
        connection.execute("LOCK TABLE logbook_trainingsession, logbook_symptom IN EXCLUSIVE MODE")
        yield
        connection.rollback()


@contextmanager
def stopped(site: Mortal) -> Iterator[None]:
    """SIGTERM in the middle of it all, and started again at the end."""
    site.stop()
    try:
        yield
    finally:
        site.start()


@contextmanager
def small_disk(folder: Path) -> Iterator[Path | None]:
    """A disk that can be filled without harm; None where one may not be mounted."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m,mode=0700", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True).returncode:
        yield None
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def filled(disk: Path) -> Iterator[None]:
    """Not a byte is left; and whatever is given back is taken, too."""
    file, ends = disk / "filler", threading.Event()

    def fill() -> None:
        with file.open("wb", buffering=0) as filler:
            for size in (1 << 20, 1 << 12, 1):
                with suppress(OSError):
                    while True:
                        filler.write(b"\0" * size)
            while not ends.wait(0.05):
                with suppress(OSError):
                    filler.write(b"\0" * 4096)

    thread = threading.Thread(target=fill)
    thread.start()
    try:
        yield
    finally:
        ends.set()
        thread.join()
        file.unlink()


@contextmanager
def redis(folder: Path) -> Iterator[RedisServer | None]:
    """A Redis of the soak's own; None where there is none."""
    program = shutil.which("redis-server")
    if program is None:
        yield None
        return
    server = RedisServer(program, folder)
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def away(server: RedisServer) -> Iterator[None]:
    """It is killed, and started again with nothing in it."""
    server.stop()
    try:
        yield
    finally:
        server.start()


class Clock:
    """The site's clock, by clock.c; `library` is None where no C compiler is."""

    def __init__(self, folder: Path) -> None:
        self._file, made = folder / "clock.txt", folder / "clock.so"
        self._file.write_text("0")
        compiler = shutil.which("cc")
        self.library = made if compiler else None
        if compiler:
            source = Path(__file__).with_name("clock.c")
            subprocess.run([compiler, "-shared", "-fPIC", "-o", str(made), str(source), "-ldl"], check=True)

    @property
    def environment(self) -> dict[str, str]:
        """What a site is started with so that its clock can be moved."""
        return {"LD_PRELOAD": str(self.library), "ANKLES_CLOCK": str(self._file)} if self.library else {}

    @contextmanager
    def moved(self, seconds: int) -> Iterator[None]:
        """It goes wrong by so much, and right again."""
        self._file.write_text(str(seconds))
        try:
            yield
        finally:
            self._file.write_text("0")


def unwell(site: Mortal) -> str:
    """What /readyz finds wrong, asked on the machine itself for ten seconds; "" once all is well."""
    said, deadline = "", time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{site.port}/readyz", timeout=10):
                return ""
        except urllib.error.HTTPError as error:
            said = error.read().decode()
        except OSError as error:
            said = str(error)
        time.sleep(0.5)
    return said
