"""503 in words: what the database, or the cache of the log-in's counts, did not answer. What somebody wrote is given back."""

from __future__ import annotations

import sqlite3
import sys
from typing import Any

from django.db import InterfaceError
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
# What the log says of an error that nobody here can mend, in place of a traceback: by SQLite's names, and by the classes of
# PostgreSQL's codes (SQLSTATE). All others may be faults of ours.
SQLITE_SAYS = {
    "SQLITE_BUSY": "the database is locked",
    "SQLITE_LOCKED": "the database is locked",
    "SQLITE_FULL": "the disk of the database is full",
    "SQLITE_IOERR": "the disk of the database fails or is full",
    "SQLITE_CANTOPEN": "the database's file cannot be opened",
    "SQLITE_READONLY": "the database's file cannot be written to",
}
POSTGRES_SAYS = {
    "08": "the line to the database broke",
    "40": "two writers waited for each other",
    "53": "the database has no disk, memory or connection left",
    "55": "a lock did not come in time",
    "57": "the database stopped or ended the question",
    "58": "the database's machine fails",
}
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
    request.away_because = cause_in_words(error)  # type: ignore[attr-defined]  # likewise; ankles/logs.py reads it
    return unavailable(request)


def away_errors() -> tuple[type[Exception], ...]:
    """What is raised when the database or the cache is away, locked or full."""
    # An optional set of packages; where nobody has loaded it, nobody has raised an error of its.
    redis = sys.modules.get("redis.exceptions")
    return (*AWAY, redis.ConnectionError, redis.TimeoutError) if redis else AWAY


def cause_in_words(error: BaseException) -> str:
    """What is away, for the operator; "" where the error may be a fault of ours, whose place has to be known."""
    if not isinstance(error, AWAY):
        return "the cache does not answer"
    cause = error.__cause__ or error
    if isinstance(cause, sqlite3.Error):
        return SQLITE_SAYS.get("_".join(cause.sqlite_errorname.split("_")[:2]), "")
    if isinstance(error, InterfaceError):
        return ""
    state = getattr(cause, "sqlstate", None)
    return POSTGRES_SAYS.get(state[:2], "") if state else "the database does not answer"


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
