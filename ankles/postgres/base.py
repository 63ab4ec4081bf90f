"""The database backend (`ENGINE = "ankles.postgres"`). Timeouts of the server, the system and the driver do nothing on an
open connection to a frozen PostgreSQL: whoever waits looks at the clock here.
"""

from __future__ import annotations

import threading
from collections.abc import Generator
from time import monotonic
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg import IsolationLevel, pq

from ankles.reachable import ANSWER_S, KEEPER, LOCKED_S, Seats


def until_deadline(asked: Generator[Any, Any, Any], until: float) -> Generator[Any, Any, Any]:
    """The driver's own steps, until a time (`monotonic`). Raises OperationalError when nothing came by then.

    The driver's loop comes by every tenth of a second, with nothing in its hands when nothing came.
    """
    came = None
    while True:
        try:
            step = asked.send(came)
        except StopIteration as end:
            return end.value
        came = yield step
        if not came and monotonic() >= until:
            asked.close()
            raise psycopg.OperationalError("The database did not answer in time.")


class ImpatientConnection(psycopg.Connection[Any]):
    """A connection whose questions have a deadline in a worker of the server, and none in a command."""

    _opening = threading.local()

    @classmethod
    def connect(cls, *args: Any, **kwargs: Any) -> ImpatientConnection:
        """Connect; in a worker not longer than `ANSWER_S`, however many addresses the server's name has.

        Raises psycopg.OperationalError; at once where the database is known to be away.
        """
        if not KEEPER.may_ask():
            raise psycopg.OperationalError("The database is away.")
        cls._opening.until = monotonic() + ANSWER_S
        try:
            with Seats.asking():
                return super().connect(*args, **kwargs)
        except psycopg.OperationalError:
            KEEPER.lost()
            raise

    @classmethod
    def _connect_gen(cls, conninfo: str = "") -> Any:
        opening = super()._connect_gen(conninfo)
        return until_deadline(opening, cls._opening.until) if KEEPER.runs else opening

    def wait(self, gen: Any, *args: Any, **kwargs: Any) -> Any:
        """Wait for an answer. What did not answer in time is closed: an answer that comes late belongs to nobody."""
        if not KEEPER.runs:
            return super().wait(gen, *args, **kwargs)
        try:
            with Seats.asking():
                return super().wait(until_deadline(gen, monotonic() + ANSWER_S), *args, **kwargs)
        except psycopg.OperationalError:
            if self.pgconn.transaction_status == pq.TransactionStatus.ACTIVE:
                self.pgconn.finish()
            if self.pgconn.status != pq.ConnStatus.OK:
                KEEPER.lost()
            raise


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, on connections of ours."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> ImpatientConnection:
        """A connection as Django makes it, without its pool and other levels of isolation, which we do not offer."""
        self.isolation_level = IsolationLevel.READ_COMMITTED
        return ImpatientConnection.connect(**conn_params)

    def init_connection_state(self) -> None:
        """Also how long a question may wait for somebody's lock; a command waits as long as it takes."""
        super().init_connection_state()
        if KEEPER.runs:
            with self.connection.cursor() as cursor:
                cursor.execute(f"SET lock_timeout = '{LOCKED_S:g}s'")
