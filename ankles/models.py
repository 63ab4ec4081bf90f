"""What the site remembers about itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q


class ChoreQuerySet(models.QuerySet["Chore"]):
    """What is done now and then."""

    def claim(self, name: str, now: datetime, every: timedelta) -> bool:
        """Whether it falls to the caller to do this now: once in `every`, on however many machines it is asked.

        The database decides: of several that ask at once, one changes the row. Clocks of machines differ a little, so a
        tenth of `every` is let off; one that was far ahead once does not stop the chore for good.
        """
        due = Q(began_at__lte=now - every * 0.9) | Q(began_at__gt=now + every)
        if self.filter(due, name=name).update(began_at=now):
            return True
        _, is_first = self.get_or_create(name=name, defaults={"began_at": now})
        return is_first


class Chore(models.Model):
    """Something that one process does now and then, and when one last began with it."""

    name = models.CharField(max_length=40)
    began_at = models.DateTimeField()

    objects = ChoreQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["name"], name="chore_once", violation_error_message="This chore is there already."
            ),
        )

    def __str__(self) -> str:
        return self.name
