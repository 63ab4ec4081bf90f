"""`manage.py log_out EMAIL`: end every log-in of one account."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ankles.accounts import devices
from ankles.accounts.models import User
from ankles.accounts.security import Act, happened


class Command(BaseCommand):
    """For an operator who is told that a phone was stolen, or that somebody else is in an account."""

    help = "Log EMAIL out on every device. The password stays; nothing that was logged is touched."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address."""
        parser.add_argument("email", metavar="EMAIL")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        """End them; also where the account is closed. Raises CommandError for an address without an account."""
        user = User.objects.known_as(email)
        if user is None:
            raise CommandError(f"There is no account with the address {email}.")
        ended = devices.log_out_everywhere(user)
        happened.send(None, act=Act.LOGGED_OUT, account=user.pk, request=None)
        self.stdout.write(f"{user.email} is logged out everywhere (log-ins that were ended: {ended}).")
