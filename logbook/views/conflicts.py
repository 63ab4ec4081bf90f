"""What is said when a sending cannot be taken as it is: its words are kept, nothing was written."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse

from ankles.responses import page, site_context, whole_page
from logbook.forms.sending import CARRIED

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 (the name of a field)


def other_content(request: HttpRequest) -> HttpResponse:
    """409: the key was used for something else. Shows what was sent, ready to be sent with a key of its own."""
    sent = [
        (name, value) for name, values in request.POST.lists() for value in values if name not in (TOKEN, "entry_key")
    ]
    context = site_context(title="Sent before, with other words", path=request.path, section="logbook")
    context |= {
        "action": request.path,
        "fields": sent,
        "words": [(name, value) for name, value in sent if name not in CARRIED and value],
        "entry_key": uuid.uuid4(),
    }
    return whole_page(page(request, "logbook/other_content.html", context, status=409))
