"""The cache in which throttles count."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from pytest_django import Settings

from ankles.accounts import counting
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
    named = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "x"}
    assert shared_between_workers(named) == named
    redis = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://localhost"}
    patient = redis | {"OPTIONS": {"socket_timeout": 3}}
    assert shared_between_workers(patient) == patient | {"BACKEND": "ankles.accounts.counting.RedisOrFiles"}


class Away(Exception):
    """What Redis's library raises; its words hold the address."""


class FakeRedis:
    """A Redis that can be stopped."""

    def __init__(self) -> None:
        self.held: dict[str, Any] = {}
        self.stopped, self.asked = False, 0

    def _ask(self) -> None:
        self.asked += 1
        if self.stopped:
            raise Away("redis://:secret@cache.example")

    def add(self, key: str, value: Any, timeout: Any) -> bool:
        self._ask()
        return self.held.setdefault(key, value) is value

    def set(self, key: str, value: Any, timeout: Any) -> None:
        self._ask()
        self.held[key] = value

    def get(self, key: str, default: Any) -> Any:
        self._ask()
        return self.held.get(key, default)

    def delete(self, key: str) -> bool:
        self._ask()
        return self.held.pop(key, None) is not None


def test_while_redis_is_away_tries_are_counted_in_files_and_it_is_asked_again_after_a_while(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(counting, "redis_error", lambda: Away)
    monkeypatch.setattr(counting.RedisOrFiles, "away_until", 0.0)
    redis = FakeRedis()
    cache = counting.RedisOrFiles("redis://cache.example", {})
    cache.__dict__["_cache"] = redis
    with time_machine.travel("2026-11-22 10:00:00Z", tick=False) as clock:
        monkeypatch.setattr(counting.time, "monotonic", lambda: time.time())
        assert (cache.add("here", 1, 60), cache.add("here", 2, 60), cache.get("here")) == (True, False, 1)
        redis.stopped, redis.asked = True, 0
        assert [cache.add("place", True, 60) for _ in range(3)] == [True, False, False]
        cache.set("count", 3, 60)
        assert (cache.get("count"), cache.delete("count"), cache.get("count"), redis.asked) == (3, True, None, 1)
        clock.shift(6)
        redis.stopped = False
        assert cache.get("here") == 1
        assert len(list(tmp_path.rglob("*.djcache"))) == 1
        clock.shift(60)
        cache.forget_expired()
        assert not list(tmp_path.rglob("*.djcache"))
    assert caplog.messages == ["Redis does not answer (Away): tries are counted in files."]
