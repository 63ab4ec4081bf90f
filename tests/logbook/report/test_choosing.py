"""What stands on the report is chosen by a form, kept as a row, and shown by every GET after it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from ankles.accounts.models import User
from logbook.models import ReportChoice
from logbook.report import choosing
from logbook.trends import reading
from tests.logbook.data_browser import words
from tests.logbook.report.test_sharing import form_of

REPORT = "/log/report/"


def send(browser: Client, **fields: Any) -> Any:
    """The form of the page, sent with these."""
    hidden = form_of(browser.get(REPORT).content.decode(), REPORT)
    return browser.post(REPORT, hidden | {"span": "12", "questions": ""} | fields)


def test_a_choice_is_saved_by_post_and_shown_by_get_and_stands_in_no_address(
    browser_of_ana: Client, ana: User, sunday: date
) -> None:
    for area, side in (("arch", "left"), ("achilles_mid", "right")):
        ana.followed.create(area=area, side=side)
    answer = send(browser_of_ana, span="8", places=["right-achilles_mid"], with_notes="on", questions="Hills?\r\nWhen?")
    assert (answer.status_code, answer.headers["Location"]) == (303, REPORT)
    kept = ana.report_choices.get()
    assert (kept.weeks, kept.first_day, kept.places, kept.with_notes, kept.questions) == (
        8, None, ["right-achilles_mid"], True, "Hills?\nWhen?",
    )  # fmt: skip
    text = words(browser_of_ana.get(REPORT))
    assert "28 Sep 2026 to 22 Nov 2026 · 8 weeks" in text
    assert ("Right Achilles. No number" in text, "Left arch. No number" in text) == (True, False)


def test_days_of_ones_own_are_chosen_with_both_ends(browser_of_ana: Client, ana: User, sunday: date) -> None:
    send(browser_of_ana, span="days", first_day="2026-10-01", last_day="2026-10-10")
    kept = ana.report_choices.get()
    assert (kept.weeks, kept.first_day, kept.last_day) == (None, date(2026, 10, 1), date(2026, 10, 10))
    assert "1 Oct 2026 to 10 Oct 2026 · 10 days" in words(browser_of_ana.get(REPORT))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"span": ""}, "Choose how far back, or the days."),
        ({"span": "13"}, "Choose from the list."),
        ({"span": "days"}, "Choose the day."),
        ({"span": "days", "first_day": "2026-10-02", "last_day": "2026-10-01"}, "The last day comes on or after the first."),
        ({"span": "days", "first_day": "2026-10-02", "last_day": "2026-11-23"}, "Choose a day up to today."),
        ({"span": "days", "first_day": "1999-10-02", "last_day": "2026-11-20"}, "Choose a day from 2000 on."),
        ({"places": ["left-elbow"]}, "Choose from the list."),
        ({"places": [f"{side}-{area}" for side in ("left", "right") for area in ("arch", "toes", "big_toe")]},
         "Choose up to 4: more do not fit on one sheet."),
        ({"questions": "x" * 501}, "Keep it to 500 characters; it has 501 now."),
    ],
)  # fmt: skip
def test_what_cannot_be_chosen_is_told_and_changes_nothing(
    browser_of_ana: Client, ana: User, sunday: date, fields: dict[str, Any], said: str
) -> None:
    for side in ("left", "right"):
        for area in ("arch", "toes", "big_toe"):
            ana.followed.create(area=area, side=side)
    answer = send(browser_of_ana, **fields)
    assert (answer.status_code, said in words(answer), words(answer).count("There is a problem")) == (422, True, 1)
    assert not ana.report_choices.exists()


def test_the_second_choice_takes_the_place_of_the_first(browser_of_ana: Client, ana: User) -> None:
    send(browser_of_ana, span="4")
    send(browser_of_ana, span="26")
    assert [row.weeks for row in ana.report_choices.all()] == [26]


def test_before_anything_is_chosen_it_is_twelve_weeks_of_what_is_followed_without_notes(
    ana: User, sunday: date
) -> None:
    ana.followed.create(area="arch", side="left")
    chosen = choosing.chosen_sheet(ana)
    places = choosing.places_of(chosen, reading.what_there_is(ana))
    assert (chosen.days(sunday), chosen.with_notes) == ((sunday - timedelta(days=83), sunday), False)
    assert [place.code for place in places] == ["left-arch"]
    assert not ReportChoice.objects.exists()


def test_a_page_opened_in_another_account_changes_nothing(browser_of_ana: Client, ana: User, ben: User) -> None:
    hidden = form_of(browser_of_ana.get(REPORT).content.decode(), REPORT)
    answer = browser_of_ana.post(REPORT, hidden | {"span": "4", "account": ben.badge})
    assert (answer.status_code, ReportChoice.objects.count()) == (409, 0)
