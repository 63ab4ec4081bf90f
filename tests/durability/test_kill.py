"""kill -9 of a worker and of the whole server while eight runners write: entries acknowledged = entries found."""

from __future__ import annotations

import os
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.durability.clients import Runner, lost_and_doubled
from tests.durability.serving import Mortal, mortal

pytestmark = pytest.mark.database

CLIENTS = 8
# `.ci/slow` takes longer.
ROUNDS = int(os.environ.get("ANKLES_KILL_ROUNDS", "1"))
WRITE_S = float(os.environ.get("ANKLES_KILL_SECONDS", "0"))
# What each runner has kept before the next blow, however quick the machine is.
KEPT_BEFORE_A_BLOW = 4


AT_ONCE = "at once"


@pytest.fixture(scope="module")
def site(ready_made_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mortal]:
    """A site with eight runners for both tests: on PostgreSQL it begins with an empty database and the whole guide."""
    with mortal(tmp_path_factory.mktemp("killed") / "data", ready_made_site, CLIENTS) as site:
        yield site


def let_them_write(runners: list[Runner]) -> None:
    """Wait until each runner has kept some more, and as long as `.ci/slow` says."""
    begun, before = time.monotonic(), [len(runner.kept) for runner in runners]
    while time.monotonic() < begun + WRITE_S or any(
        len(runner.kept) < count + KEPT_BEFORE_A_BLOW for runner, count in zip(runners, before, strict=True)
    ):
        assert time.monotonic() < begun + WRITE_S + 90
        time.sleep(0.02)


def write_while_it_dies(site: Mortal) -> list[Runner]:
    """Eight runners write; in each round a worker is killed, then the server, and the server is started again."""
    runners = [Runner(number, site.port) for number in range(CLIENTS)]
    for runner in runners:
        runner.log_in()
        runner.start()
    for _ in range(ROUNDS):
        let_them_write(runners)
        site.kill_a_worker()
        let_them_write(runners)
        site.kill_everything()
        site.start()
    let_them_write(runners)
    for runner in runners:
        runner.stopping.set()
    for runner in runners:
        runner.join(90)
    return runners


def test_whatever_is_killed_every_entry_that_was_acknowledged_is_there_once(site: Mortal) -> None:
    runners = write_while_it_dies(site)
    found = site.found()
    found["notes"].pop(AT_ONCE, None)  # of the other test
    assert [refusal for runner in runners for refusal in runner.refused] == []
    assert lost_and_doubled(runners, found) == ([], [])
    there = {(email, day, area): severity for email, day, area, side, moment, severity in found["symptoms"]}
    assert {(one.email, *place): number for one in runners for place, number in one.numbers.items()} == there
    # Some entries were cut off in the middle and sent again, or nothing was tried.
    assert sum(runner.again for runner in runners) >= CLIENTS
    assert [runner.email for runner in runners if not runner.kept] == []


def test_one_key_sent_from_eight_phones_at_once_is_one_entry(site: Mortal) -> None:
    phones = [Runner(0, site.port) for _ in range(CLIENTS)]
    phones[0].log_in()
    fields: dict[str, object] = {"entry_key": uuid.uuid4(), "minutes": 7, "note": AT_ONCE}
    answers: list[int] = []

    def send(phone: Runner) -> None:
        phone.cookies = dict(phones[0].cookies)
        answers.append(phone.ask("POST", "/log/2026-10-01/sessions/", fields)[0])

    threads = [threading.Thread(target=send, args=(phone,)) for phone in phones]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (answers, site.found()["notes"][AT_ONCE]) == ([200] * CLIENTS, 1)


def test_a_lost_and_a_doubled_entry_would_be_seen() -> None:
    runner = Runner(0, 1, tag="a", kept=["0-a-0", "0-a-1"])
    assert lost_and_doubled([runner], {"notes": {"0-a-0": 2, "0-a-2": 1}}) == (["0-a-1"], ["0-a-0", "0-a-2"])
