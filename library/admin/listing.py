"""A list of the desk: where each object stands, in how many places it is used, and what may be asked of the list."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.http import HttpRequest
from django.utils import timezone

from library.admin.generics import ModelAdmin
from library.admin.when import instant_in_words, own_day_in_words
from library.documents.schema import LISTS
from library.models import Draft, Status
from library.usage import Usage


def usage_of(request: HttpRequest) -> Usage:
    """Who uses what, read once for a page."""
    known: Usage | None = getattr(request, "_usage", None)
    if known is None:
        known = Usage()
        request._usage = known  # type: ignore[attr-defined]  # the list and its filter ask
    return known


def state_in_words(row: Any) -> str:
    """Where a page of a list stands (`ListedPages.get_queryset`), in words."""
    if row.status == Status.RETIRED:
        words = "Retired"
    elif row.status == Status.DRAFT:
        words = "Draft only" if row.has_draft else "Not on the site"
    elif row.publish_at and row.publish_at > timezone.now():
        words = f"Scheduled for {instant_in_words(row.publish_at)}"
    else:
        words = "Live"
    if not row.has_draft:
        return words
    if row.draft_at:
        return f"{words}; the draft publishes itself on {instant_in_words(row.draft_at)}"
    return words if row.status == Status.DRAFT else f"{words}, with a draft"


class StateFilter(admin.SimpleListFilter):
    """Only what stands somewhere: live, a draft, scheduled, retired."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The states, as a list shows them."""
        return [
            ("live", "Live"),
            ("live-with-draft", "Live, with a draft"),
            ("draft", "Draft only"),
            ("scheduled", "Scheduled"),
            ("retired", "Retired"),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """The rows in the state that was asked for."""
        asked = {
            "live": queryset.published,
            "live-with-draft": lambda: queryset.published().filter(has_draft=True),
            "draft": lambda: queryset.filter(status=Status.DRAFT),
            "scheduled": lambda: queryset.scheduled() | queryset.filter(draft_at__isnull=False),
            "retired": queryset.retired,
        }
        return asked.get(self.value() or "", lambda: queryset)()


class WantFilter(admin.SimpleListFilter):
    """Only what wants something."""

    title = "what is missing"
    parameter_name = "without"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """What pages may lack; exercises a drawing, too."""
        wants = [("use", "Used nowhere"), ("source", "Without a source")]
        return [*wants, ("drawing", "Without a drawing or picture")] if model_admin.kind == "exercise" else wants

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """The rows that lack what was asked for."""
        if self.value() == "use":
            return queryset.exclude(slug__in=usage_of(request).used(self.kind))
        if self.value() == "source":
            return queryset.without_source()
        if self.value() == "drawing":
            return queryset.without_drawing()
        return queryset

    def __init__(self, request: HttpRequest, params: Any, model: Any, model_admin: Any) -> None:
        self.kind = model_admin.kind
        super().__init__(request, params, model, model_admin)


class CitedFilter(admin.SimpleListFilter):
    """Only the sources that some page cites, or those that none does."""

    title = "use"
    parameter_name = "cited"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Cited, or not."""
        return [("yes", "Cited"), ("nowhere", "Cited nowhere")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """The sources that were asked for."""
        if self.value() in ("yes", "nowhere"):
            return queryset.filter(citations__isnull=self.value() == "nowhere").distinct()
        return queryset


class ListOfPages(ChangeList):
    """A list whose rows know in how many places they are used."""

    def get_results(self, request: HttpRequest) -> None:
        """Look the rows of this page up among all uses."""
        super().get_results(request)
        usage, desk = usage_of(request), cast("ListedPages", self.model_admin)
        for row in self.result_list:
            row.times = usage.times(desk.kind, row.slug)


class ListedPages(ModelAdmin):
    """The list of one kind of page."""

    kind: ClassVar[str]

    def get_queryset(self, request: HttpRequest) -> Any:
        """With what is known of a draft beside each."""
        beside = Draft.objects.filter(kind=self.kind, name=OuterRef(LISTS.get(self.kind, "slug")))
        rows: models.QuerySet[Any] = super().get_queryset(request)
        return rows.defer("rendered", "card_html").annotate(
            has_draft=Exists(beside), draft_at=Subquery(beside.values("publish_at")[:1])
        )

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        """A list that counts uses."""
        return ListOfPages

    @admin.display(description="state", ordering="status")
    def state(self, row: Any) -> str:
        """Where it stands."""
        return state_in_words(row)

    @admin.display(description="used in")
    def used(self, row: Any) -> str:
        """In how many places it is used."""
        return f"{row.times} place{'' if row.times == 1 else 's'}" if row.times else "nowhere"

    @admin.display(description="last edited", ordering="edited_at")
    def edited(self, row: Any) -> str:
        """The day of its last edit, where the editor lives."""
        return own_day_in_words(row.edited_at)
