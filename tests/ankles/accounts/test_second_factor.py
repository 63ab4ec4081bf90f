"""An authenticator app and recovery codes: set up, asked for, lost; their secrets are not to be read in the database."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from ankles.accounts.factors import Factors
from ankles.accounts.models import User
from ankles.accounts.second_factor import SecondFactorAdapter, dark_runs
from ankles.accounts.views import entrance
from library.admin import editors
from tests.ankles.accounts.entering import errors, is_in, log_in, prove, text_of
from tests.ankles.accounts.test_passwords import reset_link
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def code_at(secret: str, moment: datetime) -> str:
    """What the app shows at a moment."""
    return str(format_hotp_value(hotp_value(secret, int(moment.timestamp()) // 30)))


def turn_on(client: Client) -> str:
    """Set up the app, as a runner does; returns its secret."""
    prove(client)
    html = client.get("/accounts/2fa/totp/activate/").content.decode()
    found = re.search(r'class="secret">(\w+)<', html)
    assert found
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code_at(found[1], NOON)})
    assert answer.headers["Location"] == "/accounts/2fa/recovery-codes/"
    return found[1]


@pytest.fixture
def secret(browser: Client) -> Any:
    """Ana's app is set up at noon, and it is ten minutes later."""
    with time_machine.travel(NOON, tick=False) as clock:
        secret = turn_on(browser)
        clock.shift(600)
        yield secret


LATER = NOON.replace(minute=10)


def step(client: Client, code: str) -> Any:
    return client.post("/accounts/2fa/authenticate/", {"code": code})


def test_the_password_alone_does_not_open_the_account_any_more(client: Client, secret: str) -> None:
    assert log_in(client).headers["Location"] == "/accounts/2fa/authenticate/"
    assert not is_in(client)
    assert "One more step" in text_of(client.get("/accounts/2fa/authenticate/"))
    assert step(client, code_at(secret, LATER)).headers["Location"] == "/log/"
    assert is_in(client)


def test_where_one_wanted_to_be_is_not_forgotten(client: Client, secret: str) -> None:
    log_in(client, next="/log/calendar/")
    assert step(client, code_at(secret, LATER)).headers["Location"] == "/log/calendar/"


WRONG = "This code does not fit. Codes change every half minute: type the newest one."


@pytest.mark.parametrize("code", ["000000", "١٢٣٤٥٦", "✓", "<b>", "' or 1=1", "x" * 40])
def test_a_wrong_code_is_said_at_its_field(client: Client, secret: str, code: str) -> None:
    log_in(client)
    assert errors(step(client, code)) == {"code": [WRONG]}
    assert not is_in(client)


@pytest.mark.parametrize(
    ("code", "said"), [("", "Type the code."), ("x" * 41, "Ensure this value has at most 40 characters (it has 41).")]
)
def test_no_code_and_too_much_of_one_are_said_too(client: Client, secret: str, code: str, said: str) -> None:
    log_in(client)
    assert errors(step(client, code)) == {"code": [said]}


def test_a_code_counts_once_as_long_as_it_would_be_taken(client: Client, secret: str) -> None:
    with time_machine.travel(LATER, tick=False) as clock:
        for shift, answer in ((0, 302), (0, 200), (31, 200), (25, 200)):
            clock.shift(shift)
            log_in(client)
            assert step(client, code_at(secret, LATER)).status_code == answer
            client.post("/accounts/logout/")


def test_the_code_of_half_a_minute_ago_is_still_taken_and_an_older_one_not(client: Client, secret: str) -> None:
    log_in(client)
    assert step(client, code_at(secret, LATER.replace(minute=8))).status_code == 200
    assert step(client, code_at(secret, LATER.replace(minute=9, second=30))).status_code == 302


def test_guessing_codes_is_slowed_down(client: Client, secret: str) -> None:
    log_in(client)
    answers = [errors(step(client, f"{number:06}"))["code"][0] for number in range(6)]
    assert answers == [WRONG] * 5 + ["Too many wrong tries. Wait 5 minutes, then try again."]
    assert errors(step(client, code_at(secret, LATER)))["code"] == answers[5:]


def codes(client: Client) -> list[str]:
    prove(client)
    return re.findall(r"<li>(\d{8})</li>", client.get("/accounts/2fa/recovery-codes/").content.decode())


def test_a_recovery_code_opens_once_when_the_phone_is_not_there(browser: Client, client: Client, secret: str) -> None:
    kept = codes(browser)
    assert len(set(kept)) == 10
    log_in(client)
    assert step(client, kept[0]).headers["Location"] == "/log/"
    other = Client()
    log_in(other)
    assert errors(step(other, kept[0])) == {"code": [WRONG]}
    assert codes(browser) == kept[1:]


def test_recovery_codes_are_saved_as_a_file_and_made_anew(browser: Client, secret: str) -> None:
    kept = codes(browser)
    file = browser.get("/accounts/2fa/recovery-codes/download/")
    assert [line for line in file.content.decode().splitlines() if line.isdecimal()] == kept
    assert "no-store" in file.headers["Cache-Control"]
    browser.post("/accounts/2fa/recovery-codes/generate/")
    assert set(codes(browser)).isdisjoint(kept)


def test_no_secret_stands_readable_in_the_database(browser: Client, secret: str) -> None:
    stored = {row.type: row.data for row in Authenticator.objects.all()}
    assert secret not in str(stored)
    assert SecondFactorAdapter().decrypt(stored["totp"]["secret"]) == secret
    assert not re.fullmatch(r"[0-9a-f]{80}", stored["recovery_codes"]["seed"])


def test_with_another_secret_key_no_code_fits_and_the_operator_hears_of_it(
    client: Client, secret: str, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another key that is long enough to be one"
    log_in(client)
    assert errors(step(client, code_at(secret, LATER))) == {"code": [WRONG]}
    assert errors(step(client, "328482")) == {"code": [WRONG]}
    assert "SECRET_KEY is not the one it was kept with" in caplog.text
    settings.SECRET_KEY_FALLBACKS = [old]
    assert step(client, code_at(secret, LATER)).status_code == 302


def test_a_renewed_key_locks_nobody_out_and_the_earlier_one_is_no_longer_needed(
    browser: Client, secret: str, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    settings.DATA_DIR = tmp_path
    (tmp_path / "secret_key").write_text(settings.SECRET_KEY)
    kept, earlier = codes(browser), settings.SECRET_KEY
    said = io.StringIO()
    call_command("renew_key", stdout=said)
    assert "Second factors under the key of now: 2." in said.getvalue()
    assert (earlier != settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS) == (True, [earlier])
    assert (tmp_path / "secret_key_before").stat().st_mode & 0o777 == 0o600
    assert codes(browser) == kept  # she is still in
    # What the earlier key opened is opened by the key of now alone.
    call_command("renew_key", "--forget-earlier", stdout=said)
    settings.SECRET_KEY_FALLBACKS = []
    assert [path.name for path in tmp_path.glob("secret_key*")] == ["secret_key"]
    stranger = Client()
    log_in(stranger)
    assert step(stranger, code_at(secret, LATER)).status_code == 302


def test_a_factor_that_no_key_opens_is_counted_and_left_as_it_is(
    secret: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "another key that is long enough to be one")
    before = list(Authenticator.objects.order_by("pk").values_list("data", flat=True))
    with pytest.raises(CommandError, match="put the key of now into SECRET_KEY_FALLBACKS"):
        call_command("renew_key")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key that is long enough to be one", ["no key of " * 4]
    said = io.StringIO()
    call_command("renew_key", stdout=said)
    assert "2 open with no key here, as before" in said.getvalue()
    assert list(Authenticator.objects.order_by("pk").values_list("data", flat=True)) == before


def test_the_operator_can_take_the_second_factor_away(client: Client, secret: str) -> None:
    assert "The second factor is removed" in reset_link("ana@example.org", "--without-second-factor")
    assert not Authenticator.objects.exists()
    assert log_in(client).headers["Location"] == "/log/"


def test_a_new_password_does_not_lead_past_the_second_factor(client: Client, secret: str) -> None:
    reset_link()
    assert Authenticator.objects.count() == 2


def test_turning_the_app_off_takes_the_recovery_codes_with_it(browser: Client, secret: str) -> None:
    prove(browser)
    assert browser.post("/accounts/2fa/totp/deactivate/").headers["Location"] == "/accounts/2fa/"
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("page", ["totp/activate/", "totp/deactivate/", "recovery-codes/", "recovery-codes/generate/",
                                  "recovery-codes/download/", "webauthn/add/"])  # fmt: skip
def test_each_page_of_it_asks_the_password_again(browser: Client, secret: str, page: str) -> None:
    with time_machine.travel(LATER.replace(minute=30), tick=False):
        for answer in (browser.get(f"/accounts/2fa/{page}"), browser.post(f"/accounts/2fa/{page}")):
            assert answer.status_code in (302, 405)
            assert answer.status_code == 405 or "reauthenticate" in answer.headers["Location"]


def test_proving_who_one_is_counts_five_minutes(browser: Client) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        prove(browser)
        clock.shift(299)
        assert browser.get("/accounts/email/").status_code == 200
        clock.shift(2)
        assert browser.get("/accounts/email/").status_code == 302


def test_a_fresh_log_in_does_not_count_as_proof(client: Client, ana: User) -> None:
    log_in(client)
    assert client.get("/accounts/email/").headers["Location"].startswith("/accounts/reauthenticate/")


def test_the_desk_lets_no_editor_past_their_second_factor(client: Client, ana: User, secret: str) -> None:
    editors.make_editor(ana)
    answer = client.post("/admin/login/", {"username": ana.email, "password": PASSWORD, "next": "/admin/"})
    assert answer.headers["Location"] == "/accounts/login/?next=/admin/"
    assert not is_in(client)
    log_in(client)
    assert client.get("/admin/").status_code == 302
    step(client, code_at(secret, LATER))
    assert client.get("/admin/").status_code == 200


@pytest.mark.usefixtures("with_mail")
def test_with_mail_an_address_is_confirmed_before_a_second_factor(browser: Client, ana: User) -> None:
    browser.get("/accounts/email/")
    prove(browser)
    browser.get("/accounts/email/")
    answer = browser.get("/accounts/2fa/totp/activate/", follow=True)
    assert "Confirm your e-mail address first; then you can add a second factor." in text_of(answer)


def test_the_picture_for_the_app_is_one_path_without_styles(browser: Client) -> None:
    prove(browser)
    html = browser.get("/accounts/2fa/totp/activate/").content.decode()
    drawn = re.search(
        r"<svg viewBox=\"0 0 (\d+) \1\" role=\"img\" aria-label=\"[^\"]+\"><path d=\"([Mhvz\d,-]+)\"", html
    )
    assert drawn
    assert ("style=" in html, "data:" in html) == (False, False)


def test_a_row_of_modules_becomes_its_dark_stretches() -> None:
    assert dark_runs([True, True, False, True]) == [(0, 2), (3, 4)]
    assert dark_runs([False, False]) == []
    assert dark_runs([]) == []


def test_a_secret_that_waits_for_its_first_code_is_not_to_be_read_in_the_session(browser: Client) -> None:
    prove(browser)
    html = browser.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.findall(r'class="secret">(\w+)<', html)[0]
    waiting = str(browser.session["mfa.totp.secret"])
    assert secret not in str(dict(browser.session))
    assert SecondFactorAdapter().decrypt(waiting) == secret
    wrong = browser.post("/accounts/2fa/totp/activate/", {"code": "000000"})
    assert re.findall(r'class="secret">(\w+)<', wrong.content.decode()) == [secret]
    with time_machine.travel(NOON, tick=False):
        browser.post("/accounts/2fa/totp/activate/", {"code": code_at(secret, NOON)})
    assert "mfa.totp.secret" not in browser.session


def test_a_secret_from_a_session_that_cannot_be_read_fits_no_code(browser: Client) -> None:
    prove(browser)
    session = browser.session
    session["mfa.totp.secret"] = plain = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    session.save()
    with time_machine.travel(NOON, tick=False):
        answer = browser.post("/accounts/2fa/totp/activate/", {"code": code_at(plain, NOON)})
    assert errors(answer) == {"code": [WRONG]}
    assert not Authenticator.objects.exists()


def test_an_app_on_the_same_phone_is_opened_by_a_link(browser: Client) -> None:
    with time_machine.travel(NOON, tick=False):
        prove(browser)
        html = browser.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.findall(r'class="secret">(\w+)<', html)[0]
    link = re.findall(r'href="(otpauth://totp/[^"]+)"', html)[0]
    assert f"secret={secret}" in link
    assert "issuer=Ankles" in link


def test_a_passkey_is_offered_at_the_second_step_where_there_is_one(
    client: Client, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_in(client)
    assert "Use a passkey" not in text_of(client.get("/accounts/2fa/authenticate/"))
    monkeypatch.setattr(entrance, "factors_of", lambda user: Factors(passkeys=1, app=True, codes=8))
    assert "Use a passkey" in text_of(client.get("/accounts/2fa/authenticate/"))
