"""A short name for each request, so that whoever met a fault and whoever reads the log speak of the same one.

It is random and says nothing of anybody. nginx may give it (docs/deploy/nginx.conf): then its log has the same name.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

HEADER: Final = "X-Request-ID"
DIGITS: Final = 12  # what somebody can read out on the telephone
# What a proxy gives: nginx's $request_id has 32 digits, others have a UUID. Anything else is not taken over.
GIVEN: Final = re.compile(r"[0-9a-f]{8}[0-9a-f-]{4,28}")
# Of the request that this thread answers, or answered last; "" outside the server.
CURRENT: ContextVar[str] = ContextVar("request_id", default="")


def with_request_id(application: WSGIApplication) -> WSGIApplication:
    """The application, whose every request has a name while it is answered (`CURRENT`), and says it in its answer's head.

    Answers that a cache may keep for others do not say it: it would be somebody else's. A name that comes with the request
    is taken over; `ankles.proxies` takes it away where it does not come from a trusted proxy.
    """

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        given = environ.get("HTTP_X_REQUEST_ID", "")
        name = given.replace("-", "")[:DIGITS] if GIVEN.fullmatch(given) else secrets.token_hex(DIGITS // 2)
        CURRENT.set(name)

        def begin(status: str, headers: list[tuple[str, str]], exc_info: Any = None, /) -> Any:
            kept = any(key.lower() == "cache-control" and "public" in value for key, value in headers)
            return start_response(status, headers if kept else [*headers, (HEADER, name)], exc_info)

        return application(environ, begin)

    return answer
