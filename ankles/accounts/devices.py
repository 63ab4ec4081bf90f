"""Where somebody is logged in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.http import HttpRequest

from ankles.accounts.models import User
from ankles.sent_numbers import number_sent

# In this order: each later one is what the earlier ones also call themselves.
BROWSERS = (("Edg", "Edge"), ("OPR|Opera", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox|FxiOS", "Firefox"),
            ("Chrome|CriOS", "Chrome"), ("Safari", "Safari"))  # fmt: skip
SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "Mac"),
           ("Linux|X11", "Linux"))  # fmt: skip


@dataclass(frozen=True)
class Device:
    """A browser somebody is logged in with."""

    number: int
    name: str
    address: str
    since: datetime
    current: bool


def devices_of(rows: list[UserSession]) -> list[Device]:
    """What a runner recognises of their sessions, in the order given."""
    return [Device(row.pk, browser_in_words(row.user_agent), row.ip, row.created_at, row.is_current()) for row in rows]


def browser_in_words(user_agent: str) -> str:
    """ "Firefox on Android" for what a browser calls itself; "A browser" when it says nothing that is known."""
    browser = next((name for pattern, name in BROWSERS if re.search(pattern, user_agent)), "A browser")
    system = next((name for pattern, name in SYSTEMS if re.search(pattern, user_agent)), "")
    return f"{browser} on {system}" if system else browser


def count_devices(user: User) -> int:
    """How many devices or browsers are listed."""
    return int(UserSession.objects.filter(user=user).count())


def log_out_device(request: HttpRequest, user: User, number: str) -> str:
    """Log somebody out on another of their devices; returns what it is called. Empty when that is none of theirs (any
    more), or the one in hand, which has a button of its own."""
    rows = UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key)
    row = rows.filter(pk=number_sent(number) or 0).first()
    if row is None:
        return ""
    row.end()
    return browser_in_words(row.user_agent)


def log_out_everywhere(user: User) -> int:
    """Log somebody out everywhere; returns how many sessions ended."""
    user.log_out_everywhere()
    rows = UserSession.objects.filter(user=user)
    keys = list(rows.values_list("session_key", flat=True))
    ended, _ = Session.objects.filter(session_key__in=keys).delete()
    rows.delete()
    return ended
