"""The consent by itself: given by those who have none, shown to those who gave it, taken back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from ankles.accounts import consent
from ankles.accounts.models import User
from library.admin import editors
from tests.ankles.accounts.entering import errors, text_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
BOTH = {"is_adult": "on", "consent": "on"}


@pytest.fixture
def editor() -> User:
    """Somebody whom `make_editor` gave the desk; nobody asked them about health data."""
    user = UserFactory.create(email="ed@example.org")
    editors.make_editor(user)
    return user


@pytest.fixture
def editors_browser(editor: User, client: Client) -> Client:
    client.force_login(editor)
    return client


def test_an_editor_who_opens_the_logbook_is_asked_first(editors_browser: Client) -> None:
    answer = editors_browser.get("/log/")
    assert answer.headers["Location"] == "/accounts/consent/?next=%2Flog%2F"
    html = editors_browser.get(answer.headers["Location"]).content.decode()
    assert consent.WORDS in html
    assert "checked" not in html
    assert '<input type="hidden" name="next" value="/log/">' in html


@time_machine.travel(datetime(2026, 11, 22, 10, 0, tzinfo=UTC), tick=False)
def test_giving_it_keeps_version_and_time_and_leads_on(editors_browser: Client, editor: User) -> None:
    answer = editors_browser.post("/accounts/consent/", BOTH | {"next": "/log/calendar/"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/log/calendar/")
    editor.refresh_from_db()
    assert (editor.consent_text, editor.consented_at) == (consent.VERSION, datetime(2026, 11, 22, 10, 0, tzinfo=UTC))


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example", "", "javascript:alert(1)"])
def test_it_leads_to_this_site_only(editors_browser: Client, to: str) -> None:
    assert editors_browser.post("/accounts/consent/", BOTH | {"next": to}).headers["Location"] == "/log/"


@pytest.mark.parametrize(
    ("data", "at"),
    [({}, {"is_adult", "consent"}), ({"consent": "on"}, {"is_adult"}), ({"is_adult": "on"}, {"consent"})],
)
def test_both_are_needed(editors_browser: Client, editor: User, data: dict[str, str], at: set[str]) -> None:
    answer = editors_browser.post("/accounts/consent/", data)
    assert (answer.status_code, set(errors(answer))) == (422, at)
    editor.refresh_from_db()
    assert not editor.may_log


def test_who_gave_it_sees_the_words_and_the_day_where_they_live(browser: Client, ana: User) -> None:
    ana.time_zone, ana.consent_text = "Pacific/Auckland", "1"
    ana.consented_at = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    ana.save()
    words = text_of(browser.get("/accounts/consent/"))
    assert "Given on 23 November 2026, version 1." in words
    assert [sentence in words for sentence in consent.TEXTS["1"]] == [True, True]


def test_giving_it_twice_keeps_the_first_time(browser: Client, ana: User) -> None:
    browser.post("/accounts/consent/", BOTH)
    before = (ana.consent_text, ana.consented_at)
    ana.refresh_from_db()
    assert (ana.consent_text, ana.consented_at) == before


def test_taking_it_back_says_what_follows_and_offers_the_data_first(browser: Client, ana: User) -> None:
    answer = browser.get("/accounts/consent/withdrawal/")
    html = answer.content.decode()
    assert "everything you logged is erased" in text_of(answer)
    assert html.index('href="/log/data/?ready#export"') < html.index('href="/log/data/erasure/"')
    assert browser.post("/accounts/consent/withdrawal/").status_code == 405
    ana.refresh_from_db()
    assert ana.may_log


def test_who_gave_none_has_nothing_to_take_back(editors_browser: Client) -> None:
    words = text_of(editors_browser.get("/accounts/consent/withdrawal/"))
    assert "There is nothing to take back" in words
    assert "erasing" not in words
