"""A command that the parent of the workers runs again and again, as a process of its own: the parent itself holds no
connection to a database and loads no Django into the years that it lives."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

logger = logging.getLogger("ankles.serving")


@dataclass
class Recurring:
    """`python -m` these words every `every_s`, the first time after one pause; never two at once, none for more than
    `longest_s`."""

    words: Sequence[str]
    every_s: float
    longest_s: float = 600.0
    process: subprocess.Popen[bytes] | None = None
    due: float = field(init=False)
    began: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        self.due = time.monotonic() + self.every_s

    def look(self) -> None:
        """Start it when its time has come; end one that takes too long (a database that froze)."""
        now = time.monotonic()
        if self.process is not None:
            code = self.process.poll()
            if code is None and now < self.began + self.longest_s:
                return
            if code is None:
                self.end()
            if code != 0:
                said = "did not end in time" if code is None else f"failed (exit code {code})"
                logger.warning("%s %s; it is tried again in %.0f s.", " ".join(self.words), said, self.every_s)
            self.process = None
        if now >= self.due:
            self.began, self.due = now, now + self.every_s
            # A process group of its own: Ctrl-C in the terminal reaches the parent alone.
            self.process = subprocess.Popen(  # noqa: S603 (our own words, no shell)
                [sys.executable, "-P", "-m", *self.words],
                env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                stdin=subprocess.DEVNULL, process_group=0,
            )  # fmt: skip

    def end(self) -> None:
        """End it, if it runs. What it does is done in steps that are whole or not done."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
