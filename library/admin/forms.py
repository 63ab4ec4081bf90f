"""The forms of the desk. They read what was typed and refuse nothing: a draft may be as unfinished as it likes.

Whether it may go live is asked of the whole document (drafts.faults_of_text); what is found there comes back to its field.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, tzinfo
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.core import signing
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.text import capfirst

from library.admin.fields import VOCABULARIES, AreasField, LinesField, RangeField, kept_order
from library.admin.generics import ModelForm
from library.documents.faults import Fault
from library.doses import TEMPO
from library.field_names import DOSE_LABELS, capital, place_in_words
from library.models import (
    Area,
    Article,
    Exercise,
    Routine,
    Source,
    Synonym,
    Term,
    WarningSign,
)

# What a form's packed state is signed for.
PACKED = "desk: what a form was filled with"


class DraftForm(ModelForm):
    """What all forms of the desk share: every field may be empty, nothing is asked of the tables, faults come from outside."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        for field in self.fields.values():
            field.required = False

    def _post_clean(self) -> None:
        """The row is not touched by what is typed: it is written from the document when that is published."""

    def say(self, words: str) -> None:
        """Say something about the whole, on a form that was sent or on one that is shown for the first time."""
        if not self.is_bound:
            self.cleaned_data = {}
            self._errors = ErrorDict()
        self.add_error(None, words)

    def refuse(self, faults: Iterable[tuple[str | None, str]]) -> None:
        """Show what the checks of content found, each at its field, in the place of what the field said itself.

        A field that could not read one of its lines names that line, which the checks cannot.
        """
        shown: set[str | None] = set()
        unread = {name for name in self.errors if isinstance(self.fields.get(name), LinesField)}
        for name, message in faults:
            at = name if name in self.fields else None
            if at in unread:
                continue
            if at is not None and at not in shown:
                self.errors.pop(at, None)
            shown.add(at)
            self.add_error(at, message)


class BaseField(forms.JSONField):
    """The state that a form was filled with, packed: it goes out and comes back with every form, a sixth of its length. A
    form that was opened before December 2026 sends it as it is."""

    widget = forms.HiddenInput

    def prepare_value(self, value: Any) -> Any:
        """The state packed; what was sent goes back as it came."""
        return signing.dumps(value, salt=PACKED, compress=True) if isinstance(value, dict) else value

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What was sent, as it came."""
        return data

    def to_python(self, value: Any) -> Any:
        """The state; nothing where somebody else wrote it."""
        if not isinstance(value, str) or not value or value.startswith("{"):
            return super().to_python(value)
        try:
            return signing.loads(value, salt=PACKED)
        except signing.BadSignature:
            return None


class DeskForm(DraftForm):
    """The form of one object. `seen` names the state that it was filled with, `base` is that state, `called` its address
    and `stood` where the page stood then (both empty in a form that was opened before December 2026)."""

    kind: ClassVar[str] = ""
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    base = BaseField(required=False)
    called = forms.CharField(required=False, widget=forms.HiddenInput)
    stood = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Keep the order of lists."""
        cleaned = super().clean() or self.cleaned_data
        for name, old in self.initial.items():
            if name in cleaned and (
                (type(self.instance), name) in VOCABULARIES or name in ("stop_and_see", "rule_out")
            ):
                cleaned[name] = kept_order(old if isinstance(old, list) else (), cleaned[name])
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
        message = capital(fault.message)
        if name is None:
            return f"{place_in_words(self.kind, fault.path)}: {fault.message}" if fault.path else message
        field = self.fields[name]
        if isinstance(field, forms.MultipleChoiceField) and not self[name].value():
            return f"Tick at least one of the boxes under “{field.label}”."
        items = [part + 1 for part in fault.path if isinstance(part, int)]
        return f"Line {items[0]}: {fault.message}" if items else message


class DoseForm(DraftForm):
    """A dose with one input for each range."""

    sets = RangeField(capfirst(DOSE_LABELS["sets"]), "Such as 3 or 2-3.")
    reps = RangeField(capfirst(DOSE_LABELS["reps"]), "In a set, such as 12 or 8-15.")
    hold_s = RangeField(capfirst(DOSE_LABELS["hold_s"]), "Such as 30 or 30-45.")
    duration_s = RangeField(capfirst(DOSE_LABELS["duration_s"]), "Such as 20-30.")
    distance_m = RangeField(capfirst(DOSE_LABELS["distance_m"]), "Such as 10 or 10-20.")
    rest_s = RangeField(capfirst(DOSE_LABELS["rest_s"]), "Such as 60.")
    rep_s = RangeField(capfirst(DOSE_LABELS["rep_s"]), "Such as 5-6.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ticked, said = self.add_prefix("per_side"), self.add_prefix("sides")
        # A form that was opened before the upgrade has a tick where today's has a choice.
        if ticked in self.data and said not in self.data:
            sent: Any = self.data
            sent = sent.copy()
            sent[said] = "each"
            self.data = sent
        for name in (*TEMPO, "time_s", "load"):
            if name in self.fields:
                self.fields[name].label = capfirst(DOSE_LABELS[name])


# What fields are called and asked by in the tables, in an editor's words.
IN_WORDS = {
    "slug": ("Address", "The end of its address. If you change it, the old address leads to the new one."),
    "body": ("Text", "Citations: [@radford-2006]. Links: [words](exercise:toe-walk)."),
    "covers": (
        "What readers must find here",
        "Codes for the checks; readers see none of them. Keep each with the passage that it names.",
    ),
}
# The same where it is only shown.
READ_ONLY = {"slug": IN_WORDS["slug"][0]}


def zone_called(name: str) -> tzinfo:
    """The time zone of that name; UTC where there is none."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        return UTC


class EntryForm(DeskForm):
    """A page of the guide."""

    publish_at = forms.DateTimeField(
        label="Publish from",
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    # The zone in which the form showed its date. A form that was opened before December 2026 names none: it said UTC.
    zone = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, help_text) in IN_WORDS.items():
            if name in self.fields:
                self.fields[name].label, self.fields[name].help_text = label, help_text
        self.fields["publish_at"].help_text = (
            f"In your time zone, {timezone.get_current_timezone_name()}. "
            "Leave it empty to publish at once. Until then readers see what they see now."
        )

    def clean(self) -> dict[str, Any]:
        """Read the date in the zone in which the form showed it, whatever zone the account has by now."""
        cleaned = super().clean()
        if at := cleaned.get("publish_at"):
            cleaned["publish_at"] = timezone.make_naive(at).replace(tzinfo=zone_called(cleaned.get("zone") or "UTC"))
        return cleaned


class ArticleForm(EntryForm):
    """A chapter or an issue."""

    areas = AreasField(
        required=False, label="Areas", help_text="The areas of the foot and leg that this page is about."
    )

    class Meta:
        model = Article
        fields: ClassVar[list[str]] = []
        labels = READ_ONLY


class ExerciseForm(DoseForm, EntryForm):
    """An exercise with its dose."""

    class Meta:
        model = Exercise
        fields: ClassVar[list[str]] = []
        labels = READ_ONLY


class RoutineForm(EntryForm):
    """A routine; its steps and stages stand below it, and its minutes are counted from them."""

    class Meta:
        model = Routine
        fields: ClassVar[list[str]] = []
        labels = READ_ONLY


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
        help_texts: ClassVar[dict[str, str]] = {
            "see": (
                "Where to read on, as a link says it: chapter:how-the-ankle-works, "
                "or chapter:how-the-ankle-works#the-bones for a part of it."
            )
        }


class SynonymForm(DeskForm):
    """Words that runners search with."""

    class Meta:
        model = Synonym
        fields: ClassVar[list[str]] = []
