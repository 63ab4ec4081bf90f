"""`manage.py roll_back`: bring the tables back to the release before, and keep what was logged since."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ankles import upgrades
from ankles.backups import Refused, archive


class Command(BaseCommand):
    """Run with the newer release, while no site runs; afterwards the older one starts."""

    help = "Bring the tables back to as they were before the last upgrade; rows stay. Stop the site first."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How far back, and what to dare."""
        parser.add_argument(
            "--as-in", type=Path, metavar="BACKUP",
            help="as far back as the release that made this backup, when there is no upgrade in DATA_DIR to go back on",
        )  # fmt: skip
        parser.add_argument(
            "--force", action="store_true", help="also when something was kept that the older release has no place for"
        )

    def handle(self, *args: Any, as_in: Path | None, force: bool, **options: Any) -> None:
        """Go back and report; nothing is touched when that cannot be done whole."""
        try:
            wanted = migrations_in(as_in) if as_in else upgrades.migrations_before_upgrade()
            going = upgrades.what_would_go(wanted)
            if going and not force:
                listed = ", ".join(f"{name} ({rows})" for name, rows in going.items())
                raise CommandError(
                    f"The older release has no place for this: {listed}. Make a backup, then add --force. Nothing was changed."
                )
            done = upgrades.roll_back(wanted)
        except (upgrades.NoWayBack, Refused) as error:
            raise CommandError(f"{error} No row was changed.") from error
        for app, name in done:
            self.stdout.write(f"Taken back: {app}.{name}")
        self.stdout.write(
            "The rows are kept. Start the older release now." if done else "There is nothing to take back."
        )


def migrations_in(backup: Path) -> list[upgrades.Migration]:
    """What the release that made a backup had. Raises Refused."""
    with archive.open_backup(backup) as reader:
        return reader.manifest.migrations
