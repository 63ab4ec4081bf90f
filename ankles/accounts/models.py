"""The person. The user model stands before anything else refers to it."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone

from ankles import erased
from ankles.accounts import mail_addresses, passwords
from ankles.accounts.zones import known_zones

MOST_A_WEEK = 14


def validate_time_zone(name: str) -> None:
    """Refuse a name that the IANA time zone database does not hold."""
    if name not in known_zones():
        raise ValidationError("Choose a time zone from the list, for example Europe/London.", code="time_zone")


def new_badge() -> str:
    """A badge that no account has: 64 bits by chance."""
    return secrets.token_hex(8)


class UserManager(BaseUserManager["User"]):
    """Makes people; an e-mail address is kept in one form, so that a mailbox is one account."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make and save a person. Raises ValueError without an e-mail address."""
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=mail_addresses.canonical_address(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_vouched_for(self, email: str) -> User:
        """Make a person whose address the operator knows: nobody need confirm it by mail. The password comes later."""
        user = self.create_user(email)
        user.emailaddress_set.create(email=user.email, verified=True, primary=True)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make an administrator. The site needs none: `make_editor` gives the editor's desk."""
        return self.create_user(email, password, **fields, is_staff=True, is_superuser=True)

    def never_confirmed(self, before: datetime) -> models.QuerySet[User]:
        """Accounts made before an instant that nobody ever entered, with an address that nobody confirmed.

        Where no mail is sent, signing up is entering. Accounts made by a command have no address to confirm.
        """
        made = self.filter(joined_at__lt=before, last_login=None, is_staff=False, emailaddress__verified=False)
        return made.exclude(emailaddress__verified=True).distinct()

    def get_by_natural_key(self, username: str | None) -> User:
        """Find a person by e-mail, in whatever form it is written."""
        if found := self.known_as(username or ""):
            return found
        raise self.model.DoesNotExist

    def known_as(self, address: str) -> User | None:
        """Who has an address, in whatever form it is written. What an earlier release kept in another form, and could
        not be brought into the one form since, is found as it is typed."""
        typed, kept = address.strip().lower(), mail_addresses.canonical_address(address)
        found = {user.email: user for user in self.filter(email__in={typed, kept})}
        return found.get(typed) or found.get(kept)


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
    weekly_aim = models.PositiveSmallIntegerField("sessions a week you aim for", null=True, blank=True)
    # Which words were agreed to when health data began to be kept, and when. Both or neither.
    consent_text = models.CharField("version of the consent", max_length=20, blank=True, editable=False)
    consented_at = models.DateTimeField("consent given at", null=True, blank=True, editable=False)
    # Names the account where its address and number must not stand: in tombstones.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # 16 hexadecimal digits that say which account a form, an undo or a session in a phone is of, and nothing else about it.
    badge = models.CharField(max_length=16, default=new_badge, unique=True, editable=False)
    # Counts the times; a browser known from before the last one is unknown again.
    logged_out_everywhere = models.PositiveIntegerField(default=0, editable=False)
    is_staff = models.BooleanField("may use the editor's desk", default=False)
    is_active = models.BooleanField("may log in", default=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    # The hash before it was made anew on this object; empty when it was not.
    password_before = ""
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
            models.CheckConstraint(
                condition=models.Q(weekly_aim__isnull=True) | models.Q(weekly_aim__gte=1, weekly_aim__lte=MOST_A_WEEK),
                name="user_weekly_aim",
                violation_error_message=f"Aim for 1 to {MOST_A_WEEK} sessions a week, or leave it empty.",
            ),
            models.CheckConstraint(
                condition=models.Q(consent_text="", consented_at__isnull=True)
                | (~models.Q(consent_text="") & models.Q(consented_at__isnull=False)),
                name="user_consent_whole",
                violation_error_message="A consent is kept with its words and its time.",
            ),
        )

    def __str__(self) -> str:
        return self.email

    def set_password(self, raw_password: str | None) -> None:
        """Hash a password in its canonical form; None lets nobody in by password."""
        super().set_password(raw_password if raw_password is None else passwords.canonical_password(raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        """Whether this is the password, whatever keyboard wrote it. One that was kept in another form, or with fewer
        rounds than today, is hashed anew: `password_before` then holds the hash whose sessions `sessions.go_on` keeps.
        """
        if raw_password is None:
            return super().check_password(None)
        kept = self.password
        for form in passwords.stored_forms_of_password(raw_password):
            if not super().check_password(form):
                continue
            if form != passwords.canonical_password(raw_password):
                self.set_password(raw_password)
                self._password = None  # as in Django: no change of the password
                self.save(update_fields=["password"])
            self.password_before = kept if self.password != kept else ""
            return True
        return False

    def get_full_name(self) -> str:
        """The address: Ankles asks for no name."""
        return self.email

    def get_short_name(self) -> str:
        """What the editor's desk greets with."""
        return self.email.partition("@")[0]

    @property
    def zone(self) -> ZoneInfo:
        """The time zone this person lives in."""
        return ZoneInfo(self.time_zone)

    @property
    def may_log(self) -> bool:
        """Whether this person agreed that health data is kept."""
        return self.consented_at is not None

    def today(self) -> date:
        """The day it is where this person lives; the only "today" there is."""
        return timezone.now().astimezone(self.zone).date()

    def agree(self, text: str) -> None:
        """Keep which consent was given, now. `text` is the version of its words."""
        self.consent_text, self.consented_at = text, timezone.now()
        self.save(update_fields=["consent_text", "consented_at"])

    def log_out_everywhere(self) -> None:
        """No browser is known any more. Who calls this ends the sessions."""
        User.objects.filter(pk=self.pk).update(logged_out_everywhere=models.F("logged_out_everywhere") + 1)
        self.refresh_from_db(fields=["logged_out_everywhere"])

    def withdraw(self) -> None:
        """Forget the consent; who calls this erases the entries in the same transaction."""
        self.consent_text, self.consented_at = "", None
        self.save(update_fields=["consent_text", "consented_at"])


class TombstoneQuerySet(models.QuerySet["Tombstone"]):
    """What was erased. The key of an entry is one row of its owner only, so it is named together with the owner."""

    def of(self, what: Tombstone.What, keys: Iterable[uuid.UUID], owner: User | None = None) -> Self:
        """The tombstones of these keys."""
        return self.filter(what=what, digest__in=[tombstone_of(key, owner) for key in keys])

    def lay(self, what: Tombstone.What, keys: Iterable[uuid.UUID], owner: User | None = None) -> None:
        """Remember that what these random keys named was erased, now; also outside the database, once it is sure."""
        now = timezone.now()
        rows = [Tombstone(digest=tombstone_of(key, owner), what=what, erased_at=now) for key in keys]
        self.bulk_create(rows, update_conflicts=True, unique_fields=["digest", "what"], update_fields=["erased_at"])
        digests = [row.digest for row in rows]
        transaction.on_commit(lambda: erased.add_tombstones(what, digests, now), robust=True)

    def lift(self, what: Tombstone.What, keys: Iterable[uuid.UUID], owner: User | None = None) -> None:
        """Forget that these were erased: they are there again because their owner wants them."""
        found = self.of(what, keys, owner)
        digests = list(found.values_list("digest", flat=True))
        if digests:
            found.delete()
            transaction.on_commit(lambda: erased.add_tombstones(what, digests, None), robust=True)


class Tombstone(models.Model):
    """Keeps what was erased from coming back with a backup: a hash of a random key, and nothing about anybody."""

    class What(models.TextChoices):
        """What was erased."""

        ACCOUNT = "account", "An account with all that was in it"
        ENTRIES = "entries", "All entries of an account up to that instant"
        ENTRY = "entry", "One entry"

    digest = models.CharField(max_length=64)
    what = models.CharField(max_length=8, choices=What)
    erased_at = models.DateTimeField()

    objects = TombstoneQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["digest", "what"], name="tombstone_once", violation_error_message="This was erased already."
            ),
            models.CheckConstraint(
                condition=models.Q(what__in=("account", "entries", "entry")),
                name="tombstone_what",
                violation_error_message="Say what was erased: an account, its entries, or one entry.",
            ),
        )

    def __str__(self) -> str:
        return self.what


def key_of_badge(badge: str) -> uuid.UUID:
    """A badge as a key that can have a tombstone: a phone knows its account by nothing else. Raises ValueError where it is
    none."""
    if len(badge) != 16:
        raise ValueError(badge)
    return uuid.UUID(hex=badge * 2)


def tombstone_of(key: uuid.UUID, owner: User | None = None) -> str:
    """What a tombstone keeps of a random key, alone or of an owner: a SHA-256, 64 hexadecimal digits. Nobody can guess
    the key from it."""
    return hashlib.sha256((owner.key.bytes if owner else b"") + key.bytes).hexdigest()
