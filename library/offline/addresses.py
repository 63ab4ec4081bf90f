"""What a phone keeps when it keeps the whole guide: every page, player and sheet, by its address."""

from __future__ import annotations

import hashlib
from math import ceil
from typing import Final

from django.db.models import Count
from django.urls import reverse

from ankles import caching
from library import places
from library.addresses import PAGES as FIXED
from library.addresses import address
from library.documents.schema import PAGES
from library.documents.store import published
from library.models import Exercise, PictureFile
from library.views import BELOW, EXERCISES_ON_A_PAGE

# The pages that are made for this, and the choice of exercises to play.
BESIDE: Final = ("quick", "library:play_picks", "library:when_sheet")
# What reads the log is no page of the guide.
PRIVATE: Final = "logbook"
# Pages in one part: as many as a worker renders in about a quarter of a second, and alike enough to share most of
# their bytes. In parts of 32 the guide weighs 310 kB, page by page 1.1 MB (29 November 2026, brotli).
PART: Final = 32
# What a page weighs in its part, with its share of the words to search in; what all files weigh that pages name
# (29 November 2026, brotli; tests/library/offline holds both to what is sent).
PAGE_BYTES: Final = 2_000
FILES_BYTES: Final = 50_000


def edition() -> str:
    """A name for what the site publishes now: another one after an edit, and after a release."""
    token = caching.content_version_file().current().token
    return hashlib.sha256(f"{caching.hash_of_release()} {token}".encode()).hexdigest()[:16]


def kept_addresses() -> list[str]:
    """Every address that is kept, like beside like: an exercise stands beside its player. One query a kind."""
    found = [address("page", name) for name in FIXED if name != PRIVATE]
    found += [reverse(name) for name in BESIDE]
    found += [region["url"] for region in places.regions()]
    for kind in PAGES:
        for slug in published(kind).values_list("slug", flat=True):
            path = address(kind, slug)
            found += [path, *(path + below for below, kinds in BELOW.items() if kind in kinds)]
    lists = ceil(published("exercise").count() / EXERCISES_ON_A_PAGE)
    found += [f"{reverse('library:exercises')}?page={number}" for number in range(2, lists + 1)]
    for slug, stages in published("routine").annotate(Count("stages")).values_list("slug", "stages__count"):
        found += [f"{address('routine', slug)}play/?stage={number}" for number in range(1, stages + 1)]
    return sorted(found)


def about_bytes(addresses: list[str]) -> int:
    """Roughly what a phone loads for these addresses, in bytes over the wire: a figure for people, said with "about".

    Of a picture the smallest file is kept.
    """
    pictures = Exercise.objects.published().values_list("picture", flat=True)
    return PAGE_BYTES * len(addresses) + FILES_BYTES + PictureFile.objects.smallest_bytes(pictures)


def in_parts(addresses: list[str]) -> list[list[str]]:
    """The addresses in parts of `PART`."""
    return [addresses[at : at + PART] for at in range(0, len(addresses), PART)]
