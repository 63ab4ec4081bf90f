"""Where somebody is logged in, and how they end it."""

from __future__ import annotations

import io

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client

from ankles.accounts import devices
from ankles.accounts.models import User
from ankles.accounts.security import Act
from ankles.models import SecurityEvent
from library.admin import editors
from tests.ankles.accounts.entering import is_in, log_in, text_of
from tests.factories import PASSWORD, UserFactory

FIREFOX = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0"


@pytest.mark.parametrize(
    ("said", "name"),
    [(FIREFOX, "Firefox on Android"), (SAFARI, "Safari on iPhone"), (CHROME, "Chrome on Linux"), (EDGE, "Edge on Windows"),
     ("", "A browser"), ("<script>", "A browser")],
)  # fmt: skip
def test_a_browser_is_named_in_words(said: str, name: str) -> None:
    assert devices.browser_in_words(said) == name


@pytest.mark.django_db
def test_all_others_are_logged_out_with_one_button(ana: User) -> None:
    phone, laptop = Client(headers={"user-agent": SAFARI}), Client(headers={"user-agent": EDGE})
    log_in(phone)
    log_in(laptop)
    words = text_of(phone.get("/accounts/sessions/"))
    assert "On 2 devices or browsers." in words
    assert ("Safari on iPhone (this one)" in words, "Edge on Windows Since" in words) == (True, True)
    assert "All other devices are logged out." in text_of(phone.post("/accounts/sessions/", follow=True))
    assert (is_in(phone), is_in(laptop)) == (True, False)


@pytest.mark.django_db
def test_nobody_sees_or_ends_the_sessions_of_others(ana: User) -> None:
    UserFactory.create(email="ben@example.org")
    hers, his = Client(headers={"user-agent": SAFARI}), Client(headers={"user-agent": EDGE})
    log_in(hers)
    log_in(his, "ben@example.org")
    assert "iPhone" not in text_of(his.get("/accounts/sessions/"))
    his.post("/accounts/sessions/", {"user": ana.pk, "session": 1})
    for number in (UserSession.objects.get(user=ana).pk, "9" * 5000):
        assert his.post("/accounts/sessions/", {"device": number}).status_code < 500
    assert is_in(hers)


@pytest.mark.django_db
def test_an_editor_on_the_way_to_the_desk_is_on_the_list_too_also_after_a_change_of_the_password() -> None:
    editor = UserFactory.create(email="ed@example.org")
    editors.make_editor(editor)
    desk, phone, new = Client(), Client(), "quiet-mornings-4"
    log_in(desk, editor.email, next="/admin/")
    assert desk.get("/admin/password_change/").headers["Location"] == "/accounts/"
    desk.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new})
    assert desk.get("/admin/").status_code == 200
    log_in(phone, editor.email, new)
    phone.post("/accounts/sessions/")
    assert (is_in(phone), is_in(desk)) == (True, False)


@pytest.mark.django_db
def test_who_logs_out_leaves_no_word_of_where_they_were(ana: User) -> None:
    phone, laptop = Client(headers={"user-agent": SAFARI}), Client(headers={"user-agent": EDGE})
    log_in(phone)
    log_in(laptop)
    phone.post("/accounts/logout/")
    assert [row.user_agent for row in UserSession.objects.all()] == [EDGE]
    assert (is_in(phone), is_in(laptop)) == (False, True)


@pytest.mark.django_db
def test_everybody_can_be_logged_out_everywhere_by_code(ana: User) -> None:
    browsers = [Client(), Client()]
    for browser in browsers:
        log_in(browser)
    assert devices.log_out_everywhere(ana) == 2
    assert [is_in(browser) for browser in browsers] == [False, False]
    assert (UserSession.objects.count(), Session.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_an_operator_logs_one_runner_out_everywhere_and_nobody_else(ana: User) -> None:
    UserFactory.create(email="ben@example.org")
    phone, laptop, ben = Client(), Client(), Client()
    log_in(phone)
    log_in(laptop)
    log_in(ben, email="ben@example.org")
    SecurityEvent.objects.all().delete()
    out = io.StringIO()
    call_command("log_out", " Ana@Example.org ", stdout=out)
    assert out.getvalue() == "ana@example.org is logged out everywhere (log-ins that were ended: 2).\n"
    assert [is_in(browser) for browser in (phone, laptop, ben)] == [False, False, True]
    assert list(SecurityEvent.objects.values_list("act", "account")) == [(Act.LOGGED_OUT, ana.pk)]
    log_in(phone)  # the password is the one it was
    assert is_in(phone)
    with pytest.raises(CommandError, match="There is no account with the address nobody@example.org"):
        call_command("log_out", "nobody@example.org")


@pytest.mark.django_db
def test_a_page_of_the_site_writes_nothing_about_its_reader(ana: User, client: Client) -> None:
    log_in(client)
    before = list(UserSession.objects.values())
    client.get("/accounts/", headers={"user-agent": EDGE}, REMOTE_ADDR="203.0.113.9")
    assert list(UserSession.objects.values()) == before
