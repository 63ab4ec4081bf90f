"""What an operator should hear before readers do."""

from __future__ import annotations

from django.conf import settings


def operator_warnings() -> list[str]:
    """One line each for what a site that others can reach still lacks; empty on a single machine."""
    if settings.SITE.loopback:
        return []
    found = []
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
