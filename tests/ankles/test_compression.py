"""Private pages are compressed with padding; what says an address back is not."""

from __future__ import annotations

import gzip
import re

import brotli
import pytest
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory
from django.urls import resolve

from ankles.middleware import PrivateCompression
from tests.factories import RunnerFactory

TEXT = "Left Achilles 3. " * 200


def compressed(path: str, answer: HttpResponseBase, accept: str = "gzip, br") -> HttpResponseBase:
    """What becomes of an answer of an address."""
    request = RequestFactory().get(path, headers={"Accept-Encoding": accept})
    request.resolver_match = resolve(path)
    return PrivateCompression(lambda request: answer)(request)


def encoding(answer: HttpResponseBase) -> str:
    """The encoding an answer is sent in."""
    return answer.headers.get("Content-Encoding", "")


def unpacked(answer: HttpResponseBase) -> str:
    """What a browser reads."""
    read = {"gzip": gzip.decompress, "br": brotli.decompress, "": bytes}[encoding(answer)]
    return read(answer.content).decode()


@pytest.mark.parametrize(
    ("accept", "expected"), [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip")]
)
def test_a_page_of_the_logbook_is_sent_compressed_and_its_length_says_little(accept: str, expected: str) -> None:
    answers = [compressed("/log/", HttpResponse(TEXT), accept) for _ in range(20)]
    assert {re.sub("<!--[^>]*-->$", "", unpacked(answer)) for answer in answers} == {TEXT}
    assert {(encoding(answer), answer.headers["Vary"]) for answer in answers} == {(expected, "Accept-Encoding")}
    assert len({answer.headers["Content-Length"] for answer in answers}) > 3


@pytest.mark.parametrize("path", ["/admin/", "/accounts/login/", "/", "/search/"])
def test_what_is_no_page_of_the_logbook_is_left_alone(path: str) -> None:
    answer = compressed(path, HttpResponse(TEXT))
    assert (encoding(answer), answer.content.decode(), "Vary" in answer.headers) == ("", TEXT, False)


def test_data_for_a_script_is_compressed_and_a_file_is_not() -> None:
    assert encoding(compressed("/log/player/", JsonResponse({"steps": [TEXT]}))) == "gzip"
    assert encoding(compressed("/log/data/", HttpResponse(TEXT, content_type="application/zip"))) == ""
    assert encoding(compressed("/log/data/", StreamingHttpResponse([TEXT]))) == ""


def test_whoever_reads_neither_and_what_is_short_gets_plain_text() -> None:
    assert encoding(compressed("/log/", HttpResponse(TEXT), accept="identity")) == ""
    assert encoding(compressed("/log/", HttpResponse("short"))) == ""


def test_the_padding_is_a_comment_of_any_length_and_no_markup() -> None:
    pages = [unpacked(compressed("/log/", HttpResponse(TEXT))) for _ in range(50)]
    paddings = [page.removeprefix(TEXT) for page in pages]
    assert all(re.fullmatch("<!--[A-Za-z0-9_-]*-->", padding) for padding in paddings)
    assert len({len(padding) for padding in paddings}) > 20


@pytest.mark.django_db
def test_today_comes_compressed_through_the_whole_site() -> None:
    browser = Client(headers={"Accept-Encoding": "gzip"})
    browser.force_login(RunnerFactory())
    answer = browser.get("/log/")
    assert encoding(answer) == "gzip"
    assert "<h1>" in gzip.decompress(answer.content).decode()
    assert {one.strip() for one in answer.headers["Vary"].split(",")} == {"HX-Request", "Cookie", "Accept-Encoding"}
