"""Static files of earlier releases: they stay as long as pages that name them may be open, or kept on a phone.

`collectstatic` leaves in its folder what it finds there, and WhiteNoise serves all of it. So nothing has to be kept;
but what is older than that has to go, or the folder would grow for ever.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

# Beside the release that runs: the one before, and the one before that.
FORMER: Final = 2
NAMES: Final = "former.json"
HASHED: Final = re.compile(r"\.[0-9a-f]{12}\.[^/]+$")
COMPRESSED: Final = (".br", ".gz")


def names_in_force(root: Path) -> list[str]:
    """The hashed names of the release that was collected into `root` last, relative to it; none before the first time."""
    try:
        manifest = json.loads((root / "staticfiles.json").read_text(encoding="utf-8"))
        return sorted(manifest["paths"].values())
    except (OSError, ValueError, LookupError):
        return []


def forget_old_files(root: Path, before: Iterable[str]) -> list[str]:
    """Delete hashed files that neither this release nor the `FORMER` ones before it name; returns what was deleted.

    `before` is what `names_in_force` said until this release was collected.
    """
    now = names_in_force(root)
    releases = [one for one in [list(before), *_written_down(root)] if one and one != now]
    kept = [now, *(one for at, one in enumerate(releases) if one not in releases[:at])][: FORMER + 1]
    (root / NAMES).write_text(json.dumps(kept), encoding="utf-8")
    named = {name for one in kept for name in one}
    gone = []
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        plain = name.removesuffix(path.suffix) if path.suffix in COMPRESSED else name
        if path.is_file() and HASHED.search(plain) and plain not in named:
            path.unlink()
            gone.append(name)
    return gone


def _written_down(root: Path) -> list[list[str]]:
    """The names of the releases that were collected here, the latest first."""
    try:
        return [list(map(str, one)) for one in json.loads((root / NAMES).read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):
        return []
