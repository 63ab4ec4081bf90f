"""Backup and restore as an operator runs them: while others write and read, in processes of their own."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.ankles.test_configuration import ROOT, environment, manage

pytestmark = pytest.mark.skipif("ANKLES_TEST_DATABASE_URL" in os.environ, reason="the processes use SQLite files")

# A session and a symptom go together, always: who sees one without the other sees half a state. Both go on until they
# are stopped: a number of rounds is over before the backup is on a machine with a quick disk.
WRITER = """
from datetime import date, timedelta
from itertools import count
from django.db import transaction
from ankles.accounts.models import User
from logbook.vocabulary import AreaCode
runner = User.objects.create_user("ana@example.org", "soft-landings-9")
# A place a day would come to the first day that a log may have, on a machine with a quick disk.
for back, area in ((number // len(AreaCode), AreaCode.values[number % len(AreaCode)]) for number in count()):
    with transaction.atomic():
        runner.training_sessions.create(day=date(2026, 11, 22), minutes=5)
        runner.symptoms.create(day=date(2026, 11, 22) - timedelta(days=back), area=area, side="left", moment="worst", severity=1)
    print("wrote", flush=True)
"""
READER = """
import time
from django.db import transaction
from logbook.models import Symptom, TrainingSession
while True:
    with transaction.atomic():
        numbers = TrainingSession.objects.count(), Symptom.objects.count()
    print(*numbers, flush=True)
    time.sleep(0.01)
"""
COUNT = "from logbook.models import *; print(TrainingSession.objects.count(), Symptom.objects.count())"


@contextmanager
def running(data: Path, code: str) -> Iterator[Path]:
    """A process of its own that runs this, and the file in which its words appear."""
    output = data.with_name(f"{data.name}-{len(code)}.txt")
    with output.open("wb") as file:
        command = [sys.executable, str(ROOT / "manage.py"), "shell", "--no-imports", "-c", code]
        process = subprocess.Popen(command, env=environment(data), stdout=file, stderr=file)
    try:
        deadline = time.monotonic() + 180
        while not output.read_text().count("\n") > 20:
            assert process.poll() is None, output.read_text()
            assert time.monotonic() < deadline, output.read_text()
            time.sleep(0.05)
        yield output
        assert process.poll() is None, output.read_text()
    finally:
        process.kill()
        process.wait()


def test_a_database_that_others_write_to_without_a_pause_is_backed_up_all_the_same(
    ready_made_site: Path, tmp_path: Path
) -> None:
    here, file = tmp_path / "here", tmp_path / "a.backup"
    shutil.copytree(ready_made_site, here)
    writer = sqlite3.connect(here / "ankles.sqlite3", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    made = manage(here, "backup", str(file))
    writer.close()
    assert (made.returncode, file.exists()) == (0, True), made.stderr
    assert "The database is busy" in made.stderr
    assert "The database is busy" not in manage(here, "backup", str(file.with_name("b.backup"))).stderr


def read_until(output: Path, sessions: int) -> list[list[str]]:
    """What a reader has seen, whole lines only, up to where it sees so many sessions."""
    deadline = time.monotonic() + 180
    while True:
        seen = [line.split() for line in output.read_text().splitlines(keepends=True) if line.endswith("\n")]
        if int(seen[-1][0]) == sessions:
            return seen
        assert time.monotonic() < deadline, seen[-1]
        time.sleep(0.05)


def counted(data: Path) -> list[int]:
    return [int(word) for word in manage(data, "shell", "--no-imports", "-c", COUNT).stdout.split()]


def test_a_backup_is_one_moment_and_a_restore_is_seen_whole(ready_made_site: Path, tmp_path: Path) -> None:
    here, there, file = tmp_path / "here", tmp_path / "there", tmp_path / "a.backup"
    shutil.copytree(ready_made_site, here)
    with running(here, WRITER):
        first = manage(here, "backup", str(file))
        second = manage(here, "backup", str(file.with_name("b.backup")))
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert manage(there, "restore", str(file)).returncode == 0  # a machine on which nothing was ever started
    sessions, symptoms = counted(there)
    assert sessions == symptoms > 20
    with running(here, READER) as output:
        assert "Restored" in manage(here, "restore", str(file), "--force").stdout
        seen = read_until(output, sessions)
    assert [line for line in seen if line[0] != line[1]] == []
    assert int(seen[0][0]) > int(seen[-1][0]) == sessions
    assert {path.name for path in there.iterdir()} >= {"ankles.sqlite3", "media"}
