"""Acts that take turns on a machine: a turn is a locked file in DATA_DIR.

The system gives it back when a worker is killed, so nobody is shut out for longer.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


@contextmanager
def locked_file(name: str) -> Iterator[bool]:
    """Lock a file of this name, and delete it afterwards; False at once when somebody else holds it."""
    path = Path(settings.DATA_DIR) / "turns" / name
    path.parent.mkdir(mode=0o700, exist_ok=True)
    number = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        # Opened just before its last holder deleted it: a lock on a file without a name keeps nobody out.
        if not path.exists() or path.stat().st_ino != os.fstat(number).st_ino:
            yield False
            return
        try:
            yield True
        finally:
            path.unlink(missing_ok=True)
    finally:
        os.close(number)
