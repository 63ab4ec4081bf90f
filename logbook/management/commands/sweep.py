"""`manage.py sweep`: what the privacy page says is not kept any longer goes. A running site does it every hour by itself."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from ankles import security_log
from ankles.accounts import sweeping
from ankles.models import Chore
from library.pictures.sweeping import sweep_pictures
from logbook.entries import receipts
from logbook.report import sharing
from logbook.takeout.importing import chosen_file

CHORE = "sweep"


class Command(BaseCommand):
    """Files on this machine first, then the tables: those once, however many machines share them."""

    help = "Delete what has run out: log-ins and links, accounts never confirmed, receipts, shared links, files that wait, counts, pictures that nothing shows."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How long ago another one is recent enough."""
        parser.add_argument(
            "--unless-within", type=float, default=0, metavar="SECONDS",
            help="leave the tables alone when somebody began with them less than this ago",
        )  # fmt: skip

    def handle(self, *args: Any, unless_within: float, **options: Any) -> None:
        """Sweep; silent."""
        if hasattr(cache, "forget_expired"):  # ours: Django's other caches do it by themselves
            cache.forget_expired()
        try:
            if not Chore.objects.claim(CHORE, timezone.now(), timedelta(seconds=unless_within)):
                return
            sweeping.forget_ended_sessions()
            sweeping.forget_unconfirmed_accounts()
            receipts.forget_old_receipts()
            chosen_file.sweep()
            sharing.forget_ended(timezone.now())
            security_log.forget_old_lines()
            sweep_pictures()
        except DatabaseError as error:
            raise CommandError(f"The database could not be swept: {str(error).strip().splitlines()[0]}") from error
