"""/readyz: what a load balancer and an operator hear, in 200 or 503, and in words on the machine itself."""

from __future__ import annotations

import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.cache.backends.dummy import DummyCache
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from ankles import readiness
from ankles.accounts import counting
from ankles.proxies import FORWARDED, behind_proxies
from ankles.readiness import Readiness
from tests.ankles.accounts.test_counting import Away, FakeRedis

pytestmark = pytest.mark.django_db
ALL_WELL = "database: ok\ncache: ok\ndisk: ok\nmigrations: ok\nclock: ok\n"


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> Iterator[None]:
    """Nothing is kept of an earlier answer."""
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr("ankles.views.READINESS", Readiness())
    yield
    assert list(tmp_path.glob("readyz-*")) == []


def test_a_site_that_is_well_says_so_in_words_on_its_own_machine(client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content.decode()) == (200, ALL_WELL)
    assert (answer.headers["Cache-Control"], answer.cookies) == ("no-store", {})


WRONG = {"cache": "failed (ConnectionError)", "disk": ""}


@pytest.mark.parametrize("sign", [{}, {"REMOTE_ADDR": "203.0.113.9"}, {FORWARDED: "1"}])
def test_others_hear_only_whether(client: Client, monkeypatch: pytest.MonkeyPatch, sign: dict[str, str]) -> None:
    monkeypatch.setattr(Readiness, "look", lambda _: WRONG)
    answer = client.get("/readyz", **sign)
    words = "not ready\n" if sign else "cache: failed (ConnectionError)\ndisk: ok\n"
    assert (answer.status_code, answer.content.decode()) == (503, words)
    monkeypatch.setattr(Readiness, "look", lambda _: {"cache": ""})
    assert client.get("/readyz/", REMOTE_ADDR="203.0.113.9").content == b"ready\n"


@pytest.mark.parametrize("trusted", ["", "1", "127.0.0.1"])
def test_a_reader_behind_a_proxy_on_this_machine_is_none_of_this_machine(trusted: str) -> None:
    seen: list[Any] = []

    def application(environ: dict[str, Any], start_response: object) -> list[bytes]:
        seen.append(environ.get(FORWARDED))
        return []

    for headers in ({}, {"HTTP_X_FORWARDED_FOR": "203.0.113.9"}, {"HTTP_X_FORWARDED_PROTO": "https"}):
        environ = {"REMOTE_ADDR": "127.0.0.1", "wsgi.url_scheme": "http", "HTTP_HOST": "localhost", **headers}
        behind_proxies(application, trusted)(environ, lambda *_: lambda _: None)
    assert seen == [None, "1", "1"]


def broken(*args: object, **kwargs: object) -> None:
    raise ConnectionError("redis://:secret@cache.example")


def test_a_cache_that_is_away_or_forgets_is_seen_and_its_address_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "shared", DummyCache("", {}))
    assert readiness.counts() == "it does not keep what it is given"
    monkeypatch.setattr(DummyCache, "set", broken)
    assert Readiness().look()["cache"] == "failed (ConnectionError)"


def test_redis_away_is_seen_though_the_site_counts_on_in_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    redis = FakeRedis()
    redis.stopped = True
    monkeypatch.setattr(counting, "redis_error", lambda: Away)
    monkeypatch.setattr(counting.RedisOrFiles, "away_until", 0.0)
    away = counting.RedisOrFiles("redis://cache.example", {})
    away.__dict__["_cache"] = redis
    monkeypatch.setattr(readiness, "shared", away)
    assert readiness.counts() == "Redis does not answer; tries are counted on this machine only"
    # What was counted meanwhile goes when it has expired, too.
    away.set("try", 1, 60)
    assert list((tmp_path / "cache").glob("*.djcache"))
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        away.forget_expired()
    assert not list((tmp_path / "cache").glob("*.djcache"))


def test_a_full_disk_and_a_folder_that_cannot_be_written_to_are_seen(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path
) -> None:
    assert readiness.disk() == ""
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**12, 10**12, 5 * 2**20))
        assert readiness.disk() == "5 MB are left; 100 are needed"
    monkeypatch.setattr(Path, "write_bytes", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    assert Readiness().look()["disk"] == "failed (OSError)"


def test_tables_of_another_release_are_seen() -> None:
    recorder = MigrationRecorder(connection)
    assert readiness.migrations() == ""
    recorder.record_applied("logbook", "9999_from_tomorrow")
    assert readiness.migrations() == "1 are of a newer release"
    recorder.record_unapplied("logbook", "0001_start")
    assert readiness.migrations() == "1 are not applied: run manage.py start"


def test_a_clock_that_differs_from_the_databases_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    class Cursor:
        def __enter__(self) -> Cursor:
            return self

        def __exit__(self, *_: object) -> None: ...

        def execute(self, *_: object) -> None: ...

        def fetchone(self) -> list[datetime]:
            return [datetime.now(UTC) + timedelta(seconds=90)]

    monkeypatch.setattr(connection, "vendor", "postgresql")
    monkeypatch.setattr(connection, "cursor", Cursor)
    assert readiness.clocks_agree() in ("90 s from the database's", "89 s from the database's")


@pytest.mark.django_db(transaction=True)
def test_a_lock_that_is_held_is_seen_within_a_second_or_two(tmp_path: Path, settings: Settings) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL locks rows, not the whole database.")
    assert Readiness().look()["database"] == ""
    name = connection.settings_dict["NAME"]
    with closing(sqlite3.connect(name, uri=True, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        assert Readiness().look()["database"] == "failed (OperationalError)"
        assert time.monotonic() - began < 4
        other.execute("ROLLBACK")
    assert Readiness().look()["database"] == ""


@pytest.mark.django_db(transaction=True)
def test_a_database_that_takes_a_write_is_well_and_keeps_its_patience() -> None:
    assert readiness.database_answers() == ""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA busy_timeout").fetchone()[0] == 5000


def test_however_often_it_is_asked_it_looks_once_in_two_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []

    def slow() -> str:
        looked.append(1)
        time.sleep(0.2)
        return ""

    monkeypatch.setattr(readiness, "ASKED", {"disk": slow})
    here = Readiness()
    threads = [threading.Thread(target=here.look) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(looked), here.look()) == (1, {"disk": ""})
    monkeypatch.setattr(readiness, "KEPT_S", 0.0)
    here.look()
    assert len(looked) == 2


@pytest.mark.parametrize("error", [OperationalError("database is locked"), TimeoutError()])
def test_whatever_is_raised_is_not_ready(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail() -> str:
        raise error

    question: Callable[[], str] = fail
    monkeypatch.setattr(readiness, "ASKED", {"database": question})
    assert Readiness().look() == {"database": f"failed ({type(error).__name__})"}
