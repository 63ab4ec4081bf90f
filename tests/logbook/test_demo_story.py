"""The shape of the demo runner's half-year: what a reader would find in it, and whether it could have been so."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from statistics import median
from typing import Any

import pytest

from logbook import notice
from logbook.demo import half_year as demo_story
from logbook.demo.half_year import DAYS, PROGRAMME, STAGES, DemoDay, story
from logbook.vocabulary import AreaCode, MeasureKind, Moment

TODAY = date(2026, 11, 22)
DATES = [TODAY + timedelta(days=ahead) for ahead in (0, 1, 3, 100, 200)]


def told(today: date = TODAY) -> dict[int, DemoDay]:
    """The days, by how long ago they were."""
    return {(today - one.day).days: one for one in story(today)}


def numbers(days: dict[int, DemoDay], first: int, last: int, moment: str = Moment.WORST) -> list[int]:
    """What was said of the left Achilles from `first` to `last` days ago."""
    asked: list[dict[str, Any]] = [
        one for ago in range(first, last - 1, -1) if ago in days for one in days[ago].symptoms
    ]
    return [one["severity"] for one in asked if (one["area"], one["moment"]) == (AreaCode.ACHILLES_MID, moment)]


@pytest.mark.parametrize("today", DATES)
def test_it_flares_after_the_race_and_the_middle_comes_down_since_the_programme_began(today: date) -> None:
    days = told(today)
    before, flare, now = numbers(days, 181, 147), numbers(days, 126, 105), numbers(days, 27, 1)
    assert max(flare) >= 6
    assert median(before) <= 2 < 4 <= median(flare)
    assert median(now) <= 2
    setback = numbers(days, 41, 35)
    assert median(setback) > median(numbers(days, 55, 49) or [2])
    assert numbers(days, 27, 1, Moment.FIRST_STEPS)


@pytest.mark.parametrize("today", DATES)
def test_the_stages_of_the_programme_move_and_never_back(today: date) -> None:
    found = [one.stage for day in told(today).values() for one in day.sessions if one.slug == PROGRAMME]
    assert sorted(found, key=STAGES.index) == found
    assert set(found) == set(STAGES)
    assert 25 < len(found) < 45


@pytest.mark.parametrize("today", DATES)
def test_no_run_is_longer_than_anybody_would_believe_and_they_come_back_bit_by_bit(today: date) -> None:
    days = told(today)
    runs = [(ago, run) for ago, day in days.items() for run in day.runs]
    assert all(300 <= 1000 * run.duration_s / run.distance_m <= 430 for _, run in runs)
    assert [ago for ago, _ in runs if demo_story.away(ago)] == []
    back = [run.distance_m for ago, run in runs if ago < 80]
    assert back[0] < 3_000 < 6_000 <= max(back[-3:])
    assert not any(70 < ago < 115 and ago > 80 for ago, _ in runs)


@pytest.mark.parametrize("today", DATES)
def test_rest_injury_and_holiday_hold_no_session_and_the_holiday_is_remembered(today: date) -> None:
    days = told(today)
    assert Counter(kind for kind, _, _ in demo_story.AWAY) == {"injury": 1, "holiday": 1, "rest": 1}
    assert [ago for ago in days if demo_story.away(ago) and days[ago].sessions] == []
    assert all(demo_story.away(ago) == "holiday" for ago in (58, 55))


@pytest.mark.parametrize("today", DATES)
def test_the_weaker_side_is_measured_weaker_and_less_so_in_the_end(today: date) -> None:
    rows = [one for day in told(today).values() for one in day.measures if one["kind"] == MeasureKind.HEEL_RAISES]
    gaps = [right["first_try"] - left["first_try"] for left, right in zip(rows[::2], rows[1::2], strict=True)]
    assert len(gaps) >= 4
    assert gaps[0] > 2 * gaps[-1] > 0


def test_notes_are_few_and_each_is_written_once() -> None:
    days = told()
    notes = [one.note for day in days.values() for one in (*day.sessions, *day.runs) if one.note]
    notes += [one["note"] for day in days.values() for one in day.symptoms if one.get("note")]
    assert len(notes) >= 12
    assert len(set(notes)) == len(notes)


@pytest.mark.parametrize("today", DATES)
def test_nothing_is_said_twice_or_calls_for_the_notice_and_today_is_still_to_be_filled_in(today: date) -> None:
    days = told(today)
    assert (min(days), max(days)) == (1, DAYS - 1)
    for day in days.values():
        places = [(one["area"], one["side"], one["moment"]) for one in day.symptoms]
        assert len(places) == len(set(places))
        assert not (day.clear and day.symptoms)
        for one in day.symptoms:
            assert not notice.applies(one.get("qualities", []), one.get("timing", []), one.get("onset", ""))


def test_the_same_day_tells_the_same_story() -> None:
    assert told() == told()
    assert told() != told(date(2026, 11, 23))
