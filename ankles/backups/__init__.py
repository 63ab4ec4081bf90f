"""One file with all that a site cannot make again: the database and the media. Made while the site runs; checked before it
is called done, and before it is put back.

`archive` is the file, `sqlite` and `postgres` read and replace a database, `erasures` keeps what was erased from coming
back. Log-ins and shared links are left out, so that no restore opens a door. The secret key is left out unless asked for: a backup
then opens no second factor and signs no cookie; without the key, second factors have to be set up again.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Final

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from ankles import caching
from ankles.backups import archive, erasures, postgres, sqlite
from ankles.backups.archive import Manifest, Refused

__all__ = ["KEPT_FOR", "Manifest", "Refused", "make_backup", "restore_backup", "too_old"]

# /privacy/ says it; `backup` names older files beside the new one, `restore` takes them only when told to.
KEPT_FOR: Final = timedelta(days=30)
MEDIA: Final = "media/"
KEY: Final = "secret_key"
WORKSHOP: Final = "backup-"
ABANDONED_S: Final = 24 * 3600  # no backup takes as long


def make_backup(target: Path, *, force: bool = False, with_key: bool = False) -> Manifest:
    """Write a backup, readable by its owner only from its first byte. Raises Refused when `target` is there already."""
    if target.is_dir():
        raise Refused(f"{target} is a folder. Name a file in it.")
    if target.exists() and not force:
        raise Refused(f"{target} is there already. Choose another name, or add --force.")
    now = timezone.now()  # before the first row is read: what is erased from here on is erased again after a restore
    with work_folder() as folder, archive.backup_to_write(target, force=force) as writer:
        migrations = database_module().take_out(folder, writer)
        for path in _media():
            writer.add(f"{MEDIA}{path.relative_to(settings.MEDIA_ROOT).as_posix()}", path)
        if with_key:
            writer.add_bytes(KEY, settings.SECRET_KEY.encode())
        return writer.finish(
            made_at=now, vendor=connection.vendor, migrations=migrations, key_mark=key_mark(), with_key=with_key
        )


def restore_backup(
    source: Path, *, force: bool = False, with_key: bool = False
) -> tuple[Manifest, erasures.ErasedAgain]:
    """Put a backup in the place of what is here, all of it or nothing; then bring it up to this release.

    What was erased since stays erased. Returns what the backup says of itself, and what was erased again. Raises Refused
    before anything is touched: for a file that is not whole, another kind of database, a newer release, an old backup or
    a site with accounts (the last two unless `force`).
    """
    with work_folder() as folder, archive.open_backup(source) as reader:
        manifest = reader.manifest
        _look(manifest, force=force, with_key=with_key)
        reader.check()
        known = erasures.known_erasures()
        media = folder / "media"
        for name in reader.names(MEDIA):
            reader.unpack(name, media / name.removeprefix(MEDIA))
        again = database_module().put_back(folder, reader, lambda: erasures.erase_again(known, manifest.made_at))
        # What this process remembers of the tables is of the site that was replaced.
        ContentType.objects.clear_cache()
        _replace_media(media, folder / "replaced")
        if with_key:
            _put_key_back(reader.bytes(KEY))
    # Every kept page is of another guide now: the next reader has it made anew.
    caching.content_version_file().write(secrets.token_hex(8), time.time())
    return manifest, again


def too_old(made_at: datetime) -> bool:
    """Whether a backup has outlived its days."""
    return timezone.now() - made_at > KEPT_FOR


def is_empty() -> bool:
    """Whether this site has nobody: no tables yet, or no account."""
    people = get_user_model()
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    try:
        return people._meta.db_table not in tables or not people._base_manager.exists()
    except DatabaseError:
        return False  # tables of another release: something is there


def key_mark(key: str | bytes | None = None) -> str:
    """16 hexadecimal digits that tell one secret key (the site's) from another, and nothing about it."""
    return salted_hmac("ankles.backups", "key", secret=key).hexdigest()[:16]


def is_opened_here(manifest: Manifest) -> bool:
    """Whether the site's key, or an earlier one that it still has, opens the second factors of a backup."""
    return manifest.key_mark in (key_mark(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


def database_module() -> ModuleType:
    """The module that knows this kind of database."""
    return {"sqlite": sqlite, "postgresql": postgres}[connection.vendor]


@contextmanager
def work_folder() -> Iterator[Path]:
    """A folder for half-done work, beside the data and for its owner only; gone at the end. What a power cut left of an
    earlier one goes first: it may hold what was erased since."""
    for old in Path(settings.DATA_DIR).glob(f"{WORKSHOP}*"):
        with suppress(FileNotFoundError):
            if time.time() - old.stat().st_mtime > ABANDONED_S:
                shutil.rmtree(old, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=WORKSHOP, dir=settings.DATA_DIR))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _look(manifest: Manifest, *, force: bool, with_key: bool) -> None:
    if manifest.vendor != connection.vendor:
        raise Refused(
            f"This is a backup of {manifest.vendor}; the database here is {connection.vendor} (DATABASE_URL)."
        )
    if with_key and not manifest.with_key:
        raise Refused("This backup holds no secret key: it was made without --with-key.")
    if force:
        return
    if too_old(manifest.made_at):
        raise Refused(
            f"This backup is older than {KEPT_FOR.days} days, the time the privacy page promises. Add --force if you must."
        )
    if not is_empty():
        raise Refused("This site has accounts, which the backup would replace. Make a backup of it, then add --force.")


def _media() -> list[Path]:
    root = Path(settings.MEDIA_ROOT)
    return sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink()) if root.is_dir() else []


def _replace_media(fresh: Path, replaced: Path) -> None:
    root = Path(settings.MEDIA_ROOT)
    fresh.mkdir(exist_ok=True)
    if root.exists():
        root.rename(replaced)
    root.parent.mkdir(parents=True, exist_ok=True)
    fresh.rename(root)


def _put_key_back(key: bytes) -> None:
    path = Path(settings.DATA_DIR) / KEY
    draft = path.with_name(f"{KEY}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_bytes(key)
    draft.replace(path)
