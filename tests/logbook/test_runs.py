"""Runs by hand: logged, changed, deleted, undone; the usual one in a tap; and what is said beside the 30 days before."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ankles.accounts.models import User
from logbook.models import Run
from tests.logbook.conftest import LogIn
from tests.logbook.saying import log, sending, take_back, text, title, told, wrong
from tests.logbook.writing import ran

pytestmark = pytest.mark.usefixtures("sunday")
SUNDAY = date(2026, 11, 22)
NEW = log(SUNDAY, "runs/")
USUAL = "/log/runs/usual/"


def runs(runner: User) -> list[tuple[Any, ...]]:
    """Every run of a runner, the oldest first."""
    return list(
        runner.runs.all().in_order().values_list("day", "distance_m", "distance_unit", "duration_s", "effort", "note")
    )


@pytest.mark.parametrize(
    ("said", "row"),
    [
        ({"distance": "5,2", "unit": "km"}, (5_200, "km", None, None, "")),
        ({"distance": "5.2"}, (5_200, "km", None, None, "")),
        ({"distance": "3.1", "unit": "mi"}, (4_989, "mi", None, None, "")),
        ({"minutes": "45", "unit": "km"}, (None, "", 2_700, None, "")),
        ({"minutes": "1:05:30", "effort": "0", "note": "slow"}, (None, "", 3_930, 0, "slow")),
        ({"distance": "10", "unit": "km", "minutes": "50,5", "effort": "4"}, (10_000, "km", 3_030, 4, "")),
    ],
)
def test_how_far_or_how_long_is_enough(
    ana: User, browser_of_ana: Client, said: dict[str, str], row: tuple[Any, ...]
) -> None:
    answer = browser_of_ana.post(NEW, sending(ana, **said))
    assert answer.status_code == 200
    assert told(answer).startswith("Run saved: ")
    assert runs(ana) == [(SUNDAY, *row)]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "Give the distance or the minutes."),
        ({"distance": "five"}, "Write a number such as 5.2 or 10."),
        ({"distance": "0"}, "A run is more than nothing, and 1,000 km long at most."),
        ({"distance": "1001", "unit": "km"}, "A run is more than nothing, and 1,000 km long at most."),
        ({"distance": "99999"}, "A run is more than nothing, and 1,000 km long at most."),
        ({"distance": "9" * 5_000}, "Write a number such as 5.2 or 10."),
        ({"distance": "5", "unit": "ft"}, "Choose from the list."),
        ({"minutes": "1:30"}, "Write minutes such as 45, or hours, minutes and seconds such as 1:05:30."),
        ({"minutes": "0"}, "A run lasts longer than nothing, and 48 hours at most."),
        ({"minutes": "2881"}, "A run lasts longer than nothing, and 48 hours at most."),
        ({"minutes": "99999"}, "A run lasts longer than nothing, and 48 hours at most."),
        (
            {"minutes": "9" * 5_000},
            "Write minutes such as 45, or hours, minutes and seconds such as 1:05:30.",
        ),
        ({"minutes": "45", "effort": "11"}, "Choose a number from 0 to 10."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    ana: User, browser_of_ana: Client, said: dict[str, str], words: str
) -> None:
    answer = browser_of_ana.post(NEW, sending(ana, note="by the river", **said))
    assert (answer.status_code, wrong(answer)) == (422, [words])
    assert "by the river</textarea>" in text(answer)
    for name in ("distance", "minutes"):
        assert f'value="{said[name]}"' in text(answer) if name in said else True
    assert not ana.runs.exists()


def test_two_runs_a_day_are_two_and_a_double_tap_is_one(ana: User, browser_of_ana: Client) -> None:
    form = sending(ana, distance="5", unit="km")
    for _ in range(2):
        browser_of_ana.post(NEW, form)
    browser_of_ana.post(NEW, sending(ana, distance="5", unit="km"))
    assert ana.runs.count() == 2
    assert browser_of_ana.post(NEW, form | {"distance": "6"}).status_code == 409


def test_a_run_is_changed_to_another_day_and_back_by_undo(ana: User, browser_of_ana: Client) -> None:
    run = ran(ana, SUNDAY, 5_000, 1_500, note="flat")
    url = log(SUNDAY, f"runs/{run.pk}/")
    page = text(browser_of_ana.get(url))
    assert 'name="distance" value="5"' in page
    assert 'name="minutes" value="25"' in page
    fields = {"day": "2026-11-21", "distance": "3", "unit": "mi", "minutes": "", "note": "hills", "version": 1}
    answer = browser_of_ana.post(url, sending(ana, **fields))
    assert told(answer) == "Run changed"
    assert runs(ana) == [(date(2026, 11, 21), 4_828, "mi", None, None, "hills")]
    take_back(browser_of_ana, answer)
    assert runs(ana) == [(SUNDAY, 5_000, "km", 1_500, None, "flat")]


def test_a_run_is_deleted_and_comes_back_by_undo(ana: User, browser_of_ana: Client) -> None:
    run = ran(ana, SUNDAY, 5_000)
    answer = browser_of_ana.post(log(SUNDAY, f"runs/{run.pk}/deletion/"), sending(ana, version=1))
    assert (told(answer), ana.runs.count()) == ("Run deleted", 0)
    assert title(answer).startswith("Deleted")
    take_back(browser_of_ana, answer)
    assert runs(ana) == [(SUNDAY, 5_000, "km", None, None, "")]


def test_a_form_that_was_overtaken_shows_both_and_writes_nothing(ana: User, browser_of_ana: Client) -> None:
    run = ran(ana, SUNDAY, 5_000)
    url, fields = log(SUNDAY, f"runs/{run.pk}/"), {"day": "2026-11-22", "unit": "km", "version": 1}
    browser_of_ana.post(url, sending(ana, distance="6", **fields))
    answer = browser_of_ana.post(url, sending(ana, distance="7", note="mine", **fields))
    page = text(answer)
    assert answer.status_code == 409
    assert '<dd class="words">6 km</dd>' in page
    assert 'name="distance" value="7"' in page
    assert "mine</textarea>" in page
    assert 'name="version" value="2"' in page
    assert runs(ana)[0][1] == 6_000
    gone = browser_of_ana.post(log(SUNDAY, f"runs/{run.pk}/deletion/"), sending(ana, version=1))
    assert (gone.status_code, ana.runs.count()) == (409, 1)


def test_what_was_written_for_a_run_that_is_gone_is_kept(ana: User, browser_of_ana: Client) -> None:
    fields = {"day": "2026-11-22", "distance": "7", "unit": "km", "version": 1}
    answer = browser_of_ana.post(log(SUNDAY, "runs/99/"), sending(ana, **fields))
    assert answer.status_code == 404
    assert 'name="distance" value="7"' in text(answer)
    assert browser_of_ana.get(log(SUNDAY, "runs/99/")).status_code == 404


def test_the_usual_run_is_the_one_that_was_chosen_and_is_one_tap(ana: User, browser_of_ana: Client) -> None:
    run = ran(ana, SUNDAY - timedelta(days=3), 8_000, 2_700, effort=3, note="rain")
    assert 'id="usual-run"' not in text(browser_of_ana.get("/log/"))  # never guessed
    # It is chosen rarely, so the run's own page has the button, and sixty lines of the list do not repeat it.
    assert ">Make it my usual run</button>" in text(browser_of_ana.get(log(run.day, f"runs/{run.pk}/")))
    assert "Make it my usual run</button>" not in text(browser_of_ana.get("/log/runs/"))
    answer = browser_of_ana.post(USUAL, sending(ana, run=run.pk))
    assert "This is your usual run now" in told(answer)
    page = text(browser_of_ana.get("/log/"))
    assert "Ran 8 km, 45 min" in page
    pk = re.findall(r'name="usual" value="(\d+)"', page)[0]
    saved = browser_of_ana.post(NEW, sending(ana, usual=pk, back="today"))
    assert told(saved) == "Run saved: 8 km, 45 min"
    # How hard it was, and what was noted, are said anew.
    assert runs(ana)[1] == (SUNDAY, 8_000, "km", 2_700, None, "")
    browser_of_ana.post(USUAL, sending(ana))
    assert 'name="usual"' not in text(browser_of_ana.get("/log/"))


def test_a_tap_on_what_is_the_usual_run_no_more_logs_nothing(ana: User, browser_of_ana: Client, ben: User) -> None:
    foreign = ben.usual_runs.create(distance_m=9_000, distance_unit="km")
    old = ana.usual_runs.create(distance_m=8_000, distance_unit="km")
    browser_of_ana.post(USUAL, sending(ana, run=ran(ana, SUNDAY - timedelta(days=1), 5_000).pk))
    for pk in (old.pk, foreign.pk, "x", ""):
        answer = browser_of_ana.post(NEW, sending(ana, usual=pk))
        assert answer.status_code == 422
        assert "Nothing was changed" in text(answer)
    assert ana.runs.count() == 1


def test_an_old_choice_that_comes_again_chooses_nothing(ana: User, browser_of_ana: Client) -> None:
    first, second = ran(ana, SUNDAY, 5_000), ran(ana, SUNDAY, 8_000)
    old, none = sending(ana, run=first.pk), sending(ana)
    said = "This is your usual run now: one tap on Today"
    assert [told(browser_of_ana.post(USUAL, old)) for _ in range(2)] == [said, said]
    browser_of_ana.post(USUAL, none)
    browser_of_ana.post(USUAL, sending(ana, run=second.pk))
    first.delete()
    for form in (old, none):
        assert told(browser_of_ana.post(USUAL, form)) == "This was saved before, and taken away since"
    assert ana.usual_runs.get().distance_m == 8_000


def test_nobody_makes_anothers_run_their_usual_one(ana: User, browser_of_ana: Client, ben: User) -> None:
    theirs = ran(ben, SUNDAY, 9_000)
    assert browser_of_ana.post(USUAL, sending(ana, run=theirs.pk)).status_code == 404
    assert not ana.usual_runs.exists()


def test_a_longer_run_says_so_plainly_and_names_its_source(ana: User, browser_of_ana: Client) -> None:
    ran(ana, SUNDAY - timedelta(days=30), 8_000)
    ran(ana, SUNDAY - timedelta(days=31), 12_000)
    ran(ana, SUNDAY, 10_000)
    said = "25 % longer than your longest run of the 30 days before"
    for path in ("/log/", "/log/2026-11-22/"):
        assert said in text(browser_of_ana.get(path))
    page = text(browser_of_ana.get("/log/runs/"))
    assert f"{said} (8 km)" in page
    assert 'href="/sources/#source-frandsen-2025"' in page
    words = re.sub(r"<[^>]+>", " ", page).lower()
    for word in ("risk", "injur", "danger", "warning", "too far", "safe", "should"):
        assert word not in words


def test_a_run_is_seen_on_its_day_and_in_the_week_and_is_no_session(ana: User, browser_of_ana: Client) -> None:
    ran(ana, SUNDAY - timedelta(days=1), 5_200, 1_860, effort=4, note="by the river")
    page = text(browser_of_ana.get("/log/2026-11-21/"))
    assert "<b>Run, 5.2 km</b>" in page
    assert "31 min, effort 4" in page
    assert "by the river" in page
    today = text(browser_of_ana.get("/log/"))
    assert "Saturday 21 November: 1 run" in today
    assert "No session logged this week so far. 1 run, 5.2 km." in re.sub(r"\s+", " ", today)


def many(runner: User) -> None:
    """Two runs a day for a quarter."""
    for ago in range(90):
        for metres in (5_000, 8_000):
            ran(runner, SUNDAY - timedelta(days=ago), metres)


def a_few(runner: User) -> None:
    """One run."""
    ran(runner, SUNDAY, 5_000)


@pytest.mark.parametrize("write", [lambda runner: None, a_few, many], ids=["none", "one", "many"])
@pytest.mark.parametrize(("path", "most"), [("/log/runs/", 5), (NEW, 3), ("/log/", 8)])
def test_pages_of_runs_ask_a_few_questions_whatever_the_history(
    ana: User, browser_of_ana: Client, path: str, most: int, write: Any
) -> None:
    write(ana)
    browser_of_ana.get(path)
    with CaptureQueriesContext(connection) as asked:
        answer = browser_of_ana.get(path)
    assert answer.status_code == 200
    assert len(asked) <= most
    assert len(answer.content) <= 60_000


def test_older_runs_are_on_further_pages_each_once(ana: User, browser_of_ana: Client) -> None:
    many(ana)
    seen, path = [], "/log/runs/"
    for _ in range(9):
        page = text(browser_of_ana.get(path))
        seen += re.findall(r'href="/log/2026-\d\d-\d\d/runs/(\d+)/"', page)
        further = re.findall(r'href="(\?before=[^"]+)"', page)
        if not further:
            break
        path = f"/log/runs/{further[0]}"
    assert sorted(map(int, seen)) == sorted(ana.runs.values_list("pk", flat=True))
    assert browser_of_ana.get("/log/runs/?before=nonsense").status_code == 200


def test_a_day_of_more_runs_than_a_page_holds_is_listed_whole(ana: User, browser_of_ana: Client) -> None:
    for on, count in ((SUNDAY, 1), (SUNDAY - timedelta(days=1), 63), (SUNDAY - timedelta(days=2), 61)):
        Run.objects.bulk_create(Run.new(ana, day=on, distance_m=5_000, distance_unit="km") for _ in range(count))
    path, listed = "/log/runs/", []
    while path:
        page = text(browser_of_ana.get(path))
        listed.append(len(re.findall(r'href="/log/2026-\d\d-\d\d/runs/\d+/"', page)))
        further = re.findall(r'href="(\?before=[^"]+)"', page)
        path = f"/log/runs/{further[0]}" if further else ""
    assert listed == [1, 63, 61]


def test_a_run_of_tomorrow_of_whoever_flew_west_can_be_changed_and_moved_up_to_today(
    ana: User, browser_of_ana: Client
) -> None:
    tomorrow = SUNDAY + timedelta(days=1)
    run = ran(ana, tomorrow, 5_000)
    url, fields = log(tomorrow, f"runs/{run.pk}/"), {"distance": "6", "unit": "km"}
    assert told(browser_of_ana.post(url, sending(ana, day=str(tomorrow), version=1, **fields))) == "Run changed"
    refused = browser_of_ana.post(url, sending(ana, day="2026-11-24", version=2, **fields))
    assert (refused.status_code, wrong(refused)) == (422, ["Choose a day up to today."])
    browser_of_ana.post(url, sending(ana, day=str(SUNDAY), version=2, **fields))
    assert runs(ana) == [(SUNDAY, 6_000, "km", None, None, "")]


def test_a_run_written_when_the_log_in_had_ended_is_offered_again(ana: User, log_in: LogIn) -> None:
    ended = Client().post(NEW, sending(ana, distance="5,2", unit="km", note="hills ✓"))
    assert ended.status_code == 403
    assert 'name="held-distance" value="5,2"' in text(ended)
    assert not ana.runs.exists()
