"""Measures taken at home: knee to wall, heel raises, balance. One row for a side, with its tries."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple, Self

from django.db import models

from ankles.closed_lists import in_closed_list
from logbook.models.private import (
    NOTE_LENGTH,
    Private,
    PrivateQuerySet,
    not_too_early,
    note_of_days,
    once_per_runner,
    runner,
)
from logbook.vocabulary import MOST_OF_A_TRY, SETUPS, TRIES, MeasureKind, Setup, Side

MEASURE = "measure"
TRY_FIELDS = ("first_try", "second_try", "third_try")


class TestedSide(NamedTuple):
    """What is shown of one side of one test."""

    pk: int
    day: date
    kind: str
    side: str
    setup: str
    note: str
    first_try: int
    second_try: int | None
    third_try: int | None

    @property
    def tries(self) -> tuple[int, ...]:
        """As `Measure.tries`."""
        every = (self.first_try, self.second_try, self.third_try)
        return tuple(value for value in every if value is not None)


class MeasureQuerySet(PrivateQuerySet):
    """Selections of measures."""

    def of_kind(self, kind: str) -> Self:
        """Of one kind."""
        return self.filter(kind=kind)

    def same_test(self, day: date, kind: str, side: str, setup: str) -> Self:
        """The one of a day that has this kind, side and set-up."""
        return self.filter(day=day, kind=kind, side=side, setup=setup)

    def up_to(self, day: date) -> Self:
        """Those of a day and before it."""
        return self.filter(day__lte=day)

    def besides(self, pk: int | None) -> Self:
        """All but one."""
        return self if pk is None else self.exclude(pk=pk)

    def as_lines(self, *in_full: date) -> Any:
        """Rows of (what, pk, day, note, kind, side, set-up, first, second and third try), as `RunQuerySet.as_lines`; the
        note of the day `in_full` only."""
        return self.annotate(what=models.Value(MEASURE), said=note_of_days(*in_full)).values_list(
            "what", "pk", "day", "said", "kind", "side", "setup", *TRY_FIELDS
        )

    def tests_logged(self) -> Any:
        """Rows as those of `SymptomQuerySet.places_logged`, with "measure": each kind and side that was ever measured."""
        counted = self.values("kind", "side").annotate(
            what=models.Value(MEASURE),
            first=models.Min("day"),
            last=models.Max("day"),
            entries=models.Count("pk"),
        )
        return counted.values_list("what", "kind", "side", "first", "last", "entries")

    def as_tests(self) -> Any:
        """Rows of "measure" and the fields of a `TestedSide`: years of tests are read at once, and a whole row costs three
        times that. To be united with `SymptomQuerySet.as_notes`."""
        return self.annotate(what=models.Value(MEASURE)).values_list("what", *TestedSide._fields)

    def in_order(self) -> Self:
        """By day; within a day by kind, set-up and side."""
        return self.order_by("day", "kind", "setup", "side")


def _tries_fit() -> models.Q:
    """Of every kind: as many tries as it has, the first first, and none beyond what can be meant."""
    kinds = models.Q()
    for kind, most in MOST_OF_A_TRY.items():
        fits = models.Q(kind=kind, first_try__gte=0, first_try__lte=most)
        for name in TRY_FIELDS[1:]:
            absent = models.Q(**{f"{name}__isnull": True})
            if TRY_FIELDS.index(name) < TRIES[kind]:
                absent |= models.Q(**{f"{name}__gte": 0, f"{name}__lte": most})
            fits &= absent
        kinds |= fits
    return kinds


def _setup_fits() -> models.Q:
    kinds = models.Q()
    for kind, setups in SETUPS.items():
        kinds |= models.Q(kind=kind, setup__in=["", *map(str, setups)])
    return kinds


class Measure(Private):
    """One side of one test. `kind` carries the unit of its tries: millimetres, raises, seconds.

    `setup` is empty when the runner did not say how it was taken; that is a line of its own, too.
    """

    runner = runner("measures")
    day = models.DateField()
    kind = models.CharField(max_length=15, choices=MeasureKind)
    side = models.CharField(max_length=5, choices=Side)
    setup = models.CharField(max_length=13, choices=Setup, blank=True)
    first_try = models.PositiveSmallIntegerField()
    second_try = models.PositiveSmallIntegerField(null=True, blank=True)
    third_try = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.TextField(blank=True, max_length=NOTE_LENGTH)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["runner", "day"], name="measure_runner_day"),)
        constraints = (
            once_per_runner("measure"),
            not_too_early("measure"),
            models.UniqueConstraint(
                fields=["runner", "kind", "side", "day", "setup"],
                name="measure_once",
                violation_error_message="This side was measured in this way on that day already. Change that entry.",
            ),
            models.CheckConstraint(
                condition=in_closed_list(MeasureKind, "kind"),
                name="measure_kind",
                violation_error_message="Choose what was measured from the list.",
            ),
            models.CheckConstraint(
                condition=in_closed_list(Side, "side"),
                name="measure_side",
                violation_error_message="Choose left or right.",
            ),
            models.CheckConstraint(
                condition=_setup_fits(),
                name="measure_setup",
                violation_error_message="This measure is not taken in that way.",
            ),
            models.CheckConstraint(
                condition=models.Q(second_try__isnull=False) | models.Q(third_try__isnull=True),
                name="measure_tries_in_order",
                violation_error_message="Give the second try before the third.",
            ),
            models.CheckConstraint(
                condition=_tries_fit(),
                name="measure_tries",
                violation_error_message="A try is 0 to 300 mm, 0 to 300 raises (one try) or 0 to 45 seconds.",
            ),
        )

    def __str__(self) -> str:
        return f"Measure {self.pk}"

    @property
    def tries(self) -> tuple[int, ...]:
        """What was measured, in the order of the tries."""
        return tuple(value for name in TRY_FIELDS if (value := getattr(self, name)) is not None)
