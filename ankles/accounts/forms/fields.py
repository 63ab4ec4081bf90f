"""The fields that several forms of an account share, in the site's words."""

from __future__ import annotations

from typing import Any

from allauth.account.fields import EmailField, PasswordField, SetPasswordField
from django import forms

from ankles.accounts import zones

LONGEST_EMAIL = 254  # what the account's row holds
LONGEST_PASSWORD = 500
LONGEST_CODE = 40
RULE = "10 characters or more. Three short words work well."
TOO_LONG = f"A password has at most {LONGEST_PASSWORD} characters."
AS_AN_ADDRESS = "Write your e-mail address like name@example.org."


def email_field(autocomplete: str = "email", **kwargs: Any) -> forms.Field:
    """An e-mail address, kept in lower case."""
    widget = forms.EmailInput(attrs={"autocomplete": autocomplete, "autocapitalize": "none", "spellcheck": "false"})
    too_long = f"An e-mail address has at most {LONGEST_EMAIL} characters."
    errors = {"required": "Write your e-mail address.", "invalid": AS_AN_ADDRESS, "max_length": too_long}
    kwargs = {"label": "E-mail", "max_length": LONGEST_EMAIL, "widget": widget, "error_messages": errors} | kwargs
    return EmailField(**kwargs)  # type: ignore[no-any-return]


def password_field(**kwargs: Any) -> forms.Field:
    """The password somebody has."""
    errors = {"required": "Write your password.", "max_length": TOO_LONG}
    kwargs = {"label": "Password", "autocomplete": "current-password", "error_messages": errors} | kwargs
    return _bare(PasswordField(max_length=LONGEST_PASSWORD, **kwargs))


def new_password_field(checked: bool = True, **kwargs: Any) -> forms.Field:
    """A password to choose. `checked`: the field itself refuses weak ones; sign-up's form does that with the address."""
    errors = {"required": "Choose a password.", "max_length": TOO_LONG}
    kwargs = {"label": "Password", "help_text": RULE, "error_messages": errors} | kwargs
    if checked:
        return _bare(SetPasswordField(max_length=LONGEST_PASSWORD, **kwargs))
    return _bare(PasswordField(max_length=LONGEST_PASSWORD, autocomplete="new-password", **kwargs))


def zone_field(help_text: str, current: str = "", **kwargs: Any) -> forms.ChoiceField:
    """One of the world's time zones."""
    return forms.ChoiceField(
        label="Time zone",
        choices=zones.choices(current),
        help_text=help_text,
        error_messages={
            "required": "Choose a time zone, or UTC.",
            "invalid_choice": "Choose a time zone from the list, for example Europe/London.",
        },
        **kwargs,
    )


def _bare(field: Any) -> forms.Field:
    """Without a placeholder: the label says it, and stays while one writes."""
    field.widget.attrs.pop("placeholder", None)
    return field  # type: ignore[no-any-return]
