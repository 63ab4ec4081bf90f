"""A file waits for its own account, sealed, for an hour, on whatever machine comes next."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pytest_django import Settings

from ankles.accounts.models import User
from logbook.models import ChosenFile
from logbook.takeout.importing import chosen_file

ZIP = b"PK and somebody's log"


def upload() -> SimpleUploadedFile:
    return SimpleUploadedFile("ankles-2026-11-22.zip", ZIP)


def opened(runner: User, token: str) -> bytes | None:
    found = chosen_file.file_of_token(runner, token)
    return found and found.read()


def test_a_file_is_found_by_its_own_account_only(ana: User, ben: User) -> None:
    token = chosen_file.keep(ana, upload())
    assert (opened(ana, token), opened(ben, token)) == (ZIP, None)


def test_a_file_that_was_read_before_is_kept_whole(ana: User) -> None:
    file = upload()
    file.read()
    assert opened(ana, chosen_file.keep(ana, file)) == ZIP


def test_nothing_in_the_table_opens_it_or_says_what_it_is(ana: User, ben: User, settings: Settings) -> None:
    token = chosen_file.keep(ana, upload())
    row = ChosenFile.objects.get()
    kept = bytes(row.sealed) + row.digest.encode()
    assert [word for word in (ZIP, token.encode(), ana.key.hex.encode()) if word in kept] == []
    # Not for another account, should rows be mixed up; and a bit that fell over opens as nothing.
    ChosenFile.objects.update(runner=ben)
    assert opened(ben, token) is None
    ChosenFile.objects.update(runner=ana, sealed=bytes(row.sealed)[:-1] + b"?")
    assert opened(ana, token) is None


def test_a_renewed_secret_key_does_not_lock_it(ana: User, settings: Settings) -> None:
    token = chosen_file.keep(ana, upload())
    settings.SECRET_KEY = "another key that is long enough to be one"
    assert opened(ana, token) == ZIP


def test_a_new_file_takes_the_place_of_the_one_before(ana: User, ben: User) -> None:
    bens = chosen_file.keep(ben, upload())
    first, second = chosen_file.keep(ana, upload()), chosen_file.keep(ana, upload())
    assert (opened(ana, first), opened(ana, second)) == (None, ZIP)
    chosen_file.forget(ana)
    assert (opened(ana, second), opened(ben, bens)) == (None, ZIP)


def test_after_an_hour_nothing_opens_it_and_the_next_sweep_deletes_it(ana: User, ben: User) -> None:
    token, now = chosen_file.keep(ana, upload()), timezone.now()
    with time_machine.travel(now + timedelta(minutes=59)):
        assert opened(ana, token) == ZIP
    with time_machine.travel(now + timedelta(minutes=61)):
        assert opened(ana, token) is None
        chosen_file.sweep()
    assert not ChosenFile.objects.exists()


def test_what_an_earlier_release_kept_in_files_is_gone_when_the_site_starts(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    chosen_file.empty_former_folder()
    (tmp_path / "imports").mkdir()
    (tmp_path / "imports" / "0123-4567").write_bytes(ZIP)
    chosen_file.empty_former_folder()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "token", ["", "x", "../../../etc/passwd", "A" * 32, "0" * 31, "0" * 32, "0" * 32 + "\n", "é" * 32]
)
def test_an_invented_token_finds_nothing(ana: User, token: str) -> None:
    chosen_file.keep(ana, upload())
    assert chosen_file.file_of_token(ana, token) is None
