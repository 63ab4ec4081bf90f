"""The rows below a page: exercises that suit, easier and harder forms, stages and steps."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from library.admin.base import RowInline
from library.admin.forms import StageForm, StepForm, SuitForm, VariationForm
from library.admin.generics import InlineFormSet, RowField
from library.models import ArticleExercise, Stage, Step, Variation

NEW_STAGES = 3


class KnownRow(RowField):
    """The number of a row that may have been written anew since the form was opened: then it is simply a row."""

    def clean(self, value: Any) -> Any:
        """The row, or None when it is not there any more."""
        try:
            return super().clean(value)
        except ValidationError:
            return None


class RowSet(InlineFormSet):
    """Reads the rows; what they make together is written by the page they belong to (composing.py)."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Let a form that was open for long be saved all the same."""
        super().add_fields(form, index)
        name = "id"
        field = form.fields[name]
        form.fields[name] = KnownRow(field.queryset, initial=field.initial, required=False, widget=forms.HiddenInput)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "Remove"
        row = f"row {index + 1}" if index is not None else "new row"
        for field in form.fields.values():
            if not field.widget.is_hidden:
                # In a table the name of a field stands at the head of its column, where it is no label.
                field.widget.attrs["aria-label"] = f"{field.label}, {row}"

    def get_unique_error_message(self, unique_check: Any) -> str:
        """Plain words for a double."""
        return "An exercise stands here twice. Keep one of the two."


class SuitInline(RowInline):
    """The exercises that an issue lists, each with a note."""

    model = ArticleExercise
    form = SuitForm
    formset = RowSet
    fk_name = "article"
    fields: ClassVar[Any] = ("position", "exercise", "note")
    verbose_name_plural = "exercises on this page"


class PlainSuitInline(SuitInline):
    """The exercises that a chapter lists."""

    fields: ClassVar[Any] = ("position", "exercise")


class VariationInline(RowInline):
    """Easier and harder forms."""

    model = Variation
    form = VariationForm
    formset = RowSet
    fk_name = "exercise"
    fields = ("position", "direction", "text", "to")
    verbose_name = "easier or harder form"
    verbose_name_plural = "easier and harder"


class StageInline(RowInline):
    """The stages of a programme."""

    model = Stage
    form = StageForm
    formset = RowSet
    fields = ("position", "name", "note")
    verbose_name_plural = "stages, only where a programme has them"


class StepInline(RowInline):
    """The steps of a routine, with the dose each has there."""

    model = Step
    form = StepForm
    formset = RowSet
    template = "admin/edit_inline/stacked.html"
    verbose_name_plural = "steps, in order within their stage"
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("position", "exercise", "in_stage"),
                    ("time_s", "rest_before_s", "optional"),
                    "note",
                    ("sets", "reps", "hold_s", "duration_s"),
                    ("distance_m", "rest_s", "rep_s"),
                    ("sides", "each_way", "load", "how_often"),
                    ("up_s", "top_s", "down_s"),
                )
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        """With what naming a step needs."""
        return super().get_queryset(request).select_related("exercise", "stage")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Steps may stand in the stages of this routine, and in those that the same form adds."""
        made = super().get_formset(request, obj, **kwargs)
        stages = list(obj.stages.all()) if obj is not None else []
        names = [(str(row), f"{row + 1}. {stage.name}") for row, stage in enumerate(stages)]
        more = [(str(row), f"{row + 1}. new stage") for row in range(len(stages), len(stages) + NEW_STAGES)]
        made.form.stage_choices = [("", "no stages"), *names, *more]
        made.form.stage_rows = {stage.pk: row for row, stage in enumerate(stages)}
        return made
