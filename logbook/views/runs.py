"""Runs: the list, a new one, changed, deleted; and the usual one, which the runner chose."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ankles.problems import problems
from ankles.responses import page
from logbook import distance, load
from logbook.day import in_words
from logbook.entries import receipts, saving
from logbook.forms.run import RunChange, RunForm, UsualChoice, UsualTap
from logbook.forms.sending import Deletion, Sending
from logbook.history import runs as history
from logbook.models import Run
from logbook.views.access import RunnersRequest, private
from logbook.views.sending import NOT_SAVED, TAKEN_AWAY, Confirmation, write_once
from logbook.views.today import answer_with_day, carried_by_forms, check_open, frame

METHODS: Final = ["GET", "HEAD", "POST"]
GONE: Final = "This run is not there any more. What you wrote is below; saving it makes a new run."
MOVED_ON: Final = "This run was changed after you opened it, so it was not deleted. Look at it again."


@require_http_methods(["GET", "HEAD"])
@private
def runs(request: RunnersRequest) -> HttpResponse:
    """The runs, the newest first, a page of them; `?before=` a day goes on where a page ended."""
    return _list(request)


@require_http_methods(METHODS)
@private
def usual(request: RunnersRequest) -> HttpResponse:
    """Make a run the usual one: POST `run`, its number; nothing takes the usual one away."""
    runner = request.user
    if request.method != "POST":
        return HttpResponseRedirect(reverse("logbook:runs"), status=303)
    form = UsualChoice(request.POST, runner=runner)
    if not form.is_valid():
        return _list(request, status=422, faults=problems(form))
    with transaction.atomic():
        _, fresh = receipts.accept(runner, form.cleaned_data["entry_key"], form.content(kind="usual run"))
        chosen = form.cleaned_data["run"]
        if fresh:
            saving.choose_usual_run(runner, get_object_or_404(runner.runs, pk=chosen) if chosen else None)
    if not fresh and not history.is_usual(runner, chosen):
        return _list(request, said=Confirmation(TAKEN_AWAY, act=NOT_SAVED))
    words = "This is your usual run now: one tap on Today" if chosen else "There is no usual run on Today any more"
    return _list(request, said=Confirmation(words))


@require_http_methods(METHODS)
@private
def new(request: RunnersRequest, day: date) -> HttpResponse:
    """Log a run on a day: the usual one with one tap, or by how far and how long it was."""
    check_open(request, day)
    if request.method != "POST":
        return _form(request, day, RunForm(runner=request.user, initial={"unit": history.unit_of(request.user)}))
    if "usual" in request.POST:
        tap = UsualTap(request.POST, runner=request.user)
        if not tap.is_valid():
            return answer_with_day(request, day, None, 422, fault=" ".join(words for _, words in problems(tap)))
        return _log(request, day, tap)
    form = RunForm(request.POST, runner=request.user)
    return _log(request, day, form) if form.is_valid() else _form(request, day, form, status=422)


@require_http_methods(METHODS)
@private
def change(request: RunnersRequest, day: date, pk: int) -> HttpResponse:
    """Change a run of the runner's own, its day among the rest."""
    runner = request.user
    run = runner.runs.all().numbered(pk)
    if run is None:
        if request.method != "POST":
            raise Http404
        # Deleted in another tab, or never theirs: nobody is told which, and what was written is kept.
        check_open(request, day)
        return _form(request, day, RunForm(request.POST, runner=runner), status=404, told=GONE)
    if request.method != "POST":
        if run.day != day:
            return HttpResponseRedirect(reverse("logbook:run", args=[run.day, pk]))
        return _form(request, day, RunChange(runner=runner, was=run), run)
    form = RunChange(request.POST, runner=runner, was=run)
    if not form.is_valid():
        return _form(request, run.day, form, run, status=422)
    fields = form.row_fields
    try:
        result = write_once(
            form, lambda: saving.change_run(runner, pk, form.cleaned_data["version"], fields), fields["day"], kind="run", pk=pk
        )  # fmt: skip
    except saving.Stale as stale:
        return _stale(request, form, stale.row.pk)
    except Run.DoesNotExist:
        return _form(request, day, RunForm(request.POST, runner=runner), status=404, told=GONE)
    return answer_with_day(request, fields["day"], Confirmation("Run changed", result.undo_for(runner), act="Changed"))


@require_http_methods(METHODS)
@private
def deletion(request: RunnersRequest, day: date, pk: int) -> HttpResponse:
    """Delete a run of the runner's own. The answer holds the undo."""
    runner = request.user
    if request.method != "POST":
        return HttpResponseRedirect(reverse("logbook:run", args=[day, pk]))
    form = Deletion(request.POST, runner=runner)
    if not form.is_valid():
        return answer_with_day(request, day, None, 422, fault=" ".join(words for _, words in problems(form)))
    version = form.cleaned_data["version"]
    try:
        result = write_once(
            form, lambda: saving.remove(runner, runner.runs.get(pk=pk), version), day, kind="deletion of a run", pk=pk
        )
    except Run.DoesNotExist:
        raise Http404 from None
    except saving.Stale as stale:
        run = runner.runs.get(pk=stale.row.pk)
        kept = RunChange(runner=runner, was=run)
        return _form(request, run.day, kept, run, status=409, told=MOVED_ON)
    return answer_with_day(request, day, Confirmation("Run deleted", result.undo_for(runner), act="Deleted"))


def _log(request: RunnersRequest, day: date, form: RunForm | UsualTap) -> HttpResponse:
    runner, run = request.user, Run(day=day, **form.row_fields)
    result = write_once(form, lambda: saving.log_run(runner, run), day, kind="run", on=day)
    if result.is_gone(runner.runs.all()):
        return answer_with_day(request, day, Confirmation(TAKEN_AWAY, act=NOT_SAVED))
    said = f"Run saved{history.for_day(day, runner.today())}: {distance.distance_and_duration(run.distance_m, run.distance_unit, run.duration_s)}"
    return answer_with_day(request, day, Confirmation(said, result.undo_for(runner)))


def _stale(request: RunnersRequest, form: RunChange, pk: int) -> HttpResponse:
    """409: what is saved now, and what this runner wrote, ready to be saved over it."""
    run = request.user.runs.get(pk=pk)
    wrote = {name: value for name, value in form.data.items() if name in form.fields} | {"version": run.version}
    kept = RunChange(runner=request.user, was=run, initial={**wrote, "entry_key": None})
    return _form(request, run.day, kept, run, status=409, saved=history.entry_in_words(run, request.user.today()))


def _form(
    request: RunnersRequest, day: date, form: Sending, run: Run | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    today = request.user.today()
    context = {
        "form": form,
        "run": run,
        "heading": in_words(day, today),
        "action": reverse("logbook:run", args=[day, run.pk]) if run else reverse("logbook:new_run", args=[day]),
        "day_url": reverse("logbook:today") if day == today else reverse("logbook:day", args=[day]),
        "errors": problems(form),
        "told": "",
        "saved": (),
        **frame("Change a run" if run else "Log a run", "today" if day == today else "calendar"),
        **carried_by_forms(request, "today" if day == today else "day"),
        **more,
    }
    return page(request, "logbook/run.html", context, status=status)


def _list(
    request: RunnersRequest, status: int = 200, said: Confirmation | None = None, faults: Any = ()
) -> HttpResponse:
    runner, today = request.user, request.user.today()
    before = history.day_asked_for(request.GET.get("before", ""))
    listed, earlier = history.runs_before(runner, before, today)
    context = {
        "listed": listed,
        "earlier": earlier,
        "before": before and in_words(before - timedelta(days=1), today),
        "usual_run": history.usual_of(runner),
        "source": load.SOURCE,
        "said": said,
        "faults": faults,
        "today_url": reverse("logbook:new_run", args=[today]),
        "account": runner.badge,
        **frame("Runs", "runs"),
        **carried_by_forms(request),
    }
    return page(request, "logbook/runs.html", context, status=status)
