"""The cast: Ana and Ben, who keep a log each, and a browser of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client

from ankles.accounts.models import User
from tests.factories import RunnerFactory

LogIn = Callable[[User], Client]


@pytest.fixture
def ana(db: None) -> User:
    """A runner in London."""
    return RunnerFactory(email="ana@example.org", time_zone="Europe/London")


@pytest.fixture
def ben(db: None) -> User:
    """Another runner."""
    return RunnerFactory(email="ben@example.org", time_zone="Europe/London")


@pytest.fixture
def log_in() -> LogIn:
    """A browser in which a runner is logged in."""

    def log_in(runner: User) -> Client:
        client = Client()
        client.force_login(runner)
        return client

    return log_in


@pytest.fixture
def browser_of_ana(ana: User, log_in: LogIn) -> Client:
    """Ana's browser."""
    return log_in(ana)


@pytest.fixture
def sunday() -> Iterator[date]:
    """It is noon in London on Sunday 22 November 2026."""
    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=False):
        yield date(2026, 11, 22)
