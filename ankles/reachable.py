"""Whether the database answers: who may wait for it, and the one thread of a worker that asks while it is away.

Kept pages never come here. How long anybody waits, and why: docs/decisions/0013-the-database-away.md.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from time import monotonic

from django.db import InterfaceError, OperationalError, connection

from ankles import caching

logger = logging.getLogger("ankles.reachable")

ANSWER_S = 2.0  # how long one question to the database may take while a reader waits for its answer
# How long a question may wait for a lock: PostgreSQL says so itself, before it looks as if it were away. (Of two that wait for
# each other it ends one after a second.)
LOCKED_S = 1.2
SILENT_S = 0.15  # nobody had an answer for this long: who has no seat yet is not kept waiting
# SQLite takes one writer at a time, and publishing an article may hold the others up for a second: that is no silence. Two
# may wait for as long as a seat's holder waits for the lock: the other threads of a worker are left to readers.
WRITERS_SILENT_S = 1.0
PATIENT_S = 5.0
PATIENT_WRITERS = 2
EVERY_S = 0.5  # how often the keeper looks
# Requests of one worker that may wait for the database at once, all together one fewer than it has threads (ankles/serving.py).
# Each kind has seats of its own: while those who write wait for a lock, Today is read; whatever holds the logbook up, the guide is.
WRITERS_SEATS = 2
SEATS = 2
READERS_SEATS = 2
AWAY = (OperationalError, InterfaceError)


class Silence:
    """Since when whoever waits for the database has heard nothing, over the threads that have seats of one kind."""

    def __init__(self) -> None:
        self._asked: dict[int, float] = {}
        self._answered = 0.0

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Around one question to the database. To give up waiting for a lock (an exception) is no answer."""
        thread = threading.get_ident()
        self._asked[thread] = monotonic()
        try:
            yield
            self._answered = monotonic()
        finally:
            self._asked.pop(thread, None)

    def lasts_s(self) -> float:
        """Seconds for which somebody has waited and nobody was answered; 0 when nobody waits."""
        asked = list(self._asked.values())
        return monotonic() - max(self._answered, min(asked)) if asked else 0.0


class Keeper:
    """One thread in each worker of the server: follows the content, and asks for a database that is away.

    Where it does not run (commands, tests) nothing is refused and nothing has a deadline.
    """

    def __init__(self) -> None:
        self.is_away = False
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def runs(self) -> bool:
        """Whether this process is a worker of the server."""
        return self._thread is not None

    def start(self) -> None:
        """Begin to look; once in a process."""
        self._thread = threading.Thread(target=self._keep, name="keeper", daemon=True)
        self._thread.start()

    def lost(self) -> None:
        """The database did not answer, or a connection broke: from now on only the keeper asks, and at once."""
        if self.runs and not self.is_away:
            self.is_away = True
            logger.warning("The database does not answer. Kept pages are served; all else is 503 until it does.")
            self._wake.set()

    def may_ask(self) -> bool:
        """Whether this thread may ask the database."""
        return not self.is_away or threading.current_thread() is self._thread

    def _keep(self) -> None:
        while True:
            self.look()
            self._wake.wait(EVERY_S)
            self._wake.clear()

    def look(self) -> None:
        """Ask the database if it is away, then do what is due before pages are looked up. Never fails."""
        try:
            if self.is_away:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT 1")
                self.is_away = False
                logger.warning("The database answers again.")
            for due in caching.before_looking:
                due()
        except AWAY:
            connection.close()  # it is asked again on a new one
        except Exception:
            # Pages must not stop following the content for as long as the worker lives.
            logger.exception("The keeper could not look; it tries again.")
            connection.close()


class Seats:
    """Requests that may use the database at once. The others wait, but not for a database that says nothing."""

    _taken = threading.local()

    def __init__(self, count: int, patience_s: float = SILENT_S, patient: int = 0) -> None:
        """`count` of them. Who waits hears of a silence of `patience_s`, but where no more than `patient` wait, of one of PATIENT_S."""
        self._free = count
        self._patience_s = patience_s
        self._patient = patient
        self._waiting = 0
        self._changed = threading.Condition()
        self._silence = Silence()

    @classmethod
    def asking(cls) -> AbstractContextManager[None]:
        """Around one question to the database: those who wait for a seat beside this thread's hear of it."""
        silence: Silence | None = getattr(cls._taken, "silence", None)
        return silence.asking() if silence else nullcontext()

    def take(self) -> bool:
        """A seat as soon as there is one; False when the database is away or silent."""
        with self._changed:
            self._waiting += 1
            try:
                while not KEEPER.is_away:
                    if self._free:
                        self._free -= 1
                        self._taken.silence = self._silence
                        return True
                    longest_s = PATIENT_S if self._waiting <= self._patient else self._patience_s
                    if (patience := longest_s - self._silence.lasts_s()) <= 0:
                        return False
                    self._changed.wait(patience)
            finally:
                self._waiting -= 1
        return False

    def give_back(self) -> None:
        """Let the next one in."""
        self._taken.silence = None
        with self._changed:
            self._free += 1
            self._changed.notify()


KEEPER = Keeper()
