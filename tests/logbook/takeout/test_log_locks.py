"""Acts on a whole log take turns: one at a time for an account, a few on a machine, and nobody is shut out for ever."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest
from pytest_django import Settings

from ankles.accounts.models import User
from logbook.takeout import log_locks
from logbook.views import data
from tests.factories import UserFactory
from tests.logbook.data_browser import body, hidden, in_again, upload, words
from tests.logbook.whole import document, fill, log_of, taken_out

DATA, EXPORT, IMPORT = (f"/log/data/{name}" for name in ("", "export/", "import/"))


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@contextmanager
def elsewhere(runner: User) -> Iterator[None]:
    """Somebody's turn, held by another thread, as another request would hold it."""
    begun, over = Event(), Event()

    def hold() -> None:
        with log_locks.locked_log(runner):
            begun.set()
            over.wait(30)

    thread = Thread(target=hold)
    thread.start()
    assert begun.wait(10)
    try:
        yield
    finally:
        over.set()
        thread.join()


def test_a_second_file_of_the_same_runner_is_told_to_wait_and_nothing_is_read(ana: User) -> None:
    fill(ana)
    before, file = log_of(ana), taken_out(ana)
    with elsewhere(ana):
        answer = upload(in_again(ana), ana, file)
        assert (answer.status_code, "Retry-After" in answer.headers) == (409, False)
        assert data.YOURS_IS_UNDER_WAY in words(answer)
    assert upload(in_again(ana), ana, file).status_code == 200
    assert log_of(ana) == before


def test_a_second_export_is_told_to_wait_and_gets_its_file_afterwards(ana: User) -> None:
    fill(ana)
    browser = in_again(ana)
    with elsewhere(ana):
        answer = browser.get(EXPORT)
        assert (answer.status_code, answer.headers["Content-Type"]) == (409, "text/html; charset=utf-8")
        assert data.YOURS_IS_UNDER_WAY in words(answer)
    assert body(browser.get(EXPORT))[:2] == b"PK"


def test_the_machine_has_a_bound_for_all_and_says_when_to_come_again(ana: User, ben: User) -> None:
    with ExitStack() as under_way:
        for _ in range(log_locks.MOST_AT_ONCE):
            assert upload(in_again(ana), ana, taken_out(ben)).status_code == 200
            under_way.enter_context(elsewhere(UserFactory()))
        answer = upload(in_again(ana), ana, taken_out(ben))
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, str(data.RETRY_AFTER_S))
        assert data.OTHERS_ARE_UNDER_WAY in words(answer)
    assert upload(in_again(ana), ana, taken_out(ben)).status_code == 200


def test_a_file_that_was_looked_at_still_waits_when_its_turn_has_not_come(ana: User, ben: User) -> None:
    fill(ben)
    browser = in_again(ana)
    looked_at = hidden(upload(browser, ana, taken_out(ben)))
    with elsewhere(ana):
        answer = browser.post(IMPORT, looked_at)
        assert answer.status_code == 409
        again = hidden(answer)
        assert again["token"] == looked_at["token"]
    assert browser.post(IMPORT, again).status_code == 200
    assert len(document(taken_out(ana))["sessions"]) == 2


def test_a_turn_leaves_nothing_behind(ana: User, tmp_path: Path) -> None:
    with log_locks.locked_log(ana):
        assert len(list((tmp_path / "turns").iterdir())) == 2
    assert list((tmp_path / "turns").iterdir()) == []


def test_a_killed_worker_gives_its_turn_back(ana: User, tmp_path: Path) -> None:
    path = tmp_path / "turns" / f"runner-{ana.badge}"
    path.parent.mkdir()
    holds = "import fcntl, sys, time; file = open(sys.argv[1], 'w'); fcntl.flock(file, fcntl.LOCK_EX); print('held', flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", holds, str(path)], stdout=subprocess.PIPE) as worker:
        assert worker.stdout
        assert worker.stdout.readline() == b"held\n"
        with pytest.raises(log_locks.Busy), log_locks.locked_log(ana):
            pass
        worker.kill()
        worker.wait()
    with log_locks.locked_log(ana):
        pass


def test_whoever_fails_in_the_middle_gives_the_turn_back(ana: User) -> None:
    with pytest.raises(ZeroDivisionError), log_locks.locked_log(ana):
        raise ZeroDivisionError
    with log_locks.locked_log(ana):
        pass
