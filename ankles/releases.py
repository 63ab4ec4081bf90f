"""Which release a database was last used by: an older one must not write into the tables of a newer one."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.management.base import CommandError
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from ankles.configuration import NEEDS_A_HAND

Migration = tuple[str, str]


def unknown_migrations(applied: Iterable[Migration]) -> list[str]:
    """The migrations among these that this release does not have, as "app.name": a newer one made them."""
    disk = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    return [f"{app}.{name}" for app, name in sorted(applied) if (app, name) not in disk]


def newer_database() -> str:
    """What an operator hears whose database was brought up to a release newer than this one; "" when it was not."""
    found = unknown_migrations(MigrationRecorder(connections["default"]).applied_migrations())
    if not found:
        return ""
    return (
        f"This database is of a newer release of Ankles ({', '.join(found[:3])}). Nothing was changed. Start that release, "
        "or restore a backup of this one."
    )


def refuse_newer_database() -> None:
    """Raises CommandError, in one line, when the database is of a newer release: this one would write old content over new."""
    if said := newer_database():
        raise CommandError(said, returncode=NEEDS_A_HAND)
