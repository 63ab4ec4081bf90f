"""`manage.py place_css`: write the stylesheet of the two feet from the foot map and the list of places."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from logbook.guide import places

FILE = Path(settings.BASE_DIR) / "ankles" / "static" / "ankles" / "css" / "places.css"


class Command(BaseCommand):
    """A test compares the file with what this would write."""

    help = "Write ankles/css/places.css, after the foot map or the words of the areas changed."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file and say so."""
        FILE.write_text(places.stylesheet(), encoding="utf-8")
        self.stdout.write(f"Wrote {FILE}.")
