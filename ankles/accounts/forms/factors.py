"""Codes and passkeys: what the second factor asks. Whatever a client sends here is refused with words, never with a fault."""

from __future__ import annotations

import hashlib
import struct
from typing import Any

from allauth.core import context as current
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError

from ankles.accounts.allauth_internals import SECRET_SESSION_KEY, generate_totp_secret, normalize_user_code
from ankles.accounts.factors import factors_of
from ankles.accounts.forms.fields import LONGEST_CODE

LONGEST_NAME = 60
LONGEST_CREDENTIAL = 20_000
MOST_PASSKEYS = 20
# What parsers of binary structures raise when a stranger sends them something else.
MADE_UP = (
    ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError, struct.error,
    InvalidSignature, UnsupportedAlgorithm,
)  # fmt: skip
NO_PASSKEY = "This passkey was not recognised. Nothing was changed; try again."


def code_field(label: str, help_text: str = "") -> forms.CharField:
    """Six digits of an app, or a recovery code."""
    attrs = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
    errors = {"required": "Type the code."}
    return forms.CharField(
        label=label, help_text=help_text, max_length=LONGEST_CODE, widget=forms.TextInput(attrs), error_messages=errors
    )


def name_field() -> forms.CharField:
    """What a passkey is called in the list."""
    hint = "So that you know it again: “My phone”, “Key on the ring”."
    return forms.CharField(label="Name", help_text=hint, max_length=LONGEST_NAME)


class CodeCountsOnce(BaseAuthenticateForm):
    """A form in which a code of the authenticator app counts once, as long as it would be taken.

    allauth forgets a used code after 30 s, but with a tolerance of one step it is good for 90 s.
    """

    code = code_field("Code", "Six digits from your authenticator app, or one of your recovery codes.")

    def clean_code(self) -> str:
        """The code, if it fits and was not used before. Raises ValidationError."""
        typed = normalize_user_code(str(self.cleaned_data["code"]))
        digest = hashlib.sha256(f"{self.user.pk} {typed}".encode()).hexdigest()
        key = f"second-factor-used-{digest}"
        if cache.get(key):
            raise get_adapter().validation_error("incorrect_code")
        code = str(super().clean_code())
        cache.set(key, True, app_settings.TOTP_PERIOD * (1 + 2 * app_settings.TOTP_TOLERANCE))
        return code


class CodeForm(CodeCountsOnce, AuthenticateForm):
    """The second step of a log-in."""


class CodeAgainForm(CodeCountsOnce, ReauthenticateForm):
    """A code before something that matters."""


class FirstCodeForm(ActivateTOTPForm):
    """A code that shows that the app holds the secret. Until it comes, the secret waits in the session, encrypted."""

    code = code_field("Code", "The six digits that the app shows now.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.user = kwargs.pop("user")
        # Past allauth's own __init__, which would write the secret into the session as it is.
        super(ActivateTOTPForm, self).__init__(*args, **kwargs)
        self.secret = self._waiting() or self._new()

    def _waiting(self) -> str:
        """The secret whose picture was shown; empty when a page is opened, or nothing waits."""
        sealed = current.request.session.get(SECRET_SESSION_KEY) if self.is_bound else None
        return str(get_adapter().decrypt(sealed)) if sealed else ""

    def _new(self) -> str:
        secret = str(generate_totp_secret())
        current.request.session[SECRET_SESSION_KEY] = get_adapter().encrypt(secret)
        return secret


class CredentialField(forms.JSONField):
    """What a browser's passkey dialogue gave back: one flat JSON object of base64 texts."""

    widget = forms.HiddenInput
    default_error_messages = {"required": NO_PASSKEY}

    def to_python(self, value: Any) -> Any:
        """The object. Raises ValidationError for anything that no browser sends."""
        text = value if isinstance(value, str) else ""
        try:
            # No browser writes escapes here, and a database refuses what some of them stand for (NUL, half a surrogate).
            found = None if len(text) > LONGEST_CREDENTIAL or "\\u" in text else super().to_python(text)
        except RecursionError:
            found = None
        if not isinstance(found, dict):
            raise ValidationError(NO_PASSKEY, code="passkey")
        return found

    def bound_data(self, data: Any, initial: Any) -> Any:
        """A credential is good for one try: it is never sent back to the page."""
        return initial


class AddPasskeyForm(AddWebAuthnForm):
    """A new passkey and its name."""

    name = name_field()
    credential = CredentialField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False

    def clean(self) -> Any:
        """As allauth checks it, and not more passkeys than anybody has. Raises ValidationError."""
        if factors_of(self.user).passkeys >= MOST_PASSKEYS:
            raise ValidationError(f"This account has {MOST_PASSKEYS} passkeys. Take one away first.", code="passkeys")
        return passkey_check(super().clean)


class RenamePasskeyForm(EditWebAuthnForm):
    """Another name for a passkey."""

    name = name_field()


class SignedByPasskey(AuthenticateWebAuthnForm):
    """A form that holds what a passkey signed."""

    credential = CredentialField()

    def clean_credential(self) -> Any:
        """The passkey that signed. Raises ValidationError."""
        return passkey_check(super().clean_credential)


class PasskeyForm(SignedByPasskey, LoginWebAuthnForm):
    """A log-in by passkey alone."""


class PasskeyStepForm(SignedByPasskey):
    """The second step of a log-in."""


class PasskeyAgainForm(SignedByPasskey, ReauthenticateWebAuthnForm):
    """A passkey before something that matters."""


def passkey_check(check: Any) -> Any:
    """What a check of allauth and fido2 says; whatever it trips over in made-up input becomes a ValidationError."""
    try:
        return check()
    except ValidationError as error:
        if error.code == "too_many_login_attempts":
            raise
        raise ValidationError(NO_PASSKEY, code="passkey") from error
    except MADE_UP as error:
        raise ValidationError(NO_PASSKEY, code="passkey") from error
