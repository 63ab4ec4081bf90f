"""The door of the desk."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.test import Client

from ankles.accounts.models import User
from library.admin.throttle import Throttle
from library.models import Article
from tests.factories import PASSWORD, ChapterFactory, UserFactory
from tests.library.admin.browsing import open_form, page_of, read

pytestmark = pytest.mark.django_db


def try_in(client: Client, email: str, password: str, address: str = "203.0.113.5") -> str:
    """Send the log-in form; returns what it says, or an empty text when it opened."""
    response = client.post(
        "/admin/login/", {"username": email, "password": password, "next": "/admin/"}, REMOTE_ADDR=address
    )
    return "" if response.status_code == 302 else " ".join(response.context["form"].non_field_errors())


def test_an_editor_comes_in(client: Client, editor: User) -> None:
    assert try_in(client, "Editor@example.org", PASSWORD) == ""
    assert client.get("/admin/").status_code == 200


def test_a_runner_is_told_that_this_is_not_their_door(client: Client, db: None) -> None:
    UserFactory.create(email="ana@example.org")
    assert "do not open the desk" in try_in(client, "ana@example.org", PASSWORD)


def test_after_five_wrong_passwords_even_the_right_one_waits(client: Client, editor: User) -> None:
    with time_machine.travel("2026-11-22 10:00:00Z") as clock:
        for _ in range(5):
            assert "do not open the desk" in try_in(client, editor.email, "wrong")
        assert "Too many wrong passwords" in try_in(client, editor.email.upper(), PASSWORD)
        clock.shift(16 * 60)
        assert try_in(client, editor.email, PASSWORD) == ""


def test_others_are_not_held_up(client: Client, editor: User) -> None:
    for _ in range(6):
        try_in(client, editor.email, "wrong")
    assert try_in(client, editor.email, PASSWORD, address="203.0.113.9") == ""


def test_another_address_of_the_same_network_is_not_another_guesser(client: Client, editor: User) -> None:
    for last in range(5):
        try_in(client, editor.email, "wrong", address=f"2001:db8:1:2::{last + 1}")
    assert "Too many wrong passwords" in try_in(client, editor.email, PASSWORD, address="2001:db8:1:2:3:4:5:6")
    assert try_in(client, editor.email, PASSWORD, address="2001:db8:1:3::1") == ""


def test_the_right_password_forgets_the_wrong_ones(client: Client, editor: User) -> None:
    for _ in range(4):
        try_in(client, editor.email, "wrong")
    assert try_in(client, editor.email, PASSWORD) == ""
    assert not Throttle(editor.email, "203.0.113.5")._recent()


def test_the_throttle_keeps_neither_address_in_the_clear(editor: User) -> None:
    assert "editor" not in Throttle(editor.email, "203.0.113.5").key
    assert "203" not in Throttle(editor.email, "203.0.113.5").key.partition("log-in-")[0]


@pytest.fixture
def holding(settings: Any) -> None:
    """The site with the middleware that holds forms."""
    name = "library.admin.held.HeldForms"
    if name not in settings.MIDDLEWARE:
        place = settings.MIDDLEWARE.index("ankles.middleware.ClosedByDefault")
        settings.MIDDLEWARE = [*settings.MIDDLEWARE[:place], name, *settings.MIDDLEWARE[place:]]


@pytest.mark.usefixtures("holding")
def test_a_text_sent_after_the_log_in_ended_is_there_after_logging_in_again(desk: Client, editor: User) -> None:
    chapter = ChapterFactory.create()
    mine = open_form(desk, chapter) | {"body": 'Words "with" & marks.\r\n\r\nAnd lines.', "_save": "1"}
    desk.logout()
    ended = desk.post(page_of(chapter), mine)
    assert ended.status_code == 403
    again = read(ended.content.decode())
    wrong = desk.post("/admin/login/", again | {"username": editor.email, "password": "wrong"})
    again = read(wrong.content.decode())
    kept = desk.post("/admin/login/", again | {"username": editor.email, "password": PASSWORD})
    assert kept.status_code == 200
    assert Article.objects.get().body == chapter.body
    assert desk.post(page_of(chapter), read(kept.content.decode())).status_code == 302
    assert Article.objects.get().body == 'Words "with" & marks.\n\nAnd lines.'


@pytest.mark.usefixtures("holding")
def test_a_held_text_is_sent_nowhere_but_to_the_desk(client: Client, editor: User) -> None:
    data = {"username": editor.email, "password": PASSWORD, "held-title": "x"}
    for elsewhere in ("https://example.com/admin/", "//example.com/admin/", "/log/"):
        assert client.post("/admin/login/", data | {"next": elsewhere}).status_code == 302
        client.logout()


@pytest.mark.usefixtures("holding")
def test_a_runner_gets_nothing_by_sending_a_form(ana: Client) -> None:
    chapter = ChapterFactory.create()
    assert ana.post(page_of(chapter), {"title": "Mine"}).status_code == 302
    assert Article.objects.get().title == chapter.title
