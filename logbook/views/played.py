"""The scripts' door to the logbook: addresses that speak JSON, each answer the same for a sending that comes again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, cast

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.http import require_POST, require_safe

from ankles.accounts.models import User
from ankles.resend_after_login import logged_out
from logbook.entries import playing, receipts
from logbook.entries.receipts import OtherContent, Withdrawn
from logbook.forms import played as forms
from logbook.forms.sending import Sending, WrongAccount
from logbook.models import TrainingSession
from logbook.views.access import RunnersRequest, private, refusal
from logbook.views.sending import write_once


def in_json(view: Callable[[RunnersRequest, dict[str, Any]], HttpResponse]) -> Callable[..., HttpResponse]:
    """Read the body, and say in JSON what `access.private` says on pages: no consent, another account, other content."""

    @wraps(view)
    def inner(request: HttpRequest) -> HttpResponse:
        if not cast("User", request.user).may_log:
            return refusal(403, "consent")
        try:
            body = forms.read_json(request.body)
        except ValueError:
            return JsonResponse({"errors": {"body": ["This is not the player's JSON."]}}, status=422)
        try:
            return view(cast("RunnersRequest", request), body)
        except Withdrawn:
            return refusal(403, "consent")
        except WrongAccount:
            return refusal(409, "account")
        except OtherContent:
            return refusal(409, "content")
        except User.DoesNotExist:  # erased in another tab meanwhile
            return logged_out(request)
        except TrainingSession.DoesNotExist:
            return refusal(404, "session")

    return inner


@require_safe
@private
def player(request: RunnersRequest) -> HttpResponse:
    """Whose logbook it is, the token to send with, and the places that are asked about after a session."""
    return JsonResponse(playing.runner_for_player(request.user) | {"csrf": get_token(request)})


@require_POST
@in_json
def played(request: RunnersRequest, body: dict[str, Any]) -> HttpResponse:
    """Keep a session as it was played: 201, or 200 when it was kept before."""
    form = forms.Played(body, runner=request.user)
    if not form.is_valid():
        return invalid(form)
    said = playing.by_the_right_clock(request.user, form.cleaned_data)
    result = write_once(
        form, lambda: playing.keep_session(request.user, said["entry_key"], said), said["day"], kind="played"
    )
    status = 201 if result.saved else 200
    return JsonResponse({"day": (result.day or said["day"]).isoformat(), "session": result.row}, status=status)


@require_POST
@in_json
def sessions(request: RunnersRequest, body: dict[str, Any]) -> HttpResponse:
    """Keep a session that was written down without a network, with the names and doses of that time: 201, or 200 as above."""
    form = forms.WrittenDown(body, runner=request.user)
    if not form.is_valid():
        return invalid(form)
    said = form.cleaned_data
    result = write_once(
        form, lambda: playing.keep_written_down(request.user, said["entry_key"], said), said["day"], kind="written down"
    )
    status = 201 if result.saved else 200
    return JsonResponse({"day": said["day"].isoformat(), "session": result.row}, status=status)


@require_POST
@in_json
def answers(request: RunnersRequest, body: dict[str, Any]) -> HttpResponse:
    """Keep what was said after a session: effort, numbers for places."""
    form = forms.Answers(body, runner=request.user)
    if not form.is_valid():
        return invalid(form)
    said, day = form.cleaned_data, None
    with transaction.atomic():
        receipt, fresh = receipts.accept(request.user, said["entry_key"], form.content(kind="answers"))
        day = playing.keep_answers(request.user, said) if fresh else receipt.day
        if fresh:
            receipt.day = day
            receipt.save(update_fields=["day"])
    return JsonResponse({"day": cast("date", day).isoformat()}, status=201 if fresh else 200)


def invalid(form: Sending) -> HttpResponse:
    """What is wrong, by field. Nothing was written."""
    return JsonResponse({"errors": form.errors.get_json_data()}, status=422)
