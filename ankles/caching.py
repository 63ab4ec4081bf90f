"""Public pages are the same bytes for everyone: how they are marked, kept and found again.

A page is rendered once per content version in each worker and kept with its compressed forms. The content version is
a small file in DATA_DIR (`content.stamp`) that every worker of a machine looks at before it answers (one `stat` call),
so an editor's save shows at once everywhere. The file also holds the next instant at which something publishes.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from pathlib import Path
from threading import Lock
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import parse_qsl, urlencode

import brotli
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

PUBLIC_CACHE_CONTROL = "public, max-age=0, s-maxage=60, must-revalidate"
KEPT_BYTES = 48 * 1024 * 1024
COMPRESSIBLE = ("text/", "application/json", "application/xml", "application/manifest+json", "image/svg+xml")
# Fast settings: a page is compressed while its first reader waits.
GZIP_LEVEL = 6
BROTLI_QUALITY = 5


def public_page(*params: str) -> Callable[[View[P]], View[P]]:
    """Mark a view as public: no log-in, GET and HEAD only, the same bytes for everyone.

    `params` names the query parameters that the page depends on; all others are ignored, so that a page with a
    stranger's tracking parameters is still the one page.
    """

    def decorate(view: View[P]) -> View[P]:
        @login_not_required
        @require_safe
        @wraps(view)
        def wrapped(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            response = view(request, *args, **kwargs)
            if "Cache-Control" not in response.headers:
                response.headers["Cache-Control"] = PUBLIC_CACHE_CONTROL
            response.public_params = params  # type: ignore[attr-defined]  # read by PublicPages, one layer up
            return response

        return cast("View[P]", wrapped)

    return decorate


# What an app wants done before the shelf is looked at: the library shows what has become due. Must cost next to nothing.
before_looking: list[Callable[[], None]] = []


# --- The content version ---------------------------------------------------------------------


@dataclass(frozen=True)
class Version:
    """Which state of the content this worker has seen. `next_at` is a Unix time in seconds, or None."""

    token: str
    next_at: float | None = None


class Stamp:
    """The file that tells every worker of a machine that the content changed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: tuple[int, int] | None = None
        self._version = Version("none")

    def current(self) -> Version:
        """The version in force now; reads the file only when it was replaced."""
        try:
            stat = self.path.stat()
        except FileNotFoundError:
            return Version("none")
        seen = (stat.st_mtime_ns, stat.st_ino)
        if seen != self._seen:
            self._version = self._read()
            self._seen = seen
        return self._version

    def is_due(self) -> bool:
        """Say whether a publication date has passed since the stamp was written."""
        next_at = self.current().next_at
        return next_at is not None and time.time() >= next_at

    def write(self, token: str, next_at: float | None) -> None:
        """Begin a new version; the replacement is atomic, so nobody reads half a stamp."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_name(f"{self.path.name}.{secrets.token_hex(4)}")
        draft.write_text(json.dumps({"token": token, "next_at": next_at}), encoding="ascii")
        draft.replace(self.path)

    def _read(self) -> Version:
        try:
            data = json.loads(self.path.read_text(encoding="ascii"))
            return Version(token=str(data["token"]), next_at=data["next_at"])
        except (OSError, ValueError, KeyError, TypeError):
            return Version(secrets.token_hex(8))


@lru_cache(maxsize=4)
def stamp_at(path: Path) -> Stamp:
    """One Stamp per file and process."""
    return Stamp(path)


def stamp() -> Stamp:
    """The stamp of this site."""
    return stamp_at(Path(settings.DATA_DIR) / "content.stamp")


# --- Kept pages ------------------------------------------------------------------------------


@dataclass
class KeptPage:
    """One rendered page, ready to send: headers but for those that depend on the reader's encoding."""

    etag: str
    headers: dict[str, str]
    body: bytes
    compressible: bool
    encoded: dict[str, bytes] = field(default_factory=dict)

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


def keep(response: HttpResponse) -> KeptPage:
    """Turn a finished answer into a page that can be sent to everyone."""
    body = response.content
    # Weak: the same page in another encoding is the same page.
    etag = f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'
    headers = {name: value for name, value in response.headers.items() if name != "Content-Length"}
    compressible = headers.get("Content-Type", "").startswith(COMPRESSIBLE) and len(body) > 200
    headers["ETag"] = etag
    headers["Vary"] = "Accept-Encoding"
    return KeptPage(etag=etag, headers=headers, body=body, compressible=compressible)


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
            request.META.get("HTTP_HOST", ""),
            request.is_secure(),
        )


def normal_query(query: str, params: tuple[str, ...]) -> str:
    """The query string with only the named parameters, in one order."""
    if not query or not params:
        return ""
    pairs = parse_qsl(query, max_num_fields=None)
    return urlencode(sorted({(name, value) for name, value in pairs if name in params}))


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
