"""Two hosts with folders of their own, one PostgreSQL, one Redis, and the shipped nginx, which asks them in turn: whatever a
runner begins with one host ends well with the other. No session sticks to a host."""

from __future__ import annotations

import json
import os
import re
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.durability.clients import HEAD, Runner, lost_and_doubled
from tests.durability.cluster import cluster, skip_without_postgresql
from tests.durability.serving import PASSWORD, RUNNERS, Mortal
from tests.durability.test_redis_away import RedisServer
from tests.library.pictures.making import encoded_as
from tests.wire.shipped import NAME, Front, shipped
from tests.wire.test_nginx import find_nginx

ADDRESS = f"https://{NAME}"
EXPORT = Path(__file__).parents[1] / "releases" / "export-version-1.zip"
DAY = "2026-10-02"
RUNNERS_THERE = 8
SHARED = {
    "SITE_URL": ADDRESS,
    "TRUSTED_PROXIES": "127.0.0.1",
    "SECRET_KEY": "the same key on every host, and long enough",
}
EDIT = """
from library.models import Article
from library import publishing
article = Article.objects.get(slug="how-the-ankle-works")
article.title = "Edited on one host"
article.save()
publishing.record_change(article, None)
"""
SHOWN = """
from library.models import Exercise
from library import publishing
exercise = Exercise.objects.get(slug="toe-walk")
exercise.picture, exercise.picture_alt = "%s", "A runner walks on the toes."
exercise.save()
publishing.record_change(exercise, None)
"""


pytestmark = pytest.mark.skipif(
    os.environ.get("ANKLES_TWO_HOSTS") != "1", reason="two minutes on two cores: .ci/slow sets ANKLES_TWO_HOSTS=1"
)


@dataclass
class Hosts:
    """Both hosts, and nginx before them."""

    front: Front
    one: Mortal
    two: Mortal


@dataclass(eq=False)
class Reader(Runner):
    """A runner whose browser comes by nginx; `answered_by` is the host of each answer."""

    front: Front = field(default=None)  # type: ignore[assignment]  # always given
    answered_by: list[str] = field(default_factory=list)

    def ask(self, method: str, path: str, fields: dict[str, object] | None = None) -> tuple[int, str]:
        """One request, with the cookies of before and the form's token."""
        token = {"csrfmiddlewaretoken": self.cookies.get("__Host-ankles-csrf", "")}
        return self.send_body(method, path, urlencode(token | fields) if fields is not None else None, HEAD)

    def upload(self, path: str, file: bytes, kind: str = "application/zip", **more: str) -> tuple[int, str]:
        """A form with a file. `more`: other headers."""
        edge = uuid.uuid4().hex
        fields = {"csrfmiddlewaretoken": self.cookies["__Host-ankles-csrf"], "entry_key": str(uuid.uuid4())}
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        ]
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="a"\r\nContent-Type: {kind}\r\n\r\n'
        body = "".join([*parts, head]).encode() + file + f"\r\n--{edge}--\r\n".encode()
        return self.send_body("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={edge}"} | more)

    def send_body(self, method: str, path: str, body: str | bytes | None, head: dict[str, str]) -> tuple[int, str]:
        """Send it and remember who answered."""
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        given = {name.replace("-", "_"): value for name, value in head.items()}
        status, headers, content = self.front.ask(method, path, body, Cookie=cookie, Origin=ADDRESS, **given)
        self.answered_by.append(headers.get("X-Host", ""))
        for name, value in re.findall(r"([\w-]+)=([^;\s]*);", "\n".join(headers.get_all("Set-Cookie", []))):
            self.cookies[name] = value
        return status, content.decode("utf-8", "replace")

    def fields_in(self, page: str) -> dict[str, object]:
        """The hidden fields of a page, the last of each name."""
        found = re.findall(r'<input type="hidden" name="([^"]+)"(?: id="[^"]*")? value="([^"]*)"', page)
        return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


@contextmanager
def together(ready_made_site: Path, folder: Path, database: str, cache: str, program: str) -> Iterator[Hosts]:
    """Both hosts started, one after the other as an operator would."""
    hosts = []
    try:
        for name in ("one", "two"):
            shutil.copytree(ready_made_site, folder / name)
            host = Mortal(folder / name, database, cache, more=SHARED)
            hosts.append(host)
            host.start()
        hosts[0].shell(RUNNERS % RUNNERS_THERE)
        ports = [host.port for host in hosts]
        told = "add_header X-Host $upstream_addr always;\n"
        with shipped(program, folder / "nginx", *ports, more=told, unlimited=True) as front:
            yield Hosts(front, *hosts)
    finally:
        for host in hosts:
            host.stop()


@pytest.fixture(scope="module")
def hosts(ready_made_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosts]:
    """Two of them."""
    skip_without_postgresql()
    folder, program = tmp_path_factory.mktemp("hosts"), find_nginx()
    counts = shutil.which("redis-server")
    if counts is None:
        pytest.skip("redis-server is missing.")
    server = RedisServer(counts, folder)
    try:
        with (
            cluster() as database,
            together(ready_made_site, folder, database.url, f"redis://127.0.0.1:{server.port}/0", program) as running,
        ):
            yield running
    finally:
        server.stop()


def somebody(hosts: Hosts, number: int) -> Reader:
    runner = Reader(number, 0, front=hosts.front)
    runner.log_in()
    return runner


def test_somebody_signs_up_logs_out_and_in_and_undoes_with_both_hosts(hosts: Hosts) -> None:
    new = Reader(0, 0, front=hosts.front)
    new.ask("GET", "/accounts/signup/")
    given: dict[str, object] = {
        "email": "new@example.org", "password1": PASSWORD, "time_zone": "Europe/London", "is_adult": "on", "consent": "on",
    }  # fmt: skip
    assert new.ask("POST", "/accounts/signup/", given)[0] == 302
    assert [new.ask("GET", "/log/")[0] for _ in range(4)] == [200] * 4
    status, page = new.ask(
        "POST", f"/log/{DAY}/sessions/", {"minutes": 33, "entry_key": str(uuid.uuid4()), "note": "undone"}
    )
    page = page if status == 200 else new.ask("GET", f"/log/{DAY}/")[1]
    undo = re.search(r'name="undo" value="([^"]+)"', page)
    assert undo is not None
    assert new.ask("POST", "/log/undo/", {"undo": undo[1], "entry_key": str(uuid.uuid4())})[0] in (200, 302)
    assert "undone" not in new.ask("GET", f"/log/{DAY}/")[1]
    assert len(set(new.answered_by)) == 2


def test_wrong_passwords_are_counted_over_both_hosts(hosts: Hosts) -> None:
    stranger = Reader(1, 0, front=hosts.front)
    stranger.ask("GET", "/accounts/login/")
    wrong: dict[str, object] = {"login": stranger.email, "password": "not-the-password"}
    said = ["too many wrong passwords" in stranger.ask("POST", "/accounts/login/", wrong)[1] for _ in range(7)]
    assert said == [False] * 5 + [True] * 2
    assert len(set(stranger.answered_by)) == 2


def test_a_form_that_was_held_through_the_log_in_is_kept_whichever_host_it_meets(hosts: Hosts) -> None:
    runner = somebody(hosts, 2)
    carried = runner.fields_in(runner.ask("GET", f"/log/{DAY}/")[1])
    written = {"minutes": 21, "note": "written before", "entry_key": str(uuid.uuid4()), "account": carried["account"]}
    del runner.cookies["__Host-ankles"]  # as when the log-in has ended
    status, page = runner.ask("POST", f"/log/{DAY}/sessions/", written)
    held = runner.fields_in(page)
    assert "held-note" in held
    status, page = runner.ask("POST", "/accounts/login/", held | {"login": runner.email, "password": PASSWORD})
    assert (status, "written before" in page) == (200, True)
    assert runner.ask("POST", f"/log/{DAY}/sessions/", runner.fields_in(page) | written)[0] in (200, 302)
    assert "written before" in runner.ask("GET", f"/log/{DAY}/")[1]
    assert len(set(runner.answered_by)) == 2


def test_a_file_that_one_host_looked_at_is_taken_in_by_the_other(hosts: Hosts) -> None:
    # Who took the file in once has nothing to take in again: each try is another runner's.
    for turn in range(4):
        runner = somebody(hosts, 3 + turn)
        status, page = runner.upload("/log/data/import/", EXPORT.read_bytes())
        assert status == 200
        looked_at = runner.answered_by[-1]
        if turn % 2:
            runner.ask("GET", "/robots.txt?x")  # so that the turn is the other host's
        status, done = runner.ask("POST", "/log/data/import/", runner.fields_in(page))
        assert status == 200
        if runner.answered_by[-1] != looked_at:
            break
    else:
        pytest.fail("nginx never asked the other host.")
    assert "entries added" in done


def test_an_edit_on_one_host_shows_within_two_seconds_whoever_answers(hosts: Hosts) -> None:
    page = "/guide/how-the-ankle-works/"
    for _ in range(4):
        hosts.front.ask("GET", page)
    hosts.one.shell(EDIT)
    saved = time.monotonic()
    while not all(b"Edited on one host" in hosts.front.ask("GET", f"{page}?{turn}")[2] for turn in range(4)):
        assert time.monotonic() - saved < 2


def test_a_picture_that_one_host_took_is_shown_by_both_within_two_seconds_also_when_that_one_is_gone(
    hosts: Hosts,
) -> None:
    hosts.one.shell(
        "from django.core.management import call_command; call_command('make_editor', 'runner-5@example.org')"
    )
    editor = somebody(hosts, 5)
    status, said = editor.upload(
        "/admin/library/exercise/picture/", encoded_as("JPEG"), "image/jpeg", Accept="application/json"
    )
    assert status == 201, said
    sent, taken_by = json.loads(said), editor.answered_by[-1]
    saved, seen = time.monotonic(), set()
    while len(seen) < 2:
        assert editor.ask("GET", sent["src"])[0] == 200
        seen.add(editor.answered_by[-1])
        assert time.monotonic() - saved < 2
    hosts.one.shell(SHOWN % sent["name"])
    host = hosts.one if taken_by.endswith(f":{hosts.one.port}") else hosts.two
    host.kill_everything()
    try:
        assert [hosts.front.ask("GET", sent["src"])[0] for _ in range(4)] == [200] * 4
    finally:
        host.start()


def until_each_keeps(runners: list[Runner], more: int) -> None:
    """Wait until each of them has kept so many more entries."""
    deadline, begun_with = time.monotonic() + 60, [len(runner.kept) for runner in runners]
    while any(len(runner.kept) < count + more for runner, count in zip(runners, begun_with, strict=True)):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_host_that_is_killed_while_runners_write_costs_no_entry(hosts: Hosts) -> None:
    runners = [somebody(hosts, number) for number in (6, 7)]
    for runner in runners:
        runner.start()
    until_each_keeps(runners, 5)
    hosts.two.kill_everything()
    until_each_keeps(runners, 5)
    hosts.two.start()
    for runner in runners:
        runner.stopping.set()
    for runner in runners:
        runner.join(30)
    assert [runner.refused for runner in runners] == [[], []]
    assert lost_and_doubled(runners, hosts.one.found()) == ([], [])
    assert sum(len(runner.kept) for runner in runners) > 10
