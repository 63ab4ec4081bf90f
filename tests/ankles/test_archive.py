"""The pages on disk: whole or not at all, one folder for each version and release."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import brotli
import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from ankles.caching import Archive, KeptPage, archive, keep

TEXT = "<p>Heel down, knee straight.</p>" * 40


@pytest.fixture
def shelved(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "pages")


def asked(path: str = "/guide/", **extra: Any) -> HttpRequest:
    return RequestFactory().get(path, HTTP_HOST="localhost:8000", **extra)


def page(text: str = TEXT) -> KeptPage:
    return keep(HttpResponse(text))


def files(shelved: Archive) -> list[Path]:
    return sorted(path for path in shelved.folder.rglob("*") if path.is_file())


def test_a_page_comes_back_whole_with_its_compressed_forms(shelved: Archive) -> None:
    shelved.put(asked(), "1", ("type",), page())
    found = Archive(shelved.folder).find(asked(), "1")
    assert found is not None
    back, params = found
    assert (back.etag, back.headers, back.body, back.compressible, params) == (
        page().etag,
        page().headers,
        TEXT.encode(),
        True,
        ("type",),
    )
    assert set(back.encoded) == {"br", "gzip"}
    assert brotli.decompress(back.encoded["br"]) == TEXT.encode()


def test_another_address_version_scheme_or_a_query_is_not_found(shelved: Archive) -> None:
    shelved.put(asked(), "1", (), page())
    assert shelved.find(asked("/issues/"), "1") is None
    assert shelved.find(asked(), "2") is None
    assert shelved.find(asked(secure=True), "1") is None
    assert shelved.find(asked("/guide/?q=heel"), "1") is None


def test_what_somebody_asked_for_is_never_written_down(shelved: Archive) -> None:
    shelved.put(asked("/search/?q=my+heel+hurts"), "1", ("q",), page())
    assert files(shelved) == []


def test_another_release_does_not_see_the_pages_of_the_one_before(
    shelved: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelved.put(asked(), "1", (), page())
    monkeypatch.setattr(archive, "release", lambda: "another")
    assert shelved.find(asked(), "1") is None


def test_the_release_changes_with_who_runs_the_site(settings: Settings) -> None:
    archive.release.cache_clear()
    before = archive.release()
    settings.OPERATOR_NAME = "Hill Runners"
    archive.release.cache_clear()
    after = archive.release()
    archive.release.cache_clear()
    assert before != after


def test_older_versions_are_thrown_away(shelved: Archive) -> None:
    for token in ("1", "2", "3"):
        shelved.put(asked(), token, (), page())
        shelved.put(asked("/issues/"), token, (), page())
    assert len(files(shelved)) == 2
    assert shelved.find(asked(), "3") is not None


@pytest.mark.parametrize("damage", [b"", b"{", b"{}\n", b'{"lengths": [5]}\nabc', b"\xff\xfe\n"])
def test_a_damaged_page_is_rendered_again_and_no_error(shelved: Archive, damage: bytes) -> None:
    shelved.put(asked(), "1", (), page())
    (one,) = files(shelved)
    one.write_bytes(damage)
    assert shelved.find(asked(), "1") is None


def test_a_page_that_was_cut_short_is_not_sent(shelved: Archive) -> None:
    shelved.put(asked(), "1", (), page())
    (one,) = files(shelved)
    one.write_bytes(one.read_bytes()[:-10])
    assert shelved.find(asked(), "1") is None


def test_a_disk_that_cannot_be_written_costs_only_speed(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    shelved = Archive(tmp_path / "file" / "pages")
    shelved.put(asked(), "1", (), page())
    assert shelved.find(asked(), "1") is None


def test_no_address_becomes_a_path(shelved: Archive) -> None:
    shelved.put(asked("/../../../etc/passwd"), "1", (), page())
    (one,) = files(shelved)
    assert one.parent.parent == shelved.folder
    assert set(one.name) <= set("0123456789abcdef")
