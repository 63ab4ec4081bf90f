"""The runner's own pages: the profile, the address, the consent and its end."""

from __future__ import annotations

import copy
from typing import Any, cast

from allauth.account import views as allauth
from allauth.account.decorators import reauthentication_required
from allauth.usersessions.views import ListUserSessionsView
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ankles.accounts import consent, devices, known_devices
from ankles.accounts.adapter import is_path_of_ours
from ankles.accounts.factors import factors_of
from ankles.accounts.forms.managing import ConsentForm, RunnersTimeForm
from ankles.accounts.mailing import Mailing
from ankles.accounts.models import User
from ankles.responses import site_context, whole_page


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Everything about the account on one page; what is the runner's own time is changed right here."""
    user = cast("User", request.user)
    # A form writes what it was sent into its instance, valid or not; the page shows what is kept.
    form = RunnersTimeForm(request.POST if request.method == "POST" else None, instance=copy.copy(user))
    if form.is_from_elsewhere():
        page = render(request, "account/written_elsewhere.html", site_context(section="logbook"), status=409)
        return whole_page(page)
    if form.is_bound and form.is_valid():
        form.instance.save(update_fields=form.Meta.fields)
        messages.success(request, "Saved.")
        return HttpResponseRedirect(f"{reverse('profile')}#said", status=303)
    context = {"form": form, "factors": factors_of(user), "devices": devices.count_devices(user)}
    return TemplateResponse(request, "account/profile.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def give_consent(request: HttpRequest) -> HttpResponse:
    """Ask for the consent of an account that has none; show it where it was given."""
    user = cast("User", request.user)
    form = ConsentForm(request.POST if request.method == "POST" else None)
    to = request.POST.get("next") or request.GET.get("next", "")
    to = to if is_path_of_ours(to) else ""
    if form.is_bound and form.is_valid():
        if not user.may_log:
            user.agree(consent.VERSION)
        return HttpResponseRedirect(to or reverse("logbook:today"), status=303)
    context = {"form": form, "next": to, "words": consent.sentences_of_consent(user.consent_text)}
    return TemplateResponse(request, "account/consent.html", context, status=422 if form.is_bound else 200)


@require_safe
def withdraw_consent(request: HttpRequest) -> HttpResponse:
    """What follows from taking the consent back; offers the export, then leads to the erasure."""
    return TemplateResponse(request, "account/withdraw_consent.html")


class Devices(ListUserSessionsView):
    """Where the runner is logged in; each device can be logged out, or all others at once."""

    def form_valid(self, form: Any) -> HttpResponse:
        """End one of the runner's log-ins; or all others, and then no other browser is known any more either."""
        user = cast("User", self.request.user)
        if "device" in self.request.POST:
            name = devices.log_out_device(self.request, user, self.request.POST["device"])
            if name:
                messages.success(self.request, f"Logged out: {name}.")
            return HttpResponseRedirect(f"{reverse('usersessions_list')}#said", status=303)
        answer: HttpResponse = super().form_valid(form)
        user.log_out_everywhere()
        known_devices.remember_device(self.request, user)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the devices in words."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"devices": devices.devices_of(context["sessions"])}


your_devices = Devices.as_view()


class ChangeEmail(Mailing, allauth.EmailView):
    """Another address for the account."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Send the link; without mail the new address counts at once."""
        response: HttpResponse
        try:
            response = super().form_valid(form)
        except ValidationError as error:  # somebody else took the address in this moment
            form.add_error("email", error)
            response = self.form_invalid(form)
        else:
            if not settings.MAIL_CONFIGURED:
                messages.success(self.request, "Your e-mail address is changed.")
                response = HttpResponseRedirect(f"{reverse('profile')}#said")
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the address that waits for its confirmation; the account's own is none that waits."""
        user = cast("User", self.request.user)
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[no-untyped-call]  # allauth's has none
        new_address = [one for one in context["emailaddresses"] if not one.verified and one.email != user.email]
        unconfirmed = [one for one in context["emailaddresses"] if not one.verified and one.email == user.email]
        mail = settings.MAIL_CONFIGURED
        return context | {
            "new_address": new_address[:1] if mail else [],
            "unconfirmed": unconfirmed if mail else [],
            "mail": mail,
        }


change_email = reauthentication_required(app="allauth.account")(ChangeEmail.as_view())
