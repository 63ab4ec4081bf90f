"""Django's sessions in the database, read with a prepared query: every private page begins with one. The list of devices
goes with them: it names a session by its key, and says from where somebody logged in.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from ankles.accounts.models import User
from ankles.prepared import Prepared


def _live(key: str, now: datetime) -> QuerySet[Any, Any]:
    return Session.objects.filter(session_key=key, expire_date__gt=now).values_list("session_data")


LIVE = Prepared(_live)


class SessionStore(DatabaseSessionStore):
    """As Django's, but for how one is read, and that the line of a device goes where its session goes."""

    def load(self) -> dict[str, Any]:
        """What the session holds. One that is unknown or over is empty and loses its key, as Django's does."""
        # What a browser sends may be anything, also what a database refuses to compare.
        key = self.session_key or ""
        if key.isascii() and key.isalnum():
            for (data,) in LIVE(key, timezone.now()):
                held: dict[str, Any] = self.decode(data)
                return held
        self._session_key = None
        return {}

    def cycle_key(self) -> None:
        """Another key for what goes on, as after a change of password: the device stays listed and can be logged out."""
        before = self.session_key
        super().cycle_key()
        if before:
            UserSession.objects.filter(session_key=before).update(session_key=self.session_key)

    def flush(self) -> None:
        """The end, as at a log-out: nothing is kept of where it was."""
        before = self.session_key
        super().flush()
        if before:
            UserSession.objects.filter(session_key=before).delete()


def keep_log_ins(request: HttpRequest, user: User) -> None:
    """Keep somebody's log-ins when their password was only hashed anew: Django would take it for another password and
    end them, here and on every device.
    """
    if not user.password_before:
        return
    former = User(password=user.password_before)
    before = {former.get_session_auth_hash(), *former.get_session_auth_fallback_hash()}
    after = user.get_session_auth_hash()
    store, current = SessionStore(), request.session
    keys = UserSession.objects.filter(user=user).values_list("session_key", flat=True)
    for row in Session.objects.filter(pk__in=list(keys)).exclude(pk=current.session_key):
        held = store.decode(row.session_data)
        if held.get(HASH_SESSION_KEY) in before:
            # Only what it holds: a session that is saved anew lasts longer.
            Session.objects.filter(pk=row.pk).update(session_data=store.encode(held | {HASH_SESSION_KEY: after}))
    if current.get(SESSION_KEY) == str(user.pk) and current.get(HASH_SESSION_KEY) in before:
        current[HASH_SESSION_KEY] = after
    user.password_before = ""
