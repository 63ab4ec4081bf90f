"""Files that are no export: each is refused in words, before anything of it is kept."""

from __future__ import annotations

import io
import json
import struct
import time
import zipfile
from typing import Any

import pytest

from logbook.takeout import exporting, importing
from logbook.takeout.importing import archive
from logbook.takeout.importing.archive import MOST_ENTRIES, MOST_UNPACKED, Unreadable
from tests.logbook.whole import zipped

EMPTY: dict[str, Any] = {"format": "ankles", "version": exporting.VERSION, "exported_at": "x", "profile": {}} | {
    name: [] for name in exporting.PARTS
}
NEWER = (
    "This export has the form 3, and this Ankles reads up to form 2: a newer release made it. Take it in there, or wait "
    "until this site is brought up to date."
)
NO_FORM = "The file does not say which form it has. Choose the ZIP as it came."


def refused(file: io.BytesIO) -> str:
    """The words with which a file is refused."""
    with pytest.raises(Unreadable) as caught:
        importing.open_export(file)
    return str(caught.value)


def text(**said: Any) -> str:
    return json.dumps(EMPTY | said)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"version": exporting.VERSION + 1}, NEWER),
        ({"version": exporting.VERSION + 1, "pins": {"a": 1}}, NEWER),
        ({"version": True}, NO_FORM),
        ({"version": "1"}, NO_FORM),
        ({"version": 0}, NO_FORM),
        ({"format": "strava"}, "This is no export of Ankles."),
        ({"profile": []}, "The file has no settings. Choose the ZIP as it came."),
        ({"sessions": {}}, "The file holds something else where entries should be."),
        ({"followed": None}, "The file holds something else where entries should be."),
    ],
)
def test_a_document_of_another_kind_is_refused(said: dict[str, Any], reason: str) -> None:
    assert refused(zipped(EMPTY | said)) == reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "This is no export of Ankles."),
        (b"[]", "This is no export of Ankles."),
        (b"{}", "The file is cut off in the middle."),
        (b'{"a": 1}', "This is no export of Ankles."),
        (text()[:36].encode(), "The file is cut off, or was changed so that it is no JSON any more."),
        (b"\xff\xfe{}", "ankles.json is not text in UTF-8. Choose the ZIP as it came."),
        (text()[:-1].encode(), "The file is cut off in the middle."),
        (text()[:-5].encode(), "The file is cut off in the middle."),
        (text(followed=[{"a": "b"}])[:-7].encode(), "The file is cut off, or was changed so that it is no JSON any more."),
        (text().encode() + b"{}", "The file goes on after its end."),
        (text()[:-1].encode() + b', "pins": []}', "The file says “pins” twice."),
        (text()[:-1].encode() + b', "format": []}', "The file says “format” twice."),
        (b'{"format": "ankles", "format": "ankles"}', "The file says “format” twice."),
        (text().replace('"followed": []', '"other": []').encode(), "The file is not whole: it has no followed."),
        (text(pins=[{"position": 1}]).replace("1}]", '1, "position": 2}]').encode(), "One entry of the file says the same thing twice."),
        (text(pins=[1]).replace("[1]", "[NaN]").encode(), "The file holds NaN, which is no number."),
        (text(pins=[1]).replace("[1]", "[" + "9" * 5_000 + "]").encode(), "The file is cut off, or was changed so that it is no JSON any more."),
        (text(pins=[1]).replace("[1]", "[" * 100_000).encode(), "The file nests more deeply than an export does."),
        (text(pins=["x" * 300_000]).encode(), "One entry of the file is far larger than an entry can be."),
    ],
)  # fmt: skip
def test_a_document_that_is_damaged_or_odd_is_refused(content: bytes, reason: str) -> None:
    assert refused(zipped(content)) == reason


def test_twenty_thousand_entries_are_the_most_and_all_are_counted() -> None:
    assert refused(zipped(EMPTY | {"pins": [1] * (MOST_ENTRIES + 3_411)})) == (
        "The file holds 23,411 entries. 20,000 can be taken in at most."
    )
    given = importing.open_export(zipped(EMPTY | {"pins": [1] * MOST_ENTRIES}))
    assert len(given.refused) == MOST_ENTRIES


HUNDRED_TIMES = ", ".join(["0"] * 100 * MOST_ENTRIES)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        # A letter of four bytes makes every character of the text one of four.
        (text(pins=[1]).replace("[1]", f'["🦶", {HUNDRED_TIMES}]'), "The file holds more than 100,000 entries. 20,000 can be taken in at most."),
        (text()[:-1] + "".join(f', "n{number}": 0' for number in range(300_000)) + "}", "This is no export of Ankles."),
        ("{" + ", ".join(f'"n{number}": 0' for number in range(300_000)) + "}", "This is no export of Ankles."),
    ],
)  # fmt: skip
def test_a_few_kilobytes_that_hold_millions_of_nothings_do_not_keep_the_site_busy(content: str, reason: str) -> None:
    file = zipped(content.encode())
    began = time.process_time()
    assert refused(file) == reason
    assert time.process_time() - began < 5


def test_a_number_and_a_text_at_the_edge_of_what_is_looked_at_first_are_whole() -> None:
    for length in range(archive.USUAL_ENTRY - 3, archive.USUAL_ENTRY + 3):
        export = archive.read_archive(zipped(EMPTY | {"pins": ["x" * length, int("7" * length)]}))
        assert list(export.entries) == [("pins", "x" * length), ("pins", int("7" * length))]


def test_a_zip_bomb_is_refused_without_being_unpacked() -> None:
    bomb = zipped(b" " * (MOST_UNPACKED + 1))
    assert len(bomb.getvalue()) < 100_000
    assert refused(bomb) == "What is in this file is larger than 32 MB, far more than an export."


def test_a_size_that_the_zip_lies_about_lets_nothing_more_in() -> None:
    honest = zipped(b" " * 10_000).getvalue()
    lying = honest.replace(struct.pack("<L", 10_000), struct.pack("<L", 10))
    assert refused(io.BytesIO(lying)).startswith(("This is no whole ZIP file.", "This ZIP file is damaged."))


@pytest.mark.parametrize("name", ["evil.py", "a__evil.py", "..__README.txt", "__etc__passwd", "ankles.json.exe"])
def test_a_zip_with_other_files_is_refused(name: str) -> None:
    assert refused(zipped(EMPTY, **{name: b"x"})) == (
        "This ZIP holds 1 file that no export of Ankles has. Choose the ZIP as it came from “Your data”."
    )
    assert refused(zipped(EMPTY, **{name: b"x", "other": b"y"})).startswith("This ZIP holds 2 files that no")


def test_a_newer_export_is_called_newer_whatever_files_and_parts_it_has() -> None:
    newer = EMPTY | {"version": exporting.VERSION + 1, "gaits": [{"step": "x" * 5_000}] * 100}
    assert refused(zipped(newer, **{"gaits.csv": b"x"})) == NEWER
    assert refused(zipped(json.dumps(newer, sort_keys=True).encode())) == NEWER


def test_a_zip_without_the_document_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("README.txt", "hello")
    assert refused(file) == "This ZIP holds no ankles.json. Choose the ZIP that “Your data” gave you."


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_zip_that_holds_the_document_twice_is_refused() -> None:
    file = zipped(EMPTY)
    with zipfile.ZipFile(file, "a") as made:
        made.writestr("ankles.json", "{}")
    assert refused(file) == "This ZIP holds ankles.json more than once. Choose the ZIP as it came."
    assert refused(zipped(EMPTY, **{"copy__ankles.json": b"{}"})) == (
        "This ZIP holds ankles.json more than once. Choose the ZIP as it came."
    )


def test_a_zip_that_is_cut_off_anywhere_is_refused() -> None:
    whole = zipped(EMPTY | {"pins": [{"a": "b" * 50}] * 50}).getvalue()
    for length in range(0, len(whole), 7):
        assert refused(io.BytesIO(whole[:length])).startswith(
            ("This is no whole ZIP file.", "This ZIP file is damaged.")
        )


def test_a_zip_with_a_flipped_byte_never_gets_through_unseen() -> None:
    whole = zipped(EMPTY | {"followed": [{"area": number} for number in range(40)]}).getvalue()
    sound = len(importing.open_export(io.BytesIO(whole)).refused)
    for place in range(0, len(whole), 3):
        damaged = whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :]
        try:
            assert len(importing.open_export(io.BytesIO(damaged)).refused) == sound
        except Unreadable as error:
            assert str(error)  # noqa: PT017 (whether it raises depends on the byte)


def test_a_locked_and_a_strangely_packed_zip_are_refused() -> None:
    whole = zipped(EMPTY).getvalue()
    start = whole.index(b"PK\x01\x02")
    locked = whole[:6] + b"\x01" + whole[7 : start + 8] + b"\x01" + whole[start + 9 :]
    assert refused(io.BytesIO(locked)) == "This ZIP is locked with a password. Take the password off first."
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as made:
        made.writestr("ankles.json", text())
    assert refused(file) == "This ZIP is packed in a way that Ankles cannot read. Choose the ZIP as it came."


@pytest.mark.parametrize("content", [b"", b"PK", b"%PDF-1.7", b"\x00" * 3_000, b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_zip_is_refused(content: bytes) -> None:
    assert refused(io.BytesIO(content))


def test_a_number_beyond_all_numbers_is_no_minute() -> None:
    pins = text(followed=[1]).replace("[1]", '[{"area": "arch", "side": "left", "since": 1e999}]')
    assert [one.reason for one in importing.open_export(zipped(pins.encode())).refused] == [
        "since: this is no instant such as 2026-11-22T06:30:00+00:00."
    ]


def test_a_part_that_nobody_knows_is_passed_over() -> None:
    head, tail = text()[:-1], ', "extra": {"a": [1, 2]}}'
    assert importing.open_export(zipped((head + tail).encode())).candidates == []
    assert archive.read_archive(zipped(EMPTY)).profile == {}


def packed_again(folder: str, separator: str, *beside: str) -> io.BytesIO:
    """What a desktop makes of an export that it unpacked."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        if folder and separator == "/":
            made.writestr(f"{folder}/", "")
        for name in exporting.NAMES:
            written = zipfile.ZipInfo("x")
            written.filename = f"{folder}{separator}{name}" if folder else name
            made.writestr(written, text(followed=[1]) if name == "ankles.json" else "x")
        for name in beside:
            made.writestr(name, b"\0\5\x16\7 not ours {")
    file.seek(0)
    return file


@pytest.mark.parametrize(
    "file",
    [
        packed_again("ankles-2026-11-28", "/", "__MACOSX/._ankles-2026-11-28", "__MACOSX/ankles-2026-11-28/._ankles.json",
                     "ankles-2026-11-28/.DS_Store", ".DS_Store"),
        packed_again("ankles-2026-11-28", "\\", "ankles-2026-11-28\\desktop.ini", "Thumbs.db"),
        packed_again("Meine Daten/ankles 2", "/", "Meine Daten/desktop.ini", "Meine Daten/ankles 2/._README.txt"),
        packed_again("", "", "__MACOSX/._ankles.json", "__MACOSX/ankles.json", ".DS_Store"),
        io.BytesIO(text(followed=[1]).encode()),
        io.BytesIO(b"\xef\xbb\xbf\r\n" + json.dumps(EMPTY | {"followed": [1]}, indent=2).encode()),
        io.BytesIO(json.dumps(EMPTY | {"followed": [1]}, sort_keys=True).encode()),
        zipped(json.dumps(EMPTY | {"followed": [1]}, sort_keys=True, indent=4).encode()),
    ],
    ids=["macos", "windows", "folders", "macos-without-folder", "bare", "bare-by-an-editor", "bare-sorted", "sorted"],
)  # fmt: skip
def test_what_a_desktop_or_an_editor_makes_of_an_export_is_read_like_the_export(file: io.BytesIO) -> None:
    given = importing.open_export(file)
    assert [(one.part, one.reason) for one in given.refused] == [("followed", "It is no entry.")]


def test_a_text_that_is_cut_off_in_its_entries_is_refused_wherever_the_head_stands() -> None:
    whole = json.dumps(EMPTY | {"followed": [{"area": "arch"}] * 9}, sort_keys=True)
    for length in range(1, len(whole), 5):
        assert refused(io.BytesIO(whole[:length].encode()))


def test_a_sorted_document_of_millions_of_nothings_does_not_keep_the_site_busy() -> None:
    content = json.dumps(EMPTY | {"clear_days": []}, sort_keys=True).replace("[]", f"[{HUNDRED_TIMES}]", 1)
    began = time.process_time()
    assert refused(io.BytesIO(content.encode())) == (
        "The file holds more than 100,000 entries. 20,000 can be taken in at most."
    )
    assert time.process_time() - began < 5


def test_a_part_that_a_later_version_brought_is_missing_from_no_earlier_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(exporting.SINCE, "followed", 2)
    earlier = {name: value for name, value in EMPTY.items() if name != "followed"}
    assert importing.open_export(zipped(earlier | {"version": 1})).candidates == []
    assert refused(zipped(earlier | {"version": 2})) == "The file is not whole: it has no followed."
