"""A site with one runner, in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from ankles.accounts.models import User
from tests.factories import RunnerFactory
from tests.logbook.whole import fill


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """A data folder of its own, with a picture in it."""
    settings.DATA_DIR = tmp_path / "var"
    settings.MEDIA_ROOT = settings.DATA_DIR / "media"
    (settings.MEDIA_ROOT / "a").mkdir(parents=True)
    (settings.MEDIA_ROOT / "a" / "foot.png").write_bytes(b"picture")
    return settings.DATA_DIR


@pytest.fixture
def ana() -> User:
    """A runner with a log, logged in somewhere."""
    ana = RunnerFactory(email="ana@example.org")
    fill(ana)
    Client().force_login(ana)
    return ana


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a backup goes."""
    return tmp_path / "ankles.backup"
