"""Articles: the chapters of the guide and the ten issues."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.urls import reverse

from ankles.closed_lists import in_closed_list
from library.models.entry import Entry, EntryQuerySet
from library.models.exercise import Exercise
from library.models.source import Area
from library.models.vocabulary import ArticleKind


class ArticleQuerySet(EntryQuerySet):
    """Selections of articles."""

    def chapters(self) -> Self:
        """The chapters of the guide."""
        return self.filter(kind=ArticleKind.CHAPTER)

    def issues(self) -> Self:
        """The common issues."""
        return self.filter(kind=ArticleKind.ISSUE)

    def listed(self) -> Self:
        """Only what a list needs."""
        return self.only("kind", "slug", "number", "title", "clinical_name", "summary", "minutes", "where")


class Article(Entry):
    """A chapter or an issue page. The fields from `clinical_name` to `leave_out` belong to issues,
    `begin_with` and `programme` as well."""

    kind = models.CharField(max_length=8, choices=ArticleKind)
    clinical_name = models.CharField(max_length=120, blank=True, help_text="What physios call it.")
    where = models.CharField(
        max_length=28, blank=True, help_text="The place in two or three words, for lists: back of the heel."
    )
    at_a_glance = models.JSONField(
        default=list, blank=True, help_text="Facts beside the text, one on a line: Where: cord above the heel."
    )
    stop_and_see = models.JSONField(
        "warning signs",
        default=list,
        blank=True,
        help_text="Signs of the list that this page prints in its box, each under its level. New ones are made in the list.",
    )
    stop_note = models.TextField("what to do then", blank=True)
    signs = models.JSONField(default=list, blank=True, help_text="Typical signs, one on a line.")
    leave_out = models.TextField("leave out for now", blank=True)
    begin_with = models.JSONField(
        "what to do first",
        default=list,
        blank=True,
        help_text="A case on a line, and where it leads: Both kinds: [Heel-raise hold](exercise:heel-raise-hold). "
        "Exercises and a routine start guided from here; another page is opened.",
    )
    programme = models.SlugField(
        "routine to start from here",
        max_length=60,
        blank=True,
        db_index=False,
        help_text="The short name of a routine, as in its address. Leave it empty where nobody should start at once.",
    )
    covers = models.JSONField(
        default=dict, blank=True, help_text="Part of the page: points of the inventory it covers."
    )
    areas = models.ManyToManyField(Area, blank=True, related_name="articles")
    exercises = models.ManyToManyField(Exercise, through="ArticleExercise", related_name="articles")
    minutes = models.PositiveSmallIntegerField(
        default=1, editable=False, help_text="Reading time at 200 words a minute."
    )

    objects = ArticleQuerySet.as_manager()

    class Meta(Entry.Meta):
        abstract = False
        constraints = (
            *Entry.Meta.constraints,
            models.UniqueConstraint(
                fields=["kind", "slug"], name="article_slug", violation_error_message="This address is taken."
            ),
            models.CheckConstraint(
                condition=in_closed_list(ArticleKind, "kind"),
                name="article_kind",
                violation_error_message="An article is a chapter or an issue.",
            ),
        )

    def get_absolute_url(self) -> str:
        """Its stable address."""
        return reverse(f"library:{self.kind}", args=[self.slug])


class ArticleExercise(models.Model):
    """An exercise that an article lists, with the editor's note. The same for every reader."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="suits")
    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="suited_by")
    position = models.PositiveSmallIntegerField(default=1)
    note = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ("position", "pk")
        verbose_name = "exercise that suits"
        verbose_name_plural = "exercises that suit"
        constraints = (
            models.UniqueConstraint(
                fields=["article", "exercise"],
                name="article_exercise_once",
                violation_error_message="This exercise is in the list already.",
            ),
        )

    def __str__(self) -> str:
        return self.note or str(self.exercise_id)
