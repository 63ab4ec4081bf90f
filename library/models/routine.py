"""Routines: exercises in an order, with a dose for each, in stages where a programme has them."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from ankles.closed_lists import in_closed_list
from library.clock import TimedDose
from library.doses import Range
from library.models.entry import Entry, EntryQuerySet
from library.models.exercise import Dosed, Exercise
from library.models.vocabulary import When


class RoutineQuerySet(EntryQuerySet):
    """Selections of routines."""


class Routine(Entry):
    """A routine as the guide prints it. Nothing in the logbook changes it or moves a runner through it."""

    when = models.CharField(max_length=12, choices=When)
    how_often = models.CharField(max_length=160)
    minutes = models.PositiveSmallIntegerField("total minutes, from", default=1, help_text="Counted from the steps.")
    minutes_to = models.PositiveSmallIntegerField(
        "total minutes, to", null=True, blank=True, help_text="Where stages differ or steps are optional: the most."
    )
    dose_note = models.TextField("where the programme comes from", blank=True)
    covers = models.JSONField(
        default=list, blank=True, help_text="Points of the inventory that this page covers, one on a line."
    )

    objects = RoutineQuerySet.as_manager()

    class Meta(Entry.Meta):
        abstract = False
        constraints = (
            *Entry.Meta.constraints,
            models.UniqueConstraint(
                fields=["slug"], name="routine_slug", violation_error_message="This address is taken."
            ),
            models.CheckConstraint(
                condition=in_closed_list(When, "when"),
                name="routine_when",
                violation_error_message="Choose when it fits from the list.",
            ),
            models.CheckConstraint(
                condition=models.Q(minutes__gte=1),
                name="routine_minutes",
                violation_error_message="A routine lasts a minute or more.",
            ),
            models.CheckConstraint(
                condition=models.Q(minutes_to__isnull=True) | models.Q(minutes_to__gt=models.F("minutes")),
                name="routine_minutes_to",
                violation_error_message="A range of minutes goes from a smaller to a larger number.",
            ),
        )

    def get_absolute_url(self) -> str:
        """Its stable address."""
        return reverse("library:routine", args=[self.slug])

    @property
    def span(self) -> Range:
        """Its minutes; from the shortest to the longest stage where those differ."""
        return Range(self.minutes, self.minutes_to or self.minutes)


class Stage(models.Model):
    """A named part of a programme. The reader picks it; nothing else does."""

    routine = models.ForeignKey(Routine, on_delete=models.CASCADE, related_name="stages")
    position = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=80)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name


class Step(Dosed):
    """One exercise in a routine, with the dose it has there."""

    routine = models.ForeignKey(Routine, on_delete=models.CASCADE, related_name="steps")
    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, null=True, blank=True, related_name="steps")
    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="used_in_steps")
    position = models.PositiveSmallIntegerField(default=1)
    time_s = models.PositiveSmallIntegerField("time (s)", help_text="Seconds for the step, both sides and rests in.")
    rest_before_s_low = models.PositiveSmallIntegerField("rest before it from (s)", null=True, blank=True)
    rest_before_s_high = models.PositiveSmallIntegerField("rest before it to (s)", null=True, blank=True)
    note = models.CharField(max_length=160, blank=True)
    optional = models.BooleanField(default=False)

    class Meta(Dosed.Meta):
        abstract = False
        ordering = ("stage__position", "position", "pk")
        constraints = (
            *Dosed.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(time_s__gte=1, time_s__lte=7200),
                name="step_time",
                violation_error_message="A step lasts a second or more, and two hours at most.",
            ),
            models.CheckConstraint(
                condition=models.Q(rest_before_s_low__isnull=True, rest_before_s_high__isnull=True)
                | models.Q(
                    rest_before_s_low__isnull=False,
                    rest_before_s_high__isnull=False,
                    rest_before_s_low__gte=1,
                    rest_before_s_high__gte=models.F("rest_before_s_low"),
                ),
                name="step_rest_before_range",
                violation_error_message="A range goes from a smaller to a larger number, both above zero.",
            ),
        )

    @property
    def rest_before_s(self) -> Range | None:
        """The rest between the step before and this one, in seconds."""
        low, high = self.rest_before_s_low, self.rest_before_s_high
        return Range(low, high) if low is not None and high is not None else None

    @rest_before_s.setter
    def rest_before_s(self, rest: Range | None) -> None:
        self.rest_before_s_low, self.rest_before_s_high = rest or (None, None)

    @property
    def plan(self) -> TimedDose:
        """How it is done, by the clock of page, player and logbook."""
        return TimedDose.of(self.dose, self.time_s, self.rest_before_s)

    def __str__(self) -> str:
        return f"{self.position}"
