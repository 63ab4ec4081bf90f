"""Public pages are the same bytes for everyone: how they are marked, kept and found again.

A page is rendered once per content version and kept with its compressed forms: in each worker's memory
(`PagesInMemory`) and on the machine's disk (`PagesOnDisk`). The content version is a small file in DATA_DIR
(`content.stamp`) that every worker looks at before it answers (one `stat` call), so an editor's save shows at once
everywhere. The file also holds the next instant at which something publishes.
"""

from ankles.caching.in_memory import PagesInMemory
from ankles.caching.on_disk import PagesOnDisk, hash_of_release
from ankles.caching.page import KeptPage, best_encoding, query_read
from ankles.caching.public import PUBLIC_CACHE_CONTROL, public_page
from ankles.caching.version import ContentVersionFile, PerVersion, Version, before_looking, content_version_file

__all__ = [
    "PUBLIC_CACHE_CONTROL",
    "ContentVersionFile",
    "KeptPage",
    "PagesInMemory",
    "PagesOnDisk",
    "PerVersion",
    "Version",
    "before_looking",
    "best_encoding",
    "content_version_file",
    "hash_of_release",
    "public_page",
    "query_read",
]
