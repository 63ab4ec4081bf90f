"""The page of trends: its answers to the digit over a log that was counted by hand, its choices, and what it costs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client

from ankles.accounts.models import User
from logbook.models import ExerciseDone, TrendsChoice
from tests.logbook.saying import sending, text, wrong
from tests.logbook.writing import clear, hurt, marked, measured, trained

PAGE, SPAN, CHOICE = "/log/trends/", "/log/trends/span/", "/log/trends/choice/"
# A Sunday. The four weeks up to it begin on Monday 26 October, the day after clocks in London went back.
SUNDAY = date(2026, 11, 22)
MOST_BYTES = 60_000


@pytest.fixture
def now() -> Iterator[date]:
    """Noon in London."""
    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=False):
        yield SUNDAY


def ago(days: int) -> date:
    """A day so many days before Sunday."""
    return SUNDAY - timedelta(days=days)


def by_hand(runner: User) -> None:
    """Four weeks and the four before, counted by hand: gaps, two entries a day, a clear day beside a silent one.

    These weeks: 1, 2 (with a 3 during), 2, clear, silence, 4 and, two weeks back, 6 and 5 on two days in a row; on three
    more mornings a 4 and no other number. In order: 0 1 2 3 4 4 4 4 5 6, the middle is 4. The weeks before: 6, 5, 6 on the
    day after the night of the clocks (25 October) and the two before; the middle is 6.
    """
    runner.followed.create(area="achilles_mid", side="left")
    hurt(runner, ago(0), 1)
    hurt(runner, ago(1), 2)
    hurt(runner, ago(1), 3, moment="during")
    hurt(runner, ago(2), 2)
    clear(runner, ago(3))
    hurt(runner, ago(5), 4)
    hurt(runner, ago(5), 1, moment="after")
    hurt(runner, ago(14), 5, qualities=["stiff"], context=["hills_up"], onset="gradual")
    hurt(runner, ago(13), 6, qualities=["stiff", "ache"], timing=["night_rest"], note="Hilly.")
    for days, number in ((28, 6), (29, 5), (30, 6)):
        hurt(runner, ago(days), number)
    for days, number, stiff in ((0, 1, "none"), (2, 1, "under_10"), (5, 2, "under_10")):
        hurt(runner, ago(days), number, moment="first_steps", stiffness=stiff)
    for days in (27, 20, 15):
        hurt(runner, ago(days), 4, moment="first_steps", stiffness="10_to_30")
    hurt(runner, ago(2), 1, side="right")
    marked(runner, "holiday", ago(12), ago(9))
    session = trained(runner, ago(1), 20, routine_name="Strength", stage_name="Stage 2")
    ExerciseDone.objects.create(session=session, position=1, name="Heel raise", dose="3 × 15")
    trained(runner, ago(6), None)
    trained(runner, ago(8), 30, routine_name="Strength", stage_name="Stage 1")
    runner.runs.create(day=ago(1), distance_m=8500, distance_unit="km", duration_s=2700)


def answers(html: str, place: str = "left-achilles_mid") -> dict[str, str]:
    """What stands beside the picture of a place: question -> answer."""
    section = re.search(rf'<section class="trend stack" aria-labelledby="{place}">.*?</section>', html, re.DOTALL)
    assert section, "There is no such place on the page."
    listed = re.search(r'<dl class="facts answers">(.*?)</dl>', section[0], re.DOTALL)
    assert listed
    found = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", listed[1], re.DOTALL)
    reading = re.search(r'<p class="reading">(.*?)</p>', section[0], re.DOTALL)
    assert reading
    return {"": _words(reading[1])} | {question: _words(answer) for question, answer in found}


def _words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def rows(html: str, summary: str) -> list[list[str]]:
    """The rows of the table that a summary opens."""
    table = re.search(rf"<summary>{summary}.*?<tbody>(.*?)</tbody>", html, re.DOTALL)
    assert table, summary
    return [
        [_words(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
        for row in re.findall(r"<tr>(.*?)</tr>", table[1], re.DOTALL)
    ]


def test_every_answer_is_what_a_hand_counts(ana: User, browser_of_ana: Client, now: date) -> None:
    by_hand(ana)
    ana.trends_choices.create(weeks="4", bad_from=5, since_day=ago(6))
    assert answers(text(browser_of_ana.get(PAGE))) == {
        "": "Lower than in the 4 weeks before. The middle number is 4 (n = 10); before, it was 6 (n = 3).",
        "Known": "10 of 28 days have a word; on 1 of them nothing hurt, which counts as 0. 18 silent days are not counted.",
        "Since then": "Since 16 Nov: too little to compare. It takes 3 days with a number on each side: the 7 days since have "
        "5 days, the 7 days before 1.",
        "Mornings": "First steps in the last 7 days: middle number 1 (n = 4). In the first two weeks it was 4 (n = 3). That "
        "is lower. Stiffness in the last 7 days: under 10 min on 2, not stiff on 1.",
        "During or after": "During, the middle number is 3 (n = 1); after, the middle number is 1 (n = 1). No day has both.",
        "Left or right": "On the left the middle number is 4 (n = 10), on the right 0.5 (n = 2). On 2 days with both, it "
        "was higher on the left on 1, on the right on 0, and the same on 1.",
        "Began": "First logged on 23 Oct.",
        "Bad days": "1 spell at or above 5: 2 days, 8 to 9 Nov, up to 6.",
        "What it felt like": "Stiff (2); Dull ache (1)",
        "When it came": "At night or at rest (1)",
        "What was different": "Uphill (1)",
        "How it began": "Bit by bit (1)",
        "Your notes then": "Hilly. 9 Nov , 6",
    }


@pytest.mark.parametrize(
    ("back", "said"),
    [
        (6, ["S The day you compare from, 16 Nov."]),  # a day as such
        (8, []),  # a stage began on it, and its letter stands there
        (40, []),  # before the first day that is drawn
    ],
)
def test_the_day_that_a_runner_compares_from_is_marked_in_the_picture(
    ana: User, browser_of_ana: Client, now: date, back: int, said: list[str]
) -> None:
    by_hand(ana)
    ana.trends_choices.create(weeks="4", since_day=ago(back))
    html = text(browser_of_ana.get(PAGE))
    letters = re.findall(r'<text class="text-middle" x="[^"]+" y="12">(.)</text>', html)
    assert letters == (["A", "S", "B"] if said else ["A", "B"])
    assert [_words(line) for line in re.findall(r"<p><b>S</b>.*?</p>", html, re.DOTALL)] == said


def test_the_picture_and_its_table_say_the_same(ana: User, browser_of_ana: Client, now: date) -> None:
    by_hand(ana)
    html = text(browser_of_ana.get(f"{PAGE}?weeks=4"))
    assert rows(html, "The numbers as a table") == [
        ["22 Nov", "1", "1", "", "", "not stiff"],
        ["21 Nov", "3", "", "3", "", ""],
        ["20 Nov", "2", "1", "", "", "under 10 min"],
        ["19 Nov", "nothing hurt", "", "", "", ""],
        ["18 Nov", "no entry", "", "", "", ""],
        ["17 Nov", "4", "2", "", "1", "under 10 min"],
        ["10 to 16 Nov", "no entry", "", "", "", ""],
        ["9 Nov", "6", "", "", "", ""],
        ["8 Nov", "5", "", "", "", ""],
        ["7 Nov", "4", "4", "", "", "10 to 30 min"],
        ["3 to 6 Nov", "no entry", "", "", "", ""],
        ["2 Nov", "4", "4", "", "", "10 to 30 min"],
        ["27 Oct to 1 Nov", "no entry", "", "", "", ""],
        ["26 Oct", "4", "4", "", "", "10 to 30 min"],
    ]
    drawn = {
        name: found[1].count("M") if (found := re.search(rf'<path class="{name}"[^>]* d="([^"]*)"', html)) else 0
        for name in ("dot", "dot inner", "dot latest", "first-steps", "during", "after", "clear-days")
    }
    # Nine days with a number, one of them the last; six mornings.
    assert drawn == {
        "dot": 8, "dot inner": 8, "dot latest": 1, "first-steps": 6, "during": 1, "after": 1, "clear-days": 1,
    }  # fmt: skip


def test_mornings_stand_week_by_week_and_a_week_without_any_is_left_out(
    ana: User, browser_of_ana: Client, now: date
) -> None:
    by_hand(ana)
    html = text(browser_of_ana.get(f"{PAGE}?weeks=4"))
    assert rows(html, "Mornings") == [
        ["16 to 22 Nov", "1 (n = 4)", "under 10 min on 2, not stiff on 1"],
        ["2 to 8 Nov", "4 (n = 2)", "10 to 30 min on 2"],
        ["26 Oct to 1 Nov", "4 (n = 1)", "10 to 30 min on 1"],
    ]


def test_the_morning_after_has_a_row_for_each_session_and_run(ana: User, browser_of_ana: Client, now: date) -> None:
    by_hand(ana)
    html = text(browser_of_ana.get(f"{PAGE}?weeks=4"))
    assert rows(html, "The morning after") == [
        ["21 Nov Strength: Stage 2, 20 min", "3", "", "1, not stiff"],
        ["Run, 8.5 km, 45 min"],
        ["16 Nov Session", "", "", "2, under 10 min"],
        ["14 Nov Strength: Stage 1, 30 min", "nothing said"],
    ]


def test_what_was_done_is_summed_up(ana: User, browser_of_ana: Client, now: date) -> None:
    by_hand(ana)
    html = text(browser_of_ana.get(f"{PAGE}?weeks=4"))
    aside = _words(html.partition("<aside")[2].partition("</aside>")[0])
    assert aside.startswith(
        'class="stack-l" aria-label="What you did"> The last 7 days 16 to 22 Nov These 7 days 2 sessions, 20 minutes in 1 of '
        "them; 1 run, 8.5 km, 45 minutes The 7 before 1 session, 30 minutes Heel raise 3 sets on 1 day What you did, week by "
        "week Week Sessions Minutes Sets km 16 to 22 Nov 2 20 3 8.5 9 to 15 Nov 1 30 Stage and weight, since when Strength: Stage 2 "
        "21 Nov, 1 session Strength: Stage 1 14 Nov, 1 session"
    )


def test_a_stage_that_is_older_than_the_span_is_told_from_its_own_first_day(
    ana: User, browser_of_ana: Client, now: date
) -> None:
    for days in (40, 30, 2):
        session = trained(ana, ago(days), 20, routine_name="Strength", stage_name="Stage 1")
        ExerciseDone.objects.create(session=session, position=1, name="Heel raise", dose="3 × 15")
    trained(ana, ago(40), 20, routine_name="Circles")
    html = text(browser_of_ana.get(f"{PAGE}?weeks=4"))
    told = _words(html.partition('id="stages"')[2].partition("</section>")[0])
    assert "Strength: Stage 1 13 Oct to 20 Nov, 3 sessions" in told
    assert "Circles" not in told
    assert told.endswith("Heel raise 3 × 15 20 Nov 26 Oct to 22 Nov alone: a dose may be older.")
    assert "a dose may be older" not in text(browser_of_ana.get(f"{PAGE}?weeks=all"))


def test_doses_are_told_without_a_routine_too(ana: User, browser_of_ana: Client, now: date) -> None:
    session = trained(ana, ago(2), 20)
    ExerciseDone.objects.create(session=session, position=1, name="Heel raise", dose="3 × 15 with 5 kg")
    html = text(browser_of_ana.get(f"{PAGE}?weeks=4"))
    assert rows(html, "Each dose, as it was logged") == [["Heel raise", "3 × 15 with 5 kg", "20 Nov"]]


# --- Choices --------------------------------------------------------------------------------------------------------


def test_a_span_is_kept_by_one_tap_and_shown_the_next_time(ana: User, browser_of_ana: Client, now: date) -> None:
    by_hand(ana)
    answer = browser_of_ana.post(SPAN, sending(ana, weeks="52"))
    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    html = text(browser_of_ana.get(PAGE))
    assert re.findall(r'value="(\w+)" aria-label="[^"]*" aria-current="true"', html) == ["52"]
    # A span in the address is shown and not kept.
    assert 'value="4" aria-label="4 weeks" aria-current' in text(browser_of_ana.get(f"{PAGE}?weeks=4"))
    assert ana.trends_choices.get().weeks == "52"
    assert browser_of_ana.get(f"{PAGE}?weeks=999").status_code == 200


@pytest.mark.parametrize(
    ("given", "complaint"),
    [({"weeks": "99"}, "Choose how far back from the list."), ({}, "Choose how far back.")],
)
def test_a_span_that_is_none_is_refused_in_words(
    ana: User, browser_of_ana: Client, now: date, given: dict[str, str], complaint: str
) -> None:
    answer = browser_of_ana.post(SPAN, sending(ana, **given))
    assert (answer.status_code, wrong(answer)) == (422, [complaint])
    assert "<title>Error: Trends" in text(answer)
    assert not ana.trends_choices.exists()


def test_an_old_choice_that_comes_again_changes_nothing(ana: User, browser_of_ana: Client, now: date) -> None:
    by_hand(ana)
    for path, old, new in ((SPAN, {"weeks": "52"}, {"weeks": "4"}), (CHOICE, {"bad_from": "3"}, {"bad_from": "5"})):
        form = sending(ana, **old)
        browser_of_ana.post(path, form)
        browser_of_ana.post(path, sending(ana, **new))
        assert browser_of_ana.post(path, form).status_code == 303
        assert browser_of_ana.post(path, form | new).status_code == 409
    assert ana.trends_choices.values("weeks", "bad_from").get() == {"weeks": "4", "bad_from": 5}


def test_what_was_picked_is_one_row_and_no_address_holds_it(
    ana: User, ben: User, browser_of_ana: Client, now: date
) -> None:
    by_hand(ana)
    ben.trends_choices.create(bad_from=9)
    ana.trends_choices.create(weeks="26")
    given = {
        "places": ["right-achilles_mid"],
        "since_stage": '["Strength", "Stage 2"]',
        "bad_from": "1",
        "since_day": "",
    }
    answer = browser_of_ana.post(CHOICE, sending(ana, **given))
    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    kept = ana.trends_choices.values("weeks", "places", "since_day", "since_routine", "since_stage", "bad_from").get()
    assert kept == {
        "weeks": "26", "places": ["right-achilles_mid"], "since_day": None, "since_routine": "Strength",
        "since_stage": "Stage 2", "bad_from": 1,
    }  # fmt: skip
    found = answers(text(browser_of_ana.get(PAGE)), "right-achilles_mid")
    assert found["Bad days"] == "1 spell at or above 1: 1 day, 20 Nov, up to 1."
    assert found["Since then"].startswith("Since 21 Nov, the first day of Strength: Stage 2: too little to compare.")
    # An empty answer takes it back.
    browser_of_ana.post(CHOICE, sending(ana, bad_from="", since_day="", since_stage=""))
    row = ana.trends_choices.get()
    assert (row.places, row.since_day, row.since_routine, row.bad_from, row.weeks) == ([], None, "", None, "26")
    assert ben.trends_choices.get().bad_from == 9


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"since_day": "2026-11-23"}, "This day has not come yet."),
        ({"since_day": "1999-12-31"}, "Choose a day from 2000 on."),
        ({"since_day": "2026-11-01", "since_stage": '["Strength", ""]'}, "Choose a day or a routine, not both."),
        ({"since_stage": '["Gone", ""]'}, "Your log does not have this one. Choose another."),
        ({"bad_from": "0"}, "Choose a number from 1 to 10."),
        ({"bad_from": "11"}, "Choose a number from 1 to 10."),
        ({"places": ["left-arch"]}, "Choose from the list."),
        (
            {"places": [f"left-{area}" for area in ("toes", "arch", "big_toe", "calf_upper", "calf_lower")]},
            "Choose up to 4 places.",
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(
    ana: User, browser_of_ana: Client, now: date, given: dict[str, Any], complaint: str
) -> None:
    by_hand(ana)
    if "Choose up to" in complaint:
        for place in given["places"]:
            hurt(ana, ago(3), 1, area=place.partition("-")[2])
    answer = browser_of_ana.post(CHOICE, sending(ana, **given))
    assert (answer.status_code, wrong(answer)) == (422, [complaint])
    assert not ana.trends_choices.exists()


def test_a_form_of_another_account_keeps_nothing(ana: User, ben: User, browser_of_ana: Client, now: date) -> None:
    by_hand(ana)
    for path, fields in ((SPAN, {"weeks": "52"}), (CHOICE, {"bad_from": "3"})):
        assert browser_of_ana.post(path, sending(ben, **fields)).status_code == 409
    assert not TrendsChoice.objects.exists()


@pytest.mark.parametrize("path", [SPAN, CHOICE])
def test_an_address_of_a_form_leads_back_to_the_page(ana: User, browser_of_ana: Client, path: str) -> None:
    assert browser_of_ana.get(path).headers["Location"] == PAGE


# --- Little or nothing ----------------------------------------------------------------------------------------------


def test_an_empty_log_says_how_to_begin(ana: User, browser_of_ana: Client, now: date) -> None:
    html = text(browser_of_ana.get(PAGE))
    assert "Nothing is logged yet, so there is nothing to compare." in html
    assert "<figure" not in html


def test_two_days_are_too_few_for_a_picture_and_it_says_what_is_missing(
    ana: User, browser_of_ana: Client, now: date
) -> None:
    hurt(ana, ago(0), 3)
    hurt(ana, ago(4), 5)
    html = text(browser_of_ana.get(PAGE))
    assert "The picture begins after 3 days with a number; in this span there are 2." in html
    assert answers(html)[""] == (
        "Too little to compare yet. It takes 3 days with a number on each side: these 12 weeks have 2 days, the 12 weeks "
        "before none."
    )
    # A young log has enough for a shorter span, and is told which.
    for days in (1, 30, 40, 50):
        hurt(ana, ago(days), 5)
    assert answers(text(browser_of_ana.get(PAGE)))[""] == (
        "Too little to compare yet. It takes 3 days with a number on each side: these 12 weeks have 6 days, the 12 weeks "
        "before none. The last 4 weeks and those before them have enough: choose 4 above."
    )
    assert answers(html)["Bad days"] == (
        "The highest number is 5, on 1 day. Choose above from which number on a day is bad, and such days in a row are "
        "counted."
    )


def test_a_log_of_sessions_alone_shows_what_was_done(ana: User, browser_of_ana: Client, now: date) -> None:
    trained(ana, ago(1), 20)
    html = text(browser_of_ana.get(PAGE))
    assert "No place is followed or logged yet." in html
    assert "1 session, 20 minutes" in html


def test_a_log_of_clear_days_alone_is_no_empty_one(ana: User, browser_of_ana: Client, now: date) -> None:
    for days in (1, 3, 4):
        clear(ana, ago(days))
    html = text(browser_of_ana.get(PAGE))
    assert "You said on 3 days that nothing hurt, last on 21 Nov." in html
    assert "Nothing is logged yet" not in html


def test_what_was_measured_stands_there_with_the_way_to_whether_it_changed(
    ana: User, ben: User, browser_of_ana: Client, now: date
) -> None:
    measured(ana, ago(9), 98, 100, 101, kind="knee_to_wall_mm", setup="bare_morning", side="left")
    measured(ana, ago(2), 98, 100, 101, kind="knee_to_wall_mm", setup="bare_morning", side="left")
    measured(ben, ago(1), 45, kind="balance_s", setup="eyes_open", side="right")
    html = text(browser_of_ana.get(PAGE))
    assert "Knee to wall, left" in html
    assert "2 tests, the last on 20 Nov" in html
    assert "right" not in html.split("What you measured")[1].split("</dl>")[0]
    assert "Nothing is logged yet" not in html


# --- What it costs --------------------------------------------------------------------------------------------------


def years(runner: User, days: int) -> None:
    """So many days with three entries each, two places, and a choice of everything."""
    for back in range(days):
        hurt(runner, ago(back), back % 11)
        hurt(runner, ago(back), back % 7, moment="first_steps", stiffness="under_10")
        trained(runner, ago(back), 20, routine_name="Strength", stage_name=f"Stage {back % 3}")
    hurt(runner, ago(0), 1, area="heel_plantar", side="right")
    runner.trends_choices.create(weeks="all", bad_from=3, since_day=ago(days // 2))


@pytest.mark.parametrize("days", [1, 3, 400])
def test_the_page_asks_eight_questions_whatever_the_span(
    ana: User, browser_of_ana: Client, now: date, days: int, django_assert_num_queries: Any
) -> None:
    years(ana, days)
    browser_of_ana.get(PAGE)
    with django_assert_num_queries(8):
        answer = browser_of_ana.get(PAGE)
    assert len(answer.content) < MOST_BYTES


def test_four_places_over_twelve_weeks_stay_below_sixty_kilobytes(ana: User, browser_of_ana: Client, now: date) -> None:
    places = [("achilles_mid", "left"), ("achilles_mid", "right"), ("arch", "left"), ("heel_plantar", "right")]
    for back in range(168):
        for area, side in places:
            for moment in ("worst", "during", "after", "first_steps"):
                hurt(ana, ago(back), (back * 7) % 11, area=area, side=side, moment=moment, stiffness="10_to_30",
                     qualities=["stiff", "ache"], note="N" * 200)  # fmt: skip
        session = trained(ana, ago(back), 20, routine_name="Strength", stage_name=f"Stage {back // 14}")
        ExerciseDone.objects.create(session=session, position=1, name="Heel raise", dose=f"3 × {back // 10}")
    ana.trends_choices.create(places=[f"{side}-{area}" for area, side in places], bad_from=5)
    answer = browser_of_ana.get(PAGE)
    assert len(answer.content) < MOST_BYTES
    assert answer.content.count(b"<figure") == 4
