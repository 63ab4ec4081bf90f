"""Passkeys without a browser: what strangers may send instead of one. (With a browser: tests/journeys.)"""

from __future__ import annotations

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ankles.accounts.forms.factors import LONGEST_CREDENTIAL, NO_PASSKEY
from ankles.accounts.models import User
from tests.ankles.accounts.entering import errors, is_in, prove, text_of
from tests.factories import UserFactory

FLAT = {
    "type": "public-key",
    "id": "AAAA",
    "rawId": "AAAA",
    "authenticatorAttachment": "platform",
    "clientExtensionResults": {},
}
MADE_UP: list[str] = [
    "", "x", "[]", "{}", "null", "1e999", '"text"', "[" * 50_000, '{"a":' * 3000, json.dumps(FLAT),
    json.dumps(FLAT | {"response": {}}), json.dumps(FLAT | {"response": "x"}), json.dumps(FLAT | {"response": []}),
    json.dumps(FLAT | {"response": {"clientDataJSON": "AAAA", "attestationObject": "AAAA", "transports": []}}),
    json.dumps(FLAT | {"response": {"clientDataJSON": "e30", "attestationObject": "oA", "transports": ["usb"]}}),
    json.dumps(FLAT | {"response": {"clientDataJSON": "e30", "authenticatorData": "AAAA", "signature": "AAAA", "userHandle": "MQ"}}),
    json.dumps(FLAT | {"response": {"clientDataJSON": "e30", "authenticatorData": "A" * 60, "signature": "AAAA", "userHandle": "enp6enp6enp6enp6eg"}}),
    json.dumps(FLAT | {"response": {"clientDataJSON": "e30", "authenticatorData": "A" * 60, "signature": "AAAA", "userHandle": None}}),
    json.dumps({**FLAT, "id": "\x00"}), json.dumps({**FLAT, "id": "\ud800"}), "x" * (LONGEST_CREDENTIAL + 1),
]  # fmt: skip


def begun(client: Client) -> Client:
    """A browser that has asked for a challenge."""
    assert client.get("/accounts/2fa/webauthn/login/", headers={"accept": "application/json"}).status_code == 200
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("credential", MADE_UP)
def test_a_made_up_passkey_opens_nothing_and_breaks_nothing(ana: User, credential: str) -> None:
    client = begun(Client())
    answer = client.post("/accounts/2fa/webauthn/login/", {"credential": credential})
    assert answer.status_code == 200
    assert "There is a problem" in text_of(answer)
    assert not is_in(client)


@pytest.mark.django_db
@pytest.mark.parametrize("credential", MADE_UP)
def test_a_made_up_passkey_is_not_kept(browser: Client, credential: str) -> None:
    prove(browser)
    browser.get("/accounts/2fa/webauthn/add/")
    answer = browser.post("/accounts/2fa/webauthn/add/", {"name": "x", "credential": credential, "passwordless": "on"})
    assert answer.status_code == 200
    assert errors(answer)
    assert not Authenticator.objects.exists()


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from([*FLAT, "response", "userHandle"]), inner, max_size=6)
    ),
    max_leaves=12,
)


@pytest.mark.django_db
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ANYTHING)
def test_whatever_json_a_stranger_sends_is_refused_with_words(ana: User, value: Any) -> None:
    cache.clear()
    answer = begun(Client()).post("/accounts/2fa/webauthn/login/", {"credential": json.dumps(value)})
    assert (answer.status_code, NO_PASSKEY in answer.content.decode()) == (200, True)


@pytest.fixture
def passkey(ana: User) -> Authenticator:
    """A passkey of Ana's, as far as its name goes."""
    made = Authenticator.objects.create(
        user=ana, type=Authenticator.Type.WEBAUTHN, data={"name": "Ana's phone", "credential": {}}
    )
    assert isinstance(made, Authenticator)
    return made


@pytest.mark.django_db
def test_nobody_sees_renames_or_takes_away_the_passkeys_of_others(passkey: Authenticator) -> None:
    ben = Client()
    ben.force_login(UserFactory.create(email="ben@example.org"))
    prove(ben)
    assert "Ana" not in text_of(ben.get("/accounts/2fa/webauthn/"))
    for page in ("edit", "remove"):
        where = f"/accounts/2fa/webauthn/keys/{passkey.pk}/{page}/"
        assert (ben.get(where).status_code, ben.post(where, {"name": "Ben's"}).status_code) == (404, 404)
    assert Authenticator.objects.get().data["name"] == "Ana's phone"


@pytest.mark.django_db
def test_a_passkey_is_renamed_and_taken_away(browser: Client, passkey: Authenticator) -> None:
    prove(browser)
    where = f"/accounts/2fa/webauthn/keys/{passkey.pk}"
    assert errors(browser.post(f"{where}/edit/", {"name": "x" * 61}))["name"]
    assert errors(browser.post(f"{where}/edit/", {"name": " "}))["name"]
    browser.post(f"{where}/edit/", {"name": "<b>Old</b> phone ✓"})
    assert "&lt;b&gt;Old&lt;/b&gt; phone ✓" in browser.get("/accounts/2fa/webauthn/").content.decode()
    browser.post(f"{where}/remove/")
    assert not Authenticator.objects.exists()


@pytest.mark.django_db
def test_asking_for_challenges_by_passkey_log_in_is_counted(client: Client) -> None:
    answers = [client.post("/accounts/2fa/webauthn/login/", {"credential": "{}"}).status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]
