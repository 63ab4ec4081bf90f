"""A file waits for its own account, out of sight, for an hour."""

from __future__ import annotations

import os
import stat
import time
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ankles.accounts.models import User
from logbook.takeout.importing import chosen_file

ZIP = b"PK and so on"


def upload() -> SimpleUploadedFile:
    return SimpleUploadedFile("ankles-2026-11-22.zip", ZIP)


def test_a_file_is_found_by_its_own_account_only(ana: User, ben: User) -> None:
    token = chosen_file.keep(ana, upload())
    found = chosen_file.find(ana, token)
    assert found is not None
    assert found.read_bytes() == ZIP
    assert chosen_file.find(ben, token) is None


def test_nobody_but_the_server_can_read_it_and_its_name_names_nobody(ana: User) -> None:
    token = chosen_file.keep(ana, upload())
    path = chosen_file.find(ana, token)
    assert path is not None
    assert (stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(path.parent.stat().st_mode)) == (0o600, 0o700)
    assert path.name == f"{ana.badge}-{token}"
    assert ana.key.hex not in path.name


def test_a_new_file_takes_the_place_of_the_one_before(ana: User, ben: User) -> None:
    bens = chosen_file.keep(ben, upload())
    first, second = chosen_file.keep(ana, upload()), chosen_file.keep(ana, upload())
    assert (chosen_file.find(ana, first), chosen_file.find(ana, second) is None) == (None, False)
    chosen_file.forget(ana)
    assert (chosen_file.find(ana, second), chosen_file.find(ben, bens) is None) == (None, False)


def test_after_an_hour_it_is_gone(ana: User, ben: User) -> None:
    token = chosen_file.keep(ana, upload())
    path = chosen_file.find(ana, token)
    assert path is not None
    os.utime(path, (time.time() - 3601,) * 2)
    assert chosen_file.find(ana, token) is None
    chosen_file.keep(ben, upload())
    assert not path.exists()


def test_after_an_hour_it_is_gone_from_the_disk_though_nobody_comes_by(
    ana: User, ben: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chosen_file, "_watch", None)
    monkeypatch.setattr(chosen_file, "KEPT_S", 0.5)
    tokens = [(runner, chosen_file.keep(runner, upload())) for runner in (ana, ben)]
    assert all(chosen_file.find(*one) for one in tokens)
    watch = chosen_file._watch
    assert watch is not None
    assert watch.daemon
    watch.join(5)
    assert (list(chosen_file.folder().iterdir()), chosen_file._watch) == ([], None)


def test_one_watch_is_enough_and_it_goes_on_while_something_waits(
    ana: User, ben: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chosen_file, "_watch", None)
    chosen_file.keep(ana, upload())
    first = chosen_file._watch
    chosen_file.keep(ben, upload())
    assert chosen_file._watch is first
    assert first is not None
    first.cancel()
    chosen_file._look_again()
    assert chosen_file._watch not in (None, first)


def test_a_file_that_another_worker_took_away_is_no_fault(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    path = chosen_file.find(ana, chosen_file.keep(ana, upload()))
    assert path is not None
    path.unlink()
    monkeypatch.setattr(chosen_file, "folder", lambda: SimpleNamespace(iterdir=lambda: [path]))
    chosen_file.sweep()
    chosen_file.empty()


def test_nothing_waits_when_the_site_starts(ana: User) -> None:
    chosen_file.keep(ana, upload())
    chosen_file.empty()
    assert list(chosen_file.folder().iterdir()) == []


@pytest.mark.parametrize(
    "token", ["", "x", "../../../etc/passwd", "A" * 32, "0" * 31, "0" * 32, "0" * 32 + "\n", "é" * 32]
)
def test_an_invented_token_finds_nothing(ana: User, token: str) -> None:
    chosen_file.keep(ana, upload())
    assert chosen_file.find(ana, token) is None
