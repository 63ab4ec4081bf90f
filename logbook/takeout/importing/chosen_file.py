"""A file between its trial and its taking in: in a folder of its own, for its account only, for an hour at most.

A browser sends a chosen file once. Asking for it again would let another file slip in behind what was checked; a signed
copy in the page would be megabytes of health data in a form. So the ZIP waits on the server, under a random name that
says whose it is without naming anybody, readable by the server alone, and goes as soon as it was used, or when its hour
is over, whether or not anybody comes by. `start` empties the folder; backups leave it out. (Sites on several machines need a DATA_DIR that they share; else the runner is asked for the file again.)
"""

from __future__ import annotations

import os
import re
import secrets
import time
from contextlib import suppress
from pathlib import Path
from threading import Lock, Timer
from typing import Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from ankles.accounts.models import User

KEPT_S: Final = 3600
_lock = Lock()
# What will look at the folder in this process when the hour of a file is over; one for all of them.
_watch: Timer | None = None


def folder() -> Path:
    """Where the files wait; made when missing."""
    path = Path(settings.DATA_DIR) / "imports"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def keep(runner: User, file: UploadedFile[bytes]) -> str:
    """Keep a file for a runner in place of an earlier one; returns the token that finds it."""
    sweep()
    forget(runner)
    token = secrets.token_hex(16)
    number = os.open(_path(runner, token), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "wb") as target:
        for chunk in file.chunks():
            target.write(chunk)
    _watch_over()
    return token


def find(runner: User, token: str) -> Path | None:
    """The file that a token of this runner stands for; None for anybody else's, and when its hour is over."""
    if not re.fullmatch(r"[0-9a-f]{32}", token):
        return None
    path = _path(runner, token)
    return path if path.is_file() and not _is_over(path) else None


def forget(runner: User) -> None:
    """Delete what waits for a runner."""
    for path in folder().glob(f"{runner.badge}-*"):
        path.unlink(missing_ok=True)


def sweep() -> None:
    """Delete what nobody came back for."""
    for path in folder().iterdir():
        if _is_over(path):
            path.unlink(missing_ok=True)


def empty() -> None:
    """Delete everything: nobody who looked at a file is still there when the site starts."""
    for path in folder().iterdir():
        path.unlink(missing_ok=True)


def _watch_over() -> None:
    """Have what is left deleted when its hour is over. A thread that only sleeps, and ends with its process."""
    global _watch
    with _lock:
        if _watch is None:
            _watch = Timer(KEPT_S - max(map(_age_s, folder().iterdir()), default=0) + 1, _look_again)
            _watch.daemon = True
            _watch.start()


def _look_again() -> None:
    global _watch
    with _lock:
        _watch = None
    sweep()
    if any(folder().iterdir()):
        _watch_over()


def _path(runner: User, token: str) -> Path:
    return folder() / f"{runner.badge}-{token}"


def _is_over(path: Path) -> bool:
    return _age_s(path) > KEPT_S


def _age_s(path: Path) -> float:
    """Seconds since a file was kept; 0 for one that another worker has deleted just now."""
    with suppress(FileNotFoundError):
        return time.time() - path.stat().st_mtime
    return 0
