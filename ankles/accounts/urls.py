"""The addresses of an account, under the names that allauth expects. What the site does not offer has no address."""

from __future__ import annotations

from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import URLPattern, path, re_path

from ankles.accounts.views import entrance, profile
from ankles.accounts.views.frame import in_the_frame


def page_at(route: str, view: Any, name: str) -> URLPattern:
    """A page of an account in the site's frame."""
    return path(route, in_the_frame(view), name=name)


urlpatterns = [
    page_at("", profile.profile, "profile"),
    page_at("consent/", profile.give_consent, "consent"),
    page_at("consent/withdrawal/", profile.withdraw_consent, "withdraw_consent"),
    # the door
    page_at("signup/", entrance.sign_up, "account_signup"),
    page_at("login/", entrance.log_in, "account_login"),
    page_at("logout/", account.logout, "account_logout"),
    path("erased/", entrance.erased, name="account_erased"),
    page_at("inactive/", account.account_inactive, "account_inactive"),
    page_at("confirm-email/", account.EmailVerificationSentView.as_view(), "account_email_verification_sent"),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", in_the_frame(account.confirm_email), name="account_confirm_email"),
    # the password
    page_at("reauthenticate/", account.reauthenticate, "account_reauthenticate"),
    page_at("password/change/", account.password_change, "account_change_password"),
    page_at("password/set/", account.password_set, "account_set_password"),
    page_at("password/reset/", entrance.forgotten_password, "account_reset_password"),
    page_at("password/reset/done/", account.password_reset_done, "account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        in_the_frame(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    page_at("password/reset/key/done/", account.password_reset_from_key_done, "account_reset_password_from_key_done"),
    # Below allauth's, whose addresses its two segments would swallow.
    page_at("password/<uidb64>/<token>/", entrance.choose_password, "choose_password"),
    # the address, the devices
    page_at("email/", profile.change_email, "account_email"),
    page_at("sessions/", profile.your_devices, "usersessions_list"),
    # the second factor
    page_at("2fa/", mfa.index, "mfa_index"),
    page_at("2fa/authenticate/", entrance.second_step, "mfa_authenticate"),
    page_at("2fa/reauthenticate/", mfa.reauthenticate, "mfa_reauthenticate"),
    page_at("2fa/totp/activate/", totp.activate_totp, "mfa_activate_totp"),
    page_at("2fa/totp/deactivate/", totp.deactivate_totp, "mfa_deactivate_totp"),
    page_at("2fa/recovery-codes/", recovery.view_recovery_codes, "mfa_view_recovery_codes"),
    page_at("2fa/recovery-codes/generate/", recovery.generate_recovery_codes, "mfa_generate_recovery_codes"),
    page_at("2fa/recovery-codes/download/", recovery.download_recovery_codes, "mfa_download_recovery_codes"),
    page_at("2fa/webauthn/", webauthn.list_webauthn, "mfa_list_webauthn"),
    page_at("2fa/webauthn/add/", webauthn.add_webauthn, "mfa_add_webauthn"),
    page_at("2fa/webauthn/login/", entrance.passkey_log_in, "mfa_login_webauthn"),
    page_at("2fa/webauthn/reauthenticate/", webauthn.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    page_at("2fa/webauthn/keys/<int:pk>/edit/", webauthn.edit_webauthn, "mfa_edit_webauthn"),
    page_at("2fa/webauthn/keys/<int:pk>/remove/", webauthn.remove_webauthn, "mfa_remove_webauthn"),
]
