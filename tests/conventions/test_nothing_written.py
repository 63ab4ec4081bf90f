"""What the real server writes down while a runner does everything, right and wrong: nothing of theirs, in no file but the database."""

from __future__ import annotations

import gzip
import io
import uuid
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import brotli
import pytest

from tests.durability.clients import Runner
from tests.durability.serving import Mortal, mortal

MARK = "zqana"
DAY = "/log/2026-11-02/"
BROKEN_ZONE = """
from ankles.accounts.models import User
User.objects.filter(email="runner-0@example.org").update(time_zone="zqana/Nowhere")
"""
UNPACKERS: tuple[Callable[[bytes], bytes], ...] = (gzip.decompress, zlib.decompress, brotli.decompress)


def unpacked(content: bytes) -> Iterator[bytes]:
    """A file's bytes, and what they hold when they are compressed: whole, behind a pickled time (Django's cache), or as a ZIP."""
    yield content
    for start in {0, content.find(b"x\x9c"), content.find(b"\x1f\x8b")}:
        for unpack in UNPACKERS:
            with suppress(Exception):  # it is not of that kind
                yield unpack(content[max(0, start) :])
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from (archive.read(name) for name in archive.namelist())


def told_by(files: dict[str, bytes], words: set[str]) -> dict[str, set[str]]:
    """Which files hold which of some words, packed or not."""
    found = {
        name: {word for part in unpacked(content) for word in words if word.encode() in part.lower()}
        for name, content in files.items()
    }
    return {name: hits for name, hits in found.items() if hits}


def written(site: Mortal) -> dict[str, bytes]:
    """Everything the site wrote but its database and what it collected: what it printed, and every file in its folder."""
    files = [path for path in site.data.rglob("*") if path.is_file() and not path.name.startswith("ankles.sqlite3")]
    files = [path for path in files if site.data / "static" not in path.parents]
    output = site.data.with_name(f"{site.data.name}.txt")
    return {str(path.relative_to(site.data.parent)): path.read_bytes() for path in [*files, output]}


def entry(**fields: Any) -> dict[str, Any]:
    """Fields of a form with a key of its own."""
    return {"entry_key": uuid.uuid4(), **fields}


def do_everything(site: Mortal, runner: Runner) -> list[int]:
    """Write, look, mistype, lose the token, ask for what is not there, break it; returns the status of each answer."""
    key, long = uuid.uuid4(), f"{MARK} " * 250_000
    felt = entry(
        form="all",
        area="fibula_lower",
        side="right",
        day="2026-11-02",
        moment="worst",
        severity=9,
        note=f"{MARK} night",
    )
    requests: list[tuple[str, str, dict[str, Any] | None]] = [
        ("POST", f"{DAY}sessions/", {"entry_key": key, "minutes": 5, "note": f"{MARK} legs"}),
        ("POST", f"{DAY}sessions/", {"entry_key": key, "minutes": 6, "note": f"{MARK} other legs"}),
        ("POST", f"{DAY}sessions/", entry(minutes=MARK, note=MARK, account="zqanazqanazqana")),
        ("POST", f"{DAY}sessions/", entry(minutes=5, note=long)),
        ("POST", f"{DAY}symptoms/", felt),
        ("POST", f"{DAY}symptoms/", felt | {"severity": MARK, "qualities": MARK}),
        ("POST", f"{DAY}symptoms/", entry(place=MARK, severity=3)),
        ("POST", "/log/undo/", {"undo": f"{MARK}:{MARK}:{MARK}"}),
        ("POST", "/log/periods/", entry(kind="rest", first_day="2026-11-01", note=MARK)),
        ("POST", "/log/played/", entry(account=MARK)),
        ("POST", "/log/sessions/", entry(account=MARK)),
        ("POST", "/log/data/import/", entry(file=MARK)),
        ("GET", f"/log/?q={MARK}", None), ("GET", f"{DAY}?area={MARK}", None), ("GET", f"/log/calendar/?note={MARK}", None),
        ("GET", f"/search/?q={MARK}+heel", None), ("GET", f"/nowhere/?q={MARK}", None), ("GET", f"/log/2026-13-77/?q={MARK}", None),
        ("PUT", f"{DAY}sessions/?q={MARK}", {"note": MARK}), ("GET", "/log/data/export/", None), ("GET", DAY, None),
    ]  # fmt: skip
    found = [runner.ask(*request)[0] for request in requests]
    token = runner.cookies.pop("ankles-csrf")
    found.append(runner.ask("POST", f"{DAY}sessions/", entry(minutes=5, note=f"{MARK} without token"))[0])
    runner.cookies["ankles-csrf"] = token
    found.append(runner.ask("POST", "/accounts/login/", {"login": f"{MARK}@example.org", "password": MARK})[0])
    site.shell(BROKEN_ZONE)
    found.append(runner.ask("GET", f"/log/?q={MARK}")[0])
    found.append(runner.ask("POST", f"{DAY}sessions/", entry(minutes=5, note=f"{MARK} in vain"))[0])
    return found


@pytest.fixture(scope="module")
def site(ready_made_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mortal]:
    """A site that is told to be as talkative as it can be."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOG_LEVEL", "DEBUG")
        with mortal(tmp_path_factory.mktemp("talkative") / "data", ready_made_site, 1) as site:
            yield site


def test_nothing_of_a_runner_stands_in_a_log_or_a_file(site: Mortal) -> None:
    runner = Runner(0, site.port)
    runner.log_in()
    found = do_everything(site, runner)
    assert set(found) >= {200, 403, 404, 409, 422, 500}
    files = written(site)
    assert b"Internal Server Error: /log/" in files["data.txt"]
    assert (
        told_by(files, {MARK, runner.email, "runner-0", "fibula_lower", "fibula lower", "?q=", "without token"}) == {}
    )


def test_a_word_is_found_however_it_is_packed() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", "my zqana note")
    words = b"my zqana note"
    files = {"plain": words, "zlib": b"\x80\x05." + zlib.compress(words), "gzip": gzip.compress(words), "br": brotli.compress(words),
             "zip": packed.getvalue(), "clean": b"nothing"}  # fmt: skip
    assert told_by(files, {MARK}) == {name: {MARK} for name in files if name != "clean"}
