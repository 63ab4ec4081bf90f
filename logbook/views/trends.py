"""Trends: what happened over weeks; and the keeping of what a runner looks at there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ankles.problems import problems
from ankles.responses import page, whole_page
from logbook.entries import receipts
from logbook.forms.trends import LookForm, SpanForm, stage_value
from logbook.trends import choosing, pages, reading
from logbook.trends.choosing import Chosen
from logbook.trends.reading import Overview
from logbook.views.access import RunnersRequest, private
from logbook.views.today import carried_by_forms, frame
from logbook.vocabulary import Weeks

METHODS = ["GET", "HEAD", "POST"]


@require_safe
@private
def trends(request: RunnersRequest) -> HttpResponse:
    """As it was last chosen; a span in the address is shown and not kept."""
    chosen = choosing.kept_choice(request.user)
    weeks = request.GET.get("weeks", "")
    overview = reading.what_there_is(request.user)
    form = _form(request, chosen, overview)
    return _answer(request, chosen, overview, form, weeks if weeks in Weeks.values else chosen.weeks)


@require_http_methods(METHODS)
@private
def choose_span(request: RunnersRequest) -> HttpResponse:
    """How far back: POST `weeks`."""
    if request.method != "POST":
        return _back()
    form = SpanForm(request.POST, runner=request.user)
    if not form.is_valid():
        chosen, overview = choosing.kept_choice(request.user), reading.what_there_is(request.user)
        faults = [("", words) for _, words in problems(form)]
        look = _form(request, chosen, overview)
        return whole_page(_answer(request, chosen, overview, look, chosen.weeks, 422, faults=faults))
    return _keep(form, {"weeks": form.cleaned_data["weeks"]}, kind="span of trends")


@require_http_methods(METHODS)
@private
def choice(request: RunnersRequest) -> HttpResponse:
    """Which places, since when, and from which number on a day is bad: all of it at once."""
    if request.method != "POST":
        return _back()
    chosen, overview = choosing.kept_choice(request.user), reading.what_there_is(request.user)
    form = _form(request, chosen, overview, request.POST)
    if not form.is_valid():
        return whole_page(_answer(request, chosen, overview, form, chosen.weeks, 422))
    return _keep(form, form.row_fields, kind="choice for trends")


def _keep(form: SpanForm | LookForm, fields: dict[str, Any], kind: str) -> HttpResponse:
    with transaction.atomic():
        _, fresh = receipts.accept(form.runner, form.cleaned_data["entry_key"], form.content(kind=kind))
        if fresh:
            choosing.keep_choice(form.runner, **fields)
    return _back()


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("logbook:trends"), status=303)


def _form(request: RunnersRequest, chosen: Chosen, overview: Overview, data: Any = None) -> LookForm:
    """The form, with what the log has to choose from, and what was chosen before even if the log has it no more."""
    stages = [(one.name, one.detail) for one in overview.stages]
    routines = [(name, "") for name, detail in stages if detail]
    kept = [(chosen.since_routine, chosen.since_stage)] if chosen.since_routine else []
    first = {
        "places": [place.code for place in chosen.places],
        "since_day": chosen.since_day,
        "since_stage": stage_value(*kept[0]) if kept else "",
        "bad_from": chosen.bad_from or "",
    }
    return LookForm(
        data,
        runner=request.user,
        initial=first,
        places=list(dict.fromkeys([*chosen.places, *overview.followed, *sorted(overview.places)])),
        stages=sorted({*stages, *routines, *kept}),
    )


def _answer(
    request: RunnersRequest,
    chosen: Chosen,
    overview: Overview,
    form: LookForm,
    weeks: str,
    status: int = 200,
    faults: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    context = {
        **pages.trends(request.user, chosen, overview, weeks, request.user.today()),
        "form": form,
        "faults": faults,
        **frame("Error: Trends" if form.errors or faults else "Trends", "trends"),
        **carried_by_forms(request),
    }
    return page(request, "logbook/trends.html", context, status=status)
