"""What somebody wrote is there to send after logging in again, to the same page, in the same account, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ankles.accounts.models import User
from ankles.resend_after_login import may_be_sent_to
from tests.ankles.accounts.entering import hidden, is_in, log_in, prove, text_of
from tests.factories import RunnerFactory

pytestmark = pytest.mark.django_db
PAGE = "/accounts/"
LOG_IN = "/accounts/login/"
NOTE = 'Left heel: "4" & <b>sore</b>\r\non stairs ✓'
OURS = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


@pytest.fixture
def ana() -> User:
    return RunnerFactory.create(email="ana@example.org")


def written(user: User, **more: Any) -> dict[str, Any]:
    """A form of the runner's, as their browser sends it."""
    return {"account": user.badge, "time_zone": "Europe/Paris", "week_start": "6", "weekly_aim": "4", **more}


def send_again(client: Client, page: Any, to: str = PAGE) -> Any:
    """Press the button of the page that kept what was written."""
    return client.post(to, hidden(page, to))


def test_what_was_written_goes_through_the_log_in_and_is_saved_by_one_press(client: Client, ana: User) -> None:
    ended = client.post(PAGE, written(ana))
    assert ended.status_code == 403
    assert "this is not saved yet" in text_of(ended)
    kept = log_in(client, **hidden(ended, LOG_IN))
    assert (kept.status_code, "What you wrote is kept" in text_of(kept)) == (200, True)
    ana.refresh_from_db()
    assert ana.time_zone == "UTC"
    assert send_again(client, kept).status_code == 303
    ana.refresh_from_db()
    assert (ana.time_zone, ana.week_start, ana.weekly_aim) == ("Europe/Paris", 6, 4)


def test_every_field_comes_back_as_it_was_several_of_a_name_too(client: Client, ana: User) -> None:
    ended = client.post("/log/2026-11-21/symptoms/", written(ana, note=NOTE, qualities=["burning", "stiff"], empty=""))
    kept = log_in(client, **hidden(ended, LOG_IN))
    assert hidden(kept, "/log/2026-11-21/symptoms/") == written(
        ana, note=NOTE, qualities=["burning", "stiff"], empty=""
    )
    assert "<b>sore</b>" not in kept.content.decode()
    assert "on stairs ✓" in text_of(kept)


@pytest.mark.parametrize(
    ("page", "fields", "said"),
    [
        ("symptoms", {"place": "left-achilles_mid", "severity": "9"}, "Place Left Achilles Number 9"),
        (
            "symptoms",
            {"area": "heel_plantar", "side": "right", "moment": "after", "severity": "2", "stiffness": "10_to_30"},
            "Place Right under the heel When After Number 2 Stiff 10 to 30",
        ),
        (
            "morning",
            {"severity-left-arch": "3", "stiffness-left-arch": "none", "seen-left-arch": "1"},
            "Left arch, first steps 3 Left arch, stiff No",
        ),
        ("runs", {"distance": "5", "unit": "mi", "minutes": "45"}, "Distance 5 In miles Minutes 45"),
        ("sessions", {"only": "minutes", "minutes": "20", "place": "left-nose"}, "Minutes 20"),
    ],
)
def test_it_is_shown_with_its_day_and_place_in_the_words_of_the_logbook(
    client: Client, ana: User, page: str, fields: dict[str, str], said: str
) -> None:
    ended = client.post(
        f"/log/2025-11-21/{page}/",
        {"entry_key": "4b17e3d7-920d-4593-964b-174883d23c11", "account": ana.badge, **fields},
    )
    words = text_of(log_in(client, **hidden(ended, LOG_IN)))
    assert f"Day Friday 21 November 2025 {said} Send it now" in words


def test_a_wrong_password_loses_nothing(client: Client, ana: User) -> None:
    carried = hidden(client.post(PAGE, written(ana, note=NOTE)), LOG_IN)
    again = hidden(log_in(client, password="wrong-wrong", **carried), LOG_IN)
    assert again == carried
    assert hidden(log_in(client, **again), PAGE)["note"] == NOTE


def test_it_goes_through_the_second_step_too(client: Client, ana: User) -> None:
    TOTP.activate(ana, "A" * 32)
    second = log_in(client, **hidden(client.post(PAGE, written(ana, note=NOTE)), LOG_IN))
    step = "/accounts/2fa/authenticate/"
    assert ("One more step" in text_of(second), is_in(client)) == (True, False)
    again = client.post(step, {"code": "000000", **hidden(second, step)})
    recovery = recovery_code(ana)
    kept = client.post(step, {"code": recovery, **hidden(again, step)})
    assert hidden(kept, PAGE)["note"] == NOTE


def recovery_code(user: User) -> str:
    """One of an account's recovery codes."""
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes  # noqa: PLC0415 (needs the apps)

    code: str = RecoveryCodes.activate(user).get_unused_codes()[0]
    assert Authenticator.objects.filter(user=user).count() == 2
    return code


def test_a_failed_passkey_loses_nothing(client: Client, ana: User) -> None:
    passkey = "/accounts/2fa/webauthn/login/"
    carried = hidden(client.post(PAGE, written(ana, note=NOTE)), passkey)
    again = client.post(passkey, carried | {"credential": "{}"})
    assert hidden(again, LOG_IN)["held-note"] == NOTE


def test_another_account_neither_sees_nor_sends_it(client: Client, ana: User) -> None:
    ben = RunnerFactory.create(email="ben@example.org")
    carried = hidden(client.post("/log/2026-11-21/symptoms/", written(ana, note="Ana's heel")), LOG_IN)
    answer = log_in(client, ben.email, **carried)
    assert (answer.status_code, "written in another account" in text_of(answer)) == (409, True)
    html = answer.content.decode()
    assert [word for word in ("heel", "Europe/Paris", ana.badge) if word in html] == []
    assert is_in(client)


def test_a_form_that_does_not_say_whose_it_is_is_not_offered(client: Client, ana: User) -> None:
    carried = hidden(client.post(PAGE, {"note": "nobody's words"}), LOG_IN)
    answer = log_in(client, **carried)
    assert ("nobody's" in answer.content.decode(), "another account" in text_of(answer)) == (False, False)
    assert "The form was not accepted" in text_of(answer)


@pytest.mark.parametrize("path", [PAGE, "/log/2026-11-21/sessions/"])
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_what_has_no_token_and_is_no_form_of_ours_is_not_called_another_accounts(
    ana: User, method: str, path: str
) -> None:
    client = Client(enforce_csrf_checks=True, **OURS)
    client.force_login(ana)
    answer = getattr(client, method)(path)
    assert (answer.status_code, "The form was not accepted" in text_of(answer)) == (403, True)


def test_it_stands_in_no_address_no_session_and_no_log(
    client: Client, ana: User, caplog: pytest.LogCaptureFixture
) -> None:
    ended = client.post("/log/2026-11-21/symptoms/", written(ana, note="secretword"))
    kept = log_in(client, **hidden(ended, LOG_IN))
    assert all("secretword" not in str(one.get_decoded()) for one in Session.objects.all())
    assert [answer.headers.get("Location") for answer in (ended, kept)] == [None, None]
    assert [answer.headers["Cache-Control"] for answer in (ended, kept)] == ["private, no-store"] * 2
    assert "secretword" not in caplog.text


def test_a_file_cannot_come_along_and_the_pages_say_so(client: Client, ana: User) -> None:
    to = "/log/data/import/"
    ended = client.post(to, written(ana, file=SimpleUploadedFile("log.zip", b"PK secretword")))
    assert "A file cannot come along." in text_of(ended)
    kept = log_in(client, **hidden(ended, LOG_IN))
    assert "choose it once more" in text_of(kept)
    assert f'<a class="button primary" href="{to}">' in kept.content.decode()
    assert "secretword" not in ended.content.decode() + kept.content.decode()


@pytest.mark.parametrize(
    "path", ["/log/data/erasure/", "/accounts/password/change/", "/accounts/email/", "/accounts/sessions/"]
)
def test_what_holds_a_password_or_is_decided_anew_is_not_carried(client: Client, ana: User, path: str) -> None:
    answer = client.post(path, {"oldpassword": "soft-landings-9", "account": ana.badge})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{LOG_IN}?next={path}")


@pytest.mark.parametrize(
    "to", ["https://evil.example/log/", "//evil.example/log/", "/\\evil.example/", "/admin/", "/accounts/email/", "/guide/", "/nothing/",
           "log/", "", "/log/data/erasure/", "/accounts/login/"],
)  # fmt: skip
def test_nothing_is_offered_to_another_address(client: Client, ana: User, to: str) -> None:
    answer = log_in(client, next=to, **{"held-account": ana.badge, "held-note": "x"})
    assert answer.status_code == 302
    assert not may_be_sent_to(to)


def test_htmx_gets_a_page_of_its_own(client: Client, ana: User) -> None:
    ended = client.post("/log/2026-11-21/symptoms/", written(ana), headers={"hx-request": "true"})
    assert (ended.status_code, ended.headers["HX-Retarget"], ended.headers["HX-Reswap"]) == (403, "body", "innerHTML")
    assert hidden(ended, LOG_IN)["next"] == "/log/2026-11-21/symptoms/"


def test_a_script_that_sends_json_hears_401_and_keeps_what_it_has(client: Client) -> None:
    for path in ("/log/played/", "/log/played/answers/"):
        answer = client.post(path, {"note": "x"}, content_type="application/json")
        assert (answer.status_code, answer.json()) == (401, {"log_in": LOG_IN})


def stale(user: User | None, **extra: Any) -> Any:
    """A form that arrives with a token from before: the runner has logged in again elsewhere, or not at all."""
    client = Client(enforce_csrf_checks=True, **extra)
    if user:
        client.force_login(user)
    assert user is not None or not is_in(client)
    return client, client.post(PAGE, written(user or User(), note=NOTE) | {"csrfmiddlewaretoken": "x" * 64})


def test_a_form_with_an_old_token_is_offered_again_to_whoever_wrote_it(ana: User) -> None:
    client, answer = stale(ana, **OURS)
    assert (answer.status_code, hidden(answer, PAGE)["note"]) == (403, NOTE)
    token = answer.content.decode().partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    assert client.post(PAGE, hidden(answer, PAGE) | {"csrfmiddlewaretoken": token}).status_code == 303


def test_a_form_without_token_or_log_in_goes_through_the_log_in(ana: User) -> None:
    _, answer = stale(None, **OURS)
    assert (answer.status_code, hidden(answer, LOG_IN)["held-note"]) == (403, NOTE)


@pytest.mark.parametrize("extra", [{}, {"HTTP_ORIGIN": "https://evil.example"}, {"HTTP_ORIGIN": "null"}])
def test_another_site_puts_no_words_before_a_runner(ana: User, extra: dict[str, str]) -> None:
    for user in (ana, None):
        _, answer = stale(user, **extra)
        assert answer.status_code == 403
        assert "sore" not in answer.content.decode()


def test_somebody_who_is_in_already_gets_it_at_once(client: Client, ana: User) -> None:
    carried = hidden(client.post(PAGE, written(ana, note=NOTE)), LOG_IN)
    log_in(client)
    assert hidden(log_in(client, **carried), PAGE)["note"] == NOTE


def test_nobody_is_asked_twice_for_a_page_they_may_open(client: Client, ana: User) -> None:
    client.force_login(ana)
    prove(client)
    assert client.post(PAGE, written(ana)).status_code == 303
