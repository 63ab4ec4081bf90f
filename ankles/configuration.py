"""What the environment may say, read once and refused in one clear line."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from environs import Env, EnvError

T = TypeVar("T")

LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


class ConfigurationError(Exception):
    """A setting that cannot be used; the message is one line for the person who set it."""


@dataclass(frozen=True)
class Site:
    """Where readers find the site. One address drives everything about security."""

    url: str
    host: str
    secure: bool
    loopback: bool


def read(name: str, reader: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """Call an environs reader; a value it refuses becomes one line that names the variable."""
    try:
        return reader(name, *args, **kwargs)
    except (EnvError, ValueError) as error:
        raise ConfigurationError(f"{name}: {_first_line(error)}") from error


def site_from(url: str) -> Site:
    """Split SITE_URL into what the settings need.

    Raises ConfigurationError when it is no http(s) address of a host without a path.
    """
    refused = ConfigurationError(
        f"SITE_URL: {url!r} is not an address such as https://ankles.example or http://localhost:8000"
    )
    try:
        parts = urlsplit(url.rstrip("/"))
        parts.port  # noqa: B018 (raises ValueError when it is no number)
    except ValueError as error:
        raise refused from error
    extra = parts.path or parts.query or parts.fragment or parts.username is not None
    if parts.scheme not in ("http", "https") or not parts.hostname or extra or re.search(r"\s", url):
        raise refused
    return Site(
        url=f"{parts.scheme}://{parts.netloc}",
        host=parts.hostname,
        secure=parts.scheme == "https",
        loopback=is_loopback(parts.hostname),
    )


def is_loopback(host: str) -> bool:
    """Say whether a host name means this very machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def data_dir_from(value: str, base: Path) -> Path:
    """The folder for everything that changes (database, key, media); made when missing."""
    path = Path(value).expanduser() if value else base / "var"
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(f"DATA_DIR: cannot use {path} ({error.strerror})") from error
    return path.resolve()


def secret_key_from(value: str, data_dir: Path) -> str:
    """The secret key: SECRET_KEY, or the one kept in DATA_DIR (made once, readable by its owner only)."""
    if value:
        if len(value) < 32:
            raise ConfigurationError("SECRET_KEY: use 32 characters or more")
        return value
    path = data_dir / "secret_key"
    if not path.exists():
        _write_once(path, secrets.token_urlsafe(50))
    return path.read_text(encoding="ascii").strip()


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
        raise ConfigurationError(f"DATA_DIR: cannot write {path} ({error.strerror})") from error


def log_level_from(value: str) -> str:
    """One of Python's level names, in any case."""
    if value.upper() not in LOG_LEVELS:
        raise ConfigurationError(f"LOG_LEVEL: {value!r} is not one of {', '.join(LOG_LEVELS)}")
    return value.upper()


def port_from(env: Env) -> int:
    """PORT as a number from 1 to 65535; 8000 when it is not set."""
    port = read("PORT", env.int, 8000)
    if not 1 <= port <= 65535:
        raise ConfigurationError(f"PORT: {port} is not between 1 and 65535")
    return port


def database_from(env: Env, data_dir: Path) -> dict[str, Any]:
    """Django's DATABASES entry: PostgreSQL from DATABASE_URL, or SQLite in DATA_DIR set up for several workers."""
    url = read("DATABASE_URL", env.str, "")
    if url and not url.startswith("sqlite:"):
        config = dict(read("DATABASE_URL", env.dj_db_url))
        if config.get("ENGINE") != "django.db.backends.postgresql":
            raise ConfigurationError("DATABASE_URL: only postgresql:// and sqlite:// are supported")
        if find_spec("psycopg") is None:
            raise ConfigurationError(
                "DATABASE_URL: PostgreSQL needs one more set: pip install -r requirements-postgres.txt"
            )
        return config | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    name = url.removeprefix("sqlite://").removeprefix("/") if url else str(data_dir / "ankles.sqlite3")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # IMMEDIATE: read-then-write transactions of two workers queue instead of failing.
            # FULL: what was acknowledged survives a power cut. secure_delete: what was erased is overwritten on the disk.
            "transaction_mode": "IMMEDIATE",
            "timeout": 5,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000; "
            "PRAGMA secure_delete=ON;",
        },
    }


def email_from(env: Env) -> dict[str, Any]:
    """Django's EMAIL_* settings from EMAIL_URL; printed to the console when there is none."""
    config = dict(read("EMAIL_URL", env.dj_email_url, "console://"))
    if not config.get("EMAIL_BACKEND"):
        raise ConfigurationError("EMAIL_URL: write an address such as submission://user:password@mail.example:587")
    return config


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
