"""One state of what was deleted or thrown away: shown with the others, and made a draft again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from library import drafts, gone
from library.admin import comparing, history
from library.admin.editors import editor
from library.admin.start import DeskLine, draft_url
from library.models import Draft, Kind, Revision


def gone_state(request: HttpRequest, revision_id: int, context: dict[str, Any]) -> HttpResponseBase:
    """Show what would come back, with the other states; then make a draft of it."""
    revision = get_object_or_404(Revision.objects.with_author(), pk=revision_id)
    if not gone.is_gone(revision):
        messages.info(request, "That is not gone: it is in the guide, or in a draft.")
        return HttpResponseRedirect(reverse("admin:desk_list", args=["gone"]))
    if request.method == "POST" and (draft := gone.bring_back(revision, editor(request))):
        messages.success(request, "It is a draft again. Readers see nothing of it until you publish it.")
        return HttpResponseRedirect(draft_url(draft))
    state = history.revision_state(revision)
    states = Revision.objects.with_author().of(revision.kind, revision.slug).exclude(pk=revision.pk)
    context |= {
        "title": f"Bring back “{_named(revision)}”?",
        "state": state,
        "differences": comparing.differences(revision.kind, {}, state.document),
        "others": [
            DeskLine(state.when, reverse("admin:gone_state", args=[state.ref]), state.what)
            for state in map(history.revision_state, states[: history.SHOWN])
        ],
    }
    return TemplateResponse(request, "admin/library/gone_state.html", context)


def _named(state: Revision) -> str:
    text = drafts.of_revision(state)
    return f"{Kind(state.kind).label}: {Draft(slug=text.slug, document=text.document)}"
