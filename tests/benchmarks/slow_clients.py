"""What slow, broken and oversized clients do to a running server on this machine; prints a table.

    python tests/benchmarks/slow_clients.py http://127.0.0.1:8000 --page / --form /accounts/login/ [--parent PID]

Loopback only, about a minute, ends by itself, writes nothing but the requests. With `--parent` (the process id that
`manage.py start` shows) one of its workers is killed with SIGKILL, to see how long pages fail: not on a live site.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

PAGE_TIMEOUT_S = 2.0  # a page that takes longer has failed
READERS = 2
OVERSIZED_BYTES = 50_000_000


@dataclass
class Timings:
    """Pages that were asked for, one connection each: durations in s, and the instants (monotonic, s) of failures."""

    durations_s: list[float] = field(default_factory=list)
    failed_at: list[float] = field(default_factory=list)

    def percentile_ms(self, share: float) -> float:
        """The duration below which `share` (0 to 1) of the answered pages lie, in ms; nan when none was answered."""
        ordered = sorted(self.durations_s)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000 if ordered else float("nan")

    def row(self, name: str) -> str:
        """One line of the table."""
        answered, failed = len(self.durations_s), len(self.failed_at)
        return f"{name:<34} {answered:>8} {failed:>6} {self.percentile_ms(0.5):>8.1f} {self.percentile_ms(0.99):>8.1f}"


@dataclass(frozen=True)
class Target:
    """The server under test, the page that is read and the form that is posted to."""

    host: str
    port: int
    page: str
    form: str

    def connect(self, timeout_s: float = PAGE_TIMEOUT_S) -> socket.socket:
        """A new connection; OSError when there is none to be had."""
        return socket.create_connection((self.host, self.port), timeout_s)

    def head(self, method: str, path: str, *lines: str) -> bytes:
        """A request's head, with its empty line."""
        return "\r\n".join([f"{method} {path} HTTP/1.1", f"Host: localhost:{self.port}", *lines, "", ""]).encode()

    def read_page(self) -> bool:
        """Whether the page was answered with 200, whole, in time."""
        deadline = time.monotonic() + PAGE_TIMEOUT_S
        try:
            with self.connect() as connection:
                connection.sendall(self.head("GET", self.page, "Connection: close"))
                answer = b""
                while part := connection.recv(65_536):
                    answer += part
                    connection.settimeout(max(0.001, deadline - time.monotonic()))
        except OSError:
            return False
        head, _, body = answer.partition(b"\r\n\r\n")
        return b" 200 " in head.split(b"\r\n")[0] and bool(body)


def read_pages(target: Target, seconds: float) -> Timings:
    """Read the page from READERS threads, one request after the other, for `seconds`."""
    timings, until = Timings(), time.monotonic() + seconds

    def read() -> None:
        while (began := time.monotonic()) < until:
            if target.read_page():
                timings.durations_s.append(time.monotonic() - began)
            else:
                timings.failed_at.append(time.monotonic())
                time.sleep(0.01)

    threads = [threading.Thread(target=read) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return timings


@contextmanager
def stalled(target: Target, count: int, start_of_request: bytes) -> Iterator[None]:
    """`count` open connections that have sent `start_of_request` and then fallen silent."""
    connections: list[socket.socket] = []
    try:
        for _ in range(count):
            try:
                connection = target.connect()
                connections.append(connection)
                connection.sendall(start_of_request)
            except OSError:
                continue
        time.sleep(0.5)
        yield
    finally:
        for connection in connections:
            connection.close()


def oversized(target: Target, *, chunked: bool) -> str:
    """Send a body of 50 MB and say what came back, and after how many bytes of it."""
    length = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {OVERSIZED_BYTES}"
    head = target.head("POST", target.form, "Content-Type: application/x-www-form-urlencoded", length)
    block = b"x" * 65_536
    part = b"%x\r\n%s\r\n" % (len(block), block) if chunked else block
    sent, answer = 0, b""
    try:
        with target.connect(5) as connection:
            connection.sendall(head)
            while sent < OVERSIZED_BYTES and not answer:
                connection.settimeout(5)  # a chunk has to go out whole
                connection.sendall(part)
                sent += len(part)
                connection.settimeout(0.001)
                with suppress(TimeoutError):
                    answer = connection.recv(4096)
            if not answer:
                connection.settimeout(5)
                if chunked:
                    connection.sendall(b"0\r\n\r\n")
                answer = connection.recv(4096)
    except OSError as error:
        answer = answer or f"connection lost ({type(error).__name__})".encode()
    return f"{answer.splitlines()[0].decode() if answer else 'closed'} after {sent / 1e6:.2f} MB"


def kill_a_worker(target: Target, parent: int) -> tuple[Timings, str]:
    """Kill one worker of the process `parent` while pages are read; the timings and what became of the workers."""
    before = workers_of(parent)
    killed_at: list[float] = []

    def kill() -> None:
        killed_at.append(time.monotonic())
        os.kill(before[0], signal.SIGKILL)

    timer = threading.Timer(1.0, kill)
    timer.start()
    timings = read_pages(target, 6)
    timer.join()
    after = workers_of(parent)
    last = max(timings.failed_at, default=killed_at[0]) - killed_at[0]
    return timings, f"last failure {last:.1f} s after the kill; workers {before} -> {after}"


def workers_of(parent: int) -> list[int]:
    """The process ids of the children of `parent`, in order."""
    listing = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], check=True, capture_output=True, text=True).stdout
    return sorted(int(line.split()[0]) for line in listing.splitlines() if int(line.split()[1]) == parent)


def main() -> int:
    """Run everything against one address; 2 for an address that is not loopback."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address")
    parser.add_argument("--page", default="/")
    parser.add_argument("--form", default="/accounts/login/")
    parser.add_argument("--counts", type=int, nargs="*", default=[20, 60, 120])
    parser.add_argument("--seconds", type=float, default=4.0, help="of reading pages in each row")
    parser.add_argument("--parent", type=int, help="kill one worker of this process")
    options = parser.parse_args()
    address = urlsplit(options.address)
    if address.hostname not in {"127.0.0.1", "::1", "localhost"} or address.port is None:
        print("Only http://127.0.0.1:PORT, ::1 or localhost.", file=sys.stderr)
        return 2
    target = Target(address.hostname, address.port, options.page, options.form)
    form = "Content-Type: application/x-www-form-urlencoded"
    upload = target.head("POST", target.form, form, "Content-Length: 100000") + b"email="
    print(f"{'while':<34} {'answered':>8} {'failed':>6} {'p50 ms':>8} {'p99 ms':>8}")
    print(read_pages(target, options.seconds).row("nothing else"), flush=True)
    for count in options.counts:
        with stalled(target, count, upload):
            print(read_pages(target, options.seconds).row(f"{count} uploads have stalled"), flush=True)
    with stalled(target, 60, f"GET {target.page} HTTP/1.1\r\nHost: localhost\r\nX-Slow: ".encode()):
        print(read_pages(target, options.seconds).row("60 heads have stalled"), flush=True)
    print(read_pages(target, options.seconds).row("afterwards"), flush=True)
    if options.parent:
        timings, fate = kill_a_worker(target, options.parent)
        print(timings.row("one worker is killed"), fate, sep="\n", flush=True)
    print("50 MB with its length:", oversized(target, chunked=False))
    print("50 MB in chunks:", oversized(target, chunked=True))
    return 0


if __name__ == "__main__":
    sys.exit(main())
