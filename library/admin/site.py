"""The desk itself: who may come in, and in which order things stand on it."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from ankles.accounts import devices
from ankles.accounts.factors import factors_of
from ankles.held import HELD, fields_of
from library import editors
from library.admin.throttle import Throttle

ORDER = ("Chapter", "Issue", "Exercise", "Routine", "WarningSign", "Source", "Term", "Synonym", "Area")


class LogInForm(AdminAuthenticationForm):
    """The log-in of the desk, slowed down after wrong passwords."""

    error_messages = {
        **AdminAuthenticationForm.error_messages,
        "invalid_login": "This e-mail address and password do not open the desk. Look at both again; capital letters count in the password.",
        "throttled": "Too many wrong passwords. Wait 15 minutes, then try again.",
        "second_factor": "This account has a second factor, which this page cannot ask for. Log in at /accounts/login/, then open the desk.",
    }

    def clean(self) -> dict[str, Any]:
        """Refuse without looking once there were too many failures; count each one."""
        email = str(self.cleaned_data.get("username") or "")
        address = self.request.META.get("REMOTE_ADDR", "") if self.request else ""
        throttle = Throttle(email, address)
        if throttle.is_closed():
            raise ValidationError(self.error_messages["throttled"], code="throttled")
        try:
            cleaned = super().clean()
        except ValidationError:
            throttle.note_failure()
            raise
        throttle.forget()
        return cleaned

    def confirm_login_allowed(self, user: Any) -> None:
        """Only editors, and none past their second factor. Raises ValidationError."""
        super().confirm_login_allowed(user)
        factors = factors_of(user)
        if factors.app or factors.passkeys:
            raise ValidationError(self.error_messages["second_factor"], code="second_factor")


class Desk(AdminSite):
    """Holds the library and nothing else: no users, no logs."""

    site_header = "Ankles: the editor's desk"
    site_title = "Ankles desk"
    index_title = "What stands in the guide"
    login_form = LogInForm
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Only active staff in the Editors group, or superusers."""
        known: bool | None = getattr(request, "_is_editor", None)
        if known is None:
            known = request._is_editor = editors.is_editor(request.user)  # type: ignore[attr-defined]  # asked several times a page
        return known

    @login_not_required
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Log in; then offer to send what was held."""
        kept = fields_of(request, HELD)
        response = super().login(request, {"held": kept, **(extra_context or {})})
        if request.method == "POST" and response.status_code == 302:
            devices.note(request)
        to = request.POST.get("next", "")
        allowed = to.startswith(reverse("admin:index")) and url_has_allowed_host_and_scheme(to, None)
        if response.status_code == 302 and kept and allowed:
            page = {**self.each_context(request), "title": "What you wrote is kept", "held": kept, "to": to}
            return TemplateResponse(request, "admin/library/held.html", page)
        return response

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The entries in the order in which an editor thinks of them."""
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda model: ORDER.index(model["object_name"]))
        return apps
