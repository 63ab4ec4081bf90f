"""Days that a runner marks: rest, injury, holiday."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ankles.responses import page, site_context
from logbook.entries import saving
from logbook.forms.period import FIELDS, PeriodChange, PeriodEndForm, PeriodForm, as_initial
from logbook.forms.sending import Editing, Sending
from logbook.history.periods import days_in_words, period_in_words
from logbook.models import Period
from logbook.views.access import RunnersRequest, private
from logbook.views.sending import TAKEN_AWAY, Confirmation, write_once
from logbook.vocabulary import PeriodKind

METHODS = ["GET", "HEAD", "POST"]
NOT_MARKED = "These days are not marked any more."
GONE = f"{NOT_MARKED} What you wrote is below; saving it marks them anew."
OVERLAPS = "Some of these days are marked like that already."


@dataclass(frozen=True)
class ListedPeriod:
    """A period as its list shows it."""

    pk: int
    version: int
    kind: str
    name: str
    days: str
    note: str
    is_open: bool
    # A fresh key for each button: what it sends is another sending each time the page is opened.
    entry_key: uuid.UUID


@require_http_methods(METHODS)
@private
def periods(request: RunnersRequest) -> HttpResponse:
    """All periods and the form for a new one."""
    if request.method != "POST":
        return _list(request)
    form = PeriodForm(request.POST, runner=request.user)
    if not form.is_valid():
        return _list(request, form, status=422)
    fields = form.row_fields
    try:
        done = write_once(form, lambda: saving.log_period(request.user, fields), fields["first_day"], what="period")
    except saving.Overlaps as error:
        form.add_error(None, OVERLAPS)
        return _list(request, form, status=422, other=error.other)
    if done.is_gone(request.user.periods.all()):
        return _list(request, said=Confirmation(f"{TAKEN_AWAY}."))
    return _list(request, said=Confirmation(f"{_said(request, fields)}: marked.", undo=done.undo_for(request.user)))


@require_http_methods(METHODS)
@private
def period(request: RunnersRequest, pk: int) -> HttpResponse:
    """One period: to look at, to change, to end today."""
    row = request.user.periods.all().numbered(pk)
    if row is None:
        if request.method != "POST":
            raise Http404
        return _gone(request)
    if request.method != "POST":
        return _one(request, row, PeriodChange(runner=request.user, initial=as_initial(row)))
    if "end" in request.POST:
        ending = PeriodEndForm(request.POST, runner=request.user, period=row)
        if not ending.is_valid():
            return _list(request, status=422, faults=ending)
        return _change(request, row, ending, ending.row_fields)
    form = PeriodChange(request.POST, runner=request.user)
    if not form.is_valid():
        return _one(request, row, form, status=422)
    return _change(request, row, form, form.row_fields)


@require_http_methods(METHODS)
@private
def period_deletion(request: RunnersRequest, pk: int) -> HttpResponse:
    """Take a period away; the answer holds the way back."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("logbook:period", args=[pk]), status=303)
    form = Editing(request.POST, runner=request.user)
    if not form.is_valid():
        return _list(request, status=422, faults=form)
    version = form.cleaned_data["version"]

    def write() -> saving.SavedAct:
        row = get_object_or_404(request.user.periods.select_for_update(), pk=pk)
        return saving.remove(request.user, row, version)

    try:
        done = write_once(form, write, None, what="period deletion", pk=pk)
    except saving.Stale as error:
        row = error.row
        assert isinstance(row, Period)  # noqa: S101 (what `write` looked up)
        return _one(request, row, PeriodChange(runner=request.user, initial=as_initial(row)), status=409, gone=True)
    return _list(request, said=Confirmation("The mark is gone.", undo=done.undo_for(request.user)))


def _change(request: RunnersRequest, row: Period, form: Editing, fields: Mapping[str, Any]) -> HttpResponse:
    runner, version = request.user, form.cleaned_data["version"]

    def write() -> saving.SavedAct:
        return saving.change_period(runner, row.pk, version, fields)

    try:
        done = write_once(form, write, fields.get("first_day", row.first_day), what="period change", pk=row.pk)
    except saving.Overlaps as error:
        form.add_error(None, OVERLAPS)
        return _one(request, row, form, status=422, other=error.other)
    except saving.Stale:
        return _stale(request, row, fields)
    except Period.DoesNotExist:
        return _gone(request)
    return _list(request, said=Confirmation("Changed.", undo=done.undo_for(runner)))


def _gone(request: RunnersRequest) -> HttpResponse:
    """404: deleted in another tab, or never theirs. Nobody is told which, and what was written is kept."""
    wrote = {name: request.POST[name] for name in FIELDS if name in request.POST}
    form = PeriodForm(runner=request.user, initial=wrote)
    return _list(request, form, status=404, told=GONE if wrote else NOT_MARKED)


def _stale(request: RunnersRequest, row: Period, fields: Mapping[str, Any]) -> HttpResponse:
    """409: both texts, and the runner's own in a form that is sent against the period as it is now."""
    row.refresh_from_db()
    form = PeriodChange(runner=request.user, initial=as_initial(row) | dict(fields) | {"version": row.version})
    return _one(request, row, form, status=409, stale=True)


def _list(
    request: RunnersRequest,
    form: Sending | None = None,
    status: int = 200,
    said: Confirmation | None = None,
    **more: Any,
) -> HttpResponse:
    runner, today = request.user, request.user.today()
    listed = [_listed(row, today) for row in runner.periods.all().newest_first()]
    context = site_context(title="Rest, injury, holiday", path=request.path, section="logbook", page="calendar") | {
        "form": form or PeriodForm(runner=runner),
        "running": [one for one in listed if one.is_open],
        "past": [one for one in listed if not one.is_open],
        "today": today.isoformat(),
        "account": runner.badge,
        "said": said,
        "faults": None,
        "told": "",
        **_with_other(request, more),
    }
    return page(request, "logbook/periods.html", context, status=status)


def _one(request: RunnersRequest, row: Period, form: Sending, status: int = 200, **more: Any) -> HttpResponse:
    today = request.user.today()
    context = site_context(title="Change these days", path=request.path, section="logbook", page="calendar") | {
        "form": form,
        "period": _listed(row, today),
        "action": reverse("logbook:period", args=[row.pk]),
        "account": request.user.badge,
        "gone": False,
        "stale": False,
        **_with_other(request, more),
    }
    return page(request, "logbook/period.html", context, status=status)


def _with_other(request: RunnersRequest, more: dict[str, Any]) -> dict[str, Any]:
    """What else a page is told; the period that is in the way becomes words and an address."""
    other: Period | None = more.pop("other", None)
    return more | {"other": other and _listed(other, request.user.today())}


def _listed(row: Period, today: date) -> ListedPeriod:
    days = days_in_words(row.first_day, row.last_day, today)
    name = PeriodKind(row.kind).label
    is_open = row.last_day is None and row.first_day <= today
    return ListedPeriod(row.pk, row.version, row.kind, name, days, row.note, is_open, uuid.uuid4())


def _said(request: RunnersRequest, fields: Mapping[str, Any]) -> str:
    return period_in_words(fields["kind"], fields["first_day"], fields["last_day"], request.user.today())
