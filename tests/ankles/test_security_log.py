"""The security log: each act is a line with number, act and network, and nothing that anybody typed."""

from __future__ import annotations

import io
import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa import signals as factor
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.test import Client, RequestFactory
from django.utils import timezone

from ankles import security_log
from ankles.accounts.models import User
from ankles.accounts.security import Act
from ankles.models import SecurityEvent
from library.admin import editors
from tests.ankles.accounts.entering import SIGN_UP, prove
from tests.factories import PASSWORD, RunnerFactory
from tests.logbook.data_browser import in_again

pytestmark = pytest.mark.django_db
HERE: dict[str, Any] = {"REMOTE_ADDR": "203.0.113.77"}
TYPED = "Wrong-words-about-my-heel-7"


@pytest.fixture
def ana() -> User:
    return RunnerFactory.create(email="ana@example.org")


def lines() -> list[tuple[str, int | None, str]]:
    """The log: act, account, network."""
    return list(SecurityEvent.objects.order_by("pk").values_list("act", "account", "network"))


def log_in(client: Client, email: str, password: str = PASSWORD) -> Any:
    return client.post("/accounts/login/", {"login": email, "password": password}, **HERE)


def test_log_ins_good_and_bad_and_the_end_of_one(client: Client, ana: User) -> None:
    log_in(client, ana.email, TYPED)
    log_in(client, "nobody-has-this@example.org", TYPED)
    log_in(client, ana.email)
    client.post("/accounts/logout/", **HERE)
    assert lines() == [
        (Act.REFUSED, ana.pk, "203.0.113.0/24"),
        (Act.REFUSED, None, "203.0.113.0/24"),
        (Act.LOGGED_IN, ana.pk, "203.0.113.0/24"),
        (Act.LOGGED_OUT, ana.pk, "203.0.113.0/24"),
    ]


def test_who_tries_on_and_on_is_written_down_once_a_minute(client: Client, ana: User) -> None:
    for _ in range(12):
        log_in(client, ana.email, TYPED)
    acts = [act for act, _, _ in lines()]
    assert acts == [Act.REFUSED] * 5 + [Act.LOCKED_OUT]
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        log_in(client, ana.email, TYPED)
    assert [act for act, _, _ in lines()][6:] == [Act.LOCKED_OUT]


def test_a_password_chosen_on_the_link_of_an_editor_has_the_network_of_whoever_chose_it(client: Client) -> None:
    printed = io.StringIO()
    call_command("make_editor", "ed@example.org", stdout=printed)
    link = re.search(r"https?://[^/]+(/accounts/\S+)", printed.getvalue())
    assert link
    form = client.get(link[1], **HERE)
    client.post(form.headers["Location"], {"new_password1": "quiet-mornings-4"}, **HERE)
    editor = User.objects.get()
    assert lines()[-1] == (Act.PASSWORD_RESET, editor.pk, "203.0.113.0/24")


def test_a_sign_up_and_a_new_password(client: Client) -> None:
    client.defaults |= HERE
    client.post("/accounts/signup/", SIGN_UP)
    client.post("/accounts/password/change/", {"oldpassword": TYPED, "password1": "quiet-mornings-4"})
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": "quiet-mornings-4"})
    prove(client, password=TYPED)
    new = User.objects.get()
    assert [(act, account) for act, account, _ in lines()] == [
        (Act.SIGNED_UP, new.pk), (Act.LOGGED_IN, new.pk), (Act.PASSWORD_CHANGED, new.pk), (Act.REFUSED, new.pk),
    ]  # fmt: skip


def test_taking_out_and_erasing(ana: User) -> None:
    browser = in_again(ana)
    SecurityEvent.objects.all().delete()
    browser.get("/log/data/export/").getvalue()  # read to its end, which closes the file
    number, key = ana.pk, str(uuid.uuid4())
    for what in ("entries", "entries", "account_too"):  # the same form twice is one act
        browser.post("/log/data/erasure/", {"what": what, "entry_key": key, "account": ana.badge})
    assert not User.objects.filter(pk=number).exists()
    acts = [act for act, account, _ in lines() if account == number]
    assert acts == [Act.EXPORTED, Act.LOG_ERASED, Act.LOGGED_OUT, Act.ACCOUNT_ERASED]


def test_roles_and_links_of_the_operator_have_no_network(ana: User) -> None:
    call_command("make_editor", "ed@example.org", stdout=io.StringIO())
    call_command("reset_link", ana.email, stdout=io.StringIO())
    editor = User.objects.get(email="ed@example.org")
    editors.unmake_editor(editor)
    assert lines() == [
        (Act.EDITOR_MADE, editor.pk, ""),
        (Act.LINK_PRINTED, editor.pk, ""),
        (Act.LINK_PRINTED, ana.pk, ""),
        (Act.EDITOR_UNMADE, editor.pk, ""),
    ]


def test_a_second_factor_that_comes_goes_or_is_refused_is_a_line(ana: User) -> None:
    request = RequestFactory().get("/", **HERE)
    for signal, act in ((factor.authenticator_added, Act.FACTOR_ADDED),
                        (factor.authenticator_removed, Act.FACTOR_REMOVED),
                        (factor.authenticator_reset, Act.CODES_MADE),
                        (factor.authentication_failed, Act.CODE_REFUSED)):  # fmt: skip
        signal.send(None, request=request, user=ana, authenticator=None)
        assert lines()[-1] == (act, ana.pk, "203.0.113.0/24")


def test_a_link_to_the_report_is_a_line_when_it_is_made_and_when_it_is_taken_back(client: Client, ana: User) -> None:
    client.force_login(ana)
    SecurityEvent.objects.all().delete()
    key = str(uuid.uuid4())
    for _ in range(2):
        made = client.post("/log/report/links/", {"entry_key": key, "days": 7}, **HERE)
    assert made.status_code == 200
    assert lines() == [(Act.SHARED, ana.pk, "203.0.113.0/24")]
    link = ana.share_links.get()
    client.post(f"/log/report/links/{link.pk}/deletion/", {"entry_key": str(uuid.uuid4())}, **HERE)
    assert [act for act, *_ in lines()] == [Act.SHARED, Act.SHARE_ENDED]
    assert link.digest not in str(list(SecurityEvent.objects.values()))


@pytest.mark.django_db(transaction=True)
def test_an_older_release_takes_the_table_back_without_the_lines_that_it_does_not_know(ana: User) -> None:
    SecurityEvent.objects.create(act=Act.SHARED, account=ana.pk)
    SecurityEvent.objects.create(act=Act.LOGGED_IN, account=ana.pk)
    call_command("migrate", "ankles", "0002", verbosity=0)
    try:
        assert [act for act, *_ in lines()] == [Act.LOGGED_IN]
    finally:
        call_command("migrate", "ankles", verbosity=0)


def test_nothing_that_was_typed_and_no_address_is_in_any_line(client: Client, ana: User) -> None:
    log_in(client, ana.email, TYPED)
    log_in(client, f"{TYPED}@example.org", TYPED)
    said = io.StringIO()
    call_command("security_log", stdout=said)
    everything = f"{list(SecurityEvent.objects.values())} {said.getvalue()}"
    for private in (TYPED, "ana@", "example.org", "203.0.113.77"):
        assert private not in everything
    assert said.getvalue().count("refused") == 2


@pytest.mark.parametrize(
    ("address", "kept"),
    [("203.0.113.77", "203.0.113.0/24"), ("2001:db8:1:2:3::4", "2001:db8:1::/48"), ("::ffff:203.0.113.77", "203.0.113.0/24"),
     ("", ""), ("unknown", "")],
)  # fmt: skip
def test_an_address_is_cut(address: str, kept: str) -> None:
    assert security_log.network_that_is_noted(RequestFactory().get("/", REMOTE_ADDR=address)) == kept


def test_an_act_does_not_fail_because_it_cannot_be_written_down(
    client: Client, ana: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(**_: object) -> None:
        raise DatabaseError("disk full: ana@example.org")

    monkeypatch.setattr(SecurityEvent.objects, "create", full)
    assert log_in(client, ana.email).status_code == 302
    assert client.get("/accounts/").status_code == 200
    assert "The security log could not be written (DatabaseError)." in caplog.text
    assert "ana@" not in caplog.text


def test_the_log_is_read_by_account_also_by_number_when_that_is_gone(client: Client, ana: User) -> None:
    log_in(client, ana.email)
    log_in(Client(), "nobody@example.org", TYPED)

    def read(*words: str) -> list[str]:
        said = io.StringIO()
        call_command("security_log", *words, stdout=said)
        return said.getvalue().splitlines()

    assert len(read()) == 2
    (line,) = read("Ana@Example.org")
    assert line.split()[2:] == [str(ana.pk), "203.0.113.0/24", "logged_in"]
    assert read("--account", str(ana.pk)) == [line]
    assert read("--days", "0") == []
    with pytest.raises(CommandError, match="no account with the address"):
        read("nobody@example.org")
