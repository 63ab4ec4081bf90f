"""The list of what was erased, beside the database: hashes and times, readable after any accident."""

from __future__ import annotations

import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from ankles import erased
from ankles.accounts.models import Tombstone, User
from logbook.takeout import erasing
from tests.factories import RunnerFactory

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    """A data folder of its own."""
    settings.DATA_DIR = tmp_path


@pytest.fixture
def ana() -> User:
    """A runner."""
    return RunnerFactory(email="ana@example.org")


def test_the_list_of_what_was_erased_says_nothing_about_anybody(ana: User) -> None:
    erasing.erase_account(ana)
    text = erased.path_of_list().read_text()
    assert stat.S_IMODE(erased.path_of_list().stat().st_mode) == 0o600
    # The account's key, and the tag that its phones remember.
    assert [set(json.loads(line)) for line in text.splitlines()] == [{"what", "digest", "erased_at"}] * 2
    assert ana.email not in text
    assert str(ana.key) not in text
    assert ana.key.hex not in text
    assert ana.badge not in text


def test_a_list_that_was_cut_off_is_read_as_far_as_it_goes(ana: User) -> None:
    erasing.erase_entries(ana)
    with erased.path_of_list().open("a") as file:
        file.write('{"what": "account", "dig')
    assert [what for what, _ in erased.erased_here()] == ["entries"]
    erased.path_of_list().write_text('null\n[]\n{"what": 1}\n\x00\n')
    assert erased.erased_here() == {}


def test_what_was_lifted_is_not_erased_any_more(ana: User) -> None:
    for act in (Tombstone.objects.lay, Tombstone.objects.lift, Tombstone.objects.lay, Tombstone.objects.lift):
        act(Tombstone.What.ENTRY, [ana.key], ana)
    Tombstone.objects.lay(Tombstone.What.ENTRIES, [ana.key])
    assert len(erased.path_of_list().read_text().splitlines()) == 5
    assert [what for what, _ in erased.erased_here()] == ["entries"]


def test_of_two_lists_the_later_time_counts() -> None:
    one, other = {("entry", "a"): NOON, ("entry", "b"): NOON}, {("entry", "a"): NOON + timedelta(hours=1)}
    assert (
        erased.merged_lists(one, other)
        == erased.merged_lists(other, one)
        == {("entry", "a"): NOON + timedelta(hours=1), ("entry", "b"): NOON}
    )


def test_where_nothing_was_erased_the_list_is_empty() -> None:
    assert (erased.erased_here(), erased.path_of_list().exists()) == ({}, False)
