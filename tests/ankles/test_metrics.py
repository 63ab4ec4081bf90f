"""What an operator can count and read of a running site: two workers, one answer, nobody in it."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import time
import urllib.request
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.benchmarks.slow_clients import workers_of
from tests.journeys.site import Site, free_port, running

prometheus_client = pytest.importorskip("prometheus_client")
LINE = re.compile(
    r'^ankles_request_seconds_count\{method="([^"]*)",route="([^"]*)",status="([^"]*)"\} ([0-9.]+)$', re.MULTILINE
)
EACH = 20
# What is asked for, and how it is counted.
ASKED = {
    ("GET", "/guide/"): ("GET", "(kept)", "2xx"),
    ("GET", "/search/?q=left+heel+hurts"): ("GET", "library:search", "2xx"),
    ("GET", "/log/2026-11-22/"): ("GET", "logbook:day", "3xx"),
    ("POST", "/log/2026-11-22/"): ("POST", "logbook:day", "4xx"),
    ("GET", "/exercises/zqana-heel/"): ("GET", "library:exercise", "4xx"),
    ("GET", "/zqana/8a1f0c6e/"): ("GET", "(none)", "4xx"),
    ("ZQANA", "/log/2026-11-22/"): ("other", "logbook:day", "4xx"),
}


@pytest.fixture(scope="module")
def counted(ready_made_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, int]]:
    """A site with two workers that counts and writes JSON."""
    data, port = tmp_path_factory.mktemp("metrics") / "data", free_port()
    shutil.copytree(ready_made_site, data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("METRICS_PORT", str(port))
        patch.setenv("LOG_FORMAT", "json")
        with running(data, workers=2) as site:
            yield site, port


def ask(site: Site, method: str, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
    """One request on a connection of its own, which either worker may take."""
    connection = HTTPConnection("127.0.0.1", int(site.address.rpartition(":")[2]), timeout=20)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, dict(answer.headers), text


def counts(port: int) -> tuple[dict[tuple[str, str, str], int], str]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
        text = answer.read().decode()
    return {(method, route, status): int(float(count)) for method, route, status, count in LINE.findall(text)}, text


def test_requests_of_both_workers_add_up_and_go_on_when_one_is_killed(counted: tuple[Site, int]) -> None:
    site, port = counted
    before, _ = counts(port)
    workers = len(list((site.data / "metrics").glob("*.db")))
    for method, path in list(ASKED) * EACH:
        ask(site, method, path)
    after, text = counts(port)
    gained = {key: after[key] - before.get(key, 0) for key in ASKED.values()}
    # The first reader of each worker had the page made.
    guide = ("GET", "library:guide", "2xx")
    made = after.get(guide, 0) - before.get(guide, 0)
    gained["GET", "(kept)", "2xx"] += made
    assert gained == dict.fromkeys(ASKED.values(), EACH)
    assert (workers, len(list((site.data / "metrics").glob("*.db")))) in ((1, 2), (2, 2))
    # Routes, methods, classes of status: no word, no day, no made-up method.
    assert not re.search(r"zqana|heel|2026-|8a1f", text, re.IGNORECASE)
    killed, deadline = workers_of(site.pid)[0], time.monotonic() + 30
    os.kill(killed, signal.SIGKILL)
    while killed in workers_of(site.pid):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    for _ in range(EACH):
        ask(site, "GET", "/log/2026-11-22/")
    assert counts(port)[0]["GET", "logbook:day", "3xx"] == after["GET", "logbook:day", "3xx"] + EACH


def test_the_page_of_a_fault_its_head_and_the_log_give_the_same_name(counted: tuple[Site, int]) -> None:
    site, _ = counted
    stranger = "deadbeef" * 4
    status, headers, page = ask(site, "GET", "/?q=left+heel", Host="zqana.example", X_Request_ID=stranger)
    name = headers["X-Request-Id"]
    assert (status, name in page, name != stranger[:12]) == (400, True, True)
    printed = site.data.with_name(f"{site.data.name}.txt").read_text()
    lines = [json.loads(line) for line in printed.splitlines() if line.startswith("{")]
    (said,) = [line for line in lines if line.get("request_id") == name]
    assert said["message"].startswith("Refused with 400: / (the host asked for")
    assert "heel" not in printed


def test_nobody_but_this_machine_reads_the_numbers(counted: tuple[Site, int]) -> None:
    _, port = counted
    wanted = f"0100007F:{port:04X}"
    listening = [
        line.split()[1] for line in Path("/proc/net/tcp").read_text().splitlines()[1:] if line.split()[3] == "0A"
    ]
    assert [address for address in listening if address.endswith(f":{port:04X}")] == [wanted]
