"""Today, any day, and what an answer to a form looks like: the page it came from, with what was said."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ankles.responses import page, site_context
from logbook.day import in_words
from logbook.entries import undo
from logbook.history import pages
from logbook.views.access import NotYet, RunnersRequest, private
from logbook.views.sending import Confirmation

Facts = dict[str, Any]
TOO_LATE = "This can no longer be undone: it was changed since, or a day has passed. Change the entry itself."


@require_safe
@private
def today(request: RunnersRequest) -> HttpResponse:
    """The day it is where the runner lives; and what a page of the account left to be said here."""
    return _today(request, request.user.today(), said=_left_to_say(request))


@require_safe
@private
def day(request: RunnersRequest, day: date) -> HttpResponse:
    """Any day up to today."""
    check_open(request, day)
    return _day(request, day, request.user.today())


@require_http_methods(["GET", "HEAD", "POST"])
@private
def take_back(request: RunnersRequest) -> HttpResponse:
    """Undo an act: POST `undo`, the signed copy that an answer held."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("logbook:today"))
    sealed = request.POST.get("undo", "")
    try:
        about = undo.take_back(request.user, sealed)
    except undo.CannotUndo:
        return answer_with_day(request, request.user.today(), None, 409, fault=TOO_LATE)
    words = undo.undone_in_words(sealed)
    return answer_with_day(request, about or request.user.today(), Confirmation(words, act=words))


def answer_with_day(
    request: RunnersRequest, day: date, said: Confirmation | None, status: int = 200, **told: Any
) -> HttpResponse:
    """The page that a form stood on (its `back`), else the day it was about, with what was said.

    `told` are more words for the page: `at`, the row that says it; `fault`, why nothing was written; `minutes_form`.
    """
    now, back = request.user.today(), request.POST.get("back")
    on_today = back == "today" or (day == now and back != "day")
    told |= {"said": said}
    response = _today(request, now, status, **told) if on_today else _day(request, day, now, status, **told)
    if status >= 400 and not request.htmx.boosted:
        # Refused, but an answer in the place of the page: htmx would put other refusals in the place of everything.
        response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#log", "outerHTML"
    return response


def check_open(request: RunnersRequest, day: date) -> None:
    """Raises NotYet (404) for a day to come, unless it holds something: whoever flew west has been there already."""
    runner = request.user
    if day <= runner.today():
        return
    if not any(
        rows.on(day).exists()
        for rows in (runner.training_sessions, runner.symptoms, runner.clear_days, runner.runs, runner.measures)
    ):
        raise NotYet


def frame(title: str, page: str) -> Facts:
    """Head and navigation of a page of the logbook; `page` is the entry of the navigation that is current."""
    return site_context(title=title, section="logbook", page=page)


def fresh_key() -> str:
    """A key for one form: a random UUID as text."""
    return str(uuid.uuid4())


class CarriedByForms(NamedTuple):
    """What each form of a page carries: the token against forgery, whose form it is, the page that its answer is."""

    token: str
    account: str
    back: str


def carried_by_forms(request: RunnersRequest, back: str = "") -> Facts:
    """What forms carry: `carried` is the same for all forms of a page, `key()` another one each time."""
    return {"carried": CarriedByForms(get_token(request), request.user.badge, back), "key": fresh_key}


def _left_to_say(request: RunnersRequest) -> Confirmation | None:
    """What was done to the account a page ago, such as an address that is confirmed: Today is what follows a log-in."""
    # Asked without one, Django would take the cookie away with every answer.
    if settings.MESSAGE_COOKIE_NAME not in request.COOKIES:
        return None
    words = " ".join(str(message) for message in get_messages(request))
    return Confirmation(words, act="Done") if words else None


def _today(request: RunnersRequest, now: date, status: int = 200, **told: Any) -> HttpResponse:
    context = pages.today(request.user, now) | _around(request, "Today", "today", told)
    return page(request, "logbook/today.html", context, "log", status)


def _day(request: RunnersRequest, shown: date, now: date, status: int = 200, **told: Any) -> HttpResponse:
    context = pages.day(request.user, shown, now) | _around(request, in_words(shown, now), "day", told)
    return page(request, "logbook/day.html", context, "log", status)


def _around(request: RunnersRequest, title: str, back: str, told: Facts) -> Facts:
    said: Confirmation | None = told.get("said")
    title = f"{said.act}: {title}" if said else title
    here = "today" if back == "today" else "calendar"
    # A whole page begins with what was said: there the focus goes, and Undo is the next stop of the Tab key.
    whole = not request.htmx or request.htmx.boosted
    silent = {"at": "", "fault": "", "minutes_form": None, "oob": bool(request.htmx), "whole": whole}
    return {**silent, **frame(title, here), **carried_by_forms(request, back), "said": None, **told}
