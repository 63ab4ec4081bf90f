"""What may be written down about a request: the method, the path, the outcome. Never words of a runner."""

from __future__ import annotations

import logging
import re

# A path with a query: everything from the question mark to the next blank goes.
QUERY = re.compile(r"(/[^\s?]*)\?\S*")


class PathOnly(logging.Filter):
    """Drops query strings and the request object from log records.

    Django hands the request to its loggers, and an exception's report could print form data.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Strip the record in place; always keep it."""
        if hasattr(record, "request"):
            del record.request
        try:
            message = record.getMessage()
        except (TypeError, ValueError):  # arguments that do not fit their text: logging itself says so
            return True
        record.msg, record.args = QUERY.sub(r"\1", message), None
        return True
