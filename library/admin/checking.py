"""May this go live? The whole document is asked, as seeding would ask it, before anything is committed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models

from library import proofing, referable
from library.admin.composing import Places, RowFaults, faults_by_row
from library.documents import parts, schema, store
from library.documents.faults import Fault


class Faulty(Exception):
    """A document with faults: what was saved so far is rolled back and the form is shown again."""

    def __init__(self, faults: Iterable[Fault], places: Places | None = None) -> None:
        self.own, self.rows = faults_by_row(faults, places or {})
        super().__init__("; ".join(f"{fault.field}: {fault.message}" for fault in self.own) or str(self.rows))

    own: Sequence[Fault]
    rows: RowFaults


def faults_of(row: models.Model) -> list[Fault]:
    """Everything that the checks of content find in a row and its children."""
    kind, slug = store.kind_of(row), store.slug_of(row)
    document = store.document(row)
    if wrong := schema.shape_faults(kind, document):
        return wrong
    around = referable.from_documents({(kind, slug): document}, referable.from_tables())
    return proofing.faults(kind, slug, document, around)


def broken_links(row: models.Model) -> list[str]:
    """Pages that link to a part of this page that is not there (any more), in words."""
    kind, slug = store.kind_of(row), store.slug_of(row)
    around = referable.from_tables()
    if (kind, slug) not in around.anchors:
        return []
    found: dict[str, Any] = {}
    needle = f"{kind}:{slug}#"
    for other in schema.PAGES:
        for page in store.rows(other):
            for _, text in parts.prose(store.document(page)):
                for part in text.split(f"({needle}")[1:]:
                    anchor = part.partition(")")[0]
                    if anchor not in around.anchors[(kind, slug)]:
                        found[f"“{page}” links to the part “{anchor}”"] = page
    return list(found)
