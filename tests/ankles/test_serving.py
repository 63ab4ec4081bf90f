"""The production server, as real processes on free loopback ports, with a small WSGI application instead of Django."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from ankles.proxies import behind_proxies
from ankles.serving import CannotListen, PortTaken, environment_of_a_worker, listen

pytestmark = pytest.mark.enable_socket

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 30.0
MAX_BODY_BYTES = 100_000

APPLICATION = """
import gc, os, pathlib, time

def application(environ, start_response):
    if environ["PATH_INFO"] == "/slow":
        pathlib.Path(__file__).with_name("slow-began").touch()
        time.sleep(1)
    body = b"%d %d" % (os.getpid(), len(environ["wsgi.input"].read()))
    if environ["PATH_INFO"] == "/frozen":
        body = b"%d" % gc.get_freeze_count()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]
"""

START = """
import sys
from ankles.serving import PortTaken, serve
try:
    port, limit = int(sys.argv[1]), int(sys.argv[2])
    sys.exit(serve("small:application", host="127.0.0.1", port=port, workers=2, max_body_bytes=limit,
                   larger_bodies={"/larger/": 3 * limit}))
except PortTaken as error:
    sys.exit(f"error: {error}")
"""


@dataclass
class Server:
    """A running server and the file that catches what it prints."""

    process: subprocess.Popen[bytes]
    port: int
    output: Path

    def ask(self, path: str = "/", body: bytes | None = None) -> str | None:
        """The body of the answer, or None when there was none within 3 s."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=3)
        try:
            connection.request("GET" if body is None else "POST", path, body)
            return connection.getresponse().read().decode()
        except OSError:
            return None
        finally:
            connection.close()

    def both_workers(self, but_not: int = 0) -> set[int]:
        """The process ids of two workers that answer, other than `but_not`."""
        seen: set[int] = set()

        def two_answered() -> bool:
            seen.update(int(answer.split()[0]) for _ in range(10) if (answer := self.ask()))
            return len(seen - {but_not}) == 2

        until(two_answered, "two workers answer")
        return seen - {but_not}

    def end(self, number: signal.Signals) -> int:
        """Send a signal to the parent and return its exit code."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE_S)


def until(true: Callable[[], object], what: str) -> None:
    """Wait for a condition, as long as a busy machine may need."""
    deadline = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < deadline, f"waited {PATIENCE_S} s in vain: {what}"
        time.sleep(0.05)


def free_port() -> int:
    with listen("127.0.0.1", 0) as probe:
        return int(probe.getsockname()[1])


def start(folder: Path, port: int, name: str = "first", application: str = APPLICATION) -> Server:
    (folder / "small.py").write_text(application)
    output = folder / f"{name}.txt"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(folder)])}
    with output.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-c", START, str(port), str(MAX_BODY_BYTES)], env=environment, stdout=file, stderr=file
        )
    return Server(process, port, output)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    running = start(tmp_path, free_port())
    try:
        until(lambda: running.ask(), "the first answer")
        yield running
    finally:
        if running.process.poll() is None:
            running.end(signal.SIGTERM)


def is_gone(process_id: int) -> bool:
    listing = subprocess.run(["ps", "-o", "stat=", "-p", str(process_id)], capture_output=True, text=True, check=False)
    return not listing.stdout.strip() or listing.stdout.strip().startswith("Z")


@contextmanager
def stalled_uploads(port: int, count: int) -> Iterator[None]:
    with ExitStack() as stack:
        for _ in range(count):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", port), 5))
            connection.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 90000\r\n\r\nemail=")
        yield


def answer_to(port: int, *parts: bytes) -> str:
    """Send the parts one by one and return everything that comes back, until the server closes or is silent."""
    answer = b""
    with socket.create_connection(("127.0.0.1", port), 5) as connection:
        try:
            for part in parts:
                connection.sendall(part)
            while more := connection.recv(65_536):
                answer += more
        except (ConnectionError, TimeoutError):
            pass
    return answer.decode()


def test_what_a_worker_loaded_is_no_business_of_the_garbage_collector(server: Server) -> None:
    assert int(server.ask("/frozen") or 0) > 1_000


def test_a_killed_worker_is_replaced(server: Server) -> None:
    killed, kept = server.both_workers()
    os.kill(killed, signal.SIGKILL)
    assert kept in server.both_workers(but_not=killed)
    assert server.process.poll() is None


def test_twenty_stalled_uploads_do_not_stop_pages(server: Server) -> None:
    with stalled_uploads(server.port, 20):
        assert [server.ask() is not None for _ in range(30)] == [True] * 30


def test_stalled_uploads_do_not_keep_the_server_from_stopping(server: Server) -> None:
    with stalled_uploads(server.port, 20):
        assert server.ask()
        began = time.monotonic()
        assert server.end(signal.SIGTERM) == 0
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "framing",
    [
        [b"Content-Length: 50000000\r\n\r\n"],
        [b"Transfer-Encoding: chunked\r\n\r\n", *[b"2000\r\n" + b"x" * 0x2000 + b"\r\n"] * 13],
    ],
    ids=["with a length", "in chunks"],
)
def test_an_oversized_body_is_refused_early_and_without_a_version(server: Server, framing: list[bytes]) -> None:
    answer = answer_to(server.port, b"POST / HTTP/1.1\r\nHost: localhost\r\n", *framing)
    head, _, body = answer.partition("\r\n\r\n")
    assert head.splitlines()[0] == "HTTP/1.1 413 Request Entity Too Large"
    assert "Content-Type: text/plain; charset=utf-8" in head.splitlines()
    assert [line for line in head.splitlines() if line.startswith("Server:")] == ["Server: ankles"]
    assert "waitress" not in answer
    assert "<" not in body


def test_the_largest_allowed_body_arrives_whole(server: Server) -> None:
    answer = server.ask("/", b"x" * MAX_BODY_BYTES)
    assert answer is not None
    assert answer.split()[1] == str(MAX_BODY_BYTES)


def test_one_path_may_take_larger_bodies_and_the_words_say_how_large(server: Server) -> None:
    """Also for the request that follows on the same connection."""
    large = b"x" * (3 * MAX_BODY_BYTES)
    answer = server.ask("/larger/", large)
    assert answer is not None
    assert answer.split()[1] == str(len(large))
    for path in ("/", "/larger", "/larger/more/", "//larger/"):
        head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(large)}\r\n\r\n".encode()
        refused = answer_to(server.port, head)
        assert refused.startswith("HTTP/1.1 413 "), path
        assert "No more than 0.0954 MB can be sent here." in refused
    too_large = answer_to(
        server.port, f"POST /larger/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(large) + 1}\r\n\r\n".encode()
    )
    assert too_large.startswith("HTTP/1.1 413 ")
    assert "No more than 0.286 MB can be sent here." in too_large
    small = b"POST /larger/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nxx"
    both = answer_to(server.port, small + head)
    assert both.count("HTTP/1.1 413 ") == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_server_cleanly_and_silently(server: Server, number: signal.Signals) -> None:
    workers = server.both_workers()
    assert server.ask("/?severity=7")
    assert server.end(number) == 0
    until(lambda: all(is_gone(worker) for worker in workers), "the workers end")
    assert server.output.read_text() == ""


def test_a_request_in_flight_is_answered_before_the_server_ends(server: Server, tmp_path: Path) -> None:
    with socket.create_connection(("127.0.0.1", server.port), PATIENCE_S) as connection:
        connection.sendall(b"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n")
        until((tmp_path / "slow-began").exists, "the slow request begins")
        assert server.end(signal.SIGTERM) == 0
        assert connection.recv(65_536).startswith(b"HTTP/1.1 200 OK")


def test_workers_end_when_their_parent_is_killed(server: Server) -> None:
    workers = server.both_workers()
    server.process.kill()
    server.process.wait()
    until(lambda: all(is_gone(worker) for worker in workers), "the workers end")


def test_a_taken_port_says_so_in_one_line(server: Server, tmp_path: Path) -> None:
    second = start(tmp_path, server.port, "second")
    assert second.process.wait(PATIENCE_S) == 1
    said = f"error: Port {server.port} is in use by another program. Try PORT={server.port + 1}.\n"
    assert second.output.read_text() == said
    assert server.ask()


def test_listening_on_a_taken_port_raises_port_taken() -> None:
    with listen("127.0.0.1", 0) as taken, pytest.raises(PortTaken):
        listen("127.0.0.1", taken.getsockname()[1])


def test_an_address_of_another_machine_cannot_be_listened_on() -> None:
    with pytest.raises(CannotListen) as caught:
        listen("192.0.2.1", 8000)
    assert not isinstance(caught.value, PortTaken)


def test_an_application_that_does_not_load_ends_the_server_with_1(tmp_path: Path) -> None:
    running = start(tmp_path, free_port(), application="raise RuntimeError('no such setting')")
    assert running.process.wait(PATIENCE_S) == 1
    assert "no such setting" in running.output.read_text()


def seen_behind(trusted_proxies: str, peer: str, **headers: str) -> tuple[str, str, str | None]:
    """The address, scheme and X-Forwarded-For that the application sees."""
    seen: list[tuple[str, str, str | None]] = []

    def application(environ: dict[str, Any], start_response: object) -> list[bytes]:
        seen.append((environ["REMOTE_ADDR"], environ["wsgi.url_scheme"], environ.get("HTTP_X_FORWARDED_FOR")))
        return []

    environ = {"REMOTE_ADDR": peer, "wsgi.url_scheme": "http", "HTTP_HOST": "ankles.example", **headers}
    behind_proxies(application, trusted_proxies)(environ, lambda *_: lambda _: None)
    return seen[0]


@pytest.mark.parametrize(
    ("trusted_proxies", "peer", "forwarded_for", "expected"),
    [
        ("", "10.0.0.5", "198.51.100.7", ("10.0.0.5", "http", None)),
        ("0", "10.0.0.5", "198.51.100.7", ("10.0.0.5", "http", None)),
        ("1", "10.0.0.5", "6.6.6.6, 198.51.100.7", ("198.51.100.7", "https", "198.51.100.7")),
        ("2", "10.0.0.5", "6.6.6.6, 198.51.100.7, 10.0.0.6", ("198.51.100.7", "https", "198.51.100.7")),
        ("10.0.0.5", "10.0.0.5", "6.6.6.6, 198.51.100.7", ("198.51.100.7", "https", "198.51.100.7")),
        ("10.0.0.5", "10.0.0.9", "198.51.100.7", ("10.0.0.9", "http", None)),
        ("10.0.0.0/24, ::1", "::1", "6.6.6.6, 198.51.100.7, 10.0.0.6", ("198.51.100.7", "https", "198.51.100.7")),
    ],
)
def test_only_trusted_proxies_name_the_client(
    trusted_proxies: str, peer: str, forwarded_for: str, expected: tuple[str, str, str | None]
) -> None:
    headers = {"HTTP_X_FORWARDED_FOR": forwarded_for, "HTTP_X_FORWARDED_PROTO": "https"}
    assert seen_behind(trusted_proxies, peer, **headers) == expected


@pytest.mark.parametrize(
    ("said", "scheme"),
    [("https, http", "https"), ("https,https", "https"), ("HTTPS", "https"), ('"https"', "https"), ("http, https", "http"),
     ("", "http"), (",", "http"), ("wss", "http"), ("on", "http"), (" https ", "https")],
)  # fmt: skip
def test_whatever_proxies_say_of_the_scheme_is_answered(said: str, scheme: str) -> None:
    for trusted in ("1", "2", "10.0.0.5"):
        assert seen_behind(trusted, "10.0.0.5", HTTP_X_FORWARDED_PROTO=said)[1] == scheme


@pytest.mark.parametrize(
    ("said", "client"),
    [("198.51.100.7:4711", "198.51.100.7"), ('"[2001:DB8::7]:4711"', "2001:db8::7"), ("2001:db8::7", "2001:db8::7"),
     ("unknown", "10.0.0.5"), ("_hidden", "10.0.0.5"), ("", "10.0.0.5"), (" , ", "10.0.0.5"), ('"', "10.0.0.5"),
     ("[", "10.0.0.5"), ("<script>", "10.0.0.5")],
)  # fmt: skip
def test_whatever_proxies_say_of_the_client_it_has_an_address(said: str, client: str) -> None:
    for trusted in ("1", "10.0.0.5"):
        assert seen_behind(trusted, "10.0.0.5", HTTP_X_FORWARDED_FOR=said)[0] == client


NOT_BELIEVED = (
    "Somebody at 10.0.0.5 asks for a reader who came by https, and is not believed, so that pages redirect to themselves. "
    "If that is your proxy, put its address into TRUSTED_PROXIES."
)
NOT_SAID = "The proxy at 10.0.0.5 does not say how it was asked; let it send X-Forwarded-Proto, or pages redirect to themselves."


@pytest.mark.parametrize(
    ("trusted_proxies", "https", "proto", "said"),
    [("", True, "https", [NOT_BELIEVED]), ("10.0.0.9", True, "https", [NOT_BELIEVED]), ("10.0.0.5", True, "", [NOT_SAID]),
     ("1", True, "", [NOT_SAID]), ("10.0.0.5", True, "https", []), ("10.0.0.5", True, "http", []), ("", True, "", []),
     ("", False, "https", [])],
)  # fmt: skip
def test_what_makes_pages_redirect_to_themselves_is_said_once(
    trusted_proxies: str, https: bool, proto: str, said: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    application = behind_proxies(lambda environ, start_response: [], trusted_proxies, https=https)
    for path in ("/readyz", "/", "/"):
        environ = {
            "REMOTE_ADDR": "10.0.0.5",
            "wsgi.url_scheme": "http",
            "HTTP_HOST": "ankles.example",
            "PATH_INFO": path,
        }
        application(environ | ({"HTTP_X_FORWARDED_PROTO": proto} if proto else {}), lambda *_: lambda _: None)
    assert [record.getMessage() for record in caplog.records] == said


def test_a_probe_on_the_machine_itself_is_no_proxy_that_says_nothing(caplog: pytest.LogCaptureFixture) -> None:
    application = behind_proxies(lambda environ, start_response: [], "10.0.0.5", https=True)
    for path in ("/healthz", "/readyz", "/readyz/"):
        environ = {
            "REMOTE_ADDR": "10.0.0.5",
            "wsgi.url_scheme": "http",
            "HTTP_HOST": "ankles.example",
            "PATH_INFO": path,
        }
        application(environ, lambda *_: lambda _: None)
    assert caplog.records == []


def test_trusted_proxies_that_cannot_be_read_are_refused() -> None:
    with pytest.raises(ValueError, match="somewhere"):
        behind_proxies(lambda environ, start_response: [], "somewhere")


def test_the_threads_of_a_worker_share_one_heap_unless_the_operator_says_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("MALLOC_ARENA_MAX", raising=False)
    monkeypatch.setenv("MALLOC_TRIM_THRESHOLD_", "999")
    given = environment_of_a_worker()
    assert (given["MALLOC_ARENA_MAX"], given["MALLOC_TRIM_THRESHOLD_"]) == ("1", "999")
    assert given["PATH"] == os.environ["PATH"]
