"""Every sentence of /privacy/ that says how long something is kept, each held to its word."""

from __future__ import annotations

import html
import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from allauth.account.models import EmailAddress, EmailConfirmation, EmailConfirmationHMAC
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from ankles import backups
from ankles.accounts import known_devices
from ankles.accounts.models import User
from ankles.accounts.security import Act
from ankles.management.commands.start import Command as Start
from ankles.models import SecurityEvent
from logbook.models import ChosenFile, Receipt, ShareLink
from logbook.report import choosing, sharing
from logbook.takeout import erasing
from logbook.takeout.importing import chosen_file
from tests.factories import PASSWORD, RunnerFactory

pytestmark = pytest.mark.django_db
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
# A number and a unit of time, or what leaves the unit out.
SAYS_HOW_LONG = re.compile(r"\b(?:\d+|an?|one|two|three|seven|the) (?:minute|hour|day|year)s?\b|\bafter seven\b")


def sentences() -> list[str]:
    """The sentences of the page that hold a span of time."""
    page = Client().get("/privacy/").content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    words = html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)))
    return [said for said in re.split(r"(?<=[.;:]) ", words) if SAYS_HOW_LONG.search(said)]


def later(span: timedelta) -> None:
    """What a running site does by itself, some time from now."""
    with time_machine.travel(timezone.now() + span):
        call_command("sweep")


@pytest.fixture
def ana() -> User:
    """A runner who logs no more."""
    return RunnerFactory.create(email="ana@example.org")


@pytest.fixture
def browser(ana: User) -> Client:
    """Ana's browser, let in by her password."""
    client = Client()
    client.get("/accounts/login/")
    client.post("/accounts/login/", {"login": ana.email, "password": PASSWORD})
    return client


def receipts(ana: User, browser: Client) -> None:
    Receipt.objects.create(runner=ana, entry_key=uuid.uuid4(), digest="x")
    later(90 * DAY - MINUTE)
    assert Receipt.objects.count() == 1
    later(90 * DAY + MINUTE)
    assert Receipt.objects.count() == 0


def links(ana: User, browser: Client) -> None:
    address = EmailAddress.objects.create(user=ana, email=ana.email)
    EmailConfirmation.objects.create(email_address=address, key="k", sent=timezone.now())
    signed = EmailConfirmationHMAC(address).key
    for span, there in ((3 * DAY - MINUTE, True), (3 * DAY + MINUTE, False)):
        with time_machine.travel(timezone.now() + span):
            assert (EmailConfirmationHMAC.from_key(signed) is not None) is there
        later(span)
        assert EmailConfirmation.objects.exists() is there


def shared_links(ana: User, browser: Client) -> None:
    sharing.make_link(ana, choosing.chosen_sheet(ana), 14, timezone.now())
    later(44 * DAY - MINUTE)
    assert ShareLink.objects.count() == 1
    later(44 * DAY + MINUTE)
    assert ShareLink.objects.count() == 0


def unconfirmed(ana: User, browser: Client) -> None:
    new = User.objects.create_user("typo@example.org", "x")
    EmailAddress.objects.create(user=new, email=new.email)
    later(7 * DAY - MINUTE)
    assert User.objects.filter(pk=new.pk).exists()
    later(7 * DAY + MINUTE)
    assert list(User.objects.all()) == [ana]


def log_ins(ana: User, browser: Client) -> None:
    for span, count in ((90 * DAY - MINUTE, 1), (90 * DAY + MINUTE, 0)):
        later(span)
        assert (UserSession.objects.count(), Session.objects.count()) == (count, count)


def log_outs(ana: User, browser: Client) -> None:
    log_ins(ana, browser)
    browser = Client()
    browser.post("/accounts/login/", {"login": ana.email, "password": PASSWORD})
    assert UserSession.objects.count() == 1
    browser.post("/accounts/logout/")
    assert UserSession.objects.count() == 0


def security_lines(ana: User, browser: Client) -> None:
    number = ana.pk
    erasing.erase_account(ana)
    assert [event.act for event in SecurityEvent.objects.of(number)] == [Act.LOGGED_IN]
    later(90 * DAY - MINUTE)
    assert SecurityEvent.objects.count() == 1
    later(90 * DAY + MINUTE)
    assert SecurityEvent.objects.count() == 0


def hourly(ana: User, browser: Client) -> None:
    # That the server does it: tests/ankles/test_start.py.
    assert Start().create_parser("manage.py", "start").get_default("sweep_every") == HOUR.total_seconds()


def old_backups(ana: User, browser: Client) -> None:
    now = timezone.now()
    assert (backups.too_old(now - 30 * DAY + MINUTE), backups.too_old(now - 30 * DAY - MINUTE)) == (False, True)


def lasts(cookie: str, days: float) -> Callable[[User, Client], None]:
    def check(ana: User, browser: Client) -> None:
        name = getattr(settings, cookie)
        assert browser.cookies[name]["max-age"] <= days * DAY.total_seconds()
        assert browser.cookies[name]["max-age"] > days * 0.99 * DAY.total_seconds()

    return check


def device(ana: User, browser: Client) -> None:
    lasts("DEVICE_COOKIE_NAME", 365)(ana, browser)
    assert browser.cookies[settings.DEVICE_COOKIE_NAME]["path"] == known_devices.PATH == "/accounts/"


def files(ana: User, browser: Client) -> None:
    chosen_file.keep(ana, SimpleUploadedFile("a.zip", b"somebody's log"))
    later(HOUR - MINUTE)
    assert ChosenFile.objects.count() == 1
    later(HOUR + MINUTE)
    assert not ChosenFile.objects.exists()


def counts(ana: User, browser: Client) -> None:
    folder = Path(settings.CACHES["default"]["LOCATION"])

    def kept() -> int:
        return len(list(folder.glob("*.djcache")))

    later(DAY + MINUTE)
    assert kept() == 0
    for _ in range(8):
        Client().post("/accounts/login/", {"login": ana.email, "password": "a wrong one"})
    assert kept() >= 5
    later(HOUR + MINUTE)
    assert kept() == 0
    Client().post("/accounts/password/reset/", {"email": ana.email})
    assert kept() >= 1
    later(DAY + MINUTE)
    assert kept() == 0


PROMISES: dict[str, Callable[[User, Client], None]] = {
    "Gone when you take the link back, or 30 days after it ended.": shared_links,
    "It goes once you have decided, and after an hour nothing opens it.": files,
    "They go after 90 days.": receipts,
    "A link that confirms an address goes after three days.": links,
    "An account whose address nobody confirms goes after seven.": unconfirmed,
    "Kept until you log out, 90 days at most after you last used it.": log_outs,
    "Each line goes after 90 days;": security_lines,
    "What has had its days is deleted within the hour, by itself.": hourly,
    "Backups Whoever runs this copy may keep backups of it for up to 30 days.": old_backups,
    "one keeps you logged in, for 90 days;": lasts("SESSION_COOKIE_NAME", 90),
    "one keeps other sites from sending forms in your name, for a year;": lasts("CSRF_COOKIE_NAME", 365),
    "one, for a year, says that an account was logged in here before, so that somebody else’s wrong passwords do not keep you out.": device,
    "Wrong passwords are counted for an hour at most, mails to an address for a day:": counts,
}  # fmt: skip


def test_every_sentence_about_how_long_is_held_to_its_word_below() -> None:
    assert [" ".join(said.split()) for said in sentences()] == list(PROMISES)


@pytest.mark.parametrize("sentence", PROMISES)
def test_what_the_page_says_about_how_long_is_so(
    sentence: str, ana: User, settings: Settings, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    settings.DATA_DIR = tmp_path
    settings.MAIL_CONFIGURED = True
    settings.CACHES = {
        "default": {"BACKEND": "ankles.accounts.counting.SharedFileCache", "LOCATION": str(tmp_path / "cache")}
    }
    PROMISES[sentence](ana, request.getfixturevalue("browser"))
