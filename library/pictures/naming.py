"""What a picture is called, and where its files are found: both say what is in it, so that nothing has to be asked.

A name is the hash of the picture's files and its size: `9f86d081884c7d659a2feaa0c55ad015-1440x1080`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

# Beside the whole, where that is wider by a fifth at least. Pictures that are kept have these: an address that was printed
# once stays one.
WIDTHS = (480, 960)
NAME = re.compile(r"[0-9a-f]{32}-([1-9][0-9]{2,3})x([1-9][0-9]{2,3})")


@dataclass(frozen=True)
class SentPicture:
    """A picture by its name, which has the form of `NAME`."""

    name: str

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the largest file, in pixels."""
        found = NAME.fullmatch(self.name)
        assert found is not None, self.name  # noqa: S101 (the tables hold no other)
        return int(found[1]), int(found[2])

    @property
    def width(self) -> int:
        """The largest width."""
        return self.size[0]

    @property
    def height(self) -> int:
        """The height at that width."""
        return self.size[1]

    @property
    def widths(self) -> list[int]:
        """The widths of its files, the smallest first."""
        return [*(width for width in WIDTHS if width * 6 <= self.width * 5), self.width]

    def path(self, width: int | None = None) -> str:
        """The address of its file of a width, or of the largest."""
        return reverse("library:picture_file", args=[self.name, width or self.width])

    @property
    def srcset(self) -> str:
        """All its files, for a browser to choose from."""
        return ", ".join(f"{self.path(width)} {width}w" for width in self.widths)


def is_name(text: object) -> bool:
    """Whether a text is the name of a picture, there or not."""
    return isinstance(text, str) and NAME.fullmatch(text) is not None


def picture_name_of(files: Iterable[bytes], width: int, height: int) -> str:
    """The name of a picture with these files, the smallest first, of which the last has this size."""
    return f"{hashlib.sha256(b''.join(files)).hexdigest()[:32]}-{width}x{height}"
