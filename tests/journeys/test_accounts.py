"""A runner at the door, with a real browser: sign up on a phone, in and out, passkey, app, without JavaScript."""

from __future__ import annotations

import base64
import hmac
import itertools
import re
import struct
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Open
from tests.journeys.large import sideways_when_large
from tests.journeys.site import Site
from tests.journeys.test_pages import Witness, violations_in_four_views

PASSWORD = "soft landings nine"
NUMBERS = itertools.count(1)
OPEN = ["signup", "login", "password/reset", "password/reset/done", "confirm-email", "confirm-email/a:b", "inactive"]
PRIVATE = ["", "consent", "consent/withdrawal", "logout", "reauthenticate", "password/change", "email", "sessions", "2fa",
           "2fa/totp/activate", "2fa/webauthn", "2fa/webauthn/add"]  # fmt: skip
# Links inside a sentence are exempt.
SMALL = """() => [...document.querySelectorAll('main a, main button, main input, main select, main summary, main label.check')]
    .filter(e => e.checkVisibility() && !['hidden', 'checkbox', 'radio'].includes(e.type))
    .filter(e => e.matches('.row > *') || !e.closest('p') || e.closest('p').textContent.trim() === e.textContent.trim())
    .map(e => [e.textContent.trim().slice(0, 30), e.getBoundingClientRect().height]).filter(([, height]) => height < 43.5)"""


def sign_up(page: Page) -> str:
    """Fill in the form as somebody does, by its labels; returns the address."""
    email = f"runner-{next(NUMBERS)}-{time.time_ns()}@example.org"
    page.goto("/accounts/signup/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    if not (zone := page.get_by_label("Time zone")).input_value():
        zone.select_option("Europe/London")  # nothing filled it in: there is no script
    page.get_by_label("I am 18 or older.").check()
    page.get_by_label("Keep what I log about my body").check()
    page.get_by_role("button", name="Start my logbook").click()
    page.wait_for_url("**/log/")
    return email


def log_in(page: Page, email: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()


def log_out(page: Page) -> None:
    page.goto("/accounts/")
    page.get_by_role("button", name="Log out on this device").click()
    page.wait_for_url(re.compile(r"//[^/]+/$"))


def prove(page: Page, path: str) -> None:
    """Open a page that asks the password again."""
    page.goto(path)
    if "/reauthenticate/" in page.url:
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Go on").click()
        page.wait_for_url(f"**{path}")


def code(secret: str) -> str:
    """The six digits that an authenticator app shows now (RFC 6238)."""
    key = base64.b32decode(secret)
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), "sha1").digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def give_it_a_finger(page: Page) -> None:
    """A virtual phone that keeps passkeys and whose owner always agrees."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
               "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_runner_signs_up_on_a_phone_and_comes_back(open_page: Open) -> None:
    page = open_page("/accounts/signup/")
    assert page.get_by_label("Time zone").input_value() == page.evaluate(
        "Intl.DateTimeFormat().resolvedOptions().timeZone"
    )
    email = sign_up(page)
    log_out(page)
    log_in(page, email)
    page.wait_for_url("**/log/")


def test_the_time_zone_of_the_device_is_filled_in_and_said(open_page: Open) -> None:
    page = open_page("/accounts/signup/")
    context = page.context.browser.new_context(timezone_id="Pacific/Auckland", base_url=page.url)
    page = context.new_page()
    page.goto("/accounts/signup/")
    assert page.get_by_label("Time zone").input_value() == "Pacific/Auckland"
    assert page.get_by_text("Filled in from this device;").is_visible()
    context.close()


def test_a_password_can_be_looked_at_and_is_sent_hidden(open_page: Open) -> None:
    page = open_page("/accounts/login/")
    field, button = page.locator("#id_password"), page.get_by_role("button", name="Show the password")
    field.fill("soft landings")
    button.click()
    assert (field.get_attribute("type"), button.get_attribute("aria-pressed")) == ("text", "true")
    button.click()
    assert (field.get_attribute("type"), button.inner_text()) == ("password", "Show")


def test_without_javascript_one_signs_up_and_chooses_where_one_lives(open_page: Open) -> None:
    page = open_page("/accounts/signup/", script=False)
    assert page.get_by_label("Time zone").input_value() == ""
    assert page.get_by_role("button", name="Show the password").count() == 0
    email = sign_up(page)
    log_out(page)
    log_in(page, email)
    page.goto("/accounts/2fa/")
    assert page.get_by_role("heading", level=1).inner_text() == "Log in with more than a password"


def test_without_javascript_no_passkey_is_offered(open_page: Open) -> None:
    page = open_page("/accounts/login/", script=False)
    assert page.get_by_role("button", name="passkey").count() == 0
    assert page.get_by_text("The passkey was not used").is_hidden()


def test_a_runner_adds_a_passkey_and_logs_in_with_it_alone(site: Site, open_page: Open) -> None:
    page = open_page(None)
    witness = Witness(page, site.address)
    give_it_a_finger(page)
    email = sign_up(page)
    prove(page, "/accounts/2fa/webauthn/add/")
    page.get_by_label("Name").fill("My phone")
    page.get_by_role("button", name="Make a passkey").click()
    page.wait_for_url("**/accounts/2fa/recovery-codes/")
    recovery = page.locator(".codes li").first.inner_text()
    log_out(page)
    page.goto("/accounts/login/?next=/accounts/sessions/")
    page.get_by_role("button", name="Log in with a passkey").click()
    page.wait_for_url(re.compile(r"//[^/]+/accounts/sessions/$"))
    log_out(page)
    second_steps(page, email, recovery)
    assert [line for line in witness.complaints if "/log/" not in line] == []


def second_steps(page: Page, email: str, recovery: str) -> None:
    """With a passkey there, the password alone does not do: the passkey does, and so does a recovery code."""
    acts: list[Callable[[], None]] = [
        lambda: page.get_by_role("button", name="Use a passkey").click(),
        lambda: type_code(page, recovery),
    ]
    for act in acts:
        log_in(page, email)
        page.wait_for_url("**/accounts/2fa/authenticate/")
        act()
        page.wait_for_url("**/log/")
        log_out(page)


def type_code(page: Page, digits: str) -> None:
    page.get_by_label("Code", exact=True).fill(digits)
    page.get_by_role("button", name="Log in", exact=True).click()


def test_a_passkey_that_is_refused_is_said_in_the_page(site: Site, open_page: Open) -> None:
    page = open_page(None)
    witness = Witness(page, site.address)
    give_it_a_finger(page)
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Log in with a passkey").click()
    page.get_by_text("The passkey was not used.").wait_for()
    assert witness.complaints == []


def test_a_runner_sets_up_an_app_and_is_asked_for_its_code(site: Site, open_page: Open) -> None:
    page = open_page(None)
    email = sign_up(page)
    prove(page, "/accounts/2fa/totp/activate/")
    assert page.locator(".qr-code svg").bounding_box() is not None
    page.get_by_text("No camera?").click()
    secret = page.locator(".secret").inner_text()
    page.get_by_label("Code", exact=True).fill(code(secret))
    page.get_by_role("button", name="Turn it on").click()
    page.wait_for_url("**/accounts/2fa/recovery-codes/")
    log_out(page)
    log_in(page, email)
    type_code(page, "000000")
    assert page.get_by_role("alert").get_by_text("This code does not fit.").is_visible()
    # The code that turned it on counts once, and the next one comes in up to half a minute.
    site.manage("shell", "--no-imports", "-c", "from django.core.cache import cache; cache.clear()")
    type_code(page, code(secret))
    page.wait_for_url("**/log/")


def test_every_page_is_whole_for_eyes_ears_and_thumbs(open_page: Open) -> None:
    """One visit of each page for all that can be asked of it, as in test_pages.py."""
    page = open_page(None, still=True)
    visit_all(page, OPEN)
    sign_up(page)
    prove(page, "/accounts/2fa/totp/activate/")
    visit_all(page, PRIVATE)


def visit_all(page: Page, paths: list[str]) -> None:
    """Open each page of an account and expect that nothing is found there."""
    for path in paths:
        page.goto(f"/accounts/{path}/".replace("//", "/"))
        found: dict[str, Any] = {"axe": violations_in_four_views(page)}
        page.set_viewport_size({"width": 320, "height": 568})
        found["wide"] = page.evaluate("document.documentElement.scrollWidth") - 320
        found["small"] = page.evaluate(SMALL)
        found["sideways with large text"] = sideways_when_large(page)
        assert {what: lines for what, lines in found.items() if lines} == {}, page.url


def test_what_was_written_when_the_log_in_ended_is_saved_after_logging_in(open_page: Open) -> None:
    page = open_page(None)
    email = sign_up(page)
    page.goto("/accounts/")
    page.get_by_label("Sessions a week you aim for").fill("5")
    page.context.clear_cookies(name="ankles")
    page.get_by_role("button", name="Keep this").click()
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What you wrote is kept")
    page.get_by_role("button", name="Send it now").click()
    page.get_by_text("Saved.").wait_for()
    assert page.get_by_label("Sessions a week you aim for").input_value() == "5"
