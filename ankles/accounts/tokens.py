"""The secrets in links on which somebody chooses a new password.

A link that is mailed is good for a day: anybody can have one sent. One that a command of the operator's prints is good for
PASSWORD_RESET_TIMEOUT. Another link makes neither of them void; the owner's log-in and a new password do.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.utils.http import base36_to_int

if TYPE_CHECKING:
    from ankles.accounts.models import User

MAILED_FOR = timedelta(hours=24)


@cache
def tokens_of_allauth() -> PasswordResetTokenGenerator:
    """How allauth makes them; links of earlier releases, mailed ones too, are of this kind and go on working."""
    from allauth.account.forms import EmailAwarePasswordResetTokenGenerator  # noqa: PLC0415 (it imports this module)

    return EmailAwarePasswordResetTokenGenerator()


class LinkTokens(PasswordResetTokenGenerator):
    """Makes those of mailed links, and knows both kinds."""

    key_salt = "ankles.accounts.tokens.LinkTokens"

    def check_token(self, user: User | None, token: str | None) -> bool:
        """Whether a link may be followed."""
        if user is None or not token:
            return False
        return self._is_mailed(user, token) or tokens_of_allauth().check_token(user, token)

    def _is_mailed(self, user: User, token: str) -> bool:
        if not super().check_token(user, token):
            return False
        age_s = self._num_seconds(self._now()) - base36_to_int(token.partition("-")[0])
        return age_s <= MAILED_FOR.total_seconds()

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        # Whatever allauth's become void by.
        return tokens_of_allauth()._make_hash_value(user, timestamp)
