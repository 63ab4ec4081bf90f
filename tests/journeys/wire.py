"""What a visit costs on the wire, counted by Chromium itself (DevTools protocol), headers included."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import CDPSession, Page

BLOCKING_SCRIPTS = """() => performance.getEntriesByType('resource')
    .filter(e => e.initiatorType === 'script' && e.renderBlockingStatus === 'blocking').map(e => e.name)"""


@dataclass
class Visit:
    """One load of a page: requests that left the browser, bytes that came back, status codes as they were on the wire."""

    requests: dict[str, str] = field(default_factory=dict)  # request id -> URL
    kinds: dict[str, str] = field(default_factory=dict)
    bytes: dict[str, int] = field(default_factory=dict)
    status: dict[str, int] = field(default_factory=dict)
    cached: set[str] = field(default_factory=set)

    @property
    def asked(self) -> list[str]:
        """The addresses that were really asked for, without what the browser's cache answered by itself."""
        return [url for number, url in self.requests.items() if number not in self.cached]

    def weight(self, kind: str = "") -> int:
        """Bytes over the wire: of everything, or of one kind (Document, Stylesheet, Script, Other)."""
        return sum(size for number, size in self.bytes.items() if kind in ("", self.kinds.get(number)))

    def statuses(self) -> dict[str, int]:
        """Path of what was asked -> status on the wire (304 when it had not changed)."""
        return {
            "/" + url.split("/", 3)[3]: self.status[number]
            for number, url in self.requests.items()
            if number in self.status and number not in self.cached
        }


class Counter:
    """Counts visits of one page. Make it before the first navigation."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.visit = Visit()
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.on("Network.requestWillBeSent", self._sent)
        self.session.on("Network.responseReceivedExtraInfo", self._headers)
        self.session.on("Network.responseReceived", self._received)
        self.session.on("Network.requestServedFromCache", self._from_memory)
        self.session.on("Network.loadingFinished", self._finished)
        self.session.send("Network.enable")

    def open(self, path: str) -> Visit:
        """Go to a page and count what that costs, until the network is idle."""
        self.visit = Visit()
        self.page.goto(path, wait_until="networkidle")
        return self.visit

    def _sent(self, event: dict[str, Any]) -> None:
        if not event["request"]["url"].startswith("data:"):
            self.visit.requests[event["requestId"]] = event["request"]["url"]
            self.visit.kinds[event["requestId"]] = event.get("type", "Other")

    def _headers(self, event: dict[str, Any]) -> None:
        self.visit.status[event["requestId"]] = event["statusCode"]

    def _received(self, event: dict[str, Any]) -> None:
        if event["response"].get("fromDiskCache"):
            self.visit.cached.add(event["requestId"])

    def _from_memory(self, event: dict[str, Any]) -> None:
        self.visit.cached.add(event["requestId"])

    def _finished(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self.visit.requests:
            self.visit.bytes[event["requestId"]] = int(event["encodedDataLength"])
