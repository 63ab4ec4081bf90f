"""The people at the door, and a site with or without mail."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from ankles.accounts.models import User
from tests.factories import RunnerFactory


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Nobody starts with somebody else's wrong passwords."""
    cache.clear()


@pytest.fixture
def with_mail(settings: Settings) -> None:
    """A site that can send mail, as with EMAIL_URL."""
    settings.MAIL_CONFIGURED = True
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.ACCOUNT_EMAIL_NOTIFICATIONS = True
    settings.MFA_ALLOW_UNVERIFIED_EMAIL = False


@pytest.fixture
def ana(db: None) -> User:
    """A runner who keeps a log."""
    return RunnerFactory.create(email="ana@example.org")


@pytest.fixture
def browser(ana: User) -> Client:
    """Ana's browser, logged in."""
    client = Client()
    client.force_login(ana)
    return client
