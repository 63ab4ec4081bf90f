"""The privacy register is complete, and /privacy/ says in words what it says in code."""

from __future__ import annotations

import html
import re

import pytest
from django.contrib.auth import get_user_model
from django.db import models
from django.test import Client
from django.test.utils import isolate_apps

from ankles import backups
from logbook import privacy
from logbook.models import ExerciseDone, Symptom
from tests.factories import PASSWORD, UserFactory


@isolate_apps("logbook")
def test_a_table_that_somebody_adds_tomorrow_is_seen() -> None:
    class Mood(models.Model):
        runner = models.ForeignKey(get_user_model(), on_delete=models.CASCADE, related_name="+")
        words = models.TextField()

        class Meta:
            app_label = "logbook"

        def __str__(self) -> str:
            return self.words

    assert privacy.way_to_owner(Mood) == "runner"
    assert [one.name for one in Mood._meta.concrete_fields if not privacy.says_nothing(one, Mood)] == ["words"]


def test_a_row_is_a_persons_however_far_away_the_person_is() -> None:
    assert privacy.way_to_owner(ExerciseDone) == "session__runner"
    assert privacy.way_to_owner(Symptom) == "runner"
    found = {model._meta.label for model in privacy.tables_of_people()}
    assert {
        "accounts.User",
        "logbook.Receipt",
        "account.EmailConfirmation",
        "mfa.Authenticator",
        "admin.LogEntry",
    } <= found
    assert "library.Revision" not in found


def test_what_is_erased_and_what_is_not_is_decided_for_every_line() -> None:
    kept = [(line.model, line.fields) for line in privacy.register() if not line.erasure]
    # A log of break-ins that whoever broke in could erase would be none.
    assert kept == [
        ("accounts.Tombstone", ("digest", "what", "erased_at")),
        ("ankles.SecurityEvent", ("at", "act", "account", "network")),
    ]
    secret = {f"{line.model}.{name}" for line in privacy.register() if not line.export for name in line.fields}
    assert {"accounts.User.password", "mfa.Authenticator.data", "sessions.Session.session_key"} <= secret
    assert not any(name.startswith("logbook.Symptom") for name in secret)


def words(client: Client) -> str:
    """The words of /privacy/."""
    page = client.get("/privacy/").content.decode()
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


@pytest.mark.django_db
def test_the_privacy_page_names_every_group_and_how_long_it_is_kept(client: Client) -> None:
    page = client.get("/privacy/").content.decode()
    named = re.findall(r"<dt>([^<]+)</dt>", page)
    assert [group for group in privacy.groups() if group not in named] == []
    text = words(client)
    for times in ("until you erase it", "90 days at most", "after 90 days", "three days", "Kept for good"):
        assert times in text, times
    assert f"up to {backups.KEPT_FOR.days} days" in text


@pytest.mark.django_db
def test_the_privacy_page_is_the_same_for_everybody(client: Client) -> None:
    answer = client.get("/privacy/")
    assert (answer.cookies, answer.headers["Cache-Control"].startswith("public")) == ({}, True)
    assert "not open yet" not in answer.content.decode()


@pytest.mark.django_db
def test_the_cookies_of_whoever_logs_in_are_those_of_the_register_and_the_page_counts_them(client: Client) -> None:
    UserFactory.create(email="ana@example.org")
    client.get("/accounts/login/")
    client.post("/accounts/login/", {"login": "ana@example.org", "password": PASSWORD})
    client.post("/accounts/", {"time_zone": "Europe/London", "week_start": "0"})
    assert set(client.cookies) == {cookie.name for cookie in privacy.COOKIES}
    said = client.cookies["messages"]
    client.get("/accounts/")
    assert (said.value != "", client.cookies["messages"].value) == (True, "")
    page = client.get("/privacy/").content.decode()
    words = {3: "three", 4: "four"}[len(privacy.COOKIES)]
    assert (f"None in the guide, {words} in the logbook" in page, f"{words.title()} cookies:" in page) == (True, True)
