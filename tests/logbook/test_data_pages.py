"""The pages on which a runner takes everything out, takes it in, or has it erased."""

from __future__ import annotations

import io
import re
import uuid
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from ankles.accounts.models import User
from logbook.models import ChosenFile
from logbook.takeout.importing import archive
from tests.factories import PASSWORD, UserFactory
from tests.logbook.data_browser import body, hidden, in_again, upload, words
from tests.logbook.whole import SYMPTOM, document, fill, log_of, taken_out, zipped

DATA, EXPORT, IMPORT, ERASURE = (f"/log/data/{name}" for name in ("", "export/", "import/", "erasure/"))
PAGES = (DATA, EXPORT, IMPORT, ERASURE)


def test_the_page_counts_what_is_here_and_leads_on(ana: User) -> None:
    fill(ana)
    answer = in_again(ana).get(DATA)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")
    assert "2 training sessions 2 symptoms 1 day on which nothing hurt" in words(answer)
    assert re.findall(r'href="(/log/data/\w+/|/privacy/#[^"]*)"', answer.content.decode()) == [
        EXPORT,
        IMPORT,
        ERASURE,
        "/privacy/#logbook",
    ]
    assert "Nothing is logged yet." in words(
        in_again(UserFactory(consent_text="1", consented_at=ana.consented_at)).get(DATA)
    )


@pytest.mark.parametrize("path", PAGES)
def test_nobody_gets_in_without_a_log_in_and_a_consent(db: None, path: str) -> None:
    assert Client().get(path).headers["Location"] == f"/accounts/login/?next={path}"
    nobody = UserFactory()
    assert in_again(nobody).get(path).headers["Location"].startswith("/accounts/consent/")


@pytest.mark.parametrize("path", [EXPORT, ERASURE, f"{DATA}?ready"])
def test_what_takes_everything_asks_for_the_password_again(ana: User, log_in: Any, path: str) -> None:
    browser = log_in(ana)
    answer = browser.get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/reauthenticate/?next=%2Flog%2Fdata%2F")
    assert browser.post(answer.headers["Location"], {"password": "wrong"}).status_code == 200
    assert browser.get(path).status_code == 302
    again = browser.post(answer.headers["Location"], {"password": PASSWORD})
    assert (again.status_code, again.headers["Location"]) == (302, path)
    opened = browser.get(path)
    assert (opened.status_code, bool(body(opened))) == (200, True)


def test_the_password_holds_for_five_minutes(ana: User) -> None:
    assert document(io.BytesIO(body(in_again(ana, ago_s=295).get(EXPORT))))["sessions"] == []
    assert in_again(ana, ago_s=305).get(EXPORT).status_code == 302
    assert f'href="{DATA}?ready#export"' in in_again(ana, ago_s=305).get(DATA).content.decode()


def test_the_export_is_a_zip_that_no_cache_keeps_and_whose_name_says_the_day(ana: User, ben: User) -> None:
    fill(ana)
    answer = in_again(ana).get(EXPORT)
    content = body(answer)
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="ankles-{ana.today()}.zip"'
    assert int(answer.headers["Content-Length"]) == len(content)
    assert len(document(io.BytesIO(content))["symptoms"]) == 2
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    assert document(io.BytesIO(body(in_again(ben).get(EXPORT))))["symptoms"] == []


def test_a_file_is_looked_at_before_anything_is_added(ana: User, ben: User) -> None:
    fill(ana)
    browser, before = in_again(ben), log_of(ben)
    answer = upload(browser, ben, taken_out(ana))
    assert (answer.status_code, log_of(ben)) == (200, before)
    assert "15 new" in re.sub(r"new 15", "15 new", words(answer))
    done = browser.post(IMPORT, hidden(answer))
    assert (done.status_code, "15 entries added" in words(done)) == (200, True)
    assert log_of(ben) == log_of(ana)
    assert not ChosenFile.objects.exists()


def test_a_double_tap_adds_once_and_is_told(ana: User, ben: User) -> None:
    fill(ana)
    browser = in_again(ben)
    sent = hidden(upload(browser, ben, taken_out(ana)))
    browser.post(IMPORT, sent)
    ben.symptoms.all().delete()
    again = browser.post(IMPORT, sent)
    assert (again.status_code, "It was taken in before" in words(again)) == (200, True)
    assert ben.symptoms.count() == 0


def test_a_file_with_nothing_new_offers_no_button(ana: User) -> None:
    fill(ana)
    answer = upload(in_again(ana), ana, taken_out(ana))
    assert "Nothing to add" in words(answer)
    assert "token" not in hidden(answer)
    assert not ChosenFile.objects.exists()


def test_an_entry_of_an_unknown_zone_is_kept_and_the_page_says_so(ana: User, ben: User) -> None:
    fill(ana)
    said = document(taken_out(ana))
    said["sessions"][0]["zone"] = said["periods"][0]["zone"] = "Mars/Olympus"
    said["clear_days"][0]["zone"] = "Mars/Tharsis"
    text = words(upload(in_again(ben), ben, zipped(said)))
    assert "2 entries name the time zone Mars/Olympus, which this Ankles does not know. They are kept" in text
    assert "1 entry names the time zone Mars/Tharsis, which this Ankles does not know. It is kept" in text


def test_the_json_alone_is_a_file_to_choose(ana: User, ben: User) -> None:
    fill(ana)
    with zipfile.ZipFile(taken_out(ana)) as whole:
        bare = io.BytesIO(whole.read("ankles.json"))
    browser = in_again(ben)
    assert 'accept=".zip,.json,application/zip,application/json"' in browser.get(IMPORT).content.decode()
    assert "15 entries added" in words(browser.post(IMPORT, hidden(upload(browser, ben, bare))))
    assert log_of(ben) == log_of(ana)


def test_refusals_are_named_counted_and_never_run_as_markup(ana: User, ben: User) -> None:
    fill(ana)
    said = document(taken_out(ana))
    said["symptoms"] += [said["symptoms"][0] | {"day": "<script>alert(1)</script>"}] * 60
    answer = upload(in_again(ben), ben, zipped(said))
    assert "Day: this is no day such as 2026-11-22. (60 times)" in words(answer)
    assert "The first 50 of 60" in words(answer)
    assert "10 more are refused." in words(answer)
    assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.zip", b"", "This file is empty. Choose the ZIP as it came."),
        ("x.zip", b"PK", "This is no whole ZIP file."),
        ("x" * 300 + ".zip", b"PK", "This is no whole ZIP file."),
        ("<b>.zip", b"<html>", "This is another kind of file: neither the ZIP that “Your data” gave you"),
        (
            "sessions.csv",
            b"day,time,routine",
            "This is another kind of file: neither the ZIP that “Your data” gave you",
        ),
        ("x.zip", b"x" * (archive.MOST_BYTES + 1), "This file has 4.9 MB; 4.9 MB is the most."),
    ],
)
def test_a_file_that_cannot_be_taken_in_is_refused_at_its_field(
    ana: User, name: str, content: bytes, said: str
) -> None:
    answer = upload(in_again(ana), ana, content, name)
    assert answer.status_code == 422
    assert re.search(rf'id="id_file_error">.*{re.escape(said)}', answer.content.decode(), re.DOTALL)
    assert '<a href="#id_file">' in answer.content.decode()


@pytest.mark.parametrize(
    "fields",
    [{}, {"entry_key": "x"}, {"file": "not a file"}, {"token": ""}, {"token": "x"}, {"token": "0" * 32}, {"token": ["a", "b"]},
     {"token": "../../secret_key"}, {"token": "\0" * 32}, {"entry_key": "é" * 10_000, "token": "0" * 32}],
)  # fmt: skip
def test_forms_that_nobody_sends_by_hand_are_answered_in_words(ana: User, fields: dict[str, Any]) -> None:
    answer = in_again(ana).post(IMPORT, {"account": ana.badge} | fields)
    assert (answer.status_code, "There is a problem" in words(answer)) == (422, True)


def test_a_file_waits_for_its_own_account_and_for_an_hour(ana: User, ben: User) -> None:
    fill(ana)
    sent = hidden(upload(in_again(ben), ben, taken_out(ana)))
    before = log_of(ana)
    theirs = in_again(ana).post(IMPORT, sent | {"account": ana.badge})
    assert (theirs.status_code, log_of(ana)) == (422, before)
    ChosenFile.objects.update(kept_at=timezone.now() - timedelta(seconds=3_700))
    late = in_again(ben).post(IMPORT, sent)
    assert (late.status_code, "The file is not waiting any more" in words(late)) == (422, True)
    assert ben.symptoms.count() == 0


def test_one_key_for_two_files_is_a_conflict(ana: User, ben: User) -> None:
    fill(ana)
    browser = in_again(ben)
    sent = hidden(upload(browser, ben, taken_out(ana)))
    browser.post(IMPORT, sent)
    ben.symptoms.all().delete()
    other = hidden(upload(browser, ben, taken_out(ana)))
    assert browser.post(IMPORT, other | {"entry_key": sent["entry_key"]}).status_code == 409
    assert ben.symptoms.count() == 0


def test_a_form_of_another_account_does_nothing(ana: User, ben: User) -> None:
    fill(ana)
    browser = in_again(ana)
    before = log_of(ana)
    for path, fields in (
        (IMPORT, {"token": "0" * 32}),
        (ERASURE, {"what": "entries"}),
        (ERASURE, {"what": "account_too"}),
    ):
        answer = browser.post(path, {"entry_key": str(uuid.uuid4()), "account": ben.badge} | fields)
        assert (answer.status_code, log_of(ana)) == (409, before)
    assert upload(browser, ana, taken_out(ana), account=ben.badge).status_code == 409


def erase(browser: Client, runner: User, what: str, **other: str) -> Any:
    fields = {"entry_key": str(uuid.uuid4()), "account": runner.badge, "what": what} | other
    return browser.post(ERASURE, fields)


def test_erasing_shows_what_goes_and_chooses_nothing_beforehand(ana: User) -> None:
    fill(ana)
    answer = in_again(ana).get(ERASURE)
    assert "2 training sessions 2 symptoms" in words(answer)
    assert " checked" not in answer.content.decode()
    assert f'href="{EXPORT}"' in answer.content.decode()
    assert log_of(ana)["symptoms"] != []


@pytest.mark.parametrize(
    "fields",
    [{"what": ""}, {"what": "everything"}, {"what": "entries", "account": ""}, {"what": "entries", "entry_key": ""}],
)
def test_erasing_needs_a_choice_and_a_form_of_ours(ana: User, fields: dict[str, str]) -> None:
    fill(ana)
    before = log_of(ana)
    answer = erase(in_again(ana), ana, **fields)
    assert (answer.status_code, log_of(ana)) == (422, before)
    assert "There is a problem" in words(answer)


def test_erasing_what_was_logged_happens_once_however_often_it_is_sent(ana: User) -> None:
    fill(ana)
    browser, key = in_again(ana), str(uuid.uuid4())
    assert "15 entries are gone for good." in words(erase(browser, ana, "entries", entry_key=key))
    ana.symptoms.create(**SYMPTOM)
    assert "it was erased the first time" in words(erase(browser, ana, "entries", entry_key=key))
    assert ana.symptoms.count() == 1


def test_taking_the_consent_back_closes_the_logbook(ana: User) -> None:
    fill(ana)
    browser = in_again(ana)
    assert "your logbook is closed" in words(erase(browser, ana, "withdraw"))
    assert browser.get(DATA).headers["Location"].startswith("/accounts/consent/")
    assert User.objects.get(pk=ana.pk).may_log is False


def test_erasing_the_account_leaves_nobody_and_clears_the_browser(ana: User) -> None:
    fill(ana)
    browser = in_again(ana)
    answer = erase(browser, ana, "account_too")
    assert "Your account is erased" in words(answer)
    # By their names: Clear-Site-Data would clear those of the whole domain, whoever else has a site there.
    assert "Clear-Site-Data" not in answer.headers
    gone = {name for name, morsel in answer.cookies.items() if morsel["max-age"] == 0}
    assert {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.DEVICE_COOKIE_NAME} <= gone
    assert b"js/outbox/erased" in answer.content
    assert b"data-account-erased" in answer.content
    assert not User.objects.filter(email=ana.email).exists()
    assert browser.get(DATA).status_code == 302


def test_erasing_after_the_password_ran_out_asks_for_it_first(ana: User) -> None:
    fill(ana)
    before = log_of(ana)
    answer = erase(in_again(ana, ago_s=600), ana, "account_too")
    assert (answer.status_code, log_of(ana)) == (302, before)
    assert answer.headers["Location"].startswith("/accounts/reauthenticate/")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(ana: User, path: str, method: str) -> None:
    assert getattr(in_again(ana), method)(path).status_code == 405


def test_a_chosen_file_is_not_left_in_a_folder_that_others_use(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def written(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("an upload was written to disk on its way")

    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryUploadedFile", written)
    assert upload(in_again(ana), ana, b"PK" * 2_000_000).status_code == 422
