"""One finished page: its bytes, its headers, its compressed forms, and how it answers a request."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Self
from urllib.parse import urlencode

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.request import split_domain_port

from ankles.proxies import FORWARDED

COMPRESSIBLE = (
    "text/",
    "application/json",
    "application/xml",
    "application/atom+xml",
    "application/manifest+json",
    "image/svg+xml",
)
# Fast settings: a page is compressed while its first reader waits.
GZIP_LEVEL = 6
BROTLI_QUALITY = 5


@dataclass
class KeptPage:
    """One rendered page, ready to send: headers but for those that depend on the reader's encoding."""

    etag: str
    headers: dict[str, str]
    body: bytes
    compressible: bool
    encoded: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def from_response(cls, response: HttpResponse) -> Self:
        """Turn a finished answer into a page that can be sent to everyone."""
        body = response.content
        # Weak: the same page in another encoding is the same page.
        etag = f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'
        headers = {name: value for name, value in response.headers.items() if name != "Content-Length"}
        compressible = headers.get("Content-Type", "").startswith(COMPRESSIBLE) and len(body) > 200
        headers["ETag"] = etag
        headers["Vary"] = "Accept-Encoding"
        return cls(etag=etag, headers=headers, body=body, compressible=compressible)

    def encoded_as(self, encoding: str) -> bytes:
        """The body in `br`, `gzip` or identity; compressed once, at the first reader who asks for it."""
        if encoding == "identity":
            return self.body
        if encoding not in self.encoded:
            self.encoded[encoding] = (
                brotli.compress(self.body, quality=BROTLI_QUALITY)
                if encoding == "br"
                else gzip.compress(self.body, GZIP_LEVEL, mtime=0)
            )
        return self.encoded[encoding]

    @property
    def weight(self) -> int:
        """Bytes that this page may come to hold in memory, its compressed forms included."""
        return 2 * len(self.body) + 1024

    def response(self, request: HttpRequest) -> HttpResponse:
        """Answer GET or HEAD, whole or 304, in the encoding that the reader takes."""
        response = self._answer(request)
        if FORWARDED in request.META and "s-maxage" in self.headers.get("Cache-Control", ""):
            # For nginx, which keeps it to itself: it asks again after a second, and an edit shows within two.
            response.headers["X-Accel-Expires"] = "1"
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if _matches(request.META.get("HTTP_IF_NONE_MATCH", ""), self.etag):
            response: HttpResponse = HttpResponseNotModified()
            for name, value in self.headers.items():
                if name != "Content-Type":
                    response.headers[name] = value
            return response
        encoding = best_encoding(request.META.get("HTTP_ACCEPT_ENCODING", "")) if self.compressible else "identity"
        body = self.encoded_as(encoding)
        response = HttpResponse(b"" if request.method == "HEAD" else body, headers=self.headers)
        response.headers["Content-Length"] = str(len(body))
        if encoding != "identity":
            response.headers["Content-Encoding"] = encoding
        return response


def host_of(request: HttpRequest) -> str:
    """The host that was asked for, without its port: any port is allowed, and made-up ones must not fill memory or disk."""
    asked = str(request.META.get("HTTP_HOST", ""))
    return split_domain_port(asked)[0] or asked


def asks_a_named_host(request: HttpRequest) -> bool:
    """Whether the host stands literally in ALLOWED_HOSTS. Below `.example.org` anybody can make up any number of them."""
    return host_of(request) in settings.ALLOWED_HOSTS


def query_read(request: HttpRequest, params: tuple[str, ...]) -> str:
    """What a view that reads the named parameters finds in an address, as a query string.

    Every value, blank ones, too, in the order in which they stand: a view may take the first, the last or all of them.
    Two addresses with the same answer here are the same page. Raises what `request.GET` raises (too many fields).
    """
    if not params or not request.META.get("QUERY_STRING"):
        return ""
    return urlencode([(name, value) for name in params for value in request.GET.getlist(name)])


@lru_cache(maxsize=256)
def best_encoding(accept: str) -> str:
    """`br`, `gzip` or `identity` for an Accept-Encoding header (RFC 9110, 12.5.3)."""
    weights: dict[str, float] = {}
    for item in accept.lower().split(","):
        name, _, parameter = item.strip().partition(";")
        try:
            weights[name.strip()] = float(parameter.strip().removeprefix("q=") or 1) if parameter else 1.0
        except ValueError:
            weights[name.strip()] = 0.0
    anything = weights.get("*", 0.0)
    for encoding in ("br", "gzip"):
        if weights.get(encoding, anything) > 0:
            return encoding
    return "identity"


def _matches(if_none_match: str, etag: str) -> bool:
    if not if_none_match:
        return False
    if if_none_match.strip() == "*":
        return True
    bare = etag.removeprefix("W/")
    return any(candidate.strip().removeprefix("W/") == bare for candidate in if_none_match.split(","))
