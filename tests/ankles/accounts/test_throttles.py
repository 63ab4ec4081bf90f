"""Whoever guesses is slowed down: in every worker, over restarts, whatever address a request claims to come from."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from pytest_django import Settings

from ankles.accounts.models import User
from tests.ankles.accounts.entering import errors, link_of, log_in, sign_up, text_of
from tests.factories import PASSWORD

ROOT = Path(__file__).resolve().parents[3]
TOO_MANY = {
    "__all__": [
        "There were too many wrong passwords, yours or somebody else’s. A passkey lets you in at once. So does a new "
        "password: “I forgot my password” says who makes you a link for it. Or wait 5 minutes and try again."
    ]
}

# A worker of its own: it tries as fast as it can, and says how often it was let through.
WORKER = """
import django, sys
django.setup()
from allauth.core import context
from allauth.core.internal import ratelimit
from django.test import RequestFactory
from ankles.accounts import throttles

def let_through():
    try:
        return bool({TRY})
    except throttles.TooMany:
        return False

request = RequestFactory(REMOTE_ADDR=sys.argv[1]).post("/accounts/login/")
sys.stdin.readline()
with context.request_context(request):
    print(sum(let_through() for _ in range(12)))
"""


CODE = 'ratelimit.consume(request, app="allauth.account", action="login_failed", key="mfa-auth-user-1")'
PASSWORD_OF_ANA = 'throttles.try_log_in(request, "ana@example.org")'


def worker(data: Path, address: str, of: str = CODE) -> subprocess.Popen[str]:
    """Start a process with the site's real settings and its own memory, that makes a try twelve times."""
    kept = {name: value for name, value in os.environ.items() if name not in ("CACHE_URL", "DATABASE_URL", "SITE_URL")}
    environment = kept | {"DATA_DIR": str(data), "DJANGO_SETTINGS_MODULE": "ankles.settings"}
    command = [sys.executable, "-c", WORKER.format(TRY=of), address]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def let_through(workers: list[subprocess.Popen[str]]) -> list[int]:
    """Start them all at once."""
    for one in workers:
        assert one.stdin
        one.stdin.write("go\n")
        one.stdin.flush()
    return [int(one.communicate(timeout=180)[0]) for one in workers]


def test_of_many_tries_at_once_in_several_workers_exactly_five_are_let_through(tmp_path: Path) -> None:
    together = [worker(tmp_path, "203.0.113.1", PASSWORD_OF_ANA) for _ in range(3)]
    assert sum(let_through(together)) == 5
    restarted = worker(tmp_path, "203.0.113.1", PASSWORD_OF_ANA)
    elsewhere = worker(tmp_path, "203.0.113.2", PASSWORD_OF_ANA)
    assert let_through([restarted, elsewhere]) == [0, 5]


def test_two_workers_and_a_restarted_one_let_five_wrong_codes_through_together(tmp_path: Path) -> None:
    together = [worker(tmp_path, f"203.0.113.{number}") for number in (1, 2)]
    assert sum(let_through(together)) == 5
    assert let_through([worker(tmp_path, "203.0.113.3")]) == [0]


@pytest.mark.django_db
def test_after_five_wrong_passwords_even_the_right_one_waits(client: Client, ana: User) -> None:
    with time_machine.travel("2026-11-22 10:00:00Z") as clock:
        for _ in range(5):
            assert "do not go together" in str(errors(log_in(client, password="wrong-wrong-wrong")))
        assert errors(log_in(client, "ANA@example.org")) == TOO_MANY
        assert errors(log_in(Client())) == TOO_MANY
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
        log_in(Client(headers={"host": f"testserver:{port}"}), password="wrong")
    assert errors(log_in(Client(headers={"host": "testserver:6"}))) == TOO_MANY


@pytest.mark.django_db
def test_one_network_of_ipv6_is_one_guesser_whatever_address_of_it_is_used(ana: User) -> None:
    for number in range(1, 6):
        log_in(Client(REMOTE_ADDR=f"2001:db8:1:2::{number:x}"), password="wrong")
    assert errors(log_in(Client(REMOTE_ADDR="2001:db8:1:2:ffff::9"))) == TOO_MANY
    assert log_in(Client(REMOTE_ADDR="2001:db8:1:3::1")).headers["Location"] == "/log/"


@pytest.mark.django_db
def test_a_hundred_networks_that_guess_at_one_address_are_slowed_down_together(ana: User) -> None:
    for number in range(100):
        answer = log_in(Client(REMOTE_ADDR=f"203.0.113.{number}"), password="wrong")
        assert errors(answer) != TOO_MANY
    assert errors(log_in(Client(REMOTE_ADDR="198.51.100.1"))) == TOO_MANY
    assert errors(log_in(Client(REMOTE_ADDR="198.51.100.1"), "ben@example.org", "wrong")) != TOO_MANY


@pytest.mark.django_db
def test_a_try_that_is_not_let_through_counts_nowhere_else(ana: User) -> None:
    for _ in range(40):
        log_in(Client(REMOTE_ADDR="203.0.113.1"), password="wrong")
    for number in range(2, 21):
        log_in(Client(REMOTE_ADDR=f"203.0.113.{number}"), password="wrong")
    assert log_in(Client(REMOTE_ADDR="198.51.100.1")).headers["Location"] == "/log/"


@pytest.mark.django_db
def test_what_a_full_network_was_not_let_do_is_not_held_against_an_owner_in_it(ana: User) -> None:
    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=False) as clock:
        for number in range(10):
            log_in(Client(REMOTE_ADDR="203.0.113.1"), f"nobody-{number}@example.org", "wrong")
        for _ in range(5):
            assert errors(log_in(Client(REMOTE_ADDR="203.0.113.1"))) == TOO_MANY
        clock.shift(61)
        assert log_in(Client(REMOTE_ADDR="203.0.113.1")).headers["Location"] == "/log/"


@pytest.mark.django_db
def test_right_passwords_as_fast_as_a_machine_can_are_slowed_down_too(ana: User) -> None:
    for _ in range(30):
        assert log_in(Client()).status_code == 302
    said = "Too many log-ins at once from your network. Wait a minute, then try again."
    assert errors(log_in(Client())) == {"__all__": [said]}


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
@pytest.mark.parametrize("email", ["ana@example.org", "nobody@example.org"])
def test_an_address_gets_one_link_in_five_minutes_and_six_a_day_and_whoever_asks_is_told_the_same(
    ana: User, email: str
) -> None:
    with time_machine.travel("2026-11-22 10:00:00Z", tick=False) as clock:
        sent = []
        for _ in range(12):
            assert asked(Client(), "/accounts/password/reset/", {"email": email.title()}, 2) == [302, 302]
            sent.append(len(mail.outbox))
            clock.shift(5 * 60 + 1)
        assert sent == [1, 2, 3, 4, 5, 6, 6, 6, 6, 6, 6, 6]
        clock.move_to("2026-11-23 10:00:01Z")
        asked(Client(), "/accounts/password/reset/", {"email": email}, 2)
        assert len(mail.outbox) == 7


@pytest.mark.django_db
@pytest.mark.usefixtures("with_mail")
def test_a_stranger_who_signs_up_with_your_address_again_and_again_sends_you_one_mail(ana: User) -> None:
    for number in range(5):
        assert sign_up(Client(REMOTE_ADDR=f"203.0.113.{number}")).status_code == 302
    assert [message.subject for message in mail.outbox] == ["You have a logbook already"]
    asked(Client(), "/accounts/password/reset/", {"email": "ana@example.org"}, 1)
    assert mail.outbox[-1].subject == "Choose a new password"


@pytest.mark.django_db
@pytest.mark.usefixtures("with_mail")
def test_whoever_signs_up_with_somebody_elses_address_sends_six_mails_a_day_at_most(client: Client) -> None:
    with time_machine.travel("2026-11-22 10:00:00Z", tick=False) as clock:
        sign_up(client)
        for _ in range(12):
            clock.shift(3 * 60 + 1)
            assert log_in(Client()).headers["Location"] == "/accounts/confirm-email/"
        assert {message.subject for message in mail.outbox} == {"Confirm your address"}
        assert len(mail.outbox) == 6
        # The first link still works.
        assert Client().post(link_of(0)).status_code == 302
        assert User.objects.get().emailaddress_set.get().verified


@pytest.mark.django_db
@pytest.mark.usefixtures("with_mail")
def test_a_mail_that_did_not_leave_is_not_counted(client: Client, ana: User, settings: Settings) -> None:
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "tests.ankles.accounts.test_addresses.BrokenMail"
    assert asked(client, "/accounts/password/reset/", {"email": "ana@example.org"}, 2) == [503, 503]
    settings.EMAIL_BACKEND = working
    assert asked(client, "/accounts/password/reset/", {"email": "ana@example.org"}, 1) == [302]
    assert len(mail.outbox) == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("with_mail")
def test_asking_for_many_addresses_from_one_network_is_counted(client: Client) -> None:
    found = [client.post("/accounts/password/reset/", {"email": f"g{n}@example.org"}).status_code for n in range(21)]
    assert found == [302] * 20 + [429]


@pytest.mark.django_db
def test_proving_who_one_is_is_counted(browser: Client) -> None:
    wrong = {"password": "wrong-wrong-wrong"}
    assert asked(browser, "/accounts/reauthenticate/", wrong, 11) == [200] * 10 + [429]


@pytest.mark.django_db
def test_guessing_the_old_password_of_an_open_session_is_counted(browser: Client) -> None:
    guess = {"oldpassword": "wrong", "password1": PASSWORD}
    assert asked(browser, "/accounts/password/change/", guess, 6) == [200] * 5 + [429]


@pytest.mark.django_db
def test_who_signs_up_too_often_is_not_told_of_a_way_into_an_account_that_is_not_there(client: Client) -> None:
    *_, answer = [client.post("/accounts/signup/", {}) for _ in range(21)]
    page = answer.content.decode()
    assert (answer.status_code, "Back to the sign-up" in page, "passkey" in page) == (429, True, False)
