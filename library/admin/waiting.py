"""What of a release waits for an editor: both texts side by side, and the two answers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from library import drafts, releases
from library.admin.comparing import differences
from library.admin.deciding import alone_when_sent, asked, is_decided
from library.admin.editors import editor
from library.admin.sheet import DeskSheet
from library.admin.standing import and_its_date
from library.admin.start import draft_url
from library.documents import store
from library.documents.schema import PAGES
from library.editors_text import EditorsText
from library.models import Waiting

TAKE = "_take"
ASKS = "The next release that changes it asks again."


@alone_when_sent
def decide(request: HttpRequest, waiting_id: int, context: dict[str, Any]) -> HttpResponseBase:
    """Show what stands here and what the release says; then keep the one, or make a draft of the other.

    The draft has the release's words where both say something new, and everything else as it stands here.
    """
    waiting = get_object_or_404(Waiting.objects.undecided(), pk=waiting_id)
    row = store.find(waiting.kind, waiting.slug)
    name = waiting.name(row)
    draft = drafts.draft_beside(waiting.kind, waiting.slug) if row is not None else None
    text = drafts.of_draft(draft) if draft else _standing(row, waiting)
    words = releases.with_release(waiting, text.document) if row is not None else waiting.release
    proposed = drafts.with_document(text, words)
    sheet = DeskSheet.of(waiting.kind, row, draft)
    if is_decided(request, sheet):
        had_date = draft.publish_at if draft else None
        kept = drafts.save(proposed, editor(request), draft) if TAKE in request.POST else None
        date = and_its_date(kept, had_date)
        releases.put_away(waiting)
        if kept is not None:
            until = "then" if kept.publish_at else "you publish it"
            said = f"The release's words are in the draft{date}. Readers see nothing of them until {until}."
            messages.success(request, said)
            return HttpResponseRedirect(draft_url(kept))
        messages.success(
            request, f"“{name}” {'stays as it is' if row is not None else 'does not come in'} here. {ASKS}"
        )
        return HttpResponseRedirect(reverse("admin:index"))
    context |= {
        "title": f"A release and “{name}”",
        "waiting": waiting,
        "object": row,
        "differences": differences(waiting.kind, text.document, proposed.document),
        "take": TAKE,
    }
    return asked(request, "waiting", sheet, context)


def _standing(row: Any, waiting: Waiting) -> EditorsText:
    """What stands here: nothing yet, where the release could not bring in something new."""
    if row is not None:
        return drafts.of_row(row)
    return EditorsText(waiting.kind, "", waiting.slug if waiting.kind in PAGES else "")
