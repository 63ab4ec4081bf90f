"""The forms of the desk. They clean what was typed; whether it may go live is asked of the whole document (checking.py)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from library.admin.fields import VOCABULARIES, OneLineField, RangeField, Textarea, kept_order
from library.admin.generics import ExerciseField, ModelForm
from library.documents import schema, store
from library.documents.schema import Fault
from library.doses import RANGES, SINGLE, TEMPO, Dose
from library.models import (
    Area,
    Article,
    ArticleExercise,
    ArticleKind,
    Exercise,
    Revision,
    Routine,
    Source,
    Stage,
    Status,
    Step,
    Synonym,
    Term,
    Variation,
    WarningSign,
)

CONFLICT = (
    "This was saved by {who} on {when} while you had it open. Your text is still below. Look at the history in another "
    "tab first; when you save again, yours takes its place."
)


class DeskForm(ModelForm):
    """What all forms share: faults found in the whole document come back to their fields, and no save hides another."""

    faults: ClassVar[Sequence[Fault]] = ()
    kind: ClassVar[str] = ""
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.kind in ArticleKind.values:
            self.instance.kind = self.kind
        self.name = store.slug_of(self.instance) if self.instance.pk else ""
        newest = self._newest()
        self.initial["seen"] = newest.pk if newest else None

    def _newest(self) -> Revision | None:
        return Revision.objects.of(self.kind, self.name).first() if self.name else None

    def clean(self) -> dict[str, Any]:
        """Keep the order of lists, see who saved in between, and say what the checks of content found."""
        cleaned = super().clean() or self.cleaned_data
        for name, old in self.initial.items():
            if name in cleaned and (
                (type(self.instance), name) in VOCABULARIES or name in ("stop_and_see", "rule_out")
            ):
                cleaned[name] = kept_order(old or (), cleaned[name])
        newest = self._newest()
        if newest and cleaned.get("seen") != newest.pk:
            sent: Any = self.data
            again = sent.copy()  # a QueryDict, which cannot be changed in place
            again[self.add_prefix("seen")] = str(newest.pk)
            self.data = again
            self.add_error(None, CONFLICT.format(who=newest.by or "a release", when=f"{newest.at:%d %B at %H:%M} UTC"))
        for fault in self.faults:
            self.add_error(self.field_of(fault), self.words_of(fault))
        return cleaned

    def field_of(self, fault: Fault) -> str | None:
        """The field a fault belongs to; None for one that belongs to no field here."""
        names = [str(part) for part in fault.path]
        if names[:1] == ["dose"]:
            names = names[1:] or ["reps"]
        return names[0] if names and names[0] in self.fields else None

    def words_of(self, fault: Fault) -> str:
        """The message, with the item where the field holds several."""
        name = self.field_of(fault)
        message = fault.message[:1].upper() + fault.message[1:]
        if name is None:
            return f"{fault.field.capitalize()}: {fault.message}" if fault.path else message
        items = [part + 1 for part in fault.path if isinstance(part, int)]
        return f"Line {items[0]}: {fault.message}" if items else message


class DoseForm(ModelForm):
    """A dose with one input for each range."""

    sets = RangeField("Sets", "Such as 3 or 2-3.")
    reps = RangeField("Repetitions", "In a set: 12 or 8-15.")
    hold_s = RangeField("Hold (seconds)", "30 or 30-45.")
    duration_s = RangeField("Keep going (seconds)", "20-30.")
    distance_m = RangeField("Distance (metres)", "10 or 10-20.")
    rest_s = RangeField("Rest between sets (seconds)", "60.")
    rep_s = RangeField("One repetition lasts (seconds)", "5-6.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in RANGES:
            self.initial.setdefault(name, getattr(self.instance.dose, name))
        ticked, said = self.add_prefix("per_side"), self.add_prefix("sides")
        # A form that was opened before the upgrade has a tick where today's has a choice.
        if ticked in self.data and said not in self.data:
            sent: Any = self.data
            sent = sent.copy()
            sent[said] = "each"
            self.data = sent

    def clean(self) -> dict[str, Any]:
        """Hand the dose to the row; say so when it names no amount."""
        cleaned = super().clean() or self.cleaned_data
        if not any(name in self.errors for name in RANGES):
            dose = dose_of(cleaned)
            key, _, fault = dose.tempo_fault.partition(": ")
            if fault:
                self.add_error(key, fault[:1].upper() + fault[1:] + ".")
            if dose.is_empty:
                self.add_error("reps", "Say how many, how long or how far: repetitions, hold, keep going or distance.")
            else:
                self.instance.dose = dose
        return cleaned


def dose_of(cleaned: Mapping[str, Any]) -> Dose:
    """The dose that a form holds."""
    values: dict[str, Any] = {name: cleaned.get(name) for name in RANGES}
    return Dose(**values | {name: cleaned.get(name, "") for name in SINGLE})


class EntryForm(DeskForm):
    """A page of the guide."""

    publish_at = forms.DateTimeField(
        label="Publish from",
        required=False,
        help_text="In UTC. Leave empty for at once.",
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def clean_slug(self) -> str:
        """An address that is well formed and free."""
        slug = str(self.cleaned_data["slug"])
        if not schema.SLUG.fullmatch(slug):
            raise ValidationError("Use lower case letters, digits and single hyphens, such as heel-raise-hold.")
        if slug != self.name and store.find(self.kind, slug):
            raise ValidationError("This address is taken.")
        return slug


class ArticleForm(EntryForm):
    """A chapter or an issue."""

    areas = forms.ModelMultipleChoiceField(
        queryset=Area.objects.in_order(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="The places on the foot and leg that this page is about.",
    )

    class Meta:
        model = Article
        fields: ClassVar[list[str]] = []


class ExerciseForm(DoseForm, EntryForm):
    """An exercise with its dose."""

    class Meta:
        model = Exercise
        fields: ClassVar[list[str]] = []


class RoutineForm(EntryForm):
    """A routine; its steps and stages stand below it, and its minutes are counted from them."""

    class Meta:
        model = Routine
        fields: ClassVar[list[str]] = []


class SourceForm(DeskForm):
    """A work that the guide cites."""

    class Meta:
        model = Source
        fields: ClassVar[list[str]] = []


class AreaForm(DeskForm):
    """A place on the foot or leg."""

    class Meta:
        model = Area
        fields: ClassVar[list[str]] = []


class WarningSignForm(DeskForm):
    """A warning sign."""

    class Meta:
        model = WarningSign
        fields: ClassVar[list[str]] = []


class TermForm(DeskForm):
    """A word of the glossary."""

    class Meta:
        model = Term
        fields: ClassVar[list[str]] = []


class SynonymForm(DeskForm):
    """Words that runners search with."""

    class Meta:
        model = Synonym
        fields: ClassVar[list[str]] = []


# --- Rows below a page -----------------------------------------------------------------------


class ExerciseChoice(ExerciseField):
    """An exercise by its title; drafts and retired ones say so."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Exercise.objects.in_order().only("slug", "title", "status"), **kwargs)

    def label_from_instance(self, obj: Exercise) -> str:
        """The title and, unless readers see it, the state."""
        return obj.title if obj.status == Status.PUBLISHED else f"{obj.title} ({obj.get_status_display().lower()})"


class RowForm(ModelForm):
    """One row below a page. All rows are written anew from the whole document, so only the words are checked here."""

    faults: ClassVar[Mapping[str, Sequence[tuple[str | None, str]]]] = {}
    position = forms.IntegerField(
        label="Order",
        required=False,
        min_value=1,
        max_value=999,
        widget=forms.NumberInput({"class": "order", "min": 1}),
    )

    def clean(self) -> dict[str, Any]:
        """Say what the checks of content found in this row."""
        cleaned = super().clean() or self.cleaned_data
        cleaned["position"] = cleaned.get("position") or 999
        for name, message in self.faults.get(self.prefix or "", ()):
            self.add_error(name if name in self.fields else None, message)
        return cleaned

    def validate_unique(self) -> None:
        """Rows may trade places; the list as a whole is looked at for doubles."""

    def validate_constraints(self) -> None:
        """See `validate_unique`; numbers and words are checked with the document."""

    @property
    def place(self) -> tuple[int, int]:
        """Where it goes: a row that moves up stands before the one that has its number, one that moves down after."""
        now, before = self.cleaned_data["position"], self.initial.get("position")
        moved = -1 if before is None or now < before else int(now > before)
        return now, moved


class SuitForm(RowForm):
    """An exercise that an article lists."""

    exercise = ExerciseChoice()

    class Meta:
        model = ArticleExercise
        fields = ("position", "exercise", "note")


class VariationForm(RowForm):
    """An easier or harder form."""

    to = ExerciseChoice(label="Leads to", required=False)

    class Meta:
        model = Variation
        fields = ("position", "direction", "text", "to")


class StageForm(RowForm):
    """A named part of a programme."""

    note = OneLineField(required=False, widget=Textarea(2))

    class Meta:
        model = Stage
        fields = ("position", "name", "note")


class StepForm(DoseForm, RowForm):
    """One exercise in a routine."""

    stage_choices: ClassVar[Sequence[tuple[str, str]]] = ()
    stage_rows: ClassVar[Mapping[int, int]] = {}
    exercise = ExerciseChoice()
    rest_before_s = RangeField("Rest before it (seconds)", "120-180, after a heavy exercise.")
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
        self.initial.setdefault("rest_before_s", self.instance.rest_before_s)
        choice = self.fields["in_stage"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 (for the type checker)
        choice.choices = self.stage_choices
        if self.instance.stage_id is not None:
            self.initial.setdefault("in_stage", str(self.stage_rows.get(self.instance.stage_id, "")))
