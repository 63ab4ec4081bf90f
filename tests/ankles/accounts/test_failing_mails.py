"""A mail that cannot be written or sent: 503 in words, nothing half made, what was typed kept, and the next try works."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client
from pytest_django import Settings

from ankles.accounts.adapter import AccountAdapter
from ankles.accounts.models import User
from tests.ankles.accounts.entering import is_in, link_of, log_in, prove, sign_up, text_of
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("with_mail")]

# What mail servers, networks and Python's mail package were seen to raise; each tells the address, as they do.
ERRORS: list[BaseException] = [
    smtplib.SMTPRecipientsRefused({"ana@example.org": (550, b"no")}),
    smtplib.SMTPServerDisconnected("ana@example.org"),
    smtplib.SMTPNotSupportedError("SMTPUTF8, ana@example.org"),
    ConnectionRefusedError("ana@example.org"),
    TimeoutError("ana@example.org"),
    UnicodeEncodeError("ascii", "ana@example.org", 0, 1, "ordinal not in range"),
    ValueError('Invalid address; only a could be parsed from "ana@example.org"'),
    RuntimeError("ana@example.org"),
]
NOW = "Our mail is not working just now"


class BrokenMail(BaseEmailBackend):
    """A mail server that does not take mails."""

    error: BaseException = ERRORS[0]

    def send_messages(self, email_messages: object) -> int:
        """Refuse."""
        raise self.error


@pytest.fixture
def broken(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    """Break the mail of this site, with an error."""

    def act(error: BaseException = ERRORS[0]) -> None:
        monkeypatch.setattr(BrokenMail, "error", error)
        settings.EMAIL_BACKEND = f"{__name__}.BrokenMail"

    return act


def kept() -> tuple[list[str], list[tuple[str, bool, bool]]]:
    """Every account and every address that is waited for."""
    addresses = EmailAddress.objects.values_list("email", "primary", "verified")
    return sorted(User.objects.values_list("email", flat=True)), sorted(addresses)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_a_sign_up_whose_mail_fails_leaves_nothing_and_can_be_sent_again_at_once(
    client: Client, settings: Settings, broken: Any, error: BaseException, caplog: pytest.LogCaptureFixture
) -> None:
    broken(error)
    answer = sign_up(client)
    assert (answer.status_code, kept(), is_in(client)) == (503, ([], []), False)
    assert NOW in text_of(answer)
    page = answer.content.decode()
    assert 'value="ana@example.org"' in page
    assert page.count("checked") == 2
    assert "soft-landings" not in page
    assert f"A mail could not be sent ({type(error).__name__})." in caplog.text
    assert "example.org" not in caplog.text
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    sign_up(client)
    assert client.post(link_of()).headers["Location"] == "/log/"


def test_so_does_one_whose_mail_cannot_be_written(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("render_mail", "get_email_confirmation_url", "get_from_email"):
        with monkeypatch.context() as patch:
            patch.setattr(AccountAdapter, name, lambda *args, **kwargs: 1 / 0)
            answer = sign_up(client)
            assert (answer.status_code, NOW in text_of(answer), kept()) == (503, True, ([], [])), name
    sign_up(client)
    assert len(mail.outbox) == 1


def test_nothing_tells_whether_the_address_has_an_account(client: Client, broken: Any, ana: User) -> None:
    broken()
    before = kept()
    taken, free = sign_up(client, email=ana.email), sign_up(client, email="new@example.org")
    assert (taken.status_code, free.status_code, kept()) == (503, 503, before)
    assert text_of(taken) == text_of(free)
    known, unknown = (
        client.post("/accounts/password/reset/", {"email": email}) for email in (ana.email, "new@example.org")
    )
    assert (known.status_code, unknown.status_code) == (503, 503)
    assert text_of(known) == text_of(unknown)
    assert NOW in text_of(known)
    assert f'value="{ana.email}"' in known.content.decode()


def test_a_log_in_that_needs_a_confirmation_says_so_and_keeps_what_was_written(client: Client, broken: Any) -> None:
    sign_up(Client())
    mail.outbox.clear()
    before = kept()
    broken()
    again = {"held-minutes": "25", "held-note": "easy along the river", "next": "/log/"}
    cache.clear()  # as after the three minutes in which no second mail goes out
    answer = log_in(client, **again)
    assert (answer.status_code, NOW in text_of(answer), kept(), is_in(client)) == (503, True, before, False)
    assert "easy along the river" in answer.content.decode()


def test_another_address_is_not_kept_and_the_one_that_waits_goes_on_waiting(
    browser: Client, broken: Any, settings: Settings
) -> None:
    prove(browser)
    browser.post("/accounts/email/", {"email": "first@example.org", "action_add": "1"})
    before = kept()
    broken()
    answer = browser.post("/accounts/email/", {"email": "second@example.org", "action_add": "1"})
    assert (answer.status_code, NOW in text_of(answer), kept()) == (503, True, before)
    page = answer.content.decode()
    assert 'value="second@example.org"' in page
    assert "first@example.org waits for you" in page
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    browser.post("/accounts/email/", {"email": "second@example.org", "action_add": "1"})
    assert mail.outbox[-1].to == ["second@example.org"]
    assert [email for email, _, _ in kept()[1]] == ["ana@example.org", "second@example.org"]


def test_send_it_again_that_fails_is_a_page_that_leads_back(browser: Client, broken: Any) -> None:
    prove(browser)
    browser.post("/accounts/email/", {"email": "first@example.org", "action_add": "1"})
    before = kept()
    broken()
    cache.clear()  # as after the three minutes in which no second mail goes out
    answer = browser.post("/accounts/email/", {"email": "first@example.org", "action_send": "1"})
    assert (answer.status_code, kept()) == (503, before)
    assert "The mail did not leave" in text_of(answer)
    assert "Back to your account" in text_of(answer)


@pytest.mark.parametrize("error", ERRORS[-2:], ids=lambda error: type(error).__name__)
def test_a_change_of_password_is_made_all_the_same(
    browser: Client, ana: User, broken: Any, error: BaseException
) -> None:
    broken(error)
    data = {"oldpassword": "soft-landings-9", "password1": "quiet-mornings-4"}
    assert browser.post("/accounts/password/change/", data).headers["Location"] == "/accounts/"
    ana.refresh_from_db()
    assert ana.check_password("quiet-mornings-4")


def test_somebody_elses_account_is_never_what_is_taken_back(client: Client, broken: Any) -> None:
    UserFactory.create(email="ana@example.org")
    broken()
    sign_up(client, email="Ana@Example.org")
    assert User.objects.filter(email="ana@example.org").count() == 1
