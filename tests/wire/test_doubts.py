"""Where it is in doubt where a request ends, the server says so and ends the connection: nobody's bytes become a request.

A proxy keeps its connections to the site and sends several people's requests over each. What one of them hides in a
request that proxy and server read differently would be answered to another.
"""

from __future__ import annotations

import socket
import time

import pytest

from tests.wire.conftest import Scene
from tests.wire.talking import Wire

HIDDEN = b"GET /robots.txt HTTP/1.1\r\nHost: localhost\r\n\r\n"
CHUNKS = b"%x\r\n%s\r\n0\r\n\r\n" % (len(HIDDEN), HIDDEN)
NO_CHUNKS = b"0\r\n\r\n" + HIDDEN
KEPT = "Connection: keep-alive"
CHUNKED = "Transfer-Encoding: chunked"
POST = "POST / HTTP/1.1"
# Each is one request to somebody, and more than one to somebody else: its lines, what follows them, the status.
DOUBTS = {
    "chunks in HTTP/1.0": (["POST / HTTP/1.0", KEPT, CHUNKED], CHUNKS, 400),
    "chunks in HTTP/1.0, hidden behind the last": (["POST / HTTP/1.0", KEPT, CHUNKED], NO_CHUNKS, 400),
    "chunks in HTTP/1.0 and a length": (["POST / HTTP/1.0", KEPT, CHUNKED, "Content-Length: 5"], NO_CHUNKS, 400),
    "chunks in HTTP/1.2": (["POST / HTTP/1.2", KEPT, CHUNKED], NO_CHUNKS, 400),
    "chunks in no version": (["POST /", KEPT, CHUNKED], NO_CHUNKS, 400),
    "chunks and a length": ([POST, CHUNKED, f"Content-Length: {len(NO_CHUNKS)}"], NO_CHUNKS, 400),
    "a length and chunks": ([POST, f"Content-Length: {len(NO_CHUNKS)}", CHUNKED], NO_CHUNKS, 400),
    "chunks said twice": ([POST, CHUNKED, CHUNKED], CHUNKS, 400),
    "chunks said twice on a line": ([POST, "Transfer-Encoding: chunked, chunked"], CHUNKS, 400),
    "chunks said on the next line": ([POST, "Transfer-Encoding:", " chunked"], CHUNKS, 400),
    "chunks with an extra letter": ([POST, "Transfer-Encoding: xchunked"], CHUNKS, 501),
    "chunks with a strange blank": ([POST, "Transfer-Encoding: \x0bchunked"], CHUNKS, 400),
    "chunks after a blank name": ([POST, "Transfer-Encoding : chunked"], CHUNKS, 400),
    "an encoding that is empty": ([POST, "Transfer-Encoding:", f"Content-Length: {len(HIDDEN)}"], HIDDEN, 400),
    "a chunk's length with a sign": ([POST, CHUNKED], b"+5\r\nabcde\r\n0\r\n\r\n" + HIDDEN, 400),
    "a chunk's length with 0x": ([POST, CHUNKED], b"0x5\r\nabcde\r\n0\r\n\r\n" + HIDDEN, 400),
    "a chunk's line that ends in LF": ([POST, CHUNKED], b"5\nabcde\r\n0\r\n\r\n" + HIDDEN, 400),
    "a chunk that ends in LF": ([POST, CHUNKED], b"5\r\nabcde\n0\r\n\r\n" + HIDDEN, 400),
    "a chunk that is longer than it says": ([POST, CHUNKED], b"5\r\nabcdefg\r\n0\r\n\r\n" + HIDDEN, 400),
    "two lengths": ([POST, "Content-Length: 0", f"Content-Length: {len(HIDDEN)}"], HIDDEN, 400),
    "one length twice": ([POST, "Content-Length: 5", "Content-Length: 5"], b"abcde" + HIDDEN, 400),
    "two lengths on a line": ([POST, "Content-Length: 5, 5"], b"abcde" + HIDDEN, 400),
    "a length with a sign": ([POST, "Content-Length: +5"], b"abcde" + HIDDEN, 400),
    "a length below nothing": ([POST, "Content-Length: -5"], b"abcde" + HIDDEN, 400),
    "a length with 0x": ([POST, "Content-Length: 0x5"], b"abcde" + HIDDEN, 400),
    "a length with a line": ([POST, "Content-Length: 5_0"], b"abcde" + HIDDEN, 400),
    "a length of other digits": ([POST, "Content-Length: \xb2"], b"ab" + HIDDEN, 400),
    "a length that is empty": ([POST, "Content-Length:"], HIDDEN, 400),
    "a length of 5,000 digits": ([POST, f"Content-Length: {'9' * 5_000}"], HIDDEN, 400),
    "a length of 40 digits": ([POST, f"Content-Length: {'9' * 40}"], HIDDEN, 413),
    "a blank before the colon": ([POST, f"Content-Length : {len(HIDDEN)}"], HIDDEN, 400),
    "a tab before the colon": ([POST, f"Content-Length\t: {len(HIDDEN)}"], HIDDEN, 400),
    "a length on two lines": ([POST, "Content-Length: 5", " 0"], b"abcde" + HIDDEN, 400),
    "a first header that goes on": (["POST / HTTP/1.1\r\n Content-Length: 5"], b"abcde" + HIDDEN, 400),
    "LF in a line": ([POST, f"X-One: 1\nContent-Length: {len(HIDDEN)}"], HIDDEN, 400),
    "CR in a line": ([POST, f"X-One: 1\rContent-Length: {len(HIDDEN)}"], HIDDEN, 400),
    "LF after the first line": ([f"POST / HTTP/1.1\nContent-Length: {len(HIDDEN)}"], HIDDEN, 400),
    "NUL in a line": ([POST, "X-One: 1\0", f"Content-Length: {len(HIDDEN)}"], HIDDEN, 400),
    "a line without a colon": ([POST, "X-One", f"Content-Length: {len(HIDDEN)}"], HIDDEN, 400),
    "a colon without a name": ([POST, ": 1", f"Content-Length: {len(HIDDEN)}"], HIDDEN, 400),
    "an address that is none": (["POST http://[/ HTTP/1.1", "Content-Length: 3"], b"abc" + HIDDEN, 400),
}


@pytest.mark.parametrize("doubt", DOUBTS)
@pytest.mark.parametrize("pieces", [1, 2], ids=["at once", "in two pieces"])
def test_a_request_whose_end_is_in_doubt_is_refused_and_nothing_after_it_is_read(
    scene: Scene, doubt: str, pieces: int
) -> None:
    lines, after, status = DOUBTS[doubt]
    with Wire(scene.port) as wire:
        wire.socket.settimeout(5)
        wire.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # After the first line, so that the two readers of a split head are tried, too.
        first, *others = lines
        whole = "\r\n".join([first, *others, f"Host: localhost:{scene.port}", "", ""]).encode("latin-1") + after
        cut = len(whole) - len(after) - 10 if pieces == 2 else len(whole)
        wire.socket.sendall(whole[:cut])
        if cut < len(whole):
            time.sleep(0.02)
            wire.socket.sendall(whole[cut:])
        answer = wire.answer("POST")
        assert (answer.status, answer.closes, wire.rest()) == (status, True, b"")


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "DELETE"])
@pytest.mark.parametrize("length", [[], ["Content-Length: 0"]], ids=["no length", "length 0"])
@pytest.mark.parametrize("cookie_in", ["first", "second"])
def test_who_asks_whether_to_go_on_with_no_body_is_answered_and_the_next_request_is_its_own(
    scene: Scene, method: str, length: list[str], cookie_in: str
) -> None:
    ana = scene.cookie("ana")
    first, second = (ana, []) if cookie_in == "first" else ([], ana)
    with Wire(scene.port) as wire:
        wire.socket.settimeout(5)
        one = wire.ask(f"{method} /log/{scene.day}/ HTTP/1.1", "Expect: 100-continue", *length, *first)
        assert one.status != 100
        if one.closes:
            assert wire.rest() == b""
            return
        other = wire.ask(f"GET /log/{scene.day}/ HTTP/1.1", *second)
        assert other.status == (200 if second else 302)


@pytest.mark.parametrize(
    ("line", "status"), [("Content-Length: +5", 400), ("Content-Length: 99999999", 413), (f"{CHUNKED}\r\nX y", 400)]
)
def test_who_asks_whether_to_go_on_and_is_refused_is_not_told_to_go_on(scene: Scene, line: str, status: int) -> None:
    with Wire(scene.port) as wire:
        wire.socket.settimeout(5)
        answer = wire.ask("POST / HTTP/1.1", "Expect: 100-continue", line)
        assert (answer.status, answer.closes, wire.rest()) == (status, True, b"")


def test_who_asks_whether_to_go_on_behind_another_request_is_told_after_its_answer(scene: Scene) -> None:
    with Wire(scene.port) as wire:
        wire.send("GET /robots.txt HTTP/1.1")
        wire.send("POST /accounts/login/ HTTP/1.1", "Content-Length: 5", "Expect: 100-continue")
        assert [wire.answer("GET").status, wire.answer("POST").status] == [200, 100]
        wire.socket.sendall(b"login")
        assert wire.answer("POST").status == 403


def test_a_request_whose_lines_end_in_lf_alone_is_never_joined_with_another_as_one(scene: Scene) -> None:
    with Wire(scene.port) as wire:
        wire.socket.sendall(b"GET /log/ HTTP/1.1\nHost: localhost\n\n")
        answer = wire.ask("GET /robots.txt HTTP/1.1")
        assert (answer.status, answer.closes, wire.rest()) == (400, True, b"")


def test_a_line_that_goes_on_belongs_to_its_header_and_hides_no_length(scene: Scene) -> None:
    with Wire(scene.port) as wire:
        answer = wire.ask("GET /robots.txt HTTP/1.1", f"X-One: 1\r\n Content-Length: {len(HIDDEN)}")
        assert answer.status == 200
        assert wire.ask("GET /healthz HTTP/1.1").body == b"ok\n"


@pytest.mark.parametrize("version", ["1.0", "1.2"])
def test_older_clients_that_send_a_length_are_served_as_before(scene: Scene, version: str) -> None:
    with Wire(scene.port) as wire:
        first = wire.ask(f"POST /accounts/login/ HTTP/{version}", KEPT, "Content-Length: 5", body=b"login")
        assert first.status == 403
        assert first.closes or wire.ask("GET /healthz HTTP/1.1").body == b"ok\n"
