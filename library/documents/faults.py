"""What is wrong in a document, and where it stands."""

from __future__ import annotations

from typing import NamedTuple

# Keys and list positions, from the top of a document.
FieldPath = tuple[str | int, ...]


class Fault(NamedTuple):
    """Something wrong in a document: where (keys and list positions) and what, in words for an editor."""

    path: FieldPath
    message: str

    @property
    def field(self) -> str:
        """The place in words: `steps, item 2, dose`."""
        return ", ".join(f"item {part + 1}" if isinstance(part, int) else part for part in self.path) or "file"
