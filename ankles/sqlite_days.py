"""Days that come from SQLite: each is made once and then found again.

SQLite keeps a day as text, and Django reads each with two functions of Python: for five years of entries that was more
work than asking for them. A log has the same days in every row and table, so they are kept; PostgreSQL's driver has its own way.
"""

from __future__ import annotations

import sqlite3
from datetime import date
from functools import lru_cache
from typing import Final

from django.utils.dateparse import parse_date

# Eleven years of days.
MOST_DAYS: Final = 4096


@lru_cache(maxsize=MOST_DAYS)
def day_of(text: bytes) -> date | None:
    """`b"2026-11-29"` as Django reads it: None for no day, ValueError for one that no calendar has."""
    return parse_date(text.decode())


def read_each_day_once() -> None:
    """From now on, connections to SQLite read days with `day_of`."""
    from django.db.backends.sqlite3 import base  # noqa: F401, PLC0415 (it registers Django's way, which must come first)

    sqlite3.register_converter("date", day_of)
