"""The closed vocabularies of the logbook (FACTS F). A word that is not here cannot be stored.

Areas have a short name here, for buttons and lists; their long and clinical names stand in the guide's tables.
"""

from __future__ import annotations

from typing import Final

from django.db import models


class AreaCode(models.TextChoices):
    """The 26 places of FACTS F, in the words of a button."""

    ACHILLES_MID = "achilles_mid", "Achilles"
    ACHILLES_INSERTION = "achilles_insertion", "Achilles at the heel bone"
    HEEL_PLANTAR = "heel_plantar", "Under the heel"
    HEEL_SIDES = "heel_sides", "Heel bone, sides"
    ARCH = "arch", "Arch"
    ANKLE_OUTER = "ankle_outer", "Outer ankle"
    ANKLE_OUTER_BEHIND = "ankle_outer_behind", "Behind the outer bump"
    ANKLE_INNER = "ankle_inner", "Inner ankle"
    ANKLE_FRONT = "ankle_front", "Front of the ankle"
    ANKLE_BACK_DEEP = "ankle_back_deep", "Deep behind the ankle"
    ANKLE_HIGH = "ankle_high", "Just above the ankle"
    ANKLE_WHOLE = "ankle_whole", "All round the ankle"
    MALLEOLUS_BONE = "malleolus_bone", "Bony bump of the ankle"
    MIDFOOT_TOP = "midfoot_top", "Top of the foot"
    MIDFOOT_OUTER = "midfoot_outer", "Outer edge of the foot"
    FOREFOOT_BONES = "forefoot_bones", "Long bones behind the toes"
    FOREFOOT_BALL = "forefoot_ball", "Ball of the foot"
    BIG_TOE = "big_toe", "Big toe joint"
    TOES = "toes", "Other toes"
    CALF_UPPER = "calf_upper", "Upper calf"
    CALF_LOWER = "calf_lower", "Lower calf"
    SHIN_INNER = "shin_inner", "Inner shin"
    SHIN_FRONT = "shin_front", "Front of the shin"
    SHIN_OUTER = "shin_outer", "Outer shin"
    FIBULA_LOWER = "fibula_lower", "Lower outer leg bone"
    OTHER_UNSURE = "other_unsure", "Somewhere else, or not sure"


class Side(models.TextChoices):
    """The side of a symptom. Both sides are two entries."""

    LEFT = "left", "Left"
    RIGHT = "right", "Right"


class SideDone(models.TextChoices):
    """The side an exercise was done with; empty for an exercise that has no sides, or when nobody said."""

    LEFT = "left", "Left"
    RIGHT = "right", "Right"
    BOTH = "both", "Both"


class Moment(models.TextChoices):
    """When on its day a symptom was felt. The morning after belongs to the next day."""

    WORST = "worst", "At its worst"
    DURING = "during", "During"
    AFTER = "after", "After"
    FIRST_STEPS = "first_steps", "First steps"


# The moments as a day goes; what was worst of it comes last.
AS_THE_DAY_GOES = (Moment.FIRST_STEPS, Moment.DURING, Moment.AFTER, Moment.WORST)


class Stiffness(models.TextChoices):
    """How long it took until walking felt normal."""

    NONE = "none", "No"
    UNDER_10 = "under_10", "Under 10 min"
    FROM_10_TO_30 = "10_to_30", "10 to 30"
    OVER_30 = "over_30", "Over 30"


# Whole minutes that fit each answer, both ends included (FACTS T6: 0 to 240).
STIFFNESS_MINUTES: Final[dict[str, tuple[int, int]]] = {
    Stiffness.NONE: (0, 0),
    Stiffness.UNDER_10: (1, 9),
    Stiffness.FROM_10_TO_30: (10, 30),
    Stiffness.OVER_30: (31, 240),
}


class Quality(models.TextChoices):
    """What it feels like; several may fit."""

    ACHE = "ache", "Dull ache"
    SHARP = "sharp", "Sharp"
    STIFF = "stiff", "Stiff"
    TIGHT = "tight", "Tight"
    BURNING = "burning", "Burning"
    TINGLING_NUMB = "tingling_numb", "Tingling or numb"
    THROBBING = "throbbing", "Throbbing"
    SWELLING = "swelling", "Swollen"
    WEAK = "weak", "Weak"
    GIVING_WAY = "giving_way", "Giving way"
    CLICK_PAINLESS = "click_painless", "Clicks without pain"
    CATCH_LOCK = "catch_lock", "Catches or locks"
    TENDER_POINT = "tender_point", "One tender point a fingertip covers"
    BRUISE_WARM_RED = "bruise_warm_red", "Bruised, warm or red"
    NONE = "none", "None of these"


class Timing(models.TextChoices):
    """When it comes; several may fit."""

    FIRST_STEPS_AM = "first_steps_am", "First steps in the morning"
    RUN_START_EASES = "run_start_eases", "Start of a run, then it eases"
    DURING_BUILDS = "during_builds", "Builds during a run"
    DURING_STEADY = "during_steady", "Stays the same during a run"
    AFTER_SAME_DAY = "after_same_day", "After a run, the same day"
    NEXT_MORNING = "next_morning", "The morning after a run"
    NIGHT_REST = "night_rest", "At night or at rest"
    DAILY_WALK = "daily_walk", "In ordinary walking"


class Onset(models.TextChoices):
    """How it began."""

    SUDDEN_EVENT = "sudden_event", "Suddenly: a twist, a snap, a fall"
    GRADUAL = "gradual", "Bit by bit"
    FLARE_OF_OLD = "flare_of_old", "An old one, back again"
    UNKNOWN = "unknown", "Not sure"


class Circumstance(models.TextChoices):
    """What was different around it; several may fit."""

    ROAD = "road", "Road"
    TRACK = "track", "Track"
    TRAIL = "trail", "Trail"
    TREADMILL = "treadmill", "Treadmill"
    CAMBER = "camber", "Sloping road edge"
    HILLS_UP = "hills_up", "Uphill"
    HILLS_DOWN = "hills_down", "Downhill"
    SPEED = "speed", "Faster running"
    NEW_SHOES = "new_shoes", "New shoes"
    WORN_SHOES = "worn_shoes", "Worn shoes"
    NEW_EXERCISE = "new_exercise", "A new exercise"
    ARCH_LOW = "arch_low", "Low arch"
    ARCH_HIGH = "arch_high", "High arch"
    ARCH_CHANGED = "arch_changed", "Arch has changed"


class Outcome(models.TextChoices):
    """What became of an exercise in a session."""

    DONE = "done", "Done"
    PART = "part", "In part"
    SKIPPED = "skipped", "Left out"


class PeriodKind(models.TextChoices):
    """What a stretch of days was, in the runner's own words."""

    REST = "rest", "Rest"
    INJURY = "injury", "Injury"
    HOLIDAY = "holiday", "Holiday"


class Weeks(models.TextChoices):
    """How far back trends look from today."""

    FOUR = "4", "4 weeks"
    TWELVE = "12", "12 weeks"
    TWENTY_SIX = "26", "26 weeks"
    FIFTY_TWO = "52", "52 weeks"
    ALL = "all", "All"


class MeasureKind(models.TextChoices):
    """What can be measured at home, with the unit that its tries are kept in (FACTS E, T1 to T3)."""

    KNEE_TO_WALL = "knee_to_wall_mm", "Knee to wall"
    HEEL_RAISES = "heel_raises", "Heel raises"
    BALANCE = "balance_s", "Balance"


class Setup(models.TextChoices):
    """How a measure was taken. Another set-up is another test: its numbers stand in a line of their own (FACTS-2 7.6)."""

    BARE_MORNING = "bare_morning", "Bare feet, in the morning"
    BARE_LATER = "bare_later", "Bare feet, later in the day"
    SHOES_MORNING = "shoes_morning", "Shoes, in the morning"
    SHOES_LATER = "shoes_later", "Shoes, later in the day"
    FLOOR_BEAT = "floor_beat", "Flat floor, to a beat"
    FLOOR_FREE = "floor_free", "Flat floor, no beat"
    SLOPE_BEAT = "slope_beat", "Toes on a slope, to a beat"
    SLOPE_FREE = "slope_free", "Toes on a slope, no beat"
    EYES_OPEN = "eyes_open", "Eyes open"
    EYES_CLOSED = "eyes_closed", "Eyes closed"


# The set-ups that each measure knows, and the most that one try can say: millimetres, raises, seconds (the clock of the
# balance test stops at 45).
SETUPS: Final[dict[str, tuple[str, ...]]] = {
    MeasureKind.KNEE_TO_WALL: (Setup.BARE_MORNING, Setup.BARE_LATER, Setup.SHOES_MORNING, Setup.SHOES_LATER),
    MeasureKind.HEEL_RAISES: (Setup.FLOOR_BEAT, Setup.FLOOR_FREE, Setup.SLOPE_BEAT, Setup.SLOPE_FREE),
    MeasureKind.BALANCE: (Setup.EYES_OPEN, Setup.EYES_CLOSED),
}
MOST_OF_A_TRY: Final[dict[str, int]] = {
    MeasureKind.KNEE_TO_WALL: 300,
    MeasureKind.HEEL_RAISES: 300,
    MeasureKind.BALANCE: 45,
}
# How many tries one side has in one test. Heel raises are counted once, until they can no longer be done in full.
TRIES: Final[dict[str, int]] = {MeasureKind.KNEE_TO_WALL: 3, MeasureKind.HEEL_RAISES: 1, MeasureKind.BALANCE: 3}


class DistanceUnit(models.TextChoices):
    """What a distance was given in. It is kept in metres."""

    KM = "km", "km"
    MILES = "mi", "miles"
