"""A stranger guesses at somebody's password: the owner gets in all the same, and is told how."""

from __future__ import annotations

import re

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.conf import settings as site_settings
from django.core import mail
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import Settings

from ankles.accounts import devices, known_devices, throttles
from ankles.accounts.models import User
from library.admin import editors
from tests.ankles.accounts.entering import errors, hidden, is_in, link_of, log_in, prove, text_of
from tests.ankles.accounts.test_passwords import choose, path_in, reset_link
from tests.ankles.accounts.test_throttles import TOO_MANY
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
NAME = "ankles-device"
TOO_MANY_WITH_MAIL = {
    "__all__": [
        "There were too many wrong passwords, yours or somebody else’s. A passkey lets you in at once. So does a new "
        "password: “I forgot my password” sends you a link. Or wait 5 minutes and try again."
    ]
}
NEW = "quiet-mornings-4"


@pytest.fixture
def phone(ana: User) -> Client:
    """A browser that Ana has been in before, and is logged out of."""
    client = Client(REMOTE_ADDR="198.51.100.7")
    log_in(client)
    client.post("/accounts/logout/")
    return client


def guess(times: int = 6, email: str = "ana@example.org", **at: str) -> None:
    """Somebody else writes wrong passwords, so often that their tries are refused."""
    stranger = Client(**at)
    answers = [log_in(stranger, email, "wrong-wrong-wrong") for _ in range(times)]
    assert errors(answers[-1])["__all__"][0].startswith("There were too many wrong passwords")


def guess_from_everywhere() -> None:
    """Guesses at Ana's password from many networks, until all that count for her address are used up."""
    while throttles.Tries().take(throttles.ADDRESS, "ana@example.org"):
        pass
    assert errors(log_in(Client(REMOTE_ADDR="203.0.113.9"))) in (TOO_MANY, TOO_MANY_WITH_MAIL)


def cookie_of(client: Client) -> str:
    return str(client.cookies[NAME].value)


def test_the_owner_gets_in_from_a_browser_of_before_while_a_stranger_guesses_on(phone: Client) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        got_in = 0
        for _ in range(32):
            for _ in range(2):
                log_in(Client(), password="wrong-wrong-wrong")
                clock.shift(3)
            got_in += log_in(phone).status_code == 302
            phone.post("/accounts/logout/")
        assert got_in == 32


def test_also_when_the_stranger_sits_in_the_same_network(phone: Client, ana: User) -> None:
    guess(40, REMOTE_ADDR="198.51.100.7")
    assert log_in(phone).headers["Location"] == "/log/"


def test_from_a_new_browser_in_another_network_the_owner_gets_in_as_well(ana: User) -> None:
    guess(40)
    assert log_in(Client(REMOTE_ADDR="198.51.100.1")).headers["Location"] == "/log/"


def test_whoever_guesses_from_a_browser_of_before_has_five_tries_there_and_costs_nobody_else_one(
    phone: Client, ana: User
) -> None:
    for _ in range(5):
        assert errors(log_in(phone, password="wrong-wrong-wrong")) != TOO_MANY
    assert errors(log_in(phone)) == TOO_MANY
    assert log_in(Client(REMOTE_ADDR="198.51.100.7")).headers["Location"] == "/log/"


def test_to_log_in_again_begins_no_new_count(phone: Client) -> None:
    before = cookie_of(phone)
    for _ in range(3):
        log_in(phone, password="wrong-wrong-wrong")
        log_in(phone)
        phone.post("/accounts/logout/")
    assert cookie_of(phone) == before
    for _ in range(2):
        log_in(phone, password="wrong-wrong-wrong")
    assert errors(log_in(phone)) == TOO_MANY


def test_the_cookie_goes_to_the_pages_of_the_account_only_and_says_nothing_about_anybody(ana: User) -> None:
    answer = log_in(Client())
    cookie = answer.cookies[NAME]
    assert {name: cookie[name] for name in ("path", "max-age", "samesite", "httponly", "secure")} == {
        "path": "/accounts/", "max-age": 365 * 24 * 3600, "samesite": "Lax", "httponly": True, "secure": "",
    }  # fmt: skip
    assert re.fullmatch("[0-9a-f]{96}", cookie.value)
    assert NAME not in log_in(Client(), password="wrong-wrong-wrong").cookies
    assert NAME not in Client().get("/accounts/login/").cookies


def test_on_a_site_with_https_it_is_secure_by_its_name() -> None:
    assert site_settings.DEVICE_COOKIE_NAME == NAME
    response = HttpResponse()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(site_settings, "DEVICE_COOKIE_NAME", "__Secure-ankles-device")
        patch.setattr(site_settings, "SESSION_COOKIE_SECURE", True)
        request = RequestFactory().get("/accounts/login/")
        known_devices.remember_device(request, UserFactory.create())
        known_devices.set_cookie(request, response)
    assert response.cookies["__Secure-ankles-device"]["secure"] is True


def test_a_family_is_known_in_one_browser(ana: User) -> None:
    people = ["ana@example.org", *(f"kin-{number}@example.org" for number in range(4))]
    for email in people[1:]:
        UserFactory.create(email=email)
    browser = Client(REMOTE_ADDR="198.51.100.7")
    for email in people:
        log_in(browser, email)
        browser.post("/accounts/logout/")
    for email in people:
        guess(email=email, REMOTE_ADDR="198.51.100.7")
    # The last four of five are known: the network has guessed too often for anybody else.
    assert [log_in(browser, email).status_code == 302 for email in people[1:]] == [True] * 4
    assert cookie_of(browser).count(".") == 3


def lets_in(client: Client, password: str) -> bool:
    """Whether the browser counts as known while everybody else's tries are refused."""
    guess_from_everywhere()
    return log_in(client, password=password).status_code == 302


def test_after_a_new_password_the_other_browsers_count_as_strangers_and_this_one_does_not(
    phone: Client, browser: Client, ana: User
) -> None:
    browser.post("/accounts/password/change/", {"oldpassword": "soft-landings-9", "password1": NEW})
    browser.post("/accounts/logout/")
    assert not lets_in(phone, NEW)
    assert log_in(browser, password=NEW).headers["Location"] == "/log/"


def test_after_log_out_everywhere_the_other_browsers_count_as_strangers_and_this_one_does_not(
    phone: Client, browser: Client, ana: User
) -> None:
    browser.post("/accounts/sessions/")
    browser.post("/accounts/logout/")
    assert not lets_in(phone, "soft-landings-9")
    assert log_in(browser).headers["Location"] == "/log/"


@pytest.mark.parametrize("end", [devices.log_out_everywhere, editors.unmake_editor])
def test_whoever_is_logged_out_everywhere_by_code_is_known_nowhere(phone: Client, ana: User, end: object) -> None:
    end(ana)
    assert not lets_in(phone, "soft-landings-9")


def test_a_cookie_that_is_made_up_or_somebody_elses_is_worth_nothing(phone: Client, ana: User) -> None:
    UserFactory.create(email="ben@example.org")
    bens = Client()
    log_in(bens, "ben@example.org")
    guess(REMOTE_ADDR="198.51.100.7")
    value = cookie_of(phone)
    other_digit = "0" if value[-1] != "0" else "1"
    for made_up in ("", "x", value[:-1] + other_digit, value[:-1], "0" * 96, cookie_of(bens), "." * 5000,
                    ".".join([*["0" * 96] * 4, value])):  # fmt: skip
        stranger = Client(REMOTE_ADDR="198.51.100.7")
        stranger.cookies[NAME] = made_up
        assert errors(log_in(stranger)) == TOO_MANY, made_up


def test_another_secret_key_of_the_site_leaves_browsers_known_while_the_old_one_is_a_fallback(
    phone: Client, ana: User, settings: Settings
) -> None:
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = (
        [settings.SECRET_KEY],
        "another-secret-key-of-this-site-1234567890",
    )
    assert lets_in(phone, "soft-landings-9")


def test_erasing_the_account_takes_the_cookie_away(phone: Client, ana: User) -> None:
    log_in(phone)
    prove(phone)
    sent = hidden(phone.get("/log/data/erasure/"), "/log/data/erasure/")
    answer = phone.post("/log/data/erasure/", sent | {"what": "account_too"})
    assert not User.objects.exists()
    assert (answer.cookies[NAME].value, answer.cookies[NAME]["path"], answer.cookies[NAME]["max-age"]) == (
        "", "/accounts/", 0,
    )  # fmt: skip


# --- What the page says opens the door, opens it -------------------------------------------------


@pytest.mark.usefixtures("with_mail")
def test_the_page_says_that_a_passkey_or_a_link_by_mail_opens_the_door(client: Client, ana: User) -> None:
    guess()
    answer = log_in(client)
    assert errors(answer) == TOO_MANY_WITH_MAIL
    words = text_of(answer)
    assert ("Log in with a passkey" in words, "I forgot my password" in words) == (True, True)


@pytest.mark.usefixtures("with_mail")
def test_a_link_by_mail_opens_the_door_that_strangers_have_shut(client: Client, ana: User) -> None:
    EmailAddress.objects.update_or_create(user=ana, email=ana.email, defaults={"verified": True, "primary": True})
    guess_from_everywhere()
    assert log_in(client).status_code == 200
    client.post("/accounts/password/reset/", {"email": "ana@example.org"})
    choose(client, link_of(), NEW)
    guess_from_everywhere()
    assert log_in(client, password=NEW).headers["Location"] == "/log/"


def test_the_operators_link_opens_the_door_that_strangers_have_shut(client: Client, ana: User) -> None:
    guess_from_everywhere()
    choose(client, path_in(reset_link()), NEW)
    assert log_in(client, password=NEW).headers["Location"] == "/log/"


@pytest.mark.usefixtures("with_mail")
def test_a_stranger_who_asks_for_links_leaves_the_owner_one_that_works(ana: User) -> None:
    with time_machine.travel("2026-11-22 10:00:00Z", tick=False) as clock:
        for _ in range(8):
            Client().post("/accounts/password/reset/", {"email": "ana@example.org"})
            clock.shift(5 * 60 + 1)
        assert len(mail.outbox) == 6
        links, words = [link_of(number) for number in range(6)], "This link does not work any more"
        assert [words in text_of(Client().get(link, follow=True)) for link in links] == [False] * 6
        # The newest works until another mail may be sent.
        clock.move_to("2026-11-23 10:00:00Z")
        assert "Your password is changed" in choose(Client(), links[-1], NEW)
        # One that was used makes the others void.
        assert words in text_of(Client().get(links[-2], follow=True))


@pytest.mark.usefixtures("with_mail")
def test_a_mailed_link_lives_for_24_hours(client: Client, ana: User) -> None:
    with time_machine.travel("2026-11-22 10:00:00Z", tick=False) as clock:
        client.post("/accounts/password/reset/", {"email": "ana@example.org"})
        assert "the link works once, for 24 hours" in " ".join(str(mail.outbox[-1].body).split())
        clock.shift(24 * 3600)
        assert "Every device" in text_of(client.get(link_of(), follow=True))
        clock.shift(1)
        assert "This link does not work any more" in text_of(client.get(link_of(), follow=True))


def test_whoever_is_logged_in_can_prove_it_while_a_stranger_guesses(browser: Client, ana: User) -> None:
    guess_from_everywhere()
    assert prove(browser).headers["Location"] == "/accounts/"


# --- One device by itself ------------------------------------------------------------------------


def numbers(client: Client) -> list[str]:
    return re.findall(r'name="device" value="(\d+)"', client.get("/accounts/sessions/").content.decode())


def test_one_device_is_logged_out_by_itself(ana: User) -> None:
    phone, laptop, tablet = Client(), Client(headers={"user-agent": "Firefox/140 (Windows NT)"}), Client()
    for client in (phone, laptop, tablet):
        log_in(client)
    (his, hers) = numbers(phone)
    answer = phone.post("/accounts/sessions/", {"device": his}, follow=True)
    assert "Logged out: Firefox on Windows." in text_of(answer)
    assert [is_in(client) for client in (phone, laptop, tablet)] == [True, False, True]
    assert numbers(phone) == [hers]
    # A second tap, or a page that is old by now, logs nobody else out.
    phone.post("/accounts/sessions/", {"device": his})
    assert is_in(tablet)


@pytest.mark.parametrize("made_up", ["", "0", "-1", "x", "9" * 40, "٣", "1 OR 1=1", "\x00"])
def test_a_made_up_device_logs_nobody_out(browser: Client, made_up: str) -> None:
    laptop = Client()
    log_in(laptop)
    assert browser.post("/accounts/sessions/", {"device": made_up}).status_code == 303
    assert (is_in(browser), is_in(laptop)) == (True, True)


def test_nobody_logs_somebody_elses_device_out(ana: User) -> None:
    UserFactory.create(email="ben@example.org")
    hers, second, his = Client(), Client(), Client()
    log_in(hers)
    log_in(second)
    log_in(his, "ben@example.org")
    for number in numbers(hers):
        assert "Logged out" not in text_of(his.post("/accounts/sessions/", {"device": number}, follow=True))
    assert (is_in(hers), is_in(second), is_in(his)) == (True, True, True)
