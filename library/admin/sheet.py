"""What one form of the desk is about: an object's row, its draft, and the text that an editor goes on with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.db import models

from library import drafts, merging, renaming
from library.documents import store
from library.documents.schema import Document
from library.editors_text import EditorsText
from library.merging import Clash
from library.models import Draft, Revision


def state_mark(draft: Draft | None, newest: int) -> str:
    """Which state an object is in: the save of its draft with its date, and the newest revision of its row (0 for none)."""
    if draft is None:
        return f"/{newest}"
    dated = f"@{draft.publish_at.timestamp():.0f}" if draft.publish_at else ""
    return f"{draft.pk}.{draft.version}{dated}/{newest}"


@dataclass(frozen=True)
class DeskSheet:
    """A row (None for a page that is not there yet), the draft beside it (None where there is none), and the text of the two
    that is the newer one."""

    kind: str
    row: Any
    draft: Draft | None
    text: EditorsText

    @classmethod
    def of(cls, kind: str, row: models.Model | None, draft: Draft | None) -> DeskSheet:
        """What an editor goes on with: the draft, else the row, else nothing."""
        if draft is not None:
            return cls(kind, row, draft, drafts.of_draft(draft))
        return cls(kind, row, None, drafts.of_row(row) if row is not None else EditorsText(kind, "", ""))

    @classmethod
    def now(cls, kind: str, row: models.Model | None, draft_id: int | None) -> DeskSheet:
        """The same, freshly read: within `only_writer` it stays so to the end."""
        fresh = store.find(kind, store.slug_of(row)) if row is not None else None
        if fresh is not None:
            return cls.of(kind, fresh, Draft.objects.of(kind, store.slug_of(fresh)).first())
        return cls.of(kind, None, Draft.objects.filter(pk=draft_id, kind=kind).first() if draft_id else None)

    @property
    def seen(self) -> str:
        """Which state this is: `d12.3` for the third save of draft 12, `r45` for revision 45, empty for none."""
        if self.draft is not None:
            return f"d{self.draft.pk}.{self.draft.version}"
        newest = self.newest
        return f"r{newest.pk}" if newest else ""

    @property
    def mark(self) -> str:
        """Which state this is, of the draft and of the row: what a page sends back on which something is decided."""
        newest = self.newest
        return state_mark(self.draft, newest.pk if newest else 0)

    @property
    def stands(self) -> str:
        """Where the page stands for readers: `live`, else its status; `new` for one that is not there yet."""
        if self.row is None:
            return "new"
        return "live" if getattr(self.row, "is_live", True) else str(self.row.status)

    @property
    def newest(self) -> Revision | None:
        """The newest state of the row itself."""
        return Revision.objects.of(self.kind, self.text.name).published().first() if self.text.name else None

    @property
    def last_by(self) -> tuple[str, Any]:
        """Who made the newest state, and when."""
        if self.draft is not None:
            return str(self.draft.by or "somebody whose account is closed"), self.draft.saved_at
        newest = self.newest
        return (str(newest.by or "a release"), newest.at) if newest else ("somebody", None)

    def is_newest(self, seen: str, base: Any, called: str = "") -> bool:
        """Whether a form was filled with this state. A form that was opened before December 2026 names a revision only."""
        says_the_same = base is not None and base == self.text.document and called in ("", self.text.slug)
        return seen in (self.seen, self.seen.removeprefix("r")) or says_the_same

    def together_with(
        self, text: EditorsText, base: Document | None, called: str = ""
    ) -> tuple[EditorsText, list[Clash]]:
        """What was typed from another state, brought together with this one, and what clashes: the words of `text` stand then.

        `base` is what the form was filled with, `called` the address. Pages that were renamed meanwhile are called in
        both as they are now.
        """
        mine = renaming.as_called_now(self.kind, text.document)
        merged = merging.merge(
            self.kind, renaming.as_called_now(self.kind, base) if base else base, mine, self.text.document
        )
        clashes, slug, theirs = list(merged.clashes), text.slug, self.text.slug
        if called and slug == called:
            slug = theirs
        elif called and theirs not in (called, slug):
            clashes.append(Clash(("slug",), called, slug, theirs))
        return replace(text, slug=slug, document=merged.document), clashes
