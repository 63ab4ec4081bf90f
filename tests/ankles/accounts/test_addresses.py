"""Another e-mail address: confirmed first where there is mail, at once where there is none, the same in both tables."""

from __future__ import annotations

import smtplib

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client
from pytest_django import Settings

from ankles.accounts.models import User
from ankles.accounts.security import Act
from ankles.models import SecurityEvent
from tests.ankles.accounts.entering import errors, link_of, log_in, prove, text_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def change(client: Client, email: str, **more: str) -> object:
    """Prove who one is, and send the form of a new address."""
    prove(client)
    return client.post("/accounts/email/", {"email": email, "action_add": "1", **more})


def addresses() -> list[tuple[str, bool, bool]]:
    """Each address that allauth holds: whether it is the account's, whether it is confirmed."""
    return sorted(EmailAddress.objects.values_list("email", "primary", "verified"))


def test_the_password_is_asked_again_before_the_form_and_before_its_sending(browser: Client, ana: User) -> None:
    assert browser.get("/accounts/email/").headers["Location"].startswith("/accounts/reauthenticate/")
    sent = browser.post("/accounts/email/", {"email": "new@example.org", "action_add": "1"})
    assert sent.headers["Location"].startswith("/accounts/reauthenticate/")
    ana.refresh_from_db()
    assert ana.email == "ana@example.org"


def test_without_mail_the_new_address_counts_at_once(browser: Client, ana: User) -> None:
    change(browser, "New@Example.org")
    ana.refresh_from_db()
    assert (ana.email, addresses()) == ("new@example.org", [("new@example.org", True, False)])
    assert log_in(Client(), "new@example.org").headers["Location"] == "/log/"
    assert log_in(Client(), "ana@example.org").status_code == 200


@pytest.mark.usefixtures("with_mail")
def test_with_mail_the_old_address_counts_until_the_link_is_opened(browser: Client, ana: User) -> None:
    change(browser, "New@Example.org")
    ana.refresh_from_db()
    assert ana.email == "ana@example.org"
    assert "new@example.org waits for you" in text_of(browser.get("/accounts/email/"))
    assert mail.outbox[-1].to == ["new@example.org"]
    assert browser.post(link_of()).headers["Location"] == "/accounts/"
    ana.refresh_from_db()
    assert (ana.email, addresses()) == ("new@example.org", [("new@example.org", True, True)])
    assert (mail.outbox[-1].subject, mail.outbox[-1].to) == ("Your e-mail address was changed", ["ana@example.org"])
    assert SecurityEvent.objects.filter(act=Act.EMAIL_CHANGED, account=ana.pk).count() == 1


@pytest.mark.usefixtures("with_mail")
def test_a_second_thought_replaces_the_first_and_never_the_address_of_the_account(browser: Client, ana: User) -> None:
    for email in ("first@example.org", "second@example.org"):
        change(browser, email)
    assert addresses() == [("ana@example.org", False, False), ("second@example.org", False, False)]
    browser.post("/accounts/email/", {"email": "second@example.org", "action_remove": "1"})
    ana.refresh_from_db()
    assert (ana.email, addresses()) == ("ana@example.org", [("ana@example.org", False, False)])


@pytest.mark.usefixtures("with_mail")
def test_an_address_that_became_somebody_elses_is_not_taken_from_them(browser: Client, ana: User) -> None:
    change(browser, "ben@example.org")
    ben = UserFactory.create(email="ben@example.org")
    answer = browser.post(link_of(), follow=True)
    assert "it belongs to another account" in text_of(answer)
    ana.refresh_from_db()
    ben.refresh_from_db()
    assert (ana.email, ben.email) == ("ana@example.org", "ben@example.org")


@pytest.mark.parametrize(
    ("email", "said"),
    [("", "Write your e-mail address."), ("x", "Write your e-mail address like name@example.org."),
     ("ANA@example.org", "This is your address already."),
     ("ben@example.org", "This address already has an account. Log in, or use another address.")],
)  # fmt: skip
def test_an_address_that_cannot_be_had_is_refused_at_its_field(
    browser: Client, ana: User, email: str, said: str
) -> None:
    UserFactory.create(email="ben@example.org")
    assert errors(change(browser, email)) == {"email": [said]}
    ana.refresh_from_db()
    assert ana.email == "ana@example.org"


@pytest.mark.usefixtures("with_mail")
def test_with_mail_a_taken_address_is_answered_like_a_free_one(browser: Client, ana: User) -> None:
    UserFactory.create(email="ben@example.org")
    answer = change(browser, "ben@example.org")
    assert answer.headers["Location"] == "/accounts/email/"
    assert User.objects.filter(email="ben@example.org").count() == 1


@pytest.mark.parametrize("data", [{}, {"email": "x"}, {"action_primary": "1", "email": "\x00"}, {"action_send": "1", "email": "ben@example.org"},
                                  {"action_remove": "1", "email": "ana@example.org"}])  # fmt: skip
def test_made_up_acts_change_nothing(browser: Client, ana: User, data: dict[str, str]) -> None:
    prove(browser)
    assert browser.post("/accounts/email/", data).status_code in (200, 302)
    ana.refresh_from_db()
    assert (ana.email, addresses()) == ("ana@example.org", [("ana@example.org", False, False)])
    assert mail.outbox == []


class BrokenMail(BaseEmailBackend):
    """A mail server that is down, and tells the address in its error."""

    def send_messages(self, email_messages: object) -> int:
        raise smtplib.SMTPRecipientsRefused({"ana@example.org": (550, b"no")})


@pytest.mark.usefixtures("with_mail")
def test_a_change_is_made_even_when_the_mail_about_it_does_not_leave(
    browser: Client, ana: User, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.BrokenMail"
    data = {"oldpassword": "soft-landings-9", "password1": "quiet-mornings-4"}
    assert browser.post("/accounts/password/change/", data).headers["Location"] == "/accounts/"
    ana.refresh_from_db()
    assert ana.check_password("quiet-mornings-4")
