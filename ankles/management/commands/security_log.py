"""`manage.py security_log`: who logged in, who failed, what was changed in accounts."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ankles.accounts.models import User
from ankles.models import SecurityEvent


class Command(BaseCommand):
    """Prints lines of: time in UTC, account number, network, act. Oldest first."""

    help = "Print the security log: account numbers, acts and networks, never what was typed. Kept for 90 days."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose, and since when."""
        parser.add_argument("email", metavar="EMAIL", nargs="?", help="only the account with this address")
        parser.add_argument("--account", type=int, metavar="NUMBER", help="only this account, also one that was erased")
        parser.add_argument("--days", type=int, default=90, help="only the last so many days")

    def handle(self, *args: Any, email: str | None, account: int | None, days: int, **options: Any) -> None:
        """Print."""
        if email:
            user = User.objects.known_as(email)
            if user is None:
                raise CommandError(f"There is no account with the address {email}.")
            account = user.pk
        events = SecurityEvent.objects.since(timezone.now() - timedelta(days=days))
        for event in (events.of(account) if account is not None else events).iterator():
            who = "-" if event.account is None else str(event.account)
            self.stdout.write(f"{event.at:%Y-%m-%d %H:%M:%S} {who:>8} {event.network or '-':<20} {event.act}")
