"""`manage.py move_to DATABASE_URL`: from SQLite to PostgreSQL, with every row."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from environs import Env

from ankles import backups, configuration, moving, releases


class Command(BaseCommand):
    """Fills an empty PostgreSQL database, compares every table, and leaves the SQLite file as it is."""

    help = "Move this site from SQLite to an empty PostgreSQL database. Stop the site first."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument(
            "url", metavar="DATABASE_URL",
            help="such as postgresql://ankles:password@localhost:5432/ankles; - reads it from standard input, so that the "
            "password stands in no list of processes",
        )  # fmt: skip

    def handle(self, *args: Any, url: str, **options: Any) -> None:
        """Move and report; where that cannot be done whole, nothing is changed on either side."""
        here = settings.DATABASES["default"]["NAME"]
        # The address comes in by the door that it will come in by when the site starts.
        os.environ["DATABASE_URL"] = sys.stdin.readline().strip() if url == "-" else url
        try:
            releases.refuse_newer_database()
            configuration.tidy_environment()
            moved = moving.move(configuration.postgresql_from(Env()))
        except (configuration.ConfigurationError, backups.Refused) as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        for table, counted in sorted(moved.items()):
            self.stdout.write(f"{table:<40} {counted}")
        rows = sum(counted.rows for counted in moved.values())
        self.stdout.write(
            f"{len(moved)} tables, {rows:,} rows: counts and sums (SHA-256) are the same on both sides. Set DATABASE_URL and start "
            "the site. DATA_DIR stays as it is: key, pictures and the list of what was erased are in it.\n"
            f"{here} was left as it is, and holds everybody's entries: what somebody erases from now on stays in it. Delete it "
            f"when the site runs, after {backups.KEPT_FOR.days} days at the latest."
        )
