"""What this site needs of allauth that is not its public interface, in one place.

`NEEDED` says for each what breaks without it; tests/ankles/accounts/test_allauth_internals.py asks for each with these
words when allauth is upgraded. Nothing else of ours imports from an `internal` package of allauth.
"""

from __future__ import annotations

from typing import Final

from allauth.account.internal.flows.email_verification import send_verification_email_to_address
from allauth.account.internal.flows.login import _AUTHENTICATION_METHODS_USER_SESSION_KEY as PASSWORD_GIVEN_KEY
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.account.internal.flows.signup import prevent_enumeration
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY, clear_login
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, generate_totp_secret

__all__ = [
    "LOGIN_SESSION_KEY",
    "PASSWORD_GIVEN_KEY",
    "SECRET_SESSION_KEY",
    "clear_login",
    "did_recently_reauthenticate",
    "generate_totp_secret",
    "normalize_user_code",
    "prevent_enumeration",
    "send_verification_email_to_address",
]

FLOWS: Final = "allauth.account.internal.flows"
NEEDED: Final = {
    f"{FLOWS}.email_verification.send_verification_email_to_address": "no mail confirms a changed address",
    f"{FLOWS}.login._AUTHENTICATION_METHODS_USER_SESSION_KEY": "erasing an account leaves a log-in that was begun",
    f"{FLOWS}.reauthentication.did_recently_reauthenticate": "“Your data” does not know that the password was just given",
    f"{FLOWS}.signup.prevent_enumeration": "two sign-ups at once tell whether an address has an account",
    "allauth.account.internal.stagekit.LOGIN_SESSION_KEY": "erasing an account leaves a log-in that waits for a code",
    "allauth.account.internal.stagekit.clear_login": "a log-in left half done takes away what was written",
    "allauth.core.internal.cryptokit.normalize_user_code": "a code written with a space counts as another code",
    "allauth.mfa.totp.internal.auth.SECRET_SESSION_KEY": "the secret of an authenticator app waits unencrypted",
    "allauth.mfa.totp.internal.auth.generate_totp_secret": "no authenticator app can be added",
    # Methods that we override, whose names are allauth's own.
    "allauth.account.auth_backends.AuthenticationBackend._mitigate_timing_attack": (
        "the time of a wrong password with accents tells whether an address has an account"
    ),
    "allauth.account.views.LoginView._redirect_to_pending_stage": "a log-in left half done takes away what was written",
}
