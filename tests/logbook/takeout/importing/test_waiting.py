"""A file waits for its own account, out of sight, for an hour."""

from __future__ import annotations

import os
import stat
import time
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ankles.accounts.models import User
from logbook.takeout.importing import waiting

ZIP = b"PK and so on"


def upload() -> SimpleUploadedFile:
    return SimpleUploadedFile("ankles-2026-11-22.zip", ZIP)


def test_a_file_is_found_by_its_own_account_only(ana: User, ben: User) -> None:
    token = waiting.keep(ana, upload())
    found = waiting.find(ana, token)
    assert found is not None
    assert found.read_bytes() == ZIP
    assert waiting.find(ben, token) is None


def test_nobody_but_the_server_can_read_it_and_its_name_names_nobody(ana: User) -> None:
    token = waiting.keep(ana, upload())
    path = waiting.find(ana, token)
    assert path is not None
    assert (stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(path.parent.stat().st_mode)) == (0o600, 0o700)
    assert path.name == f"{ana.badge}-{token}"
    assert ana.key.hex not in path.name


def test_a_new_file_takes_the_place_of_the_one_before(ana: User, ben: User) -> None:
    bens = waiting.keep(ben, upload())
    first, second = waiting.keep(ana, upload()), waiting.keep(ana, upload())
    assert (waiting.find(ana, first), waiting.find(ana, second) is None) == (None, False)
    waiting.forget(ana)
    assert (waiting.find(ana, second), waiting.find(ben, bens) is None) == (None, False)


def test_after_an_hour_it_is_gone(ana: User, ben: User) -> None:
    token = waiting.keep(ana, upload())
    path = waiting.find(ana, token)
    assert path is not None
    os.utime(path, (time.time() - 3601,) * 2)
    assert waiting.find(ana, token) is None
    waiting.keep(ben, upload())
    assert not path.exists()


def test_after_an_hour_it_is_gone_from_the_disk_though_nobody_comes_by(
    ana: User, ben: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "_watch", None)
    monkeypatch.setattr(waiting, "KEPT_S", 0.5)
    tokens = [(runner, waiting.keep(runner, upload())) for runner in (ana, ben)]
    assert all(waiting.find(*one) for one in tokens)
    watch = waiting._watch
    assert watch is not None
    assert watch.daemon
    watch.join(5)
    assert (list(waiting.folder().iterdir()), waiting._watch) == ([], None)


def test_one_watch_is_enough_and_it_goes_on_while_something_waits(
    ana: User, ben: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "_watch", None)
    waiting.keep(ana, upload())
    first = waiting._watch
    waiting.keep(ben, upload())
    assert waiting._watch is first
    assert first is not None
    first.cancel()
    waiting._look_again()
    assert waiting._watch not in (None, first)


def test_a_file_that_another_worker_took_away_is_no_fault(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    path = waiting.find(ana, waiting.keep(ana, upload()))
    assert path is not None
    path.unlink()
    monkeypatch.setattr(waiting, "folder", lambda: SimpleNamespace(iterdir=lambda: [path]))
    waiting.sweep()
    waiting.empty()


def test_nothing_waits_when_the_site_starts(ana: User) -> None:
    waiting.keep(ana, upload())
    waiting.empty()
    assert list(waiting.folder().iterdir()) == []


@pytest.mark.parametrize(
    "token", ["", "x", "../../../etc/passwd", "A" * 32, "0" * 31, "0" * 32, "0" * 32 + "\n", "é" * 32]
)
def test_an_invented_token_finds_nothing(ana: User, token: str) -> None:
    waiting.keep(ana, upload())
    assert waiting.find(ana, token) is None
