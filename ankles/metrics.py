"""What the workers did, as numbers for Prometheus: METRICS_PORT, on the machine itself only.

A request is told by the name of its route, its method and the class of its status: no address, no number of a row, nobody.
Each worker counts in a file of its own in DATA_DIR/metrics; the parent of the workers adds them up when it is asked.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from http import HTTPMethod
from pathlib import Path
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

FOLDER: Final = "metrics"
VARIABLE: Final = "PROMETHEUS_MULTIPROC_DIR"  # the library reads it when it is first imported
# Seconds. Kept pages take less than the first, a log-in's password about the last but three.
BUCKETS: Final = (0.001, 0.005, 0.02, 0.1, 0.5, 2.0, 10.0)
METHODS: Final = frozenset(HTTPMethod)

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class CountedRequests:
    """Counts every request and how long it took. It stands outside of all other middleware, and only where METRICS_PORT is set."""

    def __init__(self, get_response: GetResponse) -> None:
        from prometheus_client import Histogram  # noqa: PLC0415 (an optional set, and it reads VARIABLE now)

        self.get_response = get_response
        self.seconds = Histogram(
            "ankles_request_seconds",
            "Requests, and the time until their answers began",
            ["route", "method", "status"],
            buckets=BUCKETS,
            registry=None,
        )

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on, and count it."""
        began = time.perf_counter()
        response = self.get_response(request)
        # Whoever makes methods up makes no rows.
        method = request.method if request.method in METHODS else "other"
        status = f"{response.status_code // 100}xx"
        self.seconds.labels(route_of(request, response), method, status).observe(time.perf_counter() - began)
        return response


def route_of(request: HttpRequest, response: HttpResponseBase) -> str:
    """The name of the route that answered. In brackets: a page kept for everybody, a file, an address that is none."""
    if match := request.resolver_match:
        return match.view_name or match.route
    if request.path_info.startswith((settings.STATIC_URL, settings.MEDIA_URL)):
        return "(file)"
    return "(kept)" if response.status_code < 400 else "(none)"


def start_metrics(port: int) -> None:
    """Empty the folder of the counts and answer for them on loopback, in a thread of this process. Raises OSError.

    To be called before the workers are started: they inherit where to count.
    """
    folder = Path(settings.DATA_DIR) / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    os.environ[VARIABLE] = str(folder)
    from prometheus_client import CollectorRegistry, multiprocess, start_http_server  # noqa: PLC0415 (an optional set)

    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library has no types there
    start_http_server(port, "127.0.0.1", registry)
