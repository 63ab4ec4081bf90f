"""What is said on the next page travels in a cookie: under a name that no neighbour of this host can set over https."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.messages.storage.base import BaseStorage
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class NamedCookie(CookieStorage):
    """Django's, with a name from the settings. Its path is `/` and it names no domain, which `__Host-` asks for."""

    cookie_name = settings.MESSAGE_COOKIE_NAME


class CookieThenSession(FallbackStorage):
    """Django's choice: a cookie, and the session for what is too long for one."""

    storage_classes: ClassVar[tuple[type[BaseStorage], ...]] = (NamedCookie, SessionStorage)  # type: ignore[misc]  # the stubs name an instance's
