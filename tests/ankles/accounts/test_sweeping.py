"""What nobody needs any more goes, as the privacy page promises."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from ankles.accounts.models import User
from ankles.accounts.sweeping import forget_ended_sessions
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
