"""The pages that one machine keeps on disk, for all its workers and across restarts.

A page is rendered once per content version and release: the first reader's worker writes it down with its compressed
forms, the other workers read it. Only addresses without a query that the page reads, of hosts that the settings name, are kept here, so
their number is bounded by the content. What stands here is public by definition.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import shutil
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest

from ankles.caching.page import KeptPage, asks_a_named_host, host_of, query_read

ENCODINGS = ("br", "gzip")
# What a finished page is made of, beside the content.
CODE = ("ankles/**/*.py", "library/**/*.py", "logbook/**/*.py", "templates/**/*.html", "requirements.txt")


@lru_cache(maxsize=1)
def hash_of_release() -> str:
    """A hash of the code, templates, static files and settings that pages are made with: another one, other pages.

    Of what stands in the files: two machines with the same release have the same hash, which phones compare.
    """
    base = Path(settings.BASE_DIR)
    said = (settings.SITE_URL, settings.OPERATOR_NAME, settings.OPERATOR_CONTACT, settings.OFFLINE)
    sha = hashlib.sha256(" ".join(map(str, said)).encode())
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    for path in [*sorted(path for pattern in CODE for path in base.glob(pattern)), manifest]:
        with suppress(OSError):
            sha.update(path.name.encode() + path.read_bytes())
    return sha.hexdigest()[:16]


class PagesOnDisk:
    """Pages by content version below one folder; older versions are thrown away when a newer one is first written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._swept = ""

    def page_for(self, request: HttpRequest, token: str) -> tuple[KeptPage, tuple[str, ...]] | None:
        """The page for a request and the parameters it depends on, or None when it must be rendered."""
        if not asks_a_named_host(request):
            return None
        try:
            with self._place(request, token).open("rb") as file:
                head = json.loads(file.readline())
                if query_read(request, tuple(head["params"])):
                    return None
                parts = [file.read(length) for length in head["lengths"]]
            if [len(part) for part in parts] != head["lengths"]:
                return None
            page = KeptPage(head["etag"], head["headers"], parts[0], head["compressible"])
            page.encoded.update(zip(head["encodings"], parts[1:], strict=True))
            return page, tuple(head["params"])
        except (OSError, ValueError, LookupError, TypeError):
            return None

    def add(self, request: HttpRequest, token: str, params: tuple[str, ...], page: KeptPage) -> None:
        """Write a page down, whole or not at all. A full disk only costs speed, so it is no error."""
        if query_read(request, params) or not asks_a_named_host(request):
            return
        encodings = ENCODINGS if page.compressible else ()
        parts = [page.body, *(page.encoded_as(encoding) for encoding in encodings)]
        head = {
            "etag": page.etag,
            "headers": page.headers,
            "compressible": page.compressible,
            "params": params,
            "encodings": encodings,
            "lengths": [len(part) for part in parts],
        }
        place = self._place(request, token)
        draft = place.with_name(f"{place.name}.{secrets.token_hex(4)}")
        with suppress(OSError):
            self._sweep(place.parent)
            place.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(b"".join([json.dumps(head).encode(), b"\n", *parts]))
            draft.replace(place)

    def clear(self) -> None:
        """Forget everything (tests and benchmarks)."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self._swept = ""

    def _sweep(self, current: Path) -> None:
        if self._swept != current.name:
            self._swept = current.name
            for old in self.folder.glob("*"):
                if old != current:
                    shutil.rmtree(old, ignore_errors=True)

    def _place(self, request: HttpRequest, token: str) -> Path:
        # The host and scheme are part of the key, as in memory; hashed, so that no address becomes a path.
        key = f"{request.is_secure()} {host_of(request)} {request.path_info}"
        return self.folder / f"{hash_of_release()}-{token}" / hashlib.sha256(key.encode()).hexdigest()[:40]
