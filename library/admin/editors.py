"""Who may edit the guide: editors, and chief editors who also retire and delete. Given and taken by command only."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone

from ankles.accounts.security import Act, happened
from library.admin.proxies import Chapter, Issue
from library.models import (
    Area,
    ArticleExercise,
    Exercise,
    Routine,
    Source,
    Stage,
    Step,
    Synonym,
    Term,
    Variation,
    WarningSign,
)

if TYPE_CHECKING:
    from ankles.accounts.models import User

GROUP = "Editors"
CHIEFS = "Chief editors"
# What an editor may see and change: no revisions, no users, nothing of the logbook. The list of places is closed.
EDITABLE: tuple[type[models.Model], ...] = (Chapter, Issue, Exercise, Routine, WarningSign, Source, Term, Synonym)
BELOW: tuple[type[models.Model], ...] = (ArticleExercise, Variation, Stage, Step)


@transaction.atomic
def ensure_group() -> Group:
    """The groups of editors and chief editors with exactly their permissions. The tables must be migrated.

    Before there were chiefs every editor did what a chief does: those of that time are chiefs.
    """
    group, _ = Group.objects.get_or_create(name=GROUP)
    chiefs, is_new = Group.objects.get_or_create(name=CHIEFS)
    if is_new:
        chiefs.user_set.add(*group.user_set.all())
    write = _may(EDITABLE, "view", "add", "change") | _may((Area,), "view", "change")
    group.permissions.set(Permission.objects.filter(write | _may(BELOW, "view", "add", "change", "delete")))
    chiefs.permissions.set(Permission.objects.filter(_may(EDITABLE, "delete")))
    return group


def _may(kinds: tuple[type[models.Model], ...], *actions: str) -> models.Q:
    wanted = models.Q()
    for model in kinds:
        own = ContentType.objects.get_for_model(model, for_concrete_model=False)
        wanted |= models.Q(content_type=own, codename__in=[f"{action}_{model._meta.model_name}" for action in actions])
    return wanted


def is_editor(user: User | AnonymousUser) -> bool:
    """Whether somebody may use the desk: active, staff, and in the group (or a superuser)."""
    if not user.is_active or not user.is_staff:
        return False
    return bool(user.is_superuser) or user.groups.filter(name=GROUP).exists()


def is_chief(user: User | AnonymousUser) -> bool:
    """Whether an editor may also retire and delete."""
    return is_editor(user) and (bool(user.is_superuser) or user.groups.filter(name=CHIEFS).exists())


def lacks_second_factor(user: User | AnonymousUser) -> bool:
    """Whether the site demands a second factor of editors (EDITORS_NEED_SECOND_FACTOR) and this one has neither a passkey nor
    an app. Who has one was asked for it at the log-in."""
    if not settings.EDITORS_NEED_SECOND_FACTOR:
        return False
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return not Authenticator.objects.filter(user_id=user.pk, type__in=kinds).exists()


@transaction.atomic
def make_editor(user: User, *, chief: bool = False) -> None:
    """Give somebody the desk. A chief stays one until the desk is taken away."""
    user.groups.add(ensure_group())
    if chief:
        user.groups.add(Group.objects.get(name=CHIEFS))
    user.is_staff = True
    user.save(update_fields=["is_staff"])
    happened.send(None, act=Act.EDITOR_MADE, account=user.pk, request=None)


@transaction.atomic
def unmake_editor(user: User) -> int:
    """Take the desk away and end the person's sessions; returns how many there were."""
    user.groups.remove(*Group.objects.filter(name__in=(GROUP, CHIEFS)))
    user.is_staff = user.is_superuser = False
    user.save(update_fields=["is_staff", "is_superuser"])
    happened.send(None, act=Act.EDITOR_UNMADE, account=user.pk, request=None)
    return end_sessions(user)


def end_sessions(user: User) -> int:
    """Log somebody out everywhere; returns how many sessions ended."""
    user.log_out_everywhere()
    open_ones = Session.objects.filter(expire_date__gte=timezone.now())
    theirs = [one.pk for one in open_ones.iterator() if one.get_decoded().get(SESSION_KEY) == str(user.pk)]
    Session.objects.filter(pk__in=theirs).delete()
    return len(theirs)


def editor(request: HttpRequest) -> User:
    """Who is at the desk: its door lets nobody in who is not logged in."""
    return cast("User", request.user)
