"""Photos and drawings that editors sent, made anew (library/pictures/), each at up to three widths."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models.functions import Length
from django.utils import timezone


class PictureFileQuerySet(models.QuerySet["PictureFile"]):
    """Selections of pictures' files."""

    def of(self, name: str) -> Self:
        """All widths of one picture, the smallest first."""
        return self.filter(name=name).order_by("width")

    def names(self) -> set[str]:
        """The names of all pictures that are here; one query, without their bytes."""
        return set(self.values_list("name", flat=True).distinct())

    def smallest_bytes(self, names: Iterable[str]) -> int:
        """What the smallest files of these pictures weigh together, in bytes; one query, without their bytes."""
        rows = self.filter(name__in=set(names)).order_by("-width").values_list("name", Length("content"))
        return sum(dict(rows).values())

    def kept_before(self, at: datetime) -> Self:
        """Those that nobody has sent (again) since."""
        return self.filter(kept_at__lt=at)


class PictureFile(models.Model):
    """One picture at one width, as WebP. Its name says what is in it: a hash of all its files, and its largest size."""

    name = models.CharField(max_length=48)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    content = models.BinaryField()
    kept_at = models.DateTimeField(default=timezone.now)

    objects = PictureFileQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["name", "width"], name="picture_file_once"),)

    def __str__(self) -> str:
        return f"{self.name}, {self.width} wide"
