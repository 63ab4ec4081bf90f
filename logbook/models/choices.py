"""What a runner chose to look at on trends: a row of theirs, so that no address holds it."""

from __future__ import annotations

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models

from ankles.closed_lists import in_closed_list
from logbook.models.private import not_too_early, runner
from logbook.place import Place
from logbook.vocabulary import Weeks

# So many places stand on one page of trends, and on one sheet of paper.
MOST_PLACES = 4


class TrendsChoiceQuerySet(models.QuerySet["TrendsChoice"]):
    """Selections of choices."""

    def kept(self) -> TrendsChoice | None:
        """The runner's one row; None before anything was chosen."""
        return self.first()

    def in_order(self) -> Self:
        """There is one for each runner."""
        return self.order_by("pk")


class ChosenPlaces(models.Model):
    """A row that holds places in the runner's order; no places means those that are followed."""

    places = models.JSONField(default=list, blank=True)

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Check the places, which the database keeps as they come. Raises ValidationError at the field."""
        codes = self.places
        if not isinstance(codes, list) or len(codes) > MOST_PLACES:
            raise ValidationError({"places": f"Choose up to {MOST_PLACES} places."})
        try:
            self.places = list(dict.fromkeys(Place.of_code(str(code)).code for code in codes))
        except ValueError:
            raise ValidationError({"places": "Choose from the list."}) from None

    @property
    def chosen_places(self) -> list[Place]:
        """The places in the runner's order; empty for those that are followed."""
        return [Place.of_code(code) for code in self.places]


class TrendsChoice(ChosenPlaces):
    """How far back, which places, since when, and from which number on a day counts as bad. One row for each runner.

    Nothing is chosen beforehand but the span: no places means those that are followed, no number means that no day is
    called bad. "Since" is a day, or the first day of a routine or of one stage of it, by the name it was logged with.
    """

    runner = runner("trends_choices")
    weeks = models.CharField(max_length=3, choices=Weeks, default=Weeks.TWELVE)
    since_day = models.DateField(null=True, blank=True)
    since_routine = models.CharField(max_length=120, blank=True)
    since_stage = models.CharField(max_length=80, blank=True)
    bad_from = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = TrendsChoiceQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["runner"],
                name="trends_choice_once",
                violation_error_message="You have chosen what trends show already.",
            ),
            not_too_early("trends_choice", "since_day"),
            models.CheckConstraint(
                condition=in_closed_list(Weeks, "weeks"),
                name="trends_choice_weeks",
                violation_error_message="Choose 4, 12, 26 or 52 weeks, or all.",
            ),
            models.CheckConstraint(
                condition=models.Q(bad_from__isnull=True) | models.Q(bad_from__gte=1, bad_from__lte=10),
                name="trends_choice_bad_from",
                violation_error_message="Choose a number from 1 to 10.",
            ),
            models.CheckConstraint(
                condition=models.Q(since_day__isnull=True) | models.Q(since_routine="", since_stage=""),
                name="trends_choice_since",
                violation_error_message="Choose a day or a routine, not both.",
            ),
        )

    def __str__(self) -> str:
        return f"Choice {self.pk}"
