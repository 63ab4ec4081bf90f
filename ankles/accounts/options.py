"""What accounts are made of: django-allauth's settings, in one place."""

from __future__ import annotations

from typing import Any

from ankles.configuration import FILE_CACHE, Site

REDIS_CACHE = "django.core.cache.backends.redis.RedisCache"
REAUTHENTICATION_S = 5 * 60


def allauth_options(site: Site, mail: bool) -> dict[str, Any]:
    """The ACCOUNT_, MFA_ and ALLAUTH_ settings of a site that can send mail, or cannot.

    With mail an address is confirmed before the first log-in, and nobody learns whether an address has an account.
    Without it neither is possible.
    """
    return {
        "ACCOUNT_ADAPTER": "ankles.accounts.adapter.AccountAdapter",
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
        "ACCOUNT_LOGIN_METHODS": {"email"},
        "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*"],
        "ACCOUNT_EMAIL_VERIFICATION": "mandatory" if mail else "none",
        "ACCOUNT_EMAIL_NOTIFICATIONS": mail,
        "ACCOUNT_EMAIL_SUBJECT_PREFIX": "",
        "ACCOUNT_CHANGE_EMAIL": True,
        # In the browser that signed up; anywhere else the link only confirms.
        "ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION": True,
        "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "https" if site.secure else "http",
        "ACCOUNT_SESSION_REMEMBER": True,
        "ACCOUNT_REAUTHENTICATION_REQUIRED": True,
        "ACCOUNT_REAUTHENTICATION_TIMEOUT": REAUTHENTICATION_S,
        # Log-ins, and mails to one address, are counted in ankles/accounts/throttles.py: allauth's counts let a stranger
        # shut the owner out. `login_failed` is left for the codes of the second factor.
        "ACCOUNT_RATE_LIMITS": {"login": None, "reset_password": "20/m/ip"},
        "ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR": "ankles.accounts.tokens.LinkTokens",
        "ACCOUNT_LOGOUT_REDIRECT_URL": "/",
        "ACCOUNT_FORMS": {
            "login": "ankles.accounts.forms.entrance.LogInForm",
            "signup": "ankles.accounts.forms.entrance.SignUpForm",
            "reset_password": "ankles.accounts.forms.entrance.AskForLinkForm",
            "reset_password_from_key": "ankles.accounts.forms.entrance.NewPasswordForm",
            "add_email": "ankles.accounts.forms.managing.ChangeEmailForm",
            "change_password": "ankles.accounts.forms.managing.ChangePasswordForm",
            "set_password": "ankles.accounts.forms.managing.SetPasswordForm",
            "reauthenticate": "ankles.accounts.forms.managing.PasswordAgainForm",
        },
        # The server has already put the address of the real client into REMOTE_ADDR (ankles/proxies.py); what
        # X-Forwarded-For says is not looked at again.
        "ALLAUTH_TRUSTED_PROXY_COUNT": 0,
        "MFA_ADAPTER": "ankles.accounts.second_factor.SecondFactorAdapter",
        "MFA_SUPPORTED_TYPES": ["totp", "recovery_codes", "webauthn"],
        "MFA_TOTP_ISSUER": "Ankles",
        "MFA_TOTP_TOLERANCE": 1,
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_ALLOW_UNVERIFIED_EMAIL": not mail,
        # Browsers offer passkeys on http://localhost too; nowhere else is plain http let through.
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": site.loopback and not site.secure,
        "MFA_FORMS": {
            "authenticate": "ankles.accounts.forms.factors.CodeForm",
            "reauthenticate": "ankles.accounts.forms.factors.CodeAgainForm",
            "activate_totp": "ankles.accounts.forms.factors.FirstCodeForm",
            "add_webauthn": "ankles.accounts.forms.factors.AddPasskeyForm",
            "edit_webauthn": "ankles.accounts.forms.factors.RenamePasskeyForm",
            "login_webauthn": "ankles.accounts.forms.factors.PasskeyForm",
            "authenticate_webauthn": "ankles.accounts.forms.factors.PasskeyStepForm",
            "reauthenticate_webauthn": "ankles.accounts.forms.factors.PasskeyAgainForm",
        },
    }


def shared_between_workers(cache: dict[str, Any]) -> dict[str, Any]:
    """A CACHES entry in which throttles hold: the file cache becomes the one that counts between processes, and Redis one
    without which people still get in."""
    if cache.get("BACKEND") == FILE_CACHE:
        return cache | {"BACKEND": "ankles.accounts.counting.SharedFileCache"}
    if cache.get("BACKEND") == REDIS_CACHE:
        return cache | {"BACKEND": "ankles.accounts.counting.RedisOrFiles"}
    return cache
