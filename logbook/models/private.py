"""What every private row shares: whose it is, the random key it was sent with, when it was written down."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from ankles.accounts.models import User

NOTE_LENGTH = 2000
# Nobody's log begins before this; a year such as 1900 or 0026 is a slip of the thumb.
EARLIEST = date(2000, 1, 1)
# No address has a day after this: around the last one of the calendar nothing can be reckoned.
LATEST = date(2199, 12, 31)


class PrivateQuerySet(models.QuerySet[Any]):
    """Selections that every kind of entry with a day knows."""

    def as_one_row(self, what: str) -> Any:
        """All of them as one row like those of `SymptomQuerySet.places_logged`, named `what`, with no place; none for none."""
        counted = self.values("runner").annotate(
            what=models.Value(what),
            one=models.Value(""),
            other=models.Value(""),
            first=models.Min("day"),
            last=models.Max("day"),
            entries=models.Count("pk"),
        )
        return counted.values_list("what", "one", "other", "first", "last", "entries")

    def on(self, day: date) -> Self:
        """Of one day."""
        return self.filter(day=day)

    def between(self, first: date, last: date) -> Self:
        """From one day to another, both included."""
        return self.filter(day__gte=first, day__lte=last)

    def numbered(self, pk: int | None) -> Any:
        """The entry with a number; None when it is not there."""
        return self.filter(pk=pk).first()

    def keyed(self, keys: Iterable[uuid.UUID]) -> Self:
        """Those that were sent with these keys."""
        return self.filter(entry_key__in=list(keys))


class Private(models.Model):
    """A row of one runner. Reached from the person and from nowhere else."""

    entry_key = models.UUIDField(default=uuid.uuid4, editable=False)
    logged_at = models.DateTimeField(default=timezone.now, editable=False)
    zone = models.CharField(max_length=64, default="UTC", editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    # Grows by one with each edit: a form that was opened before another edit is told.
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def new(cls, runner: User, **fields: Any) -> Self:
        """A row of this runner, logged now in the zone they live in; not saved."""
        return cls(runner=runner, zone=runner.time_zone, **fields)

    def touch(self) -> None:
        """Count an edit; who calls this saves."""
        self.version += 1
        self.changed_at = timezone.now()


def note_of_days(*in_full: date) -> Any:
    """The note of an entry of these days as a column; NULL on any other day, and "" where no day is told in full."""
    note = models.Case(
        *(models.When(day=day, then=models.F("note")) for day in in_full), output_field=models.TextField()
    )
    return note if in_full else models.Value("")


def runner(related_name: str) -> Any:
    """The owner. No index of its own: each table has one that leads with the runner."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name=related_name, db_index=False, editable=False
    )


def once_per_runner(table: str) -> models.UniqueConstraint:
    """A key is one row of a runner."""
    return models.UniqueConstraint(
        fields=["runner", "entry_key"], name=f"{table}_key", violation_error_message="This was saved already."
    )


def not_too_early(table: str, field: str = "day") -> models.CheckConstraint:
    """Days before the first one that can be meant."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__gte": EARLIEST}),
        name=f"{table}_{field}",
        violation_error_message=f"Choose a day from {EARLIEST.year} on.",
    )


def from_0_to_10(table: str, field: str) -> models.CheckConstraint:
    """A number from 0 to 10, or none."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__isnull": True}) | models.Q(**{f"{field}__gte": 0, f"{field}__lte": 10}),
        name=f"{table}_{field}",
        violation_error_message="Choose a number from 0 to 10.",
    )
