"""A runner beside strangers, behind nginx that keeps its connections to the site and gives them to whoever comes next.

nginx stands here as an operator may set it up: upstream keep-alive, no cache (with one it asks by GET and hides what a
HEAD does). Between it and the site lies a line on which what the site sends in one go arrives in two pieces, as on any
network: whatever comes after an answer then comes when nginx has already given the connection to somebody else.
"""

from __future__ import annotations

import os
import select
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.journeys.site import free_port
from tests.strangers.cast import MARK
from tests.wire.conftest import Scene

STRANGERS = 6
HEADS = 150
GAP_S = 0.004
PATIENCE_S = 10.0
CONFIGURATION = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/errors.txt;
events {{ worker_connections 200; }}
http {{
  access_log off;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  upstream site {{ server 127.0.0.1:{site}; keepalive 8; }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://site; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_set_header Host $http_host; proxy_buffer_size 16k; proxy_buffers 8 16k;
      # What comes is passed on as it comes, so that it is seen here.
      proxy_buffering off;
    }}
  }}
}}
"""


def carry_in_two(client: socket.socket, to: int) -> None:
    """Carry what two ends say; of each piece from the server the head arrives a little before all that comes after it."""
    with client, socket.create_connection(("127.0.0.1", to)) as server, suppress(OSError):
        while ready := select.select([client, server], [], [], PATIENCE_S)[0]:
            for end in ready:
                data = end.recv(1_000_000)
                if not data:
                    return
                if end is client:
                    server.sendall(data)
                    continue
                head, mark, body = data.partition(b"\r\n\r\n")
                client.sendall(head + mark)
                if body:
                    time.sleep(GAP_S)
                    client.sendall(body)


@contextmanager
def slow_line(to: int) -> Iterator[int]:
    """The port of a line to the site that carries answers in two pieces."""

    def take() -> None:
        with suppress(OSError):
            while True:
                client, _ = listening.accept()
                client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                threading.Thread(target=carry_in_two, args=(client, to), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        taking = threading.Thread(target=take, daemon=True)
        taking.start()
        yield int(listening.getsockname()[1])
        listening.shutdown(socket.SHUT_RDWR)
        taking.join(PATIENCE_S)


def find_nginx() -> str:
    """The program. Without it a test is skipped, except in CI."""
    found = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if found is None:
        reason = "No nginx found: install one. What strangers may read behind it is not tried."
        if os.environ.get("ANKLES_REQUIRE_NGINX") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture(scope="session")
def nginx() -> str:
    """The program."""
    return find_nginx()


@pytest.fixture
def front(scene: Scene, nginx: str, tmp_path: Path) -> Iterator[int]:
    """The port of nginx in front of the site."""
    port = free_port()
    with slow_line(scene.port) as line:
        (tmp_path / "nginx.conf").write_text(CONFIGURATION.format(folder=tmp_path, site=line, port=port))
        process = subprocess.Popen(
            [nginx, "-p", tmp_path, "-e", tmp_path / "errors.txt", "-c", tmp_path / "nginx.conf"]
        )
        try:
            _until_it_answers(port)
            yield port
        finally:
            process.terminate()
            process.wait(10)


def _until_it_answers(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with suppress(OSError):
            if b" 200 OK" in ask(port, "GET", "/robots.txt")[:20]:
                return
        time.sleep(0.05)
    raise RuntimeError("nginx does not answer.")


def ask(port: int, method: str, path: str, *more: str) -> bytes:
    """One request through nginx on a connection of its own: every byte that came, whatever it was."""
    with socket.create_connection(("127.0.0.1", port), PATIENCE_S) as connection:
        lines = [f"{method} {path} HTTP/1.1", f"Host: localhost:{port}", "Connection: close", *more, "", ""]
        connection.sendall("\r\n".join(lines).encode())
        whole = b""
        with suppress(OSError):
            while part := connection.recv(65_536):
                whole += part
        return whole


def test_strangers_beside_a_runner_read_what_they_asked_for_and_never_a_byte_of_hers(scene: Scene, front: int) -> None:
    day = f"/log/{scene.day}/"
    page = ask(front, "GET", day, *scene.cookie("ana"))
    assert (page[:15], MARK.encode() in page) == (b"HTTP/1.1 200 OK", True)
    robots = ask(front, "GET", "/robots.txt").partition(b"\r\n\r\n")[2]
    assert b"Sitemap:" in robots
    done = threading.Event()
    seen: list[bytes] = []
    told: list[bytes] = []

    def stranger() -> None:
        while not done.is_set():
            seen.append(ask(front, "GET", "/robots.txt"))

    strangers = [threading.Thread(target=stranger, daemon=True) for _ in range(STRANGERS)]
    for thread in strangers:
        thread.start()
    try:
        while len(told) < HEADS and all(answer.endswith(robots) for answer in seen):
            told.append(ask(front, "HEAD", day, *scene.cookie("ana")))
    finally:
        done.set()
    for thread in strangers:
        thread.join()
    assert [answer for answer in seen if MARK.encode() in answer or b"<html" in answer] == []
    assert [answer for answer in seen if not (answer.startswith(b"HTTP/1.1 200 OK") and answer.endswith(robots))] == []
    assert [answer for answer in told if not (answer.startswith(b"HTTP/1.1 200 OK") and b"<" not in answer)] == []
    assert len(seen) > HEADS
