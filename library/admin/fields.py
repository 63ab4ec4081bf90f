"""Form fields for what the library keeps as lists: one item on a line, boxes to tick, ranges such as 8-15."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst

from library import referable
from library.admin.picture_input import PictureInput
from library.doses import Range
from library.models import (
    Area,
    Article,
    ArticleExercise,
    Equipment,
    Exercise,
    Movement,
    Position,
    Routine,
    Sides,
    Stage,
    Step,
    Tissue,
    Variation,
    WarningLevel,
    WarningSign,
    When,
)

# JSON columns that hold words of a closed vocabulary.
VOCABULARIES: dict[tuple[type[models.Model], str], type[models.TextChoices]] = {
    (Exercise, "when"): When,
    (Exercise, "positions"): Position,
    (Exercise, "equipment"): Equipment,
    (Exercise, "tissues"): Tissue,
    (Exercise, "movements"): Movement,
    (Exercise, "other_sides"): Sides,
}


class Textarea(forms.Textarea):
    """A textarea as wide as the text it holds is on the page. `marks` says what of Markdown it takes: all that a `page` has,
    that of one `line`, or that of `lines` which are an item each; above it stand the buttons for that (js/desk/writing.js)."""

    def __init__(self, rows: int, marks: str = "") -> None:
        own = {"data-marks": marks} if marks else {}
        super().__init__({"rows": rows, "cols": 80, "class": "vLargeTextField", **own})


class TextField(forms.CharField):
    """Markdown of any length. Browsers send lines that end in CR LF; content files hold LF."""

    def to_python(self, value: Any) -> str:
        """The text with plain line ends."""
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


class OneLineField(forms.CharField):
    """A longer text that is one passage: line breaks become spaces."""

    def to_python(self, value: Any) -> str:
        """The text on one line."""
        return re.sub(r"\s+", " ", super().to_python(value) or "")


class LinesField(forms.CharField):
    """A list of texts, one on each line; empty lines are left out."""

    def prepare_value(self, value: Any) -> Any:
        """Items as lines."""
        return "\n".join(self.line(item) for item in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """Lines as items."""
        if isinstance(value, list):
            return value
        lines = (re.sub(r"\s+", " ", line).strip() for line in str(value or "").splitlines())
        return [self.item(line) for line in lines if line]

    def line(self, item: Any) -> str:
        """One item as a line."""
        return str(item)

    def item(self, line: str) -> Any:
        """One line as an item. Raises ValidationError with a message for an editor."""
        return line


class FactsField(LinesField):
    """Facts of one term each: `Where: cord above the heel`."""

    def line(self, item: Any) -> str:
        """The fact as a line."""
        return "; ".join(f"{term}: {text}" for term, text in item.items())

    def item(self, line: str) -> dict[str, str]:
        """The line as a fact."""
        term, colon, text = (part.strip() for part in line.partition(":"))
        if not colon or not term or not text:
            raise ValidationError(
                f"Write a term, a colon and its text, such as “Where: outer side”. This line has none: {line}"
            )
        return {term: text}


class CandidatesField(FactsField):
    """Pages with what each feels like at a place: `ankle-sprain: sudden pain`; the words may be missing."""

    def line(self, item: Any) -> str:
        """The page and its words as a line."""
        return "; ".join(f"{slug}: {text}".rstrip(": ") for slug, text in item.items())

    def item(self, line: str) -> dict[str, str]:
        """The line as a page and its words."""
        slug, _, text = (part.strip() for part in line.partition(":"))
        return {slug: text}


class CoversField(LinesField):
    """Parts of a page with the points they cover: `the-bones: G1 G2`."""

    def prepare_value(self, value: Any) -> Any:
        """Parts as lines."""
        if isinstance(value, dict):
            return "\n".join(f"{part}: {' '.join(points)}" for part, points in value.items())
        return super().prepare_value(value)

    def to_python(self, value: Any) -> Any:
        """Lines as parts."""
        return value if isinstance(value, dict) else dict(super().to_python(value))

    def item(self, line: str) -> tuple[str, list[str]]:
        """The line as a part and its points."""
        part, colon, points = (word.strip() for word in line.partition(":"))
        if not colon or not part or not points:
            raise ValidationError(
                f"Write a part, a colon and its points, such as “intro: G1 G2”. This line has none: {line}"
            )
        return part, points.replace(",", " ").split()


class WordsField(forms.MultipleChoiceField):
    """Boxes to tick for a closed vocabulary. What was there keeps its order, so that a change stays small."""

    widget = forms.CheckboxSelectMultiple

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Say whether other boxes are ticked; the order means nothing."""
        return set(initial or ()) != set(data or ())


class SignsField(forms.MultipleChoiceField):
    """Boxes to tick for the warning signs, level by level. Lines that are no sign of the list are offered as they are."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=sign_choices, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """The ticked keys; what an earlier release kept as words is a box of its own, so that nothing goes unseen."""
        choices = sign_choices()
        known = {key for _, group in choices for key, _ in group}
        if own := [(words, words) for words in value or () if words not in known]:
            choices = [*choices, ("Not in the list", own)]
        self.widget.choices = choices
        return value

    def valid_value(self, value: str) -> bool:
        """Anything: the checks of content say which line is no sign, with its place."""
        return bool(value)


class AreasField(forms.MultipleChoiceField):
    """Boxes to tick for the places on foot and leg, by their codes."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=area_choices, **kwargs)

    def to_python(self, value: Any) -> list[str]:
        """The codes; a form that was opened before December 2026 sends the numbers of the rows."""
        codes = {str(pk): code for pk, code in Area.objects.values_list("pk", "code")}
        return [codes.get(one, one) for one in super().to_python(value)]

    def valid_value(self, value: str) -> bool:
        """Anything: the checks of content say which place is not there."""
        return bool(value)


def area_choices() -> list[tuple[str, str]]:
    """The places in the order of their list."""
    return [(area.code, str(area)) for area in Area.objects.in_order()]


def sign_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The list of warning signs as choices, level by level."""
    found = referable.signs_in_force().values()
    return [(level.label, [(sign.key, sign.text) for sign in found if sign.level == level]) for level in WarningLevel]


class RangeField(forms.CharField):
    """A number such as 12, or a range such as 8-15; None when it is empty."""

    def __init__(self, label: str, help_text: str = "") -> None:
        widget = forms.TextInput({"size": 8, "class": "range", "inputmode": "text", "autocomplete": "off"})
        super().__init__(label=label, help_text=help_text, required=False, max_length=12, widget=widget)

    def prepare_value(self, value: Any) -> Any:
        """The range as it is typed."""
        return str(value.document()) if isinstance(value, Range) else value

    def to_python(self, value: Any) -> Any:
        """The typed text as a range."""
        if value is None or isinstance(value, Range):
            return value
        text = str(value).strip()
        if not text:
            return None
        try:
            return Range.parse(text)
        except ValueError as error:
            raise ValidationError(capfirst(f"{error}.")) from None

    def run_validators(self, value: Any) -> None:
        """Nothing beyond what parsing refused."""


def kept_order(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """The new words, those that stood before in their old order."""
    return [word for word in old if word in new] + [word for word in new if word not in old]


# Texts that are one passage, with the lines to show for them.
ONE_LINE = {
    "stop_note": 4,
    "leave_out": 3,
    "dose_note": 3,
    "achilles_heel_note": 3,
    "evidence": 5,
    "supports": 3,
    "note": 2,
    "text": 3,
}
# The boxes that print signs of the list.
BOXES = ((Article, "stop_and_see"), (Area, "rule_out"))
FIELDS: dict[tuple[type[models.Model], str], type[LinesField]] = {
    (Article, "at_a_glance"): FactsField,
    (Article, "begin_with"): FactsField,
    (Article, "covers"): CoversField,
    (Area, "issues"): CandidatesField,
    (Area, "neighbours"): FactsField,
}
# The fields of a page whose words may be marked, beside its text (rendering.py).
MARKED_LINES = ("steps", "mistakes", "cautions", "signs", "at_a_glance", "begin_with")
MARKED_LINE = ("stop_note", "leave_out", "dose_note", "achilles_heel_note", "evidence")
# The short texts of rows below a page, and of the list of warning signs, whose words may be marked, too.
MARKED_SHORT = {
    (ArticleExercise, "note"),
    (Variation, "text"),
    (Stage, "note"),
    (Step, "note"),
    (WarningSign, "text"),
    (WarningSign, "note"),
}
LONG_LINES = {"steps": 10, "aliases": 6, "words": 8, "signs": 6, "at_a_glance": 6}


def field_for(column: models.Field[Any, Any]) -> forms.Field | None:
    """Our field for a column, or None where Django's own will do."""
    common: dict[str, Any] = {
        "required": not column.blank,
        "label": capfirst(str(column.verbose_name)),
        "help_text": column.help_text,
    }
    model = column.model._meta.concrete_model or column.model
    if isinstance(column, models.JSONField):
        if vocabulary := VOCABULARIES.get((model, column.name)):
            return WordsField(choices=vocabulary.choices, **common)
        if (model, column.name) in BOXES:
            return SignsField(**common)
        kind = FIELDS.get((model, column.name), LinesField)
        marks = "lines" if column.name in MARKED_LINES and model in (Article, Exercise) else ""
        return kind(widget=Textarea(LONG_LINES.get(column.name, 4), marks), **common)
    if column.name == "picture":
        return forms.CharField(widget=PictureInput({"size": 48}), max_length=column.max_length, **common)
    if column.name == "body":
        return TextField(widget=Textarea(28, "page"), **common | {"required": True})
    if column.name == "summary":
        return OneLineField(widget=Textarea(3), max_length=column.max_length, **common)
    if isinstance(column, models.TextField) and column.name in ONE_LINE:
        is_marked = (model, column.name) in MARKED_SHORT
        is_marked |= column.name in MARKED_LINE and model in (Article, Exercise, Routine)
        return OneLineField(widget=Textarea(ONE_LINE[column.name], "line" if is_marked else ""), **common)
    if (model, column.name) in MARKED_SHORT:
        widget = AdminTextInputWidget({"data-marks": "line"})
        return OneLineField(widget=widget, max_length=column.max_length, **common)
    return None
