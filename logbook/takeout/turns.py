"""Acts on a whole log take turns: reading or writing a long export keeps a core busy for seconds.

One at a time for an account, and a few on a machine, so that public pages and quick entries go on answering whoever else
moves a log. A turn is a locked file in DATA_DIR: the system gives it back when a worker is killed, so nobody is shut out.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings

from ankles.accounts.models import User

# On a machine with two cores one more would take all threads of a worker from its readers.
MOST_AT_ONCE: Final = 2


class Busy(Exception):
    """It is not this runner's turn. `own` says whether the runner's own other act is the reason."""

    def __init__(self, *, own: bool) -> None:
        super().__init__("own" if own else "others")
        self.own = own


@contextmanager
def turn(runner: User) -> Iterator[None]:
    """Hold this runner's turn, and one of the machine's. Raises Busy at once instead of keeping a thread waiting."""
    with ExitStack() as held:
        if not held.enter_context(_locked(f"runner-{runner.badge}")):
            raise Busy(own=True)
        if not any(held.enter_context(_locked(f"machine-{number}")) for number in range(MOST_AT_ONCE)):
            raise Busy(own=False)
        yield


@contextmanager
def _locked(name: str) -> Iterator[bool]:
    """Lock a file of this name, and delete it afterwards; False when somebody else holds it."""
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
