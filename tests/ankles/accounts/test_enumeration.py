"""Whether an address has an account: with mail nobody learns it, without mail sign-up must say it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client
from pytest_django import Settings

from ankles.accounts.models import User
from tests.ankles.accounts.entering import errors, log_in, sign_up, text_of

pytestmark = pytest.mark.django_db
HASHED: list[int] = []


class CountingHasher(MD5PasswordHasher):
    """Says how often a password was worked on: what a stranger with a stopwatch could see."""

    algorithm = "counting"

    def encode(self, password: str, salt: str) -> str:
        HASHED.append(len(password))
        return super().encode(password, salt)


@pytest.fixture
def hashed(settings: Settings) -> list[int]:
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    HASHED.clear()
    return HASHED


def seen(answer: Any, address: str) -> tuple[int, dict[str, str], str, list[str]]:
    """What a stranger can compare: status, headers, the page without the address, the names of the cookies."""
    headers = {name: value for name, value in answer.headers.items() if name not in ("Content-Length", "Expires")}
    words = text_of(answer).replace(address, "ADDRESS") if answer.content else ""
    return answer.status_code, headers, words, sorted(answer.cookies)


def ask(client: Client, email: str) -> Any:
    return client.post("/accounts/password/reset/", {"email": email})


@pytest.mark.usefixtures("with_mail")
@pytest.mark.parametrize("act", [lambda client, email: sign_up(client, email=email), log_in, ask], ids=["sign-up", "log-in", "reset"])  # fmt: skip
def test_with_mail_every_answer_is_the_same_for_known_and_unknown_addresses(
    ana: User, act: Callable[[Client, str], Any]
) -> None:
    ana.set_password("another-password-9")
    ana.save()
    known, unknown = act(Client(), "ana@example.org"), act(Client(), "new@example.org")
    assert seen(known, "ana@example.org") == seen(unknown, "new@example.org")


ACCENTS = {"plain": "soft-landings-9", "composed": "d\u00e9rapages-doux", "decomposed": "de\u0301rapages-doux"}


@pytest.mark.usefixtures("with_mail")
@pytest.mark.parametrize("password", ACCENTS.values(), ids=list(ACCENTS))
@pytest.mark.parametrize("usable", [True, False], ids=["with a password", "without one"])
def test_a_wrong_password_takes_the_same_work_in_whatever_form_and_whether_there_is_an_account(
    hashed: list[int], password: str, *, usable: bool
) -> None:
    User.objects.create_user("ana@example.org", "another-password-9" if usable else None)
    hashed.clear()
    log_in(Client(), "ana@example.org", password)
    known = len(hashed)
    hashed.clear()
    log_in(Client(), "new@example.org", password)
    assert (known, len(hashed)) == ((1, 1) if password.isascii() else (2, 2))


@pytest.mark.usefixtures("with_mail")
@pytest.mark.parametrize("act", [lambda client, email: sign_up(client, email=email), log_in], ids=["sign-up", "log-in"])
def test_with_mail_both_take_the_same_work(hashed: list[int], act: Callable[[Client, str], Any]) -> None:
    User.objects.create_user("ana@example.org", "another-password-9")
    hashed.clear()
    act(Client(), "ana@example.org")
    known = list(hashed)
    hashed.clear()
    act(Client(), "new@example.org")
    assert (known, len(known)) == (hashed, 1)


@pytest.mark.usefixtures("with_mail")
def test_the_owner_learns_by_mail_that_there_is_an_account(client: Client, ana: User) -> None:
    sign_up(client)
    assert [message.to for message in mail.outbox] == [["ana@example.org"]]
    assert mail.outbox[0].subject == "You have a logbook already"
    assert "http://testserver/accounts/password/reset/" in mail.outbox[0].body
    assert User.objects.count() == 1


@pytest.mark.usefixtures("with_mail")
def test_a_stranger_who_asks_for_a_link_makes_both_addresses_get_a_mail(client: Client, ana: User) -> None:
    ask(client, "ana@example.org")
    ask(client, "new@example.org")
    assert [message.subject for message in mail.outbox] == ["Choose a new password", "No logbook with this address"]


def test_without_mail_sign_up_must_say_that_an_address_is_taken(client: Client, ana: User) -> None:
    taken = {"email": ["This address already has an account. Log in, or use another address."]}
    assert errors(sign_up(client, email="ANA@example.org")) == taken
    assert User.objects.count() == 1


def test_without_mail_the_log_in_and_the_reset_still_tell_nothing(ana: User) -> None:
    for act in (log_in, ask):
        known, unknown = act(Client(), "ben@example.org"), act(Client(), "new@example.org")
        assert seen(known, "ben@example.org") == seen(unknown, "new@example.org")
