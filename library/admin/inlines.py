"""The rows below a page: exercises that suit, easier and harder forms, stages and steps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any, ClassVar
from urllib.parse import parse_qsl

from django import forms
from django.contrib.admin import helpers
from django.db import models
from django.forms.utils import pretty_name
from django.http import HttpRequest

from ankles.sent_numbers import number_sent
from library.admin import step_lines
from library.admin.fields import field_for
from library.admin.generics import InlineFormSet, TabularInline
from library.admin.picking import ExerciseNames
from library.admin.row_forms import TOGETHER, RowForm, StageForm, StepForm, SuitForm, VariationForm
from library.models import ArticleExercise, Stage, Step, Variation

# The button that asks for the fields of all steps.
ALL_FIELDS = "_fields"


class RowSet(InlineFormSet):
    """Reads the rows below a page from the form, and shows those of a text: none of them is a row of a table here."""

    can_delete_extra = True
    # Whether each field has a label of its own.
    are_named = False

    def get_queryset(self) -> Any:
        """Nothing: the rows come from the text (`initial`)."""
        model: Any = self.model
        return model._default_manager.none()

    def initial_form_count(self) -> int:
        """None of them is bound to a row; a form that was opened before December 2026 says otherwise."""
        return 0

    def add_fields(self, form: Any, index: int | None) -> None:
        """Name every field for those who cannot see the head of its column."""
        super().add_fields(form, index)
        form.fields["id"] = forms.CharField(required=False, widget=forms.HiddenInput)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "Remove"
        row = f"row {index + 1}" if index is not None else "new row"
        for name, field in form.fields.items():
            if not field.widget.is_hidden and not self.are_named:
                # In a table the name of a field stands at the head of its column, where it is no label.
                field.widget.attrs["aria-label"] = f"{field.label or pretty_name(name)}, {row}"

    def clean(self) -> None:
        """Refuse nothing: a draft may hold the same exercise twice, a page may not (proofing.py)."""


class RowInline(TabularInline):
    """Rows below a page. Two empty ones are there without JavaScript."""

    template = "admin/library/rows.html"
    extra = 2
    form: type[RowForm]
    # What the list of the form's parts calls them.
    short_name: ClassVar[str] = ""

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """Our fields for longer texts, Django's for the rest."""
        return field_for(db_field) or super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """A set of forms that know the exercises, with room for every row of the text that is shown."""
        made: Any = super().get_formset(request, obj, **kwargs)
        made.extra = len(rows_shown(request).get(self.form, ())) + self.extra
        made.form.names = exercise_names(request)
        return made


def rows_shown(request: HttpRequest) -> dict[type[RowForm], list[dict[str, Any]]]:
    """The rows of the text that a request shows (writing.py puts them there)."""
    found: dict[type[RowForm], list[dict[str, Any]]] = getattr(request, "desk_rows", {})
    return found


def exercise_names(request: HttpRequest) -> ExerciseNames:
    """The names of the exercises, read once a request."""
    if not hasattr(request, "desk_names"):
        request.desk_names = ExerciseNames()  # type: ignore[attr-defined]  # ours, on a request
    found: ExerciseNames = request.desk_names  # type: ignore[attr-defined]  # likewise
    return found


class ShownRows(helpers.InlineAdminFormSet):
    """The rows as the admin's templates want them: those of the text first, then the empty ones."""

    def __iter__(self) -> Iterator[helpers.InlineAdminForm]:
        """Each row; one of the text has a name and can be removed."""
        for form in [*self.formset.forms, self.formset.empty_form]:
            name = form.called if form.is_row else None
            yield helpers.InlineAdminForm(
                self.formset, form, self.fieldsets, self.prepopulated_fields, name, (), model_admin=self.opts
            )


class StepSet(RowSet):
    """The steps, each of which is folded to a line."""

    are_named = True
    # Whether every step shows all its fields, as somebody without scripts asks for.
    are_whole = False

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(unfolded(data), *args, **kwargs)

    @property
    def together(self) -> list[tuple[str, str]]:
        """Their times together, for each stage."""
        steps = [form.typed for form in self.forms if not form["DELETE"].value()]
        return step_lines.total_times(steps, self.form.stage_choices)

    @property
    def shown(self) -> list[Any]:
        """The steps in their order, then the empty ones: what is in the way of publishing comes back as it was arranged."""
        stages = [row for row, _ in self.form.stage_choices]
        for form in self.forms:
            if form.is_row and not (self.are_whole or form.is_wrong):
                form.fold()
        return sorted(self.forms, key=lambda form: _arranged(form, stages))


def _arranged(form: StepForm, stages: list[str]) -> tuple[bool, int, int]:
    stage, place = form.typed["in_stage"], form.typed["position"]
    at = stages.index(stage) if stage in stages else len(stages)
    number = number_sent(place) if form.is_row else None
    return not form.is_row, at if form.is_row else 0, 999 if number is None else number


def unfolded(data: Any) -> Any:
    """What was sent, with a field for each value that a folded step held; what has a field of its own stays."""
    found = [name for name in data or () if name.startswith("steps-") and name.endswith(f"-{TOGETHER}")]
    if not found:
        return data
    whole = data.copy()
    for name in found:
        step = name.removesuffix(TOGETHER)
        for field, value in parse_qsl(data[name]):
            whole.setdefault(step + field, value)
    return whole


class SuitInline(RowInline):
    """The exercises that an issue lists, each with a note."""

    model = ArticleExercise
    form = SuitForm
    formset = RowSet
    fk_name = "article"
    fields: ClassVar[Any] = ("position", "was", "exercise", "note")
    verbose_name_plural = "exercises on this page"
    short_name = "exercises"


class PlainSuitInline(SuitInline):
    """The exercises that a chapter lists."""

    fields: ClassVar[Any] = ("position", "was", "exercise")


class VariationInline(RowInline):
    """Easier and harder forms."""

    model = Variation
    form = VariationForm
    formset = RowSet
    fk_name = "exercise"
    fields = ("position", "was", "direction", "text", "to")
    verbose_name = "easier or harder form"
    verbose_name_plural = "easier and harder"
    short_name = "easier and harder"


class StageInline(RowInline):
    """The stages of a programme."""

    model = Stage
    form = StageForm
    formset = RowSet
    fields = ("position", "was", "name", "note")
    verbose_name_plural = "stages, only where a programme has them"
    short_name = "stages"


class StepInline(RowInline):
    """The steps of a routine, with the dose each has there."""

    model = Step
    form = StepForm
    formset = StepSet
    template = "admin/library/steps.html"
    verbose_name_plural = "steps, in order within their stage"
    short_name = "steps"
    fields: ClassVar[Any] = (
        *("exercise", "position", "was", "in_stage", "time_s", "rest_before_s", "optional", "note"),
        *("sets", "reps", "hold_s", "duration_s", "distance_m", "rest_s", "rep_s"),
        *("sides", "each_way", "load", "how_often", "up_s", "top_s", "down_s"),
    )

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Steps may stand in the stages of this routine, and in those that the same form adds."""
        made = super().get_formset(request, obj, **kwargs)
        stages = rows_shown(request).get(StageForm, [])
        names = [
            (str(row), f"{row + 1}. {stage.get('name') or step_lines.NEW_STAGE}") for row, stage in enumerate(stages)
        ]
        rows = len(stages) + StageInline.extra
        with suppress(ValueError):
            # As many as were sent: a script adds more rows, and says so in each step (js/desk/steps.js).
            rows = max(rows, min(int(request.POST.get("stages-TOTAL_FORMS", 0)), made.max_num))
        more = [(str(row), f"{row + 1}. {step_lines.NEW_STAGE}") for row in range(len(stages), rows)]
        made.form.stage_choices = [("", "no stages"), *names, *more]
        made.are_whole = ALL_FIELDS in request.POST
        return made
