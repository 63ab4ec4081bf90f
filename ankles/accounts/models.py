"""The person. The user model stands before anything else refers to it."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar
from zoneinfo import ZoneInfo, available_timezones

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


def validate_time_zone(name: str) -> None:
    """Refuse a name that the IANA time zone database does not hold."""
    if name not in available_timezones():
        raise ValidationError("Choose a time zone from the list, for example Europe/London.", code="time_zone")


class UserManager(BaseUserManager["User"]):
    """Makes people; an e-mail address is kept in lower case, so that a person is one account."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make and save a person. Raises ValueError without an e-mail address."""
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make an administrator. The site needs none: `make_editor` gives the editor's desk."""
        return self.create_user(email, password, **fields, is_staff=True, is_superuser=True)

    def get_by_natural_key(self, username: str | None) -> User:
        """Find a person by e-mail, in any case."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A runner or an editor, known by an e-mail address."""

    class WeekStart(models.IntegerChoices):
        """The first day of the runner's week, as `date.weekday()` counts."""

        MONDAY = 0, "Monday"
        SATURDAY = 5, "Saturday"
        SUNDAY = 6, "Sunday"

    email = models.EmailField("e-mail address", unique=True)
    time_zone = models.CharField(max_length=64, default="UTC", validators=[validate_time_zone])
    week_start = models.PositiveSmallIntegerField(choices=WeekStart, default=WeekStart.MONDAY)
    is_staff = models.BooleanField("may use the editor's desk", default=False)
    is_active = models.BooleanField("may log in", default=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = (
            models.UniqueConstraint(
                Lower("email"), name="user_email_once", violation_error_message="This address already has an account."
            ),
            models.CheckConstraint(
                condition=models.Q(week_start__in=(0, 5, 6)),
                name="user_week_start",
                violation_error_message="A week starts on Monday, Saturday or Sunday.",
            ),
        )

    def __str__(self) -> str:
        return self.email

    def get_full_name(self) -> str:
        """The address: Ankles asks for no name."""
        return self.email

    def get_short_name(self) -> str:
        """What the editor's desk greets with."""
        return self.email.partition("@")[0]

    def today(self) -> date:
        """The day it is where this person lives; the only "today" there is."""
        return timezone.now().astimezone(ZoneInfo(self.time_zone)).date()
