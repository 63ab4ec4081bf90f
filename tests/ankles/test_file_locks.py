"""A turn is held by one at a time, and is given back whatever happens to its holder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django import Settings

from ankles.file_locks import locked_file


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def test_a_turn_is_held_once_and_others_have_their_own() -> None:
    with locked_file("a") as first, locked_file("a") as second, locked_file("b") as other:
        assert (first, second, other) == (True, False, True)
    with locked_file("a") as again:
        assert again is True


def test_a_turn_whose_holder_is_killed_is_free_again(tmp_path: Path) -> None:
    with locked_file("a"):
        pass
    code = (
        f"import fcntl, os, sys; fcntl.flock(os.open({str(tmp_path / 'turns' / 'a')!r}, os.O_RDWR | os.O_CREAT), 2); "
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code + "print('held', flush=True); sys.stdin.read()"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=dict(os.environ),
    )  # fmt: skip
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    with locked_file("a") as is_ours:
        assert is_ours is False
    holder.kill()
    holder.communicate()
    with locked_file("a") as is_ours:
        assert is_ours is True
