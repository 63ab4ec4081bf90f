"""The report, what stands on it, and the links to it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ankles.accounts.security import Act, happened
from ankles.responses import page, site_context
from logbook.day import in_short
from logbook.entries import receipts
from logbook.forms.report import LinkForm, ReportForm, as_initial
from logbook.forms.sending import Sending
from logbook.history.periods import days_in_words
from logbook.models import LISTED_FOR, ShareLink, Sheet
from logbook.place import Place
from logbook.report import choosing, sharing, sheet
from logbook.trends import reading
from logbook.views.access import RunnersRequest, private

METHODS: Final = ["GET", "HEAD", "POST"]
TOO_MANY: Final = f"You have {sharing.MOST_LINKS} links that are still good. Take one of them back first."


@dataclass(frozen=True)
class LinkLine:
    """A link as its owner's list prints it."""

    pk: int
    shows: str
    lasts: str
    opened: str
    has_ended: bool
    # A fresh key for each button: what it sends is another sending each time the page is opened.
    entry_key: uuid.UUID


@require_http_methods(METHODS)
@private
def report(request: RunnersRequest) -> HttpResponse:
    """The sheet as it was chosen last; a choice is kept, and leads back here."""
    runner, today = request.user, request.user.today()
    chosen = choosing.chosen_sheet(runner)
    overview = reading.what_there_is(runner)
    places, known = choosing.places_of(chosen, overview), choosing.known_places(chosen, overview)
    if request.method != "POST":
        form = ReportForm(runner=runner, known=known, initial=as_initial(chosen, today))
        return _report(request, chosen, places, form)
    form = ReportForm(request.POST, runner=runner, known=known)
    if not form.is_valid():
        return _report(request, chosen, places, form, status=422)
    with transaction.atomic():
        _, fresh = receipts.accept(runner, form.cleaned_data["entry_key"], form.content(what="report"))
        if fresh:
            choosing.keep_sheet(runner, form.says())
    return HttpResponseRedirect(reverse("logbook:report"), status=303)


@require_http_methods(METHODS)
@private
def links(request: RunnersRequest) -> HttpResponse:
    """One's links, and a new one: its address is on the answer, and never again."""
    runner, now = request.user, timezone.now()
    if request.method != "POST":
        return _links(request, now)
    form = LinkForm(request.POST, runner=runner)
    if not form.is_valid():
        return _links(request, now, form, status=422)
    try:
        with transaction.atomic():
            _, fresh = receipts.accept(runner, form.cleaned_data["entry_key"], form.content(what="link"))
            days = form.cleaned_data["days"]
            token = sharing.make_link(runner, choosing.chosen_sheet(runner), days, now) if fresh else ""
    except sharing.TooManyLinks:
        form.add_error(None, TOO_MANY)
        return _links(request, now, form, status=422)
    if fresh:
        happened.send(None, act=Act.SHARED, account=runner.pk, request=request)
    # Sent again, the first sending counted: who sent it has seen the link, and nobody here knows it any more.
    made = request.build_absolute_uri(reverse("shared:door", args=[token])) if token else ""
    return _links(request, now, made=made, again=not fresh)


@require_safe
@private
def link(request: RunnersRequest, pk: int) -> HttpResponse:
    """What whoever has a link sees at this moment."""
    row: ShareLink = get_object_or_404(request.user.share_links, pk=pk)
    facts = {"line": _line(row, timezone.now(), request)} | sheet.what_it_prints(
        request.user, row, row.chosen_places, request.user.today()
    )
    return page(request, "logbook/link.html", _frame("What the link shows") | facts)


@require_http_methods(METHODS)
@private
def link_deletion(request: RunnersRequest, pk: int) -> HttpResponse:
    """Take a link back: from now on it opens nothing."""
    runner = request.user
    row = runner.share_links.numbered(pk)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("logbook:links"), status=303)
    form = Sending(request.POST, runner=runner)
    if not form.is_valid():
        return _links(request, timezone.now(), form, status=422)
    with transaction.atomic():
        _, fresh = receipts.accept(runner, form.cleaned_data["entry_key"], form.content(what="link deletion", pk=pk))
        gone = row.delete()[0] if fresh else 0
    if fresh and not gone:
        get_object_or_404(row)
    if gone:
        happened.send(None, act=Act.SHARE_ENDED, account=runner.pk, request=request)
    return _links(request, timezone.now(), gone=True)


def _report(
    request: RunnersRequest, chosen: Sheet, places: list[Place], form: ReportForm, status: int = 200
) -> HttpResponse:
    facts = {"form": form, "link_form": _new_link(request)}
    facts |= sheet.what_it_prints(request.user, chosen, places, request.user.today())
    return page(request, "logbook/report.html", _frame("Report") | facts, status=status)


def _links(
    request: RunnersRequest,
    now: datetime,
    form: Sending | None = None,
    *,
    made: str = "",
    again: bool = False,
    gone: bool = False,
    status: int = 200,
) -> HttpResponse:
    lines = [_line(one.link, now, request) for one in sharing.links_of(request.user, now)]
    new = form if isinstance(form, LinkForm) else _new_link(request)
    facts: dict[str, Any] = {"form": new, "faults": form, "lines": lines, "made": made, "again": again, "gone": gone}
    facts |= {"account": request.user.badge, "days": LISTED_FOR.days}
    return page(request, "logbook/links.html", _frame("Links") | facts, status=status)


def _new_link(request: RunnersRequest) -> LinkForm:
    return LinkForm(runner=request.user, initial={"days": sharing.USUAL_DAYS})


def _line(row: ShareLink, now: datetime, request: RunnersRequest) -> LinkLine:
    zone, today = request.user.zone, request.user.today()
    places = ", ".join(place.name for place in row.chosen_places) or "No place"
    span = f"the last {row.weeks} weeks" if row.weeks else days_in_words(*row.days(today), today)
    notes = ", with notes" if row.with_notes else ""

    def at(instant: datetime) -> str:
        there = instant.astimezone(zone)
        return f"{in_short(there.date(), today)}, {there:%H:%M}"

    ended = row.ends_at <= now
    lasts = f"Made {at(row.made_at)}; {'ended' if ended else 'ends'} {at(row.ends_at)}"
    return LinkLine(row.pk, f"{places}; {span}{notes}", lasts, _opened(row, at), ended, uuid.uuid4())


def _opened(row: ShareLink, at: Any) -> str:
    if not row.opens or row.last_opened_at is None:
        return "Not opened yet"
    times = {1: "once", 2: "twice"}.get(row.opens, f"{row.opens} times")
    return f"Opened {times}, last on {at(row.last_opened_at)}"


def _frame(title: str) -> dict[str, Any]:
    return site_context(title=title, section="logbook", page="report")
