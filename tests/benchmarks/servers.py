"""Servers under test, as processes of their own on loopback, and what they cost: CPU and memory from /proc."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.slow_clients import workers_of
from tests.journeys.site import ROOT, environment, free_port

HERTZ = os.sysconf("SC_CLK_TCK")
SERVE = """
import sys
from ankles.serving import serve
sys.exit(serve(sys.argv[1], host="127.0.0.1", port=int(sys.argv[2]), workers=2, max_body_bytes=1_000_000))
"""
NGINX = """
{user}daemon off; worker_processes 2; pid {folder}/nginx.pid; error_log {folder}/error.log crit;
events {{ worker_connections 512; }}
http {{
  access_log off; types {{ text/html html; }} sendfile on; tcp_nopush on; keepalive_requests 1000000; {gzip}
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{ listen 127.0.0.1:{port}; root {folder}/files; }}
}}
"""


class Missing(Exception):
    """A program that the benchmark needs is not installed; the message says how to get it."""


@dataclass(frozen=True)
class Server:
    """A server and the process that supervises its workers."""

    address: str
    pid: int

    def cpu_s(self) -> float:
        """Seconds of CPU (user and system) that its workers have used so far."""
        return sum(_cpu_s(worker) for worker in workers_of(self.pid))

    def memory_mb(self) -> list[float]:
        """Resident memory of each worker, in MB."""
        return [_memory_mb(worker) for worker in workers_of(self.pid)]


@dataclass(frozen=True)
class Load:
    """What a run of wrk saw: requests a second, and the CPU (ms) that a request cost the server."""

    per_second: float
    cpu_ms: float


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / HERTZ


def cpu_with_children_s(pid: int) -> float:
    """Seconds of CPU of a process, its children, and those of its children that have ended."""
    ended = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[13:15]
    return _cpu_s(pid) + sum(map(int, ended)) / HERTZ + sum(_cpu_s(child) for child in workers_of(pid))


def _memory_mb(pid: int) -> float:
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def program(name: str) -> str:
    """Where a program is. Raises Missing with Debian's way to get it."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin:/usr/bin:/opt/homebrew/bin")
    if found is None:
        raise Missing(f"{name} is missing. On Debian: apt install {name}")
    return found


@contextmanager
def nginx(folder: Path, page: bytes) -> Iterator[Server]:
    """nginx with the page as a file, compressed beforehand where its gzip_static module is there."""
    files, port = folder / "files", free_port()
    files.mkdir(parents=True)
    (files / "page.html").write_bytes(page)
    (files / "page.html.gz").write_bytes(gzip.compress(page, 9))
    built = subprocess.run([program("nginx"), "-V"], check=True, capture_output=True, text=True).stderr
    static = "gzip_static on;" if "gzip_static_module" in built else "gzip on;"
    # Its workers must be able to read our folder; only root may (and must) say as whom they run.
    user = "user root; " if os.geteuid() == 0 else ""
    config = folder / "nginx.conf"
    config.write_text(NGINX.format(folder=folder, port=port, gzip=static, user=user))
    with _process(
        [program("nginx"), "-c", str(config), "-p", str(folder)], port, "/page.html", dict(os.environ)
    ) as server:
        yield server


@contextmanager
def ours(application: str, data: Path, body_bytes: int, path: str) -> Iterator[Server]:
    """Our production server with two workers and any WSGI application."""
    port = free_port()
    env = environment(data) | {"ANKLES_BENCH_BYTES": str(body_bytes), "PORT": str(port), "PYTHONPATH": str(ROOT)}
    with _process([sys.executable, "-c", SERVE, application, str(port)], port, path, env) as server:
        yield server


@contextmanager
def _process(command: list[str], port: int, path: str, env: dict[str, str]) -> Iterator[Server]:
    process = subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.DEVNULL)
    server = Server(f"http://127.0.0.1:{port}", process.pid)
    try:
        _wait(server.address + path, process)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 (our own address)
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"{url} does not answer.")


def load(server: Server, path: str, encoding: str, seconds: int, connections: int = 16) -> Load:
    """Ask for one page as fast as it comes. Raises RuntimeError when an answer was no success."""
    before = server.cpu_s()
    command = [program("wrk"), "-t2", f"-c{connections}", f"-d{seconds}s", "-H", f"Accept-Encoding: {encoding}"]
    done = subprocess.run([*command, server.address + path], check=True, capture_output=True, text=True)
    used = server.cpu_s() - before
    if "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
        raise RuntimeError(f"{server.address}{path}: {done.stdout}")
    count = re.search(r"(\d+) requests in", done.stdout)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    if count is None or rate is None:
        raise RuntimeError(f"wrk said: {done.stdout}")
    return Load(float(rate[1]), 1000 * used / max(1, int(count[1])))
