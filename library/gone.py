"""What is gone: objects that were deleted, and drafts of new ones that were thrown away. Each can be had again, as a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from library import drafts
from library.documents import store
from library.documents.schema import KINDS
from library.models import Draft, Revision
from library.models.record import RevisionQuerySet
from library.writers import only_writer

if TYPE_CHECKING:
    from ankles.accounts.models import User


def last_states() -> RevisionQuerySet:
    """The last state of everything that is gone, newest first. What is in the guide again, or in a draft, is not gone."""
    here = set()
    for draft in Draft.objects.filter(name=""):
        here |= {(draft.kind, draft.called), (draft.kind, drafts.of_draft(draft).wanted)}
    there = models.Q()
    for kind in KINDS:
        there |= models.Q(kind=kind, slug__in=store.names(kind))
    found: dict[tuple[str, str], int] = {}
    states = Revision.objects.last_words().exclude(there).newest_first()
    for kind, called, pk in states.values_list("kind", "slug", "pk"):
        if (kind, called) not in here:
            found.setdefault((kind, called), pk)
    return Revision.objects.filter(pk__in=found.values()).newest_first()


def is_gone(state: Revision) -> bool:
    """Whether the object of a state is neither in the guide nor in a draft."""
    return last_states().of(state.kind, state.slug).exists()


@only_writer()
def bring_back(state: Revision, by: User | None) -> Draft | None:
    """Make a draft of a state of something that is gone; None when it is not. Readers see nothing of it."""
    if not is_gone(state):
        return None
    draft = drafts.save(drafts.of_revision(state), by, reasons=state.reasons)
    if draft is not None and state.slug.startswith("draft/"):
        # It is the same draft, and its states are the new one's.
        Revision.objects.of(state.kind, state.slug).update(slug=draft.called)
    return draft
