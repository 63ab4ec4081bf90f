"""What stands on the desk: one entry for each kind of object, with its fields in the order in which they are read."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db import models

from library.admin.base import DeskAdmin
from library.admin.forms import (
    AreaForm,
    ArticleForm,
    ExerciseForm,
    RoutineForm,
    SourceForm,
    SynonymForm,
    TermForm,
    WarningSignForm,
)
from library.admin.inlines import PlainSuitInline, StageInline, StepInline, SuitInline, VariationInline
from library.admin.listing import CitedFilter, ListedPages, StateFilter, WantFilter
from library.admin.picturing import Pictured
from library.admin.proxies import Chapter, Issue
from library.models import Area, Exercise, Routine, Source, Synonym, Term, WarningSign

HEAD = ("title", "slug", "number", "summary")
DATE: Any = ("When it is published", {"fields": ("publish_at",)})
FOUND: Any = ("How it is found", {"fields": ("aliases", "covers")})
HOW_TO_WRITE = (
    "The buttons put in what stands for bold words, lists, links and boxes; what you paste from elsewhere gets it, too. "
    "Headings begin with ##. [words](exercise:toe-walk) links to a page, [@radford-2006] cites a source, "
    "[practice] says that something is common practice, "
    "“::: care Title” to “:::” makes a box, “::: plate NAME” shows a plate."
)


class EntryAdmin(ListedPages, DeskAdmin):
    """A page of the guide."""

    list_display: Any = ("number", "title", "state", "used", "edited")
    list_display_links = ("title",)
    list_filter: ClassVar[Any] = (StateFilter, WantFilter)
    search_fields = ("title", "slug", "summary", "body")
    ordering = ("number", "slug")


@admin.register(Chapter)
class ChapterAdmin(EntryAdmin):
    """The chapters of the guide."""

    kind = "chapter"
    form = ArticleForm
    inlines: ClassVar[Any] = [PlainSuitInline]
    fieldsets: ClassVar[Any] = (
        (None, {"fields": HEAD}),
        ("Text", {"fields": ("body",), "description": HOW_TO_WRITE}),
        FOUND,
        ("Areas", {"fields": ("areas",)}),
        DATE,
    )


@admin.register(Issue)
class IssueAdmin(EntryAdmin):
    """The common issues."""

    kind = "issue"
    form = ArticleForm
    inlines: ClassVar[Any] = [SuitInline]
    list_display: Any = ("number", "title", "clinical_name", "state", "used", "edited")
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("title", "clinical_name", "slug", "number", "where", "summary")}),
        ("When to get help first", {"fields": ("stop_and_see", "stop_note")}),
        ("At a glance", {"fields": ("at_a_glance", "signs", "leave_out", "begin_with", "programme")}),
        ("Text", {"fields": ("body",), "description": HOW_TO_WRITE}),
        FOUND,
        ("Areas", {"fields": ("areas",)}),
        DATE,
    )


@admin.register(Exercise)
class ExerciseAdmin(Pictured, EntryAdmin):
    """The exercises."""

    kind = "exercise"
    form = ExerciseForm
    inlines: ClassVar[Any] = [VariationInline]
    list_display: Any = ("number", "title", "type", "state", "used", "edited")
    list_filter: ClassVar[Any] = (StateFilter, WantFilter, "type")
    fieldsets: ClassVar[Any] = (
        (None, {"fields": HEAD}),
        (
            "Dose",
            {
                "fields": (
                    ("sets", "reps"),
                    ("hold_s", "duration_s"),
                    ("distance_m", "rest_s"),
                    ("rep_s", "load"),
                    ("sides", "each_way"),
                    "other_sides",
                    ("up_s", "top_s", "down_s"),
                    "how_often",
                    "dose_note",
                ),
                "description": "One number, or a range such as 8-15. Leave empty what does not apply.",
            },
        ),
        ("Picture", {"fields": ("picture", "picture_alt")}),
        ("What to do", {"fields": ("steps", "mistakes", "cautions")}),
        ("Sore heel", {"fields": ("achilles_heel", "achilles_heel_note")}),
        ("Why", {"fields": ("body", "evidence"), "description": HOW_TO_WRITE}),
        ("What it is", {"fields": ("type", "when", "positions", "equipment", "tissues", "movements")}),
        FOUND,
        DATE,
    )


@admin.register(Routine)
class RoutineAdmin(EntryAdmin):
    """The routines."""

    kind = "routine"
    form = RoutineForm
    inlines: ClassVar[Any] = [StageInline, StepInline]
    list_display: Any = ("number", "title", "lasts", "state", "used", "edited")
    fieldsets: ClassVar[Any] = (
        (None, {"fields": HEAD}),
        ("How much", {"fields": ("when", "how_often", "dose_note")}),
        ("Text", {"fields": ("body",), "description": HOW_TO_WRITE}),
        FOUND,
        DATE,
    )

    @admin.display(description="lasts")
    def lasts(self, routine: Routine) -> str:
        """Its minutes, as readers see them."""
        return f"{routine.span} min"


@admin.register(Source)
class SourceAdmin(DeskAdmin):
    """The works that the guide cites."""

    kind = "source"
    form = SourceForm
    list_display: Any = ("short", "evidence", "checked", "cited")
    list_filter: ClassVar[Any] = (CitedFilter, "evidence", "checked")
    search_fields = ("key", "short", "citation", "supports")
    ordering = ("key",)
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("key", "short", "citation", "supports")}),
        ("Where it is found", {"fields": ("doi", "pmid", "pmc", "cochrane")}),
        ("How far to trust it", {"fields": ("evidence", "checked")}),
    )

    def get_queryset(self, request: Any) -> Any:
        """With the number of pages that cite each."""
        return super().get_queryset(request).annotate(times=models.Count("citations", distinct=True))

    @admin.display(description="cited on pages", ordering="times")
    def cited(self, source: Any) -> str:
        """On how many pages it is cited."""
        return str(source.times or "nowhere")


@admin.register(WarningSign)
class WarningSignAdmin(DeskAdmin):
    """The signs that mean: stop, and be seen. Every page that prints one follows a change here."""

    kind = "warning"
    form = WarningSignForm
    list_display: Any = ("position", "text", "level", "heading", "key")
    list_display_links = ("text",)
    list_filter: ClassVar[Any] = ("level",)
    search_fields = ("key", "text", "note", "heading")
    ordering = ("position",)
    fields = ("text", "key", "level", "heading", "note", "position")


@admin.register(Term)
class TermAdmin(DeskAdmin):
    """The glossary."""

    kind = "term"
    form = TermForm
    list_display: Any = ("term", "plain")
    search_fields = ("term", "plain", "text")
    ordering = ("term",)
    fields = ("term", "plain", "text", "see")


@admin.register(Synonym)
class SynonymAdmin(DeskAdmin):
    """Words that runners search with."""

    kind = "synonym"
    form = SynonymForm
    list_display: Any = ("means", "said")
    search_fields = ("means", "words")
    ordering = ("means",)
    fields = ("means", "words")

    @admin.display(description="words that readers use")
    def said(self, synonym: Any) -> str:
        """The first few of its words."""
        return ", ".join(synonym.words[:6])


@admin.register(Area)
class AreaAdmin(DeskAdmin):
    """Places on the foot and leg: the closed list that the logbook uses too."""

    kind = "area"
    form = AreaForm
    list_display: Any = ("position", "label", "region", "code")
    list_display_links = ("label",)
    list_filter: ClassVar[Any] = ("region",)
    search_fields = ("code", "label", "clinical")
    ordering = ("position",)
    fields = ("code", "label", "clinical", "region", "rule_out", "issues", "neighbours", "position")
