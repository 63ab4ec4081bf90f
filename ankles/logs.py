"""What may be written down about a request: the method, the path, the outcome. Never words of a runner."""

from __future__ import annotations

import logging
import re
import traceback

# A path with a query: everything from the question mark to the next blank goes.
QUERY = re.compile(r"(/[^\s?]*)\?\S*")
# Where an exception's own words may be a runner's: a database says which row it refuses, a parser what it could not read.
PRIVATE = re.compile(r"(?:^|\s)/(?:log|accounts)/")


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
        if record.exc_info and record.exc_info[1] and PRIVATE.search(message):
            # What a formatter finds here it does not make itself.
            record.exc_text = without_words(record.exc_info[1])
        return True


def without_words(error: BaseException) -> str:
    """Where an exception and those behind it were raised, and of which kinds they are; not what they say."""
    chain: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in chain:
        chain.append(link)
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    told = [
        f"{''.join(traceback.format_tb(one.__traceback__))}{type(one).__module__}.{type(one).__qualname__} (its words are not written down)"
        for one in reversed(chain)
    ]
    return "Traceback (most recent call last):\n" + "\nand then\n".join(told)
