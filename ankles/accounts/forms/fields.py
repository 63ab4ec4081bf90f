"""The fields that several forms of an account share, in the site's words."""

from __future__ import annotations

from typing import Any, TypeVar

from allauth.account.fields import EmailField, PasswordField, SetPasswordField
from django import forms
from django.contrib.auth.base_user import AbstractBaseUser

from ankles.accounts import mail_addresses, zones
from ankles.accounts.models import User

LONGEST_EMAIL = 254  # what the account's row holds
LONGEST_PASSWORD = 500
LONGEST_CODE = 40
RULE = "10 characters or more. Three short words work well."
TOO_LONG = f"A password has at most {LONGEST_PASSWORD} characters."
# What every password that is chosen has in common.
CHOSEN: dict[str, Any] = {
    "help_text": RULE,
    "max_length": LONGEST_PASSWORD,
    "error_messages": {"required": "Choose a password.", "max_length": TOO_LONG},
}
OneField = TypeVar("OneField", bound=forms.Field)
AS_AN_ADDRESS = "Write your e-mail address like name@example.org."


class AddressField(EmailField):
    """The address that somebody says their account has, in the one form in which it is kept."""

    def to_python(self, value: Any) -> str:
        """The canonical form. What an earlier release kept in another one is found as it is typed."""
        typed = str(super().to_python(value) or "").lower()
        kept = mail_addresses.canonical_address(typed)
        # One query more for whoever writes it in another form, whether there is an account or not.
        found = User.objects.known_as(typed) if typed != kept else None
        return found.email if found else kept


class NewAddressField(EmailField):
    """An address that an account will have, in the one form in which it is kept; mail can reach it."""

    default_validators = [mail_addresses.check_reachable]

    def to_python(self, value: Any) -> str:
        """The canonical form."""
        return mail_addresses.canonical_address(str(super().to_python(value) or ""))


def email_field(autocomplete: str = "email", *, new: bool = False, **kwargs: Any) -> EmailField:
    """An e-mail address: of an account that may be there, or a new one."""
    widget = forms.EmailInput(attrs={"autocomplete": autocomplete, "autocapitalize": "none", "spellcheck": "false"})
    too_long = f"An e-mail address has at most {LONGEST_EMAIL} characters."
    errors = {"required": "Write your e-mail address.", "invalid": AS_AN_ADDRESS, "max_length": too_long}
    kwargs = {"label": "E-mail", "max_length": LONGEST_EMAIL, "widget": widget, "error_messages": errors} | kwargs
    return NewAddressField(**kwargs) if new else AddressField(**kwargs)


def password_field(label: str = "Password") -> PasswordField:
    """The password somebody has."""
    errors = {"required": "Write your password.", "max_length": TOO_LONG}
    return _bare(
        PasswordField(label=label, max_length=LONGEST_PASSWORD, autocomplete="current-password", error_messages=errors)
    )


def first_password_field() -> PasswordField:
    """The password of a new account. Its form refuses weak ones, because the address counts, too."""
    return _bare(PasswordField(label="Password", autocomplete="new-password", **CHOSEN))


def new_password_field(user: AbstractBaseUser | None) -> SetPasswordField:
    """Another password for somebody. The field itself refuses weak ones."""
    field = _bare(SetPasswordField(label="New password", **CHOSEN))
    field.user = user
    return field


def ask_for_password_once(form: forms.Form, user: AbstractBaseUser | None) -> None:
    """Have a form of allauth ask for the new password once and not twice: it can be shown while it is typed."""
    del form.fields["password2"]
    form.fields["password1"] = new_password_field(user)


class ZoneField(forms.ChoiceField):
    """A time zone. Older names, which browsers still use, are taken as well as the ones that are listed."""

    def valid_value(self, value: Any) -> bool:
        """Whether it is the name of a place, or UTC."""
        return zones.is_zone(str(value)) or bool(super().valid_value(value))


def zone_field(help_text: str, current: str = "", **kwargs: Any) -> ZoneField:
    """One of the world's time zones; `current` is the one that is set, and stands first. Nothing is chosen unasked."""
    none = [] if current else [("", "Choose where you live")]
    return ZoneField(
        label="Time zone",
        choices=[*none, *zones.zone_choices(current)],
        help_text=help_text,
        error_messages={
            "required": "Choose the time zone you live in.",
            "invalid_choice": "Choose a time zone from the list, for example London.",
        },
        **kwargs,
    )


def _bare(field: OneField) -> OneField:
    """Without a placeholder: the label says it, and stays while one writes."""
    field.widget.attrs.pop("placeholder", None)
    return field
