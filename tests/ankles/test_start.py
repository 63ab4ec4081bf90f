"""`manage.py start` as an operator meets it: real processes, a folder of their own, a free port."""

from __future__ import annotations

import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from ankles import checks
from ankles.configuration import site_from
from ankles.contact import contact_from
from ankles.management.commands import start as command
from ankles.serving import listen
from tests.ankles.test_configuration import ROOT, environment, manage

pytestmark = pytest.mark.enable_socket
PATIENCE_S = 300.0


@dataclass
class Site:
    """A site that was started, and the file that catches what it prints."""

    process: subprocess.Popen[bytes]
    folder: Path
    port: int
    output: Path
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def said(self) -> str:
        return self.output.read_text()

    def ask(self, path: str, **headers: str) -> tuple[HTTPResponse, bytes]:
        """An answer and its body, over a connection of its own, so that any worker may give it."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            given = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request("GET", path, headers=self.headers | given)
            answer = connection.getresponse()
            return answer, answer.read()
        finally:
            connection.close()

    def is_up(self) -> bool:
        try:
            return self.ask("/healthz")[0].status == 200
        except OSError:
            return False

    def end(self) -> int:
        """Press Ctrl-C."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE_S)


def started(
    folder: Path, name: str, headers: dict[str, str] | None = None, words: tuple[str, ...] = (), **values: str
) -> Site:
    """Start a site with these words and variables; it is asked with these headers, as a proxy in front of it would ask."""
    with listen("127.0.0.1", 0) as probe:
        port = int(probe.getsockname()[1])
    output = folder.with_name(f"{name}.txt")
    with output.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), "start", *words],
            env=environment(folder, PORT=str(port), **values), stdout=file, stderr=file, cwd=folder.parent,
        )  # fmt: skip
    site = Site(process, folder, port, output, {"Host": f"localhost:{port}", "Connection": "close"} | (headers or {}))
    deadline = time.monotonic() + PATIENCE_S
    while not site.is_up():
        assert process.poll() is None, site.said
        assert time.monotonic() < deadline, site.said
        time.sleep(0.1)
    return site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    running = started(tmp_path_factory.mktemp("site") / "var", "first")
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.end()


def test_one_command_makes_everything_and_says_where_the_site_is(site: Site) -> None:
    assert f"Ankles is at http://localhost:{site.port} (Ctrl-C stops it)" in site.said
    assert "To edit the guide: python manage.py make_editor YOU@EXAMPLE.ORG, then open /admin/" in site.said
    assert "made." in site.said
    assert "Static files collected." in site.said
    assert {"ankles.sqlite3", "secret_key", "static", "media", "content.stamp"} <= {
        path.name for path in site.folder.iterdir()
    }


def test_what_it_makes_is_for_its_owner_only(site: Site) -> None:
    for name in ("secret_key", "ankles.sqlite3"):
        assert stat.S_IMODE((site.folder / name).stat().st_mode) == 0o600, name
    assert stat.S_IMODE(site.folder.stat().st_mode) == 0o700


def test_the_whole_guide_is_served_with_debug_off(site: Site) -> None:
    for path in ("/", "/guide/why-ankles/", "/issues/ankle-sprain/", "/exercises/toe-walk/", "/routines/strength/"):
        answer, body = site.ask(path)
        assert (answer.status, answer.getheader("Server")) == (200, "ankles")
        assert b"</html>" in body
    missing, body = site.ask("/nowhere/")
    assert missing.status == 404
    assert b"DEBUG" not in body
    assert b"urlpatterns" not in body


def test_static_files_have_hashed_names_and_are_kept_for_good(site: Site) -> None:
    _, body = site.ask("/exercises/")
    files = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', body.decode()))
    assert len(files) >= 4
    for name in files:
        answer, content = site.ask(name, Accept_Encoding="br")
        assert re.search(r"\.[0-9a-f]{12}\.\w+$", name), name
        assert (answer.status, answer.getheader("Cache-Control")) == (200, "max-age=315360000, public, immutable"), name
        assert content
        # What says how a page may behave would be a third of a small file; and nobody asks again whether it changed.
        sent = {header.lower() for header, _ in answer.getheaders()}
        assert sent - {"connection", "content-encoding", "vary"} == {
            "cache-control",
            "content-length",
            "content-type",
            "date",
            "server",
            "x-content-type-options",
        }, name


def test_the_manifest_and_its_icons_are_served(site: Site) -> None:
    _, body = site.ask("/manifest.webmanifest")
    icons = re.findall(r'"src": "([^"]+)"', body.decode())
    assert [site.ask(icon)[0].status for icon in icons] == [200] * len(icons)
    assert len(icons) >= 3


EDIT = """
from library import publishing
from library.models import Exercise
row = Exercise.objects.get(slug="toe-walk")
row.title = "{}"
row.save()
publishing.record_change(row, None)
"""


def test_an_edit_in_another_process_shows_at_once_in_every_worker(site: Site) -> None:
    title = f"Tiptoe walks {uuid.uuid4()}"
    for _ in range(10):
        assert site.ask("/exercises/heel-walk/")[0].status == 200
    done = manage(site.folder, "shell", "--no-imports", "-c", EDIT.format(title))
    assert done.returncode == 0, done.stderr
    own = [title in site.ask("/exercises/toe-walk/")[1].decode() for _ in range(20)]
    lists = [title in site.ask("/exercises/")[1].decode() for _ in range(20)]
    assert (own, lists) == ([True] * 20, [True] * 20)


def test_nothing_that_was_asked_is_printed(site: Site) -> None:
    site.ask("/search/?q=left-heel-hurts")
    site.ask("/nowhere/?q=left-heel-hurts")
    site.ask("/%00?q=left-heel-hurts")
    assert "left-heel" not in site.said


def test_a_second_start_is_quick_changes_nothing_and_ends_cleanly(site: Site) -> None:
    stamp = (site.folder / "content.stamp").read_bytes()
    began = time.monotonic()
    second = started(site.folder, "second")
    took = time.monotonic() - began
    made = manage(site.folder, "make_editor", "ed@example.org")
    reset = manage(site.folder, "reset_link", "ed@example.org")
    elsewhere = manage(site.folder, "reset_link", "ed@example.org", PORT="8123")
    assert second.end() == 0
    # Links that a command prints lead to where the site was served last, unless PORT says otherwise.
    links = re.findall(r"http://\S+?/", made.stdout + reset.stdout + elsewhere.stdout)
    assert links == [f"http://localhost:{second.port}/"] * 3 + ["http://localhost:8123/"]
    assert "The guide is up to date" in second.said
    assert "collected" not in second.said
    assert "Traceback" not in second.said
    assert (site.folder / "content.stamp").read_bytes() == stamp
    assert took < 60


def test_a_taken_port_is_said_at_once_in_one_line(site: Site) -> None:
    answer = manage(site.folder, "start", "--port", str(site.port))
    assert answer.returncode == 1
    assert answer.stderr.strip() == (
        f"CommandError: Port {site.port} is in use by another program. Try PORT={site.port + 1}."
    )
    assert answer.stdout == ""


def test_a_file_that_is_no_database_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "ankles.sqlite3").write_bytes(b"this is no database " * 200)
    answer = manage(tmp_path, "start", "--port", "18765")
    assert answer.returncode == 1
    assert answer.stderr.strip() == (
        f"CommandError: The database {tmp_path}/ankles.sqlite3 cannot be used: file is not a database"
    )


LEAVE = """
from datetime import timedelta
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone
from ankles.accounts.models import User
from logbook.models import Receipt
ana, now = User.objects.create(email="ana@example.org", password="x"), timezone.now()
for key, ends in (("over", now - timedelta(seconds=1)), ("goingon", now + timedelta(days=1))):
    Session.objects.create(session_key=key, session_data="x", expire_date=ends)
    UserSession.objects.create(user=ana, session_key=key, ip="192.0.2.1", user_agent="x")
Receipt.objects.create(runner=ana, entry_key="8f0f4d0a-0000-4000-8000-000000000000", digest="x", made_at=now - timedelta(days=91))
"""
LEFT = """
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from logbook.models import Receipt
print([row.session_key for row in UserSession.objects.all()], [row.pk for row in Session.objects.all()], Receipt.objects.count())
"""


def test_a_running_site_forgets_by_itself_what_the_privacy_page_does_not_keep(
    ready_made_site: Path, tmp_path: Path
) -> None:
    shutil.copytree(ready_made_site, tmp_path / "var")
    running = started(tmp_path / "var", "sweeping", words=("--sweep-every", "2"))
    try:
        assert manage(running.folder, "shell", "--no-imports", "-c", LEAVE).returncode == 0
        deadline, said = time.monotonic() + PATIENCE_S, ""
        while said != "['goingon'] ['goingon'] 0":
            assert time.monotonic() < deadline, (said, running.said)
            said = manage(running.folder, "shell", "--no-imports", "-c", LEFT).stdout.strip()
        assert running.is_up()
    finally:
        assert running.end() == 0
    assert "Traceback" not in running.said


NEWER = """
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
MigrationRecorder(connection).record_applied("measures", "0001_from_tomorrow")
"""


def test_an_older_release_does_not_start_on_a_newer_database_nor_seed_over_it(tmp_path: Path) -> None:
    for words in (("migrate", "--verbosity=0"), ("shell", "--no-imports", "-c", NEWER)):
        assert manage(tmp_path, *words).returncode == 0
    for words in (("start", "--port", "18767"), ("seed_guide",), ("restore", "no.backup")):
        answer = manage(tmp_path, *words)
        assert (answer.returncode, answer.stdout) == (78, "")
        assert answer.stderr.strip() == (
            "CommandError: This database is of a newer release of Ankles (measures.0001_from_tomorrow). Nothing was changed. "
            "Start that release, or restore a backup of this one."
        )
    counted = manage(
        tmp_path, "shell", "--no-imports", "-c", "from library.models import Exercise; print(Exercise.objects.count())"
    )
    assert counted.stdout.strip() == "0"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"port": 0}, "--port: 0 is not between 1 and 65535."),
        ({"port": 65536}, "--port: 65536 is not between 1 and 65535."),
        ({"workers": 0}, "--workers: 0 is not between 1 and 64."),
        ({"sweep_every": 0.0}, "--sweep-every: 0 is not between 1 and 86400."),
    ],
)
def test_a_wrong_option_is_said(options: dict[str, int], said: str) -> None:
    with pytest.raises(CommandError) as caught:
        call_command("start", **options)
    assert str(caught.value) == said


def test_proxies_that_cannot_be_read_are_said_before_anything_is_made(tmp_path: Path) -> None:
    answer = manage(tmp_path, "start", "--port", "18766", TRUSTED_PROXIES="somewhere")
    assert answer.returncode == 78
    assert answer.stderr.startswith("Ankles cannot start. TRUSTED_PROXIES: 'somewhere'")
    assert len(answer.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "ankles.sqlite3").exists()


@pytest.mark.parametrize(
    ("host", "expected"), [("127.0.0.1", []), ("localhost", []), ("::1", []), ("192.168.1.5", ["192.168.1.5"])]
)
def test_a_machine_is_reached_under_the_names_it_listens_on(host: str, expected: list[str]) -> None:
    assert command.local_names(host) == expected


def test_listening_everywhere_names_this_machine() -> None:
    assert os.uname().nodename.lower() in command.local_names("0.0.0.0")


def test_names_of_this_machine_are_as_browsers_write_them() -> None:
    assert command.local_names("2001:DB8::5") == ["[2001:db8::5]"]
    assert command.as_browsers_write({"Anas-Mac.local", "my_machine", "192.168.1.5"}) == [
        "192.168.1.5",
        "anas-mac.local",
    ]


ODD = {
    "SITE_URL": "https://[2001:DB8:0::1]", "TRUSTED_PROXIES": " 127.0.0.1 ", "EMAIL_URL": "", "DATABASE_URL": " ",
    "CACHE_URL": "", "SECRET_KEY": "", "OPERATOR_NAME": "", "OPERATOR_CONTACT": "https://social.example/@ankles",
    "LOG_LEVEL": "", "DEBUG": "", "HSTS": "", "EXTRA_HOSTS": "b\u00fccher.example, Other.Example",
}  # fmt: skip
BY_HTTPS = {"Host": "[2001:db8::1]", "X-Forwarded-Proto": "https, http", "X-Forwarded-For": "unknown"}


def test_odd_values_start_a_site_that_answers(ready_made_site: Path, tmp_path: Path) -> None:
    shutil.copytree(ready_made_site, tmp_path / "C#?%41" / "var")
    running = started(tmp_path / "C#?%41" / "var", "odd", headers=BY_HTTPS, **ODD)
    try:
        pages = [running.ask(path) for path in ("/", "/about/", "/accounts/signup/", "/log/")]
        assert [answer.status for answer, _ in pages] == [200, 200, 200, 302]
        assert pages[0][0].getheader("Strict-Transport-Security") == "max-age=31536000"
        assert b'href="https://social.example/@ankles"' in pages[1][1]
        others = [
            running.ask("/", Host=host)[0].status for host in ("other.example", "xn--bcher-kva.example", "b.example")
        ]
        assert others == [200, 200, 400]
        plain, _ = running.ask("/about/", X_Forwarded_Proto="http")
        assert (plain.status, plain.getheader("Location")) == (301, "https://[2001:db8::1]/about/")
    finally:
        running.end()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["C#?%41"]


def test_an_https_site_whose_proxy_is_not_believed_says_so_at_start_and_in_the_log(
    ready_made_site: Path, tmp_path: Path
) -> None:
    shutil.copytree(ready_made_site, tmp_path / "var")
    running = started(tmp_path / "var", "redirecting", headers=BY_HTTPS, SITE_URL="https://[2001:db8::1]")
    try:
        for _ in range(4):
            assert running.ask("/")[0].status == 301
    finally:
        running.end()
    assert "Set TRUSTED_PROXIES to the proxy's address" in running.said
    assert "put its address into TRUSTED_PROXIES." in running.said


# --- What an operator should hear ------------------------------------------------------------

PROXY, REACHED = {"TRUSTED_PROXIES": "127.0.0.1"}, contact_from("a@b.example")
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.mark.parametrize(
    ("url", "values", "said"),
    [
        ("http://localhost:8000", {}, []),
        ("https://ankles.example", {}, ["TRUSTED_PROXIES", "who runs it", "cannot send mail"]),
        ("https://ankles.example", {"OPERATOR_NAME": "Ana", **PROXY}, ["who runs it", "cannot send mail"]),
        ("https://ankles.example", {"OPERATOR_NAME": "Ana", "OPERATOR_CONTACT": REACHED, **PROXY}, ["cannot send mail"]),
        ("https://ankles.example",
         {"OPERATOR_NAME": "Ana", "OPERATOR_CONTACT": REACHED, **PROXY, "EMAIL_BACKEND": SMTP}, []),
        ("http://192.168.1.5:8000", {}, ["who runs it", "cannot send mail"]),
    ],
)  # fmt: skip
def test_a_site_that_others_reach_hears_what_it_lacks(
    url: str, values: dict[str, Any], said: list[str], settings: object
) -> None:
    defaults = {
        "EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend",
        "OPERATOR_NAME": "",
        "OPERATOR_CONTACT": contact_from(""),
        "TRUSTED_PROXIES": "",
    }
    for name, value in (defaults | values | {"SITE": site_from(url)}).items():
        setattr(settings, name, value)
    found = checks.operator_warnings()
    assert len(found) == len(said)
    assert all(words in warning for words, warning in zip(said, found, strict=True))
