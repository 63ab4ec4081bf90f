"""Who a browser is: the session and the person behind it, as each page reads them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from ankles.accounts.backends import Backend
from ankles.accounts.models import User
from ankles.accounts.sessions import SessionStore
from tests.factories import RunnerFactory

pytestmark = pytest.mark.django_db


def logged_in(runner: User) -> Client:
    client = Client()
    client.force_login(runner)
    return client


def lands(client: Client) -> tuple[int, str]:
    answer = client.get("/log/")
    return answer.status_code, answer.headers.get("Location", "")


DOOR = (302, "/accounts/login/?next=/log/")


def test_the_person_of_a_page_is_the_person_of_the_table() -> None:
    runner = RunnerFactory(weekly_aim=4, time_zone="Pacific/Auckland")
    found, stored = Backend().get_user(str(runner.pk)), User.objects.get()
    assert found is not None
    assert found._state.adding is False
    assert {field.attname: getattr(found, field.attname) for field in User._meta.concrete_fields} == {
        field.attname: getattr(stored, field.attname) for field in User._meta.concrete_fields
    }


def test_a_log_in_lasts_until_its_last_second_and_no_longer() -> None:
    client = logged_in(RunnerFactory())
    assert lands(client) == (200, "")
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert lands(client) == DOOR


def test_a_log_in_that_was_ended_elsewhere_is_over() -> None:
    client = logged_in(RunnerFactory())
    Session.objects.all().delete()
    assert lands(client) == DOOR


def test_whoever_may_not_log_in_any_more_is_out_at_the_next_page() -> None:
    runner = RunnerFactory()
    client = logged_in(runner)
    User.objects.filter(pk=runner.pk).update(is_active=False)
    assert lands(client) == DOOR


def test_a_person_who_is_gone_is_nobody() -> None:
    assert Backend().get_user(2**31 - 1) is None


@pytest.mark.parametrize(
    "sent", ["", "short", "x" * 32, "x" * 10_000, r'"\000aaaaaaaaaaaa"', r'"\303\251aaaaaaaaaaa"', "' OR 1=1 --aaaa", "%00aaaaaaaaaaaa"]
)  # fmt: skip
def test_whatever_a_browser_sends_as_its_log_in_is_nobody_or_a_log_in(sent: str) -> None:
    logged_in(RunnerFactory())
    answer = Client().get("/log/", headers={"Cookie": f"ankles={sent}"})
    assert (answer.status_code, answer.headers["Location"]) == DOOR


def test_a_session_that_nobody_knows_is_empty_and_keeps_no_key() -> None:
    store = SessionStore("a" * 32)
    assert (dict(store.items()), store.session_key) == ({}, None)
