"""Acts on a whole log take turns: reading or writing a long export keeps a core busy for seconds.

One at a time for an account, and a few on a machine, so that public pages and quick entries go on answering whoever else
moves a log.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Final

from ankles.accounts.models import User
from ankles.file_locks import locked_file

# On a machine with two cores one more would take all threads of a worker from its readers.
MOST_AT_ONCE: Final = 2


class Busy(Exception):
    """It is not this runner's turn. `own` says whether the runner's own other act is the reason."""

    def __init__(self, *, own: bool) -> None:
        super().__init__("own" if own else "others")
        self.own = own


@contextmanager
def locked_log(runner: User) -> Iterator[None]:
    """Hold this runner's turn, and one of the machine's. Raises Busy at once instead of keeping a thread waiting."""
    with ExitStack() as held:
        if not held.enter_context(locked_file(f"runner-{runner.badge}")):
            raise Busy(own=True)
        if not any(held.enter_context(locked_file(f"machine-{number}")) for number in range(MOST_AT_ONCE)):
            raise Busy(own=False)
        yield
