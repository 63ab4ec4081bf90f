"""The pages on disk: whole or not at all, one folder for each version and release."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import brotli
import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from ankles.caching import KeptPage, PagesOnDisk
from ankles.caching import on_disk as module

TEXT = "<p>Heel down, knee straight.</p>" * 40


@pytest.fixture
def on_disk(tmp_path: Path) -> PagesOnDisk:
    return PagesOnDisk(tmp_path / "pages")


def asked(path: str = "/guide/", **extra: Any) -> HttpRequest:
    return RequestFactory().get(path, HTTP_HOST="localhost:8000", **extra)


def page(text: str = TEXT) -> KeptPage:
    return KeptPage.from_response(HttpResponse(text))


def files(on_disk: PagesOnDisk) -> list[Path]:
    return sorted(path for path in on_disk.folder.rglob("*") if path.is_file())


def test_a_page_comes_back_whole_with_its_compressed_forms(on_disk: PagesOnDisk) -> None:
    on_disk.add(asked(), "1", ("type",), page())
    found = PagesOnDisk(on_disk.folder).page_for(asked(), "1")
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


def test_another_address_version_scheme_or_a_query_is_not_found(on_disk: PagesOnDisk) -> None:
    on_disk.add(asked(), "1", ("q",), page())
    assert on_disk.page_for(asked("/issues/"), "1") is None
    assert on_disk.page_for(asked(), "2") is None
    assert on_disk.page_for(asked(secure=True), "1") is None
    assert on_disk.page_for(asked("/guide/?q=heel"), "1") is None


def test_a_query_that_the_page_does_not_read_is_the_same_page(on_disk: PagesOnDisk) -> None:
    on_disk.add(asked("/guide/?utm_source=mail"), "1", ("type",), page())
    assert len(files(on_disk)) == 1
    for path, found in (
        ("/guide/", True),
        ("/guide/?fbclid=7", True),
        ("/guide/?type=static", False),
        ("/guide/?type=", False),
    ):
        assert (on_disk.page_for(asked(path), "1") is not None) == found, path


def test_what_somebody_asked_for_is_never_written_down(on_disk: PagesOnDisk) -> None:
    on_disk.add(asked("/search/?q=my+heel+hurts"), "1", ("q",), page())
    assert files(on_disk) == []


def test_another_release_does_not_see_the_pages_of_the_one_before(
    on_disk: PagesOnDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_disk.add(asked(), "1", (), page())
    monkeypatch.setattr(module, "hash_of_release", lambda: "another")
    assert on_disk.page_for(asked(), "1") is None


def test_the_release_changes_with_who_runs_the_site(settings: Settings) -> None:
    module.hash_of_release.cache_clear()
    before = module.hash_of_release()
    settings.OPERATOR_NAME = "Hill Runners"
    module.hash_of_release.cache_clear()
    after = module.hash_of_release()
    module.hash_of_release.cache_clear()
    assert before != after


def test_older_versions_are_thrown_away(on_disk: PagesOnDisk) -> None:
    for token in ("1", "2", "3"):
        on_disk.add(asked(), token, (), page())
        on_disk.add(asked("/issues/"), token, (), page())
    assert len(files(on_disk)) == 2
    assert on_disk.page_for(asked(), "3") is not None


@pytest.mark.parametrize("damage", [b"", b"{", b"{}\n", b'{"lengths": [5]}\nabc', b"\xff\xfe\n"])
def test_a_damaged_page_is_rendered_again_and_no_error(on_disk: PagesOnDisk, damage: bytes) -> None:
    on_disk.add(asked(), "1", (), page())
    (one,) = files(on_disk)
    one.write_bytes(damage)
    assert on_disk.page_for(asked(), "1") is None


def test_a_page_that_was_cut_short_is_not_sent(on_disk: PagesOnDisk) -> None:
    on_disk.add(asked(), "1", (), page())
    (one,) = files(on_disk)
    one.write_bytes(one.read_bytes()[:-10])
    assert on_disk.page_for(asked(), "1") is None


def test_a_disk_that_cannot_be_written_costs_only_speed(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    on_disk = PagesOnDisk(tmp_path / "file" / "pages")
    on_disk.add(asked(), "1", (), page())
    assert on_disk.page_for(asked(), "1") is None


def test_no_address_becomes_a_path(on_disk: PagesOnDisk) -> None:
    on_disk.add(asked("/../../../etc/passwd"), "1", (), page())
    (one,) = files(on_disk)
    assert one.parent.parent == on_disk.folder
    assert set(one.name) <= set("0123456789abcdef")
