"""One connection, several requests: each gets its own answer, or the connection ends."""

from __future__ import annotations

import pytest

from tests.wire.conftest import Scene
from tests.wire.talking import Wire

SECRET = b"GET /log/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
# What the server refuses by itself, before the site sees it: first line, other lines, body; the status.
REFUSED = {
    "no request": (["GET /  /x HTTP/1.1"], b"", 400),
    "two lengths": (["POST / HTTP/1.1", "Content-Length: 3", "Content-Length: 40"], b"abc" + SECRET, 400),
    "a length that is none": (["POST / HTTP/1.1", "Content-Length: +3"], b"abc" + SECRET, 400),
    "a body that is too long": (["POST /accounts/login/ HTTP/1.1", "Content-Length: 99999999"], SECRET, 413),
    "too many headers": (["GET / HTTP/1.1", "X-Long: " + "x" * 40_000], b"", 431),
    "an encoding it does not know": (["POST / HTTP/1.1", "Transfer-Encoding: gzip, chunked"], SECRET, 501),
    "chunks that are none": (["POST / HTTP/1.1", "Transfer-Encoding: chunked"], b"zz\r\n" + SECRET, 400),
}


@pytest.mark.parametrize("refused", REFUSED)
@pytest.mark.parametrize("method", ["", "HEAD"])
def test_what_the_server_refuses_by_itself_is_the_last_answer_on_its_connection(
    scene: Scene, refused: str, method: str
) -> None:
    (first, *lines), body, status = REFUSED[refused]
    if method:
        first = f"{method} {first.partition(' ')[2]}"
    with Wire(scene.port) as wire:
        wire.send(first, *lines, body=body)
        answer = wire.answer("GET")
        assert (answer.status, answer.closes, wire.rest()) == (status, True, b"")


def test_requests_sent_at_once_are_answered_one_by_one_in_their_order(scene: Scene) -> None:
    with Wire(scene.port) as wire:
        for line in ("HEAD / HTTP/1.1", "GET /robots.txt HTTP/1.1", "HEAD /nowhere/ HTTP/1.1", "GET /healthz HTTP/1.1"):
            wire.send(line)
        answers = [wire.answer(method) for method in ("HEAD", "GET", "HEAD", "GET")]
    assert [answer.status for answer in answers] == [200, 200, 404, 200]
    assert (b"Sitemap" in answers[1].body, answers[3].body) == (True, b"ok\n")


@pytest.mark.parametrize("path", ["/robots.txt", "/log/", "/accounts/login/", "/nowhere/", "/healthz"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("way", ["length", "chunks"])
def test_a_body_that_nobody_reads_is_no_request(scene: Scene, path: str, method: str, way: str) -> None:
    line = f"Content-Length: {len(SECRET)}" if way == "length" else "Transfer-Encoding: chunked"
    body = SECRET if way == "length" else b"%x\r\n%s\r\n0\r\n\r\n" % (len(SECRET), SECRET)
    with Wire(scene.port) as wire:
        answer = wire.ask(f"{method} {path} HTTP/1.1", line, body=body)
        if answer.closes:
            assert wire.rest() == b""
        else:
            assert wire.ask("GET /healthz HTTP/1.1").body == b"ok\n"


def test_a_length_beside_chunks_does_not_hide_a_request(scene: Scene) -> None:
    with Wire(scene.port) as wire:
        body = b"0\r\n\r\n"
        wire.send("POST /robots.txt HTTP/1.1", "Content-Length: 60", "Transfer-Encoding: chunked", body=body)
        assert wire.answer("POST").status in (400, 405)


def test_who_asks_whether_to_go_on_is_told_so_and_then_answered(scene: Scene) -> None:
    with Wire(scene.port) as wire:
        wire.send("POST /accounts/login/ HTTP/1.1", "Content-Length: 5", "Expect: 100-continue")
        assert wire.answer("POST").status == 100
        wire.socket.sendall(b"login")
        answer = wire.answer("POST")
        assert answer.status == 403
        assert answer.closes or wire.ask("GET /healthz HTTP/1.1").body == b"ok\n"
