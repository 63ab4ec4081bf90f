"""What the server's parent has done again and again, in processes of their own."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ankles.recurring import Recurring

PATIENCE_S = 60.0


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """A module to run, that notes each of its runs in a file."""
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])

    def write(then: str) -> Path:
        (tmp_path / "noting.py").write_text(f"open(r'{tmp_path}/runs', 'a').write('.')\n{then}\n")
        return tmp_path / "runs"

    return write


def wait_for(condition: Callable[[], bool], recurring: Recurring) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline
        recurring.look()
        time.sleep(0.05)


def runs(file: Path) -> int:
    return len(file.read_text()) if file.exists() else 0


def test_it_is_done_after_a_pause_and_again(written: Callable[[str], Path]) -> None:
    file, recurring = written(""), Recurring(["noting"], 0.3)
    recurring.look()
    assert recurring.process is None
    wait_for(lambda: runs(file) >= 3, recurring)
    recurring.end()


def test_one_that_fails_is_said_and_tried_again(
    written: Callable[[str], Path], caplog: pytest.LogCaptureFixture
) -> None:
    file, recurring = written("raise SystemExit(3)"), Recurring(["noting"], 0.3)
    wait_for(lambda: runs(file) >= 2, recurring)
    recurring.end()
    assert "noting failed (exit code 3); it is tried again in 0 s." in caplog.text


def test_one_that_hangs_is_ended_and_never_two_run_at_once(
    written: Callable[[str], Path], caplog: pytest.LogCaptureFixture
) -> None:
    file, recurring = written("import time; time.sleep(600)"), Recurring(["noting"], 0.3, longest_s=1.5)
    wait_for(lambda: runs(file) >= 1, recurring)
    first = recurring.process
    wait_for(lambda: runs(file) >= 2, recurring)
    assert first is not None
    assert first.poll() == -9
    assert "noting did not end in time" in caplog.text
    second = recurring.process
    recurring.end()
    assert second is not None
    assert second.poll() == -9


def test_what_never_ran_ends_too() -> None:
    Recurring(["noting"], 60).end()
