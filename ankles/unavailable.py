"""503 in words: what the database, or the cache of the log-in's counts, did not answer. What somebody wrote is given back."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from ankles import views
from ankles.reachable import AWAY
from ankles.request_ids import CURRENT
from ankles.resend_after_login import fields_of, is_resent_page
from ankles.responses import site_context, wants_json

RETRY_AFTER_S = 5
SAFE = ("GET", "HEAD", "OPTIONS")
NOT_NOW = "This page cannot be made right now."
NOT_SAVED = "Not saved: our database does not answer."
NOT_KNOWN = "It is not known whether this was saved: our database stopped answering meanwhile."
DOOR_SHUT = "Not done: what counts attempts to log in does not answer."
AGAIN = "Send it again in a minute."
COUNTS_ONCE = "Send it again in a minute: it counts once."
LOOK_FIRST = "In a minute, look whether it is there before you send it again."


def server_error_or_unavailable(request: HttpRequest) -> HttpResponse:
    """Django's handler for what no view caught: 503 where something of ours is away, else 500."""
    error = sys.exc_info()[1]
    if not isinstance(error, away_errors()):
        return views.server_error(request)
    request.cache_away = not isinstance(error, AWAY)  # type: ignore[attr-defined]  # ours, on a request
    return unavailable(request)


def away_errors() -> tuple[type[Exception], ...]:
    """What is raised when the database or the cache is away, locked or full."""
    if find_spec("redis") is None:
        return AWAY
    redis = import_module("redis.exceptions")  # an optional set
    return (*AWAY, redis.ConnectionError, redis.TimeoutError)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503 in the form that was asked for: a page, a sentence for htmx, JSON for a script. Asks no database.

    A write that had begun is "not known": its commit may have come through, though no answer did.
    """
    said, advice = _words(request)
    response: HttpResponse
    if wants_json(request):
        response = JsonResponse({"error": "away", "said": f"{said} {advice}"}, status=503)
    elif request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true":
        # The form stands in its page with all that was typed: there the script says this beside it.
        response = HttpResponse(f"{said} {advice}", content_type="text/plain; charset=utf-8", status=503)
    else:
        fields = fields_to_resend(request)
        context: dict[str, Any] = {"said": said, "advice": advice, "to": request.path, "request_id": CURRENT.get()}
        context |= {"fields": fields, "files": bool(fields and request.FILES)}
        response = render(None, "503.html", context | site_context(), status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER_S)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _words(request: HttpRequest) -> tuple[str, str]:
    if getattr(request, "cache_away", False):
        return DOOR_SHUT, "Try again in a minute."
    if request.method in SAFE:
        return NOT_NOW, "Our database does not answer. Try again in a minute."
    if not getattr(request, "write_begun", False):
        return NOT_SAVED, AGAIN
    keyed = "entry_key" in request.POST or request.content_type == "application/json"
    return NOT_KNOWN, COUNTS_ONCE if keyed else LOOK_FIRST


def fields_to_resend(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of a form of the logbook or the desk, with its own token, to be sent again from the page of the 503.

    Only what the browser says was sent from this site: nobody else can put words before a runner. Passwords are not
    among them.
    """
    if request.method != "POST" or request.headers.get("Origin") != f"{request.scheme}://{request.get_host()}":
        return []
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return []
    desk = match.view_name.startswith("admin:library_") and match.view_name.endswith(("_add", "_change"))
    if not desk and not is_resent_page(match):
        return []
    token = [("csrfmiddlewaretoken", value) for value in request.POST.getlist("csrfmiddlewaretoken")]
    return [*token, *fields_of(request, "")]
