"""A cache in files in which the throttles can count: between processes, over restarts, however many try at once."""

from __future__ import annotations

import fcntl
import logging
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.redis import RedisCache

logger = logging.getLogger("ankles.accounts")

ASK_AGAIN_S = 5
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
        with self._locked():
            return bool(super().add(key, value, timeout, version))

    @contextmanager
    def _locked(self) -> Iterator[None]:
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


class RedisOrFiles(RedisCache):
    """Django's cache in Redis; while that is stopped or silent, the files of this machine: log-ins go on and are counted.

    Whoever guesses gains one more round by it. Redis is asked again after a few seconds; one that is silent would hold up
    every count for as long as its socket waits.
    """

    away_until = 0.0

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._files = SharedFileCache(str(settings.DATA_DIR / "cache"), {})

    def add(self, *args: Any, **kwargs: Any) -> bool:
        """As Django's."""
        return bool(self._asked(super().add, self._files.add, *args, **kwargs))

    def get(self, *args: Any, **kwargs: Any) -> Any:
        """As Django's."""
        return self._asked(super().get, self._files.get, *args, **kwargs)

    def set(self, *args: Any, **kwargs: Any) -> None:
        """As Django's."""
        self._asked(super().set, self._files.set, *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        """As Django's."""
        return bool(self._asked(super().delete, self._files.delete, *args, **kwargs))

    @property
    def is_away(self) -> bool:
        """Whether Redis did not answer when it was asked last."""
        return time.monotonic() < RedisOrFiles.away_until

    def forget_expired(self) -> None:
        """Throw away what was counted in files while Redis was away, and has expired. Redis does that by itself."""
        self._files.forget_expired()

    def _asked(self, redis: Callable[..., Any], files: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """What Redis says; what the files say when it does not answer, or did not a moment ago."""
        if time.monotonic() >= RedisOrFiles.away_until:
            try:
                return redis(*args, **kwargs)
            except redis_error() as error:
                RedisOrFiles.away_until = time.monotonic() + ASK_AGAIN_S
                # Its text may hold the address with its password.
                logger.error("Redis does not answer (%s): tries are counted in files.", type(error).__name__)
        return files(*args, **kwargs)


def redis_error() -> type[Exception]:
    """What the library raises when Redis does not answer, or cannot write; it is there when Redis is used."""
    error: type[Exception] = import_module("redis.exceptions").RedisError
    return error
