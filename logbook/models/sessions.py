"""Training sessions, with what was done in the words it was done with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models.functions import Cast

from ankles.closed_lists import in_closed_list
from logbook.models.private import (
    NOTE_LENGTH,
    Private,
    PrivateQuerySet,
    from_0_to_10,
    not_too_early,
    once_per_runner,
    runner,
)
from logbook.titles import title_of
from logbook.vocabulary import Outcome, SideDone

LONGEST_MIN = 24 * 60
LONGEST_S = 24 * 3600  # of one exercise


class TrainingSessionQuerySet(PrivateQuerySet):
    """Selections of training sessions."""

    def newest_first(self) -> Self:
        """The latest day first; within a day, what was logged last."""
        return self.order_by("-day", "-logged_at", "-pk")

    def in_order(self) -> Self:
        """As the day went: by time where one is known, else as they were logged."""
        return self.order_by("day", models.F("time").asc(nulls_last=True), "logged_at", "pk")

    def stages_logged(self) -> Any:
        """Rows of ("stage", routine, stage, first day, last day, sessions): each routine and stage that was ever logged, and
        under an empty name the sessions that had none."""
        found = self.values("routine_name", "stage_name")
        counted = found.annotate(
            what=models.Value("stage"),
            first=models.Min("day"),
            last=models.Max("day"),
            entries=models.Count("pk"),
        )
        return counted.values_list("what", "routine_name", "stage_name", "first", "last", "entries")

    def with_marks(self, runs: Any, clear: Any, periods: Any) -> Any:
        """Sessions, runs, clear days and periods in one query, in no order.

        Rows of (what, id, day, last day, long, far, routine, stage); `what` is "session", "run", "clear", or the kind of a
        period. A session is so many minutes long, a run so many seconds; a run is so many metres far, and the unit that it
        was given in stands for its stage.
        """
        # PostgreSQL takes the kind of a column from its first two queries, and a bare NULL for a text.
        no_day = Cast(models.Value(None), models.DateField())
        nothing, no_word = models.Value(None, models.IntegerField()), models.Value("")
        sessions = self.values_list(
            models.Value("session"), "pk", "day", no_day, "minutes", nothing, "routine_name", "stage_name"
        )
        ran = runs.values_list(
            models.Value("run"), "pk", "day", no_day, "duration_s", "distance_m", no_word, "distance_unit"
        )
        quiet = clear.values_list(models.Value("clear"), "pk", "day", no_day, nothing, nothing, no_word, no_word)
        marked = periods.values_list("kind", "pk", "first_day", "last_day", nothing, nothing, no_word, no_word)
        return sessions.union(ran, marked, quiet, all=True)

    def done_between(self, first: date, last: date) -> models.QuerySet[Any, tuple[Any, ...]]:
        """Rows of (day, name, dose, outcome): every exercise of a span, in the order of the days."""
        done = self.between(first, last).filter(exercises_done__isnull=False)
        names = ("name", "dose", "outcome")
        return done.order_by("day", "pk").values_list("day", *(f"exercises_done__{name}" for name in names))

    def what_was_done(self, sessions: Iterable[int]) -> models.QuerySet[Any, tuple[Any, ...]]:
        """Rows of (session, name, dose, side, outcome): the exercises of these sessions, as they were done."""
        done = self.filter(pk__in=list(sessions), exercises_done__isnull=False)
        return done.order_by("pk", "exercises_done__position", "exercises_done__pk").values_list(
            "pk", *(f"exercises_done__{name}" for name in ("name", "dose", "side", "outcome"))
        )


class TrainingSession(Private):
    """One session on one day. It says at least one of: a routine, exercises, minutes."""

    runner = runner("training_sessions")
    day = models.DateField()
    time = models.TimeField("began at", null=True, blank=True)
    # The link may go; the name stays as it was on the day.
    routine = models.ForeignKey(
        "library.Routine", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=True
    )
    routine_name = models.CharField(max_length=120, blank=True)
    stage_name = models.CharField(max_length=80, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    effort = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.TextField(blank=True, max_length=NOTE_LENGTH)

    objects = TrainingSessionQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["runner", "day"], name="session_runner_day"),)
        constraints = (
            once_per_runner("session"),
            not_too_early("session"),
            from_0_to_10("session", "effort"),
            models.CheckConstraint(
                condition=models.Q(minutes__isnull=True) | models.Q(minutes__gte=1, minutes__lte=LONGEST_MIN),
                name="session_minutes",
                violation_error_message=f"A session lasts 1 to {LONGEST_MIN} minutes.",
            ),
        )

    def __str__(self) -> str:
        return f"Session {self.pk}"

    @property
    def title(self) -> str:
        """What to call it: its routine and stage, else what it is."""
        return title_of(self.routine_name, self.stage_name) or "Session"


class ExerciseDoneQuerySet(models.QuerySet["ExerciseDone"]):
    """Selections of exercises done."""

    def in_order(self) -> Self:
        """As they were done."""
        return self.order_by("session_id", "position", "pk")


class ExerciseDone(models.Model):
    """One exercise of a session: a snapshot of its name and dose, so that no edit of the guide changes a log."""

    session = models.ForeignKey(TrainingSession, on_delete=models.CASCADE, related_name="exercises_done")
    position = models.PositiveSmallIntegerField()
    exercise = models.ForeignKey(
        "library.Exercise", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=True
    )
    name = models.CharField(max_length=120)
    dose = models.CharField(max_length=200, blank=True)
    side = models.CharField(max_length=5, choices=SideDone, blank=True)
    outcome = models.CharField(max_length=7, choices=Outcome, default=Outcome.DONE)
    duration_s = models.PositiveIntegerField("lasted (s)", null=True, blank=True)

    objects = ExerciseDoneQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=in_closed_list(SideDone, "side", optional=True),
                name="exercise_done_side",
                violation_error_message="The side is left, right or both.",
            ),
            models.CheckConstraint(
                condition=in_closed_list(Outcome, "outcome"),
                name="exercise_done_outcome",
                violation_error_message="An exercise was done, done in part, or left out.",
            ),
            models.CheckConstraint(
                condition=models.Q(duration_s__isnull=True) | models.Q(duration_s__lte=LONGEST_S),
                name="exercise_done_duration",
                violation_error_message="An exercise lasts a day at most.",
            ),
        )

    def __str__(self) -> str:
        return f"Exercise {self.pk}"
