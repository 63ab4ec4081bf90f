"""Symptoms: one row for a runner, a day, an area, a side and a moment; and the places that a runner follows."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, NamedTuple, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from ankles.closed_lists import in_closed_list
from logbook.models.pins import PinnedRoutineQuerySet
from logbook.models.private import (
    NOTE_LENGTH,
    Private,
    PrivateQuerySet,
    from_0_to_10,
    not_too_early,
    once_per_runner,
    runner,
)
from logbook.place import Place
from logbook.vocabulary import (
    STIFFNESS_MINUTES,
    AreaCode,
    Circumstance,
    Moment,
    Onset,
    Quality,
    Side,
    Stiffness,
    Timing,
)

NOTE = "note"


class NotedSymptom(NamedTuple):
    """A symptom beside which the runner wrote something; `severity` is None where they gave no number."""

    pk: int
    day: date
    area: str
    side: str
    note: str
    severity: int | None


class SymptomQuerySet(PrivateQuerySet):
    """Selections of symptoms."""

    def of_place(self, place: Place) -> Self:
        """Of one place."""
        return self.filter(area=place.area, side=place.side)

    def at(self, moment: str) -> Self:
        """Felt at one moment of the day."""
        return self.filter(moment=moment)

    def besides(self, pk: int | None) -> Self:
        """All but one."""
        return self if pk is None else self.exclude(pk=pk)

    def in_order(self) -> Self:
        """By day, then place, side and moment."""
        return self.order_by("day", "area", "side", "moment")

    def of_areas(self, areas: Collection[str]) -> Self:
        """Of some areas, on either side."""
        return self.filter(area__in=areas)

    def of_places(self, places: Iterable[Place]) -> Self:
        """Of some places."""
        chosen = models.Q(pk__in=[])
        for place in places:
            chosen |= models.Q(area=place.area, side=place.side)
        return self.filter(chosen)

    def noted(self) -> Self:
        """Those beside which the runner wrote something."""
        return self.exclude(note="")

    def worst_noted(self, most: int) -> Self:
        """The few with the highest numbers beside which the runner wrote something."""
        return self.filter(pk__in=self.noted().worst_first()[:most].values("pk"))

    def as_notes(self) -> Any:
        """Rows of ("note", pk, day, area, side, "", note, number, None, None), to be united with `MeasureQuerySet.as_tests`:
        the parts of a `NotedSymptom`, and nothing where a test has its set-up and further tries."""
        none = models.Value(None, output_field=models.PositiveSmallIntegerField())
        return self.annotate(what=models.Value(NOTE)).values_list(
            "what", "pk", "day", "area", "side", models.Value(""), "note", "severity", none, none
        )

    def worst_first(self) -> Self:
        """The highest number first, of equal ones the latest day; those without a number last."""
        return self.order_by(models.F("severity").desc(nulls_last=True), "-day", "pk")

    def from_number(self, severity: int) -> Self:
        """At or above a number."""
        return self.filter(severity__gte=severity)

    def with_words(self) -> Self:
        """Those that say more than a number: a word of a list, how it began, a note."""
        return self.exclude(qualities=[], timing=[], context=[], onset="", note="")

    def places_logged(self) -> Any:
        """Rows of ("place", area, side, first day, last day, entries): each place that was ever logged."""
        found = self.values("area", "side").annotate(
            what=models.Value("place"),
            first=models.Min("day"),
            last=models.Max("day"),
            entries=models.Count("pk"),
        )
        return found.values_list("what", "area", "side", "first", "last", "entries")


LISTS: dict[str, type[models.TextChoices]] = {"qualities": Quality, "timing": Timing, "context": Circumstance}


class Symptom(Private):
    """What a runner felt. Nothing here is a default: what was not asked is empty."""

    runner = runner("symptoms")
    day = models.DateField()
    area = models.CharField(max_length=20, choices=AreaCode)
    side = models.CharField(max_length=5, choices=Side)
    moment = models.CharField(max_length=11, choices=Moment)
    severity = models.PositiveSmallIntegerField(null=True, blank=True)
    stiffness = models.CharField(max_length=8, choices=Stiffness, blank=True)
    stiffness_min = models.PositiveSmallIntegerField("stiff for (min)", null=True, blank=True)
    qualities = models.JSONField(default=list, blank=True)
    timing = models.JSONField(default=list, blank=True)
    onset = models.CharField(max_length=12, choices=Onset, blank=True)
    context = models.JSONField(default=list, blank=True)
    note = models.TextField(blank=True, max_length=NOTE_LENGTH)

    objects = SymptomQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["runner", "day"], name="symptom_runner_day"),)
        constraints = (
            once_per_runner("symptom"),
            not_too_early("symptom"),
            from_0_to_10("symptom", "severity"),
            # In this order it also finds the last number of a place at once, however long the log is.
            models.UniqueConstraint(
                fields=["runner", "area", "side", "day", "moment"],
                name="symptom_once",
                violation_error_message="This place has an entry for that moment of the day already. Change that one.",
            ),
            models.CheckConstraint(
                condition=in_closed_list(AreaCode, "area"),
                name="symptom_area",
                violation_error_message="Choose a place from the list.",
            ),
            models.CheckConstraint(
                condition=in_closed_list(Side, "side"),
                name="symptom_side",
                violation_error_message="Choose left or right.",
            ),
            models.CheckConstraint(
                condition=in_closed_list(Moment, "moment"),
                name="symptom_moment",
                violation_error_message="Choose when you felt it from the list.",
            ),
            models.CheckConstraint(
                condition=in_closed_list(Onset, "onset", optional=True),
                name="symptom_onset",
                violation_error_message="Choose how it began from the list.",
            ),
            models.CheckConstraint(
                condition=models.Q(severity__isnull=False) | ~models.Q(stiffness=""),
                name="symptom_says_something",
                violation_error_message="Give a number from 0 to 10, or say how long it was stiff.",
            ),
            models.CheckConstraint(
                condition=models.Q(stiffness="", stiffness_min__isnull=True)
                | models.Q(models.Q(stiffness_min__isnull=True), in_closed_list(Stiffness, "stiffness"))
                | models.Q(
                    *(
                        models.Q(stiffness=answer, stiffness_min__gte=low, stiffness_min__lte=high)
                        for answer, (low, high) in STIFFNESS_MINUTES.items()
                    ),
                    _connector=models.Q.OR,
                ),
                name="symptom_stiffness",
                violation_error_message="The minutes do not fit the answer above them.",
            ),
        )

    def __str__(self) -> str:
        return f"Symptom {self.pk}"

    def clean(self) -> None:
        """Check the lists, which the database keeps as they come. Raises ValidationError at the field."""
        for name, vocabulary in LISTS.items():
            words = getattr(self, name)
            if not isinstance(words, list) or not set(map(str, words)) <= set(vocabulary.values):
                raise ValidationError({name: "Choose from the list."})
            # One order, each once: two sendings of the same answer are the same content.
            setattr(self, name, [word for word in vocabulary.values if word in words])

    @property
    def place(self) -> Place:
        """Where it was felt."""
        return Place(self.area, self.side)


class FollowedQuerySet(models.QuerySet["Followed"]):
    """Selections of followed places."""

    def in_order(self) -> Self:
        """Those followed for longest first, left before right."""
        return self.order_by("since", "area", "side")

    def among(self, areas: Collection[str]) -> Self:
        """Those in some areas."""
        return self.filter(area__in=areas)

    def of_place(self, place: Place) -> Self:
        """One place."""
        return self.filter(area=place.area, side=place.side)

    def with_last(self, moment: str, before: date) -> Self:
        """With the last number at a moment before a day: `last_severity`, `last_day`; None where there was none."""
        rows = Symptom.objects.filter(
            runner_id=models.OuterRef("runner_id"),
            area=models.OuterRef("area"),
            side=models.OuterRef("side"),
            moment=moment,
            day__lt=before,
            severity__isnull=False,
        ).order_by("-day")
        return self.annotate(
            last_severity=models.Subquery(rows.values("severity")[:1]),
            last_day=models.Subquery(rows.values("day")[:1]),
        )

    def as_places(self) -> Any:
        """Rows as those of `SymptomQuerySet.places_logged`, with "followed" and no days: what is followed, by its number."""
        no_day = models.Value(None, models.DateField())
        return self.values_list(models.Value("followed"), "area", "side", no_day, no_day, "pk")

    def with_pins(self, pins: PinnedRoutineQuerySet) -> Any:
        """Places, after `with_last`, and pinned routines in one query, in no order.

        Rows of (position, since, pk, routine, name, detail, last_severity, last_day): a place has no position and no
        routine, and is named by area and side; a pin has the first, and no number.
        """
        nothing, no_day = models.Value(None, models.IntegerField()), models.Value(None, models.DateField())
        never = models.Value(None, models.DateTimeField())
        places = self.values_list(nothing, "since", "pk", nothing, "area", "side", "last_severity", "last_day")
        return places.union(
            pins.values_list("position", never, "pk", "routine_id", "routine_name", "stage_name", nothing, no_day),
            all=True,
        )


class Followed(models.Model):
    """A place that a runner wants to see on Today. Logging a symptom there begins it; the runner ends it."""

    runner = runner("followed")
    area = models.CharField(max_length=20, choices=AreaCode)
    side = models.CharField(max_length=5, choices=Side)
    since = models.DateTimeField(default=timezone.now, editable=False)

    objects = FollowedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["runner", "area", "side"],
                name="followed_once",
                violation_error_message="You follow this place already.",
            ),
            models.CheckConstraint(
                condition=in_closed_list(AreaCode, "area"),
                name="followed_area",
                violation_error_message="Choose a place from the list.",
            ),
            models.CheckConstraint(
                condition=in_closed_list(Side, "side"),
                name="followed_side",
                violation_error_message="Choose left or right.",
            ),
        )

    def __str__(self) -> str:
        return f"Place {self.pk}"
