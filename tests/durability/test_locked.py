"""SQLite's one lock held from outside: Today and the guide are read, what is written hears so in words and is kept once."""

from __future__ import annotations

import sqlite3
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from tests.durability.clients import Runner
from tests.durability.serving import Mortal, mortal

# More than all threads of both workers together.
PHONES = 20
READ = ("/log/", "/", "/search/?q=heel+{}")
DAY = "/log/2026-10-02/"


@pytest.fixture
def site(ready_made_site: Path, tmp_path: Path) -> Iterator[Mortal]:
    """A site on SQLite with one runner."""
    with mortal(tmp_path / "data", ready_made_site, 1) as running:
        if running.database:
            pytest.skip("PostgreSQL has locks of its own: test_database_away")
        yield running


def test_while_the_database_is_locked_today_and_the_guide_are_read_and_no_entry_is_lost(site: Mortal) -> None:
    ana = Runner(0, site.port)
    ana.log_in()
    keys = {f"behind a lock {number}": str(uuid.uuid4()) for number in range(PHONES)}
    refused: list[tuple[int, str]] = []

    def write_until_it_is_kept(note: str) -> None:
        fields: dict[str, object] = {"minutes": 8, "note": note, "entry_key": keys[note]}
        while (answer := ana.ask("POST", f"{DAY}sessions/", fields))[0] not in (200, 302, 303):
            refused.append(answer)
            time.sleep(0.05)

    operator = sqlite3.connect(site.data / "ankles.sqlite3", isolation_level=None, timeout=60)
    with ThreadPoolExecutor(PHONES) as phones, closing(operator):
        operator.execute("BEGIN IMMEDIATE")
        writing = [phones.submit(write_until_it_is_kept, note) for note in keys]
        try:
            while len(refused) < PHONES:  # every thread that may be taken by a writer is
                time.sleep(0.01)
            # A reader whom the writers' threads keep waiting gives up after 15 s, which is an error here.
            answers = [ana.ask("GET", READ[turn % len(READ)].format(turn)) for turn in range(60)]
            kept_meanwhile = sum(one.done() for one in writing)
        finally:
            operator.execute("ROLLBACK")
        for one in writing:
            one.result(timeout=180)
    assert {status for status, _ in answers} == {200}
    assert kept_meanwhile == 0
    assert {status for status, _ in refused} == {503}
    assert all("Not saved" in text and "again in a minute" in text for _, text in refused)
    found = site.found()["notes"]
    assert {note: found[note] for note in keys} == dict.fromkeys(keys, 1)
