"""Answers without a body: what is sent of them, and that what stood behind them is closed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ankles.bodiless_answers import without_needless_bodies


class Body:
    """An answer's body that says whether it was closed."""

    def __init__(self, *parts: bytes) -> None:
        self.parts, self.closed = parts, 0

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.parts)

    def close(self) -> None:
        self.closed += 1


class Page(Body):
    """As Django's: it knows its whole content."""

    streaming = False

    @property
    def content(self) -> bytes:
        return b"".join(self.parts)


def answered(
    method: str, body: Body, status: str = "200 OK", headers: list[tuple[str, str]] | None = None
) -> tuple[str, dict[str, str], bytes]:
    """Status, headers and bytes as a server would get them."""
    told: list[Any] = []

    def application(environ: dict[str, Any], start_response: Any) -> Body:
        start_response(status, headers or [])
        return body

    sent = without_needless_bodies(application)(
        {"REQUEST_METHOD": method}, lambda *call: told.append(call) or (lambda data: None)
    )
    ((said, given, _),) = told
    return said, dict(given), b"".join(sent)


def test_a_head_is_a_head_with_the_length_that_the_page_has() -> None:
    body = Body(b"dear ", b"diary")
    assert answered("HEAD", body, headers=[("X-Y", "z")]) == ("200 OK", {"X-Y": "z", "Content-Length": "10"}, b"")
    assert body.closed == 1


def test_a_length_that_was_said_is_kept_and_the_body_not_read_for_it() -> None:
    class Unread(Body):
        def __iter__(self) -> Iterator[bytes]:
            raise AssertionError("It was read.")

    body = Unread()
    assert answered("HEAD", body, headers=[("content-length", "99")]) == ("200 OK", {"content-length": "99"}, b"")
    assert body.closed == 1


@pytest.mark.parametrize("status", ["204 No Content", "304 Not Modified", "100 Continue"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_what_has_no_body_by_its_status_has_no_length_either(status: str, method: str) -> None:
    body = Page(b"left over")
    assert answered(method, body, status, [("Content-Length", "9"), ("ETag", "x")]) == (status, {"ETag": "x"}, b"")
    assert body.closed == 1


def test_every_other_answer_is_passed_on_with_its_length_where_it_is_known_and_closed_by_the_server() -> None:
    page, stream = Page(b"dear ", b"diary"), Body(b"dear ", b"diary")
    assert answered("GET", page) == ("200 OK", {"Content-Length": "10"}, b"dear diary")
    assert answered("POST", stream) == ("200 OK", {}, b"dear diary")
    assert (page.closed, stream.closed) == (0, 0)


def test_a_body_that_breaks_while_it_is_counted_is_closed_all_the_same() -> None:
    class Broken(Body):
        def __iter__(self) -> Iterator[bytes]:
            raise OSError("gone")

    body = Broken()
    with pytest.raises(OSError, match="gone"):
        answered("HEAD", body)
    assert body.closed == 1


def test_an_application_that_writes_or_begins_late_is_refused_and_not_guessed_at() -> None:
    def writes(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [])(b"dear diary")
        return []

    def late(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        return [b"dear diary"]

    for application in (writes, late):
        with pytest.raises(RuntimeError):
            without_needless_bodies(application)({"REQUEST_METHOD": "HEAD"}, lambda *call: lambda data: None)
