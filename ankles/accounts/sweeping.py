"""What nobody needs any more goes: log-ins that ended by themselves, where they came from, accounts never confirmed."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.models import EmailConfirmation
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from ankles.accounts.models import User

# Longer than the link in the mail is good for (three days); a log-in meanwhile sends another one.
UNCONFIRMED = timedelta(days=7)


def forget_ended_sessions() -> int:
    """Delete log-ins that are over, and links that have run out; returns how many log-ins. Quick when there are none.

    The privacy page says how long these are kept; `start` and `backup` call this.
    """
    gone, _ = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    EmailConfirmation.objects.all_expired().delete()
    return gone


def forget_unconfirmed_accounts() -> None:
    """Delete accounts whose address was never confirmed: a typing error, or somebody else's address. They hold no entry.

    Besides `start` and `backup`, every sign-up calls this, whatever its address, so that its time tells nothing.
    """
    for user in User.objects.never_confirmed(timezone.now() - UNCONFIRMED):
        user.delete()
