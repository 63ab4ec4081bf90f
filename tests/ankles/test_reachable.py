from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import OperationalError

from ankles import caching, reachable
from ankles.reachable import Keeper, Seats, Silence


def test_nobody_waits_for_a_seat_while_the_database_says_nothing() -> None:
    seats = Seats(1)
    assert seats.take()
    with Seats.asking():
        assert not seats.take()
    seats.give_back()
    assert seats.take()


def test_silence_lasts_for_as_long_as_somebody_waits_and_nobody_is_answered() -> None:
    silence = Silence()
    with silence.asking():
        assert silence.lasts_s() >= 0
    assert silence.lasts_s() == 0


def test_a_logbook_that_waits_for_a_lock_takes_nothing_from_readers() -> None:
    """Neither a seat nor their patience: what is silent for the logbook says nothing about the guide."""
    logbook, readers = Seats(1), Seats(1)
    locked, over = threading.Event(), threading.Event()

    def wait_for_a_lock() -> None:
        assert logbook.take()
        with Seats.asking():
            locked.set()
            over.wait(30)
        logbook.give_back()

    waiting = threading.Thread(target=wait_for_a_lock)
    waiting.start()
    assert locked.wait(30)
    time.sleep(2 * reachable.SILENT_S)
    assert not logbook.take()
    assert readers.take()
    # A second reader waits for the first one, who has been answered and writes the page.
    second: list[bool] = []
    waits = threading.Thread(target=lambda: second.append(readers.take()))
    waits.start()
    readers.give_back()
    waits.join(30)
    assert second == [True]
    over.set()
    waiting.join(30)


def test_who_waited_for_a_lock_in_vain_was_not_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(reachable, "monotonic", lambda: now)
    silence = Silence()
    with ThreadPoolExecutor(1) as other, silence.asking():
        now = 105.0

        def give_up() -> None:
            with pytest.raises(OperationalError), silence.asking():
                raise OperationalError

        other.submit(give_up).result()
        assert silence.lasts_s() == 5

        def hear() -> None:
            with silence.asking():
                pass

        other.submit(hear).result()
        assert silence.lasts_s() == 0


def test_as_many_as_may_wait_for_the_writer_before_them_and_the_next_hears_at_once() -> None:
    seats = Seats(1, patience_s=0, patient=1)
    assert seats.take()
    with ThreadPoolExecutor(2) as others:
        with Seats.asking():
            waits = others.submit(seats.take)
            deadline = time.monotonic() + 30
            while seats._waiting == 0 and time.monotonic() < deadline:
                time.sleep(0.001)
            assert others.submit(seats.take).result() is False
        seats.give_back()
        assert waits.result() is True


def test_a_command_is_never_told_that_the_database_is_away() -> None:
    keeper = Keeper()
    keeper.lost()
    assert (keeper.runs, keeper.is_away, keeper.may_ask()) == (False, False, True)


@pytest.mark.parametrize("error", [OperationalError, ValueError])
@pytest.mark.django_db
def test_the_keeper_outlives_whatever_goes_wrong_when_it_looks(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[bool] = []

    def fail() -> Any:
        raise error

    monkeypatch.setattr(caching, "before_looking", [fail])
    monkeypatch.setattr(reachable.connection, "close", lambda: closed.append(True))
    Keeper().look()
    assert closed == [True]
