"""What the environment may say, read once and refused in one clear line."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.errors import HeaderParseError
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.core.mail.message import sanitize_address
from environs import Env, EnvError

from ankles.contact import Contact, contact_from
from ankles.hosts import canonical_host, is_loopback
from ankles.proxies import check_proxies

T = TypeVar("T")

# Every variable of ours; .env.example says what each is for.
VARIABLES = (
    "SITE_URL", "SECRET_KEY", "SECRET_KEY_FALLBACKS", "DATABASE_URL", "CACHE_URL", "EMAIL_URL", "DATA_DIR", "OPERATOR_NAME", "OPERATOR_CONTACT",
    "TRUSTED_PROXIES", "EXTRA_HOSTS", "HSTS", "DEBUG", "LOG_LEVEL", "LOG_FORMAT", "METRICS_PORT", "PORT",
    "EDITORS_NEED_SECOND_FACTOR", "OFFLINE",
)  # fmt: skip
FILE_CACHE = "django.core.cache.backends.filebased.FileBasedCache"
SERVED = "port"
USUAL_PORTS = {"http": 80, "https": 443}
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")
REDIS_TIMEOUT_S = 1.0
# EX_CONFIG of sysexits.h: what ends so needs a hand. docs/deploy/ankles.service does not start it again.
NEEDS_A_HAND = 78
LOG_FORMATS = ("text", "json")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


class ConfigurationError(Exception):
    """A setting that cannot be used; the message is one line for the person who set it."""

    exit_code = NEEDS_A_HAND


class UnusableFolder(ConfigurationError):
    """DATA_DIR cannot be read or written now. A disk that is full, or not there yet, may be so no longer at the next try."""

    exit_code = 1


@dataclass(frozen=True)
class Site:
    """Where readers find the site. One address drives everything about security. `host` is as `Host` headers carry it."""

    url: str
    host: str
    secure: bool
    loopback: bool


def read_variable(name: str, reader: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """Call an environs reader; a value it refuses becomes one line that names the variable."""
    try:
        return reader(name, *args, **kwargs)
    except (EnvError, ValueError) as error:
        raise ConfigurationError(f"{name}: {_first_line(error)}") from error


def tidy_environment() -> None:
    """Bring this process's variables into one form: blanks around a value go, and an empty one is one that is not set.

    Compose files and systemd units hand on what is empty. Raises ConfigurationError for a value that holds a line break
    or bytes that are no UTF-8: one of those would break a mail's header or a page much later.
    """
    for name in VARIABLES:
        value = os.environ.get(name)
        if value is None:
            continue
        if not value.strip():
            del os.environ[name]
            continue
        if not value.isprintable():
            raise ConfigurationError(f"{name}: holds a line break, or another character that cannot be printed")
        # A key with a blank at its end signed what is out there.
        os.environ[name] = value if name == "SECRET_KEY" else value.strip()


def site_from(url: str) -> Site:
    """Split SITE_URL into what the settings need, in the form that browsers use: lower case, IDNA, no usual port.

    Raises ConfigurationError when it is no http(s) address of a host without a path.
    """
    said = f"SITE_URL: {url!r} is not an address such as https://ankles.example or http://localhost:8000"
    try:
        parts = urlsplit(url.strip().rstrip("/"))
        port = parts.port
        host = canonical_host(parts.hostname or "")
    except ValueError as error:
        raise ConfigurationError(f"{said} ({error})") from error
    extra = parts.path or parts.query or parts.fragment or parts.username is not None
    if parts.scheme not in USUAL_PORTS or extra or port == 0:
        raise ConfigurationError(said)
    at = "" if port in (None, USUAL_PORTS[parts.scheme]) else f":{port}"
    return Site(
        url=f"{parts.scheme}://{host}{at}", host=host, secure=parts.scheme == "https", loopback=is_loopback(host)
    )


def hosts_from(env: Env) -> list[str]:
    """EXTRA_HOSTS: other names that this machine answers to. Raises ConfigurationError for one that is none."""
    try:
        return [canonical_host(name) for name in env.str("EXTRA_HOSTS", "").replace(",", " ").split()]
    except ValueError as error:
        raise ConfigurationError(f"EXTRA_HOSTS: {error}") from error


def operator_contact_from(value: str) -> Contact:
    """OPERATOR_CONTACT, read. Raises ConfigurationError."""
    try:
        return contact_from(value)
    except ValueError as error:
        raise ConfigurationError(f"OPERATOR_CONTACT: {error}") from error


def proxies_from(value: str) -> str:
    """TRUSTED_PROXIES, once it is sure that the server can read it; "" where it trusts nobody. Raises ConfigurationError."""
    try:
        check_proxies(value)
    except ValueError as error:
        raise ConfigurationError(
            f"TRUSTED_PROXIES: {error}. Write addresses, networks such as 10.1.0.0/16, or a number of hops"
        ) from error
    return (
        value if value.strip(" ,0") else ""
    )  # no hop and no address: nobody is believed, and the checks should say so


def hsts_from(value: str) -> tuple[bool, bool]:
    """Whether HSTS speaks for subdomains, and whether browsers may list the site for good. Raises ConfigurationError."""
    wider = {"": (False, False), "host": (False, False), "subdomains": (True, False), "preload": (True, True)}
    if value.lower() not in wider:
        raise ConfigurationError(f"HSTS: {value!r} is not one of host, subdomains, preload")
    return wider[value.lower()]


def data_dir_from(value: str, base: Path) -> Path:
    """The folder for everything that changes (database, key, media); made when missing."""
    path = Path(value).expanduser() if value else base / "var"
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise UnusableFolder(f"DATA_DIR: cannot use {path} ({error.strerror})") from error
    return path.resolve()


def log_level_from(value: str) -> str:
    """One of Python's level names, in any case."""
    if value.upper() not in LOG_LEVELS:
        raise ConfigurationError(f"LOG_LEVEL: {value!r} is not one of {', '.join(LOG_LEVELS)}")
    return value.upper()


def log_format_from(value: str) -> str:
    """One of LOG_FORMATS, in any case. Raises ConfigurationError."""
    if value.lower() not in LOG_FORMATS:
        raise ConfigurationError(f"LOG_FORMAT: {value!r} is not one of {', '.join(LOG_FORMATS)}")
    return value.lower()


def metrics_port_from(env: Env) -> int | None:
    """METRICS_PORT as a number from 1 to 65535; None when it is not set. Raises ConfigurationError."""
    port = read_variable("METRICS_PORT", env.int, None)
    if port is None:
        return None
    if not 1 <= port <= 65535:
        raise ConfigurationError(f"METRICS_PORT: {port} is not between 1 and 65535")
    if find_spec("prometheus_client") is None:
        raise ConfigurationError("METRICS_PORT: metrics need one more set: pip install -r requirements-metrics.txt")
    return port


def port_from(env: Env) -> int:
    """PORT as a number from 1 to 65535; 8000 when it is not set."""
    port = read_variable("PORT", env.int, 8000)
    if not 1 <= port <= 65535:
        raise ConfigurationError(f"PORT: {port} is not between 1 and 65535")
    return port


def url_on_this_machine(port: int, data_dir: Path) -> str:
    """Where the site is when SITE_URL is not set. Without PORT, where `start` last served it: a link that a command
    prints leads there."""
    with suppress(OSError, ValueError):
        port = port if "PORT" in os.environ else int((data_dir / SERVED).read_text(encoding="ascii"))
    return f"http://localhost:{port}"


def write_down_port(port: int, data_dir: Path) -> None:
    """Keep where the site is served, for `url_on_this_machine`. A disk that is full costs only that."""
    with suppress(OSError):
        (data_dir / SERVED).write_text(f"{port}\n", encoding="ascii")


def database_from(env: Env, data_dir: Path) -> dict[str, Any]:
    """Django's DATABASES entry: PostgreSQL from DATABASE_URL, or SQLite in DATA_DIR set up for several workers."""
    url = read_variable("DATABASE_URL", env.str, "")
    if url and not url.startswith("sqlite:"):
        return postgresql_from(env)
    name = url.removeprefix("sqlite://").removeprefix("/") if url else str(data_dir / "ankles.sqlite3")
    if name.strip("/") in ("", ":memory:"):
        raise ConfigurationError("DATABASE_URL: name a file, such as sqlite:////srv/ankles/ankles.sqlite3")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # IMMEDIATE: read-then-write transactions of two workers queue instead of failing.
            # FULL: what was acknowledged survives a power cut. secure_delete: what was erased is overwritten on the disk.
            # cache_size (kB): each thread of a worker has a connection, and each of them a cache; the system has one, too.
            "transaction_mode": "IMMEDIATE",
            "timeout": 5,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-2000; "
            "PRAGMA secure_delete=ON;",
        },
    }


def postgresql_from(env: Env) -> dict[str, Any]:
    """DATABASE_URL as the entry of a PostgreSQL database. Raises ConfigurationError for anything else."""
    config = dict(read_variable("DATABASE_URL", env.dj_db_url))
    if config.get("ENGINE") != "django.db.backends.postgresql":
        raise ConfigurationError("DATABASE_URL: only postgresql:// and sqlite:// are supported")
    if find_spec("psycopg") is None:
        raise ConfigurationError(
            "DATABASE_URL: PostgreSQL needs one more set: pip install -r requirements-postgres.txt"
        )
    return config | {"ENGINE": "ankles.postgres", "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}


def cache_from(env: Env, data_dir: Path) -> dict[str, Any]:
    """Django's CACHES entry: files in DATA_DIR, or what CACHE_URL names."""
    if "CACHE_URL" not in os.environ:
        # The folder's name stays a name: in an address, a `#` or a `?` in it would begin something else.
        return {"BACKEND": FILE_CACHE, "LOCATION": str(data_dir / "cache")}
    config = dict(read_variable("CACHE_URL", env.dj_cache_url))
    if "redis" in config.get("BACKEND", "").lower() and find_spec("redis") is None:
        raise ConfigurationError("CACHE_URL: Redis needs one more set: pip install -r requirements-redis.txt")
    if "redis" in config.get("BACKEND", "").lower():
        # A silent Redis must not hold a worker's thread (docs/decisions/0013-the-database-away.md).
        silent = {"socket_connect_timeout": REDIS_TIMEOUT_S, "socket_timeout": REDIS_TIMEOUT_S}
        config["OPTIONS"] = silent | config.get("OPTIONS", {})
    return config


def email_from(env: Env) -> dict[str, Any]:
    """Django's EMAIL_* settings from EMAIL_URL; printed to the console when there is none."""
    said = (
        "EMAIL_URL: write an address such as submission://user:password@mail.example:587; "
        "other signs than letters and digits in user and password as %23"
    )
    try:
        config = dict(env.dj_email_url("EMAIL_URL", "console://"))
    except (EnvError, ValueError) as error:  # its words would print the password
        raise ConfigurationError(said) from error
    smtp = config.get("EMAIL_BACKEND", "").endswith("smtp.EmailBackend")
    if not config.get("EMAIL_BACKEND") or (smtp and not config.get("EMAIL_HOST")):
        raise ConfigurationError(said)
    return config


def sender_from(config: Mapping[str, Any], contact: Contact, site: Site) -> str:
    """Who the site's mails come from: what EMAIL_URL says (?_default_from_email=), the operator's e-mail, or the site.

    Raises ConfigurationError for an address that no mail could carry.
    """
    host = site.host.replace("[", "[IPv6:") if site.host.startswith("[") else site.host
    said = config.get("DEFAULT_FROM_EMAIL") or contact.email or f"ankles@{host}"
    try:
        sanitize_address(str(said), "utf-8")
    except (ValueError, IndexError, HeaderParseError) as error:
        raise ConfigurationError(f"EMAIL_URL: no mail can come from {said!r}") from error
    return str(said)


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
