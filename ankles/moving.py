"""A site moves from SQLite to PostgreSQL: every row of every table, counted and summed on both sides, all of it or nothing.

DATA_DIR stays what it is: the key, the pictures and the list of what was erased need no move.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any, Final

from django.apps import apps
from django.db import DatabaseError, OperationalError, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import load_backend

from ankles import upgrades
from ankles.backups import migrations, postgres
from ankles.backups.archive import Refused

# The site's own database is the default; while one is moved, both have names of their own, too.
DEFAULT: Final = "default"
HERE: Final = "moved_from"
THERE: Final = "moved_to"
CHUNK: Final = 2_000  # rows in memory at once
SQLITES_OWN: Final = "sqlite_"
LINE: Final = re.compile(r", line (\d+)")

Model = type[models.Model]


@dataclass
class TableCount:
    """How many rows a table has, and the sum of their SHA-256: the same whatever order they are read in."""

    rows: int = 0
    total: int = 0

    def add(self, values: tuple[Any, ...]) -> None:
        """Count one row."""
        self.rows += 1
        text = json.dumps([_plain(value) for value in values], sort_keys=True, default=str)
        self.total = (self.total + int.from_bytes(hashlib.sha256(text.encode()).digest())) % 2**256

    def __str__(self) -> str:
        return f"{self.rows:>10,}  {self.total:064x}"


def move(settings: dict[str, Any]) -> dict[str, TableCount]:
    """Move all rows to the empty PostgreSQL database that these settings (as in DATABASES) lead to; table -> what was moved.

    The database here is locked against writing meanwhile, and left as it is. Raises Refused, and then nothing is there that
    was not there before.
    """
    here = connections[DEFAULT]
    if here.vendor != "sqlite":
        raise Refused("This site is on PostgreSQL already (DATABASE_URL); a backup and a restore take it elsewhere.")
    if not migrations.applied_migrations() or upgrades.pending_migrations():
        raise Refused("The tables are not this release's yet. Run `manage.py start` once, stop it, and move then.")
    _refuse_while_it_runs(here)
    try:
        with _both_named(here, settings) as there, transaction.atomic(using=THERE), transaction.atomic(using=HERE):
            _refuse_unless_empty(there)
            tables = _every_table(here)
            with _as_default(there), there.cursor() as cursor:
                migrations.bring_up()
                postgres.empty(cursor)
                moved = {model._meta.db_table: _copy(model, there, cursor) for model in tables}
                # Rows that are gone count, too: the number of an erased account must never be another one's.
                postgres.continue_numbers(cursor, _last_numbers(here))
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            _compare(tables, moved)
    except DatabaseError as error:
        raise Refused(_in_words(error)) from error
    return moved


def _refuse_while_it_runs(here: BaseDatabaseWrapper) -> None:
    """Raises Refused when another process holds the database open: what it writes after the move would be lost."""
    name = str(here.settings_dict["NAME"])
    here.close()
    with closing(sqlite3.connect(name, timeout=1, isolation_level=None)) as probe:
        probe.execute("PRAGMA locking_mode=EXCLUSIVE")
        try:
            probe.execute("BEGIN IMMEDIATE")
            probe.execute("ROLLBACK")
        except sqlite3.OperationalError as error:
            raise Refused(f"{name} is in use. Stop the site first.") from error


def _refuse_unless_empty(there: BaseDatabaseWrapper) -> None:
    with there.cursor() as cursor:
        found = sorted(there.introspection.table_names(cursor))
    if found:
        raise Refused(f"The database to move to is not empty: it has {len(found)} tables ({', '.join(found[:3])} …).")


@contextmanager
def _both_named(here: BaseDatabaseWrapper, settings: dict[str, Any]) -> Iterator[BaseDatabaseWrapper]:
    """A connection to the new database; both can be asked by name."""
    whole = connections.configure_settings({DEFAULT: settings})[DEFAULT]
    there: BaseDatabaseWrapper = load_backend(whole["ENGINE"]).DatabaseWrapper(whole, THERE)
    connections[HERE], connections[THERE] = here, there
    try:
        try:
            there.ensure_connection()
        except OperationalError as error:
            said = str(error).strip().splitlines()[0]
            raise Refused(f"The database to move to cannot be reached: {said}.") from error
        yield there
    finally:
        there.close()
        del connections[HERE], connections[THERE]


@contextmanager
def _as_default(there: BaseDatabaseWrapper) -> Iterator[None]:
    """Migrations, and all that knows one database only, meet the new one."""
    here = connections[DEFAULT]
    connections[DEFAULT] = there
    try:
        yield
    finally:
        connections[DEFAULT] = here


def _every_table(here: BaseDatabaseWrapper) -> list[Model]:
    """All tables of this release, links between two included. Raises Refused when there are others: none is left behind."""
    found = [model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy]
    found.append(MigrationRecorder(here).Migration)
    with here.cursor() as cursor:
        there = {name for name in here.introspection.table_names(cursor) if not name.startswith(SQLITES_OWN)}
    if strange := sorted(there - {model._meta.db_table for model in found}):
        raise Refused(f"There are tables here that this release does not know: {', '.join(strange)}.")
    return sorted(found, key=lambda model: model._meta.db_table)


def _columns(model: Model) -> list[models.Field[Any, Any]]:
    return [column for column in model._meta.local_concrete_fields if not column.generated]


def _rows(model: Model, alias: str) -> Iterable[tuple[Any, ...]]:
    """All rows of a table, as Python has them."""
    names = [column.attname for column in _columns(model)]
    return model._base_manager.using(alias).order_by("pk").values_list(*names).iterator(chunk_size=CHUNK)


def _copy(model: Model, there: BaseDatabaseWrapper, cursor: Any) -> TableCount:
    """Write a table's rows into the new database; what was read here, counted."""
    columns, counted = _columns(model), TableCount()
    listed = ", ".join(f'"{column.column}"' for column in columns)
    try:
        # Django's own errors, where the driver's would be raised: what is copied does not go through Django.
        with there.wrap_database_errors, cursor.copy(f'COPY "{model._meta.db_table}" ({listed}) FROM STDIN') as rows:
            for values in _rows(model, HERE):
                counted.add(values)
                rows.write_row(
                    [column.get_db_prep_save(value, there) for column, value in zip(columns, values, strict=True)]
                )
    except DatabaseError as error:
        raise Refused(_in_words(error, model._meta.db_table, counted.rows)) from error
    return counted


def _compare(tables: list[Model], moved: dict[str, TableCount]) -> None:
    """Read the new tables whole. Raises Refused when one does not hold what was read here."""
    for model in tables:
        arrived, name = TableCount(), model._meta.db_table
        for values in _rows(model, THERE):
            arrived.add(values)
        if arrived != moved[name]:
            raise Refused(f"{name} did not arrive as it left: {moved[name].rows} rows here, {arrived.rows} there.")


def _last_numbers(here: BaseDatabaseWrapper) -> dict[str, int]:
    """The highest number that each table here ever gave, also to a row that is gone: table -> number."""
    with here.cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence")
        return dict(cursor.fetchall())


def _plain(value: Any) -> Any:
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else value


def _in_words(error: DatabaseError, table: str = "", row: int = 0) -> str:
    """Which row PostgreSQL does not take and why; none of its words, which may be a runner's. `row`: the last that was sent."""
    cause = error.__cause__
    said = getattr(cause, "diag", None)
    if said is None:
        return f"The move stopped: {str(error).strip().splitlines()[0]}."
    if line := LINE.search(said.context or ""):
        row = int(line[1])
    which = f"row {row} (in the order of their numbers)" if row else "a row"
    rule = said.constraint_name or said.column_name
    return (
        f"PostgreSQL does not take {which} of {table or said.table_name or 'a table'}: "
        f"{type(cause).__name__}{f', {rule}' if rule else ''}."
    )
