"""Whoever met a fault and whoever reads the log speak of the same request."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from ankles.logs import JsonLines, PathOnly, PlainLines
from ankles.proxies import behind_proxies
from ankles.request_ids import CURRENT, with_request_id
from ankles.views import server_error

NGINX = "5b2f1c9d8e7a60f4b3c2d1e0f9a8b7c6"
WORDS = "left heel hurts"
Headers = list[tuple[str, str]]


@pytest.fixture(autouse=True)
def nobody_asked() -> Iterator[None]:
    """As outside of any request."""
    before = CURRENT.set("")
    yield
    CURRENT.reset(before)


def asked(
    given: str | None = None, headers: Headers | None = None, *, proxies: str = "127.0.0.1"
) -> tuple[str, Headers]:
    """The name while the request is answered, and the head of its answer."""
    told: list[Any] = []

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", headers or [])
        return [CURRENT.get().encode()]

    environ = {"REMOTE_ADDR": "127.0.0.1", "PATH_INFO": "/"} | (
        {"HTTP_X_REQUEST_ID": given} if given is not None else {}
    )
    body = behind_proxies(with_request_id(application), proxies)(environ, lambda *call: told.append(call))
    return b"".join(body).decode(), told[0][1]


def test_every_request_has_a_name_of_its_own_and_its_answer_says_it() -> None:
    found = [asked() for _ in range(3)]
    assert len({name for name, _ in found}) == 3
    assert all(len(name) == 12 and headers == [("X-Request-ID", name)] for name, headers in found)


def test_the_name_that_a_trusted_proxy_gives_is_taken_over() -> None:
    assert asked(NGINX) == (NGINX[:12], [("X-Request-ID", NGINX[:12])])
    assert asked("5b2f1c9d-8e7a-60f4-b3c2-d1e0f9a8b7c6")[0] == NGINX[:12]


@pytest.mark.parametrize("given", ["", "ana@example.org", "5b2f", "5b2f1c9d8e7a\r\nX: y", "5B2F1C9D8E7A", NGINX * 2])
def test_what_is_no_name_of_a_proxy_is_never_repeated(given: str) -> None:
    name, headers = asked(given)
    assert (name != given, given in str(headers) and given != "") == (True, False)


def test_a_stranger_gives_no_request_its_name() -> None:
    assert asked(NGINX, proxies="")[0] != NGINX[:12]
    assert asked(NGINX, proxies="192.0.2.1")[0] != NGINX[:12]


def test_an_answer_that_caches_keep_for_others_does_not_say_whose_it_was() -> None:
    kept = [("Cache-Control", "public, max-age=0, s-maxage=60, must-revalidate")]
    assert asked(headers=kept)[1] == kept
    private = [("Cache-Control", "private, no-store")]
    assert [name for name, _ in asked(headers=private)[1]] == ["Cache-Control", "X-Request-ID"]


def test_the_page_of_a_fault_names_the_request() -> None:
    CURRENT.set("0123456789ab")
    assert "name this request: <code>0123456789ab</code>" in server_error(None).content.decode()


def record(message: str) -> logging.LogRecord:
    try:
        raise ValueError(WORDS)
    except ValueError:
        made = logging.getLogger("t").makeRecord("t", logging.ERROR, "f", 1, message, (), sys.exc_info())
    assert PathOnly().filter(made)
    return made


def test_json_lines_are_one_object_each_with_the_name_and_without_a_runners_words() -> None:
    CURRENT.set("0123456789ab")
    line = JsonLines().format(record("Internal Server Error: /log/2026-11-22/?q=heel"))
    said = json.loads(line)
    assert "\n" not in line
    assert set(said) == {"time", "level", "logger", "message", "request_id", "traceback"}
    assert (said["message"], said["request_id"], said["level"]) == (
        "Internal Server Error: /log/2026-11-22/", "0123456789ab", "ERROR",
    )  # fmt: skip
    assert WORDS not in line
    assert "ValueError (its words are not written down)" in said["traceback"]
    assert said["time"].endswith("+00:00")
    CURRENT.set("")
    assert "request_id" not in json.loads(JsonLines().format(record("/guide/")))


def test_plain_lines_end_with_the_name() -> None:
    CURRENT.set("0123456789ab")
    assert (
        PlainLines()
        .format(record("Broken: /guide/"))
        .splitlines()[0]
        .endswith(" ERROR t: Broken: /guide/ [0123456789ab]")
    )
    CURRENT.set("")
    assert PlainLines().format(record("Broken: /guide/")).splitlines()[0].endswith(" ERROR t: Broken: /guide/")
