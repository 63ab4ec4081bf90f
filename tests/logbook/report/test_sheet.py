"""What a sheet says of a log, to the digit; and that any log of any span is one bounded page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ankles.accounts.models import User
from logbook.models import ReportChoice
from logbook.place import Place
from logbook.report import choosing, sheet
from logbook.report import words as sentences
from tests.logbook.data_browser import words
from tests.logbook.report.filling import LEFT, RIGHT, fill

REPORT = "/log/report/"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = date(2026, 11, 22)
PLACES = [Place("achilles_mid", "left"), Place("arch", "right")]
NB = "\u00a0=\u00a0"


@pytest.fixture(autouse=True)
def _sunday_noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def shown(runner: User, **fields: Any) -> dict[str, Any]:
    """What the sheet of two places over four weeks shows."""
    chosen = ReportChoice(runner=runner, **{"weeks": 4} | fields)
    found: dict[str, Any] = sheet.what_it_prints(runner, chosen, PLACES, TODAY)["sheet"]
    return found


@pytest.fixture
def four_weeks(ana: User) -> User:
    """26 October to 22 November, over the end of summer time a day before: a gap, two entries on a day, clear days beside
    silent ones."""
    for back, number in ((27, 6), (26, 6), (20, 5), (13, 3), (1, 2), (0, 1)):
        ana.symptoms.create(day=ago(back), moment="worst", severity=number, **LEFT)
    ana.symptoms.create(day=ago(13), moment="during", severity=4, **LEFT)
    ana.symptoms.create(day=ago(12), moment="first_steps", severity=3, stiffness="under_10", stiffness_min=8, **LEFT)
    ana.symptoms.create(day=ago(0), moment="first_steps", severity=0, stiffness="none", **LEFT)
    ana.clear_days.create(day=ago(8))
    ana.clear_days.create(day=ago(28))
    ana.training_sessions.create(day=ago(13), routine_name="Strength", stage_name="Stage 2", minutes=25)
    ana.training_sessions.create(day=ago(13))
    ana.runs.create(day=ago(13), distance_m=5200, distance_unit="km", duration_s=1800)
    ana.runs.create(day=ago(0), duration_s=1500)
    ana.periods.create(kind="holiday", first_day=ago(30), last_day=ago(25))
    return ana


def test_each_place_says_worst_middle_the_two_ends_and_its_mornings(four_weeks: User) -> None:
    left, right = shown(four_weeks)["places"]
    # 6 6 5 | 4 (during, above the 3 of its worst) 3 (first steps) 0 (clear) 2 1: eight days.
    assert left.reading == f"Worst 6 on 2 days; middle number 3.5 (n{NB}8)."
    assert left.ends == f"First 2 weeks 6 (n{NB}3), last 2 weeks 2 (n{NB}5)."
    assert left.mornings == (
        f"Mornings: first steps worst 3, middle 0 (n{NB}3); not stiff on 1, under 10 min on 1 (longest 8 min)."
    )
    assert (right.reading, right.mornings, right.picture) == (f"Worst 0; middle number 0 (n{NB}1).", "", None)


def test_the_head_counts_days_with_a_word_and_the_foot_those_on_which_nothing_hurt(four_weeks: User) -> None:
    found = shown(four_weeks)
    assert (found["days"], found["length"]) == ("26 Oct 2026 to 22 Nov 2026", "4 weeks")
    assert (found["said"], found["clear_days"]) == ("8 of 28 days have a word", 1)
    assert found["periods"] == "Holiday, 23 to 28 Oct"


def test_every_week_has_a_row_with_what_was_felt_and_done(four_weeks: User) -> None:
    rows = [(row.first_day, *row.cells, row.sessions, row.minutes, row.km) for row in shown(four_weeks)["rows"]]
    assert rows == [
        ("26 Oct", "6 / 6 (2)", "", "", "", "", "", ""),
        ("2 Nov", "5 / 5 (1)", "", "", "", "", "", ""),
        ("9 Nov", "3 / 4 (3)", "3 (1)", "0 / 0 (1)", "", "2", "25", "5.2"),
        ("16 Nov", "1.5 / 2 (2)", "0 (1)", "", "", "", "", ""),
    ]


def test_the_rows_begin_with_the_first_week_that_has_anything_and_go_on_through_silent_ones(ana: User) -> None:
    ana.symptoms.create(day=ago(13), moment="worst", severity=3, **LEFT)
    assert [row.first_day for row in shown(ana, weeks=12)["rows"]] == ["9 Nov", "16 Nov"]


def test_the_morning_after_is_the_next_days_and_blank_where_nobody_said(four_weeks: User) -> None:
    rows = [(row.day, row.what, *row.cells) for row in shown(four_weeks)["after"]]
    assert rows == [
        ("9 Nov", "Strength: Stage 2, 25 min; session; run, 5.2 km", "4 / – / 3", ""),
    ]
    four_weeks.symptoms.create(day=TODAY, moment="after", severity=5, **RIGHT)
    rows = [(row.day, row.what, *row.cells) for row in shown(four_weeks)["after"]]
    assert rows[0] == ("22 Nov", "run, 25 min", "", "– / 5 / to come")


def test_what_was_done_is_told_with_its_figures(four_weeks: User) -> None:
    found = shown(four_weeks)
    assert found["done"] == ["2 sessions, 25 minutes in 1 of them. 2 runs, 5.2 km in 1 of them, 55 minutes; the longest 5.2 km.",
                             "In these days, the newest first: Strength: Stage 2, 9 Nov (1 session)."]  # fmt: skip


def test_a_measure_is_held_against_its_first_three_with_its_band_and_nothing_after_the_span_is_told(ana: User) -> None:
    values = (100, 104, 96, 125, 130)
    for back, value in zip((60, 50, 40, 5, 1), values, strict=True):
        ana.measures.create(day=ago(back), kind="knee_to_wall_mm", side="left", setup="bare_morning", first_try=value)
    for back, raises in ((9, 30), (3, 24)):
        ana.measures.create(day=ago(back), kind="heel_raises", side="right", first_try=raises)
    ana.measures.create(day=ago(40), kind="balance_s", side="left", first_try=20)
    assert shown(ana)["measures"] == [
        f"Knee to wall, left (bare feet, in the morning): 130 mm on 21 Nov, n{NB}5. Middle of the first three 100 ± 20 mm. "
        "Changed: the last two are longer than the first three.",
        f"Heel raises, right: 24 raises on 19 Nov, n{NB}1. Too few to compare: 4 more tests to go.",
    ]
    earlier = shown(ana, weeks=None, first_day=ago(60), last_day=ago(40))["measures"]
    assert [line.partition(":")[0] for line in earlier] == [
        "Balance, left",
        "Knee to wall, left (bare feet, in the morning)",
    ]


def test_notes_are_on_it_only_where_the_runner_said_so(four_weeks: User) -> None:
    four_weeks.symptoms.filter(day=ago(27)).update(note="Stairs,\nall morning")
    four_weeks.symptoms.create(day=ago(2), moment="worst", severity=9, note="Elsewhere", area="toes", side="left")
    assert shown(four_weeks)["notes"] == []
    notes = [(note.day, note.about, note.text) for note in shown(four_weeks, with_notes=True)["notes"]]
    assert notes == [("26 Oct", "Left Achilles, 6", "Stairs, all morning")]


def test_days_that_ended_long_ago_are_read_up_to_their_own_morning_after(ana: User) -> None:
    first, last = date(2026, 3, 28), date(2026, 3, 29)  # the clocks go forward in between
    ana.runs.create(day=last, duration_s=600)
    ana.symptoms.create(day=last + timedelta(days=1), moment="first_steps", severity=7, **LEFT)
    ana.periods.create(kind="rest", first_day=last + timedelta(days=1))
    found = shown(ana, weeks=None, first_day=first, last_day=last)
    assert (found["length"], found["said"], found["periods"]) == ("2 days", "0 of 2 days have a word", "")
    assert [(row.day, *row.cells) for row in found["after"]] == [("29 Mar", "– / – / 7", "")]
    assert found["places"][0].reading == "No number in these days."


def test_the_fullest_twelve_weeks_weigh_less_than_sixty_kilobytes_in_eight_questions(
    browser_of_ana: Client, ana: User
) -> None:
    fill(ana, 84)
    browser_of_ana.get(REPORT)  # the queries that are compiled once
    with CaptureQueriesContext(connection) as asked:
        answer = browser_of_ana.get(REPORT)
    # The session and the runner; the choice, the overview; what was done, felt, exercised; what was measured, with the notes.
    assert len(asked) <= 8, [one["sql"][:80] for one in asked]
    assert len(answer.content) < 60_000


@pytest.mark.parametrize(
    ("places", "says", "css"),
    [
        (2, {"questions": "Why?", "with_notes": True}, "report full"),
        (3, {}, "report dense"),
        (4, {"questions": "Why?"}, "report dense full"),
        (4, {"with_notes": True}, "report dense full"),
    ],
)
def test_a_sheet_is_set_smaller_only_where_it_holds_more(
    browser_of_ana: Client, ana: User, places: int, says: dict[str, Any], css: str
) -> None:
    fill(ana, 3)
    row = ana.report_choices.get()
    for name, value in {"questions": "", "with_notes": False, "places": row.places[:places], **says}.items():
        setattr(row, name, value)
    row.save()
    assert f'<article class="{css}">' in browser_of_ana.get(REPORT).content.decode()


def test_the_questions_are_as_many_for_any_span(browser_of_ana: Client, ana: User) -> None:
    fill(ana, 3)
    # In the first week of each span, where its rows begin.
    for day in (ago(27), ago(363), date(2000, 1, 1)):
        ana.training_sessions.create(day=day, minutes=5)
    ana.report_choices.update(with_notes=False)
    counts, rows = set(), []
    for weeks, first in ((4, None), (52, None), (None, date(2000, 1, 1))):
        ana.report_choices.update(weeks=weeks, first_day=first, last_day=first and TODAY)
        browser_of_ana.get(REPORT)
        with CaptureQueriesContext(connection) as asked:
            page = browser_of_ana.get(REPORT).content.decode()
        counts.add(len(asked))
        rows.append(page[page.index("report-weeks") : page.index("report-after")].count('<th scope="row">'))
        assert len(page) < 60_000
    assert len(counts) == 1
    assert rows == [4, 13, 13]


def test_an_empty_log_has_an_empty_sheet_that_says_so(browser_of_ana: Client) -> None:
    text = words(browser_of_ana.get(REPORT))
    assert "No place is chosen, and none is followed." in text
    assert "No session logged. No run logged." in text
    assert "Week by week" not in text


BANNED = re.compile(
    r"diagnos|\btreat|\bcure|heal\b|healed|safe to|cleared|prevent|clinically proven|rehab|risk|recover|patient|improv|worse\b|better|"
    r"should|must|asymmetr",
    re.IGNORECASE,
)


def test_nothing_that_a_sheet_says_advises_or_judges(browser_of_ana: Client, ana: User) -> None:
    fill(ana, 30)
    ana.report_choices.update(questions="", with_notes=False)
    html = browser_of_ana.get(REPORT).content.decode()
    said = re.sub(r"<[^>]+>", " ", html[html.index('<article class="report') : html.index("</article>")])
    assert BANNED.findall(said) == []
    assert BANNED.search("it should improve")


def test_what_a_runner_wrote_is_never_run_as_markup(browser_of_ana: Client, ana: User) -> None:
    choosing.keep_sheet(ana, {"weeks": 4, "questions": "<script>alert(1)</script>\nsecond"})
    page = browser_of_ana.get(REPORT).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>second" in page


@pytest.mark.parametrize(
    ("text", "longest", "cut"),
    [
        ("short", 10, "short"),
        ("4 × 6 on each leg, with a backpack", 30, "4 × 6 on each leg, with a…"),
        ("4 × 6 on each leg, with", 19, "4 × 6 on each leg…"),
        ("one two", 4, "one…"),
        ("unbreakable", 6, "unbre…"),
        ("two\n lines", 20, "two lines"),
    ],
)
def test_what_is_too_long_ends_after_a_whole_word(text: str, longest: int, cut: str) -> None:
    assert sentences.shortened(text, longest) == cut
    assert len(sentences.shortened(text, longest)) <= longest


def test_questions_stand_line_by_line_as_long_as_a_sheet_has_lines_for_them() -> None:
    assert sentences.questions("Can I run?\n\n  How   far?") == "Can I run?\nHow far?"
    assert sentences.questions("\n".join("abcdef")) == "a · b · c · d · e · f"
