"""A SQLite database: copied out as it stood at one moment, and back through SQLite itself, so that workers that hold it
open see the old state or the new one, never half of each."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, connections

from ankles.backups import migrations
from ankles.backups.archive import Reader, Refused, Writer

NAME = "database.sqlite3"
# What opens a door: no restore logs anybody in, or brings a link to life that its owner took back since. Nor does a file that
# waits for an hour outlive it in a backup.
DOORS = ("sessions.Session", "usersessions.UserSession", "logbook.ShareLink", "logbook.ChosenFile")


def take_out(folder: Path, writer: Writer) -> migrations.Applied:
    """Add the database to a backup; returns the migrations it has seen."""
    seen, path = migrations.applied_migrations(), folder / NAME
    # SQLite would make the file itself, readable by more people than one.
    path.touch(mode=0o600)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    with closing(sqlite3.connect(path, isolation_level=None)) as copy:
        there = {name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for table in door_tables():
            if table in there:
                copy.execute(f'DELETE FROM "{table}"')  # noqa: S608 (a name of ours)
        copy.execute("VACUUM")  # what was deleted is not left in the file
        _check(copy)
    writer.add(NAME, path)
    return seen


def put_back(folder: Path, reader: Reader, erase: Callable[[], Any]) -> Any:
    """Put a backup's database in the place of this one; returns what `erase` says. Raises Refused before that."""
    path = folder / NAME
    if NAME not in reader.manifest.files:
        raise Refused("The backup holds no database.")
    reader.unpack(NAME, path)
    with closing(sqlite3.connect(path)) as copy:
        _check(copy)
    with _instead(path):
        migrations.refuse_newer_tables(migrations.applied_migrations())
        migrations.bring_up()
        again = erase()
    with closing(sqlite3.connect(path)) as copy:
        _check(copy)
        connection.ensure_connection()
        copy.backup(connection.connection)
    return again


def door_tables() -> list[str]:
    """The tables that say who is logged in, and which links open a report. They are part of no backup."""
    return [apps.get_model(label)._meta.db_table for label in DOORS if apps.is_installed(_app(label))]


def _app(label: str) -> str:
    found = {config.label: config.name for config in apps.get_app_configs()}
    return found.get(label.partition(".")[0], "")


@contextmanager
def _instead(path: Path) -> Iterator[None]:
    """Another file as this thread's database, for as long as it takes; without a log of its own beside it."""
    here = connections["default"]
    options = {"transaction_mode": "IMMEDIATE", "timeout": 5}
    there = type(here)(here.settings_dict | {"NAME": str(path), "OPTIONS": options}, "default")
    connections["default"] = there
    try:
        yield
    finally:
        there.close()
        connections["default"] = here


def _check(copy: sqlite3.Connection) -> None:
    try:
        said = [row[0] for row in copy.execute("PRAGMA integrity_check")]
        astray = copy.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        raise Refused(f"The database in the backup cannot be read: {error}.") from error
    if said != ["ok"] or astray:
        raise Refused("The database in the backup is damaged.")
