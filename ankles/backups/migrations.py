"""Which state of the tables a backup holds, and the way from there to this release."""

from __future__ import annotations

from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from ankles import releases
from ankles.backups.archive import Refused

Applied = list[tuple[str, str]]


def applied_migrations() -> Applied:
    """The migrations that a database has seen. Raises Refused when it has no tables yet."""
    found = sorted(MigrationRecorder(connections["default"]).applied_migrations())
    if not found:
        raise Refused("This site has no tables yet. Run `manage.py start` first.")
    return found


def refuse_newer_tables(wanted: Applied) -> None:
    """Raises Refused when a backup holds tables that this release does not know."""
    newer = releases.unknown_migrations(wanted)
    if newer:
        raise Refused(f"This backup is of a newer release of Ankles ({', '.join(newer[:3])}). Update the site first.")


def bring_to(wanted: Applied) -> None:
    """Make the tables of an empty database as they were when these migrations had been applied."""
    executor = MigrationExecutor(connections["default"])
    there, graph = set(wanted), executor.loader.graph
    ends = [
        key
        for key in wanted
        if not any(child in there and child[0] == key[0] for child in graph.node_map[key].children)
    ]
    executor.migrate(ends)


def bring_up() -> None:
    """Bring the tables up to this release."""
    executor = MigrationExecutor(connections["default"])
    executor.migrate(executor.loader.graph.leaf_nodes())
