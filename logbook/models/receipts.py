"""What was sent once. A double tap, a retry and a second tab with the same key are answered, not written again."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.utils import timezone

from logbook.models.private import runner


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    """Selections of receipts."""

    def older_than(self, instant: datetime) -> Self:
        """Those made before an instant."""
        return self.filter(made_at__lt=instant)


class Receipt(models.Model):
    """One accepted sending: its key and a keyed hash of its content, from which nobody reads the content."""

    runner = runner("receipts")
    entry_key = models.UUIDField()
    digest = models.CharField(max_length=64)
    # The row that came of it, where it was one: a retry is answered like the first sending.
    row = models.BigIntegerField(null=True)
    day = models.DateField(null=True)
    made_at = models.DateTimeField(default=timezone.now)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["runner", "made_at"], name="receipt_runner_made"),)
        constraints = (
            models.UniqueConstraint(
                fields=["runner", "entry_key"],
                name="receipt_once",
                violation_error_message="This was saved already.",
            ),
        )

    def __str__(self) -> str:
        return f"Receipt {self.pk}"
