"""The second factor: its secrets are kept encrypted, under a key made from the site's secret key."""

from __future__ import annotations

import base64
import logging
import secrets

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.crypto import salted_hmac
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

logger = logging.getLogger("ankles.accounts")

# What allauth has encrypted in a factor's data: an app's secret, the seed of recovery codes, codes of another system.
ENCRYPTED = ("secret", "seed", "migrated_codes")


class SecondFactorAdapter(DefaultMFAAdapter):
    """The mfa app's hooks."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This code does not fit. Codes change every half minute: type the newest one.",
        "unverified_email": "Confirm your e-mail address first; then you can add a second factor.",
        "cannot_generate_recovery_codes": "Recovery codes come with a passkey or an authenticator app. Add one first.",
    }

    def encrypt(self, text: str) -> str:
        """A secret as it is stored. Only somebody with the site's secret key can read it."""
        return _cipher().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """A stored secret as it was.

        One that cannot be read (the secret key was changed) becomes a random one, so that no code fits it: an empty
        one would let everybody compute the codes.
        """
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            logger.error(
                "A second factor cannot be read: SECRET_KEY is not the one it was kept with. reset_link can remove it."
            )
            return base64.b32encode(secrets.token_bytes(20)).decode("ascii")

    def build_totp_svg(self, url: str) -> str:
        """The picture an app reads: one path in units of a module, with the quiet edge of four that cameras need."""
        code = QRCode(error_correction=ERROR_CORRECT_M, border=4)
        code.add_data(url)
        rows = code.get_matrix()
        path = "".join(
            f"M{start},{y}h{end - start}v1h{start - end}z"
            for y, row in enumerate(rows)
            for start, end in dark_runs(row)
        )
        return (
            f'<svg viewBox="0 0 {len(rows)} {len(rows)}" role="img" aria-label="The code for your app">'
            f'<path d="{path}" shape-rendering="crispEdges"/></svg>'
        )

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002 (allauth's name)
        """What a passkey is called when nobody gave it a name."""
        return f"Passkey {1 + Authenticator.objects.filter(user_id=user.pk, type=type).count()}"


def encrypt_anew() -> tuple[int, int]:
    """Have every kept secret under the key of now. Returns how many factors are, and how many no key here opens."""
    done = unreadable = 0
    cipher = _cipher()
    for number in Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).values_list("pk", flat=True):
        # One at a time: somebody may be using up a recovery code just now.
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().filter(pk=number).first()
            if row is None:
                continue
            try:
                row.data = row.data | {name: _anew(cipher, row.data[name]) for name in ENCRYPTED if name in row.data}
            except InvalidToken:
                unreadable += 1
                continue
            row.save(update_fields=["data"])
            done += 1
    return done, unreadable


def _anew(cipher: MultiFernet, kept: str | list[str]) -> str | list[str]:
    if isinstance(kept, list):
        return [cipher.rotate(one.encode()).decode("ascii") for one in kept]
    return cipher.rotate(kept.encode()).decode("ascii")


def dark_runs(row: list[bool]) -> list[tuple[int, int]]:
    """Where the dark stretches of a row begin and end (the end is the first light one after)."""
    edges = [at for at, (here, before) in enumerate(zip([*row, False], [False, *row], strict=True)) if here != before]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    made = (salted_hmac("ankles.second_factor", "key", secret=key, algorithm="sha256").digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in made])
