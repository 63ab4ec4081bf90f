"""What stands on a runner's report, and the links by which they show one to somebody."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from logbook.models.choices import ChosenPlaces
from logbook.models.private import EARLIEST, runner

# What a physiotherapist reads before the first question, and what a sheet of paper has room for.
QUESTIONS_LENGTH: Final = 500
WEEKS_OF_A_REPORT: Final = (4, 8, 12, 26, 52)
# Ended links stay in their owner's list for so long.
LISTED_FOR: Final = timedelta(days=30)


class Sheet(ChosenPlaces):
    """What one A4 page shows: so many weeks up to today, or days from one to another; places; the runner's questions.

    Notes are on it only where the runner says so.
    """

    weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    with_notes = models.BooleanField(default=False)
    questions = models.TextField(blank=True, max_length=QUESTIONS_LENGTH)

    class Meta:
        abstract = True

    def days(self, today: date) -> tuple[date, date]:
        """The first and the last day of it."""
        if self.first_day and self.last_day:
            return self.first_day, self.last_day
        return today - timedelta(days=7 * (self.weeks or 12) - 1), today

    def says(self) -> dict[str, Any]:
        """What it shows, by field: for a copy of it."""
        return {column.name: getattr(self, column.name) for column in Sheet._meta.local_fields}


def _span_of(table: str) -> tuple[models.CheckConstraint, ...]:
    """Weeks or days, never both, never neither; and days in their order."""
    days = Q(first_day__isnull=False, last_day__isnull=False)
    none = Q(first_day__isnull=True, last_day__isnull=True)
    return (
        models.CheckConstraint(
            condition=Q(none, weeks__in=WEEKS_OF_A_REPORT) | Q(days, weeks__isnull=True),
            name=f"{table}_span",
            violation_error_message="Choose so many weeks, or a first and a last day.",
        ),
        models.CheckConstraint(
            condition=none | Q(first_day__gte=EARLIEST, last_day__gte=F("first_day")),
            name=f"{table}_days",
            violation_error_message=f"The first day is in {EARLIEST.year} or later, and the last on it or after it.",
        ),
    )


class ReportChoiceQuerySet(models.QuerySet["ReportChoice"]):
    """Selections of choices."""

    def kept(self) -> ReportChoice | None:
        """The runner's one row; None before anything was chosen."""
        return self.first()


class ReportChoice(Sheet):
    """What a runner chose to have on the report. One row for each runner; no places means those that are followed."""

    runner = runner("report_choices")

    objects = ReportChoiceQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["runner"],
                name="report_choice_once",
                violation_error_message="You have chosen what the report shows already.",
            ),
            *_span_of("report_choice"),
        )

    def __str__(self) -> str:
        return f"Report {self.pk}"


class ShareLinkQuerySet(models.QuerySet["ShareLink"]):
    """Selections of links."""

    def good_at(self, instant: datetime) -> Self:
        """Those that have not ended, of people who keep a log."""
        return self.filter(ends_at__gt=instant, runner__is_active=True, runner__consented_at__isnull=False)

    def hashed(self, digest: str) -> Self:
        """The one whose token has this hash."""
        return self.filter(digest=digest)

    def ended_before(self, instant: datetime) -> Self:
        """Those that had ended at an instant."""
        return self.filter(ends_at__lt=instant)

    def numbered(self, pk: int) -> Self:
        """The one with a number."""
        return self.filter(pk=pk)

    def with_runner(self) -> Self:
        """Together with whose they are."""
        return self.select_related("runner")

    def newest_first(self) -> Self:
        """The one made last first."""
        return self.order_by("-made_at", "-pk")

    def open(self, now: datetime) -> int:
        """Count an opening of each; returns how many there are."""
        return self.update(opens=F("opens") + 1, last_opened_at=now)


class ShareLink(Sheet):
    """A way for somebody without an account to read one report while it lasts. Its places are those it was made with.

    Whoever has the token has the right; the row has a hash of it, from which nobody finds the token. Taking a link back
    deletes its row. It is part of no backup and of no import: a link that was taken back does not come to life again.
    """

    runner = runner("share_links")
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    opens = models.PositiveIntegerField(default=0)
    last_opened_at = models.DateTimeField(null=True)

    objects = ShareLinkQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["runner", "made_at"], name="share_link_runner_made"),)
        constraints = (
            models.UniqueConstraint(
                fields=["digest"], name="share_link_once", violation_error_message="This link is there already."
            ),
            *_span_of("share_link"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("made_at")),
                name="share_link_ends",
                violation_error_message="A link ends after it was made.",
            ),
        )

    def __str__(self) -> str:
        return f"Link {self.pk}"
