"""A club's site moves from SQLite to PostgreSQL: everybody's rows, what they take out, and what was erased."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
import sys
import uuid
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from ankles import moving, releases
from tests.ankles.test_configuration import manage
from tests.durability.cluster import Cluster, cluster, skip_without_postgresql

psycopg = pytest.importorskip("psycopg")
# Ana and the others, a runner who came and had everything erased.
FILL = """
from django.test.utils import override_settings, setup_test_environment
setup_test_environment()
with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"], ACCOUNT_RATE_LIMITS=False):
    from tests.strangers import cast
    from tests.factories import RunnerFactory
    from ankles.accounts.models import Tombstone
    from logbook.takeout import erasing
    ana = cast.build().ana
    note = "\\u00e9 e\\u0301 \\U0001f9b6 \\\\N \\\\. \\t 'x' \\"y\\"\\n"
    ana.training_sessions.create(day=ana.today(), minutes=1, note=note)
    from tests.library.pictures.making import kept
    kept()
    gone = RunnerFactory(email="gone@example.org")
    print(gone.pk)
    erasing.erase_account(gone)
"""
# What somebody takes out, without the moment at which they took it.
EXPORTED = """
import hashlib, io, json, zipfile
from datetime import datetime, UTC
from ankles.accounts.models import User
from logbook.takeout import exporting
found = {}
for person in User.objects.order_by("pk"):
    file = io.BytesIO()
    exporting.write_zip(person, file, datetime(2026, 11, 28, tzinfo=UTC))
    found[person.email] = hashlib.sha256(file.getvalue()).hexdigest()
print(json.dumps(found))
"""
NEXT_NUMBER = """
from ankles.accounts.models import User
print(User.objects.create(email="new@example.org").pk)
"""


@dataclass(frozen=True)
class Club:
    """A site that stands still, on SQLite. `erased`: the number of the last account, which is gone."""

    data: Path
    erased: int

    @property
    def database(self) -> Path:
        return self.data / "ankles.sqlite3"

    def shell(self, code: str, **values: str) -> str:
        """Run Python in the site; the last line that it prints."""
        done = manage(self.data, "shell", "--no-imports", "-c", code, **values)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip().splitlines()[-1]


@pytest.fixture(scope="module")
def server() -> Iterator[Cluster]:
    """A PostgreSQL of our own."""
    skip_without_postgresql()
    with cluster() as running:
        yield running


@pytest.fixture
def target(server: Cluster) -> str:
    """An empty database."""
    name = f"club_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.url.rpartition("/")[0] + f"/{name}"


@pytest.fixture(scope="module")
def filled(ready_made_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Club:
    """The guide, and everybody."""
    data = tmp_path_factory.mktemp("move") / "data"
    shutil.copytree(ready_made_site, data)
    return Club(data, int(Club(data, 0).shell(FILL)))


@pytest.fixture
def club(filled: Club, tmp_path: Path) -> Club:
    """A copy that a test may spoil."""
    shutil.copytree(filled.data, tmp_path / "data")
    return Club(tmp_path / "data", filled.erased)


def tables(url: str) -> list[str]:
    """What is there in a PostgreSQL database, of whatever kind."""
    with psycopg.connect(url) as connection:
        return [
            name
            for (name,) in connection.execute(
                "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            )
        ]


def rows_of(url: str, table: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()  # noqa: S608 (names of ours)


def test_a_club_moves_with_every_row_and_everybody_takes_out_the_same_zip(club: Club, target: str) -> None:
    before, file = json.loads(club.shell(EXPORTED)), club.database.read_bytes()
    moved = manage(club.data, "move_to", target)
    assert (moved.returncode, moved.stderr) == (0, "")
    counted = {
        line.split()[0]: int(line.split()[1].replace(",", "")) for line in moved.stdout.splitlines() if "  " in line
    }
    with closing(sqlite3.connect(club.database)) as old:
        there = [
            name
            for (name,) in old.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if name[:7] != "sqlite_"
        ]
        asked = {name: f"SELECT count(*) FROM {name}" for name in there}  # noqa: S608 (names of ours)
        assert counted == {name: old.execute(question).fetchone()[0] for name, question in asked.items()}
    # Of who was erased there are two: of the account, and of the tag by which its phones know it.
    assert (counted["accounts_tombstone"], counted["django_session"] > 3, counted["library_exercise"] > 20) == (
        2,
        True,
        True,
    )
    assert json.loads(club.shell(EXPORTED, DATABASE_URL=target)) == before
    assert len(before) > 4
    with closing(sqlite3.connect(club.database)) as old:
        pictures = old.execute("SELECT id, name, width, height, content FROM library_picturefile ORDER BY 1").fetchall()
    assert [row[:5] for row in rows_of(target, "library_picturefile")] == pictures
    assert len(pictures) == 2
    # A new account gets a number that nobody had: the security log still holds that of the one who is gone.
    assert int(club.shell(NEXT_NUMBER, DATABASE_URL=target)) == club.erased + 1
    assert manage(club.data, "makemigrations", "--check", "--dry-run", DATABASE_URL=target).returncode == 0
    assert club.database.read_bytes() == file
    # Once more: it is not empty any longer, and not a row is touched.
    people = rows_of(target, "accounts_user")
    again = manage(club.data, "move_to", target)
    assert again.returncode == 1
    assert "The database to move to is not empty" in again.stderr
    assert "Nothing was changed." in again.stderr
    assert rows_of(target, "accounts_user") == people


# SQLite keeps a text of any length, and a character that PostgreSQL has no place for.
@pytest.mark.parametrize("text", ["zqana " * 90, "zqana \0"], ids=["too long", "a NUL"])
def test_a_row_that_does_not_fit_is_named_not_quoted_and_nothing_is_left_half_done(
    club: Club, target: str, text: str
) -> None:
    with closing(sqlite3.connect(club.database)) as old:
        old.execute("UPDATE logbook_trainingsession SET routine_name = ? WHERE id = 7100001", [text])
        old.commit()
    file = club.database.read_bytes()
    moved = manage(club.data, "move_to", target)
    assert moved.returncode == 1
    assert "PostgreSQL does not take row 1 (in the order of their numbers) of logbook_trainingsession" in moved.stderr
    assert "zqana" not in moved.stderr + moved.stdout
    assert (tables(target), club.database.read_bytes()) == ([], file)


def test_a_site_that_runs_or_knows_other_tables_does_not_move(club: Club, target: str) -> None:
    with closing(sqlite3.connect(club.database)) as worker:
        worker.execute("SELECT count(*) FROM accounts_user").fetchone()
        running = manage(club.data, "move_to", target)
        assert "is in use. Stop the site first. Nothing was changed." in running.stderr
    with closing(sqlite3.connect(club.database)) as old:
        old.execute("CREATE TABLE somebodys_own (id integer)")
    strange = manage(club.data, "move_to", target)
    assert (
        "There are tables here that this release does not know: somebodys_own. Nothing was changed." in strange.stderr
    )
    assert tables(target) == []
    wrong = manage(club.data, "move_to", "sqlite:///elsewhere")
    assert "DATABASE_URL: only postgresql:// and sqlite:// are supported" in wrong.stderr
    there = manage(club.data, "move_to", target, DATABASE_URL=target)
    assert "This site is on PostgreSQL already" in there.stderr


def test_the_address_may_be_piped_in_as_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[dict[str, Any]] = []

    def note(target: dict[str, Any]) -> dict[str, Any]:
        asked.append(target)
        return {}

    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.setattr(moving, "move", note)
    monkeypatch.setattr(releases, "refuse_newer_database", lambda: None)
    monkeypatch.setattr(sys, "stdin", io.StringIO("postgresql://ankles:word@localhost:5432/new\n"))
    call_command("move_to", "-")
    assert [(target["HOST"], target["NAME"], target["PASSWORD"]) for target in asked] == [("localhost", "new", "word")]
