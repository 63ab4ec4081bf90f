"""The logbook's front door while it is being built. Nothing is kept and nobody is asked to log in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ankles.caching import public_page
from ankles.responses import site_context


@public_page()
def closed(request: HttpRequest) -> HttpResponse:
    """Say plainly that the logbook is not open yet, and lead on."""
    context = site_context(
        title="The logbook",
        description="The private logbook for runners is being built. Nothing is kept yet; the routines work without it.",
        path=request.path,
        url=f"{settings.SITE_URL}{request.path}",
        section="logbook",
    )
    return render(None, "logbook/closed.html", context)
