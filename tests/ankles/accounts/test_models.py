"""The person: one account for an address, a day that is theirs."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from ankles.accounts.models import User, validate_time_zone
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_an_address_is_one_account_in_any_case() -> None:
    ana = User.objects.create_user(" Ana@Example.ORG ", "correct horse battery")
    assert ana.email == "ana@example.org"
    assert User.objects.get_by_natural_key("ANA@example.org") == ana
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("ANA@EXAMPLE.ORG")
    with pytest.raises(ValidationError) as caught:
        User(email="Ana@example.org").validate_constraints()
    assert caught.value.messages == ["This address already has an account."]


def test_an_account_needs_an_address() -> None:
    with pytest.raises(ValueError, match=r"An account needs an e-mail address\."):
        User.objects.create_user("")


def test_a_new_runner_has_no_rights_and_no_name() -> None:
    ana = User.objects.create_user("ana@example.org")
    assert (ana.is_staff, ana.is_superuser, ana.is_active, ana.has_usable_password()) == (False, False, True, False)
    assert (ana.get_full_name(), ana.get_short_name(), str(ana)) == ("ana@example.org", "ana", "ana@example.org")
    assert {field.name for field in User._meta.get_fields()} & {
        "first_name",
        "last_name",
        "username",
        "birthday",
    } == set()


def test_an_administrator_may_everything() -> None:
    root = User.objects.create_superuser("root@example.org", "correct horse battery")
    assert (root.is_staff, root.is_superuser) == (True, True)
    assert root.check_password("correct horse battery")


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("UTC", date(2026, 11, 22)),
        ("Pacific/Kiritimati", date(2026, 11, 23)),
        ("Pacific/Pago_Pago", date(2026, 11, 22)),
        ("Pacific/Auckland", date(2026, 11, 23)),
        ("America/Los_Angeles", date(2026, 11, 22)),
    ],
)
def test_today_is_the_day_where_the_runner_lives(zone: str, expected: date) -> None:
    with time_machine.travel(datetime(2026, 11, 22, 11, 30, tzinfo=UTC), tick=False):
        assert User(time_zone=zone).today() == expected


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        (datetime(2026, 11, 22, 9, 59, tzinfo=UTC), date(2026, 11, 22)),
        (datetime(2026, 11, 22, 10, 0, tzinfo=UTC), date(2026, 11, 23)),
    ],
)
def test_today_changes_at_the_runners_midnight(instant: datetime, expected: date) -> None:
    with time_machine.travel(instant, tick=False):
        assert User(time_zone="Pacific/Kiritimati").today() == expected


def test_both_changes_of_the_clock_keep_the_day() -> None:
    berlin = User(time_zone="Europe/Berlin")
    days = []
    for instant in ("2026-03-28T22:59:00Z", "2026-03-28T23:00:00Z", "2026-10-24T21:59:00Z", "2026-10-24T22:00:00Z"):
        with time_machine.travel(instant, tick=False):
            days.append(berlin.today().day)
    assert days == [28, 29, 24, 25]


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "utc+3", "../../etc/passwd"])
def test_a_zone_that_does_not_exist_is_refused(zone: str) -> None:
    with pytest.raises(ValidationError, match="Choose a time zone from the list"):
        validate_time_zone(zone)


@pytest.mark.parametrize("first_day", [1, 2, 3, 4, 7])
def test_a_week_starts_on_monday_saturday_or_sunday(first_day: int) -> None:
    ana = User.objects.create_user("ana@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=ana.pk).update(week_start=first_day)
    assert [value for value, _ in User.WeekStart.choices] == [0, 5, 6]


def test_no_two_accounts_have_one_badge() -> None:
    ana = UserFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(badge=ana.badge)
