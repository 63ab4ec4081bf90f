"""The cache in which throttles count."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
import time_machine
from django.core.cache import caches
from pytest_django import Settings

from ankles.accounts.counting import SharedFileCache
from ankles.accounts.options import shared_between_workers


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def a_worker(folder: Path) -> SharedFileCache:
    """The cache as another process opens it."""
    return SharedFileCache(str(folder), {})


def test_of_many_that_add_at_once_one_is_told_that_it_did(folder: Path) -> None:
    told: list[bool] = []
    start = threading.Barrier(12)

    def add() -> None:
        start.wait()
        told.append(a_worker(folder).add("lock", True, 10))

    threads = [threading.Thread(target=add) for _ in range(12)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(told) == [False] * 11 + [True]


def test_what_one_worker_writes_another_reads(folder: Path) -> None:
    a_worker(folder).set("count", [1.5, 2.5], 60)
    assert a_worker(folder).get("count") == [1.5, 2.5]
    a_worker(folder).delete("count")
    assert a_worker(folder).get("count") is None


def test_a_crowd_of_new_counts_pushes_no_older_one_out(folder: Path) -> None:
    cache = a_worker(folder)
    cache.set("wrong-passwords-of-ana", [1.0], 3600)
    for number in range(1000):
        cache.set(f"wrong-passwords-of-{number}", [1.0], 3600)
    assert cache.get("wrong-passwords-of-ana") == [1.0]
    assert len(list(folder.glob("*.djcache"))) == 1001


def test_what_has_expired_is_swept_away(folder: Path) -> None:
    cache = a_worker(folder)
    with time_machine.travel("2026-11-22 10:00:00Z") as clock:
        for number in range(50):
            cache.set(f"old-{number}", True, 60)
        cache.set("new", True, 7200)
        clock.shift(3600)
        for _ in range(3000):
            cache._cull()
    assert len(list(folder.glob("*.djcache"))) == 1


def test_the_site_counts_in_it_unless_the_operator_names_another_cache(settings: Settings) -> None:
    assert isinstance(caches["default"], SharedFileCache)
    redis = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://localhost"}
    assert shared_between_workers(redis) == redis
