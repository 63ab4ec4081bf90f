"""What nobody needs any more goes: log-ins that ended by themselves, and where they came from."""

from __future__ import annotations

from allauth.account.models import EmailConfirmation
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone


def forget_ended_sessions() -> int:
    """Delete log-ins that are over, and links that have run out; returns how many log-ins. Quick when there are none.

    The privacy page says how long these are kept; `start` and `backup` call this.
    """
    gone, _ = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    EmailConfirmation.objects.all_expired().delete()
    return gone
