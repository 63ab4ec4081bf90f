"""The routines a runner keeps at hand."""

from __future__ import annotations

from typing import Self

from django.db import models

from logbook.models.private import runner

MOST_PINS = 3


class PinnedRoutineQuerySet(models.QuerySet["PinnedRoutine"]):
    """Selections of pinned routines."""

    def in_order(self) -> Self:
        """In the runner's order."""
        return self.order_by("position")


class PinnedRoutine(models.Model):
    """A routine on Today, and the stage of it that the runner chose. At most three."""

    runner = runner("pinned_routines")
    position = models.PositiveSmallIntegerField()
    routine = models.ForeignKey("library.Routine", on_delete=models.SET_NULL, null=True, related_name="+")
    # What it was called when it was pinned: still said when the guide no longer has it.
    routine_name = models.CharField(max_length=120)
    stage_name = models.CharField(max_length=80, blank=True)

    objects = PinnedRoutineQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["runner", "position"],
                name="pin_place",
                violation_error_message="Another routine stands in this place.",
            ),
            models.CheckConstraint(
                condition=models.Q(position__gte=1, position__lte=MOST_PINS),
                name="pin_most",
                violation_error_message=f"Pin up to {MOST_PINS} routines.",
            ),
        )

    def __str__(self) -> str:
        return f"Pin {self.pk}"
