"""The file: a ZIP whose last member says what the others are, with a hash of each."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

import django

FORMAT: Final = "ankles-backup"
VERSION: Final = 1
MANIFEST: Final = "manifest.json"
CHUNK: Final = 1024 * 1024
# What reading a damaged ZIP raises.
DAMAGED: Final = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError)


class Refused(Exception):
    """Nothing was touched. The message is for the operator."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. `files`: name -> (sha256, bytes); `migrations`: what was applied."""

    made_at: datetime
    vendor: str
    migrations: list[tuple[str, str]]
    key_mark: str
    with_key: bool
    files: dict[str, tuple[str, int]]
    django: str = django.__version__
    format: str = FORMAT
    version: int = VERSION

    def text(self) -> str:
        """As JSON."""
        return json.dumps(asdict(self) | {"made_at": self.made_at.isoformat()}, indent=1)

    @classmethod
    def read(cls, text: bytes) -> Manifest:
        """From JSON. Raises Refused."""
        try:
            said: dict[str, Any] = json.loads(text)
            if said["format"] != FORMAT or said["version"] != VERSION:
                raise Refused(f"This is {said['format']} {said['version']}; this release reads {FORMAT} {VERSION}.")
            said["made_at"] = datetime.fromisoformat(said["made_at"])
            said["migrations"] = [(app, name) for app, name in said["migrations"]]
            said["files"] = {name: (digest, size) for name, (digest, size) in said["files"].items()}
            return cls(**said)
        except (ValueError, KeyError, TypeError) as error:
            raise Refused("The file's manifest cannot be read.") from error


class Writer:
    """Adds members to a backup and remembers their hashes."""

    def __init__(self, file: IO[bytes]) -> None:
        self.zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        self.files: dict[str, tuple[str, int]] = {}

    @contextmanager
    def member(self, name: str) -> Iterator[Hashing]:
        """A member to write to."""
        with self.zip.open(name, "w", force_zip64=True) as target:
            hashing = Hashing(target)
            yield hashing
        self.files[name] = hashing.digest, hashing.size

    def add(self, name: str, path: Path) -> None:
        """A file as a member."""
        with path.open("rb") as source, self.member(name) as target:
            shutil.copyfileobj(source, target, CHUNK)

    def add_bytes(self, name: str, content: bytes) -> None:
        """A few bytes as a member."""
        with self.member(name) as target:
            target.write(content)

    def finish(self, **facts: Any) -> Manifest:
        """Write the manifest and close the file."""
        manifest = Manifest(files=self.files, **facts)
        self.zip.writestr(MANIFEST, manifest.text())
        self.zip.close()
        return manifest


class Hashing:
    """A file to write to that counts and hashes."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target, self._sha, self.size = target, hashlib.sha256(), 0

    @property
    def digest(self) -> str:
        """The SHA-256 of what was written, in hexadecimal digits."""
        return self._sha.hexdigest()

    def write(self, chunk: bytes | memoryview) -> int:
        """Write on."""
        self._sha.update(chunk)
        self.size += len(chunk)
        return self._target.write(chunk)


class Reader:
    """Reads a backup that may be damaged, or none."""

    def __init__(self, whole: zipfile.ZipFile) -> None:
        self.zip = whole
        try:
            self.manifest = Manifest.read(whole.read(MANIFEST))
        except (KeyError, *DAMAGED) as error:
            raise Refused("This is no whole backup of Ankles.") from error

    def names(self, start: str) -> list[str]:
        """The members below a folder."""
        return [name for name in self.manifest.files if name.startswith(start)]

    def check(self) -> None:
        """Read everything once. Raises Refused when a byte is not what the manifest says, or a name leads astray."""
        if sorted(self.zip.namelist()) != sorted([*self.manifest.files, MANIFEST]):
            raise Refused("The file holds other members than its manifest says.")
        for name, (digest, size) in self.manifest.files.items():
            path = PurePosixPath(name)
            if path.is_absolute() or ".." in path.parts or "\\" in name or "\0" in name:
                raise Refused(f"The file holds a member called {name!r}.")
            if self._measured(name) != (digest, size):
                raise Refused(f"{name} in the file is damaged.")

    def _measured(self, name: str) -> tuple[str, int] | None:
        sha, count = hashlib.sha256(), 0
        try:
            with self.zip.open(name) as member:
                while chunk := member.read(CHUNK):
                    sha.update(chunk)
                    count += len(chunk)
        except DAMAGED:
            return None
        return sha.hexdigest(), count

    def unpack(self, name: str, target: Path) -> None:
        """Write a member to a file, readable by its owner only."""
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        target.touch(mode=0o600)
        with self.zip.open(name) as member, target.open("wb") as file:
            shutil.copyfileobj(member, file, CHUNK)

    def bytes(self, name: str) -> bytes:
        """A small member."""
        return self.zip.read(name)


@contextmanager
def open_backup(source: Path) -> Iterator[Reader]:
    """A backup to read. Raises Refused when it is none."""
    try:
        whole = zipfile.ZipFile(source)
    except FileNotFoundError as error:
        raise Refused(f"There is no file {source}.") from error
    except (OSError, *DAMAGED) as error:
        raise Refused(f"{source} is no whole backup of Ankles.") from error
    with whole:
        yield Reader(whole)


@contextmanager
def backup_to_write(target: Path, *, force: bool) -> Iterator[Writer]:
    """A backup to write: under another name until it is whole, on the disk, and read back; then `target` in one step."""
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        number = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(number, "w+b") as file:
            writer = Writer(file)
            with writer.zip:
                yield writer
            file.flush()
            os.fsync(file.fileno())
        with open_backup(draft) as reader:
            reader.check()
        _place(draft, target, force=force)
    except OSError as error:
        raise Refused(f"{target} cannot be written: {error.strerror}.") from error
    finally:
        draft.unlink(missing_ok=True)


def _place(draft: Path, target: Path, *, force: bool) -> None:
    if force:
        draft.replace(target)
        return
    try:
        # Unlike a rename, a link never replaces what came there meanwhile.
        os.link(draft, target)
    except FileExistsError as error:
        raise Refused(f"{target} is there already. Choose another name, or add --force.") from error
    except OSError:  # a disk without links
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        draft.replace(target)
