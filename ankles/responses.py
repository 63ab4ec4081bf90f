"""How a view answers: a page of the site, or the part of it that htmx asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def site_context(**meta: Any) -> dict[str, Any]:
    """What base.html needs on a page that is no page of the guide: errors, the logbook."""
    head = {"title": "Ankles", "description": "", "path": "", "section": "", "robots": "noindex", "og_type": "website"}
    site = {
        "name": "Ankles",
        "url": settings.SITE_URL,
        "operator": settings.OPERATOR_NAME,
        "contact": settings.OPERATOR_CONTACT,
    }
    return {"meta": head | meta, "site": site}


class Gone(Exception):
    """What stood at this address was taken back on purpose; the message is its title."""


def leave_for(request: HttpRequest, url: str) -> HttpResponse:
    """A redirect. An htmx request is told to leave its page: a redirect would put the other page into a part of it."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    part: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render a private page, or its named part for an htmx request that is no boost and no history restore."""
    htmx = getattr(request, "htmx", None)
    partial = bool(part and htmx and not htmx.boosted and not htmx.history_restore_request)
    response = render(request, f"{template}#{part}" if partial else template, dict(context or {}), status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
