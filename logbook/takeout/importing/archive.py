"""The ZIP as it came: nothing in it is believed, and no more of it is unpacked or kept than an export can need."""

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
ENCRYPTED: Final = 0x1

_SPACE: Final = re.compile(r"[ \t\r\n]*")


class Unreadable(Exception):
    """The file is no export that can be taken in. The message is for the runner."""


@dataclass(frozen=True)
class Export:
    """An opened export: settings, and its entries as they come, one at a time."""

    profile: dict[str, Any]
    entries: Iterator[tuple[str, Any]] = field(repr=False)


def read(file: IO[bytes]) -> Export:
    """Open a ZIP. Raises Unreadable, here or while the entries are read."""
    document = _Document(_text(file))
    return Export(document.head(), document.entries())


def _text(file: IO[bytes]) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            _look_at(archive)
            with archive.open(exporting.JSON_NAME) as member:
                content = member.read(MOST_UNPACKED + 1)
    except zipfile.BadZipFile as error:
        raise Unreadable(
            "This is no whole ZIP file. Take your data out again, and choose the file as it came."
        ) from error
    except (zlib.error, EOFError, OSError, RuntimeError, ValueError, struct.error, NotImplementedError) as error:
        raise Unreadable(
            "This ZIP file is damaged. Take your data out again, and choose the file as it came."
        ) from error
    if len(content) > MOST_UNPACKED:
        raise Unreadable(f"What is in this ZIP is larger than {MOST_UNPACKED // 1024**2} MB, far more than an export.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"{exporting.JSON_NAME} is not text in UTF-8. Choose the ZIP as it came.") from error


def _look_at(archive: zipfile.ZipFile) -> None:
    names = [one.filename for one in archive.infolist()]
    foreign = [name for name in names if name not in exporting.NAMES]
    if foreign:
        raise Unreadable(
            f"This ZIP holds {_counted(len(foreign), 'file', 'files')} that no export of Ankles has. "
            "Choose the ZIP as it came from “Your data”."
        )
    if len(names) != len(set(names)):
        raise Unreadable("This ZIP holds a file twice. Choose the ZIP as it came.")
    if exporting.JSON_NAME not in names:
        raise Unreadable(f"This ZIP holds no {exporting.JSON_NAME}. Choose the ZIP that “Your data” gave you.")
    if any(one.flag_bits & ENCRYPTED for one in archive.infolist()):
        raise Unreadable("This ZIP is locked with a password. Take the password off first.")
    if any(one.compress_type not in PACKED_AS for one in archive.infolist()):
        raise Unreadable("This ZIP is packed in a way that Ankles cannot read. Choose the ZIP as it came.")


class _Document:
    """A walk through the JSON, entry by entry. What one entry can cost is bounded before it is parsed, and so is how many
    are looked at: a kilobyte of ZIP can hold millions."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.decoder = json.JSONDecoder(object_pairs_hook=_each_once, parse_constant=_no_number)

    def head(self) -> dict[str, Any]:
        """Everything before the first part; returns the profile. Raises Unreadable when this is no export of ours."""
        self.expect("{", "This is no export of Ankles.")
        found: dict[str, Any] = {}
        while (name := self.name()) not in exporting.PARTS:
            if name in found:
                raise Unreadable(f"The file says “{name[:40]}” twice.")
            found[name] = self.value()
            if len(found) > MOST_NAMES:
                raise Unreadable("This is no export of Ankles.")
            self.expect(",", "The file is cut off: it has no entries.")
        self.first, self.before = name, list(found)
        if found.get("format") != exporting.FORMAT:
            raise Unreadable("This is no export of Ankles.")
        version = found.get("version")
        if isinstance(version, bool) or version != exporting.VERSION:
            raise Unreadable(
                f"This export has the form {str(version)[:20]}; this Ankles reads form {exporting.VERSION}. "
                "Another release of Ankles made it."
            )
        profile = found.get("profile")
        if not isinstance(profile, dict):
            raise Unreadable("The file has no settings. Choose the ZIP as it came.")
        return profile

    def entries(self) -> Iterator[tuple[str, Any]]:
        """(part, entry) for every entry. Raises Unreadable where the file is cut off, says a part twice, or holds too many."""
        seen: list[str] = list(self.before)
        name, count = self.first, 0
        while True:
            if name in seen:
                raise Unreadable(f"The file says “{name[:40]}” twice.")
            seen.append(name)
            if len(seen) > MOST_NAMES + len(exporting.PARTS):
                raise Unreadable("This is no export of Ankles.")
            if name in exporting.PARTS:
                for entry in self.items():
                    count += 1
                    if count > MOST_COUNTED:
                        raise Unreadable(
                            f"The file holds more than {MOST_COUNTED:,} entries. {MOST_ENTRIES:,} can be taken in at most."
                        )
                    if count <= MOST_ENTRIES:
                        yield name, entry
            else:
                self.value()  # nothing of ours
            if self.here() != ",":
                break
            self.expect(",", "")
            name = self.name()
        self.expect("}", "The file is cut off in the middle.")
        if self.here():
            raise Unreadable("The file goes on after its end.")
        if missing := [part for part in exporting.PARTS if part not in seen]:
            raise Unreadable(f"The file is not whole: it has no {' and no '.join(missing).replace('_', ' ')}.")
        if count > MOST_ENTRIES:
            raise Unreadable(f"The file holds {count:,} entries. {MOST_ENTRIES:,} can be taken in at most.")

    def items(self) -> Iterator[Any]:
        self.expect("[", "The file holds something else where entries should be.")
        if self.here() == "]":
            self.expect("]", "")
            return
        while True:
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


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Unreadable("One entry of the file says the same thing twice.")
    return found


def _no_number(name: str) -> None:
    raise Unreadable(f"The file holds {name}, which is no number.")


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
