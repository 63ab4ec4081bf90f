"""The security log: the one module of receivers. It writes a line and changes nothing else.

A line holds an account's number, the act, the time, and the network that the request came from, cut so that it names no
household; never what was typed. It is kept for 90 days, also when the account is erased before; /privacy/ says so.
"""

from __future__ import annotations

import ipaddress
import logging
from datetime import timedelta
from typing import Any, Final

from allauth.account import signals as account
from allauth.mfa import signals as factor
from django.contrib.auth import signals as auth
from django.db import DatabaseError, transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from ankles.accounts.models import User
from ankles.accounts.security import Act, happened
from ankles.models import SecurityEvent

logger = logging.getLogger("ankles.security")
KEPT_FOR: Final = timedelta(days=90)
# What is left of an address: a line says which provider, not which house.
IPV4_BITS, IPV6_BITS = 24, 48


def write_down(act: Act, account: int | None, request: HttpRequest | None) -> None:
    """Add a line. An act does not fail because it could not be written down; that is said in the server's records."""
    try:
        with transaction.atomic():
            SecurityEvent.objects.create(act=act, account=account, network=network_that_is_noted(request))
    except DatabaseError as error:
        logger.error("The security log could not be written (%s).", type(error).__name__)


def forget_old_lines() -> None:
    """Delete the lines that have had their days."""
    SecurityEvent.objects.older_than(timezone.now() - KEPT_FOR).delete()


def network_that_is_noted(request: HttpRequest | None) -> str:
    """The first 24 bits of an IPv4 address, 48 of an IPv6 address; "" for a command, or when there is no address."""
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", "") if request else "")
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    bits = IPV4_BITS if address.version == 4 else IPV6_BITS
    return str(ipaddress.ip_network(f"{address}/{bits}", strict=False))


@receiver(happened)
def _said(act: Act, account: int | None, request: HttpRequest | None, **_: Any) -> None:
    write_down(act, account, request)


@receiver(auth.user_login_failed)
def _refused(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    # The address that was typed is looked up and not kept; a name without an account is nobody's number.
    user = User.objects.known_as(str(credentials.get("email") or credentials.get("username") or ""))
    write_down(Act.REFUSED, user.pk if user else None, request)


def _of_person(act: Act) -> Any:
    def write(user: Any = None, request: HttpRequest | None = None, **_: Any) -> None:
        if user is not None and user.pk:
            write_down(act, user.pk, request)

    return write


# Receivers are held weakly.
RECEIVERS: Final = [
    (auth.user_logged_in, _of_person(Act.LOGGED_IN)),
    (auth.user_logged_out, _of_person(Act.LOGGED_OUT)),
    (account.user_signed_up, _of_person(Act.SIGNED_UP)),
    (account.password_changed, _of_person(Act.PASSWORD_CHANGED)),
    (account.password_set, _of_person(Act.PASSWORD_CHANGED)),
    (account.password_reset, _of_person(Act.PASSWORD_RESET)),
    (account.email_changed, _of_person(Act.EMAIL_CHANGED)),
    (factor.authenticator_added, _of_person(Act.FACTOR_ADDED)),
    (factor.authenticator_removed, _of_person(Act.FACTOR_REMOVED)),
    (factor.authenticator_reset, _of_person(Act.CODES_MADE)),
    (factor.authentication_failed, _of_person(Act.CODE_REFUSED)),
]
for _signal, _write in RECEIVERS:
    _signal.connect(_write)
