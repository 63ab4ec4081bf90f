"""What nobody needs any more goes, as the privacy page promises."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils import timezone

from ankles.accounts.models import User
from ankles.accounts.sweeping import forget_ended_sessions, forget_unconfirmed_accounts
from library.admin import editors
from tests.ankles.accounts.entering import link_of, log_in, sign_up
from tests.factories import RunnerFactory


def logged_in(runner: User) -> str:
    browser = Client()
    browser.force_login(runner)
    key = str(browser.session.session_key)
    UserSession.objects.get_or_create(session_key=key, defaults={"user": runner, "ip": "192.0.2.1", "user_agent": "x"})
    return key


def test_a_log_in_that_is_over_is_forgotten_with_where_it_came_from(db: None) -> None:
    ana = RunnerFactory()
    over, going_on = logged_in(ana), logged_in(ana)
    Session.objects.filter(pk=over).update(expire_date=timezone.now() - timedelta(seconds=1))
    assert forget_ended_sessions() == 1
    assert list(Session.objects.values_list("pk", flat=True)) == [going_on]
    assert list(UserSession.objects.values_list("session_key", flat=True)) == [going_on]
    assert forget_ended_sessions() == 0


def test_a_link_that_has_run_out_is_forgotten(db: None) -> None:
    ana = RunnerFactory()
    address = EmailAddress.objects.create(user=ana, email=ana.email)
    EmailConfirmation.objects.create(email_address=address, key="old", sent=timezone.now() - timedelta(days=4))
    EmailConfirmation.objects.create(email_address=address, key="new", sent=timezone.now())
    forget_ended_sessions()
    assert [one.key for one in EmailConfirmation.objects.all()] == ["new"]


@pytest.fixture
def week_ago(db: None, with_mail: None) -> Any:
    """Ana and Ben signed up eight days ago; Ben opened the link in his mail."""
    with time_machine.travel(timezone.now() - timedelta(days=8)):
        sign_up(Client(), email="ana@example.org")
        sign_up(Client(), email="ben@example.org")
        Client().post(link_of())


def addresses() -> list[str]:
    return sorted(User.objects.values_list("email", flat=True))


def test_an_account_whose_address_nobody_confirmed_goes_after_a_week(week_ago: None) -> None:
    sign_up(Client(), email="cy@example.org")
    forget_unconfirmed_accounts()
    assert addresses() == ["ben@example.org", "cy@example.org"]
    assert sorted(EmailAddress.objects.values_list("email", flat=True)) == ["ben@example.org", "cy@example.org"]


def test_the_next_sign_up_makes_room_for_the_same_address(week_ago: None) -> None:
    mail.outbox.clear()
    browser = Client()
    sign_up(browser, email="ana@example.org")
    assert browser.post(link_of()).headers["Location"] == "/log/"


def test_whoever_was_in_stays_though_mail_came_later(db: None) -> None:
    with time_machine.travel(timezone.now() - timedelta(days=80)):
        sign_up(Client(), email="ana@example.org")
    editors.make_editor(User.objects.create_user("ed@example.org"))
    User.objects.create_user("made@example.org")
    User.objects.exclude(email="ana@example.org").update(joined_at=timezone.now() - timedelta(days=80))
    forget_unconfirmed_accounts()
    assert addresses() == ["ana@example.org", "ed@example.org", "made@example.org"]
    assert log_in(Client()).headers["Location"] == "/log/"
