"""Static files in production: hashed names, compressed copies, and one stylesheet where development has twenty.

`SiteStaticFiles` runs when `collectstatic` does. Each stylesheet under `ankles/` is read with what it imports, nested as
deep as it goes, and written as one file without comments; modules lose their whole-line comments; then Django hashes
the names and WhiteNoise compresses.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

from ankles import scripts

# A quoted string (kept); a mark that parts rules, with the white space and comments around it (the mark is kept); white
# space and comments elsewhere (one blank, or nothing if they held no white space). A comment ends at its first end: `?>`.
TOKEN: Final = re.compile(
    r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?>/\*.*?\*/|\s)*([{};,])(?>/\*.*?\*/|\s)*|((?>/\*.*?\*/|\s)+)""",
    re.DOTALL,
)
COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
IMPORT: Final = re.compile(r"""@import\s+(?:url\(\s*)?["']?(?P<url>[^"')\s;]+)["']?\s*\)?\s*(?P<rest>[^;]*);""")
LAYER: Final = re.compile(r"layer\((?P<name>[\w.-]+)\)")
URL: Final = re.compile(r"""url\(\s*["']?(?P<url>[^"')]+?)["']?\s*\)""")

Found = Mapping[str, tuple[Storage, str]]


class StylesheetError(ImproperlyConfigured):
    """A stylesheet cannot be put together; the message names the file and the import."""


def squeezed(css: str) -> str:
    """`css` without comments, with single blanks for white space and none where a mark parts; strings stay as they are."""
    return TOKEN.sub(lambda hit: hit[1] or hit[2] or (" " if COMMENT.sub("", hit[3]) else ""), css).strip()


def text_of_static_file(storage: Storage, path: str) -> str:
    """The text of a static file where it was found."""
    with storage.open(path) as file:
        return str(file.read().decode())


def flattened(name: str, found: Found, above: tuple[str, ...] = ()) -> str:
    """The stylesheet `name` with its imports written out where they stand.

    `found` maps names as in collectstatic (`ankles/css/site.css`) to (storage, path there). An import may carry
    `layer(x)`, which becomes an `@layer x` block, and nothing else. Addresses in `url()` follow the file they move to.
    Raises StylesheetError for a missing file, a cycle, a condition, or an import of another site.
    """
    css = squeezed(text_of_static_file(*found[name]))
    here = (*above, name)

    def inline(hit: re.Match[str]) -> str:
        url, rest = hit["url"], hit["rest"].strip()
        layer = LAYER.fullmatch(rest)
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), url))
        if rest and not layer:
            raise StylesheetError(f"{name} imports {url} with “{rest}”; only layer(name) can be written out.")
        if target in here:
            raise StylesheetError(f"{' → '.join((*here, target))}: these stylesheets import each other in a circle.")
        if target not in found:
            raise StylesheetError(f"{name} imports {url}, but there is no {target} among the static files.")
        inner = rebased(flattened(target, found, here), posixpath.dirname(target), posixpath.dirname(name))
        return f"@layer {layer['name']}{{{inner}}}" if layer else inner

    return IMPORT.sub(inline, css)


def rebased(css: str, old: str, new: str) -> str:
    """`css` moved from folder `old` to folder `new`: relative addresses in `url()` still point at the same files."""

    def moved(hit: re.Match[str]) -> str:
        url = hit["url"]
        if old == new or url.startswith(("/", "#", "data:", "http:", "https:")):
            return hit[0]
        return f'url("{posixpath.relpath(posixpath.join(old, url), new)}")'

    return URL.sub(moved, css)


class SiteStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Names with a hash of the content, also inside JavaScript modules; stylesheets of ours in one piece each."""

    support_js_module_import_aggregation = True
    own = "ankles/"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.addresses: dict[tuple[str, bool], str] = {}

    def url(self, name: str, force: bool = False) -> str:
        """The address of a file, put together once: nothing that every page names changes until files are collected."""
        if (name, force) not in self.addresses:
            self.addresses[name, force] = super().url(name, force)
        return self.addresses[name, force]

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """As in Django: yields (name, hashed name or None, True or the exception) for each file of `paths`."""
        self.addresses.clear()
        if not dry_run:
            whole = {
                name: flattened(name, paths) for name in paths if name.startswith(self.own) and name.endswith(".css")
            }
            whole |= {
                name: scripts.without_comment_lines(text_of_static_file(*paths[name]))
                for name in paths
                if name.startswith(self.own) and name.endswith(".js")
            }
            for name, text in whole.items():
                self.delete(name)
                self._save(name, ContentFile(text.encode()))
                paths[name] = (self, name)
        yield from super().post_process(paths, dry_run, **options)
