"""What the environment may say: what is read from it, and the one clear line when it cannot be."""

from __future__ import annotations

import os
import re
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
OURS = (*configuration.VARIABLES, "DJANGO_SETTINGS_MODULE")


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
        env=environment(data_dir, **values), capture_output=True, text=True, timeout=180, check=False,
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
    ("SECRET_KEY_FALLBACKS", f"{'x' * 40} short", "SECRET_KEY_FALLBACKS: earlier keys of 32 characters or more, with blanks"),
    ("LOG_FORMAT", "xml", "LOG_FORMAT: 'xml' is not one of text, json"),
    ("METRICS_PORT", "0", "METRICS_PORT: 0 is not between 1 and 65535"),
    ("DATABASE_URL", "mysql://u:p@localhost/db", "DATABASE_URL: only postgresql:// and sqlite:// are supported"),
    ("SITE_URL", "https://my_site.example", "SITE_URL: 'https://my_site.example' is not an address such as"),
    ("EMAIL_URL", "pigeon://x", "EMAIL_URL: write an address such as submission://user:password@mail.example:587;"),
    ("EMAIL_URL", "submission://user:p#ss@mail.example", "EMAIL_URL: write an address such as"),
    ("EMAIL_URL", "submission://user:secret@", "EMAIL_URL: write an address such as"),
    ("EMAIL_URL", "smtp://mail.example?_default_from_email=a@b.example,c@d.example", "EMAIL_URL: no mail can come from 'a@b.example,c@d.example'"),
    ("CACHE_URL", "tin://x", "CACHE_URL: "),
    ("DATABASE_URL", "sqlite://:memory:", "DATABASE_URL: name a file, such as sqlite:////srv/ankles/ankles.sqlite3"),
    ("OPERATOR_CONTACT", "a@b.example, c@d.example", "OPERATOR_CONTACT: 'a@b.example, c@d.example' is neither one e-mail address"),
    ("OPERATOR_CONTACT", "@ankles@social.example", "OPERATOR_CONTACT: '@ankles@social.example' is neither one e-mail address"),
    ("OPERATOR_NAME", "Hill\nRunners", "OPERATOR_NAME: holds a line break, or another character that cannot be printed"),
    ("TRUSTED_PROXIES", "nginx", "TRUSTED_PROXIES: 'nginx' does not appear to be an IPv4 or IPv6 network. Write addresses,"),
    ("TRUSTED_PROXIES", "10.0.0.5/8", "TRUSTED_PROXIES: 10.0.0.5/8 has host bits set."),
    ("EXTRA_HOSTS", "http://other.example", "EXTRA_HOSTS: 'http://other.example' is no name of a host"),
    ("EXTRA_HOSTS", "*", "EXTRA_HOSTS: '*' is no name of a host"),
    ("HSTS", "everything", "HSTS: 'everything' is not one of host, subdomains, preload"),
]  # fmt: skip


def wrong(number: int, folder: Path) -> subprocess.CompletedProcess[str]:
    name, value, _ = WRONG[number]
    return manage(folder / str(number), "check", **{name: value})


def test_every_wrong_variable_is_one_clear_line_and_an_exit_code(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda number: wrong(number, tmp_path), range(len(WRONG))))
    for (name, value, said), answer in zip(WRONG, answers, strict=True):
        assert answer.returncode == configuration.NEEDS_A_HAND, (name, value, answer.stderr)
        assert len(answer.stderr.strip().splitlines()) == 1, answer.stderr
        assert answer.stderr.startswith(f"Ankles cannot start. {said}"), answer.stderr


@pytest.mark.parametrize("nobody", ["", " ", "0", "00", ",", " , "])
def test_proxies_that_are_none_count_as_not_set_so_that_the_checks_speak(nobody: str) -> None:
    assert configuration.proxies_from(nobody) == ""
    assert [configuration.proxies_from(value) for value in ("1", "10", "0.0.0.0/0")] == ["1", "10", "0.0.0.0/0"]


def test_a_data_folder_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    answer = manage(tmp_path / "file" / "var", "check")
    # A disk may be there at the next try: systemd is to go on trying.
    assert answer.returncode == 1
    assert answer.stderr.strip() == (f"Ankles cannot start. DATA_DIR: cannot use {tmp_path}/file/var (Not a directory)")


def test_nothing_needs_to_be_set(tmp_path: Path) -> None:
    answer = manage(tmp_path / "var", "check")
    assert (answer.returncode, answer.stdout.strip()) == (0, "System check identified no issues (0 silenced).")
    assert answer.stderr == ""


@pytest.mark.parametrize("empty", ["", "  "])
def test_a_variable_that_is_empty_is_one_that_is_not_set(tmp_path: Path, empty: str) -> None:
    values = {name: empty for name in configuration.VARIABLES if name != "DATA_DIR"}
    answer = manage(tmp_path / "var", "check", **values)
    assert (answer.returncode, answer.stderr) == (0, "")


@pytest.mark.parametrize("name", ["C# and more", "100%", "why?", "caf\u00e9 \u65e5", "a b", "a;b", "file:x"])
def test_whatever_a_data_folder_is_called_everything_stays_in_it(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name / "var"
    # One table stands for all: which tables are made there has nothing to do with what the folder is called.
    ask = (
        "from django.core.cache import cache; from django.db import connection; "
        "connection.cursor().execute('CREATE TABLE a (b)'); cache.set('a', 1); print(cache.get('a'))"
    )
    answer = manage(folder, "shell", "--no-imports", "-c", ask)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.strip() == "1"
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert {path.name for path in folder.iterdir()} >= {"ankles.sqlite3", "secret_key", "cache"}


def test_a_variable_of_bytes_that_are_no_text_is_refused(tmp_path: Path) -> None:
    answer = manage(tmp_path, "check", OPERATOR_NAME="Caf\udce9")
    assert (answer.returncode, answer.stderr.splitlines()) == (
        configuration.NEEDS_A_HAND,
        ["Ankles cannot start. OPERATOR_NAME: holds a line break, or another character that cannot be printed"],
    )


def test_every_variable_is_shown_in_the_example_and_the_readme_and_there_are_few(tmp_path: Path) -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    shown = re.findall(r"^([A-Z_]+)=", example, re.MULTILINE)
    assert sorted(shown) == sorted(configuration.VARIABLES)
    assert len(shown) <= 24
    # Every value is preceded by words about it.
    assert len(re.findall(r"^#.*\n[A-Z_]+=", example, re.MULTILINE)) == len(shown)
    table = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in shown if f"`{name}`" not in table] == []


def test_the_values_of_the_example_are_ones_that_a_site_takes_as_a_shell_reads_them(tmp_path: Path) -> None:
    command = ["/bin/sh", "-c", f". {ROOT / '.env.example'}; env -0"]
    read = subprocess.run(
        ["/usr/bin/env", "-i", *command[:1], "-a", *command[1:]], capture_output=True, text=True, check=True
    )
    values = {
        name: value
        for name, _, value in (line.partition("=") for line in read.stdout.split("\0"))
        if name in configuration.VARIABLES
    }
    assert (read.stderr, values["OPERATOR_NAME"]) == ("", "Hill Runners")
    for needs in ("DATA_DIR", "DATABASE_URL", "CACHE_URL"):  # a folder of the system, and packages beside ours
        del values[needs]
    answer = manage(tmp_path, "check", "--deploy", **values)
    assert (answer.returncode, answer.stderr) == (0, "")


# --- The site's address ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://ankles.example", Site("https://ankles.example", "ankles.example", True, False)),
        ("https://ankles.example/", Site("https://ankles.example", "ankles.example", True, False)),
        ("http://localhost:8000", Site("http://localhost:8000", "localhost", False, True)),
        ("http://127.0.0.1:8000", Site("http://127.0.0.1:8000", "127.0.0.1", False, True)),
        ("http://[::1]:8000", Site("http://[::1]:8000", "[::1]", False, True)),
        ("http://192.168.1.5:8000", Site("http://192.168.1.5:8000", "192.168.1.5", False, False)),
        # As browsers write it in Host and Origin: whatever else stands here answers 400 to everybody.
        ("HTTPS://Ankles.Example", Site("https://ankles.example", "ankles.example", True, False)),
        ("https://[2001:DB8:0::1]", Site("https://[2001:db8::1]", "[2001:db8::1]", True, False)),
        ("https://b\u00fccher.example", Site("https://xn--bcher-kva.example", "xn--bcher-kva.example", True, False)),
        ("https://ankles.example:443", Site("https://ankles.example", "ankles.example", True, False)),
        ("https://ankles.example.", Site("https://ankles.example", "ankles.example", True, False)),
        (" https://ankles.example:8443 ", Site("https://ankles.example:8443", "ankles.example", True, False)),
    ],
)
def test_one_address_says_host_scheme_and_whether_it_is_this_machine(url: str, expected: Site) -> None:
    assert site_from(url) == expected


@pytest.mark.parametrize(
    "url",
    ["ankles.example", "https://", "https://ankles.example/guide", "https://ankles.example?x=1", "javascript:x", "http:/x",
     "https://ankles.example:notaport", "https://user:secret@ankles.example", "https://ankles.example#x", "https://a b", "https://*", "https://.ankles.example",
     "https://my_site.example", "https://127.1", "https://stra\u00dfe.example", "https://[fe80::1%25eth0]", "https://a..b",
     "https://ankles.example:0", "https://ankles.example:99999", "https://[::1", "https://-x.example"],
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


# --- The data folder -------------------------------------------------------------------------


def test_the_folder_that_is_made_is_closed_to_others(tmp_path: Path) -> None:
    made = configuration.data_dir_from(str(tmp_path / "a" / "var"), tmp_path)
    assert stat.S_IMODE(made.stat().st_mode) == 0o700


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
        "ENGINE": "ankles.postgres",
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
    for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys", "cache_size"):
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
        "cache_size -2000",  # kB, in each of a worker's eight connections
        "begin immediate: database is locked",
    ], answer.stderr
