"""Which routines stand on Today."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ankles.responses import page
from logbook.entries import receipts
from logbook.forms.pins import Pins
from logbook.guide import pins as pinning
from logbook.guide import plans
from logbook.views.access import RunnersRequest, private
from logbook.views.sending import Confirmation
from logbook.views.today import answer_with_day, carried_by_forms, frame


@require_safe
@private
def play_usual(request: RunnersRequest) -> HttpResponse:
    """The way from a phone's home screen to the player of the first pinned routine; to all routines where there is none.

    The shortcut is the same for everybody, so which routine that is can only be said here.
    """
    for pin in request.user.pinned_routines.in_order():
        plan = plans.known_plans().find(pin.routine_id, pin.stage_name)
        if plan and plan.play_url:
            return HttpResponseRedirect(plan.play_url)
    return HttpResponseRedirect(reverse("library:routines"))


@require_http_methods(["GET", "HEAD", "POST"])
@private
def pins(request: RunnersRequest) -> HttpResponse:
    """Choose up to three routines, their order, and the stage of those that have stages."""
    runner = request.user
    form = Pins(
        request.POST if request.method == "POST" else None, runner=runner, now=list(runner.pinned_routines.in_order())
    )
    if not form.is_bound or not form.is_valid():
        context = {"form": form, **frame("Your routines", "today"), **carried_by_forms(request)}
        return page(request, "logbook/pins.html", context, status=422 if form.is_bound else 200)
    with transaction.atomic():
        _, fresh = receipts.accept(runner, form.cleaned_data["entry_key"], form.content(kind="pins"))
        if fresh:
            pinning.pin(runner, form.chosen())
    return answer_with_day(request, runner.today(), Confirmation("Your routines are saved"))
