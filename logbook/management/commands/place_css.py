"""`manage.py place_css`: write the stylesheets of the two feet from the foot map and the list of places."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from logbook.guide import places

FOLDER = Path(settings.BASE_DIR) / "ankles" / "static" / "ankles" / "css"


class Command(BaseCommand):
    """A test compares the files with what this would write."""

    help = "Write the ankles/css/place-*.css, after the foot map or the words of the areas changed."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the files and say so."""
        for name, css in places.stylesheets().items():
            (FOLDER / name).write_text(css, encoding="utf-8")
            self.stdout.write(f"Wrote {FOLDER / name}.")
