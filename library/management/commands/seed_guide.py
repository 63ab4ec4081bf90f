"""`manage.py seed_guide`: bring the guide's tables up to the content files."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ankles import releases
from library import loading
from library.documents.files import CONTENT, ContentError


class Command(BaseCommand):
    """Seeds the guide; says what it did. A fault names file, line and field, and nothing is written."""

    help = "Bring the guide's tables up to library/content/; what an editor changed or deleted is left alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take another folder for trying things out."""
        parser.add_argument("--folder", type=Path, default=CONTENT, help="read this folder instead of library/content/")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        """Seed and report."""
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        releases.refuse_newer_database()
        try:
            report = loading.seed(folder)
        except ContentError as error:
            raise CommandError(f"Nothing was loaded. {len(error.faults)} found:\n{error}") from error
        for line in report.lines():
            self.stdout.write(line)
