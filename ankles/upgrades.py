"""Up to this release and back: what the tables were before an upgrade, and the way there that keeps the rows.

The newer release goes back: it alone knows what it changed. Then the older one starts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.apps.registry import Apps
from django.conf import settings
from django.db import DatabaseError, connections, models
from django.db.migrations import AddField, CreateModel, RunPython
from django.db.migrations.executor import MigrationExecutor

Migration = tuple[str, str]
# The guide, and what the site notes about itself.
NOBODYS = ("library", "ankles")


class NoWayBack(Exception):
    """The tables stay as they are. The message is for the operator."""


def path_of_state() -> Path:
    """Where the state before the last upgrade is written down."""
    return Path(settings.DATA_DIR) / "upgrade.json"


def pending_migrations() -> list[Migration]:
    """What `migrate` would do to tables that are there already; nothing on an empty database."""
    executor = MigrationExecutor(connections["default"])
    if not executor.loader.applied_migrations:
        return []
    return [(one.app_label, one.name) for one, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def one_way_migrations(migrations: Iterable[Migration]) -> list[str]:
    """Which of these cannot be taken back, as "app.name"."""
    loader = MigrationExecutor(connections["default"]).loader
    return [
        f"{app}.{name}"
        for app, name in migrations
        if not all(operation.reversible for operation in loader.get_migration(app, name).operations)
    ]


def begin_upgrade() -> None:
    """Write down what the tables are now. One that ended half-way and goes on keeps what it began with."""
    said = _said()
    if said and not said["done"]:
        return
    applied = sorted(MigrationExecutor(connections["default"]).loader.applied_migrations)
    _write(applied, done=False)


def end_upgrade() -> None:
    """Write down that the upgrade is done."""
    if said := _said():
        _write([(app, name) for app, name in said["before"]], done=True)


def migrations_before_upgrade() -> list[Migration]:
    """The migrations that the tables had seen before the last upgrade on this machine. Raises NoWayBack."""
    said = _said()
    if said is None:
        raise NoWayBack("No upgrade was done from this DATA_DIR. Name a backup that the older release made.")
    return [(app, name) for app, name in said["before"]]


def surplus_migrations(wanted: Iterable[Migration]) -> list[Migration]:
    """What the tables have seen beyond these migrations. Raises NoWayBack when they have not seen all of them."""
    applied, known = set(MigrationExecutor(connections["default"]).loader.applied_migrations), set(wanted)
    if missing := sorted(known - applied):
        raise NoWayBack(f"The tables are older than that: they have not seen {missing[0][0]}.{missing[0][1]}.")
    return sorted(applied - known)


def what_would_go(wanted: Iterable[Migration]) -> dict[str, int]:
    """What only the newer release can hold of people, by table or column, and how many rows hold it; nothing for what is
    empty. The guide is none of it: it comes again with the newer release, and its history stays.

    A column of a migration that moves its values back (a RunPython of its own) is none of these.
    """
    executor = MigrationExecutor(connections["default"])
    apps = executor.loader.project_state(executor.loader.graph.leaf_nodes()).apps
    found: dict[str, int] = {}
    for app, name in surplus_migrations(wanted):
        if app in NOBODYS:
            continue
        operations = executor.loader.get_migration(app, name).operations
        moves = any(isinstance(one, RunPython) and one.reverse_code != RunPython.noop for one in operations)
        for operation in operations:
            if isinstance(operation, CreateModel):
                found[f"{app}.{operation.name}"] = _count(apps, app, operation.name, None)
            elif isinstance(operation, AddField) and not moves:
                found[f"{app}.{operation.model_name}.{operation.name}"] = _count(
                    apps, app, operation.model_name, operation.name
                )
    return {name: rows for name, rows in found.items() if rows}


def roll_back(wanted: Iterable[Migration]) -> list[Migration]:
    """Take back what the tables have seen beyond these migrations, and keep the rows; returns what was taken back.

    Raises NoWayBack, before anything is touched, when one of them cannot be taken back; and when a row does not fit into the
    older tables: then the newer release starts as before.
    """
    known = set(wanted)
    there = surplus_migrations(known)
    if stuck := one_way_migrations(there):
        raise NoWayBack(f"{', '.join(stuck)} cannot be taken back. Restore a backup of the older release.")
    executor = MigrationExecutor(connections["default"])
    graph = executor.loader.graph
    targets: list[tuple[str, str | None]] = []
    for app in sorted({app for app, _ in there}):
        own = [key for key in known if key[0] == app]
        ends = [key for key in own if not any(child.key in own for child in graph.node_map[key].children)]
        targets.extend(ends or [(app, None)])
    try:
        executor.migrate(targets)
    except DatabaseError as error:
        raise NoWayBack(f"A row does not fit into the older tables ({str(error).splitlines()[0]}).") from error
    path_of_state().unlink(missing_ok=True)
    return there


def _count(apps: Apps, app: str, name: str, column: str | None) -> int:
    try:
        model = apps.get_model(app, name)
        rows: models.QuerySet[models.Model] = model._base_manager.all()
        if column is None:
            return rows.count()
        field = model._meta.get_field(column)
    except LookupError:  # gone again in a later migration
        return 0
    if not isinstance(field, models.Field) or not field.concrete:
        return 0
    empty = rows.filter(**{f"{column}__isnull": True})
    if field.has_default():
        empty = empty | rows.filter(**{column: field.get_default()})
    if field.empty_strings_allowed and not field.is_relation:
        empty = empty | rows.filter(**{column: ""})
    return rows.count() - empty.count()


def _said() -> dict[str, Any] | None:
    try:
        said = json.loads(path_of_state().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return said if isinstance(said, dict) and {"before", "done"} <= set(said) else None


def _write(before: list[Migration], *, done: bool) -> None:
    draft = path_of_state().with_suffix(".draft")
    draft.write_text(json.dumps({"before": before, "done": done}, indent=1), encoding="utf-8")
    draft.replace(path_of_state())
