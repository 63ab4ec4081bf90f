"""What may be written down about a request: the method, the path, the outcome. Never words of a runner."""

from __future__ import annotations

import logging


class PathOnly(logging.Filter):
    """Drops query strings and the request object from log records.

    Django hands the request to its loggers, and an exception's report could print form data.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Strip the record in place; always keep it."""
        if hasattr(record, "request"):
            del record.request
        if record.args and isinstance(record.args, tuple):
            record.args = tuple(_without_query(value) for value in record.args)
        return True


def _without_query(value: object) -> object:
    if isinstance(value, str) and "?" in value:
        head, _, rest = value.partition("?")
        ending = rest.partition(" ")[2]
        return f"{head} {ending}".rstrip()
    return value
