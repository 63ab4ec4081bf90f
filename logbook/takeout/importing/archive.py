"""The file as it came: nothing in it is believed, and no more of it is unpacked or kept than an export can need.

It is the ZIP of an export of this release or any earlier one, or what a desktop makes of it when it unpacks and packs it
again (a folder inside, files of its own beside ours), or its `ankles.json` alone, whatever the order of its names.
"""

from __future__ import annotations

import json
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO, Any, Final

from logbook.takeout import exporting

# Of the ZIP: what the server lets through at most (settings.MAX_BODY_BYTES), less what a form adds.
MOST_BYTES: Final = 5 * 1024 * 1024 - 64 * 1024
MOST_UNPACKED: Final = 32 * 1024 * 1024
MOST_ENTRIES: Final = 20_000
# Characters of one entry. A session with a hundred exercises in escaped letters stays below it.
LARGEST_ENTRY: Final = 200_000
# What is looked at first; most entries end in it.
USUAL_ENTRY: Final = 4_000
# How far entries are counted, and how many names stand beside the parts, before a file is given up.
MOST_COUNTED: Final = 5 * MOST_ENTRIES
MOST_NAMES: Final = 50
PACKED_AS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ZIP_BEGINS: Final = b"PK"
ENCRYPTED: Final = 0x1
# What the desktops of macOS and Windows lay beside one's files; macOS also writes a `._NAME` for each NAME.
OF_A_DESKTOP: Final = (".DS_Store", ".localized", "desktop.ini", "Thumbs.db", "ehthumbs.db")
FOLDER_OF_MACOS: Final = "__MACOSX"
# What is read before any entry: without it nothing says what the entries are.
HEAD: Final = ("format", "version", "profile")

_SPACE: Final = re.compile(r"[ \t\r\n]*")


class Unreadable(Exception):
    """The file is no export that can be taken in. The message is for the runner."""


@dataclass(frozen=True)
class Export:
    """An opened export: settings, and its entries as they come, one at a time."""

    version: int
    profile: dict[str, Any]
    entries: Iterator[tuple[str, Any]] = field(repr=False)


def read_archive(file: IO[bytes]) -> Export:
    """Open a ZIP, or an `ankles.json` alone. Raises Unreadable, here or while the entries are read."""
    content, foreign = _content(file)
    if len(content) > MOST_UNPACKED:
        raise Unreadable(f"What is in this file is larger than {MOST_UNPACKED // 1024**2} MB, far more than an export.")
    try:
        document = _Document(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Unreadable(f"{exporting.JSON_NAME} is not text in UTF-8. Choose the ZIP as it came.") from error
    document.read_head()
    # After the head: a newer release may well have files that this one does not know.
    if foreign:
        raise Unreadable(
            f"This ZIP holds {_counted(foreign, 'file', 'files')} that no export of Ankles has. "
            "Choose the ZIP as it came from “Your data”."
        )
    return Export(document.version, document.profile, document.entries())


def _content(file: IO[bytes]) -> tuple[bytes, int]:
    """What stands in the document, and how many files of the ZIP are nobody's."""
    file.seek(0)
    begins = file.read(64)
    file.seek(0)
    if _is_text(begins):
        return file.read(MOST_UNPACKED + 1), 0
    try:
        with zipfile.ZipFile(file) as archive:
            document, foreign = _look_at(archive)
            with archive.open(document) as member:
                return member.read(MOST_UNPACKED + 1), foreign
    except zipfile.BadZipFile as error:
        if begins and not begins.startswith(ZIP_BEGINS):
            raise Unreadable(
                "This is another kind of file: neither the ZIP that “Your data” gave you "
                f"nor the {exporting.JSON_NAME} in it."
            ) from error
        raise Unreadable(
            "This is no whole ZIP file. Take your data out again, and choose the file as it came."
        ) from error
    except (zlib.error, EOFError, OSError, RuntimeError, ValueError, struct.error, NotImplementedError) as error:
        raise Unreadable(
            "This ZIP file is damaged. Take your data out again, and choose the file as it came."
        ) from error


def _is_text(begins: bytes) -> bool:
    """Whether a file begins as a JSON object does, after a byte-order mark and blanks that an editor may have put there."""
    return begins.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def _look_at(archive: zipfile.ZipFile) -> tuple[zipfile.ZipInfo, int]:
    """The one document of a ZIP, and how many of its files neither an export nor a desktop makes. Raises Unreadable."""
    documents, foreign = [], 0
    for one in archive.infolist():
        *folders, name = one.filename.replace("\\", "/").split("/")
        if not name or _is_of_a_desktop(folders, name):
            continue
        if name not in exporting.NAMES or ".." in folders:
            foreign += 1
        elif name == exporting.JSON_NAME:
            documents.append(one)
    if not documents:
        raise Unreadable(f"This ZIP holds no {exporting.JSON_NAME}. Choose the ZIP that “Your data” gave you.")
    if len(documents) > 1:
        raise Unreadable(f"This ZIP holds {exporting.JSON_NAME} more than once. Choose the ZIP as it came.")
    if documents[0].flag_bits & ENCRYPTED:
        raise Unreadable("This ZIP is locked with a password. Take the password off first.")
    if documents[0].compress_type not in PACKED_AS:
        raise Unreadable("This ZIP is packed in a way that Ankles cannot read. Choose the ZIP as it came.")
    return documents[0], foreign


def _is_of_a_desktop(folders: list[str], name: str) -> bool:
    return FOLDER_OF_MACOS in folders or name in OF_A_DESKTOP or name.startswith("._")


class _Document:
    """A walk through the JSON, entry by entry. What one entry can cost is bounded before it is parsed, and so is how many
    are looked at: a kilobyte of ZIP can hold millions."""

    version: int
    profile: dict[str, Any]

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = self.counted = 0
        self.decoder = json.JSONDecoder(object_pairs_hook=_each_once, parse_constant=_no_number)

    def read_head(self) -> None:
        """Read what says what the file is: `version` and `profile`. Raises Unreadable when this is no export of ours.

        In the file as it came all of it stands before the entries, which are then walked once. Where a program put the
        names in another order, this walks over entries on its way.
        """
        said: dict[str, Any] = {}
        for name in self.names():
            if name in HEAD:
                said[name] = self.value()
            else:
                self.pass_over()
            if len(said) == len(HEAD):
                break
        self.version, self.profile = _checked_head(said)

    def entries(self) -> Iterator[tuple[str, Any]]:
        """(part, entry) for every entry. Raises Unreadable where the file is cut off, says a part twice, or holds too many."""
        seen, count = [], 0
        for name in self.names():
            seen.append(name)
            if name not in exporting.PARTS:
                self.pass_over()
                continue
            for entry in self.items():
                count += 1
                if count <= MOST_ENTRIES:
                    yield name, entry
        missing = [
            part for part in exporting.PARTS if part not in seen and self.version >= exporting.SINCE.get(part, 1)
        ]
        if missing:
            raise Unreadable(f"The file is not whole: it has no {' and no '.join(missing).replace('_', ' ')}.")
        if count > MOST_ENTRIES:
            raise Unreadable(f"The file holds {count:,} entries. {MOST_ENTRIES:,} can be taken in at most.")

    def names(self) -> Iterator[str]:
        """Every name of the document from its beginning, with the walk at its value: who asks reads that, or passes it over.

        Raises Unreadable for a name that is there twice, for too many of them, and where the document does not end as one.
        """
        self.at = self.counted = 0
        self.expect("{", "This is no export of Ankles.")
        seen: set[str] = set()
        while True:
            name = self.name()
            if name in seen:
                raise Unreadable(f"The file says “{name[:40]}” twice.")
            seen.add(name)
            if len(seen) > MOST_NAMES + len(exporting.PARTS):
                raise Unreadable("This is no export of Ankles.")
            yield name
            if self.here() != ",":
                break
            self.expect(",", "")
        self.expect("}", "The file is cut off in the middle.")
        if self.here():
            raise Unreadable("The file goes on after its end.")

    def pass_over(self) -> None:
        """Walk over a value, entry by entry where it is a list: a newer release may have parts that this one does not know."""
        if self.here() == "[":
            for _ in self.items():
                pass
        else:
            self.value()

    def items(self) -> Iterator[Any]:
        self.expect("[", "The file holds something else where entries should be.")
        if self.here() == "]":
            self.expect("]", "")
            return
        while True:
            self.counted += 1
            if self.counted > MOST_COUNTED:
                raise Unreadable(
                    f"The file holds more than {MOST_COUNTED:,} entries. {MOST_ENTRIES:,} can be taken in at most."
                )
            yield self.value()
            if self.here() != ",":
                break
            self.expect(",", "")
        self.expect("]", "The file is cut off in the middle.")

    def here(self) -> str:
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.text[self.at : self.at + 1]

    def expect(self, mark: str, complaint: str) -> None:
        if self.here() != mark:
            raise Unreadable(complaint)
        self.at += 1

    def name(self) -> str:
        name = self.value() if self.here() == '"' else None
        if not isinstance(name, str):
            raise Unreadable("The file is cut off in the middle.")
        self.expect(":", "The file is cut off in the middle.")
        return name

    def value(self) -> Any:
        self.here()
        with suppress(ValueError, RecursionError):
            value, length = self.decoder.raw_decode(self.text[self.at : self.at + USUAL_ENTRY])
            # A number that reaches the end of the piece may go on after it.
            if length < USUAL_ENTRY:
                self.at += length
                return value
        return self.long_value()

    def long_value(self) -> Any:
        chunk = self.text[self.at : self.at + LARGEST_ENTRY]
        try:
            value, length = self.decoder.raw_decode(chunk)
        except RecursionError as error:
            raise Unreadable("The file nests more deeply than an export does.") from error
        except ValueError as error:
            if len(chunk) == LARGEST_ENTRY:
                raise Unreadable("One entry of the file is far larger than an entry can be.") from error
            raise Unreadable("The file is cut off, or was changed so that it is no JSON any more.") from error
        self.at += length
        return value


def _checked_head(said: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    if said.get("format") != exporting.FORMAT:
        raise Unreadable("This is no export of Ankles.")
    version, profile = said.get("version"), said.get("profile")
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise Unreadable("The file does not say which form it has. Choose the ZIP as it came.")
    if version > exporting.VERSION:
        raise Unreadable(
            f"This export has the form {str(version)[:20]}, and this Ankles reads up to form {exporting.VERSION}: a newer "
            "release made it. Take it in there, or wait until this site is brought up to date."
        )
    if not isinstance(profile, dict):
        raise Unreadable("The file has no settings. Choose the ZIP as it came.")
    return version, profile


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Unreadable("One entry of the file says the same thing twice.")
    return found


def _no_number(name: str) -> None:
    raise Unreadable(f"The file holds {name}, which is no number.")


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
