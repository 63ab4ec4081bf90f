"""What the site's mails say: plain words, one link of ours, nothing about anybody's body."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core import mail
from django.template.loader import render_to_string
from django.test import Client

from ankles.accounts.models import User
from tests.ankles.accounts.entering import sign_up

FOLDER = Path(__file__).resolve().parents[3] / "templates"
KINDS = sorted(
    str(path.relative_to(FOLDER)).removesuffix("_message.txt")
    for path in FOLDER.glob("*/email/*_message.txt")
    if not path.stem.startswith("base_")
)
FILLED = {"activate_url": "https://x.example/a/?b=1&c=2", "password_reset_url": "https://x.example/r/", "signup_url": "https://x.example/s/",
          "from_email": "o'hara@example.org", "to_email": "new@example.org", "deleted_email": "old@example.org", "ip": "203.0.113.9",
          "user_agent": "Firefox & <b>co</b>"}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_mail_is_plain_text_with_a_subject_of_one_line(kind: str) -> None:
    subject = render_to_string(f"{kind}_subject.txt", FILLED)
    body = render_to_string(f"{kind}_message.txt", FILLED)
    assert re.fullmatch(r"[A-Z][^\n{}]{5,60}\n", subject)
    assert re.search(r"&\w+;|{[{%]|blocktrans", body) is None
    assert "Ankles, the ankle guide and logbook for runners" in body
    assert re.search(r"\b(?:pain|symptom|heel|health|consent)\b", subject + body) is None


def test_every_mail_that_allauth_sends_here_has_words_of_ours() -> None:
    assert set(KINDS) >= {
        "account/email/email_confirmation_signup", "account/email/email_confirmation", "account/email/account_already_exists",
        "account/email/password_reset_key", "account/email/unknown_account", "account/email/email_changed",
        "account/email/password_changed", "mfa/email/totp_activated", "mfa/email/webauthn_added",
    }  # fmt: skip


@pytest.mark.django_db
@pytest.mark.usefixtures("with_mail")
def test_the_first_mail_holds_one_link_and_no_password(client: Client) -> None:
    sign_up(client)
    (message,) = mail.outbox
    assert (message.to, message.subject) == (["ana@example.org"], "Confirm your address")
    assert len(re.findall(r"https?://", str(message.body))) == 1
    assert "soft-landings" not in message.body


@pytest.mark.django_db
def test_without_mail_nothing_is_ever_sent(client: Client, browser: Client, ana: User) -> None:
    sign_up(client, email="new@example.org")
    client.post("/accounts/password/reset/", {"email": ana.email})
    browser.post("/accounts/password/change/", {"oldpassword": "soft-landings-9", "password1": "quiet-mornings-4"})
    assert mail.outbox == []
