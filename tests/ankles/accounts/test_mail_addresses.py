"""One mailbox is one account, however its address is written; an address that no mail can reach is refused."""

from __future__ import annotations

import io
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from ankles.accounts import mail_addresses
from ankles.accounts.models import User
from tests.ankles.accounts.entering import errors, log_in, prove, sign_up
from tests.factories import PASSWORD

ONE_MAILBOX = ["ana@b\u00fccher.example", "ana@bu\u0308cher.example", "ANA@B\u00dcCHER.Example", "ana@xn--bcher-kva.example",
               " ana@XN--BCHER-KVA.example ", "ana@b\u00fccher\u3002example"]  # fmt: skip
UNREACHABLE = ["ana@localhost", "ana@[127.0.0.1]", "ana@[::1]", "ana@laufen.localhost", "ana@nowhere.invalid", '"a\x01b"@example.org',
               f"{'a' * 65}@example.org", f"a@\u00fc{'b' * 60}.example"]  # fmt: skip
NO_ADDRESS = ["ana", "ana@", "@example.org", "ana@example", "ana@10.0.0.12", "ana@example.org.", "a..b@example.org", "ana@-b.example",
              "a b@example.org", "ana@example.org\nBcc: x@example.org", f"ana@{'b' * 64}.example", "ana@exa mple.org"]  # fmt: skip
REACHABLE = ["ana@example.org", "o'neill+ankles@club.example.co.uk", "ana@b\u00fccher.example", f"{'a' * 64}@example.org",
             "ana@xn--strae-oqa.example", "ana@stra\u00dfe.example", '"a.b"@example.org']  # fmt: skip


@pytest.mark.parametrize("written", ONE_MAILBOX)
def test_a_mailbox_has_one_form(written: str) -> None:
    assert mail_addresses.canonical_address(written) == "ana@b\u00fccher.example"


def test_two_domains_that_mail_keeps_apart_stay_two() -> None:
    assert mail_addresses.canonical_address("a@stra\u00dfe.example") == "a@xn--strae-oqa.example"
    assert mail_addresses.canonical_address("a@strasse.example") == "a@strasse.example"


@given(st.emails() | st.text(max_size=30))
def test_the_form_of_a_form_is_itself(written: str) -> None:
    kept = mail_addresses.canonical_address(written)
    assert mail_addresses.canonical_address(kept) == kept


@pytest.mark.django_db
@pytest.mark.parametrize("mail_is_sent", [True, False])
def test_a_mailbox_gets_one_account(request: pytest.FixtureRequest, *, mail_is_sent: bool) -> None:
    if mail_is_sent:
        request.getfixturevalue("with_mail")
    for written in ONE_MAILBOX:
        sign_up(Client(), email=written)
    assert list(User.objects.values_list("email", flat=True)) == ["ana@b\u00fccher.example"]
    assert list(EmailAddress.objects.values_list("email", flat=True)) == ["ana@b\u00fccher.example"]


@pytest.mark.django_db
@pytest.mark.parametrize("written", ONE_MAILBOX)
def test_somebody_logs_in_and_asks_for_a_link_however_they_write_it(
    written: str, request: pytest.FixtureRequest
) -> None:
    User.objects.create_user("ana@b\u00fccher.example", PASSWORD)
    assert log_in(Client(), written).headers["Location"] == "/log/"
    request.getfixturevalue("with_mail")
    Client().post("/accounts/password/reset/", {"email": written})
    assert [(message.subject, message.to) for message in mail.outbox] == [
        ("Choose a new password", ["ana@b\u00fccher.example"])
    ]
    assert mail.outbox[0].message()["To"] == "ana@xn--bcher-kva.example"


@pytest.mark.django_db
@pytest.mark.parametrize("address", UNREACHABLE)
def test_an_address_that_no_mail_can_reach_is_refused_at_the_field(browser: Client, address: str) -> None:
    said = {"email": ["No mail can reach this address. Write one like name@example.org."]}
    assert errors(sign_up(Client(), email=address)) == said
    assert errors(change(browser, address)) == said
    assert User.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("address", NO_ADDRESS)
def test_what_is_no_address_is_refused_at_the_field(address: str) -> None:
    assert errors(sign_up(Client(), email=address)) == {"email": ["Write your e-mail address like name@example.org."]}


@pytest.mark.django_db
def test_letters_that_mail_cannot_be_sent_to_are_named() -> None:
    (said,) = errors(sign_up(Client(), email="ren\u00e9@example.org"))["email"]
    assert said.startswith("Mail cannot be sent to letters such as \u00e9 or \u00fc before the @.")


@pytest.mark.parametrize("address", REACHABLE)
def test_an_address_that_is_taken_can_be_written_on_a_mail(address: str) -> None:
    kept = mail_addresses.canonical_address(address)
    mail_addresses.check_reachable(kept)
    assert EmailMessage("Subject", "Body", "from@example.org", [kept]).message()["To"].isascii()


@given(st.emails())
def test_whatever_is_taken_can_be_written_on_a_mail(address: str) -> None:
    kept = mail_addresses.canonical_address(address)
    try:
        mail_addresses.check_reachable(kept)
    except ValidationError:
        return
    EmailMessage("Subject", "Body", "from@example.org", [kept]).message()


@pytest.mark.django_db
def test_an_account_of_an_earlier_release_with_such_an_address_still_opens() -> None:
    User.objects.create_user("ana@localhost", PASSWORD)
    assert log_in(Client(), "ana@localhost").headers["Location"] == "/log/"


def bring_into_one_form() -> None:
    """What the migration does."""
    from importlib import import_module  # noqa: PLC0415 (a module whose name begins with a digit)

    import_module("ankles.accounts.migrations.0004_one_form_of_an_address").bring_into_one_form(apps, None)


def kept_by_an_earlier_release(address: str) -> User:
    user = User.objects.create_user(f"n{User.objects.count()}@example.org", PASSWORD)
    User.objects.filter(pk=user.pk).update(email=address)
    EmailAddress.objects.create(user=user, email=address, primary=True, verified=True)
    return user


@pytest.mark.django_db
def test_addresses_of_an_earlier_release_come_into_the_one_form() -> None:
    kept_by_an_earlier_release("ana@bu\u0308cher.example")
    plain = kept_by_an_earlier_release("ben@example.org")
    bring_into_one_form()
    assert list(User.objects.order_by("pk").values_list("email", flat=True)) == [
        "ana@b\u00fccher.example", "ben@example.org",
    ]  # fmt: skip
    assert list(EmailAddress.objects.order_by("pk").values_list("email", "verified")) == [
        ("ana@b\u00fccher.example", True), ("ben@example.org", True),
    ]  # fmt: skip
    plain.refresh_from_db()
    for written in ONE_MAILBOX:
        assert log_in(Client(), written).headers["Location"] == "/log/"


@pytest.mark.django_db
def test_two_accounts_that_have_two_forms_of_one_address_both_open_as_they_are_typed() -> None:
    one = kept_by_an_earlier_release("ana@b\u00fccher.example")
    other = kept_by_an_earlier_release("ana@bu\u0308cher.example")
    bring_into_one_form()
    for user in (one, other):
        client = Client()
        user.refresh_from_db()
        assert log_in(client, user.email).headers["Location"] == "/log/"
        assert client.session["_auth_user_id"] == str(user.pk)


@pytest.mark.django_db
def test_the_operators_commands_take_an_address_in_any_form() -> None:
    call_command("make_editor", "Ed@BU\u0308CHER.example", stdout=io.StringIO())
    out = io.StringIO()
    call_command("reset_link", "ed@xn--bcher-kva.example", stdout=out)
    assert "choose a new password for ed@b\u00fccher.example" in out.getvalue()
    call_command("unmake_editor", "ed@b\u00fccher.example", stdout=out)
    assert list(User.objects.values_list("email", "is_staff")) == [("ed@b\u00fccher.example", False)]


def change(client: Client, email: str) -> Any:
    """Prove who one is, and send the form of a new address."""
    prove(client)
    return client.post("/accounts/email/", {"email": email, "action_add": "1"})
