"""Start a logbook: what is asked, what is kept, what is refused."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from ankles.accounts import consent
from ankles.accounts.models import User
from tests.ankles.accounts.entering import SIGN_UP, errors, is_in, link_of, sign_up, text_of
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


@time_machine.travel(datetime(2026, 11, 22, 10, 0, tzinfo=UTC), tick=False)
def test_a_runner_who_signs_up_without_mail_is_in_at_once(client: Client) -> None:
    answer = sign_up(client, email="Ana@Example.ORG")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/log/")
    assert answer.cookies["ankles"]["max-age"] == 90 * 24 * 3600
    ana = User.objects.get()
    assert (ana.email, ana.time_zone, ana.week_start, ana.weekly_aim) == ("ana@example.org", "Europe/Paris", 0, None)
    assert (ana.consent_text, ana.consented_at) == (consent.VERSION, datetime(2026, 11, 22, 10, 0, tzinfo=UTC))
    assert ana.check_password(PASSWORD)
    assert [(row.email, row.primary, row.verified) for row in EmailAddress.objects.all()] == [(ana.email, True, False)]
    assert is_in(client)
    assert mail.outbox == []


@pytest.mark.usefixtures("with_mail")
def test_with_mail_the_logbook_opens_with_the_link(client: Client) -> None:
    answer = sign_up(client)
    assert answer.headers["Location"] == "/accounts/confirm-email/"
    assert not is_in(client)
    link = link_of()
    assert "Is this your address?" in text_of(client.get(link))
    assert not EmailAddress.objects.get().verified
    assert client.post(link).headers["Location"] == "/log/"
    assert EmailAddress.objects.get().verified
    # Said on the page that follows, once, and not on whichever page of the account is opened next month.
    assert "Your e-mail address is confirmed." in text_of(client.get("/log/"))
    for path in ("/log/", "/accounts/"):
        assert "is confirmed" not in text_of(client.get(path))
    assert is_in(client)


@pytest.mark.usefixtures("with_mail")
def test_in_another_browser_the_link_confirms_and_logs_nobody_in(client: Client) -> None:
    sign_up(client)
    other = Client()
    assert other.post(link_of()).headers["Location"] == "/accounts/login/"
    assert EmailAddress.objects.get().verified
    assert not is_in(other)


@pytest.mark.usefixtures("with_mail")
def test_a_link_that_was_used_or_made_up_says_so(client: Client) -> None:
    sign_up(client)
    client.post(link_of())
    for link in (link_of(), "/accounts/confirm-email/made:up:key/"):
        assert "This link does not work any more" in text_of(client.get(link))
        assert client.post(link).status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("email", None, "Write your e-mail address."),
        ("email", "ana", "Write your e-mail address like name@example.org."),
        ("email", "ana@example.org\nbcc: x@example.org", "Write your e-mail address like name@example.org."),
        ("email", f"{'a' * 64}@{('b' * 60 + '.') * 3}example.org", "An e-mail address has at most 254 characters."),
        ("password1", None, "Choose a password."),
        ("password1", "too short", "Make your password 10 characters or longer."),
        ("password1", "basketball", "This password is on the lists that guessers try first. Choose another."),
        ("password1", "ana@example.org", "This password is too close to your e-mail address. Choose another."),
        ("password1", "x" * 501, "A password has at most 500 characters."),
        ("time_zone", None, "Choose the time zone you live in."),
        ("time_zone", "Mars/Olympus", "Choose a time zone from the list, for example London."),
        ("is_adult", None, "Tick this if you are 18 or older; the logbook is for adults."),
        ("consent", None, "Tick this to let the site keep what you log."),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_field_and_makes_no_account(
    client: Client, field: str, value: str | None, said: str
) -> None:
    answer = sign_up(client, **{field: value})
    assert answer.status_code == 200
    assert errors(answer) == {field: [said]}
    assert not User.objects.exists()
    html = answer.content.decode()
    assert f'<a href="#id_{field}">' in html
    assert f'id="id_{field}_error"' in html


def test_what_was_written_stays_in_the_form_but_for_the_password(client: Client) -> None:
    html = sign_up(client, email="<b>ana</b>", is_adult=None).content.decode()
    assert 'value="&lt;b&gt;ana&lt;/b&gt;"' in html
    assert '<option value="Europe/Paris" selected>' in html
    assert PASSWORD not in html
    assert "Type your password once more: it was fine, but a page is never given a password back." in html
    assert re.findall(r'<input type="checkbox" name="(\w+)"[^>]* checked', html) == ["consent"]


def test_nothing_is_ticked_or_chosen_beforehand(client: Client) -> None:
    html = client.get("/accounts/signup/").content.decode()
    assert "checked" not in html
    assert html.count(" selected") == 1
    assert '<option value="" selected>Choose where you live</option>' in html


def test_the_browser_asks_for_a_missing_tick_before_the_password_is_gone(client: Client) -> None:
    html = client.get("/accounts/signup/").content.decode()
    form = re.findall(r'<form[^>]*action="/accounts/signup/".*?</form>', html, re.DOTALL)[0]
    assert "novalidate" not in form
    required = re.findall(r'<(?:input|select)[^>]*name="(\w+)"[^>]*\brequired\b', form)
    assert set(required) == {"email", "password1", "time_zone", "is_adult", "consent"}


def test_the_device_does_not_fill_in_again_a_zone_that_was_refused(client: Client) -> None:
    looked, refused, other = (
        client.get("/accounts/signup/"),
        sign_up(client, time_zone="Mars/Olympus"),
        sign_up(client, time_zone="", is_adult=None),
    )
    assert ["data-guess" in page.content.decode() for page in (looked, refused, other)] == [True, False, True]


def test_a_zone_that_was_chosen_stays_first_when_something_else_is_missing(client: Client) -> None:
    html = sign_up(client, time_zone="Asia/Calcutta", is_adult=None).content.decode()
    assert re.findall(r'<option value="([^"]*)"[^>]*>([^<]*)<', html)[0] == ("Asia/Calcutta", "Calcutta")


def test_the_consent_stands_by_itself_and_says_what_it_means(client: Client) -> None:
    html = client.get("/accounts/signup/").content.decode()
    assert f"<span>{consent.WORDS}</span>" in html
    assert '<a href="/privacy/">' in html


def test_somebody_who_is_in_is_led_to_their_logbook(browser: Client) -> None:
    assert browser.get("/accounts/signup/").headers["Location"] == "/log/"
    assert sign_up(browser, email="ben@example.org").headers["Location"] == "/log/"
    assert User.objects.count() == 1


def test_nobody_chooses_rights_or_a_number_by_adding_fields(client: Client) -> None:
    sign_up(client, is_staff="on", is_superuser="on", id="77", pk="77", week_start="6", consent_text="9")
    ana = User.objects.get()
    assert (ana.is_staff, ana.is_superuser, ana.week_start, ana.consent_text) == (False, False, 0, consent.VERSION)
    assert ana.pk != 77


def test_the_words_of_a_consent_never_change_under_its_version() -> None:
    assert consent.TEXTS["1"].adult == "I am 18 or older."
    assert consent.TEXTS["1"].keep == (
        "Keep what I log about my body: my training, pain, stiffness and notes. This is health data. "
        "It is kept to show it to me, and for nothing else. I can take this back at any time; then it is erased."
    )
    assert consent.sentences_of_consent(consent.VERSION) == (consent.ADULT, consent.WORDS)
    assert consent.sentences_of_consent("0") == ()
    assert all(len(version) <= 20 for version in consent.TEXTS)


def test_the_form_needs_its_token() -> None:
    answer = Client(enforce_csrf_checks=True).post("/accounts/signup/", SIGN_UP)
    assert (answer.status_code, User.objects.exists()) == (403, False)
