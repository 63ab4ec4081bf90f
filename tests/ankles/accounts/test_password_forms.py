"""A password is the same on every keyboard; a new one is not one that guessers try first."""

from __future__ import annotations

import gzip
import re
import unicodedata

import pytest
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from ankles.accounts import passwords
from ankles.accounts.adapter import AccountAdapter
from ankles.accounts.models import User
from ankles.configuration import site_from
from tests.ankles.accounts.entering import errors, is_in, link_of, log_in, prove, sign_up
from tests.ankles.accounts.test_passwords import choose, path_in, reset_link
from tests.journeys.site import ROOT

COMPOSED, DECOMPOSED = "d\u00e9rapages-doux", "de\u0301rapages-doux"
# A Mac writes a no-break space where the other keyboard writes a plain one.
NO_BREAK = "d\u00e9rapages\u00a0doux trois"
FORMS = [COMPOSED, DECOMPOSED]


def set_as_earlier_releases_did(runner: User, password: str) -> None:
    """Hash a password as it was typed."""
    User.objects.filter(pk=runner.pk).update(password=make_password(password))
    runner.refresh_from_db()


@pytest.mark.django_db
@pytest.mark.parametrize("typed", FORMS, ids=["composed", "decomposed"])
@pytest.mark.parametrize("chosen", FORMS, ids=["composed", "decomposed"])
def test_a_password_chosen_on_one_keyboard_opens_on_the_next(chosen: str, typed: str) -> None:
    sign_up(Client(), password1=chosen)
    assert log_in(Client(), password=typed).headers["Location"] == "/log/"
    assert log_in(Client(), password="derapages-doux").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("typed", FORMS, ids=["composed", "decomposed"])
@pytest.mark.parametrize("kept", FORMS, ids=["composed", "decomposed"])
def test_a_password_of_an_earlier_release_opens_in_either_form_and_is_kept_in_one_from_then_on(
    ana: User, kept: str, typed: str
) -> None:
    set_as_earlier_releases_did(ana, kept)
    before = ana.password
    assert log_in(Client(), password=typed).headers["Location"] == "/log/"
    ana.refresh_from_db()
    assert (ana.password == before) == (kept == COMPOSED)
    assert ana.password == make_password(COMPOSED, ana.password.split("$")[1], "md5")


@pytest.mark.django_db
def test_every_kind_of_space_is_a_space(ana: User) -> None:
    set_as_earlier_releases_did(ana, NO_BREAK)
    for typed in (NO_BREAK, NO_BREAK.replace("\u00a0", " "), NO_BREAK.replace("\u00a0", "\u3000")):
        assert log_in(Client(), password=typed).headers["Location"] == "/log/"
    assert log_in(Client(), password=NO_BREAK.replace("\u00a0", "")).status_code == 200


@pytest.mark.django_db
def test_hashing_it_anew_ends_no_log_in_on_any_device(ana: User) -> None:
    set_as_earlier_releases_did(ana, DECOMPOSED)
    laptop, phone = Client(), Client()
    laptop.force_login(ana)
    listed(laptop, ana)
    assert log_in(phone, password=DECOMPOSED).headers["Location"] == "/log/"
    assert (is_in(phone), is_in(laptop)) == (True, True)


@pytest.mark.django_db
@pytest.mark.parametrize("where", ["reauthenticate", "change"])
def test_nor_does_it_when_whoever_is_in_writes_it_again(ana: User, where: str) -> None:
    set_as_earlier_releases_did(ana, DECOMPOSED)
    phone, laptop = Client(), Client()
    for client in (phone, laptop):
        client.force_login(ana)
        listed(client, ana)
    if where == "reauthenticate":
        assert prove(phone, DECOMPOSED).headers["Location"] == "/accounts/"
    else:
        weak = {"oldpassword": DECOMPOSED, "password1": "short"}
        assert "password1" in errors(phone.post("/accounts/password/change/", weak))
    assert (is_in(phone), is_in(laptop)) == (True, True)


def listed(client: Client, runner: User) -> None:
    """Put a session on the list of devices, as a log-in does."""
    runner.usersession_set.create(session_key=client.session.session_key, ip="198.51.100.1")


@pytest.mark.django_db
def test_a_password_that_is_changed_still_ends_the_other_log_ins(ana: User) -> None:
    set_as_earlier_releases_did(ana, DECOMPOSED)
    phone, laptop = Client(), Client()
    for client in (phone, laptop):
        client.force_login(ana)
        listed(client, ana)
    change = {"oldpassword": DECOMPOSED, "password1": "quiet-mornings-4"}
    assert phone.post("/accounts/password/change/", change).headers["Location"] == "/accounts/"
    assert (is_in(phone), is_in(laptop)) == (True, False)


@pytest.mark.django_db
def test_every_door_takes_either_form(ana: User, browser: Client) -> None:
    change = {"oldpassword": "soft-landings-9", "password1": DECOMPOSED}
    browser.post("/accounts/password/change/", change)
    assert prove(browser, COMPOSED).headers["Location"] == "/accounts/"
    assert prove(browser, DECOMPOSED).headers["Location"] == "/accounts/"
    choose(Client(), path_in(reset_link()), "e\u0301toiles-filantes-8")
    assert log_in(Client(), password="\u00e9toiles-filantes-8").headers["Location"] == "/log/"


@given(st.text(max_size=20))
def test_the_canonical_form_of_a_password_is_its_own_and_is_tried_first(password: str) -> None:
    kept = passwords.canonical_password(password)
    assert passwords.canonical_password(kept) == kept
    assert passwords.canonical_password(unicodedata.normalize("NFD", password)) == kept
    assert passwords.stored_forms_of_password(password)[0] == kept
    assert password in passwords.stored_forms_of_password(password)
    assert passwords.stored_forms_of_password(password) == [password] or not password.isascii()


REPEATED = ["heelheelheel", "heelheelhee", "HeelheelHEEL", "heelheelheel1", "heel heel heel", "heel-heel-heel!",
            "ankleankle", "abcabcabcabc2024!", "2026202620", "\u00e9te\u0301\u00e9te\u0301\u00e9te\u0301\u00e9t\u00e9"]  # fmt: skip
RUNS = ["abcdefghij", "ABCdefGHIjkl", "zyxwvutsrq", "01234567890", "9876543210", "qwertyuiop12", "qwertz123456", "azertyuiop",
        "abc123def456", "asdfghjkl;", "aaaabbbbcccc"]  # fmt: skip
GOOD = ["soft-landings-9", "quiet-mornings-4", "straightforward", "abababababx!9k", "three blind mice", "m\u00fcnchen-l\u00e4uft",
        "powerpoint-rust", "1q2w3e4r5t6z", "calf calves calving", "runaway-teapots", "ankles-on-the-hill",
        "running late again", "4815162342-7"]  # fmt: skip
OF_THE_SITE = ["ankles2026", "Ankles-2026!", "4nkl3s-2026", "achilles-tendon", "Running4444",
               "runner-123-run", "p@ssw0rd-2026", "Marathon 2027!", "hillrunners-1"]  # fmt: skip


@pytest.mark.parametrize("password", REPEATED)
def test_a_short_piece_over_and_over_is_no_new_password(password: str) -> None:
    assert "password_repeated" in refused(password)


@pytest.mark.parametrize("password", RUNS)
def test_a_plain_run_is_no_new_password(password: str) -> None:
    assert "password_run" in refused(password)


@pytest.mark.parametrize("password", OF_THE_SITE)
def test_what_the_site_is_called_and_about_is_no_new_password(password: str, settings: Settings) -> None:
    settings.SITE = site_from("https://www.hillrunners.example")
    assert "password_of_the_site" in refused(password)


@pytest.mark.parametrize(
    "password", ["ana-20262026", "kowalczyk-19841984", "An4 Kowalczyk!", "leeds-2026-1", "Kowalczyk Leeds"]
)
def test_nor_is_ones_own_name_in_the_address_or_the_clubs(password: str, settings: Settings) -> None:
    settings.OPERATOR_NAME = "Running Club Leeds"
    assert "password_of_the_site" in refused(password, User(email="ana.kowalczyk7@example.org"))


def test_a_name_among_other_words_is_a_good_password(settings: Settings) -> None:
    settings.OPERATOR_NAME = "Running Club Leeds"
    assert refused("ana likes soup in leeds", User(email="ana.kowalczyk7@example.org")) == set()


def test_the_list_of_common_passwords_has_enough_that_are_long_enough() -> None:
    listed = gzip.decompress((ROOT / "ankles" / "accounts" / "common_passwords.txt.gz").read_bytes()).decode().split()
    assert len([password for password in listed if len(password) >= 10]) >= 3000
    for password in (listed[20], listed[2999].upper(), "1q2w3e4r5t"):
        with pytest.raises(ValidationError) as refusal:
            AccountAdapter().clean_password(password)
        said = "This password is on the lists that guessers try first. Choose another."
        assert refusal.value.messages.count(said) == 1


@pytest.mark.parametrize("password", GOOD)
def test_words_are_a_good_password(password: str) -> None:
    assert refused(password) == set()


def refused(password: str, runner: User | None = None) -> set[str]:
    """Why a new password is not taken, by code; what stands on the lists of common ones besides is another reason."""
    try:
        AccountAdapter().clean_password(password, runner)
    except ValidationError as error:
        return {one.code or "" for one in error.error_list} - {"password_too_common"}
    return set()


@pytest.mark.django_db
def test_an_account_that_has_such_a_password_still_opens(ana: User) -> None:
    set_as_earlier_releases_did(ana, "heelheelheel")
    assert log_in(Client(), password="heelheelheel").headers["Location"] == "/log/"


@pytest.mark.django_db
@pytest.mark.usefixtures("with_mail")
def test_every_form_of_a_new_password_says_what_is_wrong_with_it(ana: User, browser: Client) -> None:
    said = ["This password is one short piece, repeated. Take three different words."]
    weak = "heelheelheel"
    assert errors(sign_up(Client(), email="new@example.org", password1=weak))["password1"] == said
    change = {"oldpassword": "soft-landings-9", "password1": weak}
    assert errors(browser.post("/accounts/password/change/", change)) == {"password1": said}
    Client().post("/accounts/password/reset/", {"email": ana.email})
    client = Client()
    where = client.get(link_of()).headers["Location"]
    assert errors(client.post(where, {"password1": weak})) == {"password1": said}


@pytest.mark.parametrize("path", ["reauthenticate", "password/change"])
def test_a_password_manager_is_told_whose_password_is_asked_for_and_the_site_is_not(ana: User, path: str) -> None:
    browser = Client()
    browser.force_login(ana)
    html = browser.get(f"/accounts/{path}/").content.decode()
    found = re.findall(r'<input[^>]*autocomplete="username"[^>]*>', html)
    assert found == [f'<input type="email" value="{ana.email}" autocomplete="username" readonly hidden>']


def test_so_it_is_behind_the_link_of_a_forgotten_password(ana: User, client: Client) -> None:
    html = client.get(path_in(reset_link()), follow=True).content.decode()
    assert f'value="{ana.email}" autocomplete="username"' in html
