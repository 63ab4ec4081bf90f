"""A form of the desk that is sent after the log-in ended: its text is held while its editor logs in again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse

from ankles.held import fields_of

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class HeldForms:
    """Answers a form of the desk that comes from nobody with a log-in that carries its fields along.

    It stands after AuthenticationMiddleware and before ClosedByDefault, which would send the reader away without them.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        """Hold the text of a form for adding or changing; leave everything else alone."""
        name = getattr(request.resolver_match, "view_name", "")
        is_form = name.startswith("admin:library_") and name.endswith(("_add", "_change"))
        if request.method != "POST" or not is_form or request.user.is_authenticated:
            return None
        context = {"held": fields_of(request, ""), "next": request.path, "app_path": reverse("admin:login")}
        page = TemplateResponse(request, "admin/library/ended.html", {"title": "Log in again", **context}, status=403)
        return page.render()
