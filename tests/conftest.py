"""What every test can use."""

from __future__ import annotations

import math
import os
import secrets
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from hypothesis import HealthCheck, settings

from ankles import caching, middleware
from library import publishing
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
    """`--database-only --first-values --no-conventions`: what `.ci/run` repeats on PostgreSQL; `.ci/slow` has the first only."""
    parser.addoption(
        "--database-only",
        action="store_true",
        help="only tests that use the database: nothing else can differ on another one",
    )
    parser.addoption(
        "--first-values",
        action="store_true",
        help="a test with several sets of values once, with the first: the others send the same SQL",
    )
    parser.addoption(
        "--no-conventions",
        action="store_true",
        help="of tests/conventions only what changes tables: the rest walks views whose own tests run beside it",
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what does not ask for the database, and what of the rest another database cannot change, when that is wanted."""
    rules = {
        "--database-only": uses_database,
        "--first-values": has_its_first_values,
        "--no-conventions": is_no_walk_of_the_house,
    }
    asked = [rule for option, rule in rules.items() if config.getoption(option)]
    chosen = [item for item in items if all(rule(item) for rule in asked)]
    if len(chosen) < len(items):
        config.hook.pytest_deselected(items=list(set(items) - set(chosen)))
        items[:] = chosen
    for item in items:
        if waits_for_others(item):
            item.add_marker(pytest.mark.flaky(reruns=1))


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


def has_its_first_values(item: pytest.Item) -> bool:
    """Whether a test stands alone, or has the first of each list of values that it is run with."""
    callspec = getattr(item, "callspec", None)
    return callspec is None or not any(callspec.indices.values())


def is_no_walk_of_the_house(item: pytest.Item) -> bool:
    """Whether a test is beside the code that it is about, or changes tables or starts a server, as some of the conventions do."""
    marked = item.get_closest_marker("django_db")
    changes_tables = marked is not None and marked.kwargs.get("transaction", False)
    starts_a_server = item.get_closest_marker("database") is not None
    return room_of(item) != "conventions" or changes_tables or starts_a_server


def room_of(item: pytest.Item) -> str:
    """The folder of tests/ in which a test stands."""
    return item.path.relative_to(Path(__file__).parent).parts[0]


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
