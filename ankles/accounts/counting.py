"""A cache in files in which the throttles can count: between processes, over restarts, however many try at once."""

from __future__ import annotations

import fcntl
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache

MOST_ENTRIES = 50_000
SWEEP_EVERY = 200


class SharedFileCache(FileBasedCache):
    """Django's file cache with two of its habits mended.

    Its `add` looks and then writes, so two workers may both hold what only one can have: allauth's throttles lock
    with it. And above 300 entries it throws away a third at random, counts of wrong passwords among them.
    """

    # What Django's class has and its stubs leave out.
    _dir: str
    _max_entries: int
    _createdir: Callable[[], None]
    _list_cache_files: Callable[[], list[str]]
    _is_expired: Callable[[BinaryIO], bool]

    def __init__(self, directory: str, params: dict[str, Any]) -> None:
        options = {"MAX_ENTRIES": MOST_ENTRIES, **params.get("OPTIONS", {})}
        super().__init__(directory, {**params, "OPTIONS": options})

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Write what is not there yet; of several that try at once, in any process, one is told that it did."""
        with self._alone():
            return bool(super().add(key, value, timeout, version))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the folder's lock. It ends with the file, so a process that dies holds up nobody."""
        self._createdir()
        with (Path(self._dir) / "lock").open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _cull(self) -> None:
        """Now and then throw away what has expired; only if there is still too much, anything else."""
        if secrets.randbelow(SWEEP_EVERY):
            return
        self.forget_expired()
        super()._cull()  # type: ignore[misc]  # the stubs leave it out

    def forget_expired(self) -> None:
        """Throw away what has expired: Django looks at a file only when somebody asks for it again."""
        for name in self._list_cache_files():
            with suppress(OSError), Path(name).open("rb") as file:
                self._is_expired(file)  # deletes it when it is
