"""What the environment may say: what is read from it, and the one clear line when it cannot be."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from environs import Env

from ankles import configuration
from ankles.configuration import ConfigurationError, Site, site_from

ROOT = Path(__file__).resolve().parents[2]
OURS = ("SECRET_KEY", "DATABASE_URL", "CACHE_URL", "EMAIL_URL", "OPERATOR_NAME", "OPERATOR_CONTACT", "TRUSTED_PROXIES",
        "DEBUG", "LOG_LEVEL", "PORT", "SITE_URL", "DATA_DIR", "EXTRA_HOSTS", "DJANGO_SETTINGS_MODULE")  # fmt: skip


def environment(data_dir: Path, **values: str) -> dict[str, str]:
    """The environment of an operator who set only these variables."""
    return {name: value for name, value in os.environ.items() if name not in OURS} | {
        "DATA_DIR": str(data_dir),
        **values,
    }


def manage(data_dir: Path, *words: str, **values: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py as an operator would."""
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *words],
        env=environment(data_dir, **values), capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


# --- Wrong values, one line each -------------------------------------------------------------

WRONG = [
    ("SITE_URL", "ankles.example", "SITE_URL: 'ankles.example' is not an address such as https://ankles.example or http://localhost:8000"),
    ("SITE_URL", "ftp://ankles.example", "SITE_URL: 'ftp://ankles.example' is not an address such as https://ankles.example or http://localhost:8000"),
    ("PORT", "eighty", 'PORT: Environment variable "PORT" invalid'),
    ("PORT", "70000", "PORT: 70000 is not between 1 and 65535"),
    ("DEBUG", "perhaps", 'DEBUG: Environment variable "DEBUG" invalid'),
    ("LOG_LEVEL", "loud", "LOG_LEVEL: 'loud' is not one of DEBUG, INFO, WARNING, ERROR, CRITICAL"),
    ("SECRET_KEY", "short", "SECRET_KEY: use 32 characters or more"),
    ("DATABASE_URL", "mysql://u:p@localhost/db", "DATABASE_URL: only postgresql:// and sqlite:// are supported"),
    ("EMAIL_URL", "pigeon://x", "EMAIL_URL: "),
    ("CACHE_URL", "tin://x", "CACHE_URL: "),
]  # fmt: skip


def wrong(number: int, folder: Path) -> subprocess.CompletedProcess[str]:
    name, value, _ = WRONG[number]
    return manage(folder / str(number), "check", **{name: value})


def test_every_wrong_variable_is_one_clear_line_and_an_exit_code(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda number: wrong(number, tmp_path), range(len(WRONG))))
    for (name, value, said), answer in zip(WRONG, answers, strict=True):
        assert answer.returncode == 1, (name, value, answer.stderr)
        assert len(answer.stderr.strip().splitlines()) == 1, answer.stderr
        assert answer.stderr.startswith(f"Ankles cannot start. {said}"), answer.stderr


def test_a_data_folder_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    answer = manage(tmp_path / "file" / "var", "check")
    assert answer.returncode == 1
    assert answer.stderr.strip() == (f"Ankles cannot start. DATA_DIR: cannot use {tmp_path}/file/var (Not a directory)")


def test_nothing_needs_to_be_set(tmp_path: Path) -> None:
    answer = manage(tmp_path / "var", "check")
    assert (answer.returncode, answer.stdout.strip()) == (0, "System check identified no issues (0 silenced).")
    assert answer.stderr == ""


# --- The site's address ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://ankles.example", Site("https://ankles.example", "ankles.example", True, False)),
        ("https://ankles.example/", Site("https://ankles.example", "ankles.example", True, False)),
        ("http://localhost:8000", Site("http://localhost:8000", "localhost", False, True)),
        ("http://127.0.0.1:8000", Site("http://127.0.0.1:8000", "127.0.0.1", False, True)),
        ("http://[::1]:8000", Site("http://[::1]:8000", "::1", False, True)),
        ("http://192.168.1.5:8000", Site("http://192.168.1.5:8000", "192.168.1.5", False, False)),
        ("HTTPS://Ankles.Example", Site("https://Ankles.Example", "ankles.example", True, False)),
    ],
)
def test_one_address_says_host_scheme_and_whether_it_is_this_machine(url: str, expected: Site) -> None:
    assert site_from(url) == expected


@pytest.mark.parametrize(
    "url",
    ["ankles.example", "https://", "https://ankles.example/guide", "https://ankles.example?x=1", "javascript:x", "http:/x",
     "https://ankles.example:notaport", "https://user:secret@ankles.example", "https://ankles.example#x", "https://a b"],
)  # fmt: skip
def test_what_is_no_address_of_a_site_is_refused(url: str) -> None:
    with pytest.raises(ConfigurationError, match="SITE_URL: "):
        site_from(url)


@pytest.mark.parametrize(
    ("host", "expected"),
    [("localhost", True), ("a.localhost", True), ("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("[::1]", True),
     ("0.0.0.0", False), ("192.168.1.5", False), ("localhost.example", False), ("example.org", False), ("", False)],
)  # fmt: skip
def test_which_names_mean_this_very_machine(host: str, expected: bool) -> None:
    assert configuration.is_loopback(host) is expected


# --- The secret key --------------------------------------------------------------------------


def test_the_key_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    first = configuration.secret_key_from("", tmp_path)
    assert configuration.secret_key_from("", tmp_path) == first
    assert len(first) >= 50
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_the_folder_that_is_made_is_closed_to_others(tmp_path: Path) -> None:
    made = configuration.data_dir_from(str(tmp_path / "a" / "var"), tmp_path)
    assert stat.S_IMODE(made.stat().st_mode) == 0o700


def test_a_key_of_the_operator_wins_and_is_not_written_down(tmp_path: Path) -> None:
    assert configuration.secret_key_from("x" * 40, tmp_path) == "x" * 40
    assert list(tmp_path.iterdir()) == []


KEY = "import sys; from pathlib import Path; from ankles.configuration import secret_key_from as f; print(f('', Path(sys.argv[1])))"


def test_processes_that_start_at_once_agree_on_the_key(tmp_path: Path) -> None:
    started = [
        subprocess.Popen([sys.executable, "-c", KEY, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(6)
    ]
    keys = {process.communicate(timeout=60)[0].strip() for process in started}
    assert len(keys) == 1
    assert keys == {(tmp_path / "secret_key").read_text()}


def test_many_threads_agree_on_the_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(lambda _: configuration.secret_key_from("", tmp_path), range(64)))
    assert len(keys) == 1


# --- The database ----------------------------------------------------------------------------


def database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str) -> dict[str, object]:
    monkeypatch.setenv("DATABASE_URL", url)
    return configuration.database_from(Env(), tmp_path)


@pytest.mark.parametrize(
    ("url", "name"),
    [("", "{0}/ankles.sqlite3"), ("sqlite:////srv/a.db", "/srv/a.db"), ("sqlite:///a.db", "a.db")],
)
def test_sqlite_is_the_default_and_may_stand_elsewhere(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str, name: str
) -> None:
    found = database(monkeypatch, tmp_path, url)
    assert (found["ENGINE"], found["NAME"]) == ("django.db.backends.sqlite3", name.format(tmp_path))


def test_postgresql_keeps_its_connections_and_checks_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = database(monkeypatch, tmp_path, "postgresql://ankles:secret@db.example:5433/ankles")
    assert {name: found[name] for name in ("ENGINE", "HOST", "PORT", "NAME", "CONN_MAX_AGE", "CONN_HEALTH_CHECKS")} == {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": "db.example",
        "PORT": 5433,
        "NAME": "ankles",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


ASK = """
import sqlite3
from django.db import connection, transaction
with connection.cursor() as cursor:
    for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys"):
        print(name, cursor.execute(f"PRAGMA {name}").fetchone()[0])
with transaction.atomic():
    other = sqlite3.connect(connection.settings_dict["NAME"], timeout=0)
    try:
        other.execute("BEGIN IMMEDIATE")
        print("begin deferred")
    except sqlite3.OperationalError as error:
        print("begin immediate:", error)
"""


def test_sqlite_runs_in_wal_with_full_sync_and_immediate_transactions(tmp_path: Path) -> None:
    answer = manage(tmp_path, "shell", "--no-imports", "-c", ASK)
    assert answer.stdout.splitlines() == [
        "journal_mode wal",
        "synchronous 2",
        "busy_timeout 5000",
        "foreign_keys 1",
        "begin immediate: database is locked",
    ], answer.stderr
