"""How public pages are kept and found again: the pieces, without a view."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import brotli
import pytest
import time_machine
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from ankles.caching import (
    ContentVersionFile,
    KeptPage,
    PagesInMemory,
    Version,
    best_encoding,
    public_page,
    query_read,
)

TEXT = "<p>Heel down, knee straight.</p>" * 40


def asked(path: str = "/", method: str = "GET", host: str = "localhost", **headers: str) -> HttpRequest:
    """A request as the server hands it over."""
    environ: dict[str, Any] = {f"HTTP_{name}": value for name, value in headers.items()}
    return getattr(RequestFactory(), method.lower())(path, **environ, HTTP_HOST=host)


def kept(text: str = TEXT, content_type: str = "text/html; charset=utf-8") -> KeptPage:
    return KeptPage.from_response(HttpResponse(text, content_type=content_type))


# --- Which encoding a reader gets ------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", "identity"),
        ("identity", "identity"),
        ("gzip", "gzip"),
        ("br", "br"),
        ("gzip, deflate, br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0, gzip;q=0", "identity"),
        ("gzip;q=0", "identity"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("br;q=0, *", "gzip"),
        ("br;q=0, *;q=0.5", "gzip"),
        ("GZIP", "gzip"),
        ("gzip ; q=0.8 , br ; q=0.0", "gzip"),
        ("br;q=0.000, gzip;q=0.001", "gzip"),
        ("br;q=nonsense, gzip", "gzip"),
        ("deflate, compress", "identity"),
    ],
)
def test_a_reader_gets_the_best_encoding_that_they_take(accept: str, expected: str) -> None:
    assert best_encoding(accept) == expected


@pytest.mark.parametrize(("encoding", "opened"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_a_compressed_page_is_the_same_page_with_its_length(encoding: str, opened: Any) -> None:
    response = kept().response(asked(ACCEPT_ENCODING=encoding))
    assert opened(response.content).decode() == TEXT
    assert response.headers["Content-Encoding"] == encoding
    assert response.headers["Content-Length"] == str(len(response.content))
    assert len(response.content) < len(TEXT) / 4


@pytest.mark.parametrize("page", [kept("short"), kept(TEXT, "image/png")], ids=["short", "picture"])
def test_what_does_not_gain_by_it_is_not_compressed(page: KeptPage) -> None:
    response = page.response(asked(ACCEPT_ENCODING="br, gzip"))
    assert "Content-Encoding" not in response.headers
    assert response.content == page.body


@pytest.mark.parametrize("accept", ["", "gzip", "br"])
def test_every_encoding_says_that_it_depends_on_the_encoding_and_on_nothing_else(accept: str) -> None:
    assert kept().response(asked(ACCEPT_ENCODING=accept)).headers["Vary"] == "Accept-Encoding"


# --- What was not changed is not sent again --------------------------------------------------


def test_a_page_that_did_not_change_is_answered_304_without_a_body_or_a_type() -> None:
    page = kept()
    response = page.response(asked(IF_NONE_MATCH=page.etag))
    assert (response.status_code, response.content) == (304, b"")
    assert dict(response.headers) == {"ETag": page.etag, "Vary": "Accept-Encoding"}


@pytest.mark.parametrize("form", ["{0}", '"x", {0}', "{1}", '"x",{1}, W/"y"', "*"])
def test_etags_match_weakly_in_lists_and_by_star(form: str) -> None:
    page = kept()
    header = form.format(page.etag, page.etag.removeprefix("W/"))
    assert page.response(asked(IF_NONE_MATCH=header)).status_code == 304


@pytest.mark.parametrize("header", ['W/"another"', "", "nonsense", '"'])
def test_another_etag_gets_the_whole_page(header: str) -> None:
    response = kept().response(asked(IF_NONE_MATCH=header))
    assert (response.status_code, response.content.decode()) == (200, TEXT)


def test_the_same_text_has_the_same_etag_and_another_text_another() -> None:
    assert kept().etag == kept().etag
    assert kept().etag != kept(TEXT + "!").etag


@pytest.mark.parametrize("accept", ["", "gzip", "br"])
def test_head_gives_the_headers_of_get_without_the_body(accept: str) -> None:
    page = kept()
    get = page.response(asked(ACCEPT_ENCODING=accept))
    head = page.response(asked(method="HEAD", ACCEPT_ENCODING=accept))
    assert head.content == b""
    assert dict(head.headers) == dict(get.headers)


# --- Which requests mean the same page -------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ""),
        ("utm_source=x&fbclid=y", ""),
        ("type=static&utm_source=x", "type=static"),
        ("when=pre_run&type=static", "type=static&when=pre_run"),
        # A view that takes the last value, the first or all in order reads something else in each of these.
        ("type=static&type=dynamic", "type=static&type=dynamic"),
        ("type=dynamic&type=static&type=static", "type=dynamic&type=static&type=static"),
        ("type=&when=", "type=&when="),
        ("type=2&type=", "type=2&type="),
        ("type", "type="),
        ("type=%ff", "type=%EF%BF%BD"),
        ("t%79pe=a+b", "type=a+b"),
        ("type=a;when=b", "type=a%3Bwhen%3Db"),
        ("type=a%26b", "type=a%26b"),
        ("=&&==", ""),
    ],
)
def test_a_query_is_reduced_to_what_the_page_depends_on(query: str, expected: str) -> None:
    assert query_read(asked(f"/exercises/?{query}"), ("type", "when")) == expected


def test_a_view_sees_only_what_its_page_is_kept_under() -> None:
    seen = []

    @public_page("type")
    def view(request: HttpRequest) -> HttpResponse:
        seen.append((request.GET.urlencode(), request.META["QUERY_STRING"], request.COOKIES))
        return HttpResponse()

    view(RequestFactory().get("/?utm_source=x&type=static&q=heel", headers={"Cookie": "theme=dark"}))
    assert seen == [("type=static", "type=static", {})]


def test_a_page_without_parameters_has_one_address() -> None:
    assert query_read(asked("/exercises/?a=1&b=2"), ()) == ""


# --- The pages in memory -----------------------------------------------------------------------


def test_the_memory_finds_a_page_again_whatever_tracks_its_reader() -> None:
    memory, page = PagesInMemory(), kept()
    memory.add(asked("/guide/?utm_source=a"), "1", (), page)
    assert memory.page_for(asked("/guide/?fbclid=b"), "1") is page
    assert memory.page_for(asked("/guide/"), "1") is page
    assert memory.page_for(asked("/issues/"), "1") is None


def test_the_memory_keeps_hosts_schemes_and_choices_apart() -> None:
    memory, page = PagesInMemory(), kept()
    memory.add(asked("/exercises/?type=static"), "1", ("type",), page)
    secure = RequestFactory().get("/exercises/?type=static", secure=True, HTTP_HOST="localhost")
    assert memory.page_for(asked("/exercises/?x=1&type=static"), "1") is page
    assert memory.page_for(asked("/exercises/?type=dynamic"), "1") is None
    assert memory.page_for(asked("/exercises/"), "1") is None
    assert memory.page_for(asked("/exercises/?type=static", host="127.0.0.1"), "1") is None
    assert memory.page_for(secure, "1") is None


def test_a_new_version_empties_the_memory() -> None:
    memory = PagesInMemory()
    memory.add(asked(), "1", (), kept())
    assert memory.page_for(asked(), "2") is None
    assert memory.page_for(asked(), "1") is None


def test_the_memory_gives_up_what_was_read_longest_ago_and_never_outgrows_its_limit() -> None:
    page = kept()
    memory = PagesInMemory(limit_bytes=4 * page.weight)
    for number in range(3):
        memory.add(asked(f"/{number}"), "1", (), kept())
    assert memory.page_for(asked("/0"), "1")
    memory.add(asked("/3"), "1", (), kept())
    assert [bool(memory.page_for(asked(f"/{number}"), "1")) for number in range(4)] == [True, False, True, True]


def test_ten_thousand_made_up_addresses_neither_fill_the_memory_nor_push_out_what_everybody_reads() -> None:
    page = kept()
    memory = PagesInMemory(limit_bytes=20 * page.weight)
    for number in range(15):
        memory.add(asked(f"/{number}"), "1", (), page)
    for number in range(10_000):
        memory.add(asked(f"/exercises/?type={number}"), "1", ("type",), page)
        memory.add(asked("/guide/", host=f"{number}.example.org"), "1", (), page)
    assert (len(memory.plain.pages), len(memory.chosen.pages)) == (15, 5)
    assert memory.chosen.bytes <= 5 * page.weight
    assert all(memory.page_for(asked(f"/{number}"), "1") for number in range(15))


def test_a_page_kept_twice_is_counted_once() -> None:
    memory, page = PagesInMemory(), kept()
    for _ in range(100):
        memory.add(asked(), "1", (), page)
    assert (memory.plain.bytes, len(memory)) == (page.weight, 1)


def test_an_address_with_more_fields_than_anybody_sends_is_left_to_the_view() -> None:
    memory, page = PagesInMemory(), kept()
    memory.add(asked("/exercises/"), "1", ("type",), page)
    assert memory.page_for(asked("/exercises/?" + "type=a&" * 1_001), "1") is None


def test_a_page_weighs_as_much_as_it_may_come_to_hold() -> None:
    page = kept(TEXT)
    held = len(page.body) + len(page.encoded_as("br")) + len(page.encoded_as("gzip"))
    assert page.weight >= held


# --- The content version ---------------------------------------------------------------------


def test_a_version_file_that_was_never_written_is_a_version_too(tmp_path: Path) -> None:
    assert ContentVersionFile(tmp_path / "stamp").current() == Version("none")


def test_every_worker_sees_a_new_version_at_once(tmp_path: Path) -> None:
    one, other = ContentVersionFile(tmp_path / "stamp"), ContentVersionFile(tmp_path / "stamp")
    seen = []
    for token in ("1", "2", "3"):
        one.write(token, None)
        seen.append(other.current().token)
    assert seen == ["1", "2", "3"]


def test_a_version_file_is_replaced_whole_and_leaves_no_draft_behind(tmp_path: Path) -> None:
    ContentVersionFile(tmp_path / "stamp").write("1", 12.5)
    assert [path.name for path in tmp_path.iterdir()] == ["stamp"]
    assert json.loads((tmp_path / "stamp").read_text()) == {"token": "1", "next_at": 12.5}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"token": "x"}', '"x"'])
def test_a_version_file_that_cannot_be_read_is_a_new_version_and_no_error(tmp_path: Path, text: str) -> None:
    file = ContentVersionFile(tmp_path / "stamp")
    file.write("1", None)
    before = file.current()
    (tmp_path / "draft").write_text(text)
    (tmp_path / "draft").replace(tmp_path / "stamp")
    assert file.current() != before
    assert file.is_due() is False


@time_machine.travel("2026-11-22T06:00:00Z", tick=False)
def test_a_version_file_is_due_when_its_instant_has_come(tmp_path: Path) -> None:
    file = ContentVersionFile(tmp_path / "stamp")
    now = 1795327200.0
    found = []
    for next_at in (None, now + 1, now, now - 1):
        file.write("1", next_at)
        found.append(file.is_due())
    assert found == [False, False, True, True]
