"""A link to a report: made by its runner, opened by whoever has it, gone for good when it ends or is taken back."""

from __future__ import annotations

import io
import logging
import re
import zipfile
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from ankles.accounts import throttles
from ankles.accounts.models import User
from ankles.logs import PathOnly
from logbook.models import ShareLink
from logbook.report import choosing, sharing
from logbook.takeout import erasing
from tests.logbook.conftest import LogIn
from tests.logbook.data_browser import hidden, words
from tests.logbook.whole import SYMPTOM, fill, take_in, taken_out

LINKS, REPORT = "/log/report/links/", "/log/report/"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _sunday_noon() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def made(browser: Client, days: str = "14") -> str:
    """A new link's path, as its page shows it once."""
    page = browser.get(LINKS)
    fields = form_of(page.content.decode(), LINKS) | {"days": days}
    answer = browser.post(LINKS, fields)
    found = re.search(r'value="http://testserver(/shared/[^"]+)"', answer.content.decode())
    assert (answer.status_code, found is not None) == (200, True)
    assert found
    return found[1]


def form_of(html: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that goes to an address."""
    form = re.search(rf'<form[^>]* action="{action}".*?</form>', html, re.DOTALL)
    assert form, action
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[0]))


def taken_back(browser: Client, pk: int) -> Any:
    """The answer to taking a link back."""
    return browser.post(
        f"{LINKS}{pk}/deletion/", form_of(browser.get(LINKS).content.decode(), f"{LINKS}{pk}/deletion/")
    )


def test_a_link_is_shown_once_and_kept_as_a_hash(browser_of_ana: Client, ana: User) -> None:
    path = made(browser_of_ana)
    token = path.split("/")[2]
    row = ana.share_links.get()
    assert len(token) * 6 >= 128
    assert (row.digest, row.digest != token) == (sharing.digest_of(token), True)
    assert token not in browser_of_ana.get(LINKS).content.decode()
    assert token not in str(ShareLink.objects.values())


def test_two_links_have_nothing_in_common(ana: User) -> None:
    tokens = [sharing.make_link(ana, choosing.chosen_sheet(ana), 14, NOW) for _ in range(5)]
    assert len({token[:4] for token in tokens}) == 5


def test_a_double_tap_makes_one_link_and_says_so(browser_of_ana: Client, ana: User) -> None:
    fields = form_of(browser_of_ana.get(LINKS).content.decode(), LINKS) | {"days": "14"}
    browser_of_ana.post(LINKS, fields)
    again = browser_of_ana.post(LINKS, fields)
    assert (ana.share_links.count(), "This was sent twice." in words(again)) == (1, True)
    assert "/shared/" not in again.content.decode()


def test_fourteen_days_are_chosen_beforehand_and_only_a_few_spans_can_be(browser_of_ana: Client, ana: User) -> None:
    page = browser_of_ana.get(LINKS).content.decode()
    assert re.findall(r'<option value="(\d+)"( selected)?>', page) == [
        ("1", ""),
        ("7", ""),
        ("14", " selected"),
        ("30", ""),
    ]
    for days in ("", "0", "365", "x", "-1"):
        answer = browser_of_ana.post(LINKS, form_of(page, LINKS) | {"days": days})
        assert (answer.status_code, ana.share_links.count()) == (422, 0)


def test_no_get_makes_or_takes_back_a_link(browser_of_ana: Client, ana: User) -> None:
    made(browser_of_ana)
    pk = ana.share_links.get().pk
    for path in (LINKS, REPORT, f"{LINKS}{pk}/", f"{LINKS}{pk}/deletion/", f"{LINKS}?days=14"):
        browser_of_ana.get(path)
        browser_of_ana.head(path)
    assert [row.pk for row in ana.share_links.all()] == [pk]


def test_twenty_looks_of_a_chat_open_nothing_and_count_nothing_and_ask_no_table(
    browser_of_ana: Client, ana: User
) -> None:
    path = made(browser_of_ana)
    chat = Client()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answers = [getattr(chat, method)(path) for method in ("get", "head") for _ in range(20)]
    assert len(asked) == 0
    assert {answer.status_code for answer in answers} == {200}
    assert {answer.content for answer in answers[:20]} == {chat.get("/shared/wrong/").content}
    assert "Not opened yet" in words(browser_of_ana.get(LINKS))


def test_an_opening_is_counted_and_told(browser_of_ana: Client, ana: User) -> None:
    path = made(browser_of_ana)
    Client().post(path)
    with time_machine.travel(NOW + timedelta(hours=3), tick=False):
        assert Client().post(path).status_code == 200
        assert "Opened twice, last on 22 Nov, 15:00" in words(browser_of_ana.get(LINKS))
    row = ana.share_links.get()
    assert (row.opens, row.last_opened_at) == (2, NOW + timedelta(hours=3))


def test_a_form_of_another_site_opens_it_too_because_the_token_is_the_right(browser_of_ana: Client) -> None:
    path = made(browser_of_ana)
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(path, headers={"Origin": "null"}).status_code == 200


def test_it_is_live_and_what_is_deleted_is_gone_at_once(browser_of_ana: Client, ana: User, sunday: date) -> None:
    ana.followed.create(area="achilles_mid", side="left")
    row = ana.symptoms.create(**SYMPTOM | {"day": sunday, "severity": 8})
    path = made(browser_of_ana)
    assert "Worst 8" in words(Client().post(path))
    row.delete()
    assert "Worst 8" not in words(Client().post(path))


def test_what_is_followed_or_chosen_later_joins_no_link(browser_of_ana: Client, ana: User) -> None:
    ana.followed.create(area="achilles_mid", side="left")
    path = made(browser_of_ana)
    before = words(Client().post(path))
    ana.followed.create(area="arch", side="right")
    choosing.keep_sheet(ana, {"weeks": 52, "places": ["right-arch"], "with_notes": True, "questions": "Mine alone"})
    assert words(Client().post(path)) == before
    assert "Right arch" not in before


def test_a_link_ends_by_itself_to_the_minute(browser_of_ana: Client) -> None:
    path = made(browser_of_ana, days="1")
    with time_machine.travel(NOW + timedelta(hours=23, minutes=59), tick=False):
        assert Client().post(path).status_code == 200
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert Client().post(path).status_code == 404


def test_the_list_says_that_a_link_has_ended_from_the_minute_on_that_it_opens_nothing(
    browser_of_ana: Client, ana: User
) -> None:
    made(browser_of_ana, days="1")
    ends_at = ana.share_links.get().ends_at
    told = [sharing.links_of(ana, ends_at - timedelta(seconds=before))[0].has_ended for before in (1, 0)]
    assert told == [False, True]


def test_a_link_that_was_taken_back_opens_nothing_and_is_in_no_table(browser_of_ana: Client, ana: User) -> None:
    path = made(browser_of_ana)
    answer = taken_back(browser_of_ana, ana.share_links.get().pk)
    assert "It opens nothing any more." in words(answer)
    assert Client().post(path).status_code == 404
    assert ShareLink.objects.count() == 0


def test_a_second_tap_on_taking_back_is_no_error(browser_of_ana: Client, ana: User) -> None:
    made(browser_of_ana)
    address = f"{LINKS}{ana.share_links.get().pk}/deletion/"
    fields = form_of(browser_of_ana.get(LINKS).content.decode(), address)
    assert [browser_of_ana.post(address, fields).status_code for _ in range(2)] == [200, 200]


def test_somebody_elses_link_is_not_there(browser_of_ana: Client, ana: User, ben: User, log_in: LogIn) -> None:
    made(browser_of_ana)
    pk = ana.share_links.get().pk
    browser = log_in(ben)
    assert browser.get(f"{LINKS}{pk}/").status_code == 404
    fields = {"entry_key": "7b5ec6b6-22cb-4e25-8a79-9b18a9e8a9c1", "account": ben.badge}
    assert browser.post(f"{LINKS}{pk}/deletion/", fields).status_code == 404
    assert ana.share_links.count() == 1


def test_ten_good_links_are_the_most(browser_of_ana: Client, ana: User) -> None:
    for _ in range(sharing.MOST_LINKS):
        sharing.make_link(ana, choosing.chosen_sheet(ana), 14, NOW)
    fields = form_of(browser_of_ana.get(LINKS).content.decode(), LINKS) | {"days": "14"}
    answer = browser_of_ana.post(LINKS, fields)
    assert (answer.status_code, ana.share_links.count()) == (422, sharing.MOST_LINKS)
    assert "Take one of them back first." in words(answer)


def test_links_that_have_ended_are_not_among_the_ten(ana: User) -> None:
    for _ in range(sharing.MOST_LINKS):
        sharing.make_link(ana, choosing.chosen_sheet(ana), 1, NOW)
    day_after = NOW + timedelta(days=1)
    token = sharing.make_link(ana, choosing.chosen_sheet(ana), 1, day_after)
    assert sharing.open_link(token, day_after)
    assert ana.share_links.count() == sharing.MOST_LINKS + 1


def test_whoever_comes_after_a_reader_is_not_shown_the_times_of_the_runners_zone(
    ana: User, log_in: LogIn, settings: Settings
) -> None:
    User.objects.filter(pk=ana.pk).update(time_zone="Pacific/Auckland")
    path = made(log_in(ana))
    assert Client().post(path).status_code == 200
    assert timezone.get_current_timezone_name() == settings.TIME_ZONE


def test_erasing_or_withdrawing_ends_every_link(browser_of_ana: Client, ana: User) -> None:
    path = made(browser_of_ana)
    erasing.erase_entries(ana, withdraw=True)
    assert (Client().post(path).status_code, ShareLink.objects.count()) == (404, 0)


def test_a_link_of_somebody_who_may_not_log_opens_nothing(browser_of_ana: Client, ana: User) -> None:
    path = made(browser_of_ana)
    User.objects.filter(pk=ana.pk).update(is_active=False)
    assert Client().post(path).status_code == 404


def test_an_export_tells_of_a_link_and_cannot_open_it_and_no_import_makes_one(
    browser_of_ana: Client, ana: User, ben: User
) -> None:
    fill(ana)
    path = made(browser_of_ana)
    Client().post(path)
    file = taken_out(ana)
    with zipfile.ZipFile(file) as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist()).decode()
    row = ana.share_links.get()
    assert (row.digest in whole, path.split("/")[2] in whole) == (False, False)
    assert '"logbook.ShareLink"' in whole
    assert '"opens": 1' in whole
    row.delete()
    for runner in (ana, ben):
        take_in(runner, io.BytesIO(file.getvalue()))
    assert (ShareLink.objects.count(), Client().post(path).status_code) == (0, 404)


def test_ended_links_leave_the_list_and_the_table_after_thirty_days(browser_of_ana: Client, ana: User) -> None:
    made(browser_of_ana, days="1")
    with time_machine.travel(NOW + timedelta(days=30), tick=False):
        call_command("sweep")
        assert "ended 23 Nov, 12:00" in words(browser_of_ana.get(LINKS))
    with time_machine.travel(NOW + timedelta(days=31, minutes=1), tick=False):
        assert "There is none." in words(browser_of_ana.get(LINKS))
        call_command("sweep")
    assert ShareLink.objects.count() == 0


def test_whoever_opens_too_many_waits_and_the_door_stays_a_door(browser_of_ana: Client) -> None:
    path = made(browser_of_ana)
    answers = [Client().post("/shared/guess/") for _ in range(throttles.LINKS.most)]
    assert {answer.status_code for answer in answers} == {404}
    late = Client().post(path)
    assert (late.status_code, late.headers["Retry-After"], "Referrer-Policy" in late.headers) == (429, "60", True)
    assert Client().get(path).status_code == 200
    assert Client().post(path, REMOTE_ADDR="198.51.100.7").status_code == 200


def test_a_made_up_token_of_any_kind_looks_like_one_that_has_ended(client: Client, db: None) -> None:
    wrong = client.post("/shared/wrong/")
    for token in (
        "x" * 20_000,
        "%00",
        "%ff%fe",
        "%F0%9F%A6%B6",
        "..%5c",
        "a%20b",
        "<script>",
        "'or'1",
        "%0d%0aSet-Cookie:x",
    ):
        answer = client.post(f"/shared/{token}/")
        assert (answer.status_code, answer.content) == (404, wrong.content)
        assert client.get(f"/shared/{token}/").content == client.get("/shared/wrong/").content


def test_no_cookie_is_read_or_set_whatever_a_browser_sends(browser_of_ana: Client) -> None:
    path = made(browser_of_ana)
    for cookies in (
        "ankles=x; ankles-csrf=y; messages=z",
        "ankles=" + "a" * 32,
        "ankles-device=zz; ankles-csrf=" + "A" * 32,
    ):
        for method in ("get", "post"):
            client = Client(headers={"Cookie": cookies})
            answer = getattr(client, method)(path)
            assert (answer.status_code, dict(answer.cookies)) == (200, {})
            assert "cookie" not in answer.headers.get("Vary", "").lower()


@pytest.mark.parametrize("path", ["/shared/", "/shared/a/b/", "/shared/token-without-slash"])
def test_every_address_below_is_marked_whatever_it_answers(client: Client, db: None, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (301, 404)
    marked = {name: answer.headers[name] for name in ("Cache-Control", "Referrer-Policy", "X-Robots-Tag")}
    assert marked == {"Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}


def test_crawlers_are_let_to_the_door_where_they_are_told_not_to_list_it(client: Client, db: None) -> None:
    assert "shared" not in client.get("/robots.txt").content.decode()
    assert 'name="robots" content="noindex"' in client.get("/shared/x/").content.decode()


@pytest.mark.parametrize(
    "line",
    [
        "Not Found: /shared/{token}/",
        "Internal Server Error: /shared/{token}/",
        '"POST /shared/{token}/ HTTP/1.1" 200 1234',
        "Exception while serving /shared/{token}",
        "Forbidden (Origin checking failed): /shared/{token}/?next=/",
        "Refused with 400: https://example.org/SHARED/{token}/",
    ],
)
def test_no_line_that_is_written_down_holds_a_token(line: str) -> None:
    token = "v3ryS3cretT0kenOfALink"
    record = logging.LogRecord("django.request", logging.ERROR, "", 1, line.format(token=token), None, None)
    assert PathOnly().filter(record)
    assert (token in record.getMessage(), "hared/…" in record.getMessage() or "HARED/…" in record.getMessage()) == (
        False,
        True,
    )


def test_a_fault_behind_a_link_writes_no_token_and_no_word_of_a_runner(
    browser_of_ana: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, settings: Settings
) -> None:
    path, said = made(browser_of_ana), " ".join(["Achilles", "8"])

    def broken(*_: Any) -> Any:
        raise ValueError(said)

    monkeypatch.setattr("logbook.report.sheet.what_it_prints", broken)
    answer = Client(raise_request_exception=False).post(path)
    assert (answer.status_code, path.split("/")[2] in answer.content.decode()) == (500, False)
    written = logging.StreamHandler(stream := io.StringIO())
    written.addFilter(PathOnly())
    for record in caplog.records:
        written.handle(record)
    assert "Internal Server Error: /shared/…" in stream.getvalue()
    assert [word for word in (path.split("/")[2], said) if word in stream.getvalue()] == []


def test_a_signed_in_runner_sees_the_door_like_anybody_else(browser_of_ana: Client) -> None:
    path = made(browser_of_ana)
    assert browser_of_ana.get(path).content == Client().get(path).content
    assert hidden(browser_of_ana.get(path)) == {}
    assert timezone.get_current_timezone_name() == "UTC"
