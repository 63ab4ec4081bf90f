"""A forgotten password and a new one: by mail, by the operator's link, by oneself."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from ankles.accounts.models import User
from ankles.accounts.security import Act
from ankles.configuration import site_from
from ankles.contact import contact_from
from ankles.models import SecurityEvent
from tests.ankles.accounts.entering import errors, is_in, link_of, log_in, text_of

pytestmark = pytest.mark.django_db
NEW = "quiet-mornings-4"


def reset_link(email: str = "ana@example.org", *options: str) -> str:
    """What the operator's command prints, up to the path of its link."""
    out = io.StringIO()
    call_command("reset_link", email, *options, stdout=out)
    return out.getvalue()


def path_in(printed: str) -> str:
    found = re.search(r"http://localhost:8000(/\S+)", printed)
    assert found
    return found[1]


def choose(client: Client, link: str, password: str = NEW) -> str:
    """Follow a link and choose a password; returns what the last page says."""
    form = client.get(link)
    where = form.headers["Location"] if form.status_code == 302 else link
    return text_of(client.post(where, {"password1": password}, follow=True))


def test_the_operators_link_works_once(client: Client, ana: User) -> None:
    link = path_in(reset_link(" Ana@Example.org "))
    assert "Your password is changed" in choose(client, link)
    assert not is_in(client)
    assert "This link does not work any more" in text_of(Client().get(link, follow=True))
    assert "This link does not work any more" in choose(Client(), link, "a-third-password")
    assert log_in(client, password=NEW).headers["Location"] == "/log/"


@pytest.mark.usefixtures("with_mail")
def test_a_mailed_link_leads_to_the_sites_own_address_whatever_port_was_asked(
    client: Client, ana: User, settings: Settings
) -> None:
    settings.SITE_URL, settings.SITE = "https://ankles.example", site_from("https://ankles.example")
    for address in (ana.email, "nobody@example.org"):
        client.post("/accounts/password/reset/", {"email": address}, headers={"host": "testserver:666"})
    links = [re.findall(r"https?://\S+", str(one.body)) for one in mail.outbox]
    assert [link[0].partition("/accounts/")[0] for link in links] == ["https://ankles.example"] * 2


def test_the_operators_link_expires_after_three_days(client: Client, ana: User) -> None:
    link = path_in(reset_link())
    with time_machine.travel(timezone.now() + timedelta(days=3, minutes=1)):
        assert "This link does not work any more" in text_of(client.get(link, follow=True))
    with time_machine.travel(timezone.now() + timedelta(days=2, hours=23)):
        assert "Choose a new password" in text_of(client.get(link, follow=True))


def test_the_key_leaves_the_address_before_a_page_is_shown(client: Client, ana: User) -> None:
    answer = client.get(path_in(reset_link()))
    assert (answer.status_code, answer.headers["Location"].rpartition("-")[2]) == (302, "password/")


def test_the_operator_is_told_about_accounts_that_are_not_there_or_closed(ana: User) -> None:
    with pytest.raises(CommandError, match="There is no account with the address ben@example.org"):
        reset_link("ben@example.org")
    ana.is_active = False
    ana.save()
    with pytest.raises(CommandError, match="closed"):
        reset_link()


def test_a_new_password_ends_every_session(browser: Client, client: Client, ana: User) -> None:
    assert is_in(browser)
    choose(client, path_in(reset_link()))
    assert not is_in(browser)


@pytest.mark.parametrize(
    "link", ["1-abc", "zzzzzzzzzzzzz-abc-def", "0-x", "1-" + "y" * 3000, "1-%00-%00", "1-set-password"]
)
def test_a_made_up_link_is_answered_with_words(client: Client, ana: User, link: str) -> None:
    for answer in (
        client.get(f"/accounts/password/reset/key/{link}/"),
        client.post(f"/accounts/password/reset/key/{link}/"),
    ):
        assert answer.status_code == 200
        assert "This link does not work any more" in text_of(answer)


def test_a_weak_new_password_is_refused_at_its_field(client: Client, ana: User) -> None:
    where = client.get(path_in(reset_link())).headers["Location"]
    for password, said in (("short", "Make your password 10 characters or longer."), ("", "Choose a password.")):
        assert errors(client.post(where, {"password1": password})) == {"password1": [said]}
    ana.refresh_from_db()
    assert not ana.check_password("short")


@pytest.mark.usefixtures("with_mail")
def test_with_mail_the_link_comes_by_mail_and_the_owner_hears_of_the_change(client: Client, ana: User) -> None:
    answer = client.post("/accounts/password/reset/", {"email": "Ana@example.org"})
    assert answer.headers["Location"] == "/accounts/password/reset/done/"
    assert "Your password is changed" in choose(client, link_of())
    assert [message.subject for message in mail.outbox] == ["Choose a new password", "Your password was changed"]
    acts = list(SecurityEvent.objects.values_list("act", "account"))
    assert acts == [(Act.LINK_MAILED, ana.pk), (Act.PASSWORD_RESET, ana.pk)]


def test_without_mail_the_page_names_the_operator_and_sends_nothing(
    client: Client, ana: User, settings: Settings
) -> None:
    settings.OPERATOR_NAME, settings.OPERATOR_CONTACT = "Running Club Leeds", contact_from("club@example.org")
    for answer in (
        client.get("/accounts/password/reset/"),
        client.post("/accounts/password/reset/", {"email": ana.email}),
    ):
        words = text_of(answer)
        assert answer.status_code == 200
        assert "Running Club Leeds runs this site: club@example.org" in words
        assert "manage.py reset_link" in words
    assert mail.outbox == []


def test_a_runner_changes_the_password_and_stays_in_here_but_nowhere_else(browser: Client, ana: User) -> None:
    other = Client()
    other.force_login(ana)
    answer = browser.post("/accounts/password/change/", {"oldpassword": "soft-landings-9", "password1": NEW})
    assert answer.headers["Location"] == "/accounts/"
    assert (is_in(browser), is_in(other)) == (True, False)
    ana.refresh_from_db()
    assert ana.check_password(NEW)


@pytest.mark.parametrize(
    ("data", "said"),
    [({}, {"oldpassword": ["Write your password."], "password1": ["Choose a password."]}),
     ({"oldpassword": "wrong", "password1": NEW}, {"oldpassword": ["This is not your password. Capital letters count."]}),
     ({"oldpassword": "soft-landings-9", "password1": "ana@example.org"},
      {"password1": ["This password is too close to your e-mail address. Choose another."]})],
)  # fmt: skip
def test_a_change_that_does_not_fit_is_refused(
    browser: Client, ana: User, data: dict[str, str], said: dict[str, list[str]]
) -> None:
    assert errors(browser.post("/accounts/password/change/", data)) == said
    ana.refresh_from_db()
    assert ana.check_password("soft-landings-9")
