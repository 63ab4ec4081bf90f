"""What an operator should hear before readers do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks

from ankles import releases

NO_PROXY = (
    "SITE_URL begins with https://, and TRUSTED_PROXIES is not set: whatever ends TLS in front of this server is not believed, "
    "and every page redirects to itself. Set TRUSTED_PROXIES to the proxy's address (127.0.0.1 when it runs on this machine)."
)


@checks.register(checks.Tags.security, deploy=True)
def proxy_is_trusted(**options: Any) -> list[checks.CheckMessage]:
    """The server speaks http only: a site with https stands behind a proxy, which must be believed."""
    return [checks.Warning(NO_PROXY, id="ankles.W001")] if settings.SITE.secure and not settings.TRUSTED_PROXIES else []


@checks.register(checks.Tags.database)
def database_is_not_newer(databases: Sequence[str] | None = None, **options: Any) -> list[checks.CheckMessage]:
    """Django's own `migrate` looks at no more than what is missing, and is what people know; it asks these checks first."""
    said = releases.newer_database() if databases else ""
    return [checks.Error(said, id="ankles.E001")] if said else []


def operator_warnings() -> list[str]:
    """One line each for what a site that others can reach still lacks; empty on a single machine without https."""
    found = [str(one.msg) for one in proxy_is_trusted()]
    if settings.SITE.loopback:
        return found
    if not settings.OPERATOR_NAME or not settings.OPERATOR_CONTACT:
        found.append(
            "The site does not say who runs it: set OPERATOR_NAME and OPERATOR_CONTACT (an e-mail or a web address)."
        )
    if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        found.append(
            "The site cannot send mail: set EMAIL_URL, for example submission://user:password@mail.example:587. Until then "
            "no address is confirmed, whoever signs up can learn which addresses have an account, and who forgot a "
            "password needs you: manage.py reset_link EMAIL."
        )
    if settings.CACHES["default"]["BACKEND"].endswith(("LocMemCache", "DummyCache")):
        found.append(
            "Wrong passwords are not counted between workers: CACHE_URL names a cache in memory. Leave it out, or use redis."
        )
    return found
