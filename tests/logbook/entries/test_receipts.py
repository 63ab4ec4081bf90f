"""Once is once: the same sending again is answered, other words under its key are refused."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from ankles.accounts.models import User
from logbook.entries import receipts
from logbook.models import Receipt
from tests.logbook.training import SUNDAY

KEY = uuid.UUID("0a5cd0ca-50a2-4b1e-9a24-3e4fd1c0ffee")


def accept(runner: User, key: uuid.UUID = KEY, **content: object) -> bool:
    """Whether a sending came for the first time."""
    with transaction.atomic():
        return receipts.accept(runner, key, content)[1]


def test_a_sending_comes_for_the_first_time_once(ana: User) -> None:
    assert [accept(ana, minutes=5, day=SUNDAY) for _ in range(3)] == [True, False, False]
    assert Receipt.objects.count() == 1


def test_other_words_under_the_same_key_are_refused(ana: User) -> None:
    accept(ana, minutes=5)
    with pytest.raises(receipts.OtherContent):
        accept(ana, minutes=6)
    assert accept(ana, minutes=5) is False


def test_the_same_words_in_another_order_are_the_same_sending(ana: User) -> None:
    assert [accept(ana, minutes=5, note="Easy"), accept(ana, note="Easy", minutes=5)] == [True, False]


def test_a_zero_an_empty_word_and_nothing_are_three_contents() -> None:
    digests = {receipts.digest_of_sending({"minutes": value}) for value in (0, "", None, "0", False)}
    assert len(digests) == 5


def test_what_was_on_its_way_when_the_consent_was_taken_back_is_not_written(ana: User) -> None:
    User.objects.filter(pk=ana.pk).update(
        consented_at=None, consent_text=""
    )  # in another tab, after this request began
    with pytest.raises(receipts.Withdrawn):
        accept(ana, minutes=5)
    assert Receipt.objects.count() == 0


def test_a_key_belongs_to_one_runner(ana: User, ben: User) -> None:
    assert [accept(ana, minutes=5), accept(ben, minutes=6)] == [True, True]


def test_nothing_can_be_read_from_a_receipt(ana: User) -> None:
    accept(ana, note="left Achilles 7")
    kept = Receipt.objects.values().get()
    assert "Achilles" not in str(kept)
    assert len(kept["digest"]) == 64


def test_a_receipt_that_was_rolled_back_was_never_given(ana: User) -> None:
    with transaction.atomic():
        receipts.accept(ana, KEY, {"minutes": 5})
        transaction.set_rollback(True)
    assert accept(ana, minutes=6) is True


def test_old_receipts_go(ana: User) -> None:
    accept(ana, minutes=5)
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        accept(ana, uuid.uuid4(), minutes=6)
    assert list(Receipt.objects.exclude(entry_key=KEY).values_list("entry_key", flat=True)) != []
    assert Receipt.objects.count() == 1
