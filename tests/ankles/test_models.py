"""A chore falls to one process at a time, on however many machines it is asked."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError, connections

from ankles.models import Chore

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("began", "falls"),
    [
        (None, True),
        (NOW - HOUR, True),
        (NOW - HOUR * 0.95, True),  # another clock, or a start that took its time
        (NOW - HOUR / 2, False),
        (NOW, False),
        (NOW + HOUR / 2, False),
        (NOW + timedelta(days=900), True),  # written by a clock that was wrong
    ],
)
def test_a_chore_falls_to_who_asks_an_hour_later(began: datetime | None, falls: bool) -> None:
    if began:
        Chore.objects.create(name="sweep", began_at=began)
    assert Chore.objects.claim("sweep", NOW, HOUR) is falls
    assert Chore.objects.get().began_at == (NOW if falls else began)
    assert Chore.objects.claim("sweep", NOW, HOUR) is False


@pytest.mark.django_db
def test_chores_do_not_wait_for_each_other() -> None:
    assert [Chore.objects.claim(name, NOW, HOUR) for name in ("sweep", "count")] == [True, True]
    assert Chore.objects.claim("sweep", NOW, timedelta(0)) is True


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_first", [True, False])
def test_of_eight_that_ask_at_once_one_gets_it(is_first: bool) -> None:
    if not is_first:
        Chore.objects.create(name="sweep", began_at=NOW - HOUR)

    def ask(_: int) -> bool:
        try:
            while True:
                # The suite's tables in memory refuse at once where those of a site wait for their turn.
                with suppress(OperationalError):
                    return Chore.objects.claim("sweep", NOW, HOUR)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(ask, range(8))) == [False] * 7 + [True]
