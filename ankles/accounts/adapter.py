"""How allauth speaks and acts on this site: plain words, own addresses only, no mail where none can be sent."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, cast
from urllib.parse import urlsplit, urlunsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context as current
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme

from ankles.accounts import consent, known_devices, passwords, sessions, throttles
from ankles.accounts.mailing import MailFailed
from ankles.accounts.models import User
from ankles.accounts.security import Act, happened
from ankles.logs import without_words

logger = logging.getLogger("ankles.accounts")

LONGEST_ADDRESS = 2_000
# The mail after a sign-up with an address that has an account. Anybody can have it sent.
CONFIRM = "account/email/email_confirmation"
ALREADY_THERE = "account/email/account_already_exists"
TOO_MANY_PASSWORDS = "There were too many wrong passwords, yours or somebody else’s."
HELPS_BY_MAIL = (
    "A passkey lets you in at once. So does a new password: “I forgot my password” sends you a link. "
    "Or wait 5 minutes and try again."
)
HELPS_WITHOUT_MAIL = (
    "A passkey lets you in at once. So does a new password: “I forgot my password” says who makes you a link for it. "
    "Or wait 5 minutes and try again."
)
PASSWORD_ERRORS = {
    "password_too_short": "Make your password 10 characters or longer.",
    "password_too_common": "This password is on the lists that guessers try first. Choose another.",
    "password_too_similar": "This password is too close to your e-mail address. Choose another.",
}


class AccountAdapter(DefaultAccountAdapter):
    """The account app's hooks."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "This e-mail address and password do not go together. Look at both again; capital letters count in the password.",
        "email_taken": "This address already has an account. Log in, or use another address.",
        "duplicate_email": "This is your address already.",
        "enter_current_password": "This is not your password. Capital letters count.",
        "incorrect_password": "This is not your password. Capital letters count.",
        # Codes of a second factor, and the password of somebody who is logged in.
        "too_many_login_attempts": "Too many wrong tries. Wait 5 minutes, then try again.",
        "too_many_at_once": "Too many log-ins at once from your network. Wait a minute, then try again.",
        "rate_limited": "Too many wrong tries. Wait 5 minutes, then try again.",
    }

    def save_user(self, request: HttpRequest, user: AbstractBaseUser, form: Any, commit: bool = True) -> User:
        """Make the account with what sign-up asked for: time zone and consent beside address and password."""
        saved = cast("User", user)
        saved.time_zone = form.cleaned_data["time_zone"]
        super().save_user(request, saved, form, commit)
        if commit:
            saved.agree(consent.VERSION)
        return saved

    def clean_password(self, password: str, user: AbstractBaseUser | None = None) -> str:
        """A new password in the form that is kept. Refuses a weak one in the site's words. Raises ValidationError."""
        try:
            return str(super().clean_password(passwords.canonical_password(password), user))
        except ValidationError as error:
            # Two lists of common passwords say it once.
            said = {one.code: PASSWORD_ERRORS.get(one.code or "", one.messages[0]) for one in error.error_list}
            raise ValidationError([ValidationError(words, code=code) for code, words in said.items()]) from error

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a try to log in. Raises ValidationError for one too many, whose password is not looked at."""
        try:
            self._tries = throttles.try_log_in(request, str(credentials.get("email", "")))
        except throttles.TooMany as error:
            note_lock_out(request, str(credentials.get("email", "")))
            if error.limit in (throttles.HASHES_FOR_DEVICE, throttles.HASHES_FOR_NETWORK):
                raise self.validation_error("too_many_at_once") from error
            helps = HELPS_BY_MAIL if settings.MAIL_CONFIGURED else HELPS_WITHOUT_MAIL
            raise ValidationError(f"{TOO_MANY_PASSWORDS} {helps}", code="too_many_passwords") from error

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Who has this address and password; a right one does not count as a try."""
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if user:
            self._tries.give_back()
            sessions.keep_log_ins(request, cast("User", user))
        return user

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """Whether this is the password of who is logged in. Only tries from this log-in count, no stranger's. Raises
        ValidationError for one too many."""
        try:
            tries = throttles.try_proof(current.request)
        except throttles.TooMany as error:
            raise self.validation_error("too_many_login_attempts") from error
        right = user.check_password(password)
        if right:
            tries.give_back()
            sessions.keep_log_ins(current.request, cast("User", user))
        else:
            happened.send(None, act=Act.REFUSED, account=user.pk, request=current.request)
        return right

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Let somebody in; their browser is known from now on."""
        super().login(request, user)
        known_devices.remember_device(request, cast("User", user))

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Keep a new password. No other browser is known any more; this one had the old password, or the link."""
        super().set_password(user, password)
        known_devices.remember_device(current.request, cast("User", user))

    def is_safe_url(self, url: str | None) -> bool:
        """Say whether to go to an address after an act: a path of this site, nothing else."""
        return is_path_of_ours(url or "")

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        """Where a confirmed address leads."""
        return reverse("profile" if self.request.user.is_authenticated else "account_login")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the page that the change began on."""
        return reverse("profile")

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Mark an address as confirmed, unless it has become somebody else's meanwhile."""
        taken = User.objects.filter(email=email_address.email).exclude(pk=email_address.user_id)
        if not taken.exists():
            try:
                with transaction.atomic():
                    return bool(super().confirm_email(request, email_address))
            except IntegrityError:
                logger.warning("Two accounts confirmed one e-mail address at once; the second was refused.")
        self.add_message(request, messages.ERROR, "account/messages/email_confirmation_failed.txt")
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail, if mail is configured.

        Raises MailFailed when it cannot be written, or does not leave, for whatever reason: somebody waits for it.
        """
        if not settings.MAIL_CONFIGURED:
            return
        counted: AbstractContextManager[bool]
        if template_prefix == ALREADY_THERE:
            counted = throttles.try_mail("already-there", email)
        elif template_prefix.startswith(CONFIRM):
            # allauth keeps three minutes between two; whoever knows a password of their own can ask all day.
            counted = throttles.try_mail("confirm", email, (throttles.MAIL_DAY,))
        else:
            counted = nullcontext(True)
        with counted as may_go:
            if may_go:
                self._send(template_prefix, email, context)

    def _send(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        links = {name: at_our_address(value) for name, value in context.items() if name.endswith("_url")}
        with leaving(email):
            super().send_mail(template_prefix, email, context | links)

    def send_confirmation_mail(self, request: HttpRequest, emailconfirmation: Any, signup: bool) -> None:
        """Send the link that confirms an address. Raises MailFailed, also where the link cannot be made."""
        with leaving(emailconfirmation.email_address.email):
            super().send_confirmation_mail(request, emailconfirmation, signup)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Tell somebody what changed in their account; that mail is a courtesy, its failure stops nothing."""
        try:
            super().send_notification_mail(*args, **kwargs)
        except Exception as error:  # also of what the mail is filled with
            logger.warning("The change was made; only the mail about it is missing (%s).", type(error).__name__)


def note_lock_out(request: HttpRequest, email: str) -> None:
    """Say that somebody tries on after too many wrong passwords: once a minute, however often they do."""
    user = User.objects.known_as(email)
    account = user.pk if user else None
    mark = salted_hmac("ankles.lock-out", f"{account} {throttles.network_to_slow(request.META.get('REMOTE_ADDR', ''))}")
    if cache.add(f"locked-out-{mark.hexdigest()}", True, throttles.MINUTE_S):
        happened.send(None, act=Act.LOCKED_OUT, account=account, request=request)


@contextmanager
def leaving(email: str) -> Iterator[None]:
    """Around the writing and sending of a mail: whatever goes wrong in it is logged without words and is a MailFailed."""
    try:
        yield
    except MailFailed:
        raise
    except Exception as error:
        # The error's text may hold the address. Where a mail server says no, its kind is enough; else the place helps.
        place = "" if isinstance(error, OSError) else f"\n{without_words(error)}"
        logger.error("A mail could not be sent (%s).%s", type(error).__name__, place)
        # The next try is none too many: nothing was sent, and allauth would say nothing and send nothing.
        ratelimit.clear(current.request, action="confirm_email", key=email.lower())
        raise MailFailed from error


def is_path_of_ours(url: str) -> bool:
    """Whether an address is a path of this site, and not too long to be one."""
    return url.startswith("/") and len(url) <= LONGEST_ADDRESS and url_has_allowed_host_and_scheme(url, None)


def at_our_address(url: str) -> str:
    """A link for a mail, to the address that SITE_URL names. allauth takes the `Host` that somebody asked with, and any
    port passes there: a link with a secret would lead to whoever listens on it. On a site of this machine or of a local
    network that header is all that is known of where it is reached.
    """
    return url if settings.SITE.loopback else settings.SITE_URL + urlunsplit(("", "", *urlsplit(url)[2:]))
