"""`manage.py restore FILE`: put a backup in the place of what is here."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from ankles import backups, releases


class Command(BaseCommand):
    """Checks the whole file first, then replaces everything at once; what was erased since the backup stays erased."""

    help = "Put the backup FILE in the place of this site's database and media, all of it or nothing."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to put back, and what to dare."""
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--force", action="store_true", help="replace a site that has accounts; take an old backup")
        parser.add_argument("--with-key", action="store_true", help="put the backup's secret key back, too")

    def handle(self, *args: Any, file: Path, force: bool, with_key: bool, **options: Any) -> None:
        """Put it back."""
        if not force:  # with it, whoever goes back to this release says that the tables may go
            releases.refuse_newer_database()
        try:
            manifest, again = backups.restore_backup(file, force=force, with_key=with_key)
        except backups.Refused as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write(
            f"Restored as of {manifest.made_at:%Y-%m-%d %H:%M} UTC. Everybody has to log in again. Restart the site."
        )
        if again != type(again)():
            self.stdout.write(
                "Erased since then, and erased again: "
                f"accounts {again.accounts}, whole logs {again.logs}, single entries {again.entries}."
            )
        if with_key:
            self.stdout.write("The secret key in DATA_DIR is the backup's.")
            if os.environ.get("SECRET_KEY"):
                self.stdout.write("But SECRET_KEY is set, and is used instead. Unset it, or set it to the same.")
        elif not backups.is_opened_here(manifest):
            self.stdout.write(
                "The secret key here is another one than the backup's: second factors will not open. Put the old key back "
                "(secret_key in DATA_DIR, or SECRET_KEY), or let people set them up again: reset_link --without-second-factor."
            )
