"""A row that waits for an editor or for its date is off the site, and what it says is a draft without a live page.

Until December 2026 a draft was a state of the row itself, and a date made the row live. Now the row says what readers
see or saw, and the draft stands beside it with its date. What a row says is taken from the newest state in its history.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.utils import timezone

DRAFTED, DISCARDED = "drafted", "discarded"
NOT_OF_ITS_ROW = (DRAFTED, DISCARDED)
NEW = "draft/"


def content(document: dict[str, Any]) -> dict[str, Any]:
    """A document without what says where it stands."""
    return {key: value for key, value in document.items() if key not in ("status", "publish_at")}


def rows(apps: Any) -> Any:
    """Every page with its kind."""
    for name in ("Article", "Exercise", "Routine"):
        for row in apps.get_model("library", name).objects.order_by("pk"):
            yield row, getattr(row, "kind", name.lower())


def give_drafts(apps: Any, schema_editor: Any) -> None:
    """A draft for every row that readers do not see yet, and for every draft that an earlier way back left in the history."""
    Draft, Revision = apps.get_model("library", "Draft"), apps.get_model("library", "Revision")
    now = timezone.now()
    for row, kind in rows(apps):
        waits = row.status == "published" and row.publish_at is not None and row.publish_at > now
        if row.status != "draft" and not waits:
            continue
        state = newest(Revision.objects.filter(kind=kind, slug=row.slug).exclude(action__in=NOT_OF_ITS_ROW))
        if state is not None:
            said = content(state.document)
            Draft.objects.create(
                kind=kind, name=row.slug, slug=row.slug, document=said, base=said, by=state.by,
                started_at=state.at, saved_at=state.at, publish_at=row.publish_at if waits else None,
            )  # fmt: skip
            # Without a state in the history a date stays the row's own.
            row.status, row.publish_at = "draft", None
            row.save(update_fields=["status", "publish_at"])
    for kind, slug in sorted(set(Revision.objects.filter(action=DRAFTED).values_list("kind", "slug"))):
        states = Revision.objects.filter(kind=kind, slug=slug)
        state = newest(states)
        if state.action != DRAFTED:
            continue
        name = "" if slug.startswith(NEW) else slug
        base = newest(states.exclude(action__in=NOT_OF_ITS_ROW))
        found = Draft.objects.filter(kind=kind, name=name).exclude(name="").first()
        draft = found or Draft(kind=kind, name=name, slug=name, base=content(base.document) if base else None)
        draft.document, draft.by, draft.saved_at = content(state.document), state.by, state.at
        draft.save()
        if not name:
            states.update(slug=f"{NEW}{draft.pk}")


def newest(states: Any) -> Any:
    """The newest of some states, or None."""
    return states.order_by("-at", "-pk").first()


def take_drafts(apps: Any, schema_editor: Any) -> None:
    """A date is the row's again, where the row says what its draft says. Other drafts stay in the history."""
    for draft in apps.get_model("library", "Draft").objects.filter(publish_at__isnull=False, name__gt=""):
        for row, kind in rows(apps):
            if (kind, row.slug, row.status) == (draft.kind, draft.name, "draft") and draft.document == draft.base:
                row.status, row.publish_at = "published", draft.publish_at
                row.save(update_fields=["status", "publish_at"])


class Migration(migrations.Migration):

    dependencies = [
        ('library', '0006_drafts_beside_the_pages'),
    ]

    operations = [
        migrations.RunPython(give_drafts, take_drafts),
    ]
