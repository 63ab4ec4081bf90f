"""A form of the desk with the rows below it: bound to what was sent, or filled with a text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from library.admin import composing
from library.admin.comparing import Difference, differences
from library.admin.composing import Places
from library.admin.forms import DeskForm
from library.admin.overruled import OpenFinding
from library.documents.faults import Fault
from library.editors_text import EditorsText
from library.merging import Clash


class Filled:
    """A form with the rows below it, bound to what was sent or filled with a text."""

    def __init__(
        self, form: DeskForm, formsets: list[Any], inlines: list[Any], text: EditorsText | None = None
    ) -> None:
        self.form, self.formsets, self.inlines, self.text = form, formsets, inlines, text
        # Findings that may be overruled, each with a field for the reason.
        self.asked: Sequence[OpenFinding] = ()

    def read(self, before: EditorsText) -> tuple[EditorsText, Places]:
        """What was sent, as a text."""
        for form in (self.form, *self.formsets):
            form.is_valid()
        return composing.text_of(before, self.form, self.formsets)

    def refuse(self, faults: list[Fault], places: Places) -> None:
        """Show every fault at its field."""
        own, rows = composing.faults_by_row(faults, places)
        self.form.refuse((self.form.field_of(fault), self.form.words_of(fault)) for fault in own)
        for formset in self.formsets:
            for form in formset.forms:
                form.refuse(rows.get(form.prefix, ()))

    def say(self, words: str) -> None:
        """Say something about the whole, and nothing about a field."""
        for form in (self.form, *(form for formset in self.formsets for form in formset.forms)):
            form.errors.clear()
        self.form.say(words)

    @property
    def has_unread(self) -> bool:
        """Whether a field that is seen could not be read, in the form or in a row that is not left out."""
        rows = (form for formset in self.formsets for form in formset.forms if not form.is_left_out)
        return any(
            name in form.fields and not form.fields[name].widget.is_hidden
            for form in (self.form, *rows)
            for name in form.errors
        )


def clashing(kind: str, filled: Filled, clashes: Sequence[Clash], other: EditorsText) -> list[Difference]:
    """The fields that two texts changed to different things: the other one's words, then those in the form."""
    keys = {str(clash.path[0]) for clash in clashes}
    mine = filled.text or EditorsText(kind, "", "")
    one, two = (
        {key: value for key, value in {**text.document, "slug": text.slug}.items() if key in keys}
        for text in (other, mine)
    )
    return differences(kind, one, two)
