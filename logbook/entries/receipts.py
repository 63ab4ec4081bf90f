"""Receipts: a sending that comes again with its key is answered like the first, and writes nothing."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from ankles.accounts.models import User
from logbook.models import Receipt

KEPT_FOR = timedelta(days=90)
PORTION = 1_000


class OtherContent(Exception):
    """The key was used before, for something else. Nothing was written."""


class Withdrawn(Exception):
    """The consent was taken back, and all entries erased, after the request began. Nothing was written."""


def accept(runner: User, key: uuid.UUID, content: Mapping[str, Any]) -> tuple[Receipt, bool]:
    """The receipt of a sending, and whether it came for the first time. Call it inside the transaction that writes.

    `content` is what the sending says, in values that `str` tells apart. Raises OtherContent when the key came before
    with other content.
    """
    one_at_a_time(runner)
    receipt, fresh = runner.receipts.get_or_create(entry_key=key, defaults={"digest": digest_of_sending(content)})
    if not is_digest_of(content, receipt.digest):
        raise OtherContent
    if fresh:
        runner.receipts.older_than(timezone.now() - KEPT_FOR).delete()
    return receipt, fresh


def forget_old_receipts() -> None:
    """Delete the receipts of everybody that have had their days, also of those who log no more. In portions: a long delete
    would keep runners from writing."""
    old = Receipt.objects.older_than(timezone.now() - KEPT_FOR)
    while portion := list(old.values_list("pk", flat=True)[:PORTION]):
        Receipt.objects.filter(pk__in=portion).delete()


def one_at_a_time(runner: User) -> None:
    """Wait until nobody else writes for a runner: what is seen from here on (a row that is there, a clear day) stays true
    until this transaction ends. SQLite's IMMEDIATE transactions queue anyway. Raises Withdrawn, or User.DoesNotExist when
    the account was erased, if that happened while this was on its way."""
    now = User.objects.select_for_update().only("consented_at").get(pk=runner.pk)
    if runner.may_log and not now.may_log:
        raise Withdrawn


def digest_of_sending(content: Mapping[str, Any], key: str | bytes | None = None) -> str:
    """A keyed hash of what was sent: two contents can be told apart by it, none can be read from it."""
    text = json.dumps(content, sort_keys=True, default=str)
    return salted_hmac("logbook.receipt", text, secret=key, algorithm="sha256").hexdigest()


def is_digest_of(content: Mapping[str, Any], digest: str) -> bool:
    """Whether a hash is of this content, made with the site's key or an earlier one."""
    return digest in (digest_of_sending(content, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))
