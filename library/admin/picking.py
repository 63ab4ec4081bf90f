"""Exercises by their names: what a form shows, what an editor types, and what the server offers while somebody types."""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from django.db.models import Q
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from library.models import Exercise, Status

OFFERED = 20
# What a form adds to a name that leads to no exercise.
NOT_THERE = " (not in the guide)"


class ExerciseNames:
    """Every exercise by its short name and by its title; read from the table once, when it is first asked."""

    @cached_property
    def titles(self) -> dict[str, str]:
        """Short name to title."""
        return dict(Exercise.objects.values_list("slug", "title"))

    @cached_property
    def _slugs(self) -> dict[str, str]:
        """Title, in lower case, to short name; a title that two exercises have names neither."""
        times = Counter(title.casefold() for title in self.titles.values())
        return {
            title.casefold(): slug
            for slug, title in self.titles.items()
            if times[title.casefold()] == 1 and title not in self.titles
        }

    def slug(self, typed: str) -> str:
        """The short name of what was typed, a title or a short name; as it was typed where no exercise is called so.

        A form that was opened before December 2026 sends the number of the row.
        """
        text = typed.strip().removesuffix(NOT_THERE)
        if text in self.titles:
            return text
        if text.isdecimal():
            return Exercise.objects.filter(pk=text[:9]).values_list("slug", flat=True).first() or text
        return self._slugs.get(text.casefold(), text)

    def shown(self, slug: str) -> str:
        """What a form shows for a short name: the title, where that leads back to it; and that no exercise is called so."""
        if slug and slug not in self.titles:
            return f"{slug}{NOT_THERE}"
        title = self.titles.get(slug, "")
        return title if self._slugs.get(title.casefold()) == slug else slug


@never_cache
@require_safe
def offered(request: HttpRequest) -> JsonResponse:
    """The exercises whose title, short name or other names hold what was typed (`q`): what to type, and what it is."""
    wanted = request.GET.get("q", "").strip()[:80]
    names = ExerciseNames()
    holds = Q(title__icontains=wanted) | Q(slug__icontains=wanted) | Q(aliases__icontains=wanted)
    found = Exercise.objects.filter(holds).in_order().only("slug", "title", "status")[:OFFERED]
    return JsonResponse({"found": [{"value": names.shown(row.slug), "said": _said(row)} for row in found]})


def _said(row: Exercise) -> str:
    state = "" if row.status == Status.PUBLISHED else f" ({row.get_status_display().lower()})"
    return f"{row.title}{state}"
