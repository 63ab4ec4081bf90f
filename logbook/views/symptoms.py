"""Saying what hurts: a number for a place, the long form, what is followed, a day without pain."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import cast

from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ankles.accounts.models import User
from ankles.responses import page, whole_page
from logbook import notice, pain
from logbook.day import in_words
from logbook.entries import receipts, saving
from logbook.forms import symptom as forms
from logbook.forms.sending import Deletion, Sending
from logbook.guide import followed as following
from logbook.guide import places
from logbook.models import ClearDay, Symptom
from logbook.place import Place
from logbook.views import long_form
from logbook.views.access import RunnersRequest, private
from logbook.views.sending import NOT_SAVED, TAKEN_AWAY, Confirmation, WriteResult, write_once
from logbook.views.today import answer_with_day, carried_by_forms, check_open, frame
from logbook.vocabulary import Moment

METHODS = ["GET", "HEAD", "POST"]
GONE = "This entry is not there any more. What you wrote is below; saving it makes a new entry."
MOVED_ON = "This entry was changed after you opened it, so it was not deleted. Look at it again."
NOT_CLEAR = "This day has a symptom, so it cannot also say “nothing”. Delete the symptom first if it was a slip."


@require_http_methods(METHODS)
@private
def new(request: RunnersRequest, day: date) -> HttpResponse:
    """GET: two feet and the list, to choose a place and then a number. POST: one tap, or the long form."""
    check_open(request, day)
    if request.method != "POST":
        return choose_place(request, day, forms.SeverityTap(runner=request.user))
    if "more" in request.POST:
        return long_form.blank(request, day)
    if request.POST.get("form") == long_form.NAME:
        return _log_all(request, day)
    form = forms.SeverityTap(request.POST, runner=request.user)
    if not form.is_valid():
        return choose_place(request, day, form, status=422)
    place = places.PLACES[form.cleaned_data["place"]]
    moment, felt = form.cleaned_data["moment"], {"severity": form.cleaned_data["severity"]}
    result = write_once(
        form,
        lambda: saving.log_symptom(request.user, day, place, moment, felt),
        day,
        kind="symptom",
        on=day,
    )
    return answer_with_day(request, day, confirmation_of(request.user, result))


def _log_all(request: RunnersRequest, day: date) -> HttpResponse:
    runner = request.user
    form = forms.SymptomForm(request.POST, runner=runner)
    if not form.is_valid():
        return long_form.form_page(request, day, form, status=422)
    said = form.cleaned_data
    place = Place(said["area"], said["side"])

    def write() -> saving.SavedAct:
        # Asked again where nobody else can write for this runner: two tabs may fill the same gap.
        there = runner.symptoms.on(said["day"]).of_place(place).at(said["moment"])
        if there.exists():
            raise IntegrityError
        return saving.log_symptom(runner, said["day"], place, said["moment"], form.felt)

    try:
        result = write_once(form, write, said["day"], kind="symptom", on=day)
    except IntegrityError:
        return long_form.refused(request, day, form)
    return answer_with_day(request, said["day"], confirmation_of(runner, result))


@require_http_methods(METHODS)
@private
def change(request: RunnersRequest, day: date, pk: int) -> HttpResponse:
    """The long form of an entry; a POST changes it, its day, place and moment among the rest."""
    runner = request.user
    try:
        entry = runner.symptoms.get(pk=pk)
    except Symptom.DoesNotExist:
        if request.method != "POST":
            raise Http404 from None
        # Deleted in another tab, or never theirs: nobody is told which, and what was written is kept.
        check_open(request, day)
        return long_form.form_page(request, day, forms.SymptomForm(request.POST, runner=runner), status=404, told=GONE)
    if request.method != "POST":
        if entry.day != day:
            return HttpResponseRedirect(reverse("logbook:symptom", args=[entry.day, pk]))
        return long_form.form_page(request, day, long_form.form_of(runner, entry))
    form = forms.SymptomChange(request.POST, runner=runner, was=entry)
    if not form.is_valid():
        return long_form.form_page(request, entry.day, form, status=422)
    version, fields = form.cleaned_data["version"], form.row_fields
    try:
        result = write_once(
            form,
            lambda: saving.change_symptom(runner, pk, version, fields),
            fields["day"],
            kind="symptom",
            row=pk,
        )
    except saving.Stale as stale:
        return long_form.stale(request, form, runner.symptoms.get(pk=stale.row.pk))
    except Symptom.DoesNotExist:
        return long_form.form_page(request, day, forms.SymptomForm(request.POST, runner=runner), status=404, told=GONE)
    except IntegrityError:
        return long_form.refused(request, entry.day, form)
    return answer_with_day(request, fields["day"], replace(confirmation_of(runner, result), act="Changed"))


@require_http_methods(METHODS)
@private
def deletion(request: RunnersRequest, day: date, pk: int) -> HttpResponse:
    """Take an entry out; Undo brings it back."""
    if request.method != "POST":
        return _back_to(day)
    runner, form = request.user, Deletion(request.POST, runner=request.user)
    if not form.is_valid():
        return refuse_button(request, day, form)
    version = form.cleaned_data["version"]
    try:
        result = write_once(
            form, lambda: saving.remove(runner, runner.symptoms.get(pk=pk), version), day, kind="deletion", row=pk
        )
    except Symptom.DoesNotExist:
        raise Http404 from None
    except saving.Stale as stale:
        entry = runner.symptoms.get(pk=stale.row.pk)
        return long_form.form_page(request, entry.day, long_form.form_of(runner, entry), status=409, told=MOVED_ON)
    gone = cast("Symptom", result.saved.row) if result.saved else None
    words = f"{following.symptom_in_words(gone)} is deleted" if gone else "That entry is deleted"
    return answer_with_day(request, day, Confirmation(words, undo=result.undo_for(runner), act="Deleted"))


@require_http_methods(METHODS)
@private
def clear(request: RunnersRequest, day: date) -> HttpResponse:
    """Say that nothing hurt on a day, or take that back. Refused in words while the day has symptoms."""
    if request.method != "POST":
        return _back_to(day)
    runner, form = request.user, forms.ClearDayForm(request.POST, runner=request.user)
    check_open(request, day)
    if not form.is_valid():
        return refuse_button(request, day, form)
    try:
        if form.cleaned_data["undo"]:
            result = write_once(form, lambda: _unclear(runner, day), day, kind="clear_day", on=day)
            words = f"{clear_day_in_words(runner, day)} is taken back"
            return answer_with_day(request, day, Confirmation(words, undo=result.undo_for(runner), act="Taken back"))
        result = write_once(form, lambda: saving.log_clear_day(runner, day), day, kind="clear_day", on=day)
    except saving.NotClear:
        return answer_with_day(request, day, None, 409, fault=NOT_CLEAR)
    if result.is_gone(runner.clear_days.all()):
        return answer_with_day(request, day, Confirmation(TAKEN_AWAY, act=NOT_SAVED))
    return answer_with_day(
        request,
        day,
        Confirmation(
            f"{clear_day_in_words(runner, day)} saved{other_day_saved_for(day, runner.today())}",
            undo=result.undo_for(runner),
        ),
    )


def _unclear(runner: User, day: date) -> saving.SavedAct:
    found: ClearDay | None = runner.clear_days.on(day).select_for_update().first()
    return saving.remove(runner, found) if found else saving.SavedAct(ClearDay.new(runner, day=day))


@require_http_methods(METHODS)
@private
def followed(request: RunnersRequest) -> HttpResponse:
    """Stop asking about a place, or begin again. What was logged there stays."""
    runner = request.user
    if request.method != "POST":
        return HttpResponseRedirect(reverse("logbook:today"), status=303)
    form = forms.FollowForm(request.POST, runner=runner)
    if not form.is_valid():
        return refuse_button(request, runner.today(), form)
    day = min(form.cleaned_data["day"] or runner.today(), runner.today())
    place = places.PLACES[form.cleaned_data["place"]]
    with transaction.atomic():
        _, fresh = receipts.accept(runner, form.cleaned_data["entry_key"], form.content(kind="followed"))
        if fresh:
            following.follow(runner, place, stop=form.cleaned_data["stop"])
    if following.is_followed(runner, place) == form.cleaned_data["stop"]:
        # An old sending that came again, after the runner had said the contrary.
        return answer_with_day(request, day, Confirmation(TAKEN_AWAY, act=NOT_SAVED))
    if form.cleaned_data["stop"]:
        words = f"{place.name} is off this page. What you logged there stays"
        return answer_with_day(request, day, Confirmation(words, again=place.code, act="Changed"))
    return answer_with_day(request, day, Confirmation(f"{place.name} is back on this page", act="Changed"))


def choose_place(request: RunnersRequest, day: date, form: forms.SeverityTap, status: int = 200) -> HttpResponse:
    """The page with both feet; a form that was sent keeps its place, and says which number was tapped."""
    today = request.user.today()
    context = {
        "errors": [(name and "place", words) for name, words in forms.messages(form)],
        "feet": places.feet(),
        "groups": places.LISTED,
        "chosen": str(form["place"].value() or ""),
        "bands": pain.STAIR,
        "tapped": None if form.errors.get("severity") else form["severity"].value(),
        "words": in_words(day, today),
        "day": day,
        "is_today": day == today,
        **frame("Error: Where is it?" if form.errors else "Where is it?", "today" if day == today else "calendar"),
        **carried_by_forms(request, long_form.back_to(day, today)),
    }
    return whole_page(page(request, "logbook/place.html", context, status=status))


def confirmation_of(runner: User, result: WriteResult) -> Confirmation:
    """What is said after an entry was saved: the same the first time and when its sending comes again."""
    row = cast("Symptom", result.saved.row) if result.saved else runner.symptoms.all().numbered(result.row)
    if row is None:
        return Confirmation(TAKEN_AWAY, act=NOT_SAVED)
    gone = (
        f". {clear_day_in_words(runner, row.day)} is taken away"
        if result.saved and result.saved.took_away_clear_day
        else ""
    )
    return Confirmation(
        f"{_felt(row)} saved{other_day_saved_for(row.day, runner.today())}{gone}",
        undo=result.undo_for(runner),
        notice=notice.applies(row.qualities, row.timing, row.onset),
        change=reverse("logbook:symptom", args=[row.day, row.pk]),
    )


def clear_day_in_words(runner: User, day: date) -> str:
    """How a clear day is called."""
    return "“Nothing today”" if day == runner.today() else "“Nothing that day”"


def _felt(row: Symptom) -> str:
    when = "" if row.moment == Moment.WORST else f" ({Moment(row.moment).label.lower()})"
    return f"{following.symptom_in_words(row)}{when}"


def other_day_saved_for(day: date, today: date) -> str:
    """For which day something was saved, unless it is today."""
    return "" if day == today else f" for {in_words(day, today)}"


def refuse_button(request: RunnersRequest, day: date, form: Sending) -> HttpResponse:
    """422: a form of one button that was tampered with, or lost its key. The page says so and is ready to be used."""
    return answer_with_day(request, day, None, 422, fault=" ".join(words for _, words in forms.messages(form)))


def _back_to(day: date) -> HttpResponse:
    return HttpResponseRedirect(reverse("logbook:day", args=[day]), status=303)
