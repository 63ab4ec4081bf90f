"""Where each answer ends: nothing follows the head of an answer that has no body.

Behind a proxy that keeps its connections, bytes sent after such a head are read as the next answer, which belongs to
somebody else: a stranger would read the page of a runner. WSGI servers send what they are given, Django gives the page
for HEAD too, and its middleware does not see the answers of its handler. So this stands outside of all of it, around
the whole application (`ankles/wsgi.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

# RFC 9110, 15.3.5 and 15.4.5; 8.6 allows no Content-Length beside them that a client could wait for.
WITHOUT_BODY = ("1", "204", "304")


def without_needless_bodies(application: WSGIApplication) -> WSGIApplication:
    """The application, whose answers to HEAD, and all that are 1xx, 204 or 304, are a head and nothing more.

    A HEAD's Content-Length is what GET's would be. The body of such an answer is closed here; all others pass untouched
    but for a Content-Length where Django knows it. The application calls `start_response` before it returns, and does
    not use `write`; RuntimeError where it does otherwise.
    """

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        begun: list[Any] = []

        def begin(status: str, headers: list[tuple[str, str]], exc_info: Any = None, /) -> Any:
            begun[:] = [status, headers, exc_info]
            return _write

        body = application(environ, begin)
        if not begun:
            raise RuntimeError("The application returned before it called start_response.")
        status, headers, exc_info = begun
        has_length = any(name.lower() == "content-length" for name, _ in headers)
        if status.startswith(WITHOUT_BODY):
            _finish(body)
            headers = [(name, value) for name, value in headers if name.lower() != "content-length"]
            body = []
        elif environ["REQUEST_METHOD"] == "HEAD":
            length = _finish(body, count=not has_length)
            headers = headers if has_length else [*headers, ("Content-Length", str(length))]
            body = []
        elif not has_length and not getattr(body, "streaming", True):
            headers = [*headers, ("Content-Length", str(len(body.content)))]  # type: ignore[attr-defined]  # Django's
        start_response(status, headers, exc_info)
        return body

    return answer


def _write(data: bytes, /) -> object:
    raise RuntimeError("An answer is returned, not written.")


def _finish(body: Iterable[bytes], *, count: bool = False) -> int:
    """Close a body that is not sent; the number of its bytes when they must be counted, else 0."""
    try:
        return sum(len(part) for part in body) if count else 0
    finally:
        close = getattr(body, "close", None)
        if close is not None:
            close()
