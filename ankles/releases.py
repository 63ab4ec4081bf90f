"""Which release a database was last used by: an older one must not write into the tables of a newer one."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec

from django.apps import apps
from django.core.management.base import CommandError
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from ankles.configuration import NEEDS_A_HAND

Migration = tuple[str, str]


@cache
def migrations_of_this_release() -> frozenset[Migration]:
    """All that this release has, by the names of their files. Django's own loader would import each of them, and a worker
    that was asked by /readyz would hold some 7 MB of them for good."""
    found: set[Migration] = set()
    for app in apps.get_app_configs():
        package, _ = MigrationLoader.migrations_module(app.label)
        if package is None or (spec := find_spec(package)) is None:
            continue
        files = pkgutil.iter_modules(spec.submodule_search_locations)
        found |= {(app.label, file.name) for file in files if not file.ispkg and file.name[0] not in "_~"}
    return frozenset(found)


def unknown_migrations(applied: Iterable[Migration]) -> list[str]:
    """The migrations among these that this release does not have, as "app.name": a newer one made them."""
    return [f"{app}.{name}" for app, name in sorted(set(applied) - migrations_of_this_release())]


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
