"""Public pages are the same bytes for everyone: how they are marked, kept and found again.

A page is rendered once per content version and kept with its compressed forms: in each worker's memory (`Shelf`) and on
the machine's disk (`Archive`). The content version is a small file in DATA_DIR (`content.stamp`) that every worker looks
at before it answers (one `stat` call), so an editor's save shows at once everywhere. The file also holds the next
instant at which something publishes.
"""

from ankles.caching.archive import Archive
from ankles.caching.page import KeptPage, best_encoding, keep, query_read
from ankles.caching.public import PUBLIC_CACHE_CONTROL, public_page
from ankles.caching.shelf import Shelf
from ankles.caching.version import PerVersion, Stamp, Version, before_looking, stamp

__all__ = [
    "PUBLIC_CACHE_CONTROL",
    "Archive",
    "KeptPage",
    "PerVersion",
    "Shelf",
    "Stamp",
    "Version",
    "before_looking",
    "best_encoding",
    "keep",
    "public_page",
    "query_read",
    "stamp",
]
