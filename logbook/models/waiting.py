"""A file that a runner is about to take in: between its trial and its taking in it waits here, on whatever machine comes next."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.utils import timezone

from logbook.models.private import runner


class ChosenFileQuerySet(models.QuerySet["ChosenFile"]):
    """Selections of files that wait."""

    def kept_before(self, instant: datetime) -> Self:
        """Those that have waited since before an instant."""
        return self.filter(kept_at__lt=instant)

    def sealed_for(self, digest: str, since: datetime) -> ChosenFile | None:
        """The one that a token leads to, by its hash, if it came since an instant."""
        return self.filter(digest=digest, kept_at__gte=since).first()


class ChosenFile(models.Model):
    """One file of a runner, sealed with a key that is nowhere on the server; one at a time."""

    runner = runner("chosen_files")
    digest = models.CharField(max_length=64)
    sealed = models.BinaryField()
    kept_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = ChosenFileQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["runner"],
                name="chosen_file_once",
                violation_error_message="A file waits already.",
            ),
        )

    def __str__(self) -> str:
        return f"File {self.pk}"
