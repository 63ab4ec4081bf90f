"""The runner's own page: their time, their aim, and the way to everything else."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from ankles.accounts.models import User
from tests.ankles.accounts.entering import errors, hidden, log_in, text_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
TIME = {"time_zone": "Europe/Paris", "week_start": "6", "weekly_aim": "4"}


def kept(user: User) -> tuple[str, int, int | None]:
    user.refresh_from_db()
    return user.time_zone, user.week_start, user.weekly_aim


def send(client: Client, **changes: Any) -> Any:
    """Open the profile, change some fields, press the button."""
    carried = hidden(client.get("/accounts/"), "/accounts/")
    return client.post("/accounts/", carried | TIME | changes)


def test_time_zone_week_and_aim_are_kept(browser: Client, ana: User) -> None:
    answer = send(browser)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/accounts/#said")
    assert kept(ana) == ("Europe/Paris", 6, 4)
    html = browser.get("/accounts/").content.decode()
    assert 'role="status"' in html
    assert '<option value="Europe/Paris" selected>Paris, France</option>' in html


def test_an_empty_aim_is_no_aim(browser: Client, ana: User) -> None:
    send(browser)
    send(browser, weekly_aim="")
    assert kept(ana) == ("Europe/Paris", 6, None)


AIM = "Aim for 1 to 14 sessions a week, or leave it empty."


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("weekly_aim", "0", AIM), ("weekly_aim", "15", AIM), ("weekly_aim", "-1", AIM), ("weekly_aim", "four", AIM),
        ("weekly_aim", "1e1", AIM), ("weekly_aim", "9" * 400, AIM), ("weekly_aim", "<b>4</b>", AIM),
        ("week_start", "", "Choose the day your week starts on."), ("week_start", "3", "A week starts on Monday, Saturday or Sunday."),
        ("week_start", "Monday", "A week starts on Monday, Saturday or Sunday."),
        ("time_zone", "", "Choose the time zone you live in."), ("time_zone", "../../etc/passwd", "Choose a time zone from the list, for example London."),
        ("time_zone", "ü" * 10_000, "Choose a time zone from the list, for example London."),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_at_its_field_and_nothing_is_kept(
    browser: Client, ana: User, field: str, value: str, said: str
) -> None:
    answer = send(browser, **{field: value})
    assert (answer.status_code, errors(answer)) == (422, {field: [said]})
    assert kept(ana) == ("UTC", 0, None)
    assert "<b>4</b>" not in answer.content.decode()


def test_an_older_name_of_a_zone_stays_choosable(browser: Client, ana: User) -> None:
    ana.time_zone = "US/Pacific"
    ana.save()
    assert '<option value="US/Pacific" selected>' in browser.get("/accounts/").content.decode()
    assert send(browser, time_zone="US/Pacific").status_code == 303


def test_a_form_of_another_account_writes_nothing(browser: Client, ana: User) -> None:
    ben = UserFactory.create(email="ben@example.org")
    answer = send(browser, account=ben.badge)
    assert (answer.status_code, "written in another account" in text_of(answer)) == (409, True)
    assert kept(ana) == ("UTC", 0, None)


def test_rights_and_addresses_cannot_be_changed_by_adding_fields(browser: Client, ana: User) -> None:
    send(browser, email="boss@example.org", is_staff="on", password="x", consent_text="", key="0")
    ana.refresh_from_db()
    assert (ana.email, ana.is_staff, ana.may_log, ana.check_password("soft-landings-9")) == (
        "ana@example.org", False, True, True,
    )  # fmt: skip


def test_the_page_leads_everywhere(browser: Client) -> None:
    html = browser.get("/accounts/").content.decode()
    ways = ["/accounts/email/", "/accounts/password/change/", "/accounts/2fa/", "/accounts/sessions/", "/log/data/",
            "/accounts/consent/"]  # fmt: skip
    assert [way for way in ways if f'href="{way}"' not in html] == []
    assert '<form method="post" action="/accounts/logout/"' in html


def test_the_page_costs_few_questions_to_the_database(
    ana: User, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    log_in(client)
    # Session, user, second factors, devices.
    with django_assert_num_queries(4):
        client.get("/accounts/")


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(browser: Client, method: str) -> None:
    assert getattr(browser, method)("/accounts/").status_code == 405
