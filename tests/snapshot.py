"""The real guide for many tests: seeded once in a process, then put into a test's tables row by row in milliseconds."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from library import loading


@dataclass
class Snapshot:
    """All rows of the library after a seeding, by table in the order in which they can be put back."""

    report: loading.Report
    tables: dict[str, tuple[list[str], list[tuple[Any, ...]]]] = field(default_factory=dict)

    def put(self) -> loading.Report:
        """Fill the empty tables; links between tables are checked when the test's transaction ends."""
        with connection.cursor() as cursor:
            for table, (names, rows) in self.tables.items():
                marks = ", ".join(["%s"] * len(names))
                columns = ", ".join(f'"{name}"' for name in names)
                cursor.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', rows)  # noqa: S608 (names of ours)
        return self.report


@cache
def taken() -> Snapshot:
    """Seed, read every table, and undo the seeding."""
    with transaction.atomic(), connection.cursor() as cursor:
        snapshot = Snapshot(loading.seed())
        for model in apps.get_app_config("library").get_models(include_auto_created=True):
            table = model._meta.db_table
            if model._meta.managed and not model._meta.proxy:
                cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 (a name of ours)
                snapshot.tables[table] = ([column[0] for column in cursor.description], cursor.fetchall())
        transaction.set_rollback(True)
    return snapshot


@pytest.fixture(scope="session")
def guide_snapshot(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Snapshot:
    """The seeded tables, read once."""
    with django_db_blocker.unblock():
        return taken()


@pytest.fixture
def guide(db: None, guide_snapshot: Snapshot) -> loading.Report:
    """The real guide in the test's database."""
    return guide_snapshot.put()


@pytest.fixture(autouse=True)
def static_root() -> None:
    """The folder that WhiteNoise looks into; without it every first request is a warning, and so an error."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
