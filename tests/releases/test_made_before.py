"""What a release made goes on working after the next one: a session, an undo, a form held through a log-in, mailed links,
a file and a phone that wait.

`made_by_c7fb818.json` was written by that release itself, at noon on 28 November 2026, with a key of its own; only what
its player sends (`played`) was written out by hand, in the form of its script. A change that breaks one of these breaks it for runners whose page, mail or phone is a day old.
"""

from __future__ import annotations

import json
import shutil
import uuid
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client, override_settings
from pytest_django import Settings

from ankles.accounts.models import User
from logbook.takeout import importing
from tests.factories import RunnerFactory
from tests.logbook.whole import document, log_of, take_in, taken_out
from tests.snapshot import static_root

__all__ = ["static_root"]

MADE: dict[str, Any] = json.loads(Path(__file__).with_name("made_by_c7fb818.json").read_text(encoding="utf-8"))
# A demo runner's export of 28 November 2026: it must be taken in by every later release.
EXPORT = Path(__file__).with_name("export-version-1.zip")
with zipfile.ZipFile(EXPORT) as archive:
    SAID = json.loads(archive.read("ankles.json"))
PASSWORD = "soft-landings-9"
pytestmark = pytest.mark.usefixtures("static_root")


@pytest.fixture(autouse=True, params=["the key of then", "a key renewed since"])
def _an_hour_later(settings: Settings, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[None]:
    settings.SECRET_KEY, settings.DATA_DIR = MADE["secret_key"], tmp_path
    if request.param == "a key renewed since":
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = (
            "another key, as long as keys must be",
            [MADE["secret_key"]],
        )
    now = datetime.fromisoformat(MADE["at"]).replace(hour=13)
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def ana(db: None) -> User:
    """The runner for whom all of it was made."""
    last_login = datetime.fromisoformat(MADE["user"]["last_login"])
    kept = MADE["user"] | {"key": uuid.UUID(MADE["user"]["key"]), "last_login": last_login}
    user = User.objects.create(
        **kept, consent_text="1", consented_at=datetime.fromisoformat(MADE["at"]), time_zone="Europe/London"
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    # As the upgrade did it, with the key of then.
    with override_settings(SECRET_KEY=MADE["secret_key"]):
        import_module("ankles.accounts.migrations.0006_a_badge_of_its_own").keep_the_badge_that_is_out_there(apps, None)
    user.refresh_from_db()
    return user


@pytest.fixture
def browser(ana: User) -> Client:
    """Ana's browser, logged in by the earlier release."""
    row = MADE["session"]
    Session.objects.create(
        session_key=row["key"], session_data=row["data"], expire_date=datetime.fromisoformat(row["expires"])
    )
    client = Client()
    client.cookies["ankles"] = row["key"]
    return client


def hidden(form: list[list[str]]) -> dict[str, str]:
    return dict(form)


def test_a_session_goes_on(browser: Client) -> None:
    assert browser.get("/log/").status_code == 200


def test_an_undo_takes_back(browser: Client, ana: User) -> None:
    for undo in (MADE["undo"], MADE["undo_symptom"]):
        sent = {"entry_key": str(uuid.uuid4()), "account": ana.badge, "undo": undo, "what": undo}
        assert browser.post("/log/undo/", sent).status_code in (200, 302)
    assert [(row.day, row.minutes, row.note) for row in ana.training_sessions.all()] == [
        (date(2026, 11, 27), 33, "kept through an upgrade")
    ]
    assert [(row.area, row.severity) for row in ana.symptoms.all()] == [("achilles_mid", 3)]


def test_a_form_held_through_the_log_in_is_offered_and_kept(ana: User) -> None:
    browser = Client()
    held = hidden(MADE["held"])
    answer = browser.post("/accounts/login/", held | {"login": ana.email, "password": PASSWORD})
    assert answer.status_code == 200
    assert "written before the log-in ended" in answer.content.decode()
    fields = {name.removeprefix("held-"): value for name, value in held.items() if name.startswith("held-")}
    assert browser.post(held["next"], fields).status_code in (200, 302)
    assert [(row.minutes, row.note) for row in ana.training_sessions.all()] == [(21, "written before the log-in ended")]


def test_a_link_to_a_new_password_opens(ana: User) -> None:
    browser = Client()
    answer = browser.get(MADE["reset_link"], follow=True)
    assert (answer.status_code, "id_password1" in answer.content.decode()) == (200, True)
    new = {"password1": "steep-downhills-4", "password2": "steep-downhills-4"}
    assert browser.post(answer.redirect_chain[-1][0], new).status_code == 302
    ana.refresh_from_db()
    assert ana.check_password("steep-downhills-4")


def test_a_link_that_confirms_an_address_confirms_it(ana: User) -> None:
    EmailAddress.objects.all().delete()
    EmailAddress.objects.create(pk=1, user=ana, email=ana.email, verified=False, primary=True)
    browser = Client()
    page = browser.get(f"/accounts/confirm-email/{MADE['confirm']}/")
    assert page.status_code == 200
    assert browser.post(f"/accounts/confirm-email/{MADE['confirm']}/").status_code == 302
    assert EmailAddress.objects.get().verified


def test_a_session_that_waits_in_a_phone_arrives_once(browser: Client, ana: User) -> None:
    sent = [browser.post("/log/played/", MADE["played"], content_type="application/json") for _ in range(2)]
    assert [answer.status_code for answer in sent] == [201, 200]
    session = ana.training_sessions.get()
    done = [(one.name, one.dose, one.side, one.outcome) for one in session.exercises_done.in_order()]
    assert done == [("Toe walk", "20 s", "left", "done"), ("Toe walk", "20 s", "right", "part")]


def test_a_file_that_waited_on_a_disk_is_asked_for_again(browser: Client, ana: User, tmp_path: Path) -> None:
    # Every start has emptied that folder, so that an upgrade never left one; now it waits in the database.
    (tmp_path / "imports").mkdir()
    shutil.copy(EXPORT, tmp_path / "imports" / f"{ana.badge}-{MADE['waiting']}")
    sent = {"entry_key": str(uuid.uuid4()), "account": ana.badge, "token": MADE["waiting"]}
    answer = browser.post("/log/data/import/", sent)
    assert (answer.status_code, "Choose it again." in answer.content.decode()) == (422, True)
    assert not ana.training_sessions.exists()


def test_an_export_of_the_first_form_is_taken_in_word_for_word_and_goes_on_as_one_of_today(
    ana: User, browser: Client
) -> None:
    with EXPORT.open("rb") as file:
        report = importing.take_in(ana, importing.open_export(file))
    assert (report.refused, report.unknown_zones) == ([], {})
    said = document(taken_out(ana))
    parts = {name: value for name, value in SAID.items() if name not in ("version", "exported_at", "profile")}
    assert {name: said[name] for name in parts} == {name: without_guide(value) for name, value in parts.items()}
    assert browser.get(f"/log/{SAID['sessions'][-1]['day']}/").status_code == 200
    again = RunnerFactory()
    take_in(again, taken_out(ana))
    assert log_of(again) == log_of(ana)


def without_guide(part: Any) -> Any:
    """A part of an export as it comes out of a site whose guide has nothing of it: names stay, links do not."""
    if isinstance(part, list):
        return [without_guide(one) for one in part]
    if not isinstance(part, dict):
        return part
    return {name: None if name in ("routine", "exercise") else without_guide(value) for name, value in part.items()}
