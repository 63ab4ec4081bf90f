"""The pages that one worker keeps in memory."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Any

from django.http import HttpRequest

from ankles.caching.page import KeptPage, host_of, normal_query

KEPT_BYTES = 48 * 1024 * 1024


class Shelf:
    """The pages that one worker keeps for one content version, the least recently read given up first."""

    def __init__(self, limit_bytes: int = KEPT_BYTES) -> None:
        self.limit_bytes = limit_bytes
        self._lock = Lock()
        self._token = ""
        self._pages: OrderedDict[tuple[Any, ...], KeptPage] = OrderedDict()
        self._params: dict[str, tuple[str, ...]] = {}
        self._bytes = 0

    def find(self, request: HttpRequest, token: str) -> KeptPage | None:
        """The kept page for a request, or None when it must be rendered."""
        with self._lock:
            self._turn_to(token)
            params = self._params.get(request.path_info)
            if params is None:
                return None
            key = self._key(request, params)
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, request: HttpRequest, token: str, params: tuple[str, ...], page: KeptPage) -> None:
        """Keep a page under the version that was in force before it was rendered."""
        with self._lock:
            self._turn_to(token)
            self._params[request.path_info] = params
            key = self._key(request, params)
            self._bytes += page.weight - (self._pages[key].weight if key in self._pages else 0)
            self._pages[key] = page
            while self._bytes > self.limit_bytes and self._pages:
                _, dropped = self._pages.popitem(last=False)
                self._bytes -= dropped.weight
            self._bytes = max(self._bytes, 0)

    def clear(self) -> None:
        """Forget everything (tests and benchmarks)."""
        with self._lock:
            self._empty()

    def _turn_to(self, token: str) -> None:
        if token != self._token:
            self._empty()
            self._token = token

    def _empty(self) -> None:
        self._pages.clear()
        self._params.clear()
        self._bytes = 0

    @staticmethod
    def _key(request: HttpRequest, params: tuple[str, ...]) -> tuple[Any, ...]:
        # The host and scheme are part of the key: security headers and absolute addresses depend on them, and only
        # an answer that passed the check of allowed hosts is ever kept.
        return (
            request.path_info,
            normal_query(request.META.get("QUERY_STRING", ""), params),
            host_of(request),
            request.is_secure(),
        )
