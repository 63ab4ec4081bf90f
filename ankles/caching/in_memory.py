"""The pages that one worker keeps in memory."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Any

from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest

from ankles.caching.page import KeptPage, asks_a_named_host, host_of, query_read

KEPT_BYTES = 48 * 1024 * 1024
# Of these, for pages whose address says more than which page it is. Anybody can make up any number of such addresses;
# they push out each other, and never the pages that everybody reads.
CHOSEN_SHARE = 0.25


class PagesUpToALimit:
    """Pages up to a number of bytes, the least recently read given up first. Not safe between threads."""

    def __init__(self, limit_bytes: int) -> None:
        self.limit_bytes = limit_bytes
        self.pages: OrderedDict[tuple[Any, ...], KeptPage] = OrderedDict()
        self.bytes = 0

    def page_under(self, key: tuple[Any, ...]) -> KeptPage | None:
        """The page, which now counts as the one read last."""
        page = self.pages.get(key)
        if page is not None:
            self.pages.move_to_end(key)
        return page

    def add(self, key: tuple[Any, ...], page: KeptPage) -> None:
        """Keep a page; others go where there is no room."""
        if before := self.pages.pop(key, None):
            self.bytes -= before.weight
        self.pages[key] = page
        self.bytes += page.weight
        while self.bytes > self.limit_bytes:
            _, dropped = self.pages.popitem(last=False)
            self.bytes -= dropped.weight

    def clear(self) -> None:
        """Forget everything."""
        self.pages.clear()
        self.bytes = 0


class PagesInMemory:
    """The pages that one worker keeps for one content version."""

    def __init__(self, limit_bytes: int = KEPT_BYTES) -> None:
        chosen = int(limit_bytes * CHOSEN_SHARE)
        self.plain, self.chosen = PagesUpToALimit(limit_bytes - chosen), PagesUpToALimit(chosen)
        self._lock = Lock()
        self._token = ""
        self._params: dict[str, tuple[str, ...]] = {}

    def page_for(self, request: HttpRequest, token: str) -> KeptPage | None:
        """The kept page for a request, or None when it must be rendered."""
        with self._lock:
            self._turn_to(token)
            params = self._params.get(request.path_info)
            if params is None:
                return None
            try:
                room, key = self._place(request, params)
            except TooManyFieldsSent:  # refused in words where the view reads them
                return None
            return room.page_under(key)

    def add(self, request: HttpRequest, token: str, params: tuple[str, ...], page: KeptPage) -> None:
        """Keep a page under the version that was in force before it was rendered."""
        with self._lock:
            self._turn_to(token)
            self._params[request.path_info] = params
            room, key = self._place(request, params)
            room.add(key, page)

    def clear(self) -> None:
        """Forget everything (tests and benchmarks)."""
        with self._lock:
            self._empty()

    def __len__(self) -> int:
        return len(self.plain.pages) + len(self.chosen.pages)

    def _turn_to(self, token: str) -> None:
        if token != self._token:
            self._empty()
            self._token = token

    def _empty(self) -> None:
        self.plain.clear()
        self.chosen.clear()
        self._params.clear()

    def _place(self, request: HttpRequest, params: tuple[str, ...]) -> tuple[PagesUpToALimit, tuple[Any, ...]]:
        # The host and scheme are part of the key: security headers and absolute addresses depend on them, and only
        # an answer that passed the check of allowed hosts is ever kept.
        query, host = query_read(request, params), host_of(request)
        plain = not query and asks_a_named_host(request)
        return (self.plain if plain else self.chosen), (request.path_info, query, host, request.is_secure())
