"""The logbook's tables partitioned by runner, on PostgreSQL's own partitions: which keys would change, and what it costs.

    .ci/postgres .venv/bin/python -m tests.benchmarks.partitions [--entries 600000] [--parts 16]

Only ever with a database of its own. Fills the tables as they are, copies sessions and symptoms into partitioned ones with
the keys that they would need, and asks both the same things in turn. Prints Markdown.
"""

# ruff: noqa: S608 (the SQL is put together from names of the schema)

from __future__ import annotations

import argparse
import os
import random
import re
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

import django
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.db import connection  # noqa: E402  (needs Django set up)
from django.utils import timezone  # noqa: E402 (Django is set up first)

from ankles.accounts.models import User  # noqa: E402 (Django is set up first)
from tests.benchmarks import filling  # noqa: E402 (Django is set up first)

COPIED = ("logbook_trainingsession", "logbook_symptom")
TURNS, ERASED = 1_500, 40
PART = re.compile(r"on \w+_parted_(\d+)")
OF_A_RUNNER = """
SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relkind = 'r' AND c.relname LIKE 'logbook_%' AND a.attname = 'runner_id' ORDER BY 1"""
UNIQUE_WITHOUT_RUNNER = """
SELECT c.relname, pg_get_constraintdef(k.oid) FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
WHERE k.contype IN ('u', 'p') AND c.relname LIKE 'logbook_%'
AND NOT EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'runner_id' AND a.attnum = ANY (k.conkey))
ORDER BY 1, 2"""
POINTING = """
SELECT c.relname, pg_get_constraintdef(k.oid) FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
JOIN pg_class t ON t.oid = k.confrelid WHERE k.contype = 'f' AND t.relname LIKE 'logbook_%' ORDER BY 1"""


def ask(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """The rows of an answer."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return cursor.fetchall() if cursor.description else []


def partitioned(table: str, parts: int) -> float:
    """A partitioned copy of a table, with its indexes, led by the runner; returns the seconds that it took."""
    began, copy = time.monotonic(), f"{table}_parted"
    ask(f"CREATE TABLE {copy} (LIKE {table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS) PARTITION BY HASH (runner_id)")
    for part in range(parts):
        ask(f"CREATE TABLE {copy}_{part} PARTITION OF {copy} FOR VALUES WITH (MODULUS {parts}, REMAINDER {part})")
    ask(f"INSERT INTO {copy} SELECT * FROM {table}")
    ask(f"ALTER TABLE {copy} ADD PRIMARY KEY (runner_id, id)")
    for name, definition in ask("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s", table):
        if "runner_id" in definition:
            columns = definition.partition(" USING ")[2]
            unique = "UNIQUE " if "UNIQUE" in definition else ""
            ask(f"CREATE {unique}INDEX {name}_parted ON {copy} USING {columns}")
    ask(f"VACUUM ANALYZE {copy}")
    return time.monotonic() - began


def milliseconds(acts: Iterator[Callable[[], Any]]) -> list[float]:
    """How long each took."""
    took = []
    for act in acts:
        began = time.perf_counter()
        act()
        took.append(1000 * (time.perf_counter() - began))
    return took


def reading(table: str, people: list[int]) -> Callable[[], Any]:
    """Fifty days of somebody, as Today and the calendar ask."""
    return lambda: ask(f"SELECT * FROM {table} WHERE runner_id = %s AND day > current_date - 50", random.choice(people))


def writing(table: str, people: list[int]) -> Callable[[], Any]:
    """One more row of somebody, like one of theirs."""

    def write() -> None:
        columns = [row[0] for row in ask("SELECT column_name FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position", COPIED[0])]  # fmt: skip
        of_row = {"id": "nextval('parted')", "entry_key": "gen_random_uuid()"}
        chosen = ", ".join(of_row.get(name, name) for name in columns)
        ask(f"INSERT INTO {table} SELECT {chosen} FROM {table} WHERE runner_id = %s LIMIT 1", random.choice(people))

    return write


def main() -> None:
    """Fill, copy, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=600_000)
    parser.add_argument("--parts", type=int, default=16)
    options = parser.parse_args()
    if connection.vendor != "postgresql":
        raise SystemExit("Run it by .ci/postgres.")
    call_command("migrate", verbosity=0)
    runner = User.objects.create_user("ana@example.org", None, time_zone="Europe/London", consent_text="test",
                                      consented_at=timezone.now())  # fmt: skip
    entries = filling.fill(runner, long=False, entries=options.entries)
    print(f"## {entries:,} sessions and symptoms of {filling.OTHERS:,} runners, {options.parts} partitions, "
          f"{time.strftime('%d %B %Y, %H:%M')}, load {os.getloadavg()[0]:.1f}\n")  # fmt: skip
    print(f"Tables of a runner: {', '.join(row[0] for row in ask(OF_A_RUNNER))}\n")
    print("Keys that would have to hold the runner, too:\n")
    for table, key in ask(UNIQUE_WITHOUT_RUNNER) + ask(POINTING):
        print(f"- {table}: {key}")
    for table in COPIED:
        size, rows = ask(f"SELECT pg_total_relation_size(%s), (SELECT count(*) FROM {table})", table)[0]
        print(f"\nA row of {table} with its indexes: {size / rows:.0f} bytes.")
    took = {table: partitioned(table, options.parts) for table in COPIED}
    print(f"\nCopied in {sum(took.values()):.0f} s.\n")
    ask("CREATE SEQUENCE parted START 1000000000")
    people = [row[0] for row in ask("SELECT id FROM accounts_user")]
    random.shuffle(people)
    print("| what | as they are, ms (median, p99) | partitioned |\n|---|---|---|")
    for table in COPIED:
        compared(f"fifty days of {table}", *(
            milliseconds(reading(name, people) for _ in range(TURNS)) for name in (table, f"{table}_parted")
        ))  # fmt: skip
    table = COPIED[0]
    compared(f"one more row in {table}", *(
        milliseconds(writing(name, people) for _ in range(TURNS)) for name in (table, f"{table}_parted")
    ))  # fmt: skip
    # Their rows alone: what points at a row of theirs is another table's.
    ask("DELETE FROM logbook_exercisedone")
    compared("all rows of a runner erased", *(
        milliseconds((lambda name=name, one=one: ask(f"DELETE FROM {name} WHERE runner_id = %s", one)) for one in people[:ERASED])
        for name in (table, f"{table}_parted")
    ))  # fmt: skip
    for table in COPIED:
        whole = ask("SELECT pg_indexes_size(%s)", table)[0][0]
        parts = [ask("SELECT pg_indexes_size(%s)", f"{table}_parted_{part}")[0][0] for part in range(options.parts)]
        print(
            f"| indexes of {table} | {whole / 2**20:.0f} MB in one | {max(parts) / 2**20:.1f} MB the largest of {options.parts} |"
        )
    plan = "\n".join(row[0] for row in ask(f"EXPLAIN SELECT * FROM {COPIED[0]}_parted WHERE runner_id = 7 AND day > current_date - 50"))  # fmt: skip
    print(f"\nPartitions that the plan of one runner's days touches: {len(set(PART.findall(plan)))}.")


def compared(what: str, before: list[float], after: list[float]) -> None:
    """One line of the table."""
    cells = [
        f"{statistics.median(took):.2f}, {sorted(took)[int(len(took) * 0.99) - 1]:.2f}" for took in (before, after)
    ]
    print(f"| {what} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
