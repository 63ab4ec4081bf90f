"""`manage.py reset_link EMAIL`: let somebody choose a new password where the site cannot send mail."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from ankles.accounts.factors import take_away
from ankles.accounts.models import User
from ankles.accounts.security import Act, happened
from ankles.accounts.tokens import tokens_of_allauth


class Command(BaseCommand):
    """Prints a link. The operator hands it to the person whose account it is, and to nobody else."""

    help = "Print a link on which the owner of EMAIL chooses a new password. It works once, and it expires."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address."""
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument(
            "--without-second-factor",
            action="store_true",
            help="also remove passkeys, authenticator app and recovery codes, for somebody who lost them",
        )

    def handle(self, *args: Any, email: str, without_second_factor: bool, **options: Any) -> None:
        """Make the link; the password stays as it is until the link is used."""
        user = User.objects.known_as(email)
        if user is None:
            raise CommandError(f"There is no account with the address {email}.")
        email = user.email
        if not user.is_active:
            raise CommandError(f"The account {email} is closed. No link was made.")
        if without_second_factor and take_away(user):
            self.stdout.write("The second factor is removed: passkeys, authenticator app and recovery codes.")
            happened.send(None, act=Act.FACTOR_REMOVED, account=user.pk, request=None)
        key = tokens_of_allauth().make_token(user)
        happened.send(None, act=Act.LINK_PRINTED, account=user.pk, request=None)
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
        days = settings.PASSWORD_RESET_TIMEOUT // 86400
        self.stdout.write(f"Whoever has this link can choose a new password for {email} (works once, for {days} days):")
        self.stdout.write(f"{settings.SITE_URL}{path}")
