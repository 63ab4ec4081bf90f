"""One SITE_URL drives everything about security, asked of real processes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

from ankles.configuration import VARIABLES
from tests.ankles.test_configuration import ROOT, environment, manage

HTTPS = {
    "SITE_URL": "https://ankles.example",
    "OPERATOR_CONTACT": "hello@ankles.example",
    "TRUSTED_PROXIES": "127.0.0.1",
}
ASK = """
import json
from django.conf import settings
names = [name for name in dir(settings) if name.isupper()]
def plain(value):
    try:
        json.dumps(value)
        return value
    except TypeError:
        return str(value)
print(json.dumps({name: plain(getattr(settings, name)) for name in names}))
"""


@cache
def settings_with(**values: str) -> dict[str, Any]:
    """The settings of a process with these variables, in a folder of its own; the apps are not needed to read them."""
    folder = Path(mkdtemp(prefix="ankles-test-"))
    given = environment(folder, DJANGO_SETTINGS_MODULE="ankles.settings", **values)
    answer = subprocess.run(
        [sys.executable, "-c", ASK], cwd=ROOT, env=given, capture_output=True, text=True, timeout=180, check=False
    )
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


DRIVEN = {
    "SECURE_SSL_REDIRECT": (True, False),
    "SECURE_HSTS_SECONDS": (31536000, 0),
    # The neighbours below the host are somebody else's business until HSTS says so.
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": (False, False),
    "SECURE_HSTS_PRELOAD": (False, False),
    "SESSION_COOKIE_SECURE": (True, False),
    "CSRF_COOKIE_SECURE": (True, False),
    "SESSION_COOKIE_NAME": ("__Host-ankles", "ankles"),
    "CSRF_COOKIE_NAME": ("__Host-ankles-csrf", "ankles-csrf"),
    "MESSAGE_COOKIE_NAME": ("__Host-ankles-messages", "messages"),
    "CSRF_TRUSTED_ORIGINS": (["https://ankles.example"], ["http://localhost:8000"]),
    "ALLOWED_HOSTS": (["ankles.example"], ["localhost", "localhost", "127.0.0.1", "[::1]"]),
    "SILENCED_SYSTEM_CHECKS": (["security.W005", "security.W021"], ["security.W005", "security.W021"]),
}


@pytest.mark.parametrize("name", DRIVEN)
def test_https_turns_a_protection_on_and_http_on_this_machine_turns_it_off(name: str) -> None:
    assert (settings_with(**HTTPS)[name], settings_with()[name]) == DRIVEN[name]


ALWAYS = {
    "DEBUG": False,
    "SECURE_CONTENT_TYPE_NOSNIFF": True,
    "SECURE_REFERRER_POLICY": "same-origin",
    "SECURE_CROSS_ORIGIN_OPENER_POLICY": "same-origin",
    "SESSION_COOKIE_HTTPONLY": True,
    "CSRF_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "CSRF_COOKIE_SAMESITE": "Lax",
    "X_FRAME_OPTIONS": "DENY",
    "USE_TZ": True,
    "TIME_ZONE": "UTC",
    "AUTH_USER_MODEL": "accounts.User",
    "SESSION_COOKIE_AGE": 90 * 24 * 3600,
}


@pytest.mark.parametrize("values", [{}, HTTPS], ids=["http", "https"])
def test_what_holds_whatever_the_address(values: dict[str, str]) -> None:
    found = settings_with(**values)
    assert {name: found[name] for name in ALWAYS} == ALWAYS
    assert (
        "ATOMIC_REQUESTS" not in found["DATABASES"]["default"] or not found["DATABASES"]["default"]["ATOMIC_REQUESTS"]
    )


def test_the_deployment_check_is_clean_for_an_https_site(tmp_path: Path) -> None:
    answer = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **HTTPS)
    # Silenced: HSTS for subdomains and for good, which are the operator's to choose.
    assert (answer.returncode, answer.stdout.strip()) == (0, "System check identified no issues (2 silenced).")
    assert answer.stderr == ""


@pytest.mark.parametrize(
    ("value", "wider", "silenced"),
    [("host", (False, False), 2), ("subdomains", (True, False), 1), ("Preload", (True, True), 0)],
)
def test_hsts_goes_beyond_the_own_host_by_choice_only(
    tmp_path: Path, value: str, wider: tuple[bool, bool], silenced: int
) -> None:
    found = settings_with(**HTTPS, HSTS=value)
    assert (found["SECURE_HSTS_INCLUDE_SUBDOMAINS"], found["SECURE_HSTS_PRELOAD"]) == wider
    answer = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **HTTPS, HSTS=value)
    assert answer.stdout.strip() == f"System check identified no issues ({silenced} silenced)."


def test_the_deployment_check_says_that_no_proxy_is_trusted(tmp_path: Path) -> None:
    answer = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **HTTPS | {"TRUSTED_PROXIES": ""})
    assert answer.returncode == 1
    assert "ankles.W001" in answer.stderr
    assert "every page redirects to itself" in answer.stderr


def test_the_deployment_check_can_fail(tmp_path: Path) -> None:
    answer = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", SITE_URL="http://ankles.example")
    assert answer.returncode == 1
    assert "security.W008" in answer.stderr
    assert "security.W012" in answer.stderr


def test_static_names_are_hashed_in_production_and_plain_while_developing() -> None:
    assert settings_with()["STORAGES"]["staticfiles"]["BACKEND"] == "ankles.storage.SiteStaticFiles"
    developing = settings_with(DEBUG="true")
    assert developing["STORAGES"]["staticfiles"]["BACKEND"].endswith("StaticFilesStorage")


def test_the_operators_address_is_the_sender_when_it_is_an_e_mail() -> None:
    assert settings_with(**HTTPS)["DEFAULT_FROM_EMAIL"] == "hello@ankles.example"
    web = HTTPS | {"OPERATOR_CONTACT": "https://social.example/@ankles"}
    assert settings_with(**web)["DEFAULT_FROM_EMAIL"] == "ankles@ankles.example"
    v6 = web | {"SITE_URL": "https://[2001:db8::1]"}
    assert settings_with(**v6)["DEFAULT_FROM_EMAIL"] == "ankles@[IPv6:2001:db8::1]"
    chosen = web | {"EMAIL_URL": "smtp://mail.example?_default_from_email=club@hill.example"}
    assert settings_with(**chosen)["DEFAULT_FROM_EMAIL"] == "club@hill.example"
    assert settings_with()["DEFAULT_FROM_EMAIL"] == "ankles@localhost"


# --- The file itself -------------------------------------------------------------------------

SETTINGS = (ROOT / "ankles" / "settings.py").read_text(encoding="utf-8")
CONFIGURATION = (ROOT / "ankles" / "configuration.py").read_text(encoding="utf-8")
VARIABLE = re.compile(r"""(?:env\.\w+\(|read_variable\(|reader\()\s*"([A-Z_]+)\"""")


def variables(*texts: str) -> set[str]:
    """The environment variables that code reads."""
    return {name for text in texts for name in VARIABLE.findall(text)}


def test_the_settings_are_one_short_file_with_few_variables() -> None:
    assert len(SETTINGS.splitlines()) <= 200
    found = variables(SETTINGS, CONFIGURATION)
    assert found == set(VARIABLES)


def test_a_variable_that_is_read_is_seen() -> None:
    assert variables('x = env.bool("NEW_ONE", False)') == {"NEW_ONE"}
    assert variables('x = configuration.read_variable("OTHER_ONE", env.int)') == {"OTHER_ONE"}


def test_there_is_no_other_settings_file() -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("*settings*.py")
        if not {".venv", "tests"} & set(path.relative_to(ROOT).parts)
    }
    assert found == {"ankles/settings.py"}
