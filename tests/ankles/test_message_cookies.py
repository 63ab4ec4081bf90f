"""The cookie that says on the next page what was done."""

from __future__ import annotations

import pytest
from django.contrib import messages
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from ankles.message_cookies import CookieThenSession, NamedCookie


def test_over_https_nobody_else_can_set_it_and_it_is_read_once(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(NamedCookie, "cookie_name", "__Host-ankles-messages")
    settings.SESSION_COOKIE_SECURE = True
    asked = RequestFactory().get("/")
    asked.session = SessionStore()
    said = CookieThenSession(asked)
    said.add(messages.SUCCESS, "The day is saved.")
    said.update(answer := HttpResponse())
    cookie = answer.cookies["__Host-ankles-messages"]
    assert (cookie["path"], cookie["domain"], cookie["secure"], cookie["httponly"]) == ("/", "", True, True)
    asked.COOKIES = {"__Host-ankles-messages": cookie.value, "messages": "from a neighbour"}
    read = CookieThenSession(asked)
    assert [str(one) for one in read] == ["The day is saved."]
    read.update(answer := HttpResponse())
    gone = answer.cookies["__Host-ankles-messages"]
    assert (gone.value, gone["max-age"], gone["path"], gone["secure"]) == ("", 0, "/", True)
