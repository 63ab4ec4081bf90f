"""Editors are made and unmade by command."""

from __future__ import annotations

from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client

from ankles.accounts.models import User
from library.admin import editors
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def run(command: str, email: str) -> str:
    """What a command prints."""
    out = StringIO()
    call_command(command, email, stdout=out)
    return out.getvalue()


def test_the_group_may_edit_the_library_and_nothing_else() -> None:
    def may(group: Group) -> set[str]:
        return {f"{one.content_type.app_label}.{one.codename}" for one in group.permissions.all()}

    pages = ("chapter", "exercise", "issue", "routine", "source", "synonym", "term", "warningsign")
    below = ("articleexercise", "stage", "step", "variation")
    group = editors.ensure_group()
    assert may(group) == (
        {f"library.{action}_{kind}" for kind in pages for action in ("add", "change", "view")}
        | {f"library.{action}_{kind}" for kind in below for action in ("add", "change", "delete", "view")}
        | {"library.change_area", "library.view_area"}
    )
    assert may(Group.objects.get(name=editors.CHIEFS)) == {f"library.delete_{kind}" for kind in pages}


def test_editors_of_the_time_before_there_were_chiefs_are_chiefs() -> None:
    group, user = Group.objects.create(name=editors.GROUP), UserFactory.create(is_staff=True)
    user.groups.add(group)
    editors.ensure_group()
    assert editors.is_chief(user)
    later = UserFactory.create()
    editors.make_editor(later)
    editors.ensure_group()
    assert not editors.is_chief(later)


def test_a_chief_is_made_by_command_and_unmade_with_the_desk() -> None:
    user = UserFactory.create(email="chief@example.org")
    out = StringIO()
    call_command("make_editor", "chief@example.org", "--chief", stdout=out)
    assert "chief@example.org is a chief editor:" in out.getvalue()
    user.refresh_from_db()
    assert editors.is_chief(user)
    run("unmake_editor", "chief@example.org")
    user.refresh_from_db()
    assert not editors.is_chief(user)
    assert not editors.is_editor(user)


def test_the_group_loses_what_somebody_gave_it_by_hand() -> None:
    group = editors.ensure_group()
    before = set(group.permissions.all())
    group.permissions.clear()
    assert set(editors.ensure_group().permissions.all()) == before


def test_a_new_editor_chooses_a_password_with_the_link_and_comes_in(client: Client) -> None:
    printed = run("make_editor", " Ed@Example.ORG ")
    link = next(line for line in printed.splitlines() if "/accounts/password/" in line)
    path = link.removeprefix("http://localhost:8000")
    page = client.get(path, follow=True)
    assert "Choose a password" in page.content.decode()
    form = page.redirect_chain[-1][0]
    answer = client.post(form, {"new_password1": "four-soft-landings", "new_password2": "four-soft-landings"})
    assert (answer.status_code, answer["Location"]) == (302, "/admin/login/")
    assert client.login(username="ed@example.org", password="four-soft-landings")
    assert client.get("/admin/").status_code == 200
    assert "This link does not work any more" in Client().get(path, follow=True).content.decode()


def test_a_short_password_is_refused_in_plain_words(client: Client) -> None:
    link = run("make_editor", "ed@example.org").splitlines()[-1]
    form = client.get(link.removeprefix("http://localhost:8000"), follow=True).redirect_chain[-1][0]
    page = client.post(form, {"new_password1": "short", "new_password2": "short"}).content.decode()
    assert "There is a problem" in page
    assert "Make your password 10 characters or longer." in page
    assert "style=" not in page


def test_making_an_editor_twice_changes_nothing(client: Client) -> None:
    run("make_editor", "ed@example.org")
    run("make_editor", "ed@example.org")
    assert [(user.email, user.is_staff, user.is_superuser) for user in User.objects.all()] == [
        ("ed@example.org", True, False)
    ]


def test_somebody_with_a_password_keeps_it_and_gets_no_link() -> None:
    UserFactory.create(email="ana@example.org")
    assert "/accounts/password/" not in run("make_editor", "ana@example.org")
    assert User.objects.get().check_password(PASSWORD)
    assert editors.is_editor(User.objects.get())


def test_a_bad_address_is_one_clear_line() -> None:
    with pytest.raises(CommandError, match=r"^'nope' is no e-mail address\.$"):
        run("make_editor", "nope")
    with pytest.raises(CommandError, match=r"^There is no account nobody@example\.org\.$"):
        run("unmake_editor", "nobody@example.org")
    assert not User.objects.exists()


def test_a_closed_account_is_made_no_editor() -> None:
    UserFactory.create(email="gone@example.org", is_active=False)
    with pytest.raises(CommandError, match="is closed"):
        run("make_editor", "gone@example.org")


def test_an_unmade_editor_is_logged_out_and_others_stay(desk: Client, editor: User, ana: Client) -> None:
    other = Client()
    other.force_login(UserFactory.create(email="ben@example.org"))
    assert "Sessions ended: 1." in run("unmake_editor", editor.email)
    assert desk.get("/admin/").status_code == 302
    assert "_auth_user_id" in other.session
    assert "_auth_user_id" in ana.session
    assert "_auth_user_id" not in desk.session
    assert not User.objects.get(pk=editor.pk).groups.exists()
    assert Group.objects.filter(name="Editors").exists()
