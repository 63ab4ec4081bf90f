"""A browser that somebody was logged in with before, known by a cookie: a stranger's wrong passwords are not counted there.

(OWASP calls it a device cookie.) It holds a random value and an HMAC over it, the account and the state of its password:
no address, no number. It opens nothing; the password is asked as before. It means nothing any more once the password is
changed, once the account logs out everywhere, or is erased.
"""

from __future__ import annotations

import re
import secrets

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import constant_time_compare, salted_hmac

from ankles.accounts.models import User

LASTS_S = 365 * 24 * 3600
PATH = "/accounts/"
# A family shares a browser; the last few of them are known there.
MOST_ACCOUNTS = 4
MARK = re.compile(r"([0-9a-f]{32})([0-9a-f]{64})\Z")


def device_of(request: HttpRequest, email: str) -> str:
    """The random value by which this browser is known to the account with an address; empty when it is not."""
    marks = _marks(request)
    user = User.objects.filter(email=email).first() if marks else None
    return next((_value(mark) for mark in marks if user and _is_of(mark, user)), "")


def remember_device(request: HttpRequest, user: User) -> None:
    """Have the answer to this request make the browser known to an account. Call it once somebody is let in."""
    request.known_to = user  # type: ignore[attr-defined]  # ours, on a request


def set_cookie(request: HttpRequest, response: HttpResponseBase) -> None:
    """Write the cookie into an answer, if this request let somebody in."""
    user: User | None = getattr(request, "known_to", None)
    if user is None:
        return
    # Another value each time would begin another count.
    marks, value = _marks(request), device_of(request, user.email) or secrets.token_hex(16)
    others = [mark for mark in marks if _value(mark) != value]
    text = ".".join([value + _mac(user, value, settings.SECRET_KEY), *others][:MOST_ACCOUNTS])
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME, text, max_age=LASTS_S, path=PATH, secure=settings.SESSION_COOKIE_SECURE,
        httponly=True, samesite="Lax",
    )  # fmt: skip


def forget_device(response: HttpResponseBase) -> None:
    """Take the cookie out of a browser: its account is erased."""
    response.delete_cookie(settings.DEVICE_COOKIE_NAME, path=PATH, samesite="Lax")


def _marks(request: HttpRequest) -> list[str]:
    sent = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "").split(".")
    return [mark for mark in sent[:MOST_ACCOUNTS] if MARK.match(mark)]


def _value(mark: str) -> str:
    return mark[:32]


def _is_of(mark: str, user: User) -> bool:
    keys: list[str | bytes] = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(constant_time_compare(mark[32:], _mac(user, _value(mark), key)) for key in keys)


def _mac(user: User, value: str, key: str | bytes) -> str:
    state = f"{user.key.hex} {value} {user.logged_out_everywhere} {user.password}"
    return salted_hmac("ankles.known_device", state, secret=key, algorithm="sha256").hexdigest()
