"""A PostgreSQL database: every table by COPY, in one transaction that sees one moment; back in one transaction, too.

Nothing but psycopg is needed, so the version of a pg_dump somewhere does not matter. A backup holds rows; the tables are
made by the migrations that the backup names, and then brought up to this release.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection, transaction

from ankles.backups import migrations
from ankles.backups.archive import CHUNK, Reader, Refused, Writer
from ankles.backups.sqlite import door_tables

FOLDER = "tables/"
# The last number that each table gave. Backups of earlier releases have no such member.
NUMBERS = "numbers.json"


def take_out(folder: Path, writer: Writer) -> migrations.Applied:
    """Add all rows to a backup; returns the migrations that the tables have seen."""
    with transaction.atomic(), connection.cursor() as cursor:
        if not connection.savepoint_ids:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        seen = migrations.applied_migrations()
        for table in sorted(set(connection.introspection.table_names(cursor)) - set(door_tables())):
            with writer.member(f"{FOLDER}{table}.copy") as member:
                columns = _columns(cursor, table)
                member.write(f"{columns}\n".encode())
                with cursor.copy(f'COPY "{table}" ({columns}) TO STDOUT') as rows:
                    for chunk in rows:
                        member.write(bytes(chunk))
        writer.add_bytes(NUMBERS, json.dumps(last_numbers(cursor)).encode())
    return seen


def put_back(folder: Path, reader: Reader, erase: Callable[[], Any]) -> Any:
    """Put a backup's rows in the place of everything here; returns what `erase` says. Raises Refused, and then nothing changed."""
    wanted = reader.manifest.migrations
    migrations.refuse_newer_tables(wanted)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f'DROP TABLE "{table}" CASCADE')
            migrations.bring_to(wanted)
            _fill(cursor, reader)
            # An erased account's number must never be another one's: the security log goes on naming it.
            continue_numbers(cursor, json.loads(reader.bytes(NUMBERS)) if reader.names(NUMBERS) else None)
            # Now, and not at the end: a table with checks to come cannot be altered.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            migrations.bring_up()
            return erase()
    except DatabaseError as error:
        raise Refused(f"The rows of the backup do not fit: {str(error).splitlines()[0]}") from error


def empty(cursor: Any) -> set[str]:
    """Have every table that migrations made take its rows, whatever comes first; returns the tables' names.

    Migrations have made some constraints ask at once, and may have written rows of their own.
    """
    there = set(connection.introspection.table_names(cursor))
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    cursor.execute(f"TRUNCATE {_listed(sorted(there))} CASCADE")
    return there


def continue_numbers(cursor: Any, given: Mapping[str, int] | None = None) -> None:
    """New rows get numbers after those that are there, and after the last that a table ever gave where that is known."""
    for table in connection.introspection.table_names(cursor):
        for row in connection.introspection.get_sequences(cursor, table):
            column = row["column"]
            cursor.execute(
                f'SELECT setval(pg_get_serial_sequence(%s, %s), greatest(max("{column}"), %s, 1), '  # noqa: S608 (names of the schema)
                f'greatest(max("{column}"), %s) IS NOT NULL) FROM "{table}"',
                [f'"{table}"', column, (last := (given or {}).get(table) or None), last],
            )


def last_numbers(cursor: Any) -> dict[str, int]:
    """The last number that each table here gave, also to a row that is gone: table -> number."""
    given = {}
    for table in connection.introspection.table_names(cursor):
        for row in connection.introspection.get_sequences(cursor, table):
            cursor.execute(
                "SELECT pg_sequence_last_value(pg_get_serial_sequence(%s, %s))", [f'"{table}"', row["column"]]
            )
            if (last := cursor.fetchone()[0]) is not None:
                given[table] = last
    return given


def _fill(cursor: Any, reader: Reader) -> None:
    there = empty(cursor)
    for name in reader.names(FOLDER):
        table = name.removeprefix(FOLDER).removesuffix(".copy")
        if table not in there:
            raise Refused(f"The backup has a table {table}, which this release does not make.")
        with reader.zip.open(name) as member:
            columns = member.readline().decode().strip()
            if columns.replace('"', "").split(", ") != _columns(cursor, table).replace('"', "").split(", "):
                raise Refused(f"The table {table} has other columns in the backup.")
            # What is copied does not go through Django: without this the driver's own errors would be raised.
            with connection.wrap_database_errors, cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as rows:
                while chunk := member.read(CHUNK):
                    rows.write(chunk)


def _columns(cursor: Any, table: str) -> str:
    described = connection.introspection.get_table_description(cursor, table)
    return _listed(column.name for column in described)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
