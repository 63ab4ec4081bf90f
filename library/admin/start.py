"""The start page of the desk: what is being worked on, what publishes itself, and what a date could not publish."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from library.documents import store
from library.models import Draft

# How Django's admin calls the table of a kind.
TABLE_OF = {"warning": "warningsign"}


def drafts_of_the_desk() -> dict[str, Any]:
    """The drafts, newest first: those in trouble, those with a date, the others."""
    found = [(draft, address(draft)) for draft in Draft.objects.select_related("by").newest_first()]
    return {
        "troubled": [one for one in found if one[0].trouble],
        "scheduled": sorted((one for one in found if one[0].publish_at), key=lambda one: one[0].publish_at),
        "drafts": [one for one in found if not one[0].trouble and not one[0].publish_at],
    }


def address(draft: Draft) -> str:
    """Where a draft is written on."""
    table = TABLE_OF.get(draft.kind, draft.kind)
    row = store.find(draft.kind, draft.name) if draft.name else None
    if row is None:
        return reverse(f"admin:library_{table}_draft", args=[draft.pk])
    return reverse(f"admin:library_{table}_change", args=[row.pk])
