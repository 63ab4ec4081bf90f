from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError

from ankles import caching, reachable
from ankles.reachable import Keeper, Seats, Silence


def test_nobody_waits_for_a_seat_while_the_database_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    silence, seats = Silence(), Seats(1)
    monkeypatch.setattr(reachable, "SILENCE", silence)
    assert seats.take()
    with silence.asking():
        assert silence.lasts_s() >= 0
        assert not seats.take()
    assert silence.lasts_s() == 0
    seats.give_back()
    assert seats.take()


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
