"""`manage.py export_guide`: write the guide's tables back to content files."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from library import exporting
from library.documents.files import CONTENT


class Command(BaseCommand):
    """Writes every object in its canonical form, so that a change of an editor becomes a small diff."""

    help = "Write the guide's tables to library/content/ (or another folder)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take another folder."""
        parser.add_argument("--folder", type=Path, default=CONTENT, help="write here instead of library/content/")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        """Export and name the files that changed."""
        try:
            changed = exporting.export_guide(folder)
        except ValueError as error:
            raise CommandError(f"Nothing was written: {error}. Run seed_guide first.") from error
        for name in changed:
            self.stdout.write(name)
        self.stdout.write(f"{len(changed)} files changed." if changed else "No file changed.")
