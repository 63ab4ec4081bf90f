"""The forms of the rows below a page: an exercise that an article lists, an easier form, a stage, a step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.utils.text import capfirst

from library.admin import step_lines
from library.admin.fields import OneLineField, RangeField, Textarea
from library.admin.forms import DoseForm, DraftForm
from library.admin.picking import ExerciseNames
from library.doses import TEMPO
from library.field_names import DOSE_LABELS
from library.models import ArticleExercise, Stage, Step, Variation

# What a row below a page holds beside words: alone it is no row.
NO_WORDS = ("position", "was", "id", "DELETE", "direction", "in_stage")


class ExerciseInput(forms.TextInput):
    """A name to type; the browser shows what the server offers for it (js/desk/picking.js)."""

    def __init__(self) -> None:
        super().__init__({"class": "picks", "list": "exercises-offered", "autocomplete": "off", "size": 32})


class ExerciseChoice(forms.CharField):
    """An exercise by its title or its short name, as is easier to type; one that is not there stays as it was typed."""

    widget = ExerciseInput
    names: ExerciseNames

    def to_python(self, value: Any) -> str:
        """The short name. The checks of content say which exercise is not there."""
        return self.names.slug(str(super().to_python(value) or ""))

    def prepare_value(self, value: Any) -> str:
        """What the form shows for a short name, or for what was typed."""
        return self.names.shown(self.names.slug(str(value or "")))


class RowForm(DraftForm):
    """One row below a page. All rows are written anew from the whole document."""

    names: ClassVar[ExerciseNames] = ExerciseNames()
    position = forms.IntegerField(
        label="Order",
        required=False,
        min_value=1,
        max_value=999,
        widget=forms.NumberInput({"class": "order", "min": 1}),
    )
    # Its place when the form was opened.
    was = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("was", self.initial.get("position"))
        for field in self.fields.values():
            if isinstance(field, ExerciseChoice):
                field.names = self.names

    @property
    def is_row(self) -> bool:
        """Whether it stood there when the form was opened, and not one of the empty ones below."""
        return bool(self.initial.get("position")) or bool(self.is_bound and self["was"].data)

    @property
    def is_left_out(self) -> bool:
        """Whether it is to be removed, or says nothing."""
        removed = bool(self.cleaned_data.get("DELETE")) if hasattr(self, "cleaned_data") else False
        words = (name for name, field in self.fields.items() if name not in NO_WORDS and not field.widget.is_hidden)
        return removed or not any(self[name].data for name in words)

    @property
    def called(self) -> str:
        """What the row is called above its fields: its exercise, or its place."""
        at = "exercise" if "exercise" in self.fields else "to"
        name = self[at].value() if at in self.fields else ""
        return str(name or self["position"].value() or "")

    @property
    def place(self) -> tuple[int, int]:
        """Where it goes: a row that moves up stands before the one that has its number, one that moves down after."""
        now, before = self.cleaned_data.get("position") or 999, self.cleaned_data.get("was")
        moved = -1 if before is None or now < before else int(now > before)
        return now, moved


class SuitForm(RowForm):
    """An exercise that an article lists."""

    exercise = ExerciseChoice()

    class Meta:
        model = ArticleExercise
        fields = ("position", "was", "exercise", "note")


class VariationForm(RowForm):
    """An easier or harder form."""

    to = ExerciseChoice(label="Leads to", required=False)

    @property
    def direction(self) -> str:
        """Which way it goes; easier until somebody says."""
        return str(self["direction"].data or Variation.Direction.EASIER)

    class Meta:
        model = Variation
        fields = ("position", "was", "direction", "text", "to")


class StageForm(RowForm):
    """A named part of a programme."""

    note = OneLineField(required=False, widget=Textarea(2, "line"))

    class Meta:
        model = Stage
        fields = ("position", "was", "name", "note")


# What a folded step has fields for, its note where it has one; the rest goes out and comes back together, under this name.
FOLDED = ("exercise", "position", "DELETE")
TOGETHER = "held"


class StepForm(DoseForm, RowForm):
    """One exercise in a routine."""

    # The order in which they are read; the first row says what is done, and when.
    field_order = (
        *("exercise", "position", "in_stage", "time_s", "rest_before_s", "optional", "note"),
        *("sets", "reps", "hold_s", "duration_s", "distance_m", "rest_s", "rep_s"),
        *("sides", "each_way", "load", "how_often", *TEMPO),
    )
    stage_choices: ClassVar[Sequence[tuple[str, str]]] = ()
    exercise = ExerciseChoice()
    rest_before_s = RangeField(capfirst(DOSE_LABELS["rest_before_s"]), "120-180, after a heavy exercise.")
    in_stage = forms.ChoiceField(label="Stage", required=False)

    class Meta:
        model = Step
        fields = (
            "position",
            "exercise",
            "time_s",
            "note",
            "optional",
            "each_way",
            "sides",
            *TEMPO,
            "load",
            "how_often",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shown_names, self.held = set(self.fields), ""
        choice = self.fields["in_stage"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 (for the type checker)
        choice.choices = self.stage_choices
        self.fields["was"].widget.attrs["id"] = False
        if not self.is_bound:
            # Each field stands in its label. Only what was found in a form that was sent is linked to.
            self.auto_id = False
        for field in self.fields.values():
            # Said once above the steps, and not in each of them.
            field.help_text = ""
            # A form holds dozens of steps: how wide a field is says the sheet of styles (desk-steps.css).
            if not isinstance(field, ExerciseChoice):
                kept = {"maxlength", "data-marks"} if not isinstance(field, RangeField) else set()
                field.widget.attrs = {name: value for name, value in field.widget.attrs.items() if name in kept}

    @property
    def typed(self) -> dict[str, str]:
        """What stands in the fields that its line is made of."""
        found = {name: self[name].value() for name in step_lines.SAID}
        return {name: "" if value in (None, False) else str(value).strip() for name, value in found.items()}

    def fold(self) -> None:
        """Have fields for what names it, and what else it holds as values (`held`): a routine has dozens of steps. The page
        makes fields of them again (js/desk/steps.js); without its script a button asks for those."""
        more = [name for name, field in self.fields.items() if name not in FOLDED and not field.widget.is_hidden]
        said = {name: self[name].value() for name in more}
        held = {
            name: "on" if value is True else value for name, value in said.items() if value not in (None, "", False)
        }
        self.shown_names = {*FOLDED, *({"note"} & held.keys())}
        self.held = urlencode({name: value for name, value in held.items() if name != "note"})
        for name in ("exercise", "note"):
            # What only scripts read, they find in the new step.
            attrs = self.fields[name].widget.attrs
            self.fields[name].widget.attrs = {"class": attrs["class"]} if "class" in attrs else {}

    @property
    def line(self) -> str:
        """The step folded to one line."""
        return step_lines.one_line(self.typed, self.stage_choices)

    @property
    def is_wrong(self) -> bool:
        """Whether something was found in it: then it stands open."""
        return self.is_bound and bool(self.errors)
