"""The private tables. Every row belongs to one runner and is reached from that person."""

from logbook.models.choices import MOST_PLACES, TrendsChoice
from logbook.models.days import ClearDay, Period
from logbook.models.measures import TRY_FIELDS, Measure
from logbook.models.pins import MOST_PINS, PinnedRoutine
from logbook.models.private import EARLIEST, LATEST, NOTE_LENGTH, Private
from logbook.models.receipts import Receipt
from logbook.models.reports import (
    LISTED_FOR,
    QUESTIONS_LENGTH,
    WEEKS_OF_A_REPORT,
    ReportChoice,
    ShareLink,
    Sheet,
)
from logbook.models.runs import LONGEST_RUN_M, LONGEST_RUN_S, Run, UsualRun
from logbook.models.sessions import LONGEST_MIN, LONGEST_S, ExerciseDone, TrainingSession
from logbook.models.symptoms import LISTS, Followed, Symptom
from logbook.models.waiting import ChosenFile

__all__ = [
    "EARLIEST",
    "LATEST",
    "LISTED_FOR",
    "LISTS",
    "LONGEST_MIN",
    "LONGEST_RUN_M",
    "LONGEST_RUN_S",
    "LONGEST_S",
    "MOST_PINS",
    "MOST_PLACES",
    "NOTE_LENGTH",
    "QUESTIONS_LENGTH",
    "TRY_FIELDS",
    "WEEKS_OF_A_REPORT",
    "ChosenFile",
    "ClearDay",
    "ExerciseDone",
    "Followed",
    "Measure",
    "Period",
    "PinnedRoutine",
    "Private",
    "Receipt",
    "ReportChoice",
    "Run",
    "ShareLink",
    "Sheet",
    "Symptom",
    "TrainingSession",
    "TrendsChoice",
    "UsualRun",
]
