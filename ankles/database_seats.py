"""Who gets to the database: as many requests at once as a worker can spare threads for."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from functools import partial
from typing import Any

from django.db import OperationalError, connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from ankles.middleware import PRIVATE, GetResponse
from ankles.reachable import PATIENT_WRITERS, READERS_SEATS, SEATS, WRITERS_SEATS, WRITERS_SILENT_S, Seats
from ankles.unavailable import SAFE, unavailable


class DatabaseSeats:
    """Lets as many requests to the database as a worker can spare threads for; the others hear 503 when it is silent.

    It stands inside all that answers without the database: kept pages and files. Whoever writes, looks at the logbook or
    reads public pages has seats of their kind: Today does not wait for a writer, nor a search for the logbook.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.seats, self.readers_seats = Seats(SEATS), Seats(READERS_SEATS)
        self.writers_seats = (
            Seats(WRITERS_SEATS, WRITERS_SILENT_S, PATIENT_WRITERS)
            if connection.vendor == "sqlite"
            else Seats(WRITERS_SEATS)
        )

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on with a seat, or answer for the database."""
        if request.method not in SAFE:
            seats = self.writers_seats
        else:
            seats = self.seats if request.path_info.startswith(PRIVATE) else self.readers_seats
        if not seats.take():
            request.away_because = "the database answers nobody"  # type: ignore[attr-defined]  # ours, on a request
            return unavailable(request)
        try:
            with connection.execute_wrapper(partial(_note_writes, request)):
                return self.get_response(request)
        finally:
            seats.give_back()


# Statements that change nothing by themselves.
READS = ("SELECT", "BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE", "ROLLBACK", "SET", "SHOW")


def _note_writes(
    request: HttpRequest, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """Remember that something may have been written: alone it may be from the moment it is sent, else with its commit.

    On SQLite, whoever begins to write may wait for another's lock: those without a seat hear of it.
    """
    statement = sql.lstrip().upper()
    try:
        if statement.startswith(READS):
            with Seats.asking() if statement.startswith("BEGIN") else nullcontext():
                return execute(sql, params, many, context)
        if context["connection"].autocommit:
            request.write_begun = True  # type: ignore[attr-defined]  # ours, on a request
        with Seats.asking():
            result = execute(sql, params, many, context)
    except OperationalError:
        # The error and its traceback hold each other, and this cursor, until some thread's collector finds them. Were it open
        # then, SQLite would keep that thread, a reader's, for as long as this one waits for its next lock.
        if context["connection"].vendor == "sqlite":
            context["cursor"].close()
        raise
    request.write_begun = True  # type: ignore[attr-defined]  # likewise
    return result
