"""What articles, exercises and routines share: a stable address, a state, a date of edit."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.utils import timezone

from ankles.closed_lists import in_closed_list
from library.models.vocabulary import Status

# A character that no row holds: PostgreSQL refuses even to be asked for it (an address says it as %00).
NUL = "\0"


class EntryQuerySet(models.QuerySet[Any]):
    """Selections that every kind of entry knows."""

    def published(self, at: datetime | None = None) -> Self:
        """What readers may see at an instant (now when none is given)."""
        return self.filter(self._is_published(at))

    def with_live(self) -> Self:
        """Each with `live`: whether readers may see it now."""
        return self.annotate(live=models.ExpressionWrapper(self._is_published(), models.BooleanField()))

    def _is_published(self, at: datetime | None = None) -> models.Q:
        come = models.Q(publish_at__isnull=True) | models.Q(publish_at__lte=at or timezone.now())
        return models.Q(status=Status.PUBLISHED) & come

    def retired(self) -> Self:
        """What was taken back; its address says so."""
        return self.filter(status=Status.RETIRED)

    def shown_before(self, at: datetime | None = None) -> Self:
        """What readers see, and what they saw until it was taken back: no draft, nothing whose date has not come."""
        return self.published(at) | self.retired()

    def scheduled(self, at: datetime | None = None) -> Self:
        """Published with a date that has not come yet."""
        return self.filter(status=Status.PUBLISHED, publish_at__gt=at or timezone.now())

    def without_source(self) -> Self:
        """Those that cite nothing."""
        return self.filter(citations__isnull=True)

    def called(self, name: str) -> Self:
        """Those with this short name or this title."""
        if NUL in name:
            return self.none()
        return self.filter(models.Q(slug=name) | models.Q(title__iexact=name))

    def holding(self, words: str) -> Self:
        """Those whose title, short name or other names hold some words."""
        if NUL in words:
            return self.none()
        return self.filter(
            models.Q(title__icontains=words) | models.Q(slug__icontains=words) | models.Q(aliases__icontains=words)
        )

    def in_order(self) -> Self:
        """In the order of their numbers."""
        return self.order_by("number", "slug")


class Entry(models.Model):
    """One page's worth of the guide. Its HTML is made when it is saved, not when it is read."""

    slug = models.SlugField(
        max_length=80, help_text="The end of its address. Bookmarks rely on it, so it stays as it is."
    )
    number = models.PositiveSmallIntegerField(help_text="Its place in the order of its kind.")
    title = models.CharField(max_length=120)
    summary = models.CharField(
        max_length=320, help_text="One or two sentences: under the title, and what search engines show."
    )
    aliases = models.JSONField(
        "other names", default=list, blank=True, help_text="Everyday words that readers search with, one on a line."
    )
    body = models.TextField(
        blank=True, help_text="Markdown. Citations: [@radford-2006]. Links: [words](exercise:toe-walk)."
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    publish_at = models.DateTimeField("publish from", null=True, blank=True, help_text="Leave empty for at once.")
    edited_at = models.DateTimeField("last edited", default=timezone.now, editable=False)
    # Made from the rest whenever that is saved (library/rendering.py), never by hand.
    rendered = models.JSONField(default=dict, editable=False)
    card_html = models.TextField(editable=False, default="")
    # A token while that is to be made again (library/rerendering.py); empty when it is made.
    stale = models.CharField(max_length=16, editable=False, default="", blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=in_closed_list(Status, "status"),
                name="%(class)s_status",
                violation_error_message="The state is draft, published or retired.",
            ),
            models.CheckConstraint(
                condition=~models.Q(title=""), name="%(class)s_has_title", violation_error_message="It needs a title."
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its stable address; each kind says where."""
        raise NotImplementedError

    @property
    def is_live(self) -> bool:
        """True when readers can see it now."""
        return self.status == Status.PUBLISHED and (self.publish_at is None or self.publish_at <= timezone.now())
