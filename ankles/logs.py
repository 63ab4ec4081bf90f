"""What may be written down about a request: the method, the path, the outcome. Never words of a runner, nor a link that opens
something."""

from __future__ import annotations

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation

from ankles.request_ids import CURRENT

# A path with a query: everything from the question mark to the next blank goes.
QUERY = re.compile(r"(/[^\s?]*)\?\S*")
# A link to a runner's report: whoever reads the rest of it can open it.
TOKEN = re.compile(r"(/shared/)[^\s\"']+", re.IGNORECASE)
# Where an exception's own words may be a runner's: a database says which row it refuses, a parser what it could not read.
PRIVATE = re.compile(r"(?:^|\s)/(?:log|accounts|shared)/")
# What a browser or a stranger said of itself in a header.
HEADER = re.compile(r" - \S+ does not match")
# Not logged in, not there, not for this method, no longer there: a stranger's or a browser's business, and there are
# thousands. 401 is what a player hears whose runner's log-in has ended.
NOTHING_TO_DO = (401, 404, 405, 410)
WHAT_TO_LOOK_AT = {"DisallowedHost": "the host asked for is not among SITE_URL and EXTRA_HOSTS"}


def logging_options(level: str, form: str) -> dict[str, Any]:
    """Django's LOGGING: from this level on to standard error, as lines of text or (`form` "json") one JSON object a line.

    No request's query string, body or user ever reaches a log: they may hold what a runner searched or noted.
    """
    formatter = {"()": "ankles.logs.JsonLines"} if form == "json" else {"()": "ankles.logs.PlainLines"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"chosen": formatter},
        "filters": {"path_only": {"()": "ankles.logs.PathOnly"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "chosen", "filters": ["path_only"]}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": [], "propagate": True, "level": "WARNING"},
            "django.server": {"handlers": [], "propagate": True, "level": "INFO"},
        },
    }


class PlainLines(logging.Formatter):
    """Lines for people; at the end of the first one the name of the request, where there is one."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (logging's)
        """The line without a traceback."""
        name = CURRENT.get()
        return super().formatMessage(record) + (f" [{name}]" if name else "")


class JsonLines(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message, and where there are any: request_id, traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"time": at, "level": record.levelname, "logger": record.name, "message": record.getMessage()}
        if name := CURRENT.get():
            line["request_id"] = name
        # What the filter found fit to be written stands in exc_text already.
        if record.exc_info and not record.exc_text:
            record.exc_text = self.formatException(record.exc_info)
        if record.exc_text:
            line["traceback"] = record.exc_text
        return json.dumps(line, ensure_ascii=False)


class PathOnly(logging.Filter):
    """Drops query strings and the request object from log records, and says in one line what was refused.

    Django hands the request to its loggers, and an exception's report could print form data. It writes a traceback for
    every request that it refuses with 4xx, which is no fault of the site.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Strip the record in place; keep it unless there is nothing in it for an operator."""
        status = getattr(record, "status_code", 0)
        if record.name == "django.request" and status in NOTHING_TO_DO:
            return False
        if 400 <= status < 500:
            _in_one_line(record, status)
        elif because := getattr(getattr(record, "request", None), "away_because", ""):
            # Nothing is broken here, and there may be hundreds: the traceback would say the same in each.
            record.msg, record.args = f"{record.getMessage()} ({because})", None
            record.exc_info = record.exc_text = None
        if hasattr(record, "request"):
            del record.request
        try:
            message = record.getMessage()
        except (TypeError, ValueError):  # arguments that do not fit their text: logging itself says so
            return True
        record.msg, record.args = TOKEN.sub(r"\1…", QUERY.sub(r"\1", message)), None
        if record.exc_info and record.exc_info[1] and PRIVATE.search(message):
            # What a formatter finds here it does not make itself.
            record.exc_text = without_words(record.exc_info[1])
        return True


def _in_one_line(record: logging.LogRecord, status: int) -> None:
    """Of a refused request: where, and what kind of refusal; nothing that was sent."""
    error = record.exc_info[1] if record.exc_info else None
    record.exc_info = record.exc_text = None
    if isinstance(error, SuspiciousOperation | BadRequest):
        kind, path = type(error).__name__, getattr(getattr(record, "request", None), "path", "")
        record.msg, record.args = f"Refused with {status}: {path} ({WHAT_TO_LOOK_AT.get(kind, kind)})", None
        record.levelno, record.levelname = logging.WARNING, "WARNING"
    elif record.name == "django.security.csrf":
        record.msg, record.args = HEADER.sub(" does not match", record.getMessage()), None


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
