"""What happened to the guide: citations in force, revisions, and what was seeded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from library.models.article import Article
from library.models.exercise import Exercise
from library.models.routine import Routine
from library.models.source import Source


class Citation(models.Model):
    """A source in use: kept from the text at each save, so that the list of sources can say where."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="citations")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, null=True, related_name="citations")
    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, null=True, related_name="citations")
    routine = models.ForeignKey(Routine, on_delete=models.CASCADE, null=True, related_name="citations")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return f"{self.position}"


class RevisionQuerySet(models.QuerySet["Revision"]):
    """Selections of revisions."""

    def of(self, kind: str, slug: str) -> Self:
        """All states of one object, newest first."""
        return self.filter(kind=kind, slug=slug).order_by("-at", "-pk")

    def published(self) -> Self:
        """States of the object itself, and not of a draft of it."""
        return self.exclude(action__in=(Revision.Action.DRAFTED, Revision.Action.DISCARDED))

    def last_words(self) -> Self:
        """The states in which objects were deleted, and drafts of new ones thrown away."""
        thrown_away = models.Q(action=Revision.Action.DISCARDED, slug__startswith="draft/")
        return self.filter(models.Q(action=Revision.Action.DELETED) | thrown_away)

    def of_several(self, kind: str, names: Iterable[str]) -> Self:
        """All states of several objects of a kind, newest first."""
        return self.filter(kind=kind, slug__in=list(names)).order_by("-at", "-pk")

    def by_others(self, user: Any, since: datetime) -> Self:
        """What people other than this one did since an instant; what a release brought is nobody's."""
        return self.filter(at__gte=since).exclude(action=Revision.Action.SEEDED).exclude(by=user)

    def with_author(self) -> Self:
        """With who did it."""
        return self.select_related("by")

    def newest_first(self) -> Self:
        """In the order in which it happened."""
        return self.order_by("-at", "-pk")


class Revision(models.Model):
    """One state of a whole object with its children, in the form of its content file."""

    class Action(models.TextChoices):
        """What made it."""

        SEEDED = "seeded", "came with a release"
        SAVED = "saved", "published"
        RETIRED = "retired", "retired"
        TAKEN_OFF = "taken_off", "taken off the site"
        # Until December 2026 a restored state was published at once.
        RESTORED = "restored", "restored an earlier state"
        DELETED = "deleted", "deleted"
        DRAFTED = "drafted", "draft saved"
        DISCARDED = "discarded", "draft thrown away"

    kind = models.CharField(max_length=12)
    slug = models.CharField(max_length=80)
    document: models.JSONField[Any, Any] = models.JSONField()
    action = models.CharField(max_length=10, choices=Action)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # Findings that were overruled for it, each with the reason.
    reasons = models.JSONField(default=dict)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["kind", "slug", "-at"], name="revision_of_object"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.slug}, {self.get_action_display()}"


class Seed(models.Model):
    """What the last release put into one object: whole, so that an editor's change and the next release's are told apart,
    and as a hash. `document` is None where an earlier release of the site kept the hash alone.

    The row outlives the object: what an editor deleted stays deleted.
    """

    kind = models.CharField(max_length=12)
    slug = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    document: models.JSONField[Any, Any] = models.JSONField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "slug"], name="seed_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.slug}"


class WaitingQuerySet(models.QuerySet["Waiting"]):
    """Selections of what waits."""

    def of(self, kind: str, slug: str) -> Self:
        """What waits for one object, or was put away."""
        return self.filter(kind=kind, slug=slug)

    def undecided(self) -> Self:
        """What an editor has to say something about, in the order of kinds and names."""
        return self.filter(is_put_away=False).order_by("kind", "slug")


class Waiting(models.Model):
    """What of a release could not be taken into one object and waits for an editor: until they say, or until it is the same.

    `release` is the whole document of the release, `base` what both began from (None where that is not known), `trouble`
    why the object could not be written at all (empty where only words clash). An editor who decided puts it away; the
    same release asks no second time.
    """

    kind = models.CharField(max_length=12)
    slug = models.CharField(max_length=80)
    release: models.JSONField[Any, Any] = models.JSONField()
    base: models.JSONField[Any, Any] = models.JSONField(null=True)
    trouble = models.TextField(blank=True)
    is_put_away = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    objects = WaitingQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "slug"], name="waiting_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.slug}"

    def name(self, row: models.Model | None) -> str:
        """What an editor calls it, by its row where it is here."""
        return str(row) if row is not None else str(self.release.get("title") or self.slug)


class ContentVersion(models.Model):
    """The state of the content, for workers on other machines: one row, changed with every edit."""

    token = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.token
