"""The one door of the site: editors come to the desk through it, and no other page takes a password."""

from __future__ import annotations

import importlib
import io
import time
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.apps import apps
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from ankles.accounts.models import User
from library.admin import editors
from library.models import Article
from tests.ankles.accounts.entering import hidden, log_in, text_of
from tests.factories import PASSWORD, ChapterFactory, UserFactory
from tests.library.admin.browsing import open_form, page_of, read

pytestmark = pytest.mark.django_db
DOOR, SECOND = "/accounts/login/", "/accounts/2fa/authenticate/"
SECRET = "A" * 32
METHODS = ("get", "head", "post", "put", "patch", "delete", "options")


def who(client: Client) -> str:
    """The number of who is logged in; empty for nobody."""
    return str(client.session.get("_auth_user_id", ""))


def code_now() -> str:
    return str(format_hotp_value(hotp_value(SECRET, int(time.time()) // 30)))


def test_an_editor_comes_in_through_the_door_of_the_site(client: Client, editor: User) -> None:
    assert client.get("/admin/").headers["Location"] == f"{DOOR}?next=/admin/"
    assert log_in(client, "Editor@example.org", next="/admin/").headers["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_an_editor_with_a_second_factor_comes_in(client: Client, editor: User) -> None:
    TOTP.activate(editor, SECRET)
    answer = log_in(client, editor.email, next="/admin/")
    assert answer.headers["Location"].partition("?")[0] == SECOND
    assert client.get("/admin/").status_code == 302
    assert client.post(SECOND, {"code": code_now()}).headers["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_where_a_second_factor_is_demanded_a_password_alone_opens_no_page_of_the_desk(
    client: Client, editor: User, settings: Settings
) -> None:
    settings.EDITORS_NEED_SECOND_FACTOR = True
    log_in(client, editor.email)
    for page in ("/admin/", "/admin/library/exercise/", "/admin/library/exercise/add/"):
        answer = client.get(page, follow=True)
        assert (answer.status_code, answer.redirect_chain[0][0]) == (403, f"/admin/login/?next={page}")
        assert "Set up a second factor first" in text_of(answer)
    assert client.get("/log/").status_code in (200, 302)  # all else is open
    TOTP.activate(editor, SECRET)
    assert client.get("/admin/").status_code == 200
    # Recovery codes are none: they come with a factor, and outlive none.
    Authenticator.objects.update(type=Authenticator.Type.RECOVERY_CODES)
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("page", ["/admin/login/", "/admin/password_change/", "/admin/password_change/done/"])
def test_no_page_of_the_desk_takes_a_password_from_anybody_by_any_method(editor: User, page: str, method: str) -> None:
    """Tried with allauth's `secure_admin_login` alone: an editor who was logged in sent another's password to
    /admin/login/ and became that editor, past the second factor."""
    other = UserFactory.create(email="other@example.org")
    runner = UserFactory.create(email="ben@example.org")
    editors.make_editor(other)
    TOTP.activate(other, SECRET)
    before = set(User.objects.values_list("pk", "password", "last_login"))
    sent = {"username": other.email, "login": other.email, "email": other.email, "password": PASSWORD, "next": "/admin/",
            "old_password": PASSWORD, "new_password1": "quiet-mornings-4", "new_password2": "quiet-mornings-4"}  # fmt: skip
    for person in (None, editor, other, runner):
        client = Client()
        if person:
            client.force_login(person)
            User.objects.filter(pk=person.pk).update(last_login=None)
        answer = getattr(client, method)(page, sent)
        assert (answer.status_code, who(client)) in ((302, who(client)), (403, str(runner.pk)))
        assert who(client) == (str(person.pk) if person else "")
        assert 'type="password"' not in answer.content.decode()
        assert {"private", "no-store"} <= set(answer.headers["Cache-Control"].split(", "))
    assert set(User.objects.values_list("pk", "password", "last_login")) == before


def test_where_the_old_pages_lead(client: Client, desk: Client, ana: Client) -> None:
    for method in ("get", "post"):
        ask = [getattr(person, method) for person in (client, desk, ana)]
        assert ask[0]("/admin/login/").headers["Location"] == f"{DOOR}?next=/admin/"
        assert ask[0]("/admin/password_change/").headers["Location"] == f"{DOOR}?next=/admin/password_change/"
        assert ask[1]("/admin/login/").headers["Location"] == "/admin/"
        for page in ("/admin/password_change/", "/admin/password_change/done/"):
            assert ask[1](page).headers["Location"] == "/accounts/"
        answer = ask[2]("/admin/login/")
        assert (answer.status_code, "This account is no editor" in text_of(answer)) == (403, True)
    page = "/admin/library/exercise/"
    assert client.get(f"/admin/login/?next={page}").headers["Location"] == f"{DOOR}?next={page}"
    assert desk.get(f"/admin/login/?next={page}").headers["Location"] == page
    for elsewhere in ("https://example.com/admin/", "//example.com/admin/", "/log/", "/admin/login/?next=/admin/"):
        assert client.get("/admin/login/", {"next": elsewhere}).headers["Location"] == f"{DOOR}?next=/admin/"
        assert desk.get("/admin/login/", {"next": elsewhere}).headers["Location"] == "/admin/"


def test_a_runner_is_told_that_the_desk_is_for_editors_and_can_log_in_as_another(client: Client, editor: User) -> None:
    UserFactory.create(email="ana@example.org")
    assert log_in(client, next="/admin/").headers["Location"] == "/admin/"
    answer = client.get("/admin/", follow=True)
    assert (answer.status_code, "This account is no editor" in text_of(answer)) == (403, True)
    out = client.post("/accounts/logout/", hidden(answer, "/accounts/logout/"))
    assert out.headers["Location"] == "/admin/"
    log_in(client, editor.email)
    assert client.get("/admin/").status_code == 200


def test_wrong_passwords_of_editors_are_counted_with_everybodys(client: Client, editor: User) -> None:
    for _ in range(5):
        log_in(client, editor.email, "wrong", next="/admin/")
    assert "There were too many wrong passwords" in text_of(log_in(client, editor.email.upper(), next="/admin/"))


def test_a_log_in_that_was_made_before_goes_on(client: Client, editor: User) -> None:
    """As the desk's own log-in left it: the same backend, nothing of allauth's in the session."""
    client.force_login(editor, backend="ankles.accounts.backends.Backend")
    assert [name for name in client.session.keys() if not name.startswith("_auth_user")] == []  # noqa: SIM118 (no mapping)
    assert client.get("/admin/").status_code == 200
    assert client.get("/accounts/sessions/").status_code == 200


# --- A text that is sent after the log-in ended --------------------------------------------------


def test_whoever_logs_out_reads_what_became_of_their_words(desk: Client) -> None:
    """As it did, the page was Django's, and thanked for quality time."""
    page = text_of(desk.post("/admin/logout/"))
    assert "This browser keeps nothing of what you typed and did not save." in page
    assert "quality time" not in page


def test_a_text_sent_after_the_log_in_ended_is_there_after_logging_in_again(desk: Client, editor: User) -> None:
    chapter = ChapterFactory.create()
    mine = open_form(desk, chapter) | {"body": 'Words "with" & marks.\r\n\r\nAnd lines.', "_publish": "1"}
    desk.logout()
    ended = desk.post(page_of(chapter), mine)
    assert (ended.status_code, "this is not saved yet" in text_of(ended)) == (403, True)
    wrong = log_in(desk, editor.email, "wrong", **hidden(ended, DOOR))
    kept = log_in(desk, editor.email, **hidden(wrong, DOOR))
    assert (kept.status_code, "what you wrote is here" in kept.content.decode()) == (200, True)
    assert Article.objects.get().body == chapter.body
    assert desk.post(page_of(chapter), read(kept.content.decode())).status_code == 302
    assert Article.objects.get().body == 'Words "with" & marks.\n\nAnd lines.'


def test_it_goes_through_the_second_step_too(desk: Client, editor: User) -> None:
    TOTP.activate(editor, SECRET)
    chapter = ChapterFactory.create()
    mine = open_form(desk, chapter) | {"body": "Words", "_publish": "1"}
    desk.logout()
    second = log_in(desk, editor.email, **hidden(desk.post(page_of(chapter), mine), DOOR))
    kept = desk.post(SECOND, {"code": code_now(), **hidden(second, SECOND)})
    assert desk.post(page_of(chapter), read(kept.content.decode())).status_code == 302
    assert Article.objects.get().body == "Words"


def test_a_text_that_an_earlier_release_held_on_its_own_page_goes_on_and_its_password_is_not_read(
    desk: Client, editor: User
) -> None:
    chapter = ChapterFactory.create()
    mine = open_form(desk, chapter) | {"body": "Held by the desk", "_publish": "1"}
    desk.logout()
    held = {f"held-{name}": value for name, value in mine.items()}
    sent = {"username": editor.email, "password": PASSWORD, "next": page_of(chapter), **held}
    page = desk.post("/admin/login/", sent)
    assert (page.status_code, who(desk)) == (200, "")
    kept = log_in(desk, editor.email, **hidden(page, DOOR))
    assert desk.post(page_of(chapter), read(kept.content.decode())).status_code == 302
    assert Article.objects.get().body == "Held by the desk"


def test_a_held_text_of_the_desk_is_sent_nowhere_but_to_the_desk(client: Client, editor: User) -> None:
    for elsewhere in ("https://example.com/admin/", "//example.com/admin/library/exercise/add/", "/admin/", "/guide/"):
        answer = log_in(client, editor.email, next=elsewhere, **{"held-title": "Held words"})
        assert (answer.status_code, "Held words" in answer.content.decode()) == (302, False)
        client.logout()


def test_a_text_of_the_desk_is_not_shown_to_a_runner(client: Client, editor: User) -> None:
    runner = UserFactory.create(email="ana@example.org")
    chapter = ChapterFactory.create()
    ended = client.post(page_of(chapter), {"body": "An editor's words"})
    answer = log_in(client, **hidden(ended, DOOR))
    page = answer.content.decode()
    assert (answer.status_code, "An editor" in page) == (409, False)
    # The browser that it was typed in holds it for the editor's next visit, and this log-out leaves it there.
    assert "this browser kept what was" in page
    assert f'data-log-out="{runner.badge}"' in client.get("/accounts/logout/").content.decode()


def test_a_text_with_an_old_token_is_not_lost(editor: User) -> None:
    chapter = ChapterFactory.create()
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(editor)
    page = browser.post(page_of(chapter), {"body": "Old token"}, headers={"origin": "http://testserver"})
    assert (page.status_code, read(page.content.decode())["body"]) == (403, "Old token")
    foreign = browser.post(page_of(chapter), {"body": "Foreign words"}, headers={"origin": "https://example.com"})
    assert (foreign.status_code, "Foreign words" in foreign.content.decode()) == (403, False)


def test_a_runner_gets_nothing_by_sending_a_form(ana: Client) -> None:
    chapter = ChapterFactory.create()
    assert ana.post(page_of(chapter), {"title": "Mine"}).status_code == 302
    assert Article.objects.get().title == chapter.title


# --- Editors that a command made, on a site that sends mail --------------------------------------


@pytest.fixture
def with_mail(settings: Settings) -> None:
    """A site that can send mail: an address is confirmed before the first log-in."""
    settings.MAIL_CONFIGURED = True
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"


@pytest.mark.usefixtures("with_mail")
def test_an_editor_whom_a_command_made_before_comes_in_without_confirming_an_address(client: Client) -> None:
    made = UserFactory.create(email="ed@example.org")
    editors.make_editor(made)
    # A reset link of allauth's leaves a line, too.
    EmailAddress.objects.create(user=made, email=made.email)
    vouch_for_editors()
    assert log_in(client, "ed@example.org", next="/admin/").headers["Location"] == "/admin/"


@pytest.mark.usefixtures("with_mail")
def test_an_editor_whom_a_command_makes_chooses_a_password_and_comes_in(client: Client) -> None:
    out = io.StringIO()
    call_command("make_editor", "ed@example.org", stdout=out)
    link = out.getvalue().splitlines()[-1].removeprefix("http://localhost:8000")
    form = client.get(link, follow=True).redirect_chain[-1][0]
    chosen = client.post(form, {"new_password1": "four-soft-landings"}, follow=True)
    assert [where for where, _ in chosen.redirect_chain] == ["/admin/login/", f"{DOOR}?next=/admin/"]
    assert log_in(client, "ed@example.org", "four-soft-landings", next="/admin/").headers["Location"] == "/admin/"


@pytest.mark.usefixtures("with_mail")
def test_whoever_signed_up_confirms_the_address_also_as_an_editor(client: Client) -> None:
    signed_up = UserFactory.create(email="ed@example.org")
    EmailAddress.objects.create(user=signed_up, email=signed_up.email, primary=True)
    runner = UserFactory.create(email="ana@example.org")
    editors.make_editor(signed_up)
    vouch_for_editors()
    assert not EmailAddress.objects.filter(verified=True).exists()
    assert not EmailAddress.objects.filter(user=runner).exists()
    assert log_in(client, "ed@example.org", next="/admin/").headers["Location"] == "/accounts/confirm-email/"


def vouch_for_editors() -> Any:
    """What the migration does."""
    importlib.import_module("ankles.accounts.migrations.0005_addresses_of_editors").vouch_for_editors(apps, None)
