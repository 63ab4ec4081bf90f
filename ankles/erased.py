"""What was erased, written a second time beside the database: the machine may be lost with its tables, and an older backup
must not bring back what somebody erased. One line for each tombstone laid or lifted: hashes of random keys, and times.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from django.conf import settings

NAME = "erased.jsonl"
Named = tuple[str, str]  # what was erased, and the digest of its key


def path_of_list() -> Path:
    """Where the list stands. Keep a copy of it where the backups are."""
    return Path(settings.DATA_DIR) / NAME


def add_tombstones(what: str, digests: Iterable[str], erased_at: datetime | None) -> None:
    """Add tombstones to the list; `erased_at` is None for those that were lifted. Raises OSError."""
    at = erased_at and erased_at.isoformat()
    lines = "".join(json.dumps({"what": what, "digest": digest, "erased_at": at}) + "\n" for digest in digests)
    # One write to a file opened for appending: lines of several workers do not mix.
    number = os.open(path_of_list(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(number, lines.encode("ascii"))
        os.fsync(number)
    finally:
        os.close(number)


def read_list(text: str) -> dict[Named, datetime]:
    """What a list says: when each thing was erased. The last word counts; half a line (a power cut) says nothing."""
    found: dict[Named, datetime | None] = {}
    for line in text.splitlines():
        try:
            one = json.loads(line)
            at = one["erased_at"]
            found[one["what"], one["digest"]] = at if at is None else datetime.fromisoformat(at)
        except (ValueError, KeyError, TypeError):
            continue
    return {named: at for named, at in found.items() if at is not None}


def erased_here() -> dict[Named, datetime]:
    """What the list of this site says; empty where nothing was ever erased."""
    return read_list(path_of_list().read_text(encoding="ascii", errors="replace")) if path_of_list().exists() else {}


def merged_lists(*lists: Mapping[Named, datetime]) -> dict[Named, datetime]:
    """Several lists as one: of two times the later one."""
    whole: dict[Named, datetime] = {}
    for one in lists:
        for named, at in one.items():
            whole[named] = max(at, whole.get(named, at))
    return whole
