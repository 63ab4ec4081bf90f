"""The key that signs: made once, kept in DATA_DIR, renewed; keys before it go on opening what they signed (docs/decisions/0024)."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from ankles.configuration import ConfigurationError, UnusableFolder

KEY, EARLIER_KEYS = "secret_key", "secret_key_before"


def secret_key_from(value: str, data_dir: Path) -> str:
    """The secret key: SECRET_KEY, or the one kept in DATA_DIR (made once, readable by its owner only)."""
    if value:
        if len(value) < 32:
            raise ConfigurationError("SECRET_KEY: use 32 characters or more")
        return value
    path = data_dir / KEY
    if not path.exists():
        _write_once(path, secrets.token_urlsafe(50))
    return path.read_text(encoding="ascii").strip()


def earlier_keys_from(value: str, data_dir: Path) -> list[str]:
    """Keys that open what they signed, and sign nothing any more: SECRET_KEY_FALLBACKS, and those that `renew_key` kept."""
    said = value.split()
    if any(len(key) < 32 for key in said):
        raise ConfigurationError(
            "SECRET_KEY_FALLBACKS: earlier keys of 32 characters or more, with blanks between them"
        )
    path = data_dir / EARLIER_KEYS
    return [*said, *(path.read_text(encoding="ascii").split() if path.exists() else [])]


def renew_key(data_dir: Path) -> None:
    """Make another key in DATA_DIR; the one of now becomes an earlier one. Raises ConfigurationError.

    The earlier keys are written first: whoever starts in between has the old key twice, and never none.
    """
    path, earlier = data_dir / KEY, data_dir / EARLIER_KEYS
    kept = [secret_key_from("", data_dir), *earlier_keys_from("", data_dir)]
    for target, text in ((earlier, "\n".join(dict.fromkeys(kept))), (path, secrets.token_urlsafe(50))):
        draft = target.with_name(f"{target.name}.{secrets.token_hex(4)}")
        _write_once(draft, text)
        draft.replace(target)


def forget_earlier_keys(data_dir: Path) -> None:
    """Make the earlier keys of DATA_DIR void."""
    (data_dir / EARLIER_KEYS).unlink(missing_ok=True)


def _write_once(path: Path, text: str) -> None:
    """Write a file that only its owner may read; when two processes try at once, the first one wins whole."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        draft.touch(mode=0o600)
        draft.write_text(text, encoding="ascii")
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    except OSError as error:
        raise UnusableFolder(f"DATA_DIR: cannot write {path} ({error.strerror})") from error
