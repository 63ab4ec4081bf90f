"""Where an object of the desk stands, and what becomes of the date of its draft, in words."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from library import drafts, overruling
from library.admin.sheet import DeskSheet
from library.admin.when import instant_in_words
from library.doses import EN_DASH
from library.editors_text import EditorsText
from library.field_names import place_in_words
from library.models import Draft, Status
from library.models.entry import Entry


def minutes_of_readers(text: EditorsText) -> str:
    """What readers see of a routine's time, as it was last saved; empty where there is nothing to count yet."""
    document = text.document
    if not any(document.get(rows) for rows in ("steps", "stages")):
        return ""
    return str(document.get("minutes", "")).replace("-", EN_DASH)


def standing_in_words(sheet: DeskSheet) -> str:
    """Where an object stands, in one sentence for its editor."""
    row, draft = sheet.row, sheet.draft
    if row is None:
        seen = "Readers see nothing of this yet."
    elif isinstance(row, Entry) and not row.is_live:
        seen = "This page is not on the site."
        if row.status == Status.RETIRED:
            seen = "This page is retired: its address says that it was taken out, or leads to its replacement."
            seen += " Publishing brings it back."
        elif row.publish_at and row.status == Status.PUBLISHED:
            seen = f"A release publishes this page on {instant_in_words(row.publish_at)}."
    else:
        seen = "Readers see this." if draft is None else "Readers see the published page, not this draft."
    if draft is not None and draft.publish_at:
        seen += f" The draft publishes itself on {instant_in_words(draft.publish_at)}."
    return seen


def fate_of_date(draft: Draft, at: datetime | None) -> str:
    """What becomes of the date of a draft whose words changed, in words: it stays where they may go live as they are."""
    if at is None or at <= timezone.now():
        drafts.undate(draft)
        return "its date is taken off: it does not publish itself any more"
    text = drafts.of_draft(draft)
    found = [
        *(f"{place_in_words(text.kind, fault.path)}: {fault.message}" for fault in drafts.faults_of_text(text)),
        *overruling.weigh(text, draft).lines(text.kind),
    ]
    if found:
        drafts.undate(draft)
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        return f"its date is taken off, because as it is now it may not go live: {found[0]}{more}"
    drafts.schedule(draft, at, draft.reasons)
    return f"publishes itself as it is now on {instant_in_words(at)}"


def and_its_date(draft: Draft | None, had_date: datetime | None) -> str:
    """The same as half a sentence after what was done to a draft; empty where that had no date."""
    if draft is None or had_date is None:
        return ""
    words = fate_of_date(draft, had_date)
    return f", and {words}" if words.startswith("its") else f", which {words}"
