"""The benchmark (issue 2, point 9): one command, one run, everything on loopback. Prints Markdown; see .ci/bench.

Read the figures as ratios inside one run. The machine is shared; rounds are interleaved and medians are printed.
"""

from __future__ import annotations

import argparse
import gc
import http.client
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.benchmarks.servers import Load, Missing, Server, load, nginx, ours, program
from tests.journeys.site import CHROMIUM_ARGUMENTS, ROOT, Site, environment, find_chromium, running
from tests.journeys.wire import Counter

PAGES = {
    "home": "/",
    "chapter": "/guide/how-the-ankle-works/",
    "issue": "/issues/achilles-tendinopathy/",
    "exercise": "/exercises/calf-stretch-straight/",
    "index": "/exercises/",
    "routine": "/routines/before-a-run/",
}
LOADED = ("home", "chapter", "exercise", "index")
LIGHT_KB = {"home": 70, "index": 70}
SIZE_KB = 35
MEMORY_MB, GROWTH = 110, 0.05
REQUESTS = 10_000
# How cold a page is: words, the most CPU as a multiple of the constant view, the most queries.
KINDS = {
    "warm": ("warm", 1.5, 0),
    "cold": ("cold in this worker", 4.0, 6),
    "made": ("rendered: nobody has read it", 4.0, 6),
    "new": ("rendered, first of all after an edit", 4.0, 6),
}


class Report:
    """Prints as it goes, and remembers which goals were missed."""

    def __init__(self) -> None:
        self.missed: list[str] = []

    def title(self, words: str, *columns: str) -> None:
        print(f"\n## {words}\n\n| {' | '.join(columns)} |\n|{'---|' * len(columns)}", flush=True)

    def row(self, *cells: str) -> None:
        print(f"| {' | '.join(cells)} |", flush=True)

    def goal(self, name: str, value: float, most: float, words: str) -> str:
        """The cell that says whether a goal is met."""
        if value <= most:
            return f"{words}: met"
        self.missed.append(f"{name}: {value:.3g}, the goal is {words}")
        return f"{words}: **missed**"


def throughput(report: Report, site: Site, folder: Path, rounds: int, seconds: int) -> None:
    """Requests a second and CPU a request, beside nginx, a bare application and a constant view."""
    page, wire = fetch(site, PAGES["chapter"], "identity"), len(fetch(site, PAGES["chapter"], "br"))
    with ExitStack() as stack:
        targets: dict[str, tuple[Server, str, str]] = {
            "nginx, the chapter as a file": (stack.enter_context(nginx(folder / "nginx", page)), "/page.html", "gzip"),
            "bare WSGI application, our server": (
                stack.enter_context(ours("tests.benchmarks.bare:application", site.data, wire, "/")), "/", "br"),
            "constant Django view, our server": (
                stack.enter_context(ours("tests.benchmarks.constant:application", site.data, wire, "/constant/")), "/constant/", "br"),
        }  # fmt: skip
        ourselves = Server(site.address.replace("localhost", "127.0.0.1"), site.pid)
        targets |= {f"our {name}, warm": (ourselves, PAGES[name], "br") for name in LOADED}
        seen: dict[str, list[Load]] = {name: [] for name in targets}
        for server, path, encoding in targets.values():
            load(server, path, encoding, 1)
        for _ in range(rounds):
            for name, (server, path, encoding) in targets.items():
                seen[name].append(load(server, path, encoding, seconds))
    rate = {name: statistics.median(one.per_second for one in runs) for name, runs in seen.items()}
    cost = {name: statistics.median(one.cpu_ms for one in runs) for name, runs in seen.items()}
    first, constant = next(iter(targets)), "constant Django view, our server"
    report.title(
        f"Requests a second (2 workers, 16 connections, {rounds} rounds of {seconds} s; bodies of about {wire} bytes)",
        "target", "req/s (range)", "÷ nginx", "÷ constant", "CPU ms a request", "CPU ÷ constant", "goal",
    )  # fmt: skip
    for name, runs in seen.items():
        spread = f"{min(one.per_second for one in runs):,.0f}–{max(one.per_second for one in runs):,.0f}"
        ratio = cost[name] / cost[constant]
        goal = report.goal(f"{name}, CPU on the server", ratio, 1.5, "≤ 1.5 ×") if name.startswith("our") else ""
        report.row(name, f"{rate[name]:,.0f} ({spread})", f"{rate[name] / rate[first]:.3f}",
                   f"{rate[name] / rate[constant]:.2f}", f"{cost[name]:.3f}", f"{ratio:.2f}", goal)  # fmt: skip


def inside(report: Report, data: Path, folder: Path, rounds: int) -> None:
    """CPU and queries inside the process, at 30 and at 300 exercises."""
    many = folder / "many"
    shutil.copytree(data, many)
    small, large = (_inside(where, rounds, number) for where, number in ((data, 0), (many, 300)))
    constant, constant_large = small["cpu_ms"]["constant"], large["cpu_ms"]["constant"]
    report.title(
        f"CPU and queries inside the process (a constant view costs {constant:.3f} ms; medians of {rounds} rounds)",
        "page", "ms", "÷ constant", "goal", "queries", "goal", f"ms at {large['exercises']}", "÷ constant", "goal", "queries", "goal",
    )  # fmt: skip
    for name in small["cpu_ms"]:
        kind, _, page = name.partition(" ")
        if kind not in KINDS:
            continue
        words, most, asked = KINDS[kind]
        cells = []
        for measured, unit, where in ((small, constant, ""), (large, constant_large, " at 300")):
            ratio, count = measured["cpu_ms"][name] / unit, measured["queries"][name]
            cells += [f"{measured['cpu_ms'][name]:.3f}", f"{ratio:.1f}", report.goal(f"{name}{where}, CPU ÷ constant", ratio, most, f"≤ {most:g} ×"),
                      str(count), report.goal(f"{name}{where}, queries", count, asked, f"≤ {asked}")]  # fmt: skip
        report.row(f"{page}, {words}", *cells)
    report.title("Figures and search (CPU ms)", "what", "at 30", "at 300")
    for name in ("ten figures drawn", "five searches"):
        report.row(name, f"{small['cpu_ms'][name]:.1f}", f"{large['cpu_ms'][name]:.1f}")


def _inside(data: Path, rounds: int, clone: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.benchmarks.inside", "--rounds", str(rounds), "--clone", str(clone)]
    done = subprocess.run(command, cwd=ROOT, env=environment(data), check=True, stdout=subprocess.PIPE, text=True)
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


def visits(report: Report, site: Site) -> None:
    """Bytes and requests of a first visit, on a phone's screen."""
    chromium = find_chromium()
    report.title(
        "First visit on a phone (Chromium's own count, headers included; kB of 1,000 bytes)",
        "page", "requests", "kB", "HTML", "CSS", "script", "rest", "goal",
    )  # fmt: skip
    if chromium is None:
        report.row("no Chromium found", *[""] * 7)
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, headless=True, args=CHROMIUM_ARGUMENTS)
        for name, path in PAGES.items():
            context = browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=3, is_mobile=True)
            visit = Counter(context.new_page()).open(site.address + path)
            context.close()
            kinds = [visit.weight(kind) / 1000 for kind in ("Document", "Stylesheet", "Script")]
            total, most = visit.weight() / 1000, LIGHT_KB.get(name, SIZE_KB)
            goals = [report.goal(f"first visit of {name}, kB", total, most, f"≤ {most} kB"),
                     report.goal(f"first visit of {name}, requests", len(visit.asked), 10, "≤ 10"),
                     report.goal(f"first visit of {name}, kB of script", kinds[2], 20, "script ≤ 20 kB")]  # fmt: skip
            report.row(name, str(len(visit.asked)), f"{total:.1f}", *(f"{kind:.1f}" for kind in kinds),
                       f"{total - sum(kinds):.1f}", "; ".join(goals))  # fmt: skip
        browser.close()


def memory(report: Report, site: Site) -> None:
    """Memory of the workers when every page has been read, and after ten thousand requests more."""
    paths = ask_for_all(site)
    server = Server(site.address, site.pid)
    read(site, paths * 12)
    before = server.memory_mb()
    many = [paths[number % len(paths)] for number in range(REQUESTS)]
    began = time.monotonic()
    read(site, many)
    after = server.memory_mb()
    growth = max(new / old - 1 for old, new in zip(before, after, strict=True))
    report.title("Memory of the two workers", "when", "MB", "goal")
    report.row("every page read, with searches and filters", ", ".join(f"{one:.0f}" for one in before),
               report.goal("memory of a worker, MB", max(before), MEMORY_MB, f"≤ {MEMORY_MB} MB"))  # fmt: skip
    report.row(f"after {REQUESTS:,} requests more ({time.monotonic() - began:.0f} s)", ", ".join(f"{one:.0f}" for one in after),
               report.goal("growth", growth, GROWTH, f"≤ {GROWTH:.0%} growth") + f" ({growth:.1%})")  # fmt: skip


def ask_for_all(site: Site) -> list[str]:
    """Every page of the sitemap, some searches and some filters: what readers ask for."""
    listed = fetch(site, "/sitemap.xml", "identity").decode().split("<loc>")[1:]
    paths = ["/" + one.split("</loc>")[0].split("/", 3)[3] for one in listed]
    searches = [
        f"/search/?q={word}" for word in ("heel", "calf", "sprain", "stretch", "plantr", "balance", "knee", "run")
    ]
    filters = [f"/exercises/?type={kind}" for kind in ("static", "dynamic", "strength", "balance", "plyometric")]
    return paths + searches + filters


def read(site: Site, paths: list[str]) -> None:
    """Ask for paths over four connections at a time."""
    port = int(site.address.rsplit(":", 1)[1])
    failures: list[str] = []

    def reader(mine: list[str]) -> None:
        # A connection stays with one worker: change it often, so that both get to see every page.
        for start in range(0, len(mine), 8):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            for path in mine[start : start + 8]:
                connection.request("GET", path, headers={"Accept-Encoding": "br"})
                answer = connection.getresponse()
                answer.read()
                if answer.status != 200:
                    failures.append(f"{path}: {answer.status}")
            connection.close()

    threads = [threading.Thread(target=reader, args=(paths[start::4],)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise RuntimeError(f"{len(failures)} answers were no 200: {failures[:3]}")


def fetch(site: Site, path: str, encoding: str) -> bytes:
    """The bytes of one page as they travel."""
    request = urllib.request.Request(site.address + path, headers={"Accept-Encoding": encoding})  # noqa: S310 (our own address)
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 (our own address)
        body: bytes = answer.read()
        return body


def main() -> int:
    """Run all parts; 2 when a program is missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=3, help="of each run of wrk")
    options = parser.parse_args()
    report, began = Report(), time.monotonic()
    try:
        program("nginx"), program("wrk")
    except Missing as error:
        print(error, file=sys.stderr)
        return 2
    print(f"# Benchmark of {time.strftime('%d %B %Y, %H:%M')}, Python {sys.version.split()[0]}, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory(prefix="ankles-bench-") as name:
        folder = Path(name)
        with running(folder / "data", workers=2) as site:
            visits(report, site)
            memory(report, site)
            throughput(report, site, folder, options.rounds, options.seconds)
            gc.collect()
        inside(report, folder / "data", folder, options.rounds)
    print(f"\nTook {time.monotonic() - began:.0f} s. Goals missed: {len(report.missed)}")
    for line in report.missed:
        print(f"- {line}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
