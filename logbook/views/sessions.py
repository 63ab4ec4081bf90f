"""Training sessions: new, changed, deleted."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ankles.problems import problems
from ankles.responses import page
from ankles.sent_numbers import number_sent
from logbook.day import in_words
from logbook.entries import saving
from logbook.forms.one_tap import OneTap
from logbook.forms.sending import Deletion, Sending
from logbook.forms.session import SessionChange, SessionForm
from logbook.guide import plans
from logbook.history.logged import entry_in_words, title
from logbook.history.usual import day_on_button
from logbook.models import ExerciseDone, PinnedRoutine, TrainingSession
from logbook.views.access import RunnersRequest, private
from logbook.views.sending import NOT_SAVED, TAKEN_AWAY, Confirmation, write_once
from logbook.views.today import answer_with_day, carried_by_forms, check_open, frame

GONE = "This entry is not there any more. What you wrote is below; saving it makes a new session."
MOVED_ON = "This session was changed after you opened it, so it was not deleted. Look at it again."


@require_http_methods(["GET", "HEAD", "POST"])
@private
def new(request: RunnersRequest, day: date) -> HttpResponse:
    """Log a session on a day: with one tap, by its minutes, or exercise by exercise."""
    check_open(request, day)
    if request.method != "POST":
        plan = _plan_asked_for(request)
        minutes = {"minutes": plan.minutes} if plan else {}
        return _form(request, day, SessionForm(runner=request.user, plan=plan, initial=minutes))
    if "pin" in request.POST or "same" in request.POST:
        tap = OneTap(request.POST, runner=request.user)
        if not tap.is_valid():
            return answer_with_day(request, day, None, 422, fault=unseen_faults(tap))
        return _log(request, day, tap, *tap.made)
    form = SessionForm(request.POST, runner=request.user)
    if form.is_looking:
        return _form(request, day, form)
    if form.is_valid():
        return _log(request, day, form, form.session(day), form.exercises())
    if request.POST.get("only") == "minutes":
        return answer_with_day(request, day, None, 422, minutes_form=form)
    return _form(request, day, form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def change(request: RunnersRequest, day: date, pk: int) -> HttpResponse:
    """Change a session of the runner's own."""
    try:
        session = request.user.training_sessions.get(pk=pk)
    except TrainingSession.DoesNotExist:
        if request.method != "POST":
            raise Http404 from None
        # Deleted in another tab, or never theirs: nobody is told which, and what was written is kept.
        check_open(request, day)
        return _form(request, day, SessionForm(request.POST, runner=request.user), status=404, told=GONE)
    if request.method != "POST":
        if session.day != day:
            return HttpResponseRedirect(reverse("logbook:session", args=[session.day, pk]))
        return _form(request, day, SessionChange(session=session, runner=request.user))
    form = SessionChange(request.POST, session=session, runner=request.user)
    if form.is_looking:
        # It goes on being a form of the version at which it was opened.
        return _form(request, day, form, version=request.POST.get("version", ""))
    if not form.is_valid():
        return _form(request, day, form, status=422)
    return _change(request, form, session)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def deletion(request: RunnersRequest, day: date, pk: int) -> HttpResponse:
    """Delete a session of the runner's own. The answer holds the undo."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("logbook:session", args=[day, pk]))
    runner, form = request.user, Deletion(request.POST, runner=request.user)
    if not form.is_valid():
        return answer_with_day(request, day, None, 422, fault=unseen_faults(form))
    sessions, version = runner.training_sessions, form.cleaned_data["version"]
    try:
        result = write_once(
            form, lambda: saving.remove(runner, sessions.get(pk=pk), version), day, kind="deletion", pk=pk
        )
    except TrainingSession.DoesNotExist:
        raise Http404 from None
    except saving.Stale as stale:
        current = SessionChange(session=sessions.get(pk=stale.row.pk), runner=runner)
        return _form(request, day, current, status=409, told=MOVED_ON)
    return answer_with_day(request, day, Confirmation("Session deleted", result.undo_for(runner), act="Deleted"))


def unseen_faults(form: Sending) -> str:
    """What is wrong with a form that has no fields to be seen."""
    return " ".join(str(message) for messages in form.errors.values() for message in messages)


def _log(
    request: RunnersRequest, day: date, form: OneTap | SessionForm, session: TrainingSession, done: list[ExerciseDone]
) -> HttpResponse:
    runner, session.day = request.user, day

    def write() -> saving.SavedAct:
        plans.unlink_the_gone(session, done)
        return saving.log_session(runner, session, done)

    result = write_once(form, write, day, kind="session", on=day)
    if result.is_gone(runner.training_sessions.all()):
        return answer_with_day(request, day, Confirmation(TAKEN_AWAY, act=NOT_SAVED))
    other_day = (
        ""
        if day == runner.today()
        else f" {day_on_button(day, runner.today())}".replace(" yesterday", " for yesterday")
    )
    minutes = "" if session.minutes is None else f", {session.minutes} min"
    at = f"pin-{form.cleaned_data['pin']}" if isinstance(form, OneTap) and form.cleaned_data["pin"] else ""
    if other_day and request.POST.get("back") == "today":
        at = ""  # the row on Today goes on offering today
    said = Confirmation(f"Session saved{other_day}{minutes}", result.undo_for(runner))
    return answer_with_day(request, day, said, at=at)


def _change(request: RunnersRequest, form: SessionChange, session: TrainingSession) -> HttpResponse:
    runner, day, done = request.user, form.cleaned_data["day"], form.exercises()
    version, fields = form.cleaned_data["version"], {"day": day, **form.row_fields}

    def write() -> saving.SavedAct:
        plans.unlink_the_gone(session, done)
        return saving.change_session(runner, session.pk, version, fields, done)

    try:
        result = write_once(form, write, day, kind="session", pk=session.pk)
    except saving.Stale as stale:
        return _stale(request, form, stale.row.pk)
    except TrainingSession.DoesNotExist:
        kept = SessionForm(request.POST, runner=runner)
        return _form(request, day, kept, status=404, told=GONE)
    return answer_with_day(request, day, Confirmation("Session changed", result.undo_for(runner), act="Changed"))


def _plan_asked_for(request: RunnersRequest) -> plans.Plan | None:
    """The plan of `?pin=` or `?routine=` (and `&stage=`), all of them numbers; None for a free list or a wrong number."""
    asked = {name: request.GET.get(name, "") for name in ("pin", "routine", "stage")}
    sent = {name: number_sent(text) for name, text in asked.items()}
    numbers = {name: number for name, number in sent.items() if number is not None}
    if "pin" in numbers:
        try:
            pin = request.user.pinned_routines.get(pk=numbers["pin"])
        except PinnedRoutine.DoesNotExist:
            return None
        return plans.known_plans().find(pin.routine_id, pin.stage_name)
    return plans.known_plans().numbered(numbers.get("routine", 0), numbers.get("stage", 0))


def _form(
    request: RunnersRequest, day: date, form: SessionForm, status: int = 200, told: str = "", **more: Any
) -> HttpResponse:
    """The form of a session on a page of its own. `told` says why it is shown again."""
    runner, session = request.user, form.was if isinstance(form, SessionChange) else None
    today = runner.today()
    context = {
        "form": form,
        "session": session,
        "version": session.version if session else None,
        "title": title(session, len(form.own)) if session else form.plan.name if form.plan else "What did you do?",
        "about": form.plan.stage_name if form.plan else "",
        "heading": in_words(day, today),
        "action": reverse("logbook:session", args=[day, session.pk])
        if session
        else reverse("logbook:new_session", args=[day]),
        "day_url": reverse("logbook:today") if day == today else reverse("logbook:day", args=[day]),
        "routines": () if form.own or form.is_bound else plans.known_plans().offered,
        "told": told,
        "errors": _problems(form),
        "saved": (),
        **frame("Change a session" if session else "Log a session", "today" if day == today else "calendar"),
        **carried_by_forms(request, "today" if day == today else "day"),
        **more,
    }
    return page(request, "logbook/session.html", context, status=status)


def _problems(form: SessionForm) -> list[tuple[str, str]]:
    """What is wrong, as the form goes: what is wrong with all of it, its exercises, its fields."""
    found, general = problems(form), len(form.non_field_errors())
    rows = [(f"dose-{row.key}", f"{row.name}: {' '.join(row.faults)}") for row in form.faulty]
    return [*found[:general], *rows, *found[general:]]


def _stale(request: RunnersRequest, form: SessionChange, pk: int) -> HttpResponse:
    """409: what is saved now, and what this runner wrote, ready to be saved over it."""
    form.was = request.user.training_sessions.get(pk=pk)
    saved = entry_in_words(form.was, form.was.exercises_done.in_order(), request.user.today())
    return _form(request, form.was.day, form, status=409, saved=saved)
