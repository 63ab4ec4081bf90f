"""Which SQL each test sends, so that CI's run on the other database repeats a test only for what no other one sends there.

Noted on one database (`--note-statements FOLDER`), used on the other (`--new-statements FOLDER`); docs/decisions/0045 says
what that gives up.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import DatabaseError

# What differs between two sendings of one statement: numbers, names of savepoints, how many values stand in a list or rows
# in an INSERT.
SAME = (
    (re.compile(r'"?\bs\d+_x\d+\b"?'), "savepoint"),
    (re.compile(r"'[^']*'"), "%s"),
    (re.compile(r"-?\b\d+(\.\d+)?\b"), "%s"),
    (re.compile(r"%s(, ?%s)+"), "%s"),
    (re.compile(r"\((%s)\)(, ?\(\1\))+"), "(%s)"),
)
Sent = Counter[str]
# Two tests seldom send a statement over the same rows.
SENDERS = 2


@lru_cache(10_000)
def shape(sql: str) -> str:
    """A statement without what another sending of it changes."""
    for differing, one in SAME:
        sql = differing.sub(one, sql)
    return sql


@lru_cache(10_000)
def digest(said: str) -> str:
    """A name for a statement: written out, those of all tests would be some hundred megabytes."""
    return hashlib.blake2s(said.encode(), digest_size=8).hexdigest()


class Statements:
    """Counts what goes to the database. What it refused is another statement, and so is what follows in that transaction:
    there PostgreSQL refuses everything."""

    def __init__(self) -> None:
        self.sent: Sent = Counter()
        self.refused = False

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Let the statement through, and note what became of it."""
        said = shape(str(sql)) + (" after a refusal" if self.refused else "")
        try:
            result = execute(sql, params, many, context)
        except DatabaseError as error:
            self.sent[digest(f"{said} refused by {type(error).__name__}")] += 1
            self.refused = True
            raise
        self.sent[digest(said)] += 1
        self.refused = self.refused and not said.startswith("ROLLBACK")
        return result


def needed(sent: Mapping[str, Mapping[str, int]], always: Collection[str] = ()) -> set[str]:
    """Tests that together send every statement, each from two tests where two send it, beside those that run `always`.

    From the one that sends most to the one that sends least, a test goes when two others that stay send each of its statements.
    """
    by_how_many = Counter(statement for statements in sent.values() for statement in statements)
    staying = set(sent)
    for test in sorted(staying.difference(always), key=lambda test: (-sum(sent[test].values()), test)):
        if all(by_how_many[statement] > SENDERS for statement in sent[test]):
            by_how_many.subtract(dict.fromkeys(sent[test], 1))
            staying.remove(test)
    return staying


def write(folder: Path, process: str, sent: Mapping[str, Sent]) -> None:
    """Note what the tests of a process sent."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{process}.json").write_text(json.dumps(sent))


def read(folder: Path) -> dict[str, Sent]:
    """What the tests of all processes sent. Raises FileNotFoundError where nothing was noted."""
    files = sorted(folder.glob("*.json"))
    if not files:
        raise FileNotFoundError(f"No statements are noted in {folder}: run with --note-statements first.")
    return {test: Counter(sent) for file in files for test, sent in json.loads(file.read_text()).items()}
