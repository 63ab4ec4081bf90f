"""Exercises: what to do, how much, what to mind."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.db import models
from django.urls import reverse

from ankles.closed_lists import in_closed_list
from library import figures
from library.doses import MOST, RANGES, SINGLE, Dose, Range
from library.models.entry import NUL, Entry, EntryQuerySet
from library.models.vocabulary import AchillesHeel, ExerciseType, Sides

# Muscles and joints that make an exercise one of the leg; the others are the foot's.
OF_THE_LEG = {"gastrocnemius", "soleus", "quadriceps", "hip"}


def _range_columns() -> list[str]:
    return [f"{name}_{end}" for name in RANGES for end in ("low", "high")]


class Dosed(models.Model):
    """Columns of a dose, and the way between them and the value `Dose`."""

    sets_low = models.PositiveSmallIntegerField("sets from", null=True, blank=True)
    sets_high = models.PositiveSmallIntegerField("sets to", null=True, blank=True)
    reps_low = models.PositiveSmallIntegerField("repetitions from", null=True, blank=True)
    reps_high = models.PositiveSmallIntegerField("repetitions to", null=True, blank=True)
    hold_s_low = models.PositiveSmallIntegerField("hold from (s)", null=True, blank=True)
    hold_s_high = models.PositiveSmallIntegerField("hold to (s)", null=True, blank=True)
    duration_s_low = models.PositiveSmallIntegerField("go on from (s)", null=True, blank=True)
    duration_s_high = models.PositiveSmallIntegerField("go on to (s)", null=True, blank=True)
    distance_m_low = models.PositiveSmallIntegerField("distance from (m)", null=True, blank=True)
    distance_m_high = models.PositiveSmallIntegerField("distance to (m)", null=True, blank=True)
    rest_s_low = models.PositiveSmallIntegerField("rest from (s)", null=True, blank=True)
    rest_s_high = models.PositiveSmallIntegerField("rest to (s)", null=True, blank=True)
    rep_s_low = models.PositiveSmallIntegerField("one repetition from (s)", null=True, blank=True)
    rep_s_high = models.PositiveSmallIntegerField("one repetition to (s)", null=True, blank=True)
    each_way = models.BooleanField("each way", default=False, help_text="In both directions, such as circles.")
    sides = models.CharField("which side", max_length=8, choices=Sides, blank=True)
    up_s = models.PositiveSmallIntegerField("tempo: up (s)", null=True, blank=True)
    top_s = models.PositiveSmallIntegerField("held on top (s)", null=True, blank=True)
    down_s = models.PositiveSmallIntegerField("down (s)", null=True, blank=True)
    load = models.CharField(
        max_length=120, blank=True, help_text="The weight in words: a backpack so heavy that 15 is the most you can do."
    )
    how_often = models.CharField(max_length=120, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=models.Q(reps_low__isnull=False)
                | models.Q(hold_s_low__isnull=False)
                | models.Q(duration_s_low__isnull=False)
                | models.Q(distance_m_low__isnull=False),
                name="%(class)s_dose_says_how_much",
                violation_error_message="Say how many, how long or how far: repetitions, hold, duration or distance.",
            ),
            models.CheckConstraint(
                condition=models.Q(sides="") | in_closed_list(Sides, "sides"),
                name="%(class)s_sides",
                violation_error_message="Choose which side it is done with from the list.",
            ),
            *(
                models.CheckConstraint(
                    condition=models.Q(**{f"{name}_low__isnull": True, f"{name}_high__isnull": True})
                    # In SQL a comparison with nothing is not false: "one end missing" has to be said.
                    | models.Q(
                        **{
                            f"{name}_low__isnull": False,
                            f"{name}_high__isnull": False,
                            f"{name}_low__gte": 1,
                            f"{name}_high__gte": models.F(f"{name}_low"),
                        }
                    ),
                    name=f"%(class)s_{name}_range",
                    violation_error_message="A range goes from a smaller to a larger number, both above zero. Fill in both or neither.",
                )
                for name in RANGES
            ),
            models.CheckConstraint(
                condition=models.Q(
                    *(
                        models.Q(**{f"{name}_high__isnull": True}) | models.Q(**{f"{name}_high__lte": most})
                        for name, most in MOST.items()
                    )
                ),
                name="%(class)s_dose_at_most",
                violation_error_message="That is more than anybody does. Look at sets, repetitions and seconds.",
            ),
        )

    @property
    def dose(self) -> Dose:
        """The dose as a value."""
        given: dict[str, Any] = {
            name: Range(getattr(self, f"{name}_low"), getattr(self, f"{name}_high"))
            for name in RANGES
            if getattr(self, f"{name}_low") is not None
        }
        return Dose(**given, **{name: getattr(self, name) for name in SINGLE})

    @dose.setter
    def dose(self, dose: Dose) -> None:
        for name in RANGES:
            value = getattr(dose, name)
            setattr(self, f"{name}_low", value.low if value else None)
            setattr(self, f"{name}_high", value.high if value else None)
        for name in SINGLE:
            setattr(self, name, getattr(dose, name))


DOSE_COLUMNS = (*_range_columns(), *SINGLE)


class ExerciseQuerySet(EntryQuerySet):
    """Selections of exercises."""

    def among(self, slugs: Iterable[str]) -> Self:
        """Those with these slugs."""
        return self.filter(slug__in=[slug for slug in slugs if NUL not in slug])

    def cards(self) -> Self:
        """Only what the index needs: the finished card and the facets."""
        return self.only(
            "slug", "number", "title", "card_html", "type", "when", "equipment", "positions", "tissues", "achilles_heel",
            "picture", "picture_alt",
        )  # fmt: skip

    def without_drawing(self) -> Self:
        """Those that neither a drawing of ours nor a picture shows."""
        return self.filter(picture="").exclude(slug__in=figures.slugs())

    def showing(self, picture: str) -> Self:
        """Those with a picture of this name."""
        return self.filter(picture=picture)


class Exercise(Dosed, Entry):
    """One of the drawn exercises."""

    type = models.CharField(max_length=12, choices=ExerciseType)
    when = models.JSONField(default=list)
    positions = models.JSONField(default=list)
    equipment = models.JSONField(default=list, blank=True)
    tissues = models.JSONField(default=list)
    movements = models.JSONField(default=list, blank=True)
    other_sides = models.JSONField(
        "also done", default=list, blank=True, help_text="Other ways that the text describes, besides the dose's own."
    )
    dose_note = models.TextField("where the dose comes from", blank=True)
    steps = models.JSONField("how to do it", default=list, help_text="One step on a line.")
    mistakes = models.JSONField("watch for", default=list, blank=True, help_text="One on a line.")
    cautions = models.JSONField("take care", default=list, blank=True, help_text="One on a line.")
    achilles_heel = models.CharField("with pain at the heel end of the Achilles", max_length=8, choices=AchillesHeel)
    achilles_heel_note = models.TextField("note on that", blank=True)
    evidence = models.TextField("what the evidence says", blank=True)
    covers = models.JSONField(
        default=list, blank=True, help_text="Points of the inventory that this page covers, one on a line."
    )

    # What stands in for a drawing of ours while there is none (library/pictures/): its name, empty for none.
    picture = models.CharField(
        max_length=48,
        blank=True,
        db_index=True,
        help_text="A photo or a drawing. Where the exercise is drawn, the drawing is shown.",
    )
    picture_alt = models.CharField(
        "what the picture shows",
        max_length=240,
        blank=True,
        help_text="In words, for readers who do not see it: how the body stands, and what moves.",
    )

    objects = ExerciseQuerySet.as_manager()

    class Meta(Entry.Meta):
        abstract = False
        constraints = (
            *Entry.Meta.constraints,
            *Dosed.Meta.constraints,
            models.UniqueConstraint(
                fields=["slug"], name="exercise_slug", violation_error_message="This address is taken."
            ),
            models.CheckConstraint(
                condition=in_closed_list(ExerciseType, "type"),
                name="exercise_type",
                violation_error_message="Choose the type from the list.",
            ),
            models.CheckConstraint(
                condition=in_closed_list(AchillesHeel, "achilles_heel"),
                name="exercise_achilles_heel",
                violation_error_message="Choose an answer from the list.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its stable address."""
        return reverse("library:exercise", args=[self.slug])

    @property
    def picture_for_readers(self) -> str:
        """Its picture where another page shows it: a page that is not on the site keeps its picture to itself."""
        return self.picture if self.is_live else ""

    @property
    def limb(self) -> str:
        """What a side of it is called: leg or foot."""
        return "leg" if OF_THE_LEG & set(self.tissues) else "foot"


class Variation(models.Model):
    """An easier or harder form: words, and the exercise it leads to when that is one of ours."""

    class Direction(models.TextChoices):
        """Which way it goes."""

        EASIER = "easier", "Easier"
        HARDER = "harder", "Harder"

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="variations")
    direction = models.CharField("easier or harder", max_length=8, choices=Direction)
    position = models.PositiveSmallIntegerField(default=1)
    text = models.CharField(max_length=240)
    to = models.ForeignKey(
        Exercise, on_delete=models.SET_NULL, null=True, blank=True, related_name="reached_from", verbose_name="leads to"
    )

    class Meta:
        ordering = ("direction", "position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(direction__in=("easier", "harder")),
                name="variation_direction",
                violation_error_message="A form is easier or harder.",
            ),
        )

    def __str__(self) -> str:
        return self.text
