"""The production server: waitress, as several processes that share one listening socket.

waitress takes a request in whole before a thread sees it, and sends the answer without one, so a slow client costs
memory and no thread; but it is one process with nobody to watch it. The watching is done here. Workers are started
afresh (exec, not fork): all they have of the parent is the socket and a pipe, whose end tells them that it is gone.
Why this server: docs/decisions/0002-the-server.md.
"""

import copy
import errno
import gc
import json
import logging
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, ClassVar

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import create_server
from waitress.utilities import RequestEntityTooLarge

from ankles.proxies import behind_proxies, check_proxies
from ankles.reachable import READERS_SEATS, SEATS, WRITERS_SEATS
from ankles.recurring import Recurring

logger = logging.getLogger("ankles.serving")

GRACE_S = 5.0  # for the requests in flight when the server stops
QUICK_DEATH_S = 5.0  # a worker that did not live this long is started again after a pause, which doubles
LONGEST_PAUSE_S = 30.0
OPEN_FILES = 4_096  # a connection may hold its socket and two temporary files
TRANSFER_ENCODING = re.compile(rb"^transfer-encoding:(.*)$", re.IGNORECASE | re.MULTILINE)
# For glibc (mallopt(3)); other C libraries do not know them. Two minutes of the soak: 130 MB a worker in place of 190.
MEMORY = {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "131072"}
# How long a thread that computes may keep the others waiting (Python: 5 ms). Each row that SQLite gives lets the next thread in:
# while one read a thousand pages into the search index, an editor's save held the lock for 5 to 7 s, and now for about 2.
TURN_S = 0.0005
WAITRESS: dict[str, Any] = {
    "ident": "ankles",  # the Server header; no version in it
    "connection_limit": 500,  # in one worker
    "channel_timeout": 60,  # s without a byte in either direction
    "cleanup_interval": 10,  # s
    "inbuf_overflow": 65_536,  # bytes of a request's body in memory; the rest goes to a temporary file
    "max_request_header_size": 32_768,  # bytes
    "asyncore_use_poll": True,  # select() fails beyond 1,024 files
    "log_socket_errors": False,
    "clear_untrusted_proxy_headers": False,  # behind_proxies does it
}


class CannotListen(Exception):
    """The address cannot be listened on. The message is one line for the operator."""


class PortTaken(CannotListen):
    """Another program listens on the port. The message says what to try."""


def serve(
    application: str,
    *,
    host: str,
    port: int,
    workers: int,
    max_body_bytes: int,
    larger_bodies: Mapping[str, int] | None = None,
    threads: int = WRITERS_SEATS + SEATS + READERS_SEATS + 1,
    trusted_proxies: str = "",
    https: bool = False,
    recurring: Recurring | None = None,
) -> int:
    """Serve `application` ("module:attribute", loaded in every worker) until SIGINT or SIGTERM; return the exit code.

    `workers` processes with `threads` threads each; a worker that ends is replaced. A body above `max_body_bytes`,
    or above what `larger_bodies` says for its path, is answered 413. `trusted_proxies`, `https`: see `behind_proxies`.
    `recurring` is run beside the workers. Returns 0 after a signal, 1 when workers cannot start at all.
    Call it in the main thread. Raises PortTaken and CannotListen before anything is started, and ValueError for a
    `trusted_proxies` that cannot be read.
    """
    check_proxies(trusted_proxies)
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True

    with listen(host, port) as listening:
        plan = {
            "application": application,
            "socket": listening.fileno(),
            "trusted_proxies": trusted_proxies,
            "https": https,
            "larger_bodies": dict(larger_bodies or {}),
        }
        plan["waitress"] = WAITRESS | {"threads": threads, "max_request_body_size": max_body_bytes + 1}
        watched = [_Watched(json.dumps(plan), listening.fileno()) for _ in range(workers)]
        before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            while not stopping and all([worker.keep_alive() for worker in watched]):
                if recurring:
                    recurring.look()
                time.sleep(0.1)
        finally:
            listening.close()
            if recurring:
                recurring.end()
            _end(watched)
            for number, handler in before.items():
                signal.signal(number, handler)
    return 0 if stopping else 1


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on `host` (a name or an address) and TCP `port`; 0 takes any free one.

    Raises PortTaken when the port is in use, CannotListen for every other reason.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(f"Port {port} is in use by another program. Try PORT={port + 1}.") from error
        raise CannotListen(f"Cannot listen on {host}, port {port}: {error.strerror}") from error


class StrictRequest(HTTPRequestParser):
    """One request on a connection; whatever leaves in doubt where it ends is answered 400, and the connection closed.

    Behind a proxy a connection carries the requests of several people. See docs/decisions/0002-the-server.md.
    """

    # Paths whose bodies may be larger than others', with the bytes (`_work`).
    larger_bodies: ClassVar[Mapping[str, int]] = {}

    def received(self, data: bytes) -> int:
        """Take in bytes; returns how many of them belong to this request."""
        taken: int = super().received(data)
        if isinstance(self.error, RequestEntityTooLarge):
            megabytes = (self.adj.max_request_body_size - 1) / 2**20
            self.error = RequestEntityTooLarge(f"No more than {megabytes:.3g} MB can be sent here.")
        if self.completed:
            # "Expect: 100-continue" without a body: waitress would say "continue", and take what comes next, a request
            # of its own, for more headers of this one.
            self.expect_continue = False
        if self.error:
            # To HTTP/1.0 waitress would say both that it closes and that it does not.
            self.headers = {**self.headers, "CONNECTION": "close"}
        return taken

    def parse_header(self, header_plus: bytes) -> None:
        """Read the head. Raises ParsingError, which is the answer 400."""
        try:
            super().parse_header(header_plus)
        except ValueError as error:  # a length of 5,000 digits; "http://[/"
            raise ParsingError("A number or an address cannot be read") from error
        if most := self.larger_bodies.get(getattr(self, "path", "")):
            self.adj = copy.copy(self.adj)
            self.adj.max_request_body_size = most + 1
        # Chunks are known to HTTP/1.1 only (in another version waitress reads them as the next request), are said once,
        # and have no other length beside them.
        encodings = [value.strip().lower() for value in TRANSFER_ENCODING.findall(header_plus)]
        sure = encodings == [b"chunked"] and self.version == "1.1" and "CONTENT_LENGTH" not in self.headers
        if encodings and not sure:
            raise ParsingError("Transfer-Encoding leaves the length in doubt")


class StrictConnection(HTTPChannel):
    """A connection of waitress's whose requests are read strictly."""

    parser_class = StrictRequest


@dataclass
class _Watched:
    """One worker process, and the one that takes its place when it ends."""

    plan: str
    socket: int
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    due: float = 0.0
    quick_deaths: int = 0
    settled: bool = False

    def keep_alive(self) -> bool:
        """Start the worker, or start it again; False when it never came up (the application does not load)."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.due:
                self.process, self.started = self._start(), now
            return True
        code, lived = self.process.poll(), now - self.started
        if code is None:
            self.settled = self.settled or lived >= QUICK_DEATH_S
            return True
        self.process.communicate()  # closes the pipe
        if code > 0 and not self.settled:
            logger.error("A worker could not start (exit code %d); stopping.", code)
            return False
        self.quick_deaths = self.quick_deaths + 1 if lived < QUICK_DEATH_S else 0
        pause = min(2.0 ** (self.quick_deaths - 2), LONGEST_PAUSE_S) if self.quick_deaths > 1 else 0.0
        logger.warning("Worker %d ended (exit code %d); starting another in %.0f s.", self.process.pid, code, pause)
        self.process, self.due = None, now + pause
        return True

    def _start(self) -> subprocess.Popen[bytes]:
        # A process group of its own: Ctrl-C in the terminal reaches the parent alone, which then ends the workers.
        return subprocess.Popen(  # noqa: S603 (our own words, no shell)
            [sys.executable, "-P", "-m", "ankles.serving", self.plan],
            env=environment_of_a_worker(),
            stdin=subprocess.PIPE, pass_fds=[self.socket], process_group=0,
        )  # fmt: skip


def environment_of_a_worker() -> dict[str, str]:
    """The variables of a worker: ours, where Python finds what we found, and one heap for all its threads.

    glibc gives each thread a heap of its own and hands little of it back; what an operator sets goes first.
    """
    return MEMORY | os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def _end(watched: list[_Watched]) -> None:
    """End the workers: ask, give them their grace and two seconds, then kill."""
    processes = [worker.process for worker in watched if worker.process]
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + GRACE_S + 2
    for process in processes:
        try:
            process.wait(timeout=max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _work(plan: dict[str, Any]) -> None:
    """A worker: serve until SIGTERM, SIGINT or the end of the parent, then finish what is in flight."""
    server: Any = None
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True
        if server is not None:
            server.pull_trigger()

    def stop_with_the_parent() -> None:
        os.read(0, 1)  # returns at the end of the pipe that the parent holds
        stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    threading.Thread(target=stop_with_the_parent, daemon=True).start()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    module, _, attribute = plan["application"].partition(":")
    loaded = getattr(import_module(module), attribute)
    application = behind_proxies(loaded, plan["trusted_proxies"], https=plan["https"])
    freeze_gc()
    sys.setswitchinterval(TURN_S)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    sockets: dict[int, Any] = {}
    server = create_server(application, map=sockets, sockets=[socket.socket(fileno=plan["socket"])], **plan["waitress"])
    server.channel_class = StrictConnection
    StrictRequest.larger_bodies = plan["larger_bodies"]
    while not stopping:
        wasyncore.loop(timeout=1, use_poll=True, map=sockets, count=1)
    wasyncore.dispatcher.close(server)  # the listening socket only: the trigger still wakes the loop
    deadline = time.monotonic() + GRACE_S
    while time.monotonic() < deadline:
        busy = False
        for channel in list(server.active_channels.values()):
            busy = busy or bool(channel.requests or channel.total_outbufs_len)
            if not channel.requests:  # idle, half sent, or answered
                channel.close_when_flushed = True
        if not busy:
            break
        wasyncore.loop(timeout=0.1, use_poll=True, map=sockets, count=1)


def freeze_gc() -> None:
    """Take all that is loaded out of the garbage collector's rounds: it lives as long as the worker does.

    A full round over Django and us takes about 70 ms, in the middle of somebody's request.
    """
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    _work(json.loads(sys.argv[1]))
