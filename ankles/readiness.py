"""Whether this worker can do its work: what /readyz asks, and says in words to whoever runs the site.

/healthz says that a worker answers and reaches its database; one that answers with 503 is alive, and goes on serving kept
pages. /readyz is for whoever sends it readers, or wakes the operator: a site whose disk is full is alive.
"""

from __future__ import annotations

import secrets
import shutil
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.cache import cache as shared
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from ankles import releases

LEAST_FREE_BYTES = 100 * 1024 * 1024
# SQLite's writers queue; one that waits this long for its turn meets a lock that is held.
LOCK_MS = 1_000
CLOCKS_DIFFER = timedelta(seconds=60)
# However often it is asked, the answer is made once in this time.
KEPT_S = 2.0


def database_answers() -> str:
    """It answers, and takes writes: SQLite at this moment; PostgreSQL is neither a copy that is read nor set to reading only."""
    with connection.cursor() as cursor:
        if connection.in_atomic_block:  # then this thread has the lock that it would ask for
            cursor.execute("SELECT 1")
            return ""
        if connection.vendor == "sqlite":
            waits = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
            cursor.execute(f"PRAGMA busy_timeout={LOCK_MS}")
            try:
                cursor.execute("BEGIN IMMEDIATE")
                cursor.execute("ROLLBACK")
            finally:
                cursor.execute(f"PRAGMA busy_timeout={int(waits)}")
            return ""
        cursor.execute("SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::bool")
        row = cursor.fetchone()
    return "it takes no writes" if row and row[0] else ""


def counts() -> str:
    """What workers share keeps a value: without it throttles do not count."""
    name, value = f"readyz-{secrets.token_hex(4)}", secrets.token_hex(4)
    shared.set(name, value, 30)
    try:
        kept = shared.get(name) == value
        if getattr(shared, "is_away", False):
            return "Redis does not answer; tries are counted on this machine only"
        return "" if kept else "it does not keep what it is given"
    finally:
        shared.delete(name)


def disk() -> str:
    """DATA_DIR can be written to, and there is room."""
    folder = Path(settings.DATA_DIR)
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE_BYTES:
        return f"{free // 2**20} MB are left; {LEAST_FREE_BYTES // 2**20} are needed"
    probe = folder / f"readyz-{secrets.token_hex(4)}"
    try:
        probe.write_bytes(b"ok")
    finally:
        probe.unlink(missing_ok=True)
    return ""


def migrations() -> str:
    """The tables are this release's: neither behind nor ahead."""
    applied, ours = set(MigrationRecorder(connection).applied_migrations()), releases.migrations_of_this_release()
    if behind := ours - applied:
        return f"{len(behind)} are not applied: run manage.py start"
    if ahead := applied - ours:
        return f"{len(ahead)} are of a newer release"
    return ""


def clocks_agree() -> str:
    """This machine and the database's agree on the time: log-ins, links and days hang on it."""
    if connection.vendor == "sqlite":  # the same machine
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        row = cursor.fetchone()
    apart = abs(timezone.now() - row[0])
    return f"{apart.total_seconds():.0f} s from the database's" if apart > CLOCKS_DIFFER else ""


ASKED: dict[str, Callable[[], str]] = {
    "database": database_answers,
    "cache": counts,
    "disk": disk,
    "migrations": migrations,
    "clock": clocks_agree,
}


class Readiness:
    """The last answer of this worker, and the one thread that makes the next."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made_at = -KEPT_S
        self._found: dict[str, str] = {}

    def look(self) -> dict[str, str]:
        """What is wrong, by what was asked; "" where nothing is. At most one question at a time and one in KEPT_S; whoever
        comes while it is being asked gets the answer before."""
        if time.monotonic() - self._made_at < KEPT_S or (self._found and self._lock.locked()):
            return self._found
        with self._lock:
            if time.monotonic() - self._made_at >= KEPT_S:
                self._found = {name: _asked(question) for name, question in ASKED.items()}
                self._made_at = time.monotonic()
            return self._found


READINESS = Readiness()


def _asked(question: Callable[[], str]) -> str:
    try:
        return question()
    except Exception as error:  # whatever it is, it is not ready; its words may hold an address with a password
        return f"failed ({type(error).__name__})"
