"""Measures: typed in for both sides, changed, deleted, undone, and shown with the noise of their test."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ankles.accounts.models import User
from logbook.measures import NOUNS, SOURCES
from tests.logbook.saying import log, sending, take_back, text, told, wrong
from tests.logbook.writing import measured

pytestmark = pytest.mark.usefixtures("sunday")
SUNDAY = date(2026, 11, 22)
KNEE, HEEL, BALANCE = (log(SUNDAY, f"measures/{noun}/") for noun in NOUNS.values())
OVERVIEW = "/log/measures/"


def rows(runner: User) -> list[tuple[Any, ...]]:
    """Every measure: day, kind, side, set-up, tries, note."""
    return [(row.day, row.kind, row.side, row.setup, row.tries, row.note) for row in runner.measures.all().in_order()]


def plain(answer: Any) -> str:
    """The words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text(answer)))


def test_both_sides_are_typed_in_with_three_tries_each(ana: User, browser_of_ana: Client) -> None:
    tries = {"left_1": "104", "left_2": "106", "left_3": "108", "right_1": "0", "right_3": "12"}
    answer = browser_of_ana.post(KNEE, sending(ana, setup="bare_morning", note="a pinch", **tries))
    assert told(answer) == "Knee to wall saved"
    assert rows(ana) == [
        (SUNDAY, "knee_to_wall_mm", "left", "bare_morning", (104, 106, 108), "a pinch"),
        (SUNDAY, "knee_to_wall_mm", "right", "bare_morning", (0, 12), ""),
    ]
    take_back(browser_of_ana, answer)
    assert rows(ana) == []


def test_one_side_and_no_set_up_are_enough(ana: User, browser_of_ana: Client) -> None:
    browser_of_ana.post(HEEL, sending(ana, right_1="23"))
    browser_of_ana.post(BALANCE, sending(ana, left_1="45", setup="eyes_closed"))
    assert rows(ana) == [
        (SUNDAY, "balance_s", "left", "eyes_closed", (45,), ""),
        (SUNDAY, "heel_raises", "right", "", (23,), ""),
    ]


@pytest.mark.parametrize(
    ("path", "said", "words"),
    [
        (KNEE, {}, "Give a number for one side at least."),
        (KNEE, {"left_1": "10.5"}, "Write whole millimetres: 10.5 cm is 105."),
        (KNEE, {"left_2": "301"}, "It is 0 to 300 mm: 10.5 cm is 105."),
        (KNEE, {"left_1": "-1"}, "It is 0 to 300 mm: 10.5 cm is 105."),
        (KNEE, {"left_1": "100", "setup": "eyes_open"}, "Choose from the list."),
        (HEEL, {"right_1": "many"}, "Write how many, such as 20."),
        (BALANCE, {"right_3": "46"}, "It is 0 to 45 seconds: the clock ends there."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    ana: User, browser_of_ana: Client, path: str, said: dict[str, str], words: str
) -> None:
    answer = browser_of_ana.post(path, sending(ana, note="after the run", **said))
    assert (answer.status_code, wrong(answer)) == (422, [words])
    page = text(answer)
    assert "after the run</textarea>" in page
    for name, value in said.items():
        if name != "setup":
            assert re.search(
                rf'name="{name}"[^>]*value="{re.escape(value)}"|value="{re.escape(value)}"[^>]*name="{name}"', page
            )
    assert not ana.measures.exists()


def test_nothing_is_chosen_beforehand_not_even_after_a_first_test(ana: User, browser_of_ana: Client) -> None:
    measured(ana, SUNDAY - timedelta(days=7), 100)
    for path in (KNEE, HEEL, BALANCE):
        page = text(browser_of_ana.get(path))
        assert not re.search(r"<input[^>]*\bchecked", page)
        assert not re.search(r'<input type="number"[^>]*value=', page)


def test_a_side_that_was_measured_in_this_way_is_not_overwritten(ana: User, browser_of_ana: Client) -> None:
    there = measured(ana, SUNDAY, 100)
    answer = browser_of_ana.post(KNEE, sending(ana, setup="bare_morning", left_1="90", right_1="95"))
    assert answer.status_code == 422
    assert "The left side was measured in this way on that day already" in text(answer)
    assert f'href="{KNEE}{there.pk}/"' in text(answer)
    assert 'value="95"' in text(answer)
    assert [row[4] for row in rows(ana)] == [(100,)]
    browser_of_ana.post(KNEE, sending(ana, setup="bare_later", left_1="90", right_1="95"))
    assert ana.measures.count() == 3


def test_a_double_tap_is_one_test_and_other_words_are_a_conflict(ana: User, browser_of_ana: Client) -> None:
    form = sending(ana, setup="bare_morning", left_1="90")
    for _ in range(2):
        assert told(browser_of_ana.post(KNEE, form)) == "Knee to wall saved"
    assert ana.measures.count() == 1
    assert browser_of_ana.post(KNEE, form | {"left_1": "91"}).status_code == 409


def test_one_side_is_changed_deleted_and_both_are_undone(ana: User, browser_of_ana: Client) -> None:
    row = measured(ana, SUNDAY, 100, 102, note="tight")
    url = f"{KNEE}{row.pk}/"
    page = text(browser_of_ana.get(url))
    assert re.findall(r'<input type="number"[^>]*value="(\d+)"', page) == ["100", "102"]
    fields = {"day": "2026-11-20", "setup": "bare_later", "left_1": "110", "version": 1}
    changed = browser_of_ana.post(url, sending(ana, **fields))
    assert told(changed) == "Knee to wall changed"
    assert rows(ana) == [(date(2026, 11, 20), "knee_to_wall_mm", "left", "bare_later", (110,), "")]
    take_back(browser_of_ana, changed)
    row.refresh_from_db()
    gone = browser_of_ana.post(f"{url}deletion/", sending(ana, version=row.version))
    assert (told(gone), ana.measures.count()) == ("Knee to wall deleted", 0)
    take_back(browser_of_ana, gone)
    assert rows(ana) == [(SUNDAY, "knee_to_wall_mm", "left", "bare_morning", (100, 102), "tight")]


def test_a_form_that_was_overtaken_shows_both_and_writes_nothing(ana: User, browser_of_ana: Client) -> None:
    row = measured(ana, SUNDAY, 100)
    url, fields = f"{KNEE}{row.pk}/", {"day": "2026-11-22", "setup": "bare_morning", "version": 1}
    browser_of_ana.post(url, sending(ana, left_1="101", **fields))
    answer = browser_of_ana.post(url, sending(ana, left_1="102", note="mine", **fields))
    assert answer.status_code == 409
    assert '<dd class="words">101 mm</dd>' in text(answer)
    assert 'value="102"' in text(answer)
    assert "mine</textarea>" in text(answer)
    assert 'name="version" value="2"' in text(answer)
    assert rows(ana)[0][4] == (101,)
    gone = browser_of_ana.post(f"{url}deletion/", sending(ana, version=1))
    assert (gone.status_code, ana.measures.count()) == (409, 1)


def test_a_measure_of_tomorrow_of_whoever_flew_west_can_be_changed(ana: User, browser_of_ana: Client) -> None:
    tomorrow = SUNDAY + timedelta(days=1)
    row = measured(ana, tomorrow, 90)
    url = f"/log/{tomorrow}/measures/knee-to-wall/{row.pk}/"
    fields = {"setup": "bare_morning", "left_1": "95"}
    browser_of_ana.post(url, sending(ana, day=str(tomorrow), version=1, **fields))
    assert [(kept[0], kept[4]) for kept in rows(ana)] == [(tomorrow, (95,))]
    refused = browser_of_ana.post(url, sending(ana, day="2026-11-24", version=2, **fields))
    assert (refused.status_code, "Choose a day up to today." in text(refused)) == (422, True)


def test_a_change_onto_a_test_that_is_there_is_refused(ana: User, browser_of_ana: Client) -> None:
    measured(ana, SUNDAY, 100)
    row = measured(ana, SUNDAY, 90, setup="bare_later")
    fields = {"day": "2026-11-22", "setup": "bare_morning", "left_1": "90", "version": 1}
    answer = browser_of_ana.post(f"{KNEE}{row.pk}/", sending(ana, **fields))
    assert answer.status_code == 422
    assert "already" in text(answer)
    assert {(kept[3], kept[4]) for kept in rows(ana)} == {("bare_morning", (100,)), ("bare_later", (90,))}


def test_a_test_is_reached_under_its_own_kind_and_day_only(ana: User, browser_of_ana: Client) -> None:
    row = measured(ana, SUNDAY, 100)
    assert browser_of_ana.get(f"{HEEL}{row.pk}/").status_code == 404
    moved = browser_of_ana.get(f"/log/2026-11-20/measures/knee-to-wall/{row.pk}/")
    assert (moved.status_code, moved.headers["Location"]) == (302, f"{KNEE}{row.pk}/")
    assert browser_of_ana.get("/log/2026-11-22/measures/hopping/").status_code == 404
    assert browser_of_ana.get("/log/2026-11-23/measures/balance/").status_code == 404


def weekly(runner: User, *values: int, **fields: Any) -> None:
    """A test a week, the last on Sunday."""
    for at, value in enumerate(values):
        measured(runner, SUNDAY - timedelta(weeks=len(values) - 1 - at), value, **fields)


def test_each_side_is_compared_with_itself_and_nothing_is_judged(ana: User, browser_of_ana: Client) -> None:
    weekly(ana, 100, 100, 100, 121, 120)
    weekly(ana, 100, 100, 100, 119, 121, side="right")
    weekly(ana, 5, 5, 5, 45, 45, kind="balance_s", setup="eyes_open")
    said = plain(browser_of_ana.get(OVERVIEW))
    assert (
        said.count("Changed: the last two are longer than your first three.") == 2
    )  # the picture's words, and its own
    assert "Inside the usual noise of this test." in said
    assert "Median of your first three: 100 mm, give or take 20 mm." in said
    assert "no size of change is named" in said
    for word in ("better", "worse", "improv", "weak", "asymmetr", "recover", "risk", "pass mark:"):
        assert word not in said.lower()


def test_the_first_heel_raises_are_a_rehearsal(ana: User, browser_of_ana: Client) -> None:
    weekly(ana, 3, 20, 20, 20, 27, 27, kind="heel_raises", setup="floor_beat")
    said = plain(browser_of_ana.get(OVERVIEW))
    assert "Changed: the last two are more than your first three." in said
    assert "3 raises , left, 18 Oct: change rehearsal" in said


def test_another_set_up_is_another_line(ana: User, browser_of_ana: Client) -> None:
    weekly(ana, 100, 100, 100)
    weekly(ana, 140, 140, setup="shoes_morning")
    said = plain(browser_of_ana.get(OVERVIEW))
    assert said.index("Bare feet, in the morning") < said.index("Shoes, in the morning") or "Shoes" in said
    assert "Changed: the last" not in said
    assert "Too few to compare: 2 more tests to go." in said
    assert "Too few to compare: 3 more tests to go." in said


def test_the_picture_and_the_table_say_the_same_numbers(ana: User, browser_of_ana: Client) -> None:
    weekly(ana, 100, 105, 110, 115)
    page = text(browser_of_ana.get(OVERVIEW))
    assert re.findall(r">(\d+ mm)<span", page) == ["115 mm", "110 mm", "105 mm", "100 mm"]
    line = re.findall(r'<path class="curve" d="M([^"]+)"', page)[0]
    points = [tuple(map(float, point.split(","))) for point in line.split("L")]
    # A week apart from one to the next, and as far up as they grew.
    assert [round(after[0] - before[0]) for before, after in pairwise(points)] == [103, 103, 103]
    assert len({round(before[1] - after[1], 1) for before, after in pairwise(points)}) <= 2
    assert points[-1][1] < points[0][1]


@pytest.mark.parametrize("weeks", [0, 1, 60, 300])
@pytest.mark.parametrize("path", [OVERVIEW, KNEE, HEEL, BALANCE])
def test_pages_of_measures_ask_three_questions_whatever_the_history(
    ana: User, browser_of_ana: Client, path: str, weeks: int
) -> None:
    for kind, setup in (("knee_to_wall_mm", "bare_morning"), ("heel_raises", "floor_beat"), ("balance_s", "eyes_open")):
        for side in ("left", "right"):
            weekly(ana, *(10 + week % 30 for week in range(weeks)), kind=kind, setup=setup, side=side, note="n" * 500)
    browser_of_ana.get(path)
    with CaptureQueriesContext(connection) as asked:
        answer = browser_of_ana.get(path)
    assert (answer.status_code, len(asked) <= 4) == (200, True)
    assert len(answer.content) <= 60_000


@pytest.mark.usefixtures("guide")
def test_every_band_names_sources_that_the_guide_has(ana: User, browser_of_ana: Client) -> None:
    page = text(browser_of_ana.get(OVERVIEW))
    named = re.findall(r'href="/sources/#source-([a-z0-9-]+)"', page)
    assert set(named) == {key for keys in SOURCES.values() for key in keys}
    sources = browser_of_ana.get("/sources/").content.decode()
    for key in [*named, "frandsen-2025"]:
        assert f'id="source-{key}"' in sources


def test_a_measure_is_seen_on_its_day(ana: User, browser_of_ana: Client) -> None:
    measured(ana, SUNDAY, 104, 106, 108, note="a pinch")
    said = plain(browser_of_ana.get("/log/2026-11-22/"))
    assert "Knee to wall, left 106 mm (tries: 104, 106, 108), bare feet, in the morning" in said
    assert "a pinch" in said


def test_a_measure_written_when_the_log_in_had_ended_is_offered_again(ana: User) -> None:
    ended = Client().post(KNEE, sending(ana, left_1="104", setup="bare_morning"))
    assert ended.status_code == 403
    assert 'name="held-left_1" value="104"' in text(ended)
