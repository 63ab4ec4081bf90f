"""A passage as safe HTML, the words that were asked for marked."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe

from library.search.corpus import Field
from library.search.index import Passage
from library.search.words import WORD

LONGEST = 200
# Said before words that do not stand in the page's text. Readers' words claim nothing: a spur is no other name for the pain.
OPENINGS = {
    Field.CLINICAL: "Physios call it ",
    Field.ALIAS: "Readers look here for ",
    Field.SYNONYM: "Readers look here for ",
    Field.PART_SYNONYM: "Readers look here for ",
}


@dataclass(frozen=True)
class Marker:
    """Marks the words of one search: those whose stem is wanted. `forms` leads from written words to stems."""

    forms: Mapping[str, str]
    stems: Collection[str]

    def why(self, passage: Passage, summary: str) -> SafeString:
        """Say why a page was found: a passage of it, or the words that readers use for it and its summary or part."""
        if passage.field in (Field.BODY, Field.SIGN, Field.SUMMARY):
            return self.html(passage.text)
        # A warning sign brings its full stop, a name does not.
        said = self.html(passage.text).removesuffix(".")
        return mark_safe(f"{OPENINGS.get(passage.field, '')}{said}. {self.html(passage.part or summary)}")

    def html(self, text: str) -> SafeString:
        """A text, shortened round its first match, with every matching word in a `mark`."""
        found = [match for match in WORD.finditer(text) if self.forms.get(match[0].lower()) in self.stems]
        first, last = _window(text, found)
        pieces = ["… "] if first else []
        at = first
        for match in found:
            if first <= match.start() and match.end() <= last:
                pieces += [escape(text[at : match.start()]), "<mark>", escape(match[0]), "</mark>"]
                at = match.end()
        pieces += [escape(text[at:last]), " …" if last < len(text) else ""]
        return mark_safe("".join(pieces))  # every piece of text is escaped


def _window(text: str, found: list[re.Match[str]]) -> tuple[int, int]:
    if len(text) <= LONGEST:
        return 0, len(text)
    start = max(0, found[0].start() - LONGEST // 3) if found else 0
    if start:
        start = text.find(" ", start) + 1
    end = min(len(text), start + LONGEST)
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + 1)
    return start, end
