"""`manage.py backup FILE`: all that a site cannot make again, in one file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from ankles import backups
from ankles.accounts import sweeping
from ankles.backups import archive


class Command(BaseCommand):
    """Makes a backup while the site runs, and says what is not in it and which older ones have had their time."""

    help = "Write the database and the media into FILE, readable by its owner only. The site may go on running."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to, and what to dare."""
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--force", action="store_true", help="replace FILE if it is there")
        parser.add_argument(
            "--with-key", action="store_true", help="put the secret key in, too: guard FILE accordingly"
        )

    def handle(self, *args: Any, file: Path, force: bool, with_key: bool, **options: Any) -> None:
        """Make it."""
        try:
            sweeping.forget_ended_sessions()
            sweeping.forget_unconfirmed_accounts()
        except OperationalError:
            # Somebody writes without a pause. A backup does not wait for them, and does without the broom.
            self.stderr.write("The database is busy: what has ended since the last backup was not cleared away first.")
        try:
            manifest = backups.make_backup(file, force=force, with_key=with_key)
        except backups.Refused as error:
            raise CommandError(str(error)) from error
        size = file.stat().st_size
        self.stdout.write(f"{file}: {size:,} bytes, {len(manifest.files)} parts, checked. It is not encrypted.")
        if not with_key:
            self.stdout.write(
                "The secret key is not in it. Keep a copy of it elsewhere (secret_key in DATA_DIR, or SECRET_KEY): "
                "without it, second factors have to be set up again after a restore."
            )
        days = backups.KEPT_FOR.days
        for old in outlived_backups(file):
            self.stdout.write(f"{old} is older than the {days} days that the privacy page promises. Delete it.")


def outlived_backups(file: Path) -> list[Path]:
    """The backups beside a file that are older than they may get."""
    found = []
    for path in sorted(file.resolve().parent.iterdir()):
        if path.suffix != file.suffix or not path.is_file():
            continue
        try:
            with archive.open_backup(path) as reader:
                if backups.too_old(reader.manifest.made_at):
                    found.append(path)
        except (backups.Refused, OSError):
            continue
    return found
