"""Whoever changes the guide or a draft is the only one who does so at that moment, on every database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from library.models import ContentVersion


@contextmanager
def only_writer() -> Iterator[None]:
    """A transaction in which nobody else changes the guide or a draft: what is read in it stays so to its end.

    SQLite lets one write at a time by itself (IMMEDIATE). PostgreSQL locks rows, and there is none for a page that is not there
    yet; and the row of an exercise, locked, would hold up the runners whose logs lead to it. So all take turns at the row of
    the content version, which most of them write at the end anyway: it comes first, so that no two wait for each other.
    Serves as a decorator, too; within itself it changes nothing.
    """
    with transaction.atomic():
        ContentVersion.objects.select_for_update().get_or_create(pk=1)
        yield
