"""What was erased stays erased, whatever becomes of the machine."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from ankles.accounts.models import Tombstone, User, tombstone_of
from ankles.backups import erasures
from logbook.entries import saving, undo
from logbook.takeout import erasing
from tests.ankles.backups.doing import do
from tests.factories import RunnerFactory
from tests.logbook.whole import key, log_of, take_in, taken_out

pytestmark = pytest.mark.django_db(transaction=True)


def lose_the_tables() -> None:
    """The database is lost; the list beside it is not."""
    call_command("flush", interactive=False, verbosity=0)


@pytest.mark.parametrize("lost", [False, True], ids=["the site goes on", "its database is lost"])
def test_an_erased_account_does_not_come_back(ana: User, file: Path, lost: bool) -> None:
    ben = RunnerFactory(email="ben@example.org")
    do("backup", file)
    erasing.erase_account(ana)
    if lost:
        lose_the_tables()
    said = do("restore", file, "--force")
    assert "Erased since then, and erased again: accounts 1, whole logs 0, single entries 0." in said
    assert list(User.objects.values_list("email", flat=True)) == [ben.email]
    assert Tombstone.objects.of(Tombstone.What.ACCOUNT, [ana.key]).exists()


@pytest.mark.parametrize("lost", [False, True], ids=["the site goes on", "its database is lost"])
def test_an_erased_log_does_not_come_back(ana: User, file: Path, lost: bool) -> None:
    do("backup", file)
    erasing.erase_entries(ana)
    ana.symptoms.create(day="2026-11-22", area="arch", side="left", moment="worst", severity=1)
    if lost:
        lose_the_tables()
    assert "whole logs 1" in do("restore", file, "--force")
    again = User.objects.get(email="ana@example.org")
    assert [count for _, count in erasing.counts_by_kind(again)] == [0] * 12


@pytest.mark.parametrize("lost", [False, True], ids=["the site goes on", "its database is lost"])
def test_a_deleted_entry_does_not_come_back_and_its_twin_elsewhere_stays(ana: User, file: Path, lost: bool) -> None:
    ben = RunnerFactory(email="ben@example.org")
    take_in(ben, taken_out(ana))
    do("backup", file)
    saving.remove(ana, ana.symptoms.get(entry_key=key(3)))
    if lost:
        lose_the_tables()
    assert "single entries 1." in do("restore", file, "--force")
    counts = {user.email: user.symptoms.count() for user in User.objects.all()}
    assert counts == {"ana@example.org": 1, "ben@example.org": 2}


def test_what_was_taken_in_again_after_it_was_erased_stays(ana: User, file: Path, folder: Path) -> None:
    whole = taken_out(ana)
    saving.remove(ana, ana.symptoms.get(entry_key=key(3)))
    erasing.erase_entries(ana)
    take_in(ana, whole)
    do("backup", file)
    before = log_of(ana)
    do("restore", file, "--force")
    assert log_of(User.objects.get(email="ana@example.org")) == before


def test_an_undone_deletion_is_no_erasure(ana: User, file: Path) -> None:
    do("backup", file)
    before = log_of(ana)
    saved = saving.remove(ana, ana.symptoms.get(entry_key=key(3)))
    undo.take_back(ana, undo.seal(ana, saved.changes))
    lose_the_tables()
    do("restore", file)
    assert log_of(User.objects.get(email="ana@example.org")) == before


def test_what_was_erased_in_the_moment_of_the_backup_is_erased_again(ana: User) -> None:
    now = timezone.now()
    erased_here = {(str(Tombstone.What.ENTRIES), tombstone_of(ana.key)): now}
    assert erasures.erase_again(erased_here, now + timedelta(microseconds=1)).logs == 0
    assert erasures.erase_again(erased_here, now).logs == 1
    assert not ana.symptoms.exists()
