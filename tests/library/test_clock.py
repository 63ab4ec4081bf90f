"""A dose becomes a timeline in full halves, and its time is right (PITFALLS D10)."""

from __future__ import annotations

import re

import pytest

from library import pages
from library.clock import (
    READY_S,
    SWITCH_S,
    Part,
    TimedDose,
    minutes,
    minutes_and_seconds,
    routine_minutes,
    time_in_words,
)
from library.doses import Dose, Range
from library.models import Article, Exercise, Routine, Step


def plan(time_s: int | None = None, **dose: object) -> TimedDose:
    return TimedDose.of(Dose.from_document(dose), time_s)


def test_each_side_is_a_full_half_with_a_change_between() -> None:
    assert plan(hold_s=30, sides="each").parts() == [
        Part("ready", 1, 1, 10),
        Part("work", 1, 1, 30),
        Part("switch", 2, 1, 6),
        Part("work", 2, 1, 30),
    ]


def test_a_set_on_each_side_is_both_sides_and_not_two_sets() -> None:
    both = plan(sets=2, hold_s=30, sides="each")
    assert [part[:3] for part in both.parts()] == [
        ("ready", 1, 1), ("work", 1, 1), ("switch", 2, 1), ("work", 2, 1), ("switch", 1, 2), ("work", 1, 2),
        ("switch", 2, 2), ("work", 2, 2),
    ]  # fmt: skip
    assert (both.sets, both.seconds(), both.words()) == (2, 4 * 30 + 3 * 6, "2 sets: 30 s on each side, 6 s to change")


def test_rest_stands_between_sets_and_not_between_sides() -> None:
    rested = plan(sets=2, reps=10, rep_s=3, rest_s=60, sides="each")
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
    middle = plan(time_s=360, sets=3, reps="8-12", rep_s="5-6", sides="each")
    assert (middle.work_s, middle.dose.words()) == (55, "3 × 10 on each side")


def test_what_the_logbook_keeps_says_one_number_for_each_range() -> None:
    assert plan(sets="2-3", hold_s="30-45", sides="each").dose.words() == "2 × 30 s on each side"


def test_without_a_pace_the_time_of_a_step_is_kept_to(guide: object) -> None:
    steps = list(Step.objects.select_related("routine", "exercise"))
    off = {
        f"{step.routine.slug} {step.exercise.slug}": (step.time_s, played.working_s)
        for step in steps
        if abs((played := step.plan).working_s - step.time_s) > max(15, 0.1 * step.time_s)
    }
    assert len(steps) > 40
    assert off == {}


# Where a routine counts a repetition in other seconds than the exercise by itself, and why.
OWN_SECONDS = {
    "before-a-run heel-raise-straight": "a light set on both legs, no strength work: the fact sheet gives 10 in 30 s",
    "before-a-run-heel-end heel-raise-straight": "the same light set",
    "calf-and-achilles-strength heel-raise-straight": "the same 6 s, but the trial's 3 up and 3 down",
    "calf-and-achilles-strength heel-raise-bent": "the trial's 3 s up and 3 s down, with a weight",
    "calf-and-heel-end-strength heel-raise-straight": "the same programme",
    "calf-and-heel-end-strength heel-raise-bent": "the same programme",
}


def pace_of(played: TimedDose) -> tuple[float, tuple[int, int, int] | None]:
    """The seconds of one repetition, and how they are counted; an estimate where nobody counts them."""
    return played.rep_s or played.work_s / played.reps, played.given.tempo


def test_a_repetition_lasts_as_long_in_a_routine_as_by_itself(guide: object) -> None:
    counted = [
        (f"{step.routine.slug} {step.exercise.slug}", pace_of(step.plan), pace_of(TimedDose.of(step.exercise.dose)))
        for step in Step.objects.select_related("routine", "exercise")
        if step.plan.reps and TimedDose.of(step.exercise.dose).reps
    ]
    assert len(counted) > 30
    assert {where for where, there, alone in counted if there != alone} == set(OWN_SECONDS)


SECONDS_SAID = re.compile(r"(\d+)(?: to \d+)? seconds?\b|hold for (\d+)\.")


def test_a_repetition_is_no_shorter_than_the_seconds_that_its_steps_name(guide: object) -> None:
    plans = {row.slug: (row, TimedDose.of(row.dose)) for row in Exercise.objects.published()}
    counted = {slug: (row, plan) for slug, (row, plan) in plans.items() if plan.reps and not (plan.holds or plan.tap)}
    said = {
        # The hold at the end of a set is no part of a repetition.
        slug: sum(int(a or b) for step in row.steps if "last rock" not in step for a, b in SECONDS_SAID.findall(step))
        for slug, (row, _) in counted.items()
    }
    assert len([seconds for seconds in said.values() if seconds]) >= 10
    assert {slug: said[slug] for slug, (_, plan) in counted.items() if plan.rep_s < said[slug]} == {}


# A link to a routine and the minutes said right after it.
SAID_OF_A_ROUTINE = re.compile(r"routine:([a-z-]+)\)(?:,| takes)(?: about)? (\d+)(?: to (\d+))? minutes")


def test_what_a_text_says_a_routine_takes_is_what_the_clock_says(guide: object) -> None:
    takes = {row.slug: row.span for row in Routine.objects.published()}
    texts = [row.body for row in Article.objects.published()]
    said = [(slug, int(low), int(high or low)) for text in texts for slug, low, high in SAID_OF_A_ROUTINE.findall(text)]
    assert len(said) > 3
    assert [one for one in said if one[1:] != (takes[one[0]].low, takes[one[0]].high)] == []


NUMBERS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()
MINUTES_SAID = re.compile(r"(a little over )?\b([a-z]+|\d+)(?: quiet)? minutes", re.IGNORECASE)


def test_the_minutes_in_the_summary_of_a_routine_are_those_of_its_clock(guide: object) -> None:
    off, said = {}, 0
    for row in Routine.objects.published():
        plans = [step.plan for step in Step.objects.filter(routine=row, stage=None, optional=False)]
        for over, word in MINUTES_SAID.findall(row.summary):
            minute = int(word) if word.isdigit() else NUMBERS.index(word.lower()) + 1
            seconds, said = sum(plan.whole_s() for plan in plans), said + 1
            # "About five" is nearer to five than to four or six.
            if not (0 < seconds - 60 * minute < 30 if over else abs(seconds - 60 * minute) <= 30):
                off[row.slug] = (row.summary, minutes_and_seconds(seconds))
    assert (said, off) == (4, {})


def test_heel_drops_played_by_themselves_are_the_six_sets_of_the_programme(guide: object) -> None:
    drop = Exercise.objects.get(slug="eccentric-heel-drop")
    alone = TimedDose.of(drop.dose)
    steps = [step.plan for step in Step.objects.filter(exercise=drop)]
    assert (alone.sets, sum(plan.sets for plan in steps)) == (6, 6)
    assert alone.seconds() == sum(plan.seconds() + plan.before_s for plan in steps)
    assert alone.dose.words("leg").endswith("the sore leg only, 3 sets with the knee straight, then 3 with it bent")


ALIKE = [("toe-walk", "heel-walk"), ("calf-stretch-straight", "calf-stretch-bent", "towel-stretch")]


@pytest.mark.parametrize("slugs", ALIKE)
def test_what_is_done_alike_rests_alike(guide: object, slugs: tuple[str, ...]) -> None:
    assert len({str(row.dose.rest_s) for row in Exercise.objects.filter(slug__in=slugs)}) == 1


def test_every_routine_takes_the_minutes_that_its_page_says(guide: object) -> None:
    said = {row.slug: str(row.span) for row in Routine.objects.published()}
    found = {}
    for slug in said:
        stages: dict[int | None, tuple[int, int]] = {}
        for step in Step.objects.filter(routine__slug=slug):
            # Summed here part by part, and not with the function that the page uses.
            whole = sum(part.seconds for part in step.plan.parts())
            least, most = stages.get(step.stage_id, (0, 0))
            stages[step.stage_id] = (least + (0 if step.optional else whole), most + whole)
        low = min(-(-least // 60) for least, _ in stages.values())
        high = max(-(-most // 60) for _, most in stages.values())
        found[slug] = str(low) if low == high else f"{low}\N{EN DASH}{high}"
    assert len(said) == 14
    assert found == said


@pytest.mark.parametrize("slug", ["before-a-run", "trail-stability", "calf-and-achilles-strength"])
def test_whoever_adds_up_the_times_of_a_routine_gets_what_stands_under_them(guide: object, slug: str) -> None:
    for stage in pages.routine(Routine.objects.get(slug=slug))["stages"]:
        all_of_it = sum(in_seconds(step["time"]) + rest_of(step["rest"]) + 10 for step in stage["steps"])
        optional = sum(in_seconds(step["time"]) + 10 for step in stage["steps"] if step["optional"])
        said, _, without = stage["sum"].partition("; without what is optional ")
        assert said == f"{minutes_and_seconds(all_of_it)} in all, with 10 s to get ready before each"
        assert without == (minutes_and_seconds(all_of_it - optional) if optional else "")
        assert stage["minutes"] == -(-all_of_it // 60)


def in_seconds(time: str) -> int:
    """A time such as `1:05` as seconds."""
    whole, seconds = time.split(":")
    return int(whole) * 60 + int(seconds)


def rest_of(words: str) -> int:
    """The seconds of a line such as `Rest 60 s`, `Rest 2:30 min` or `Rest 3 min`; 0 for none."""
    if not words:
        return 0
    number, unit = words.removeprefix("Rest ").split()
    return in_seconds(number if ":" in number else f"{number}:00") if unit == "min" else int(number)


def test_left_and_right_by_turns_are_one_stretch_of_twice_as_many() -> None:
    pedals = plan(reps=10, rep_s=2, sides="turns")
    assert (pedals.reps, pedals.work_s, [part[:2] for part in pedals.parts()]) == (20, 40, [("ready", 0), ("work", 0)])


def test_the_sore_side_alone_has_no_second_half() -> None:
    assert [part.kind for part in plan(sets=2, reps=15, rep_s=6, rest_s=60, sides="sore").parts()] == [
        "ready", "work", "rest", "work",
    ]  # fmt: skip


def test_a_tempo_is_the_pace() -> None:
    towel = plan(reps=12, up_s=3, top_s=2, down_s=3, sides="each")
    assert (towel.tap, towel.rep_s, towel.work_s) == (False, 8, 96)
    assert towel.words("leg") == "1:36 min on each leg, 6 s to change, 3 s up, 2 s held, 3 s down"


def test_the_rest_before_an_exercise_comes_first_and_counts_in_the_session() -> None:
    raises = TimedDose.of(
        Dose.from_document({"sets": 2, "reps": 10, "rep_s": 6, "sides": "each"}), 240, Range(120, 180)
    )
    assert [tuple(part) for part in raises.parts()[:3]] == [
        ("rest", 1, 1, raises.before_s), ("ready", 1, 1, READY_S), ("work", 1, 1, 60),
    ]  # fmt: skip
    assert raises.whole_s() == raises.before_s + READY_S + raises.seconds()


def test_optional_steps_and_stages_make_a_range_of_minutes() -> None:
    minute, two = plan(duration_s=50), plan(duration_s=110)
    assert routine_minutes([[(minute, False), (two, True)]]) == (1, 3)
    assert routine_minutes([[(minute, False)], [(two, False)]]) == (1, 2)
    assert routine_minutes([[(minute, False)]]) == (1, 1)


@pytest.mark.parametrize(("seconds", "whole"), [(0, 1), (59, 1), (60, 1), (61, 2), (600, 10)])
def test_minutes_are_rounded_up(seconds: int, whole: int) -> None:
    assert minutes(seconds) == whole


def test_times_read_like_times() -> None:
    assert [time_in_words(seconds) for seconds in (6, 90, 150, 180)] == ["6 s", "90 s", "2:30 min", "3 min"]
    assert [minutes_and_seconds(seconds) for seconds in (6, 65, 600)] == ["0:06", "1:05", "10:00"]
    assert 5 <= SWITCH_S <= 10
