"""What the site remembers about itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ankles.accounts.security import Act


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


class SecurityEventQuerySet(models.QuerySet["SecurityEvent"]):
    """Lines of the security log."""

    def older_than(self, instant: datetime) -> Self:
        """Those written before an instant."""
        return self.filter(at__lt=instant)

    def since(self, instant: datetime) -> Self:
        """Those from an instant on, oldest first."""
        return self.filter(at__gte=instant).order_by("at", "pk")

    def of(self, account: int) -> Self:
        """Those of one account."""
        return self.filter(account=account)


class SecurityEvent(models.Model):
    """What was done to an account. A number and no link: a line outlives its account, for its days."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    account = models.BigIntegerField("number of the account", null=True)
    act = models.CharField(max_length=20, choices=Act)
    network = models.CharField(max_length=50, blank=True)

    objects = SecurityEventQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(act__in=Act.values),
                name="security_event_act",
                violation_error_message="Choose an act of the list.",
            ),
        )

    def __str__(self) -> str:
        return self.act
