"""Half a year of a runner with a sore Achilles, as values: the same for the same day. It is made up, and says so.

A race on a tendon that had grumbled for three weeks, ten days off, the guide's programme with its stages, a holiday, a
setback after a downhill run, three days of rest, and runs that come back bit by bit. Days count back from today.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from logbook.vocabulary import (
    AreaCode,
    Circumstance,
    MeasureKind,
    Moment,
    Onset,
    Quality,
    Setup,
    Side,
    Stiffness,
    Timing,
)

DAYS: Final = 182
PROGRAMME, MOBILITY, WARM_UP = "calf-and-achilles-strength", "daily-mobility", "before-a-run"
PINNED: Final = (PROGRAMME, WARM_UP, MOBILITY)
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
STRENGTH_DAYS, RUN_DAYS = (MONDAY, WEDNESDAY, SATURDAY), (TUESDAY, THURSDAY, SUNDAY)


class StoryWeek(NamedTuple):
    """A week of the story: the left Achilles at its worst, the stage of the programme, the runs of its three run days in
    tenths of a kilometre (0 for none)."""

    worst: int
    stage: str = ""
    runs: tuple[int, int, int] = (0, 0, 0)


STAGES: Final = ("Week 1", "Weeks 2 and 3", "Weeks 4 and 5", "Weeks 6 to 8", "Weeks 9 to 12")
# From half a year ago to this week.
WEEKS: Final = (
    StoryWeek(0, runs=(50, 60, 90)), StoryWeek(1, runs=(52, 60, 100)), StoryWeek(0, runs=(50, 64, 100)), StoryWeek(1, runs=(55, 60, 110)),
    StoryWeek(1, runs=(60, 70, 110)), StoryWeek(2, runs=(60, 80, 120)), StoryWeek(3, runs=(60, 80, 140)), StoryWeek(4, runs=(50, 60, 100)),
    StoryWeek(6, runs=(30, 0, 0)), StoryWeek(5), StoryWeek(5), StoryWeek(4),
    StoryWeek(4, STAGES[0]), StoryWeek(4, STAGES[1]), StoryWeek(3, STAGES[1]), StoryWeek(3, STAGES[2], (0, 20, 25)),
    StoryWeek(3, STAGES[2], (20, 25, 30)), StoryWeek(2, STAGES[3], (25, 0, 30)), StoryWeek(2, STAGES[3], (0, 30, 40)),
    StoryWeek(2, STAGES[3], (35, 40, 60)), StoryWeek(4, STAGES[3], (30, 0, 0)), StoryWeek(3, STAGES[4], (25, 30, 40)),
    StoryWeek(3, STAGES[4], (40, 40, 50)), StoryWeek(2, STAGES[4], (40, 50, 60)), StoryWeek(2, STAGES[4], (50, 50, 62)),
    StoryWeek(1, STAGES[4], (50, 50, 70)),
)  # fmt: skip
# Weeks in which the right heel joined in, with its first steps.
RIGHT_HEEL: Final = {13: 2, 14: 3, 15: 3, 16: 2, 17: 1}
# (kind, first and last day, counted back from today)
AWAY: Final = (("injury", 123, 114), ("holiday", 59, 51), ("rest", 39, 37))

# Weeks in which something was measured, on their Sunday: millimetres left and right, raises left and right.
KNEE_TO_WALL: Final = {11: (88, 104), 14: (92, 105), 17: (95, 104), 20: (94, 106), 23: (99, 105), 25: (101, 106)}
HEEL_RAISES: Final = {12: (11, 24), 15: (14, 24), 18: (17, 25), 21: (18, 25), 24: (22, 26)}
BALANCE: Final = {14: (19, 27), 22: (26, 29)}

# Runs that the notes speak of, whatever day of the week it was: metres, minutes, effort.
TOLD_RUNS: Final = {
    176: (9_000, 51, 4), 135: (8_000, 43, 7), 124: (15_000, 79, 8), 76: (2_000, 14, 3), 43: (6_000, 37, 4),
    20: (5_000, 31, 3), 11: (5_000, 30, 4), 4: (7_000, 42, 4),
}  # fmt: skip

# What was written down, by how many days ago it was.
NOTES: Final = {
    176: "Long run with the club. Legs fine, left heel a bit tight at the start.",
    146: "Stiff on the stairs again. Gone by the time the coffee was ready.",
    135: "Both calves like wood after the track. Probably too much too soon.",
    124: "Race. Felt it from km 8 on and ran through it. Stupid.",
    121: "Limping to the bathroom. No running until this is quiet.",
    104: "Walked the dog for an hour, all right.",
    97: "First session of the programme. Backpack with 12 kg of books.",
    91: "Harder than it looks. Counting the seconds aloud helps.",
    76: "Two kilometres, slow, felt every step. But nothing worse this morning.",
    58: "Hotel stairs are steep.",
    55: "Hot, lazy, lots of swimming. Forgot about the heel for whole days.",
    43: "Downhill on the way back. Knew it by the evening.",
    40: "Back to the chair for a few days.",
    33: "20 kg now. Slow.",
    20: "Ran with Jo and talked the whole way.",
    11: "Dark and wet. Glad when it was over.",
    4: "Seven kilometres and did not think of it once until now.",
}


@dataclass(frozen=True)
class ToldSession:
    """A session: a routine and a stage of it, minutes more than the guide says (None: none said), effort, note."""

    slug: str
    stage: str
    longer: int | None
    effort: int
    note: str = ""


@dataclass(frozen=True)
class ToldRun:
    """A run: metres, seconds, effort, note."""

    distance_m: int
    duration_s: int
    effort: int
    note: str = ""


@dataclass
class DemoDay:
    """What the demo runner says of one day. Symptoms and measures are fields of their rows."""

    day: date
    sessions: list[ToldSession] = field(default_factory=list)
    runs: list[ToldRun] = field(default_factory=list)
    symptoms: list[dict[str, Any]] = field(default_factory=list)
    measures: list[dict[str, Any]] = field(default_factory=list)
    clear: bool = False


def story(today: date) -> Iterator[DemoDay]:
    """Half a year up to yesterday; today is still to be filled in."""
    ran_yesterday = False
    for ago in range(DAYS - 1, 0, -1):
        told, week = DemoDay(today - timedelta(days=ago)), min((DAYS - 1 - ago) // 7, len(WEEKS) - 1)
        chance = random.Random(f"ankles {told.day.isoformat()}")  # noqa: S311 (nobody's secret)
        note = NOTES.get(ago, "")
        kind = away(ago)
        if not kind:
            told.runs = list(_runs(ago, told.day, WEEKS[week], chance, note))
            told.sessions = list(_sessions(told, WEEKS[week], chance, note))
        told.symptoms = [*_achilles(told, WEEKS[week], chance, note, ran_yesterday), *_heel(week, chance)]
        told.measures = list(_measures(told.day, week))
        told.clear = not told.symptoms and chance.random() < 0.35
        ran_yesterday = bool(told.runs)
        yield told


def away(ago: int) -> str:
    """The kind of period that so many days ago lies in; nothing outside one."""
    return next((kind for kind, first, last in AWAY if last <= ago <= first), "")


def _runs(ago: int, day: date, week: StoryWeek, chance: random.Random, note: str) -> Iterator[ToldRun]:
    if ago in TOLD_RUNS:
        distance_m, minutes, effort = TOLD_RUNS[ago]
        yield ToldRun(distance_m, minutes * 60, effort, note)
    if day.weekday() not in RUN_DAYS or TOLD_RUNS.keys() & {ago - 1, ago, ago + 1}:
        return
    tenths = week.runs[RUN_DAYS.index(day.weekday())]
    if not tenths or chance.random() < 0.12:
        return
    distance_m = tenths * 100 + chance.choice((-200, -100, 0, 0, 0, 100, 200))
    # Slower while it comes back.
    per_km_s = (335 if tenths >= 60 else 360 if tenths >= 40 else 395) + chance.randint(-12, 15)
    duration_s = round(distance_m / 1000 * per_km_s / 60) * 60
    yield ToldRun(distance_m, duration_s, effort=chance.choice((3, 4, 4, 5)) + (tenths >= 100), note=note)


def _sessions(told: DemoDay, week: StoryWeek, chance: random.Random, note: str) -> Iterator[ToldSession]:
    weekday = told.day.weekday()
    if told.runs and chance.random() < 0.5:
        yield ToldSession(WARM_UP, "", 0, chance.randint(1, 3))
    if week.stage and weekday in STRENGTH_DAYS and chance.random() < 0.9:
        # Logged with one tap it takes what the guide says; played, a little more.
        longer = chance.choice((0, 0, 0, 2, 3, -1))
        yield ToldSession(PROGRAMME, week.stage, longer, chance.randint(5, 7), "" if told.runs else note)
    elif not told.runs and chance.random() < (0.35 if week.worst > 1 else 0.15):
        yield ToldSession(MOBILITY, "", chance.choice((0, 0, 1, None)), chance.randint(1, 3), note)


def _achilles(
    told: DemoDay, week: StoryWeek, chance: random.Random, note: str, ran_yesterday: bool
) -> Iterator[dict[str, Any]]:
    place = {"area": AreaCode.ACHILLES_MID, "side": Side.LEFT}
    # A quiet week is not written about every day; a sore one nearly is.
    if chance.random() >= (0.9 if week.worst > 3 else 0.8 if week.worst > 1 else 0.45):
        return
    level = max(0, min(10, week.worst + chance.choice((-1, -1, 0, 0, 0, 1))))
    if chance.random() < 0.75:
        morning = max(0, level - chance.choice((0, 1, 1)) + (ran_yesterday and week.worst > 2))
        yield {**place, "moment": Moment.FIRST_STEPS, "severity": morning, "stiffness": _stiffness(morning)}
    if told.runs and week.worst > 1:
        during = max(0, level - chance.choice((0, 1, 2)))
        timing = [Timing.RUN_START_EASES] if week.worst < 4 else [Timing.DURING_BUILDS]
        yield {**place, "moment": Moment.DURING, "severity": during, "timing": timing}
        yield {**place, "moment": Moment.AFTER, "severity": min(level, during + chance.choice((0, 0, 1)))}
    said: dict[str, Any] = {**place, "moment": Moment.WORST, "severity": level}
    if level > 1:
        said["qualities"] = chance.choice(([], [], [Quality.STIFF], [Quality.ACHE], [Quality.ACHE, Quality.STIFF]))
    if level > 5:
        said |= {"onset": Onset.GRADUAL, "context": [Circumstance.SPEED, Circumstance.HILLS_UP]}
    written_elsewhere = any(one.note for one in told.sessions) or any(one.note for one in told.runs)
    yield said if written_elsewhere else {**said, "note": note}


def _stiffness(severity: int) -> str:
    steps = ((0, Stiffness.NONE), (3, Stiffness.UNDER_10), (5, Stiffness.FROM_10_TO_30), (10, Stiffness.OVER_30))
    return next(word for most, word in steps if severity <= most)


def _heel(week: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    if week in RIGHT_HEEL and chance.random() < 0.6:
        severity = max(0, RIGHT_HEEL[week] + chance.choice((-1, 0, 0, 1)))
        place = {"area": AreaCode.HEEL_PLANTAR, "side": Side.RIGHT}
        yield {**place, "moment": Moment.FIRST_STEPS, "severity": severity, "stiffness": _stiffness(severity)}


def _measures(day: date, week: int) -> Iterator[dict[str, Any]]:
    if day.weekday() != SUNDAY:
        return
    for kind, found, setup, spread in (
        (MeasureKind.KNEE_TO_WALL, KNEE_TO_WALL, Setup.BARE_LATER, (-2, 0, 1)),
        (MeasureKind.HEEL_RAISES, HEEL_RAISES, Setup.FLOOR_BEAT, (0,)),
        (MeasureKind.BALANCE, BALANCE, Setup.EYES_OPEN, (-4, 0, 1)),
    ):
        for side, value in zip((Side.LEFT, Side.RIGHT), found.get(week, ()), strict=False):
            tries = dict(zip(("first_try", "second_try", "third_try"), (value + one for one in spread), strict=False))
            yield {"kind": kind, "side": side, "setup": setup, **tries}
