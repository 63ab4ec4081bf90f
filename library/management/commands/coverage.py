"""`manage.py coverage`: which passage of the guide covers which point of the inventory."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from library.coverage import INVENTORY, coverage
from library.documents import files
from library.documents.files import CONTENT, ContentError
from library.documents.schema import PAGES

# Chapters first, as the contents have them.
ORDER = ("chapter", "issue", "exercise", "routine")


class Command(BaseCommand):
    """Reads the content files, needs no database, and ends with 1 when a point has no passage."""

    help = "List every point of the inventory with the passages that cover it, and the passages that cover none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take another folder."""
        parser.add_argument("--folder", type=Path, default=CONTENT, help="read this folder instead of library/content/")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        """Print both lists; raise when a point is uncovered or unknown."""
        try:
            pages = [found for found in files.read_all(folder) if found.kind in PAGES]
        except ContentError as error:
            raise CommandError(f"The files cannot be read:\n{error}") from error
        pages.sort(key=lambda page: (ORDER.index(page.kind), page.document["number"]))
        found = coverage((page.kind, page.slug, page.document) for page in pages)
        for point, passages in found.points.items():
            self.stdout.write(f"{point:4} {INVENTORY[point]}")
            self.stdout.write(f"     {', '.join(map(str, passages)) or 'NOT COVERED'}")
        self.stdout.write("\nPassages that name no point:")
        for passage in found.nameless:
            self.stdout.write(f"     {passage}")
        self.stdout.write(
            f"\n{len(found.points) - len(found.missing)} of {len(found.points)} points covered; "
            f"{len(found.nameless)} passages name none."
        )
        faults = [f"{point} is covered by no passage" for point in found.missing]
        faults += [f"{passage} names {point}, which it cannot" for point, passage in found.unknown]
        if faults:
            raise CommandError("; ".join(faults))
