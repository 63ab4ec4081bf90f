"""Days about which a runner said something whole: nothing hurt; rest, injury, holiday."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models

from ankles.closed_lists import in_closed_list
from logbook.models.private import (
    NOTE_LENGTH,
    Private,
    PrivateQuerySet,
    not_too_early,
    once_per_runner,
    runner,
)
from logbook.vocabulary import PeriodKind


class ClearDayQuerySet(PrivateQuerySet):
    """Selections of clear days."""

    def with_periods(self, periods: PeriodQuerySet, first: date, last: date) -> Any:
        """Clear days and periods that touch a span, in one query: rows of (first, last, what), `what` a kind or "clear"."""
        clear = self.between(first, last).annotate(last=models.F("day"), what=models.Value("clear"))
        marked = periods.touching(first, last).annotate(last=models.F("last_day"), what=models.F("kind"))
        return clear.values_list("day", "last", "what").union(marked.values_list("first_day", "last", "what"), all=True)


class ClearDay(Private):
    """A day on which nothing hurt, because the runner said so. Silence is not this."""

    runner = runner("clear_days")
    day = models.DateField()

    objects = ClearDayQuerySet.as_manager()

    class Meta:
        constraints = (
            once_per_runner("clear_day"),
            not_too_early("clear_day"),
            models.UniqueConstraint(
                fields=["runner", "day"],
                name="clear_day_once",
                violation_error_message="This day says “nothing” already.",
            ),
        )

    def __str__(self) -> str:
        return f"Clear day {self.pk}"


class PeriodQuerySet(PrivateQuerySet):
    """Selections of periods."""

    def touching(self, first: date, last: date) -> Self:
        """Those that share a day with a span, both ends included."""
        return self.filter(first_day__lte=last).filter(models.Q(last_day__isnull=True) | models.Q(last_day__gte=first))

    def newest_first(self) -> Self:
        """The latest beginning first."""
        return self.order_by("-first_day", "-pk")

    def of_kind(self, kind: str) -> Self:
        """Of one kind."""
        return self.filter(kind=kind)

    def besides(self, pk: int | None) -> Self:
        """All but one."""
        return self if pk is None else self.exclude(pk=pk)


class Period(Private):
    """Days in a row that the runner marks; the weekly aim does not count them."""

    runner = runner("periods")
    kind = models.CharField(max_length=7, choices=PeriodKind)
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True, max_length=NOTE_LENGTH)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["runner", "first_day"], name="period_runner_first"),)
        constraints = (
            once_per_runner("period"),
            not_too_early("period", "first_day"),
            models.CheckConstraint(
                condition=in_closed_list(PeriodKind, "kind"),
                name="period_kind",
                violation_error_message="Choose rest, injury or holiday.",
            ),
            models.CheckConstraint(
                condition=models.Q(last_day__isnull=True) | models.Q(last_day__gte=models.F("first_day")),
                name="period_order",
                violation_error_message="The last day comes on or after the first.",
            ),
        )

    def __str__(self) -> str:
        return f"Period {self.pk}"
