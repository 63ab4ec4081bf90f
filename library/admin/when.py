"""Instants as an editor reads and types them: in the zone of the account, which is named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.utils import timezone


def instant_in_words(at: datetime) -> str:
    """An instant in the zone that is active, with that zone's name: `29 November 2026 at 14:05 CET`."""
    return f"{timezone.localtime(at):%-d %B %Y at %H:%M %Z}"


def own_day_in_words(at: datetime) -> str:
    """The day of an instant in the zone that is active: `29 November 2026`."""
    return f"{timezone.localtime(at):%-d %B %Y}"


def in_own_zone(view: Callable[..., Any]) -> Callable[..., Any]:
    """A view whose times are those of the zone that the editor's account names, down to the last line of its template."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        zone = getattr(request.user, "zone", None)
        with timezone.override(zone):
            answer = view(request, *args, **kwargs)
            if hasattr(answer, "render") and not answer.is_rendered:
                answer = answer.render()
            return answer

    return inner
