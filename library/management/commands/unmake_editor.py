"""`manage.py unmake_editor EMAIL`: take the editor's desk away."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from library.admin import editors


class Command(BaseCommand):
    """Takes the role away and logs the person out everywhere; the account and what it edited stay."""

    help = "Take the editor's desk from EMAIL and end the person's sessions. The account stays."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address."""
        parser.add_argument("email", metavar="EMAIL")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        """Take away and report."""
        user = get_user_model().objects.known_as(email)
        if user is None:
            raise CommandError(f"There is no account {email}.")
        ended = editors.unmake_editor(user)
        self.stdout.write(f"{user.email} is no editor any more. Sessions ended: {ended}.")
