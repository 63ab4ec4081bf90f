"""A dose becomes a timeline in full halves, and its time is right (PITFALLS D10)."""

from __future__ import annotations

import pytest

from library.doses import Dose
from library.models import Routine, Step
from library.playing import READY_S, SWITCH_S, Part, Plan, clock, minutes, picked, stretch


def plan(time_s: int | None = None, **dose: object) -> Plan:
    return Plan.of(Dose.from_document(dose), time_s)


def test_each_side_is_a_full_half_with_a_change_between() -> None:
    assert plan(hold_s=30, per_side=True).parts() == [
        Part("ready", 1, 1, 10),
        Part("work", 1, 1, 30),
        Part("switch", 2, 1, 6),
        Part("work", 2, 1, 30),
    ]


def test_a_set_on_each_side_is_both_sides_and_not_two_sets() -> None:
    both = plan(sets=2, hold_s=30, per_side=True)
    assert [part[:3] for part in both.parts()] == [
        ("ready", 1, 1), ("work", 1, 1), ("switch", 2, 1), ("work", 2, 1), ("switch", 1, 2), ("work", 1, 2),
        ("switch", 2, 2), ("work", 2, 2),
    ]  # fmt: skip
    assert (both.sets, both.seconds(), both.words()) == (2, 4 * 30 + 3 * 6, "2 sets: 30 s a side, 6 s to change")


def test_rest_stands_between_sets_and_not_between_sides() -> None:
    rested = plan(sets=2, reps=10, rep_s=3, rest_s=60, per_side=True)
    assert [(part.kind, part.side, part.seconds) for part in rested.parts()[1:]] == [
        ("work", 1, 30), ("switch", 2, 6), ("work", 2, 30), ("rest", 1, 60), ("work", 1, 30), ("switch", 2, 6),
        ("work", 2, 30),
    ]  # fmt: skip


def test_without_sides_a_set_follows_a_rest_or_a_breather() -> None:
    assert [part[0::3] for part in plan(sets=2, duration_s=20).parts()[1:]] == [
        ("work", 20),
        ("rest", 10),
        ("work", 20),
    ]
    assert [part.side for part in plan(sets=2, duration_s=20).parts()] == [0, 0, 0, 0]
    assert plan(sets=3, duration_s=10, rest_s=20).seconds() == 3 * 10 + 2 * 20


@pytest.mark.parametrize(
    ("dose", "seconds", "reps", "rep_s"),
    [
        ({"reps": 10, "rep_s": 3}, 30, 10, 3),
        ({"reps": 5, "rep_s": 2, "each_way": True}, 20, 10, 2),
        ({"reps": 5, "hold_s": 10}, 60, 5, 12),
        ({"reps": 1, "duration_s": 45}, 45, 0, 47),
        ({"hold_s": 45}, 45, 0, 47),
    ],
)
def test_a_half_lasts_what_its_dose_says(dose: dict[str, object], seconds: int, reps: int, rep_s: int) -> None:
    one = plan(**dose)
    assert (one.work_s, one.reps, one.rep_s, one.tap) == (seconds, reps, rep_s, False)


def test_repetitions_without_a_pace_are_the_runners_own_time() -> None:
    assert (plan(reps=10).tap, plan(reps=10).work_s) == (True, 30)
    assert (plan(time_s=310, sets=3, reps="10-15", rest_s=60).work_s, plan(distance_m=20).work_s) == (63, 20)
    assert plan(sets=3, reps=10).words() == "3 sets: about 30 s, 10 s rest between sets"


def test_the_time_of_a_step_says_where_in_its_ranges_it_is_done() -> None:
    ranges = {"sets": 3, "reps": 15, "rest_s": "120-180", "rep_s": 6}
    assert [plan(time_s=time, **ranges).seconds() for time in (630, 570, 510)] == [630, 570, 510]
    assert plan(**ranges).seconds() == 510
    middle = plan(time_s=360, sets=3, reps="8-12", rep_s="5-6", per_side=True)
    assert (middle.work_s, middle.dose.words()) == (55, "3 × 10 a side")


def test_what_the_logbook_keeps_says_one_number_for_each_range() -> None:
    assert plan(sets="2-3", hold_s="30-45", per_side=True).dose.words() == "2 × 30 s a side"


def test_every_step_of_the_guide_takes_the_time_that_its_routine_prints(guide: object) -> None:
    steps = list(Step.objects.select_related("routine", "exercise"))
    off = {
        f"{step.routine.slug} {step.exercise.slug}": (step.time_s, played.working_s)
        for step in steps
        if abs((played := Plan.of(step.dose, step.time_s)).working_s - step.time_s) > max(15, 0.1 * step.time_s)
    }
    assert len(steps) > 40
    assert off == {}


def test_a_routine_takes_about_the_minutes_that_its_page_says(guide: object) -> None:
    off = {}
    for row in Routine.objects.published():
        steps = list(Step.objects.filter(routine=row))
        longest = max(
            sum(Plan.of(step.dose, step.time_s).seconds() + READY_S for step in steps if step.stage_id == stage)
            for stage in {step.stage_id for step in steps}
        )
        if not row.minutes - 2 <= longest / 60 <= row.minutes + 3:
            off[row.slug] = (row.minutes, longest / 60)
    assert off == {}


@pytest.mark.parametrize(("seconds", "whole"), [(0, 1), (59, 1), (60, 1), (61, 2), (600, 10)])
def test_minutes_are_rounded_up(seconds: int, whole: int) -> None:
    assert minutes(seconds) == whole


def test_times_read_like_times() -> None:
    assert [stretch(seconds) for seconds in (6, 90, 150, 180)] == ["6 s", "90 s", "2:30 min", "3 min"]
    assert [clock(seconds) for seconds in (6, 65, 600)] == ["0:06", "1:05", "10:00"]
    assert 5 <= SWITCH_S <= 10


def test_a_handful_of_exercises_is_picked_each_once() -> None:
    assert picked(["b", "a", "", "b"]) == (["b", "a"], 0)
    assert picked([str(number) for number in range(40)])[1] == 28
