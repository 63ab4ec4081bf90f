"""What of a release waits for an editor: both texts side by side, and the two answers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from library import drafts, releases
from library.admin.comparing import differences
from library.admin.start import address
from library.admin.writing import editor
from library.documents import store
from library.models import Waiting

TAKE = "_take"


def of_the_desk() -> list[tuple[str, Waiting, str]]:
    """What waits, each with its name as an editor knows it and the address where it is decided."""
    return [
        (_named(store.find(one.kind, one.slug), one), one, reverse("admin:waiting", args=[one.pk]))
        for one in Waiting.objects.order_by("kind", "slug")
    ]


def decide(request: HttpRequest, waiting_id: int, context: dict[str, Any]) -> HttpResponseBase:
    """Show what stands here and what the release says; then keep the one, or make a draft of the other.

    The draft has the release's words where both say something new, and everything else as it stands here.
    """
    waiting = get_object_or_404(Waiting, pk=waiting_id)
    row = store.find(waiting.kind, waiting.slug)
    name = _named(row, waiting)
    if row is None:
        found = []
    else:
        draft = drafts.beside(waiting.kind, waiting.slug)
        text = drafts.of_draft(draft) if draft else drafts.of_row(row)
        proposed = drafts.with_document(text, releases.with_release(waiting, text.document))
        found = differences(waiting.kind, text.document, proposed.document)
        if request.method == "POST" and TAKE in request.POST:
            with transaction.atomic():
                kept = drafts.save(proposed, editor(request), draft)
                waiting.delete()
            if kept is None:
                return HttpResponseRedirect(reverse("admin:index"))
            words = "The release's words are in the draft. Readers see nothing of them until you publish it."
            messages.success(request, words)
            return HttpResponseRedirect(address(kept))
    if request.method == "POST":
        waiting.delete()
        messages.success(request, f"“{name}” stays as it is here. The next release that changes it asks again.")
        return HttpResponseRedirect(reverse("admin:index"))
    context |= {
        "title": f"A release and “{name}”",
        "waiting": waiting,
        "object": row,
        "differences": found,
        "take": TAKE,
    }
    return TemplateResponse(request, "admin/library/waiting.html", context)


def _named(row: Any, waiting: Waiting) -> str:
    return str(row) if row is not None else str(waiting.release.get("title") or waiting.slug)
