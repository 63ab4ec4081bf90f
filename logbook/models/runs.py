"""Runs, written down by hand, and the one that a runner made their usual run."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import DateField, IntegerField, Value

from ankles.closed_lists import in_closed_list
from logbook.models.private import (
    NOTE_LENGTH,
    Private,
    PrivateQuerySet,
    from_0_to_10,
    not_too_early,
    note_of_days,
    once_per_runner,
    runner,
)
from logbook.vocabulary import DistanceUnit

RUN, USUAL = "run", "usual"
LONGEST_RUN_M = 1_000_000
LONGEST_RUN_S = 48 * 3600


class RunQuerySet(PrivateQuerySet):
    """Selections of runs."""

    def newest_first(self) -> Self:
        """The latest day first; within a day, what was logged last."""
        return self.order_by("-day", "-logged_at", "-pk")

    def in_order(self) -> Self:
        """As the days went; within a day as they were logged."""
        return self.order_by("day", "logged_at", "pk")

    def besides(self, pk: int | None) -> Self:
        """All but one."""
        return self if pk is None else self.exclude(pk=pk)

    def as_lines(self, *in_full: date) -> Any:
        """Rows of (what, pk, day, note, unit, "", "", metres, seconds, effort), to be united with `as_lines` of others;
        the note of the day `in_full` only."""
        said = {"what": Value(RUN), "said": note_of_days(*in_full), "second": Value(""), "third": Value("")}
        return self.annotate(**said).values_list(
            "what", "pk", "day", "said", "distance_unit", "second", "third", "distance_m", "duration_s", "effort"
        )

    def distances(self) -> Any:
        """Rows of (day, metres)."""
        return self.values_list("day", "distance_m")

    def with_distance(self) -> Self:
        """Those that say how far."""
        return self.filter(distance_m__isnull=False)


def _far_or_long(table: str) -> tuple[models.CheckConstraint, ...]:
    """What a run and a usual run share: how far or how long or both, and the unit that goes with a distance."""
    return (
        models.CheckConstraint(
            condition=models.Q(distance_m__isnull=False) | models.Q(duration_s__isnull=False),
            name=f"{table}_says_something",
            violation_error_message="Give the distance or the minutes.",
        ),
        models.CheckConstraint(
            condition=models.Q(distance_m__isnull=True) | models.Q(distance_m__gte=1, distance_m__lte=LONGEST_RUN_M),
            name=f"{table}_distance",
            violation_error_message=f"A run is {LONGEST_RUN_M // 1000:,} km long at most.",
        ),
        models.CheckConstraint(
            condition=models.Q(duration_s__isnull=True) | models.Q(duration_s__gte=1, duration_s__lte=LONGEST_RUN_S),
            name=f"{table}_duration",
            violation_error_message=f"A run lasts {LONGEST_RUN_S // 3600} hours at most.",
        ),
        models.CheckConstraint(
            condition=models.Q(distance_m__isnull=True, distance_unit="")
            | models.Q(models.Q(distance_m__isnull=False), in_closed_list(DistanceUnit, "distance_unit")),
            name=f"{table}_unit",
            violation_error_message="Give the distance in km or in miles.",
        ),
    )


class Run(Private):
    """One run. How far or how long is enough; `distance_unit` is what the runner gave the distance in."""

    runner = runner("runs")
    day = models.DateField()
    distance_m = models.PositiveIntegerField(null=True, blank=True)
    distance_unit = models.CharField(max_length=2, choices=DistanceUnit, blank=True)
    duration_s = models.PositiveIntegerField(null=True, blank=True)
    effort = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.TextField(blank=True, max_length=NOTE_LENGTH)

    objects = RunQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["runner", "day"], name="run_runner_day"),)
        constraints = (
            once_per_runner("run"),
            not_too_early("run"),
            from_0_to_10("run", "effort"),
            *_far_or_long("run"),
        )

    def __str__(self) -> str:
        return f"Run {self.pk}"


class UsualRunQuerySet(models.QuerySet["UsualRun"]):
    """Selections of usual runs."""

    def as_lines(self, day: date) -> Any:
        """As `RunQuerySet.as_lines`, as if it were run on a day."""
        said = {
            "what": Value(USUAL), "day": Value(day, output_field=DateField()), "said": Value(""), "second": Value(""),
            "third": Value(""), "effort": Value(None, output_field=IntegerField()),
        }  # fmt: skip
        rows: Any = self
        return rows.annotate(**said).values_list(
            "what", "pk", "day", "said", "distance_unit", "second", "third", "distance_m", "duration_s", "effort"
        )


class UsualRun(models.Model):
    """The run that a runner pinned: one tap on Today. Chosen by the runner, never guessed; one at most."""

    runner = runner("usual_runs")
    distance_m = models.PositiveIntegerField(null=True, blank=True)
    distance_unit = models.CharField(max_length=2, choices=DistanceUnit, blank=True)
    duration_s = models.PositiveIntegerField(null=True, blank=True)

    objects = UsualRunQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["runner"], name="usual_run_once", violation_error_message="You have a usual run already."
            ),
            *_far_or_long("usual_run"),
        )

    def __str__(self) -> str:
        return f"Usual run {self.pk}"
