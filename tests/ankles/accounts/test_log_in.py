"""In and out: by e-mail and password, for 90 days, to addresses of this site only."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from ankles.accounts.models import User
from library.admin import editors
from tests.ankles.accounts.entering import errors, is_in, log_in, text_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
WRONG = (
    "This e-mail address and password do not go together. Look at both again; capital letters count in the password."
)


def test_a_runner_comes_in_and_finds_the_logbook(client: Client, ana: User) -> None:
    answer = log_in(client, "  Ana@EXAMPLE.org ")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/log/")
    assert is_in(client)


def test_a_wrong_password_and_an_unknown_address_get_the_same_words(client: Client, ana: User) -> None:
    wrong, unknown = log_in(client, password="soft-landings-8"), log_in(client, "ben@example.org")
    assert (errors(wrong), errors(unknown)) == ({"__all__": [WRONG]}, {"__all__": [WRONG]})
    html = wrong.content.decode()
    assert 'role="alert"' in html
    assert 'value="ana@example.org"' in html
    assert "soft-landings-8" not in html


def test_one_stays_logged_in_for_90_days(client: Client, ana: User) -> None:
    begin = timezone.now()
    cookie = log_in(client).cookies["ankles"]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (90 * 24 * 3600, True, "Lax")
    with time_machine.travel(begin + timedelta(days=89)):
        assert is_in(client)
    with time_machine.travel(begin + timedelta(days=91)):
        assert not is_in(client)


@pytest.mark.parametrize("to", ["/log/calendar/", "/log/2026-11-22/symptoms/?side=left"])
def test_one_goes_on_where_one_wanted_to_be(client: Client, ana: User, to: str) -> None:
    assert log_in(client, next=to).headers["Location"] == to


@pytest.mark.parametrize(
    "to",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http://testserver@evil.example/",
     "evil.example", "\n//evil.example", "/" + "x" * 5000],
)  # fmt: skip
def test_no_address_elsewhere_is_gone_to(client: Client, ana: User, to: str) -> None:
    assert log_in(client, next=to).headers["Location"] == "/log/"
    assert client.get("/accounts/login/", {"next": to}).headers["Location"] == "/log/"
    assert client.post("/accounts/logout/", {"next": to}).headers["Location"] == "/"


def test_somebody_who_is_in_is_led_to_their_logbook(browser: Client) -> None:
    assert browser.get("/accounts/login/").headers["Location"] == "/log/"


def test_logging_out_asks_first_and_ends_on_the_home_page(browser: Client) -> None:
    assert "Log out on this device?" in text_of(browser.get("/accounts/logout/"))
    assert is_in(browser)
    assert browser.post("/accounts/logout/").headers["Location"] == "/"
    assert not is_in(browser)
    assert browser.get("/accounts/logout/").headers["Location"] == "/"


def test_a_closed_account_says_so_to_its_owner_only(client: Client, ana: User) -> None:
    ana.is_active = False
    ana.save()
    assert errors(log_in(client, password="soft-landings-8")) == {"__all__": [WRONG]}
    assert log_in(client).headers["Location"] == "/accounts/inactive/"
    assert "This account is closed" in text_of(client.get("/accounts/inactive/"))
    assert not is_in(client)


def test_an_editor_comes_in_at_the_one_door(client: Client, db: None) -> None:
    editor = UserFactory.create(email="ed@example.org")
    editors.make_editor(editor)
    assert log_in(client, "ed@example.org").headers["Location"] == "/log/"
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("page", ["/accounts/", "/log/", "/admin/", "/admin/library/exercise/"])
def test_every_closed_page_leads_to_the_one_door(client: Client, page: str) -> None:
    assert client.get(page).headers["Location"] == f"/accounts/login/?next={page}"


def test_htmx_leaves_the_page_for_the_log_in(client: Client) -> None:
    answer = client.get("/log/", headers={"hx-request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, "/accounts/login/?next=/log/")
    assert answer.content == b""


def test_a_script_that_asks_for_data_hears_401(client: Client) -> None:
    answer = client.get("/log/player/", headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()) == (401, {"log_in": "/accounts/login/"})


@pytest.mark.parametrize(
    ("data", "at"),
    [({}, {"login", "password"}), ({"login": "ana"}, {"login", "password"}), ({"login": "a@b.org", "password": ""}, {"password"}),
     ({"login": "\x00@example.org", "password": "x"}, {"login"}), ({"login": "a@b.org", "password": "x\x00y"}, {"password"}),
     ({"login": "<script>@x", "password": "x" * 100_000}, {"login", "password"}),
     ({"login": "å@example.org", "password": "pässwörd ✓"}, {"login"}), ({"login": "a@bücher.example", "password": "✓" * 9}, {"__all__"})],
)  # fmt: skip
def test_nonsense_is_answered_at_its_field(client: Client, data: dict[str, str], at: set[str]) -> None:
    answer = client.post("/accounts/login/", data)
    assert (answer.status_code, set(errors(answer))) == (200, at)
    assert "<script>@x" not in answer.content.decode()


def test_the_form_needs_its_token(ana: User) -> None:
    client = Client(enforce_csrf_checks=True)
    assert (log_in(client).status_code, is_in(client)) == (403, False)
