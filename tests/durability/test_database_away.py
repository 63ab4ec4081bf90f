"""PostgreSQL stopped, frozen and locked under the real server: the guide stays open, the logbook says so, nothing counts twice.

All of it while the database is still silent; a request that waits for it to come back has no answer in 15 s, which is an
error. How soon is measured, not tested: docs/decisions/0013.
"""

from __future__ import annotations

import shutil
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing
from pathlib import Path

import pytest

from tests.durability.clients import Runner
from tests.durability.cluster import Cluster, cluster, skip_without_postgresql
from tests.durability.serving import RUNNERS, Mortal

psycopg = pytest.importorskip("psycopg")
GUIDE = ("/", "/exercises/", "/routines/", "/guide/when-to-see-somebody/")
THREADS = 8  # for the logbook, of the two workers together
DAY = "/log/2026-10-02/"
LOCKED = "LOCK TABLE logbook_trainingsession, logbook_symptom IN ACCESS EXCLUSIVE MODE"
# A commit that is merely slow: one that waits for a lock PostgreSQL ends by itself.
LATCH = """
CREATE OR REPLACE FUNCTION wait_for_the_test() RETURNS trigger AS $$
BEGIN WHILE NOT pg_try_advisory_xact_lock(7) LOOP PERFORM pg_sleep(0.05); END LOOP; RETURN NULL; END $$
LANGUAGE plpgsql;
DROP TRIGGER IF EXISTS wait_for_the_test ON logbook_trainingsession;
CREATE CONSTRAINT TRIGGER wait_for_the_test AFTER INSERT ON logbook_trainingsession
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wait_for_the_test();
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Cluster]:
    """A PostgreSQL of our own."""
    skip_without_postgresql()
    with cluster() as running:
        yield running


@pytest.fixture(scope="module")
def site(server: Cluster, ready_made_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mortal]:
    """A site on it, with one runner and the guide read once."""
    running = Mortal(tmp_path_factory.mktemp("away") / "data", server.url)
    shutil.copytree(ready_made_site, running.data)  # for its static files
    try:
        running.start()
        running.shell(RUNNERS % 1)
        visitor = Runner(0, running.port)
        # Each worker has its own memory; what only one of them holds, the other finds on the disk.
        for path in GUIDE:
            assert visitor.ask("GET", path)[0] == 200
        yield running
    finally:
        running.stop()


@pytest.fixture
def ana(site: Mortal) -> Runner:
    """Somebody logged in."""
    runner = Runner(0, site.port)
    runner.log_in()
    return runner


def wait_until_it_answers(runner: Runner) -> None:
    """Wait until the logbook is back in both workers: eight answers in a row."""
    in_a_row = 0
    for _ in range(1200):
        in_a_row = in_a_row + 1 if runner.ask("GET", "/log/")[0] == 200 else 0
        if in_a_row == 8:
            return
        time.sleep(0.05)
    raise AssertionError("The logbook did not come back.")


@pytest.mark.parametrize("how", ["frozen", "stopped"])
def test_the_guide_stays_open_when_every_thread_has_just_asked(
    site: Mortal, server: Cluster, ana: Runner, how: str
) -> None:
    away: AbstractContextManager[None] = getattr(server, how)()
    with ThreadPoolExecutor(3 * THREADS) as many:
        with away:
            private = [many.submit(ana.ask, "GET", "/log/") for _ in range(2 * THREADS)]
            time.sleep(0.02)
            kept = [many.submit(ana.ask, "GET", path) for path in GUIDE * 4]
            kept_answers = [answer.result() for answer in kept]
            private_answers = [answer.result() for answer in private]
            time.sleep(1)
            later = [ana.ask("GET", path)[0] for path in ("/log/", "/search/?q=none", "/no/")]
        wait_until_it_answers(ana)
    assert {status for status, _ in kept_answers} == {200}
    assert {status for status, _ in private_answers} == {503}
    assert all("Our database does not answer" in text for _, text in private_answers)
    assert set(later) <= {200, 503}
    assert later[0] == 503


def test_one_private_request_hears_of_a_frozen_database_while_it_is_frozen(server: Cluster, ana: Runner) -> None:
    with server.frozen():
        status, text = ana.ask("GET", "/log/")
    assert (status, "Our database does not answer" in text) == (503, True)
    wait_until_it_answers(ana)


def test_what_was_typed_before_anything_was_written_is_not_saved_and_given_back(
    site: Mortal, server: Cluster, ana: Runner
) -> None:
    key = str(uuid.uuid4())
    note = f"my words {key[:8]}"
    fields: dict[str, object] = {"minutes": 12, "note": note, "entry_key": key}
    ana.origin = f"http://localhost:{site.port}"
    with server.frozen():
        status, text = ana.ask("POST", f"{DAY}sessions/", fields)
    assert (status, "Not saved" in text, note in text, key in text) == (503, True, True, True)
    wait_until_it_answers(ana)
    assert ana.ask("POST", f"{DAY}sessions/", fields)[0] in (200, 302, 303)
    assert site.found()["notes"][note] == 1


def test_a_commit_under_way_is_not_known_and_its_repeat_counts_once(site: Mortal, server: Cluster, ana: Runner) -> None:
    note = f"under way {uuid.uuid4()}"
    fields: dict[str, object] = {"minutes": 9, "note": note, "entry_key": str(uuid.uuid4())}
    with closing(psycopg.connect(server.url, autocommit=True)) as test:
        test.execute(LATCH)
        test.execute("SELECT pg_advisory_lock(7)")
        try:
            status, text = ana.ask("POST", f"{DAY}sessions/", fields)
        finally:
            test.execute("SELECT pg_advisory_unlock(7)")
        assert (status, "It is not known whether this was saved" in text, "it counts once" in text) == (503, True, True)
        wait_until_it_answers(ana)
        assert ana.ask("POST", f"{DAY}sessions/", fields)[0] in (200, 302, 303)
        test.execute("DROP TRIGGER wait_for_the_test ON logbook_trainingsession")
    assert site.found()["notes"][note] == 1


def test_while_the_logbook_is_locked_readers_search_and_what_was_typed_is_kept_afterwards(
    site: Mortal, server: Cluster, ana: Runner
) -> None:
    """More phones than the workers have threads write and look at Today; a reader's search asks the same database."""
    refused: list[int] = []
    keys = {f"behind a lock {uuid.uuid4()}": str(uuid.uuid4()) for _ in range(2 * THREADS)}

    def write_until_it_is_kept(note: str) -> None:
        fields: dict[str, object] = {"minutes": 8, "note": note, "entry_key": keys[note]}
        while (status := ana.ask("POST", f"{DAY}sessions/", fields)[0]) not in (200, 302, 303):
            refused.append(status)
            ana.ask("GET", "/log/")
            time.sleep(0.05)

    with ThreadPoolExecutor(2 * THREADS) as phones, closing(psycopg.connect(server.url)) as operator:
        operator.execute(LOCKED)
        writing = [phones.submit(write_until_it_is_kept, note) for note in keys]
        try:
            while len(refused) < len(keys):  # every thread that a writer may take is taken
                time.sleep(0.01)
            paths = [f"/search/?q=heel+{turn}" if turn % 2 else GUIDE[turn // 2 % len(GUIDE)] for turn in range(24)]
            answers = [ana.ask("GET", path)[0] for path in paths]
            kept_meanwhile = sum(one.done() for one in writing)
        finally:
            operator.rollback()
        for one in writing:
            one.result(timeout=180)
    assert (set(answers), kept_meanwhile) == ({200}, 0)
    assert set(refused) == {503}
    found = site.found()["notes"]
    assert {note: found[note] for note in keys} == dict.fromkeys(keys, 1)
