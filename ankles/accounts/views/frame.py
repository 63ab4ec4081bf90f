"""What every page of an account has: the site's frame, the runner's time zone, no cache."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone

from ankles.accounts import known_devices
from ankles.accounts.mailing import MailFailed, mail_failed
from ankles.responses import site_context

View = Callable[..., HttpResponseBase]


def in_the_frame(view: View) -> View:
    """Give a view's template what base.html needs, render it in the runner's zone, and keep the answer out of caches.
    Where a mail did not leave and the view has no form to say so at, 503.

    The frame goes in last: allauth's own `site` is another thing.
    """

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
        except MailFailed:
            response = mail_failed(request)
        if isinstance(response, TemplateResponse) and not response.is_rendered:
            response.context_data = {
                **(response.context_data or {}),
                **site_context(section="logbook", page="account", path=request.path),
            }
            zone = request.user.zone if request.user.is_authenticated else timezone.get_default_timezone()
            with timezone.override(zone):
                response.render()
        known_devices.set_cookie(request, response)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return inner
