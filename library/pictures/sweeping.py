"""Pictures that nothing names any more go after a while: long enough for a form that waits in somebody's browser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.utils import timezone

from library.models import Draft, Exercise, PictureFile, Preview, Revision, Seed, Waiting

KEPT_FOR: Final = timedelta(days=30)


def sweep_pictures() -> int:
    """Delete the pictures that were sent a month ago and stand in no page, draft or earlier state; returns how many."""
    old = PictureFile.objects.kept_before(timezone.now() - KEPT_FOR).names()
    gone = old - set(_named()) if old else set()
    PictureFile.objects.filter(name__in=gone).delete()
    return len(gone)


def _named() -> Iterator[str]:
    """The picture of every exercise in every state of it that somebody can come back to."""
    yield from Exercise.objects.exclude(picture="").values_list("picture", flat=True)
    for model, columns in (
        (Draft, ("document", "base")),
        (Preview, ("document",)),
        (Revision, ("document",)),
        (Seed, ("document",)),
        (Waiting, ("release", "base")),
    ):
        for column in columns:
            key = f"{column}__picture"
            named = model._default_manager.filter(kind="exercise", **{f"{key}__isnull": False})
            yield from named.values_list(key, flat=True)
