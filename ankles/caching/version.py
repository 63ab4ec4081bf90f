"""The content version: a small file that tells every worker of a machine that the content changed."""

from __future__ import annotations

import json
import os
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

from django.conf import settings

T = TypeVar("T")

# What an app wants done before a kept page is looked for: the library shows what has become due. Must cost next to
# nothing.
before_looking: list[Callable[[], None]] = []


@dataclass(frozen=True)
class Version:
    """Which state of the content this worker has seen. `next_at` is a Unix time in seconds, or None."""

    token: str
    next_at: float | None = None


NEVER_WRITTEN = Version("none")


class ContentVersionFile:
    """The file that tells every worker of a machine that the content changed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = str(path)
        self._seen: tuple[int, int] | None = None
        self._version = NEVER_WRITTEN

    def current(self) -> Version:
        """The version in force now; reads the file only when it was replaced."""
        try:
            stat = os.stat(self._file)  # noqa: PTH116 (a third of what Path.stat costs)
        except FileNotFoundError:
            self._seen = None
            return NEVER_WRITTEN
        seen = (stat.st_mtime_ns, stat.st_ino)
        if seen != self._seen:
            self._version = self._read()
            self._seen = seen
        return self._version

    def is_due(self) -> bool:
        """Say whether a publication date has passed since the file was written."""
        next_at = self.current().next_at
        return next_at is not None and time.time() >= next_at

    def write(self, token: str, next_at: float | None) -> None:
        """Begin a new version; the replacement is atomic, so nobody reads half a file."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_name(f"{self.path.name}.{secrets.token_hex(4)}")
        draft.write_text(json.dumps({"token": token, "next_at": next_at}), encoding="ascii")
        draft.replace(self.path)

    def _read(self) -> Version:
        try:
            data = json.loads(self.path.read_text(encoding="ascii"))
            return Version(token=str(data["token"]), next_at=data["next_at"])
        except (OSError, ValueError, KeyError, TypeError):
            return Version(secrets.token_hex(8))


@lru_cache(maxsize=4)
def version_file_in(folder: Path) -> ContentVersionFile:
    """One ContentVersionFile per folder and process."""
    return ContentVersionFile(folder / "content.stamp")


def content_version_file() -> ContentVersionFile:
    """The file of this site. Asked several times in each request, so no path is put together here."""
    return version_file_in(settings.DATA_DIR)


class PerVersion(Generic[T]):
    """A value made from the content once per content version and process, when it is first asked for."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._lock = Lock()
        self._kept: tuple[Version, T] | None = None

    def get(self) -> T:
        """The value for the version in force. The version is read before the tables: no change in between is missed."""
        version = content_version_file().current()
        kept = self._kept
        if kept is None or kept[0] is not version:
            with self._lock:
                kept = self._kept
                if kept is None or kept[0] is not version:
                    kept = self._kept = (version, self._make())
        return kept[1]

    def clear(self) -> None:
        """Forget the value (tests and benchmarks)."""
        self._kept = None
