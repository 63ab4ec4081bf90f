"""Whoever guesses is slowed down: in every worker, over restarts, whatever address a request claims to come from."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from ankles.accounts.models import User
from tests.ankles.accounts.entering import errors, log_in, sign_up, text_of
from tests.factories import PASSWORD

ROOT = Path(__file__).resolve().parents[3]
TOO_MANY = {"__all__": ["Too many wrong tries. Wait 5 minutes, then try again."]}

# A worker of its own: it tries twelve times as fast as it can, and says how often it was let through.
WORKER = """
import django, sys
django.setup()
from allauth.core import context
from allauth.core.internal import ratelimit
from django.test import RequestFactory
request = RequestFactory(REMOTE_ADDR=sys.argv[1]).post("/accounts/login/")
sys.stdin.readline()
with context.request_context(request):
    tries = [ratelimit.consume(request, app="allauth.account", action="login_failed", key="ana@example.org") for _ in range(12)]
print(sum(bool(one) for one in tries))
"""


def worker(data: Path, address: str) -> subprocess.Popen[str]:
    """Start a process with the site's real settings and its own memory."""
    kept = {name: value for name, value in os.environ.items() if name not in ("CACHE_URL", "DATABASE_URL", "SITE_URL")}
    environment = kept | {"DATA_DIR": str(data), "DJANGO_SETTINGS_MODULE": "ankles.settings"}
    command = [sys.executable, "-c", WORKER, address]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def test_two_workers_and_a_restarted_one_let_five_wrong_passwords_through_together(tmp_path: Path) -> None:
    together = [worker(tmp_path, f"203.0.113.{number}") for number in (1, 2)]
    let_through = [int(one.communicate("go\n", timeout=60)[0]) for one in together]
    assert sum(let_through) == 5
    restarted = worker(tmp_path, "203.0.113.3")
    assert restarted.communicate("go\n", timeout=60)[0] == "0\n"


@pytest.mark.django_db
def test_after_five_wrong_passwords_even_the_right_one_waits(client: Client, ana: User) -> None:
    with time_machine.travel("2026-11-22 10:00:00Z") as clock:
        for _ in range(5):
            assert "do not go together" in str(errors(log_in(client, password="wrong-wrong-wrong")))
        assert errors(log_in(client, "ANA@example.org")) == TOO_MANY
        assert errors(log_in(Client(REMOTE_ADDR="203.0.113.9"))) == TOO_MANY
        clock.shift(5 * 60 + 1)
        assert log_in(client).headers["Location"] == "/log/"


@pytest.mark.django_db
def test_the_right_password_costs_nothing(client: Client, ana: User) -> None:
    for _ in range(8):
        assert log_in(client).status_code == 302
        client.post("/accounts/logout/")


@pytest.mark.django_db
def test_an_address_that_tries_many_accounts_is_slowed_down_and_others_are_not(client: Client, ana: User) -> None:
    answers = [log_in(client, f"guess-{number}@example.org", "wrong") for number in range(11)]
    assert errors(answers[9]) != TOO_MANY
    assert errors(answers[10]) == TOO_MANY
    assert log_in(Client(REMOTE_ADDR="203.0.113.9")).headers["Location"] == "/log/"


@pytest.mark.django_db
def test_a_made_up_forwarding_header_changes_nothing(ana: User) -> None:
    answers = [
        log_in(Client(headers={"x-forwarded-for": f"198.51.100.{number}", "x-real-ip": "198.51.100.1"}), f"g{number}@example.org", "wrong")
        for number in range(11)
    ]  # fmt: skip
    assert errors(answers[10]) == TOO_MANY


@pytest.mark.django_db
def test_a_made_up_port_in_the_host_changes_nothing(ana: User) -> None:
    for port in range(1, 6):
        log_in(Client(headers={"host": f"testserver:{port}"}, REMOTE_ADDR=f"203.0.113.{port}"), password="wrong")
    assert errors(log_in(Client(headers={"host": "testserver:6"}, REMOTE_ADDR="203.0.113.6"))) == TOO_MANY


def asked(client: Client, path: str, data: dict[str, Any], times: int) -> list[int]:
    """The statuses of a form that is sent several times."""
    return [client.post(path, data).status_code for _ in range(times)]


@pytest.mark.django_db
def test_signing_up_is_counted_and_the_page_says_how_long_to_wait(client: Client) -> None:
    assert {sign_up(client, email="no address").status_code for _ in range(20)} == {200}
    answer = sign_up(client)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    assert "Wait a minute, then try again." in text_of(answer)
    assert "no-store" in answer.headers["Cache-Control"]
    assert not User.objects.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("with_mail")
def test_asking_for_links_is_counted_for_each_address(client: Client, ana: User) -> None:
    assert asked(client, "/accounts/password/reset/", {"email": "ana@example.org"}, 6) == [302] * 5 + [429]


@pytest.mark.django_db
def test_proving_who_one_is_is_counted(browser: Client) -> None:
    wrong = {"password": "wrong-wrong-wrong"}
    assert asked(browser, "/accounts/reauthenticate/", wrong, 11) == [200] * 10 + [429]


@pytest.mark.django_db
def test_guessing_the_old_password_of_an_open_session_is_counted(browser: Client) -> None:
    guess = {"oldpassword": "wrong", "password1": PASSWORD}
    assert asked(browser, "/accounts/password/change/", guess, 6) == [200] * 5 + [429]
