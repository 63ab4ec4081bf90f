"""The door: sign up, log in, confirm an address, choose a new password."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from allauth.account import views as allauth
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from django.views.generic import View
from django.views.generic.base import ContextMixin

from ankles.accounts import known_devices, sweeping
from ankles.accounts.allauth_internals import clear_login
from ankles.accounts.factors import factors_of
from ankles.accounts.forms.entrance import AddressTaken, ChosenPasswordForm
from ankles.accounts.mailing import Mailing
from ankles.accounts.models import Tombstone, key_of_badge
from ankles.accounts.security import Act, happened
from ankles.resend_after_login import FILES_FIELD, UNSENT_PREFIX, UnsentForm, offer_to_resend, unsent_form_of
from ankles.responses import site_context


class CarriesUnsentForm(ContextMixin, View):
    """A page of the log-in that carries along what somebody wrote, and offers it once they are in."""

    @method_decorator(login_not_required)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Somebody who is in already (another tab) gets what they wrote at once."""
        unsent = unsent_form_of(request)
        if unsent and request.user.is_authenticated:
            return offer_to_resend(request, unsent)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the fields of an unsent form, and where to go on."""
        context = super().get_context_data(**kwargs)
        unsent = unsent_form_of(self.request)
        to = unsent.to if unsent else self.request.POST.get("next") or self.request.GET.get("next", "")
        return context | {"unsent": unsent, "prefix": UNSENT_PREFIX, "files_field": FILES_FIELD, "next": to}

    def carried(self, response: HttpResponse) -> HttpResponse:
        """The answer after a step: what was not sent once the runner is in, the next step with it before."""
        unsent = unsent_form_of(self.request)
        if unsent is None:
            return response
        if self.request.user.is_authenticated:
            return offer_to_resend(self.request, unsent)
        if response.headers.get("Location") == reverse("mfa_authenticate"):
            return answer_with_page(self.request, unsent, second_step)
        return response


def answer_with_page(
    request: HttpRequest, unsent: UnsentForm | None, view: Callable[[HttpRequest], HttpResponseBase]
) -> HttpResponse:
    """Another page of the log-in as the answer to a form, with what is not sent yet."""
    request.unsent_form, request.method = unsent, "GET"  # type: ignore[attr-defined]  # ours, on a request
    return cast("HttpResponse", view(request))


class LogIn(CarriesUnsentForm, Mailing, allauth.LoginView):
    """By e-mail and password, or with a passkey."""

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> HttpResponseRedirect | None:
        if unsent_form_of(request):  # a log-in that was left half done does not take the text away
            clear_login(request)
            return None
        return super()._redirect_to_pending_stage(request, stage)

    def form_valid(self, form: Any) -> HttpResponse:
        """Log in, or go to the second step."""
        return self.carried(super().form_valid(form))


log_in = LogIn.as_view()


class SecondStep(CarriesUnsentForm, Mailing, AuthenticateView):
    """A code or a passkey after the password."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say whether the account has a passkey to be asked for."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"has_passkeys": factors_of(self.stage.login.user).passkeys > 0}

    def form_valid(self, form: Any) -> HttpResponse:
        """Log in."""
        return self.carried(super().form_valid(form))


second_step = SecondStep.as_view()


class PasskeyLogIn(CarriesUnsentForm, LoginWebAuthnView):
    """With a passkey alone. Its form stands on the log-in page."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Log in."""
        return self.carried(super().form_valid(form))

    def form_invalid(self, form: Any) -> HttpResponse:
        """The log-in page again, with the reason."""
        self.request.passkey_errors = form.errors.get("credential", [])  # type: ignore[attr-defined]  # ours, on a request
        return answer_with_page(self.request, unsent_form_of(self.request), log_in)


passkey_log_in = PasskeyLogIn.as_view()


class SignUp(Mailing, allauth.SignupView):
    """Start a logbook."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Before the address is looked up: whoever never confirmed it may begin again."""
        sweeping.forget_unconfirmed_accounts()
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return answer

    def form_valid(self, form: Any) -> HttpResponse:
        """Make the account; an address that was taken a moment ago is said at its field."""
        answer: HttpResponse
        try:
            answer = super().form_valid(form)
        except AddressTaken:
            answer = self.form_invalid(form)
        return answer

    def take_back(self, form: Any) -> None:
        """Without its mail nobody can enter the account: it goes, and the address is free for the next try.

        Not one transaction around it all: that would keep everybody else from writing for as long as a mail server takes.
        Should the machine stop in between, `sweeping` does it later.
        """
        if made := getattr(self, "user", None):
            made.delete()
        clear_login(self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say whether a mail will come."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"mail": settings.MAIL_CONFIGURED}


sign_up = SignUp.as_view()


class ForgottenPassword(Mailing, allauth.PasswordResetView):
    """Ask for a link; where there is no mail, the page says who can make one."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send the link; without mail there is nothing to send."""
        act = super().post if settings.MAIL_CONFIGURED else self.get
        answer: HttpResponse = act(request, *args, **kwargs)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say whether a mail can come."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"mail": settings.MAIL_CONFIGURED}


forgotten_password = ForgottenPassword.as_view()


class ChoosePassword(PasswordResetConfirmView):
    """The page behind the link that `make_editor` prints; it works once."""

    template_name = "account/choose_password.html"
    form_class = ChosenPasswordForm  # type: ignore[assignment]  # the view needs no more of it than `save`
    success_url = reverse_lazy("admin:login")

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the password; whoever had the link is known in this browser."""
        response = super().form_valid(form)
        happened.send(None, act=Act.PASSWORD_RESET, account=form.user.pk, request=self.request)
        known_devices.remember_device(self.request, form.user)
        return response


choose_password = login_not_required(ChoosePassword.as_view())


@login_not_required
def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429: the throttle is closed; says how long to wait."""
    context = site_context(section="logbook") | {"signing_up": request.path == reverse("account_signup")}
    response = render(request, "account/too_many.html", context, status=429)
    response.headers["Retry-After"] = "60"
    return response


@login_not_required
@csrf_exempt
@require_POST
def erased(request: HttpRequest) -> HttpResponse:
    """Whether an account was erased, as JSON: asked by a phone that remembers it and on which nobody is logged in any more.

    The tag in the body is 64 bits by chance, and the answer is the same for one that no account ever had and one whose
    account is there. Nothing is changed and no cookie read, so no token against forgery is asked for.
    """
    try:
        key = key_of_badge(request.POST.get("account", ""))
    except ValueError:
        return JsonResponse({"erased": False})
    return JsonResponse({"erased": Tombstone.objects.of(Tombstone.What.ACCOUNT, [key]).exists()})
