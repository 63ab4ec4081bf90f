"""The site behind nginx as docs/deploy/ ships it: the guide from its cache, and nothing of anybody's kept or written down."""

from __future__ import annotations

import json
import shutil
import socket
import ssl
import threading
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import replace
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.journeys.site import Site, running
from tests.strangers.cast import MARK
from tests.wire.conftest import MAKE_EVERYBODY
from tests.wire.shipped import NAME, Front, shipped
from tests.wire.test_nginx import nginx

__all__ = ["nginx"]

ADDRESS = f"https://{NAME}"
# As browsers and libraries write it, and how it comes to the cache.
SPELLINGS = {
    "gzip, deflate, br": "br", "gzip, deflate, br, zstd": "br", "br": "br", "br;q=1.0, gzip;q=0.8": "br",
    "gzip": "gzip", "gzip, deflate": "gzip", "GZIP;q=0.5": "gzip", "deflate, gzip": "gzip",
    "identity": "", "": "", "br;q=0, gzip;q=0": "", "brotli": "",
}  # fmt: skip
# What a test changes is new each time: one that failed is run once more, beside what it left.
EDIT = """
from library.models import Article
from library import publishing
article = Article.objects.get(slug="how-the-ankle-works")
article.title = "{}"
article.save()
publishing.record_change(article, None)
"""
# Prints the address of the picture of an exercise that readers see.
ADD_PICTURE = """
from library.models import Exercise
from library.pictures.storing import keep_picture
picture = keep_picture([(480, 360, {!r})])
seen = {{"picture": picture.name, "picture_alt": "A foot on a ball.", "status": "published"}}
Exercise.objects.filter(slug="ball-roll").update(**seen)
print(f"/pictures/{{picture.name}}/480.webp")
"""
RETIRE = """
from library.models import Exercise
from library import publishing
publishing.retire(Exercise.objects.get(slug="ball-roll"), None)
"""


@pytest.fixture(scope="module")
def behind(ready_made_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, str, str]]:
    """The site as it runs on a server, Ana's day and her cookie."""
    data = tmp_path_factory.mktemp("behind") / "data"
    shutil.copytree(ready_made_site, data)
    with running(data, workers=2, SITE_URL=ADDRESS, TRUSTED_PROXIES="127.0.0.1") as site:
        # The cast logs in without TLS, on the same tables.
        unproxied = Site(site.address, data, site.pid)
        made = json.loads(unproxied.manage("shell", "--no-imports", "-c", MAKE_EVERYBODY).strip().splitlines()[-1])
        (cookie,) = [value for name, value in made["cookies"]["ana"].items() if name == "ankles"]
        yield site, f"/log/{made['day']}/", f"__Host-ankles={cookie}"


@pytest.fixture
def front(behind: tuple[Site, str, str], nginx: str, tmp_path: Path) -> Iterator[Front]:
    """nginx before it."""
    with shipped(nginx, tmp_path / "nginx", int(behind[0].address.rpartition(":")[2])) as running_nginx:
        yield running_nginx


def asked_plainly(front: Front, path: str, host: str = NAME) -> tuple[int, str | None]:
    """Status and Location of an answer without TLS."""
    with closing(HTTPConnection("127.0.0.1", front.plain, timeout=10)) as plain:
        plain.request("GET", path, headers={"Host": host})
        front.asked.append(path)
        answer = plain.getresponse()
        return answer.status, answer.headers["Location"]


def test_http_leads_to_https_with_http2_and_the_log_in_is_compressed_by_nobody(front: Front) -> None:
    assert asked_plainly(front, "/guide/?q=heel") == (301, f"{ADDRESS}/guide/?q=heel")
    with front.line(["h2", "http/1.1"]) as line:
        assert (line.selected_alpn_protocol(), line.version()) == ("h2", "TLSv1.3")
    status, headers, _ = front.ask("GET", "/accounts/login/", Accept_Encoding="gzip, br")
    assert (status, headers.get("Content-Encoding")) == (200, None)
    assert "max-age=31536000" in headers["Strict-Transport-Security"]


def test_without_tls_nobody_is_led_to_a_name_that_is_not_the_sites(front: Front) -> None:
    for asked in ("evil.example", "ankles.example@evil.example", "ankles.example.evil.example"):
        assert asked_plainly(front, "/log/", asked) == (301, f"{ADDRESS}/log/")


# What a stranger sends along with a page that is then kept for everybody.
POISON = {
    "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http", "X-Forwarded-Port": "666", "X-Forwarded-Prefix": "/evil",
    "X-Original-URL": "/evil", "X-Rewrite-URL": "/evil", "Forwarded": "host=evil.example", "X-HTTP-Method-Override": "POST",
    "HX-Request": "true", "Accept": "application/json", "Accept-Language": "xx", "Range": "bytes=0-1",
    "Origin": "https://evil.example", "Referer": "https://evil.example/", "User-Agent": "evil.example",
}  # fmt: skip


@pytest.mark.parametrize("path", ["/", "/exercises/", "/robots.txt", "/sitemap.xml"])
def test_what_the_first_reader_sends_along_changes_nothing_for_the_next(front: Front, path: str) -> None:
    poisoned = front.ask("GET", path, **{name.replace("-", "_"): value for name, value in POISON.items()})
    after, beside = front.ask("GET", path), front.ask("GET", f"{path}?not-kept")
    assert (after[0], after[2]) == (200, beside[2])
    assert b"evil" not in poisoned[2] + after[2]


# Spellings of a private page that a cache may take for a file's, and a router for the page's.
DISGUISED = ["/{}", "/%6cog/{day}/", "{day}/x.css", "{day}.css", "{day}%2fx.css", "{day};x.css", "{day}/%2e%2e/x.css",
             "/static/..%2flog/{day}/", "/exercises/%2e%2e/log/{day}/", "/exercises/..;/log/{day}/", "/log/{day}/?x.css"]  # fmt: skip


def test_a_private_page_under_a_disguised_address_is_kept_for_nobody(
    front: Front, behind: tuple[Site, str, str]
) -> None:
    _, day, cookie = behind
    assert MARK.encode() in front.ask("GET", day, Cookie=cookie)[2]
    for disguise in DISGUISED:
        path = disguise.format(day, day=day[5:-1]) if "log" in disguise else disguise.format(day, day=day[:-1])
        hers = front.ask("GET", path, Cookie=cookie)
        assert "no-store" in hers[1]["Cache-Control"], path
        status, _, content = front.ask("GET", path)
        assert status in (302, 404), path
        assert MARK.encode() not in content
    assert MARK.encode() not in front.written()


def agreed(front: Front, ciphers: str) -> str:
    """The cipher of TLS 1.2 that nginx takes from these; "" when it takes none."""
    context = ssl.create_default_context(cafile=str(front.folder / "tls" / "fullchain.pem"))
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(ciphers)
    plain = socket.create_connection(("127.0.0.1", front.port), 20)
    with closing(plain), suppress(ssl.SSLError), context.wrap_socket(plain, server_hostname=NAME) as line:
        used = line.cipher()
        return used[0] if used else ""
    return ""


def test_an_older_browser_is_read_by_nobody_who_steals_the_key_later(front: Front) -> None:
    assert agreed(front, "ECDHE+AESGCM").endswith(("AES256-GCM-SHA384", "AES128-GCM-SHA256"))
    assert [agreed(front, weak) for weak in ("RSA+AESGCM", "ECDHE+AES:!AESGCM:!AESCCM")] == ["", ""]


def test_the_guide_comes_from_the_cache_in_one_copy_for_each_encoding_however_browsers_spell_it(front: Front) -> None:
    for _ in range(2):
        for spelling, encoding in SPELLINGS.items():
            status, headers, _ = front.ask("GET", "/guide/", Accept_Encoding=spelling)
            assert (status, headers.get("Content-Encoding", "")) == (200, encoding), spelling
            assert headers.get("X-Accel-Expires") is None
    assert len([path for path in (front.folder / "cache").rglob("*") if path.is_file()]) == 3
    asked = [line for line in front.log if '"GET /guide/"' in line]
    missed = [line for line in asked if " MISS " in line]
    assert (len(asked), len(missed)) == (2 * len(SPELLINGS), 3)
    assert all(" HIT " in line or " REVALIDATED " in line for line in asked if line not in missed)
    # With a query it is the site's to say; without its own cache nginx would have a copy for each.
    for word in ("heel", "arch"):
        assert front.ask("GET", f"/search/?q={word}")[0] == 200
    assert len([path for path in (front.folder / "cache").rglob("*") if path.is_file()]) == 3


def test_the_worker_of_the_guide_is_asked_for_anew_each_time(front: Front) -> None:
    for _ in range(2):
        status, headers, _ = front.ask("GET", "/sw.js")
        assert (status, headers["Cache-Control"]) == (200, "public, no-cache")
    assert [" HIT " in line for line in front.log if '"GET /sw.js"' in line] == [False] * 2


def test_an_edit_shows_long_before_the_minute_for_which_other_caches_keep_a_page(
    front: Front, behind: tuple[Site, str, str]
) -> None:
    page, title = "/guide/how-the-ankle-works/", f"Edited a moment ago {uuid.uuid4()}"
    assert front.ask("GET", page)[0] == 200
    behind[0].manage("shell", "--no-imports", "-c", EDIT.format(title))
    saved = time.monotonic()
    while title.encode() not in front.ask("GET", page)[2]:
        assert time.monotonic() - saved < 30


def test_nginx_lets_go_of_the_picture_of_a_retired_page(front: Front, behind: tuple[Site, str, str]) -> None:
    """Browsers may keep it for a year, and nginx has it in its cache: it asks again after a second."""
    photo = f"RIFF    WEBP a photo {uuid.uuid4()}".encode()
    address = behind[0].manage("shell", "--no-imports", "-c", ADD_PICTURE.format(photo)).strip().splitlines()[-1]
    for _ in range(3):
        status, headers, body = front.ask("GET", address)
        assert (status, headers.get("X-Accel-Expires"), body) == (200, None, photo)
    from_cache = (" HIT ", " REVALIDATED ", " UPDATING ")
    assert any(how in line for line in front.log if address in line for how in from_cache)
    behind[0].manage("shell", "--no-imports", "-c", RETIRE)
    retired = time.monotonic()
    while (status := front.ask("GET", address)[0]) != 404:
        assert status == 200
        assert time.monotonic() - retired < 30


def test_readers_beside_a_runner_get_nothing_of_hers_and_nothing_of_hers_is_kept(
    front: Front, behind: tuple[Site, str, str]
) -> None:
    _, day, cookie = behind
    private = (day, "/log/", "/log/calendar/", "/log/data/", "/accounts/")
    done = threading.Event()

    def read() -> list[tuple[str, int, bytes]]:
        found = []
        while not done.is_set():
            for path in ("/guide/", *private):
                status, _, body = front.ask("GET", path)
                found.append((path, status, body))
            # Readers turn pages; three that ask without a pause leave a machine of two cores nothing for the runner.
            done.wait(0.1)
        return found

    with ThreadPoolExecutor(3) as readers:
        reading = [readers.submit(read) for _ in range(3)]
        try:
            for _ in range(3):
                for path in private:
                    status, headers, body = front.ask("GET", path, Cookie=cookie)
                    assert (status, "no-store" in headers["Cache-Control"]) == (200, True), path
                    assert path != day or MARK.encode() in body
                    # A runner reads the guide, too; what she reads there is everybody's.
                    assert MARK.encode() not in front.ask("GET", "/guide/", Cookie=cookie)[2]
            sent = front.ask("POST", "/log/data/import/", b"x" * 3_000_000, Cookie=cookie, Origin=ADDRESS)
        finally:
            done.set()
        strangers = [answer for one in reading for answer in one.result()]
    assert sent[0] in (403, 409, 422)
    assert {status for path, status, _ in strangers if path == "/guide/"} == {200}
    assert {status for path, status, _ in strangers if path != "/guide/"} == {302}
    assert [path for path, _, body in strangers if MARK.encode() in body] == []
    assert MARK.encode() not in front.written()
    assert [path for path in (front.folder / "temp").rglob("*") if path.is_file()] == []
    kept = [line for line in front.log if " /log/" in line and " - " not in line]
    assert kept == []


def test_what_opens_something_and_what_was_looked_for_stands_in_no_log(front: Front) -> None:
    secrets = {
        "/shared/zqtoken-0123456789/": "/shared/-",
        "/shared/zqtoken-0123456789": "/shared/-",
        "/shared/zqtoken%2f0123456789/": "/shared/-",
        "/accounts/confirm-email/zqtoken:1:x/": "/accounts/confirm-email/-",
        "/accounts/password/reset/key/1-zqtoken/": "/accounts/password/reset/key/-",
        "/accounts/password/MQ/zqtoken/": "/accounts/password/-",
        "/search/?q=zqtoken": "/search/",
        "//shared//zqtoken/": "/shared/-",
    }
    for path in secrets:
        front.ask("GET", path, Referer=f"{ADDRESS}/?zqtoken", User_Agent="zqtoken")
        assert asked_plainly(front, path)[0] == 301
    said = [line.split('"')[1].partition(" ")[2] for line in front.log]
    assert said == [cut for cut in secrets.values() for _ in range(2)]
    assert all(line.startswith("127.0.0.0 [") for line in front.log)
    assert b"zqtoken" not in front.written()


def test_with_the_site_away_the_guide_goes_on_and_no_log_says_what_was_asked(nginx: str, tmp_path: Path) -> None:
    with shipped(nginx, tmp_path / "nginx", 1) as front:  # nothing listens there
        for path in ("/shared/zqtoken/", "/search/?q=zqtoken", "/log/"):
            assert front.ask("GET", path)[0] == 502
        assert b"zqtoken" not in front.written()
        assert [line.split('"')[2].split()[0] for line in front.log] == ["502"] * 3
        # Nobody may think that a form which was sent then is saved, or that it is lost.
        status, headers, words = front.ask("POST", "/log/2026-11-28/symptoms/", "severity=4")
        assert (status, headers["Content-Type"]) == (502, "text/plain")
        assert b"it may not be saved: keep this page, and load it again in a minute." in words


MUTE = "location = /log/mute/ { proxy_read_timeout 200ms; proxy_pass http://ankles; }\n"


def test_a_site_that_never_answers_is_said_in_words_too(nginx: str, tmp_path: Path) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as mute,
        shipped(nginx, tmp_path / "nginx", mute.getsockname()[1], more=MUTE) as front,
    ):
        status, headers, words = front.ask("POST", "/log/mute/", "severity=4")
    assert (status, headers["Content-Type"]) == (504, "text/plain")
    assert b"No answer came in time. If you sent something, it may not be saved" in words


def test_the_readers_own_address_counts_and_one_that_a_stranger_makes_up_is_not_believed(
    front: Front, behind: tuple[Site, str, str]
) -> None:
    # From an address that is neither nginx's nor the site's: it is to be this one that the site counts by.
    front = replace(front, come_from="127.0.5.2")
    page = front.ask("GET", "/accounts/login/")
    token = page[2].decode().partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    fields = urlencode({"csrfmiddlewaretoken": token, "login": "ben@example.org", "password": "wrong-words-9"})
    status, _, _ = front.ask(
        "POST", "/accounts/login/", fields,
        Cookie=page[1]["Set-Cookie"].partition(";")[0], Origin=ADDRESS, Content_Type="application/x-www-form-urlencoded",
        X_Forwarded_For="203.0.113.9", X_Real_IP="203.0.113.9", Forwarded="for=203.0.113.9",
    )  # fmt: skip
    assert status in (200, 422)
    said = behind[0].manage("security_log", "ben@example.org")
    assert ("127.0.5.0/24" in said, "203.0.113" in said) == (True, False)


def test_the_page_of_a_fault_and_the_log_of_nginx_name_the_same_request(front: Front) -> None:
    status, headers, body = front.ask("POST", "/accounts/login/", "x=1", Origin="https://elsewhere.example")
    name = headers["X-Request-ID"]
    assert (status, name in body.decode()) == (403, True)
    assert front.log[-1].split()[-1][:12] == name


def test_only_a_picture_may_be_large_and_what_is_too_large_hears_so_in_words(front: Front) -> None:
    picture = "/admin/library/exercise/picture/"
    six, seventeen = "x" * (6 * 2**20 + 1), "x" * (16 * 2**20 + 1)
    for path, body in (("/admin/", six), ("/log/data/import/", six), (f"{picture}x/", six), (picture, seventeen)):
        status, headers, words = front.ask("POST", path, body)
        assert (status, headers["Content-Type"]) == (413, "text/plain"), path
        assert words == b"What you sent is larger than can be taken here. Go back, and send something smaller.\n"
    # It reaches the site, which asks a stranger for the token of its form.
    assert front.ask("POST", picture, six)[0] == 403


def test_who_asks_too_much_hears_429_and_a_club_does_not(front: Front) -> None:
    said = b""
    with closing(HTTPSConnection(NAME, timeout=20)) as one:
        one.sock = front.line()

        def status(method: str, path: str) -> int:
            nonlocal said
            one.request(method, path, headers={"Host": NAME})
            answer = one.getresponse()
            words = answer.read()
            said = words if answer.status == 429 else said
            return answer.status

        assert {status("GET", "/guide/") for _ in range(200)} == {200}
        posts = [status("POST", "/robots.txt/") for _ in range(30)] + [
            status("POST", "/accounts/login/") for _ in range(150)
        ]
        # Some forty a minute are nobody's typing; who only reads goes on.
        assert (429 in posts[:90], posts.count(429) > 20) == (False, True)
        assert status("GET", "/guide/") == 200
    assert said.startswith(b"Too much was asked from your address.")
