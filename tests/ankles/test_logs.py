"""What is written down about a request: never words that a runner searched or noted."""

from __future__ import annotations

import io
import logging
import logging.config
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from django.conf import settings as site
from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from pytest_django import Settings

from ankles.caching import public_page
from ankles.logs import PathOnly
from logbook.models import TrainingSession
from tests.factories import RunnerFactory

TOO_EARLY = "1999-01-01"
WORDS = "left-heel-hurts-at-night"


@public_page("q")
def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("no such thing")


@public_page()
def works(request: HttpRequest) -> HttpResponse:
    return HttpResponse("fine")


@login_not_required
def breaks_in_private(request: HttpRequest) -> HttpResponse:
    try:
        int(WORDS)
    except ValueError as error:
        raise RuntimeError(f"row with {WORDS}") from error
    return HttpResponse()


@contextmanager
def as_django_says_it() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        raise OperationalError(*error.args) from error


@login_not_required
def locked(request: HttpRequest) -> HttpResponse:
    with tempfile.TemporaryDirectory() as folder, as_django_says_it():
        file = f"{folder}/own.sqlite3"
        with closing(sqlite3.connect(file, isolation_level=None)) as other, closing(sqlite3.connect(file, 0)) as ours:
            other.execute("BEGIN IMMEDIATE")
            ours.execute("BEGIN IMMEDIATE")
    return HttpResponse()


@login_not_required
def asks_for_a_table_that_is_not_there(request: HttpRequest) -> HttpResponse:
    with closing(sqlite3.connect(":memory:")) as ours, as_django_says_it():
        ours.execute("SELECT 1 FROM nowhere")
    return HttpResponse()


@login_not_required
def refused(request: HttpRequest) -> HttpResponse:
    # PostgreSQL says in its refusal what the whole row holds.
    TrainingSession.objects.create(runner=RunnerFactory(), day=TOO_EARLY, note=WORDS)
    return HttpResponse()


@login_not_required
def reads_checked(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(len(request.POST)))


@login_not_required
@csrf_exempt
def reads(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(len(request.POST)))


handler500 = "ankles.unavailable.server_error_or_unavailable"
urlpatterns = [
    path("reads/", reads),
    path("reads/checked/", reads_checked),
    path("breaks/", breaks),
    path("works/", works),
    path("log/breaks/", breaks_in_private),
    path("log/refused/", refused),
    path("log/locked/", locked),
    path("log/no-such-table/", asks_for_a_table_that_is_not_there),
]


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Everything that the site's own logging writes."""
    stream = io.StringIO()
    logging.config.dictConfig(site.LOGGING)
    (handler,) = [one for one in logging.getLogger().handlers if type(one) is logging.StreamHandler][:1]
    before = handler.setStream(stream)
    yield stream
    if before:
        handler.setStream(before)


@pytest.fixture
def broken(settings: Settings) -> Client:
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


def test_an_error_is_logged_with_its_path_and_without_what_was_asked(broken: Client, written: io.StringIO) -> None:
    assert broken.get(f"/breaks/?q={WORDS}").status_code == 500
    assert "Internal Server Error: /breaks/" in written.getvalue()
    assert "RuntimeError: no such thing" in written.getvalue()
    assert WORDS not in written.getvalue()


def test_an_error_on_a_private_page_is_logged_with_its_place_and_kind_and_without_its_words(
    broken: Client, written: io.StringIO
) -> None:
    assert broken.get("/log/breaks/").status_code == 500
    assert "Internal Server Error: /log/breaks/" in written.getvalue()
    assert "builtins.ValueError (its words" in written.getvalue()
    assert "builtins.RuntimeError (its words" in written.getvalue()
    assert "in breaks_in_private" in written.getvalue()
    assert WORDS not in written.getvalue()


def test_a_lock_that_did_not_come_is_one_line_that_says_so_and_a_fault_of_ours_keeps_its_place(
    broken: Client, written: io.StringIO
) -> None:
    assert broken.get(f"/log/locked/?q={WORDS}").status_code == 503
    (line,) = written.getvalue().splitlines()
    assert line.endswith(" ERROR django.request: Service Unavailable: /log/locked/ (the database is locked)")
    assert broken.get("/log/no-such-table/").status_code == 503
    assert "in asks_for_a_table_that_is_not_there" in written.getvalue()


def test_what_the_database_says_of_a_row_it_refuses_is_not_logged(
    broken: Client, written: io.StringIO, db: None
) -> None:
    assert broken.get("/log/refused/").status_code == 500
    assert "django.db.utils.IntegrityError (its words" in written.getvalue()
    assert (WORDS in written.getvalue(), TOO_EARLY in written.getvalue()) == (False, False)


@pytest.mark.parametrize("address", ["/nowhere/", "/works/"])
def test_a_wrong_address_or_host_is_logged_without_its_query(
    broken: Client, written: io.StringIO, address: str
) -> None:
    broken.get(f"{address}?q={WORDS}")
    broken.get(f"{address}?q={WORDS}", HTTP_HOST="evil.example")
    broken.post(f"{address}?q={WORDS}", {"note": WORDS})
    assert written.getvalue() != ""
    assert WORDS not in written.getvalue()


@pytest.mark.parametrize("address", [f"/{WORDS}/", f"/works/{WORDS}?q={WORDS}"])
def test_an_address_that_does_not_exist_is_nothing_for_the_operator(
    broken: Client, written: io.StringIO, address: str
) -> None:
    assert (broken.get(address).status_code, broken.post("/works/").status_code) == (404, 405)
    assert written.getvalue() == ""


def test_a_script_without_a_log_in_is_nothing_for_the_operator(written: io.StringIO, db: None) -> None:
    for address in ("/log/", "/log/played/answers/"):
        assert Client().get(address, headers={"accept": "application/json"}).status_code == 401
    assert written.getvalue() == ""


def test_a_foreign_host_is_one_line_that_says_what_to_look_at(broken: Client, written: io.StringIO) -> None:
    assert broken.get(f"/works/?q={WORDS}", HTTP_HOST=f"{WORDS}.example").status_code == 400
    (line,) = written.getvalue().splitlines()
    assert line.endswith("Refused with 400: /works/ (the host asked for is not among SITE_URL and EXTRA_HOSTS)")
    assert " WARNING django.security.DisallowedHost: " in line


BOUNDARY = "multipart/form-data; boundary=b"
TOO_MUCH = {
    "large": (f"note={WORDS}&rest=" + "x" * 1_100_000, "application/x-www-form-urlencoded", "RequestDataTooBig"),
    "many": (f"{WORDS}=1&" * 6_100, "application/x-www-form-urlencoded", "TooManyFieldsSent"),
    "parts": (
        "".join(f'--b\r\nContent-Disposition: form-data; name="f"; filename="{WORDS}"\r\n\r\nx\r\n' for _ in range(110))
        + "--b--\r\n",
        BOUNDARY,
        "TooManyFilesSent",
    ),
    "no multipart": (WORDS, f"multipart/form-data; {WORDS}", "Unable to parse request body"),
}


@pytest.mark.parametrize("kind", TOO_MUCH)
def test_a_form_that_is_too_large_or_broken_is_one_line(broken: Client, written: io.StringIO, kind: str) -> None:
    body, content_type, said = TOO_MUCH[kind]
    assert broken.post("/reads/", body, content_type=content_type).status_code == 400
    (line,) = written.getvalue().splitlines()
    assert (said in line, "/reads/" in line, WORDS in line, " WARNING " in line) == (True, True, False, True)


def test_a_form_from_another_site_is_one_line_without_what_it_said_of_itself(
    settings: Settings, written: io.StringIO
) -> None:
    settings.ROOT_URLCONF = __name__
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    assert client.post("/reads/checked/", HTTP_ORIGIN=f"https://{WORDS}.example").status_code == 403
    (line,) = written.getvalue().splitlines()
    assert "Origin checking failed does not match any trusted origins" in line
    assert WORDS not in line


def record(message: str, *args: object, **extra: Any) -> logging.LogRecord:
    found = logging.LogRecord("django.request", logging.WARNING, "x.py", 1, message, args, None)
    for name, value in extra.items():
        setattr(found, name, value)
    return found


@pytest.mark.parametrize(
    ("message", "args", "expected"),
    [
        ("%s: %s", ("Not Found", f"/search/?q={WORDS}"), "Not Found: /search/"),
        ('"%s" %s', (f"GET /search/?q={WORDS} HTTP/1.1", 200), '"GET /search/ HTTP/1.1" 200'),
        ("%s %s", ("?x", f"see /a/?q={WORDS} and /b/?{WORDS}"), "?x see /a/ and /b/"),
        ("Is it %s", ("due?",), "Is it due?"),
        ("%s of %s", (3, 5), "3 of 5"),
        (f"Not Found: /search/?q={WORDS}", (), "Not Found: /search/"),
        ("%(path)s", ({"path": f"/search/?q={WORDS}"},), "/search/"),
    ],
)
def test_a_line_loses_everything_after_the_question_mark(message: str, args: tuple[object, ...], expected: str) -> None:
    line = record(message, *args)
    assert PathOnly().filter(line) is True
    assert WORDS not in line.getMessage()
    assert line.getMessage() == expected


def test_a_line_whose_arguments_do_not_fit_is_left_to_logging() -> None:
    assert PathOnly().filter(record("%s %s", "one")) is True


def test_the_request_itself_never_reaches_a_handler() -> None:
    line = record("x", request=HttpRequest())
    PathOnly().filter(line)
    assert not hasattr(line, "request")


def test_every_handler_of_the_site_has_the_filter() -> None:
    logging_of: dict[str, Any] = site.LOGGING
    handlers = logging_of["handlers"]
    assert {name: handler["filters"] for name, handler in handlers.items()} == {"console": ["path_only"]}
    assert logging_of["root"]["handlers"] == ["console"]


def test_queries_of_the_database_are_not_logged(written: io.StringIO, db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s", [WORDS])
    assert WORDS not in written.getvalue()
