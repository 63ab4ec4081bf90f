"""`manage.py renew_key`: another secret key, without logging anybody out."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ankles import secret_keys
from ankles.accounts import second_factor


class Command(BaseCommand):
    """Makes a key, keeps the one before beside it, and encrypts second factors anew."""

    help = "Make another secret key; the one before still opens what it signed. Restart the site afterwards."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to begin or to end it."""
        parser.add_argument(
            "--forget-earlier", action="store_true",
            help="make earlier keys void: log-ins, mailed links and open forms from before the renewal end",
        )  # fmt: skip

    def handle(self, *args: Any, forget_earlier: bool, **options: Any) -> None:
        """Renew, or end the renewal; say what is to be done next."""
        in_environment = bool(os.environ.get("SECRET_KEY"))
        if not in_environment and not forget_earlier:
            secret_keys.renew_key(settings.DATA_DIR)
            settings.SECRET_KEY = secret_keys.secret_key_from("", settings.DATA_DIR)
            settings.SECRET_KEY_FALLBACKS = secret_keys.earlier_keys_from("", settings.DATA_DIR)
        elif in_environment and not settings.SECRET_KEY_FALLBACKS and not forget_earlier:
            raise CommandError(
                "SECRET_KEY is set in the environment: put the key of now into SECRET_KEY_FALLBACKS and another one into "
                "SECRET_KEY, on every host; then run this again."
            )
        done, unreadable = second_factor.encrypt_anew()
        self.stdout.write(f"Second factors under the key of now: {done}.")
        if unreadable:
            self.stdout.write(
                f"{unreadable} open with no key here, as before; reset_link --without-second-factor helps."
            )
        if not forget_earlier:
            self.stdout.write(
                "Restart the site now (every host). Log-ins, links, undo and open forms go on: the earlier key still opens them. "
                "After 90 days nothing hangs on it any more: renew_key --forget-earlier. At once, if it fell into other hands."
            )
        elif in_environment:
            self.stdout.write("Take SECRET_KEY_FALLBACKS out of the environment and restart the site.")
        else:
            secret_keys.forget_earlier_keys(settings.DATA_DIR)
            self.stdout.write("Earlier keys are void once the site is restarted.")
