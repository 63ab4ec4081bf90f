"""Measures: what there is of them, one taken or typed in, one side changed, deleted."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.db import IntegrityError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods

from ankles.problems import problems
from ankles.responses import page
from library import figures
from logbook import measures as rules
from logbook.day import in_words
from logbook.entries import saving
from logbook.forms.measure import MeasureChange, MeasureForm, TriesForm
from logbook.forms.sending import Deletion
from logbook.history import measured
from logbook.history.runs import for_day
from logbook.models import Measure
from logbook.views.access import RunnersRequest, private
from logbook.views.sending import NOT_SAVED, TAKEN_AWAY, Confirmation, write_once
from logbook.views.today import answer_with_day, carried_by_forms, check_open, frame
from logbook.vocabulary import MeasureKind, Side

METHODS: Final = ["GET", "HEAD", "POST"]
GONE: Final = "This entry is not there any more. What you wrote is below; saving it makes a new one."
MOVED_ON: Final = "This entry was changed after you opened it, so it was not deleted. Look at it again."
THERE: Final = (
    "was measured in this way on that day already. Nothing of this is saved: change that entry, or say another way."
)
# The exercise whose drawing shows how each measure is taken.
DRAWN: Final = {
    MeasureKind.KNEE_TO_WALL: "knee-to-wall",
    MeasureKind.HEEL_RAISES: "heel-raise-straight",
    MeasureKind.BALANCE: "single-leg-balance",
}


@require_http_methods(["GET", "HEAD"])
@private
def measures(request: RunnersRequest) -> HttpResponse:
    """Each measure with its drawing, both sides over time, and what may be said of them."""
    return _overview(request)


@require_http_methods(METHODS)
@private
def take(request: RunnersRequest, day: date, kind: str) -> HttpResponse:
    """Take a measure on a day, or type in one that was taken."""
    check_open(request, day)
    runner = request.user
    if request.method != "POST":
        return _form(request, day, TriesForm(runner=runner, kind=kind))
    form = TriesForm(request.POST, runner=runner, kind=kind)
    if not form.is_valid():
        return _form(request, day, form, status=422)
    rows = form.rows(day)
    try:
        result = write_once(form, lambda: saving.log_measures(runner, rows), day, kind=kind, on=day)
    except IntegrityError:
        return _there_already(request, day, form, rows)
    if result.is_gone(runner.measures.all()):
        return _overview(request, Confirmation(TAKEN_AWAY, act=NOT_SAVED))
    said = f"{form.kind.label} saved{for_day(day, runner.today())}"
    return _overview(request, Confirmation(said, result.undo_for(runner)))


@require_http_methods(METHODS)
@private
def change(request: RunnersRequest, day: date, kind: str, pk: int) -> HttpResponse:
    """Change one side of a test, its day and its set-up among the rest."""
    runner = request.user
    row = runner.measures.all().of_kind(kind).numbered(pk)
    if row is None:
        if request.method != "POST":
            raise Http404
        # Deleted in another tab, or never theirs: nobody is told which, and what was written is kept.
        check_open(request, day)
        return _form(request, day, TriesForm(request.POST, runner=runner, kind=kind), status=404, told=GONE)
    if request.method != "POST":
        if row.day != day:
            return HttpResponseRedirect(reverse("logbook:measure", args=[row.day, kind, pk]))
        return _form(request, day, MeasureChange(runner=runner, was=row), row)
    form = MeasureChange(request.POST, runner=runner, was=row)
    if not form.is_valid():
        return _form(request, row.day, form, row, status=422)
    version, fields = form.cleaned_data["version"], form.row_fields
    try:
        result = write_once(
            form, lambda: saving.change_measure(runner, pk, version, fields), fields["day"], kind=kind, row=pk
        )
    except saving.Stale as stale:
        return _stale(request, form, runner.measures.get(pk=stale.row.pk))
    except Measure.DoesNotExist:
        return _form(request, day, TriesForm(request.POST, runner=runner, kind=kind), status=404, told=GONE)
    except IntegrityError:
        wanted = Measure(day=fields["day"], kind=kind, side=row.side, setup=fields["setup"])
        return _there_already(request, row.day, form, [wanted], row)
    return _overview(request, Confirmation(f"{form.kind.label} changed", result.undo_for(runner), act="Changed"))


@require_http_methods(METHODS)
@private
def deletion(request: RunnersRequest, day: date, kind: str, pk: int) -> HttpResponse:
    """Delete one side of a test. The answer holds the undo."""
    runner = request.user
    if request.method != "POST":
        return HttpResponseRedirect(reverse("logbook:measure", args=[day, kind, pk]))
    form = Deletion(request.POST, runner=runner)
    if not form.is_valid():
        return answer_with_day(request, day, None, 422, fault=" ".join(words for _, words in problems(form)))
    version, rows = form.cleaned_data["version"], runner.measures.all().of_kind(kind)
    try:
        result = write_once(
            form, lambda: saving.remove(runner, rows.get(pk=pk), version), day, kind=f"deletion {kind}", row=pk
        )
    except Measure.DoesNotExist:
        raise Http404 from None
    except saving.Stale as stale:
        row = runner.measures.get(pk=stale.row.pk)
        kept = MeasureChange(runner=runner, was=row)
        return _form(request, row.day, kept, row, status=409, told=MOVED_ON)
    words = f"{MeasureKind(kind).label} deleted"
    return _overview(request, Confirmation(words, result.undo_for(runner), act="Deleted"))


def _there_already(
    request: RunnersRequest, day: date, form: MeasureForm, rows: list[Measure], row: Measure | None = None
) -> HttpResponse:
    """422: a side has an entry for that day and set-up. Says which, and leads there."""
    there = [
        other
        for one in rows
        if (other := request.user.measures.all().same_test(one.day, one.kind, one.side, one.setup).first())
    ]
    sides = " and ".join(other.side for other in there)
    form.add_error(None, f"The {sides} side {THERE}")
    links = [
        (Side(other.side).label, reverse("logbook:measure", args=[other.day, other.kind, other.pk])) for other in there
    ]
    return _form(request, day, form, row, status=422, there=links)


def _stale(request: RunnersRequest, form: MeasureChange, row: Measure) -> HttpResponse:
    """409: what is saved now, and what this runner wrote, ready to be saved over it."""
    wrote = {
        name: value for name, value in form.data.items() if name in form.fields and name not in ("entry_key", "account")
    }
    kept = MeasureChange(runner=request.user, was=row, initial=wrote | {"version": row.version})
    return _form(request, row.day, kept, row, 409, saved=measured.entry_in_words(row, request.user.today()))


def _form(
    request: RunnersRequest, day: date, form: MeasureForm, row: Measure | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    today, kind = request.user.today(), form.kind
    sides = [row.side] if row else Side.values
    context = {
        "form": form,
        "kind": kind.value,
        "label": kind.label,
        "row": row,
        "sides": [(side, Side(side).label, [form[name] for name in form.names(side)]) for side in sides],
        "unit": {"knee_to_wall_mm": "mm", "heel_raises": "raises", "balance_s": "seconds"}[kind],
        "figure": _drawn(kind),
        "heading": in_words(day, today),
        "action": reverse("logbook:measure", args=[day, kind, row.pk])
        if row
        else reverse("logbook:take_measure", args=[day, kind]),
        "errors": problems(form),
        "told": "",
        "saved": (),
        "there": (),
        **frame(f"Change: {kind.label}" if row else kind.label, "measures"),
        **carried_by_forms(request, "day"),
        **more,
    }
    return page(request, "logbook/measure.html", context, status=status)


def _overview(request: RunnersRequest, said: Confirmation | None = None) -> HttpResponse:
    runner = request.user
    context = {
        "kinds": [(kind, _drawn(MeasureKind(kind.kind))) for kind in measured.all_measures(runner, runner.today())],
        "sources": rules.SOURCES,
        "said": said,
        "account": runner.badge,
        **frame("Measures", "measures"),
    }
    return page(request, "logbook/measures.html", context)


def _drawn(kind: MeasureKind) -> str:
    # Made of our own pose files: markup, not somebody's text.
    return mark_safe(figures.figure(DRAWN[kind], size="card"))
