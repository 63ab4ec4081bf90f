"""Who gets a seat before the database: writers, the logbook and readers of the guide, each kind its own."""

from __future__ import annotations

import threading

import pytest
from django.db import OperationalError, ProgrammingError, connection
from django.db.backends.utils import CursorWrapper
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from ankles.database_seats import DatabaseSeats
from ankles.reachable import WRITERS_SEATS


@pytest.mark.django_db
def test_a_cursor_whose_lock_did_not_come_is_closed_by_the_thread_that_waited() -> None:
    """Else the collector closes it in a reader's thread, which SQLite keeps for as long as the writer waits for its next lock."""
    if connection.vendor != "sqlite":
        pytest.skip("a cursor of PostgreSQL's holds nobody up")
    cursors: list[CursorWrapper] = []

    def view(request: HttpRequest) -> HttpResponse:
        cursors.append(connection.cursor())
        cursors[0].execute("BEGIN WHAT NEVER BEGINS")
        return HttpResponse()

    with pytest.raises(OperationalError):
        DatabaseSeats(view)(RequestFactory().post("/log/2026-11-01/sessions/"))
    with pytest.raises(ProgrammingError, match="closed cursor"):
        cursors[0].execute("SELECT 1")


@pytest.mark.django_db
def test_readers_of_today_and_of_the_guide_do_not_wait_for_those_who_write() -> None:
    begun, over = threading.Semaphore(0), threading.Event()

    def view(request: HttpRequest) -> HttpResponse:
        if request.method == "POST":
            begun.release()
            over.wait(30)
        return HttpResponse(request.method)

    seats, ask = DatabaseSeats(view), RequestFactory()
    writers = [threading.Thread(target=seats, args=[ask.post("/log/2026-11-01/sessions/")]) for _ in range(9)]
    for writer in writers:
        writer.start()
    for _ in range(WRITERS_SEATS):
        assert begun.acquire(timeout=30)
    # No writer ends before both were read.
    read = [seats(ask.get(path)).status_code for path in ("/log/", "/search/?q=heel")]
    over.set()
    for writer in writers:
        writer.join(30)
    assert read == [200, 200]
