"""CPU and queries of one request inside the process, without a server: the steadiest figures on a shared machine.

    DATA_DIR=… python -m tests.benchmarks.inside [--rounds 7] [--clone 300]

Prints JSON. `--clone` first multiplies the exercises to that number: only ever with a DATA_DIR of the benchmark's own.
"""

# ruff: noqa: E402 (Django must be set up before our modules are imported)

from __future__ import annotations

import argparse
import io
import json
import os
import secrets
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"

import django

django.setup()

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings

from ankles import caching, middleware, settings
from library import publishing, search
from library.figures import exercises as drawings
from library.models import Exercise

PAGES = {
    "home": "/",
    "chapter": "/guide/how-the-ankle-works/",
    "issue": "/issues/achilles-tendinopathy/",
    "exercise": "/exercises/calf-stretch-straight/",
    "index": "/exercises/",
    "routine": "/routines/before-a-run/",
}
QUERIES = ("heel hurts in the morning", "calf stretch", "plantr fascitis", "sprain", "before a run")
WARM, COLD = 300, 15  # requests in a batch
Case = tuple[Callable[[], object], int]


def environ(path: str) -> dict[str, Any]:
    """What a server hands over for a browser's GET; a query may follow the path."""
    path, _, query = path.partition("?")
    return {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "localhost", "SERVER_PORT": "80",
        "HTTP_HOST": "localhost", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_ACCEPT_ENCODING": "gzip, deflate, br",
        "REMOTE_ADDR": "127.0.0.1", "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr, "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False,
    }  # fmt: skip


def ask(handler: WSGIHandler, path: str) -> None:
    """One whole request. Raises RuntimeError for anything but 200."""
    said: list[str] = []
    answer = handler(environ(path), lambda status, headers, error=None: said.append(status))
    body = b"".join(answer)
    answer.close()
    if not said[0].startswith("200") or not body:
        raise RuntimeError(f"{path}: {said[0]}")


def cases(site: WSGIHandler, constant: WSGIHandler) -> dict[str, Case]:
    """What is timed: name -> (one request, requests in a batch)."""

    def cold(path: str) -> None:
        """This worker has not read the page yet; another one, or an earlier run, has."""
        middleware.PAGES_IN_MEMORY.clear()
        ask(site, path)

    def made(path: str) -> None:
        """Nobody has read the page: it is rendered, compressed and written down."""
        middleware.PAGES_IN_MEMORY.clear()
        middleware.PAGES_ON_DISK.clear()
        ask(site, path)

    def edited(path: str) -> None:
        """The first page that anybody reads after an edit: what all pages share is made again, too."""
        caching.content_version_file().write(secrets.token_hex(8), None)
        ask(site, path)

    found: dict[str, Case] = {"constant": (partial(ask, constant, "/constant/"), WARM)}
    for name, path in PAGES.items():
        found[f"warm {name}"] = (partial(ask, site, path), WARM)
        found[f"cold {name}"] = (partial(cold, path), COLD)
        found[f"made {name}"] = (partial(made, path), COLD)
        found[f"new {name}"] = (partial(edited, path), COLD)
    found["ten figures drawn"] = (partial(draw, drawings.slugs()[:10]), 1)
    found["five searches"] = (lambda: [search.search(query) for query in QUERIES], 2)
    return found


def draw(names: list[str]) -> None:
    """Solve and draw figures as after a start; the server keeps them afterwards."""
    drawings.solved_pose.cache_clear()
    drawings.figure.cache_clear()
    for name in names:
        drawings.figure(name, size="card")


def cpu(timed: dict[str, Case], rounds: int) -> dict[str, float]:
    """Milliseconds of CPU a request: medians over rounds in which every case has its turn."""
    seen: dict[str, list[float]] = {name: [] for name in timed}
    for _ in range(rounds):
        for name, (act, times) in timed.items():
            act()  # brings a warm page back to the memory that a cold one emptied
            began = time.process_time()
            for _ in range(times):
                act()
            seen[name].append((time.process_time() - began) / times * 1000)
    return {name: statistics.median(values) for name, values in seen.items()}


def queries(timed: dict[str, Case]) -> dict[str, int]:
    """How many queries each case asks, after it has run once."""
    counted = {}
    for name, (act, _) in timed.items():
        act()
        with CaptureQueriesContext(connection) as caught:
            act()
        counted[name] = len(caught)
    return counted


def clone(wanted: int) -> None:
    """Multiply the exercises, with their finished HTML, until there are `wanted`."""
    rows = list(Exercise.objects.all())
    copies = [_copy(row, turn) for turn in range(1, 1 + wanted // len(rows)) for row in rows][
        : max(0, wanted - len(rows))
    ]
    Exercise.objects.bulk_create(copies)
    publishing.begin_version()


def _copy(row: Exercise, turn: int) -> Exercise:
    fields = {field.attname: getattr(row, field.attname) for field in Exercise._meta.concrete_fields}
    return Exercise(**fields | {"id": None, "slug": f"{row.slug}-{turn}", "number": row.number + 30 * turn})


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--clone", type=int, default=0)
    options = parser.parse_args()
    if options.clone:
        clone(options.clone)
    constant = WSGIHandler()
    with override_settings(MIDDLEWARE=settings.MIDDLEWARE):
        site = WSGIHandler()
    timed = cases(site, constant)
    asked = queries(timed)
    json.dump(
        {"queries": asked, "cpu_ms": cpu(timed, options.rounds), "exercises": Exercise.objects.count()}, sys.stdout
    )


if __name__ == "__main__":
    main()
