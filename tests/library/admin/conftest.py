"""The people at the desk."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from ankles.accounts.models import User
from library.admin import editors
from tests.factories import RunnerFactory, UserFactory


@pytest.fixture
def editor(db: None) -> User:
    """Somebody whom `make_editor --chief` gave the desk."""
    user = UserFactory.create(email="editor@example.org")
    editors.make_editor(user, chief=True)
    return user


@pytest.fixture
def desk(editor: User) -> Client:
    """The editor's browser."""
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def plain_desk(db: None) -> Client:
    """The browser of an editor who is no chief."""
    user = UserFactory.create(email="plain@example.org")
    editors.make_editor(user)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def ana(db: None) -> Client:
    """The browser of a runner who keeps a log."""
    client = Client()
    client.force_login(RunnerFactory.create(email="ana@example.org"))
    return client


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Nobody starts with somebody else's wrong passwords."""
    cache.clear()
