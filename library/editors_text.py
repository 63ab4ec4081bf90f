"""What an editor wrote, as unfinished as it may be: neither a draft nor published yet."""

from __future__ import annotations

from dataclasses import dataclass, field

from library.documents.schema import LISTS, PAGES, Document
from library.models import Status


@dataclass(frozen=True)
class EditorsText:
    """What an editor wrote: of which kind, beside which row (empty for none), for which address, and the content."""

    kind: str
    name: str
    slug: str
    document: Document = field(default_factory=dict)

    @property
    def wanted(self) -> str:
        """What names the object once this is published: the address of a page, the word of a list."""
        if self.kind in PAGES:
            return self.slug
        word = self.document.get(LISTS[self.kind])
        return word if isinstance(word, str) else ""

    @property
    def place(self) -> int:
        """Its place in its list; 0 for where it is, or the last."""
        place = self.document.get("position", 0)
        return place if isinstance(place, int) and place > 0 else 0

    @property
    def whole(self) -> Document:
        """The document as it is published."""
        return {**_without_place(self.document), **({"status": Status.PUBLISHED.value} if self.kind in PAGES else {})}


def _without_place(document: Document) -> Document:
    return {key: value for key, value in document.items() if key != "position"}
