"""A file between its trial and its taking in: sealed, for its account only, for an hour.

A browser sends a chosen file once. Asking for it again would let another file slip in behind what was checked; a signed
copy in the page would be megabytes of health data in a form. So the ZIP waits in the database, where every machine of the
site finds it, encrypted with a token that stands in the runner's page alone: neither the tables nor a backup open it
(which leaves it out anyway). It goes as soon as it was used; after its hour nothing opens it, and the next sweep deletes it.
"""

from __future__ import annotations

import hashlib
import io
import re
import secrets
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from ankles.accounts.models import User
from logbook.models import ChosenFile

KEPT_FOR: Final = timedelta(hours=1)
NONCE_BYTES: Final = 12


def keep(runner: User, file: UploadedFile[bytes]) -> str:
    """Keep a file for a runner in place of an earlier one; returns the token that finds and opens it."""
    sweep()
    token = secrets.token_hex(16)
    nonce = secrets.token_bytes(NONCE_BYTES)
    file.seek(0)
    sealed = nonce + AESGCM(_hash("key", token)).encrypt(nonce, file.read(), runner.key.bytes)
    with transaction.atomic():
        forget(runner)
        runner.chosen_files.create(digest=_hash("name", token).hex(), sealed=sealed)
    return token


def file_of_token(runner: User, token: str) -> io.BytesIO | None:
    """The file that a token of this runner stands for; None for anybody else's, and when its hour is over."""
    if not re.fullmatch(r"[0-9a-f]{32}", token):
        return None
    row = runner.chosen_files.all().sealed_for(_hash("name", token).hex(), timezone.now() - KEPT_FOR)
    if row is None:
        return None
    sealed = bytes(row.sealed)
    try:
        return io.BytesIO(
            AESGCM(_hash("key", token)).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], runner.key.bytes)
        )
    except InvalidTag:
        return None


def forget(runner: User) -> None:
    """Delete what waits for a runner."""
    runner.chosen_files.all().delete()


def sweep() -> None:
    """Delete what nobody came back for."""
    ChosenFile.objects.kept_before(timezone.now() - KEPT_FOR).delete()


def empty_former_folder() -> None:
    """Delete what an earlier release kept in files: nobody who looked at one is still there when the site starts."""
    shutil.rmtree(Path(settings.DATA_DIR) / "imports", ignore_errors=True)


def _hash(purpose: str, token: str) -> bytes:
    # The token has 128 bits of chance: a hash of it cannot be searched, and its two hashes say nothing of each other.
    return hashlib.sha256(f"ankles.chosen_file.{purpose} {token}".encode("ascii")).digest()
