"""What every test can use."""

from __future__ import annotations

import gc
import math
import os
import secrets
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadFileScheduling

from ankles import caching, middleware
from library import publishing
from tests import statements
from tests.journeys.site import ready_made
from tests.snapshot import guide, guide_snapshot, static_root

# Fixtures that stand there.
__all__ = ["guide", "guide_snapshot", "static_root"]

# `quick` is the same every time, so that CI fails for a reason; `slow` (`.ci/slow`) looks further and elsewhere each time.
# What a test's examples write is rolled back between them (tests/logbook/examples.py), which Hypothesis cannot know.
EVERYWHERE = {
    "deadline": None,
    "database": None,
    "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
}
settings.register_profile("quick", max_examples=25, derandomize=True, **EVERYWHERE)
settings.register_profile(
    "slow", max_examples=int(os.environ.get("ANKLES_EXAMPLES", "1000")), print_blob=True, **EVERYWHERE
)
settings.load_profile("quick")


# Folders whose tests run beside servers and browsers, and what a module imports that runs something beside itself or waits.
BESIDE = {"durability", "journeys", "wire"}
WAITING = (subprocess, threading, time)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--database-only --new-statements=FOLDER --no-conventions`: what `.ci/run` repeats on PostgreSQL; `.ci/slow` has the
    first only."""
    parser.addoption(
        "--database-only",
        action="store_true",
        help="only tests that use the database: nothing else can differ on another one",
    )
    parser.addoption(
        "--note-statements",
        type=Path,
        metavar="FOLDER",
        help="write down there which SQL each test sends",
    )
    parser.addoption(
        "--new-statements",
        type=Path,
        metavar="FOLDER",
        help="of tests whose SQL is noted there only as many as send all of it, once each",
    )
    parser.addoption(
        "--no-conventions",
        action="store_true",
        help="of tests/conventions only what changes tables: the rest walks views whose own tests run beside it",
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what does not ask for the database, and what of the rest another database cannot change, when that is wanted."""
    chosen = items
    if config.getoption("--database-only"):
        chosen = [item for item in chosen if uses_database(item)]
    if config.getoption("--no-conventions"):
        chosen = [item for item in chosen if is_no_walk_of_the_house(item)]
    if noted := config.getoption("--new-statements"):
        # What goes on whatever it sends counts as sending it: nothing else need be repeated for that.
        sent = statements.read(noted)
        asked = {item.nodeid: sent[item.nodeid] for item in chosen if item.nodeid in sent}
        always = {item.nodeid for item in chosen if item.nodeid not in sent or goes_beyond_its_statements(item)}
        needed = always | statements.needed(asked, always)
        chosen = [item for item in chosen if item.nodeid in needed]
    if len(chosen) < len(items):
        config.hook.pytest_deselected(items=list(set(items) - set(chosen)))
        items[:] = chosen
    for item in items:
        if waits_for_others(item):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling:
    """All tests of a file run in one process, files in their order: what a file starts once for all of its tests, a site,
    nginx or a cluster, is not started in each process."""
    config.option.loadscopereorder = False  # the journeys stay the last ones
    return LoadFileScheduling(config, log)


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: the garbage collector need not go through it a hundred times."""
    gc.collect()
    gc.freeze()


def waits_for_others(item: pytest.Item) -> bool:
    """Whether a test waits for what runs beside it: a browser, a server, a process or a thread.

    One that fails is run once more, and named in the summary as RERUN with its traceback (decision 0040).
    """
    names = vars(getattr(item, "module", None) or object)
    return room_of(item) in BESIDE or any(names.get(module.__name__) is module for module in WAITING)


def uses_database(item: pytest.Item) -> bool:
    """Whether a test is let near the database (pytest-django stops every other one), or starts a server that is."""
    marked = any(item.get_closest_marker(name) for name in ("django_db", "database"))
    return marked or not {"db", "transactional_db"}.isdisjoint(getattr(item, "fixturenames", ()))


def goes_beyond_its_statements(item: pytest.Item) -> bool:
    """Whether the statements of a test do not say what it does to a database: it changes tables, commits, runs something
    beside itself, or looks for values that a database takes in its own way."""
    return (
        changes_tables(item)
        or waits_for_others(item)
        or item.get_closest_marker("database") is not None
        or "propert" in item.nodeid
    )


def changes_tables(item: pytest.Item) -> bool:
    """Whether a test works without a transaction around it."""
    marked = item.get_closest_marker("django_db")
    wanted = marked is not None and bool(marked.kwargs.get("transaction", False))
    return wanted or "transactional_db" in getattr(item, "fixturenames", ())


def is_no_walk_of_the_house(item: pytest.Item) -> bool:
    """Whether a test is beside the code that it is about, or changes tables or starts a server, as some of the conventions do."""
    return room_of(item) != "conventions" or changes_tables(item) or item.get_closest_marker("database") is not None


def room_of(item: pytest.Item) -> str:
    """The folder of tests/ in which a test stands."""
    return item.path.relative_to(Path(__file__).parent).parts[0]


SENT = pytest.StashKey[dict[str, statements.Sent]]()


@pytest.fixture(autouse=True)
def statements_sent(request: pytest.FixtureRequest) -> Iterator[None]:
    """With `--note-statements`: what a test sends, its fixtures included, but not those that are made once for many."""
    if request.config.getoption("--note-statements") is None or not uses_database(request.node):
        yield
        return
    noted = statements.Statements()
    with connection.execute_wrapper(noted):
        yield
    request.config.stash.setdefault(SENT, {})[request.node.nodeid] = noted.sent


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write down what the tests of this process sent."""
    folder, sent = session.config.getoption("--note-statements"), session.config.stash.get(SENT, {})
    if folder is not None and sent:
        statements.write(folder, os.environ.get("PYTEST_XDIST_WORKER", "main"), sent)


@pytest.fixture(autouse=True)
def empty_shelf(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test sees a page that another test rendered, or asks at an instant of its own whether other machines changed any."""
    monkeypatch.setattr(publishing, "POLL_S", math.inf)
    # Nor the wrong passwords that another one typed: rows get the same numbers again.
    cache.clear()
    forget_pages()
    yield
    forget_pages()


def forget_pages() -> None:
    """Forget every kept page, in memory and on disk, and what was known of the content."""
    middleware.PAGES_IN_MEMORY.clear()
    middleware.PAGES_ON_DISK.clear()
    caching.content_version_file().write(secrets.token_hex(4), None)


@pytest.fixture(scope="session")
def ready_made_site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A site's folder after its first start, to be copied; one for all processes of the suite."""
    own = tmp_path_factory.getbasetemp()
    return ready_made(own if worker_id == "master" else own.parent)
