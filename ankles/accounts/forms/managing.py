"""What can be changed in an account: address, password, the runner's time."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.account.forms import AddEmailForm, ReauthenticateForm
from allauth.account.forms import ChangePasswordForm as ChangeForm
from allauth.account.forms import SetPasswordForm as SetForm
from allauth.account.models import EmailAddress
from allauth.core import context as current
from django import forms
from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from ankles.accounts import consent, sessions
from ankles.accounts.allauth_internals import send_verification_email_to_address
from ankles.accounts.forms.fields import ask_for_password_once, email_field, password_field, zone_field
from ankles.accounts.mailing import MailFailed
from ankles.accounts.models import MOST_A_WEEK, User


class RunnersTimeForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """When a runner's days and weeks begin, and how many sessions a week they aim for."""

    account = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    class Meta:
        model = User
        fields = ("time_zone", "week_start", "weekly_aim")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["account"] = self.instance.badge
        hint = "Your days begin and end by it. What you logged keeps its day."
        self.fields["time_zone"] = zone_field(hint, self.instance.time_zone)
        week_start = forms.TypedChoiceField(
            label="Your week starts on",
            choices=User.WeekStart.choices,
            coerce=int,
            widget=forms.RadioSelect,
            error_messages={
                "required": "Choose the day your week starts on.",
                "invalid_choice": "A week starts on Monday, Saturday or Sunday.",
            },
        )
        self.fields["week_start"] = week_start
        aim = f"Aim for 1 to {MOST_A_WEEK} sessions a week, or leave it empty."
        self.fields["weekly_aim"] = forms.IntegerField(
            label="Sessions a week you aim for",
            help_text="Leave it empty for no aim.",
            required=False,
            min_value=1,
            max_value=MOST_A_WEEK,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 2}),
            error_messages={"invalid": aim, "min_value": aim, "max_value": aim},
        )

    def is_from_elsewhere(self) -> bool:
        """Whether the form was opened in another account."""
        return bool(self.is_bound and self.data.get("account", "") not in ("", self.instance.badge))


class ConsentForm(forms.Form):
    """The consent by itself: for accounts that were made without one, or took it back."""

    is_adult = forms.BooleanField(
        label=consent.ADULT, error_messages={"required": "Tick this if you are 18 or older; the logbook is for adults."}
    )
    consent = forms.BooleanField(
        label=consent.WORDS, error_messages={"required": "Tick this to let the site keep what you log."}
    )


class ChangeEmailForm(AddEmailForm):
    """Another address. With mail it counts once it is confirmed; without mail, at once."""

    email = email_field(new=True, label="New e-mail")

    def clean_email(self) -> str:
        """Lower case, not the one there is; without mail, nobody else's. Raises ValidationError."""
        email = str(super().clean_email())
        if not settings.MAIL_CONFIGURED and User.objects.filter(email=email).exists():
            raise get_adapter().validation_error("email_taken")
        return email

    def save(self, request: HttpRequest) -> EmailAddress:
        """Keep the address as one to confirm, and send the link; or make it the address of the account."""
        user, email = cast("User", self.user), self.cleaned_data["email"]
        addresses = EmailAddress.objects.filter(user=user)
        if settings.MAIL_CONFIGURED:
            address, made = EmailAddress.objects.get_or_create(user=user, email=email)
            try:
                send_verification_email_to_address(request, address)
            except MailFailed:
                if made:
                    address.delete()
                raise
            # Now that a link is under way. allauth would take the newest one, which may be the one the account has.
            addresses.filter(verified=False).exclude(email__in=(user.email, email)).delete()
            return address
        try:
            with transaction.atomic():
                user.email = email
                user.save(update_fields=["email"])
                addresses.delete()
                return EmailAddress.objects.create(user=user, email=email, primary=True)
        except IntegrityError:
            raise get_adapter().validation_error("email_taken") from None


class ChangePasswordForm(ChangeForm):
    """The old password and a new one."""

    oldpassword = password_field("Your password now")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_for_password_once(self, self.user)
        self.order_fields(["oldpassword", "password1"])

    def clean_oldpassword(self) -> str:
        """The password of now. Raises ValidationError when it is another."""
        password: str = super().clean_oldpassword()
        sessions.keep_log_ins(current.request, cast("User", self.user))
        return password


class SetPasswordForm(SetForm):
    """A first password, for an account that has none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_for_password_once(self, self.user)


class PasswordAgainForm(ReauthenticateForm):
    """The password once more, before something that matters."""

    password = password_field()
