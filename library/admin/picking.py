"""Exercises by their names: what a form shows, what an editor types, and what the server offers while somebody types."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from library.documents import store
from library.documents.schema import PAGES
from library.models import Exercise, Kind, Status
from library.models.entry import Entry

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
def exercises_offered(request: HttpRequest) -> JsonResponse:
    """The exercises whose title, short name or other names hold what was typed (`q`): what to type, and what it is."""
    wanted = request.GET.get("q", "").strip()[:80]
    names = ExerciseNames()
    found = Exercise.objects.holding(wanted).in_order().only("slug", "title", "status")[:OFFERED]
    return JsonResponse({"found": [{"value": names.shown(row.slug), "said": _said(row)} for row in found]})


def _said(row: Exercise) -> str:
    state = "" if row.status == Status.PUBLISHED else f" ({row.get_status_display().lower()})"
    return f"{row.title}{state}"


# --- Pages of any kind, which take the place of one that goes ------------------------------------


@never_cache
@require_safe
def pages_offered(request: HttpRequest) -> JsonResponse:
    """The pages that readers see and whose title, short name or other names hold what was typed (`q`)."""
    wanted = request.GET.get("q", "").strip()[:80]
    found: list[dict[str, str]] = []
    for kind in PAGES:
        rows = store.published(kind).holding(wanted.rpartition(": ")[2]).in_order().only("slug", "title")
        found += [{"value": _shown_page(kind, row), "said": ""} for row in rows[: OFFERED - len(found)]]
    return JsonResponse({"found": [one | {"said": one["value"]} for one in found]})


def _shown_page(kind: str, row: Entry) -> str:
    return f"{Kind(kind).label}: {row.title}"


def page_called(typed: str) -> Entry:
    """The page that readers see under what was typed: `Exercise: Toe walks`, `exercise:toe-walk`, a title or a short name.

    Raises ValidationError with words for the field.
    """
    kind, _, name = (part.strip() for part in typed.partition(":"))
    kinds, name = ((kind.casefold(),), name) if kind.casefold() in PAGES and name else (PAGES, typed.strip())
    found = [row for one in kinds for row in store.published(one).called(name).in_order()[:5]]
    exact = [row for row in found if row.slug == name] or found
    if not exact:
        raise ValidationError("Readers see no page that is called so. Type its title, or the end of its address.")
    if len(exact) > 1:
        names = ", ".join(f"{store.kind_of(row)}:{row.slug}" for row in exact)
        raise ValidationError(f"More than one page is called so. Type one of these: {names}.")
    page: Entry = exact[0]
    return page


class RetireForm(forms.Form):
    """Where the address of a retired page leads: to another page that readers see, or to the words that it was taken out."""

    replacement = forms.CharField(
        required=False,
        max_length=200,
        widget=forms.TextInput({"class": "picks vTextField", "list": "pages-offered", "autocomplete": "off"}),
        help_text="Its title, or the end of its address. The address of this page leads there for as long as readers see that one. "
        "Without one it says that the page was taken out.",
    )

    def __init__(self, *args: Any, entry: Entry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entry = entry

    def clean_replacement(self) -> Entry | None:
        """The page that was named; None for none."""
        typed: str = self.cleaned_data["replacement"]
        page = page_called(typed) if typed else None
        if page is not None and (store.kind_of(page), page.slug) == (store.kind_of(self.entry), self.entry.slug):
            raise ValidationError("A page cannot take its own place.")
        return page

    @property
    def page(self) -> Entry | None:
        """The page that was named."""
        page: Entry | None = self.cleaned_data.get("replacement")
        return page
