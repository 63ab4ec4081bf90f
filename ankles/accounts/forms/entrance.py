"""What is asked at the door: to sign up, to log in, to choose a new password."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm, ResetPasswordForm, ResetPasswordKeyForm, SignupForm
from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from ankles.accounts import consent, throttles, zones
from ankles.accounts.allauth_internals import prevent_enumeration
from ankles.accounts.forms.fields import (
    ask_for_password_once,
    email_field,
    first_password_field,
    new_password_field,
    password_field,
    zone_field,
)
from ankles.accounts.models import User
from ankles.accounts.security import Act, happened

DAYS_FOLLOW = "Your days begin and end by it."
# What a script says that fills the zone in; not again where it filled in one that is unknown here.
FILLED_IN = "Your days begin and end by it. Filled in from this device; change it if it is wrong."
TYPE_IT_AGAIN = (
    "Type your password once more: it was fine, but a page is never given a password back. The rest is kept."
)


class AddressTaken(Exception):
    """Somebody has this address since the form was looked at; the form says so."""


class SignUpForm(SignupForm):
    """An address, a password, a time zone, being 18, and the one consent. Nothing is ticked beforehand."""

    field_order = ["email", "password1", "time_zone", "is_adult", "consent"]

    is_adult = forms.BooleanField(
        label=consent.ADULT, error_messages={"required": "Tick this if you are 18 or older; the logbook is for adults."}
    )
    consent = forms.BooleanField(
        label=consent.WORDS, error_messages={"required": "Tick this to let the site keep what you log."}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = email_field(new=True)
        self.fields["password1"] = first_password_field()
        chosen = str(self.data.get("time_zone", "")) if self.is_bound else ""
        is_known = zones.is_zone(chosen)
        self.fields["time_zone"] = zone_field(DAYS_FOLLOW, chosen if is_known else "")
        if is_known or not chosen:
            self.fields["time_zone"].widget.attrs["data-guess"] = FILLED_IN
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """As allauth checks it. Whoever left out something else is told at the password that it is to be typed again."""
        cleaned: dict[str, Any] = super().clean()
        if self.errors:
            self._ask_again_for_the_password()
        return cleaned

    def _ask_again_for_the_password(self) -> None:
        if "password1" not in self.errors:
            self["password1"].help_text = TYPE_IT_AGAIN

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Make the account, whole or not at all; with mail, somebody who has one already gets the same answer by mail."""
        if self.account_already_exists:
            # What making an account costs, so that the time does not tell the two cases apart.
            get_user_model()().set_password(self.cleaned_data["password1"])
            return self._made(request)
        try:
            with transaction.atomic():
                return self._made(request)
        except IntegrityError:
            # The same address signed up in the same moment (a double tap, two tabs).
            if settings.MAIL_CONFIGURED:
                return None, prevent_enumeration(request, email=self.cleaned_data["email"])
            self.add_error("email", get_adapter().validation_error("email_taken"))
            self._ask_again_for_the_password()
            raise AddressTaken from None

    def _made(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        made: tuple[User | None, HttpResponse | None] = super().try_save(request)
        return made


class LogInForm(LoginForm):
    """An address and a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = email_field(autocomplete="username")
        self.fields["password"] = password_field()
        self.order_fields(["login", "password"])


class AskForLinkForm(ResetPasswordForm):
    """The address to which a link is sent. Whether it has an account shows in the mail only."""

    email = email_field()

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Send the link, if the address had none in the last minutes. Whoever asks is told the same."""
        email: str = self.cleaned_data["email"]
        with throttles.try_mail("reset", email) as may_go:
            if may_go:
                super().save(request, **kwargs)
                for user in self.users:
                    happened.send(None, act=Act.LINK_MAILED, account=user.pk, request=request)
        return email


class NewPasswordForm(ResetPasswordKeyForm):
    """A new password, behind a link that works once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_for_password_once(self, self.user)


class ChosenPasswordForm(forms.Form):
    """A first password, behind the link that `make_editor` prints."""

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["new_password1"] = new_password_field(user)

    def save(self) -> User:
        """Keep the password."""
        self.user.set_password(self.cleaned_data["new_password1"])
        self.user.save(update_fields=["password"])
        return self.user
