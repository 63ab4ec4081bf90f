"""Rest, injury, holiday: marked, changed, ended, taken away and back, once for each sending and by nobody else."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from ankles.accounts.models import User
from logbook.entries import rows
from logbook.history import periods
from logbook.models import Period
from tests.logbook import printed
from tests.logbook.conftest import LogIn
from tests.logbook.writing import TODAY, day, marked

PERIODS = "/log/periods/"


@pytest.fixture(autouse=True)
def _wednesday() -> Any:
    with time_machine.travel(datetime(2026, 11, 18, 12, tzinfo=UTC), tick=False):
        yield


def sent(runner: User, **fields: Any) -> dict[str, Any]:
    """A form of this runner: a holiday from the 16th to the 20th unless `fields` say something else."""
    given = {"kind": "holiday", "first_day": "2026-11-16", "last_day": "2026-11-20", "note": ""}
    return {"entry_key": str(uuid.uuid4()), "account": runner.badge, **given, **fields}


def bare(runner: User, **fields: Any) -> dict[str, Any]:
    """What a single button sends."""
    return {"entry_key": str(uuid.uuid4()), "account": runner.badge, **fields}


def said(runner: User) -> list[tuple[str, date, date | None, str, int]]:
    """Every period of a runner."""
    return list(runner.periods.order_by("pk").values_list("kind", "first_day", "last_day", "note", "version"))


def text(answer: Any) -> str:
    """An answer as text."""
    return unescape(answer.content.decode())


def told(answer: Any) -> str:
    """What an answer says was done."""
    found = re.search(r'id="told"[^>]*>([^<]+)<', text(answer))
    return found[1] if found else ""


def faults(answer: Any) -> list[str]:
    """What the summary of an answer says is wrong."""
    found = re.search(r'class="errsum".*?</div>', text(answer), re.DOTALL)
    return re.findall(r"<li>(?:<a [^>]*>)?([^<]+)", found[0]) if found else []


def address(period: Period, what: str = "") -> str:
    """A period's own address."""
    return f"{PERIODS}{period.pk}/{what}"


def test_nothing_is_chosen_beforehand(browser_of_ana: Client) -> None:
    html = text(browser_of_ana.get(PERIODS))
    assert len(re.findall(r'<input type="radio" name="kind"', html)) == 3
    assert "checked" not in html
    assert re.findall(r'name="(?:first|last)_day"[^>]*value=', html) == []
    assert "Nothing is marked yet." in html


def test_days_are_marked_listed_and_undone(ana: User, browser_of_ana: Client) -> None:
    answer = browser_of_ana.post(PERIODS, sent(ana, note="Sea."))
    assert (answer.status_code, told(answer)) == (200, "Holiday, 16 to 20 Nov: marked.")
    assert said(ana) == [("holiday", date(2026, 11, 16), date(2026, 11, 20), "Sea.", 1)]
    assert re.findall(r"<h3>(.*?)</h3><p>(.*?)</p><p>(.*?)</p>", printed.tight(text(answer))) == [
        ("Holiday", "16 to 20 Nov", "Sea.")
    ]
    undo = re.search(r'name="undo" value="([^"]+)"', text(answer))
    assert undo is not None
    assert browser_of_ana.post("/log/undo/", bare(ana, undo=undo[1])).status_code == 200
    assert said(ana) == []


def test_the_last_day_may_stay_open_and_lie_a_year_ahead(ana: User, browser_of_ana: Client) -> None:
    browser_of_ana.post(PERIODS, sent(ana, kind="injury", last_day=""))
    browser_of_ana.post(PERIODS, sent(ana, first_day="2027-11-18", last_day="2027-11-18"))
    browser_of_ana.post(PERIODS, sent(ana, kind="rest", first_day="2000-01-01", last_day="2000-01-01"))
    assert [row[:3] for row in said(ana)] == [
        ("injury", date(2026, 11, 16), None),
        ("holiday", date(2027, 11, 18), date(2027, 11, 18)),
        ("rest", date(2000, 1, 1), date(2000, 1, 1)),
    ]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"kind": ""}, "Choose rest, injury or holiday."),
        ({"kind": "streak"}, "Choose rest, injury or holiday."),
        ({"first_day": ""}, "Choose the first day."),
        ({"first_day": "16.11.2026"}, "Write a day such as 2026-11-22."),
        ({"first_day": "2026-02-30"}, "Write a day such as 2026-11-22."),
        ({"first_day": "1999-12-31"}, "Choose a day from 2000 on."),
        ({"first_day": "2027-11-19", "last_day": ""}, "Choose a day up to a year from now."),
        ({"last_day": "2027-11-19"}, "Choose a day up to a year from now."),
        ({"last_day": "2026-11-15"}, "The last day comes on or after the first."),
        ({"last_day": "soon"}, "Write a day such as 2026-11-22."),
        ({"note": "x" * 2001}, "Keep the note to 2,000 characters; it has 2001 now."),
        ({"note": "a\x00b"}, "Null characters are not allowed."),
        ({"entry_key": ""}, "Open the page again; its form has no key."),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_written(
    ana: User, browser_of_ana: Client, wrong: dict[str, str], words: str
) -> None:
    answer = browser_of_ana.post(PERIODS, sent(ana, **{"note": "Kept.", **wrong}))
    assert (answer.status_code, faults(answer), said(ana)) == (422, [words], [])
    if "note" not in wrong:
        assert ">\nKept.</textarea>" in text(answer)


@pytest.mark.parametrize(
    ("first", "last", "status"),
    [("2026-11-20", "2026-11-25", 422), ("2026-11-01", "2026-11-16", 422), ("2026-11-18", "", 422),
     ("2026-11-01", "", 422), ("2026-11-21", "2026-11-25", 200), ("2026-11-01", "2026-11-15", 200)],
)  # fmt: skip
def test_the_same_days_are_not_marked_twice_alike(
    ana: User, browser_of_ana: Client, first: str, last: str, status: int
) -> None:
    there = marked(ana, "holiday", date(2026, 11, 16), date(2026, 11, 20))
    answer = browser_of_ana.post(PERIODS, sent(ana, first_day=first, last_day=last))
    assert (answer.status_code, len(said(ana))) == (status, 1 if status == 422 else 2)
    assert (f'<a href="{address(there)}">Holiday, 16 to 20 Nov</a>' in text(answer)) is (status == 422)


def test_another_kind_and_another_runner_are_not_in_the_way(ana: User, ben: User, browser_of_ana: Client) -> None:
    marked(ana, "injury", date(2026, 11, 1))
    marked(ben, "holiday", date(2026, 11, 1))
    assert browser_of_ana.post(PERIODS, sent(ana)).status_code == 200
    assert [row[0] for row in said(ana)] == ["injury", "holiday"]


def test_a_sending_that_comes_again_is_answered_and_not_written_again(ana: User, browser_of_ana: Client) -> None:
    form = sent(ana)
    first, again = browser_of_ana.post(PERIODS, form), browser_of_ana.post(PERIODS, form)
    assert (told(first), told(again), len(said(ana))) == (*["Holiday, 16 to 20 Nov: marked."] * 2, 1)
    assert 'name="undo"' not in text(again)
    other = browser_of_ana.post(PERIODS, {**form, "note": "Other words."})
    assert (other.status_code, len(said(ana))) == (409, 1)
    assert "Other words." in text(other)


def test_a_form_written_in_another_account_writes_nothing_and_shows_nothing(
    ana: User, ben: User, log_in: LogIn
) -> None:
    theirs = marked(ben, "rest", TODAY)
    for path in (PERIODS, address(theirs), address(theirs, "deletion/")):
        answer = log_in(ben).post(path, sent(ana, note="secret", version=1))
        assert answer.status_code == 409
        assert "secret" not in text(answer)
    assert said(ben) == [("rest", TODAY, None, "", 1)]


def test_a_period_is_changed_and_the_change_undone(ana: User, browser_of_ana: Client) -> None:
    row = marked(ana, "rest", day(3), day(1), note="Tired.")
    form = text(browser_of_ana.get(address(row)))
    assert re.search(r'value="rest"[^>]*checked', form)
    assert ('value="2026-11-15"' in form, 'value="2026-11-17"' in form, "Tired." in form) == (True, True, True)
    answer = browser_of_ana.post(address(row), sent(ana, kind="injury", note="Ankle.", version=1))
    assert told(answer) == "Changed."
    assert said(ana) == [("injury", date(2026, 11, 16), date(2026, 11, 20), "Ankle.", 2)]
    undo = re.search(r'name="undo" value="([^"]+)"', text(answer))
    assert undo is not None
    browser_of_ana.post("/log/undo/", bare(ana, undo=undo[1]))
    assert [row[:4] for row in said(ana)] == [("rest", day(3), day(1), "Tired.")]


def test_whoever_edits_second_is_told_and_keeps_their_words(ana: User, browser_of_ana: Client) -> None:
    row = marked(ana, "rest", day(3), day(1))
    browser_of_ana.post(address(row), sent(ana, note="First <b>tab</b>.", version=1))
    answer = browser_of_ana.post(address(row), sent(ana, kind="injury", note="Second tab.", version=1))
    assert (answer.status_code, said(ana)[0][3]) == (409, "First <b>tab</b>.")
    html = answer.content.decode()
    assert "Changed somewhere else" in html
    assert "First &lt;b&gt;tab&lt;/b&gt;." in html
    assert ">\nSecond tab.</textarea>" in html
    assert 'name="version" value="2"' in html
    browser_of_ana.post(address(row), sent(ana, kind="injury", note="Second tab.", version=2))
    assert said(ana)[0][3:] == ("Second tab.", 3)


def test_what_was_written_for_days_that_are_marked_no_more_is_kept(ana: User, browser_of_ana: Client) -> None:
    row = marked(ana, "rest", day(3), day(1))
    there = address(row)
    row.delete()
    answer = browser_of_ana.post(there, sent(ana, kind="injury", note="Second tab.", version=1))
    html = text(answer)
    assert (answer.status_code, said(ana)) == (404, [])
    assert "These days are not marked any more. What you wrote is below" in html
    assert re.search(r'value="injury"[^>]*checked', html)
    assert ('value="2026-11-20"' in html, ">\nSecond tab.</textarea>" in html) == (True, True)
    ended = browser_of_ana.post(there, bare(ana, end="2026-11-18", version=1))
    assert (ended.status_code, "What you wrote is below" in text(ended)) == (404, False)
    assert browser_of_ana.get(there).status_code == 404


def test_a_change_may_not_take_another_ones_days(ana: User, browser_of_ana: Client) -> None:
    there = marked(ana, "holiday", date(2026, 11, 19), date(2026, 11, 30))
    row = marked(ana, "holiday", day(9), day(8))
    answer = browser_of_ana.post(address(row), sent(ana, version=1))
    assert (answer.status_code, said(ana)[1][1]) == (422, day(9))
    assert f'href="{address(there)}"' in text(answer)
    assert browser_of_ana.post(address(row), sent(ana, last_day="2026-11-18", version=1)).status_code == 200


def test_an_open_period_ends_with_one_button(ana: User, browser_of_ana: Client) -> None:
    row = marked(ana, "injury", day(9), note="Ankle.")
    assert '<button class="button" name="end" value="2026-11-18"' in text(browser_of_ana.get(PERIODS))
    answer = browser_of_ana.post(address(row), bare(ana, end="2026-11-18", version=1))
    assert (answer.status_code, said(ana)) == (200, [("injury", day(9), TODAY, "Ankle.", 2)])
    assert 'name="end"' not in text(answer)


def test_a_button_pressed_after_midnight_means_the_day_it_showed(ana: User, browser_of_ana: Client) -> None:
    row = marked(ana, "rest", day(2))
    with time_machine.travel(datetime(2026, 11, 18, 23, 59, tzinfo=UTC), tick=False):
        button = re.search(r'name="end" value="([\d-]+)"', text(browser_of_ana.get(PERIODS)))
    assert button is not None
    with time_machine.travel(datetime(2026, 11, 19, 0, 1, tzinfo=UTC), tick=False):
        browser_of_ana.post(address(row), bare(ana, end=button[1], version=1))
    assert said(ana)[0][2] == TODAY


@pytest.mark.parametrize("end", ["2026-11-08", "", "now", "2028-01-01"])
def test_a_period_does_not_end_before_it_began(ana: User, browser_of_ana: Client, end: str) -> None:
    row = marked(ana, "rest", day(9))
    answer = browser_of_ana.post(address(row), bare(ana, end=end, version=1))
    assert (answer.status_code, len(faults(answer)), said(ana)[0][2:]) == (422, 1, (None, "", 1))


def test_a_mark_is_taken_away_and_put_back(ana: User, browser_of_ana: Client) -> None:
    row = marked(ana, "rest", day(3), day(1), note="Tired.")
    before = rows.as_data(row)
    form = bare(ana, version=1)
    answer = browser_of_ana.post(address(row, "deletion/"), form)
    assert (told(answer), said(ana)) == ("The mark is gone.", [])
    assert told(browser_of_ana.post(address(row, "deletion/"), form)) == "The mark is gone."
    undo = re.search(r'name="undo" value="([^"]+)"', text(answer))
    assert undo is not None
    browser_of_ana.post("/log/undo/", bare(ana, undo=undo[1]))
    assert [rows.as_data(one) for one in ana.periods.all()] == [before]


def test_what_was_changed_meanwhile_is_shown_before_it_is_taken_away(ana: User, browser_of_ana: Client) -> None:
    row = marked(ana, "rest", day(3), day(1))
    browser_of_ana.post(address(row), sent(ana, note="New words.", version=1))
    answer = browser_of_ana.post(address(row, "deletion/"), bare(ana, version=1))
    assert (answer.status_code, len(said(ana))) == (409, 1)
    assert "Not taken away" in text(answer)
    assert "New words." in text(answer)


def test_a_stranger_finds_nothing_and_changes_nothing(ana: User, ben: User, log_in: LogIn) -> None:
    row = marked(ana, "rest", day(3), note="secret")
    stranger = log_in(ben)
    answers = [
        stranger.get(address(row)),
        stranger.post(address(row), sent(ben, version=1)),
        stranger.post(address(row), bare(ben, end="2026-11-18", version=1)),
        stranger.post(address(row, "deletion/"), bare(ben, version=1)),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert said(ana) == [("rest", day(3), None, "secret", 1)]
    assert [
        leak for answer in (*answers, stranger.get(PERIODS)) for leak in ("secret", "15 Nov") if leak in text(answer)
    ] == []


def test_a_deletion_is_never_a_visit(ana: User, browser_of_ana: Client) -> None:
    row = marked(ana, "rest", day(3))
    answer = browser_of_ana.get(address(row, "deletion/"))
    assert (answer.status_code, answer.headers["Location"], len(said(ana))) == (303, address(row), 1)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_the_list_asks_three_questions_however_long_it_is(
    ana: User, browser_of_ana: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser_of_ana.get(PERIODS)
    for ago in range(count):
        marked(ana, "rest", day(10 + ago), day(10 + ago))
    with django_assert_num_queries(3):
        answer = browser_of_ana.get(PERIODS)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert text(answer).count("<h3>Rest</h3>") == count


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 11, 3), date(2026, 11, 9), "3 to 9 Nov"),
        (date(2026, 10, 28), date(2026, 11, 3), "28 Oct to 3 Nov"),
        (date(2026, 11, 3), date(2026, 11, 3), "3 Nov"),
        (date(2026, 10, 28), None, "from 28 Oct, still going on"),
        (date(2026, 12, 5), None, "from 5 Dec"),
        (date(2026, 12, 28), date(2027, 1, 3), "28 Dec to 3 Jan 2027"),
        (date(2025, 12, 3), date(2025, 12, 9), "3 to 9 Dec 2025"),
        (date(2028, 2, 29), date(2028, 2, 29), "29 Feb 2028"),
    ],
)
def test_days_are_said_as_short_as_they_can_be(first: date, last: date | None, words: str) -> None:
    assert periods.days_in_words(first, last, TODAY) == words
    assert periods.period_in_words("rest", first, last, TODAY) == f"Rest, {words}"
