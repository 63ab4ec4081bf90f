"""What editors are working on, and where pages have gone: nothing here is ever read for a reader's page but an address."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from library.models.vocabulary import Kind


class DraftQuerySet(models.QuerySet["Draft"]):
    """Selections of drafts."""

    def of(self, kind: str, name: str) -> Self:
        """The one draft beside an object; none for an empty name."""
        return self.filter(kind=kind, name=name).exclude(name="")

    def scheduled(self) -> Self:
        """Those that publish themselves, the next one first."""
        return self.filter(publish_at__isnull=False).order_by("publish_at", "pk")

    def due(self, at: datetime) -> Self:
        """Those whose date has come."""
        return self.scheduled().filter(publish_at__lte=at)

    def in_trouble(self) -> Self:
        """Those that their date could not publish."""
        return self.exclude(trouble="")

    def in_work(self) -> Self:
        """Those that somebody is working on: no date is theirs, and none went wrong."""
        return self.filter(trouble="", publish_at__isnull=True)

    def with_author(self) -> Self:
        """With who saved each."""
        return self.select_related("by")

    def newest_first(self) -> Self:
        """In the order in which they were last saved."""
        return self.order_by("-saved_at", "-pk")


class Draft(models.Model):
    """The one unpublished state of an object, however unfinished, beside what readers see of it.

    `document` has the form of a content file without `status` and `publish_at`; any key may be missing, and a part that
    is not valid yet holds the typed text. `base` is what the draft began from: the same of the row then, or None.
    """

    kind = models.CharField(max_length=12, choices=Kind)
    # What names the row that it stands beside; empty while there is none.
    name = models.CharField(max_length=80, blank=True)
    # The end of the address that a page is to have, as typed.
    slug = models.CharField(max_length=80, blank=True)
    document: models.JSONField[Any, Any] = models.JSONField(default=dict)
    base: models.JSONField[Any, Any] = models.JSONField(null=True)
    publish_at = models.DateTimeField(null=True)
    # Why the date could not publish it, one fault to a line.
    trouble = models.TextField(blank=True)
    # Findings that an editor overruled, each with the reason.
    reasons = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    # Counts the saves, so that a form knows whether it holds the newest.
    version = models.PositiveIntegerField(default=1)

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["kind", "name"], condition=~models.Q(name=""), name="draft_once"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What to call it: its title or what names its kind, as far as typed."""
        for key in ("title", "short", "label", "term", "text", "means"):
            words = self.document.get(key)
            if isinstance(words, str) and words.strip():
                return words
        return self.name or self.slug or "Without a title"

    @property
    def called(self) -> str:
        """What its states are called in the history: the name of its row, or one of its own until there is one."""
        return self.name or f"draft/{self.pk}"


class Preview(models.Model):
    """What somebody typed and looked at without saving it: kept for the frames that show it, a day at most."""

    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=80, blank=True)
    slug = models.CharField(max_length=80, blank=True)
    document: models.JSONField[Any, Any] = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.kind} {self.name or self.slug}"


class Moved(models.Model):
    """An address that leads to another page for good: the page was renamed, or taken back with a replacement."""

    kind = models.CharField(max_length=12, choices=Kind)
    slug = models.CharField(max_length=80)
    to_kind = models.CharField(max_length=12, choices=Kind)
    to_slug = models.CharField(max_length=80)
    # A renamed page is the same page: a release that still calls it by the old name means this one.
    is_renamed = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["kind", "slug"], name="moved_once"),
            models.CheckConstraint(
                condition=~models.Q(kind=models.F("to_kind"), slug=models.F("to_slug")), name="moved_elsewhere"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.slug} → {self.to_kind} {self.to_slug}"
