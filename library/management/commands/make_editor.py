"""`manage.py make_editor EMAIL`: give somebody the editor's desk."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from ankles.accounts.security import Act, happened
from library.admin import editors


class Command(BaseCommand):
    """Makes the account when there is none, and prints a link on which the person chooses a password."""

    help = "Give EMAIL the editor's desk; makes the account when there is none and prints a link to choose a password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address and the role."""
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--chief", action="store_true", help="a chief editor, who also retires and deletes")

    def handle(self, *args: Any, email: str, chief: bool = False, **options: Any) -> None:
        """Grant and report; doing it twice changes nothing."""
        email = email.strip()
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email!r} is no e-mail address.") from None
        people = get_user_model().objects
        with transaction.atomic():  # an account that nobody may use is none
            user = people.known_as(email) or people.create_vouched_for(email)
            email = user.email
            if not user.is_active:
                raise CommandError(f"The account {email} is closed. Nothing was changed.")
            editors.make_editor(user, chief=chief)
        role = "a chief editor" if editors.is_chief(user) else "an editor"
        self.stdout.write(f"{email} is {role}: {settings.SITE_URL}{reverse('admin:index')}")
        if not user.has_usable_password():
            happened.send(None, act=Act.LINK_PRINTED, account=user.pk, request=None)
            uid = urlsafe_base64_encode(force_bytes(user.pk))
            path = reverse("choose_password", args=[uid, default_token_generator.make_token(user)])
            self.stdout.write(
                f"Choose a password here (works once, for {settings.PASSWORD_RESET_TIMEOUT // 86400} days):"
            )
            self.stdout.write(f"{settings.SITE_URL}{path}")
