"""What one field of an entry says, as Python has it: a day, an instant, a number, words; or what is wrong with it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any, Final

from django.db import models

from ankles.accounts.zones import known_zones
from logbook.models import EARLIEST

MOST_WORDS: Final = 50  # in one list
LATEST_YEAR: Final = 2200
NO_LETTER: Final = re.compile("[\\0\ud800-\udfff]")
# What the name of a time zone looks like, whether or not this machine's list has it: lists differ by their year.
ZONE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,3}", re.ASCII)


class InvalidEntry(Exception):
    """What is wrong with an entry, in words for the runner."""


def field_value(column: Any, entry: dict[str, Any]) -> Any:
    """One field of an entry as Python has it. Raises InvalidEntry for what is missing or of another kind."""
    if column.name not in entry:
        raise InvalidEntry(f"{column.name}: it is missing.")
    said = entry[column.name]
    if said is None:
        if column.null:
            return None
        raise InvalidEntry(f"{column.name}: it is empty.")
    for kind, reader in READERS:
        if isinstance(column, kind):
            try:
                return reader(column, said)
            except (ValueError, TypeError, OverflowError) as error:
                raise InvalidEntry(f"{column.name}: {COMPLAINTS[kind]}") from error
    raise NotImplementedError(column)


def _instant(column: models.Field[Any, Any], said: Any) -> datetime:
    at = datetime.fromisoformat(_short(said))
    if at.tzinfo is None or not EARLIEST.year <= at.year <= LATEST_YEAR:
        raise ValueError(said)
    return at.astimezone(UTC)


def _date(column: models.Field[Any, Any], said: Any) -> date:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", _short(said), re.ASCII):
        raise ValueError(said)
    return date.fromisoformat(said)


def _time(column: models.Field[Any, Any], said: Any) -> time:
    if not re.fullmatch(r"\d\d:\d\d", _short(said), re.ASCII):
        raise ValueError(said)
    return time.fromisoformat(said)


def _key(column: models.Field[Any, Any], said: Any) -> uuid.UUID:
    if not re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", _short(said)):
        raise ValueError(said)
    return uuid.UUID(said)


def _number(column: models.Field[Any, Any], said: Any) -> int:
    if isinstance(said, bool) or not isinstance(said, int):
        raise TypeError(said)
    return said


def _truth(column: models.Field[Any, Any], said: Any) -> bool:
    if not isinstance(said, bool):
        raise TypeError(said)
    return said


def _words(column: models.Field[Any, Any], said: Any) -> list[str]:
    if not isinstance(said, list) or len(said) > MOST_WORDS or not all(isinstance(one, str) for one in said):
        raise TypeError(said)
    return said


def text_value(column: models.Field[Any, Any], said: Any, longest: int | None = None) -> str:
    """Words that a column can hold. Raises InvalidEntry."""
    if not isinstance(said, str):
        raise InvalidEntry(f"{column.name}: this is no text.")
    # A word of a closed list is either in the list or not.
    longest = longest or (None if column.choices else column.max_length)
    if longest is not None and len(said) > longest:
        raise InvalidEntry(f"{column.name}: {len(said):,} characters are more than {longest:,}.")
    # No text holds a NUL, or half of a character; a database would refuse it, or worse, would not.
    if NO_LETTER.search(said):
        raise InvalidEntry(f"{column.name}: it holds something that is no letter.")
    return said


def _short(said: Any) -> str:
    if not isinstance(said, str) or len(said) > 40:
        raise TypeError(said)
    return said


READERS: Final[tuple[tuple[type[models.Field[Any, Any]], Callable[[models.Field[Any, Any], Any], Any]], ...]] = (
    (models.UUIDField, _key),
    (models.DateTimeField, _instant),
    (models.DateField, _date),
    (models.TimeField, _time),
    (models.IntegerField, _number),
    (models.BooleanField, _truth),
    (models.JSONField, _words),
    (models.CharField, text_value),
    (models.TextField, text_value),
)
COMPLAINTS: Final[dict[type[models.Field[Any, Any]], str]] = {
    models.UUIDField: "this is no key.",
    models.DateTimeField: "this is no instant such as 2026-11-22T06:30:00+00:00.",
    models.DateField: "this is no day such as 2026-11-22.",
    models.TimeField: "this is no time such as 06:30.",
    models.IntegerField: "this is no whole number.",
    models.BooleanField: "this is neither true nor false.",
    models.JSONField: "this is no list of words.",
    models.CharField: "this is no text.",
    models.TextField: "this is no text.",
}


def is_name_of_zone(name: str) -> bool:
    """Whether this is the name of a time zone, be it one that this machine does not know."""
    return name in known_zones() or bool(ZONE.fullmatch(name))
