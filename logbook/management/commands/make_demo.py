"""`manage.py make_demo`: the demo runner, made anew, with six months of entries. `start --demo` calls the same."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from logbook import demo


class Command(BaseCommand):
    """Refused on a site that others reach, and where there are accounts of real people."""

    help = "Make (or make anew) a demo runner with six months of entries, and print the log-in."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it and say how to get in."""
        try:
            email, password = demo.make_demo_runner()
        except demo.NoDemo as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Demo: log in as {email} with the password {password} (a new one each time)")
