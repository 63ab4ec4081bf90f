"""What is erased is gone: from every table, from every browser, from the file on disk."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from ankles.accounts.models import Tombstone, User
from library.models import Revision
from logbook.entries import receipts
from logbook.models import ChosenFile
from logbook.takeout import erasing
from logbook.takeout.importing import chosen_file
from tests.ankles.accounts.entering import log_in
from tests.logbook.played import send, session
from tests.logbook.whole import fill, key, log_of

MARK = "zqmarker"


@pytest.fixture
def everything(ana: User) -> User:
    """Ana with a row in every table that can have one of hers."""
    fill(ana)
    ana.symptoms.update(note=MARK)
    receipts.accept(ana, key(9), {"note": MARK})
    address = EmailAddress.objects.create(user=ana, email=ana.email, verified=True, primary=True)
    EmailConfirmation.objects.create(email_address=address, key=MARK)
    Authenticator.objects.create(user=ana, type="totp", data={"secret": MARK})
    Revision.objects.create(kind="exercise", slug="x", document={}, action="saved", by=ana)
    LogEntry.objects.create(user=ana, action_flag=1, object_repr=MARK)
    client = Client()
    client.force_login(ana)
    UserSession.objects.get_or_create(
        session_key=client.session.session_key, defaults={"user": ana, "ip": "192.0.2.1", "user_agent": MARK}
    )
    return ana


def rows_that_hold(*marks: str) -> list[str]:
    """Every row of every table, browser sessions unpacked, that holds one of these texts."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values():
            text = json.dumps({name: str(value) for name, value in row.items()})
            if model is Session:
                text += json.dumps(Session.objects.get(pk=row["session_key"]).get_decoded(), default=str)
            found += [f"{model._meta.label}: {mark}" for mark in marks if mark in text]
    return found


def rows_that_point_to(person: int) -> list[str]:
    """Every row of every table with a link to a person of this number."""
    return [
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        for link in model._meta.concrete_fields
        if link.related_model is User and model._base_manager.filter(**{link.attname: person}).exists()
    ]


def marks(runner: User) -> tuple[str, ...]:
    return (MARK, runner.email, str(runner.key), runner.key.hex, runner.badge, str(key(3)))


def test_the_search_finds_what_is_there(everything: User) -> None:
    assert {line.partition(":")[0] for line in rows_that_hold(*marks(everything))} >= {
        "accounts.User", "logbook.Symptom", "account.EmailAddress", "account.EmailConfirmation", "mfa.Authenticator",
        "usersessions.UserSession", "admin.LogEntry",
    }  # fmt: skip
    assert "library.Revision" in rows_that_point_to(everything.pk)


def test_of_an_erased_account_no_row_is_left_in_any_table(everything: User, ben: User) -> None:
    fill(ben)
    before, number, searched = log_of(ben), everything.pk, marks(everything)[:5]
    erasing.erase_account(everything)
    assert rows_that_hold(*searched) == []
    assert rows_that_point_to(number) == []
    assert log_of(ben) == before
    assert Revision.objects.get(slug="x").by is None
    # One for what a backup brings back, one for what another phone remembers.
    assert [stone.what for stone in Tombstone.objects.all()] == ["account", "account"]


def test_all_browsers_of_an_erased_account_are_logged_out(everything: User, ben: User) -> None:
    browsers = [Client(), Client(), Client()]
    for browser, who in zip(browsers, (everything, everything, ben), strict=True):
        browser.force_login(who)
    Session.objects.filter(pk=browsers[1].session.session_key).update(expire_date=timezone.now())  # ended by itself
    erasing.erase_account(everything)
    assert [one.get_decoded()["_auth_user_id"] for one in Session.objects.all()] == [str(ben.pk)]
    assert browsers[0].get("/log/data/").status_code == 302


def test_a_log_in_that_waits_for_its_second_step_is_erased_too(ana: User, ben: User) -> None:
    Authenticator.objects.create(user=ana, type="totp", data={"secret": MARK})
    waiting_for_a_code, bens = Client(), Client()
    log_in(waiting_for_a_code, ana.email)
    log_in(bens, ben.email)
    assert ana.email in str([one.get_decoded() for one in Session.objects.all()])
    erasing.erase_account(ana)
    assert ana.email not in str([one.get_decoded() for one in Session.objects.all()])
    assert Session.objects.count() == 1


def while_on_its_way(monkeypatch: pytest.MonkeyPatch, act: Callable[[User], object]) -> None:
    """Have something done in another tab after a request was let in, and before it writes."""
    take_turn = receipts.one_at_a_time

    def after_the_other_tab(runner: User) -> None:
        monkeypatch.setattr(receipts, "one_at_a_time", take_turn)
        act(User.objects.get(pk=runner.pk))
        take_turn(runner)

    monkeypatch.setattr(receipts, "one_at_a_time", after_the_other_tab)


def minutes(ana: User) -> dict[str, str]:
    return {"entry_key": str(key(1)), "minutes": "5", "account": ana.badge}


def test_what_was_on_its_way_while_the_account_was_erased_finds_nobody(
    ana: User, browser_of_ana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    while_on_its_way(monkeypatch, erasing.erase_account)
    answer = browser_of_ana.post("/log/2026-11-20/sessions/", minutes(ana))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/login/")
    assert not ana.training_sessions.exists()


def test_what_was_played_while_the_account_was_erased_finds_nobody(
    ana: User, browser_of_ana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    while_on_its_way(monkeypatch, erasing.erase_account)
    assert send(browser_of_ana, session(ana)).status_code == 401
    assert not ana.training_sessions.exists()


def test_nothing_is_written_for_somebody_who_takes_the_consent_back_meanwhile(
    ana: User, browser_of_ana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def withdraw(runner: User) -> int:
        return erasing.erase_entries(runner, withdraw=True)

    while_on_its_way(monkeypatch, withdraw)
    answer = browser_of_ana.post("/log/2026-11-20/sessions/", minutes(ana), headers={"hx-request": "true"})
    assert answer.headers["HX-Redirect"] == "/accounts/consent/?next=%2Flog%2F2026-11-20%2Fsessions%2F"
    ana.agree("1")
    while_on_its_way(monkeypatch, withdraw)
    played = send(browser_of_ana, session(ana))
    assert (played.status_code, played.json()) == (403, {"error": "consent"})
    assert not ana.training_sessions.exists()


def test_a_second_tap_finds_it_done(everything: User) -> None:
    erasing.erase_account(everything)
    before = list(Tombstone.objects.values())
    erasing.erase_account(everything)
    assert list(Tombstone.objects.values()) == before != []


def test_erasing_what_was_logged_leaves_the_account(everything: User, ben: User) -> None:
    fill(ben)
    before = log_of(ben)
    assert erasing.erase_entries(everything) == 15
    assert [count for _, count in erasing.counts_by_kind(everything)] == [0] * 12
    assert not everything.receipts.exists()
    everything.refresh_from_db()
    assert (everything.may_log, EmailAddress.objects.filter(user=everything).count()) == (True, 1)
    assert log_of(ben) == before
    assert Tombstone.objects.of(Tombstone.What.ENTRIES, [everything.key]).count() == 1


def test_taking_the_consent_back_is_part_of_the_same_act(everything: User) -> None:
    erasing.erase_entries(everything, withdraw=True)
    everything.refresh_from_db()
    assert (everything.may_log, everything.consent_text, everything.symptoms.count()) == (False, "", 0)


@pytest.mark.parametrize("erase", [erasing.erase_entries, erasing.erase_account])
def test_a_file_that_was_waiting_goes_too(everything: User, ben: User, erase: Any) -> None:
    file = SimpleUploadedFile("x.zip", MARK.encode())
    hers, his = chosen_file.keep(everything, file), chosen_file.keep(ben, file)
    erase(everything)
    assert chosen_file.file_of_token(everything, hers) is None
    assert [row.runner for row in ChosenFile.objects.all()] == [ben]
    assert chosen_file.file_of_token(ben, his) is not None


def test_what_goes_is_counted_in_words(ana: User) -> None:
    fill(ana)
    assert erasing.counts_by_kind(ana) == [
        ("training sessions", 2), ("symptoms", 2), ("day on which nothing hurt", 1),
        ("period of rest, injury or holiday", 1), ("measures", 2), ("runs", 2), ("usual run", 1), ("pinned routine", 1),
        ("place you follow", 1), ("choice of what trends show", 1), ("choice of what the report shows", 1),
        ("links that you share", 0),
    ]  # fmt: skip


def test_the_file_on_disk_forgets_too(tmp_path: Path) -> None:
    """SQLite is told to overwrite what is deleted; the log it writes ahead is emptied by `leave_no_trace`."""
    if connection.vendor != "sqlite":
        pytest.skip("about SQLite")
    path = tmp_path / "x.sqlite3"
    base = sqlite3.connect(path, isolation_level=None)
    for pragma in settings.DATABASES["default"]["OPTIONS"]["init_command"].split(";"):
        base.execute(pragma)
    base.execute("CREATE TABLE x (words text)")
    base.executemany("INSERT INTO x VALUES (?)", [(f"{MARK} {number} " * 50,) for number in range(200)])
    base.execute("DELETE FROM x")
    base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert not any(MARK.encode() in one.read_bytes() for one in tmp_path.iterdir())
