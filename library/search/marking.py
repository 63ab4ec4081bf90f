"""A passage as safe HTML, the words that were asked for marked."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from library.search.corpus import Field
from library.search.index import Passage
from library.search.words import Spot, spots, stem

LONGEST = 200


def why(passage: Passage, summary: str, stems: Collection[str]) -> SafeString:
    """Say why a page was found: a passage of it, or its summary with the reader's words before it."""
    if passage.field in (Field.SYNONYM, Field.PART_SYNONYM, Field.ALIAS, Field.CLINICAL):
        return format_html("Also called {}. {}", marked(passage.text, stems), marked(summary, stems))
    if passage.field in (Field.TITLE, Field.HEADING, Field.LABEL):
        return format_html("{}. {}", marked(passage.text, stems), marked(summary, stems))
    return marked(passage.text, stems)


def marked(text: str, stems: Collection[str]) -> SafeString:
    """A text, shortened round its first match, with every matching word in a `mark`."""
    found = [spot for spot in spots(text) if stem(spot.word) in stems]
    first, last = _window(text, found)
    pieces: list[tuple[str, str, str, str]] = []
    at = first
    for spot in found:
        if first <= spot.start and spot.end <= last:
            pieces.append((text[at : spot.start], text[spot.start : spot.end]))
            at = spot.end
    return format_html(
        "{}{}{}{}",
        "… " if first else "",
        format_html_join("", "{}<mark>{}</mark>", pieces),
        conditional_escape(text[at:last]),
        " …" if last < len(text) else "",
    )


def _window(text: str, found: list[Spot]) -> tuple[int, int]:
    if len(text) <= LONGEST:
        return 0, len(text)
    start = max(0, found[0].start - LONGEST // 3) if found else 0
    if start:
        start = text.find(" ", start) + 1
    end = min(len(text), start + LONGEST)
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + 1)
    return start, end
