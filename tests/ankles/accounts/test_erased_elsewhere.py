"""A phone that remembers an account asks whether it was erased on another one; a log-in that has ended forgets nothing."""

from __future__ import annotations

import pytest
from django.test import Client

from ankles.accounts.models import User
from logbook.takeout import erasing
from tests.factories import UserFactory

ERASED = "/accounts/erased/"


def test_a_phone_hears_that_its_account_was_erased_and_nothing_of_others(ana: User) -> None:
    phone = Client(enforce_csrf_checks=True)
    tags = [ana.badge, UserFactory.create().badge]
    assert [phone.post(ERASED, {"account": tag}).json() for tag in tags] == [{"erased": False}, {"erased": False}]
    erasing.erase_account(ana)
    assert [phone.post(ERASED, {"account": tag}).json() for tag in tags] == [{"erased": True}, {"erased": False}]


def test_what_was_logged_may_be_erased_and_the_account_is_there(ana: User) -> None:
    erasing.erase_entries(ana)
    assert Client().post(ERASED, {"account": ana.badge}).json() == {"erased": False}


@pytest.mark.django_db
@pytest.mark.parametrize("tag", ["", "x", "g" * 16, "0" * 16, "0" * 15, "\x00" * 16, "{" * 16, "é" * 16, "0" * 5000])
def test_a_tag_that_no_account_ever_had_is_answered_like_one_that_is_there(tag: str) -> None:
    answer = Client().post(ERASED, {"account": tag})
    assert (answer.status_code, answer.json()) == (200, {"erased": False})
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.cookies == {}


@pytest.mark.django_db
def test_the_tag_stands_in_no_address(ana: User) -> None:
    assert Client().get(ERASED, {"account": ana.badge}).status_code == 405
