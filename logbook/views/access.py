"""The door of every page of the logbook."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.contrib.auth.middleware import get_user
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django_htmx.middleware import HtmxDetails

from ankles.accounts.models import User
from ankles.resend_after_login import logged_out
from ankles.responses import leave_for, page, site_context, wants_json
from logbook.entries.receipts import OtherContent, Withdrawn
from logbook.forms.played import NOT_YET
from logbook.forms.sending import WrongAccount
from logbook.views import conflicts

View = Callable[..., HttpResponse]


class NotYet(Http404):
    """A day to come that holds nothing: no page for a reader, a reason for a script that sends a form."""


class RunnersRequest(HttpRequest):
    """A request of somebody who is logged in and agreed that health data is kept."""

    user: User
    htmx: HtmxDetails


def private(view: View) -> View:
    """Ask for the consent first, show times where the runner lives, keep the answer out of every cache.

    That somebody is logged in is asked before, of every view (`ankles.middleware.ClosedByDefault`).
    """

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # The person itself: what Django puts on a request asks a question of its own at each look.
        request.user = runner = cast("User", get_user(request))
        if not runner.may_log:
            return _consent_first(request)
        timezone.activate(runner.zone)
        try:
            response = view(request, *args, **kwargs)
        except Withdrawn:
            response = _consent_first(request)
        except NotYet:
            if not _sends_by_script(request):
                raise
            response = JsonResponse({"saved": False, "errors": [NOT_YET]}, status=422)
        except OtherContent:
            response = refusal(409, "content") if _sends_by_script(request) else conflicts.other_content(request)
        except WrongAccount:
            response = (
                refusal(409, "account")
                if _sends_by_script(request)
                else page(request, "logbook/wrong_account.html", site_context(title="Another account"), status=409)
            )
        except User.DoesNotExist:
            # Erased in another tab while this was on its way: there is nobody left to answer.
            logout(request)
            response = (
                logged_out(request) if _sends_by_script(request) else leave_for(request, reverse("account_login"))
            )
        finally:
            timezone.deactivate()
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return inner


def refusal(status: int, error: str) -> HttpResponse:
    """A refusal in one word, for a script. Nothing was written."""
    return JsonResponse({"error": error}, status=status)


def _sends_by_script(request: HttpRequest) -> bool:
    return request.method == "POST" and wants_json(request)


def _consent_first(request: HttpRequest) -> HttpResponse:
    if _sends_by_script(request):
        return refusal(403, "consent")
    return leave_for(request, f"{reverse('consent')}?{urlencode({'next': request.path})}")
