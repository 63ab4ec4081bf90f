"""What is said once a page is published: nothing here keeps anything from going live."""

from __future__ import annotations

from typing import cast

from django.db import models

from library import markup, rerendering
from library.documents import parts, schema, store
from library.models import Article
from library.models.entry import Entry

PART_IS_GONE = "which is not on this page. Change the link there."


def broken_links(row: models.Model) -> list[str]:
    """Pages that link to a part of this page that is not there (any more), in words.

    To be asked after the commit: it holds nobody up then. Only chapters and issues have parts.
    """
    if not isinstance(row, Article):
        return []
    needle, there = f"({store.kind_of(row)}:{row.slug}#", markup.anchors(row.body)
    holding = rerendering.where_mentioned(needle)
    found: dict[str, None] = {}
    for kind in schema.PAGES:
        for page in store.rows(kind).filter(holding[cast("type[Entry]", store.MODELS[kind])]):
            for _, text in parts.prose(store.document(page)):
                for rest in text.split(needle)[1:]:
                    if (anchor := rest.partition(")")[0]) not in there:
                        found[f"“{page}” links to the part “{anchor}”, {PART_IS_GONE}"] = None
    return list(found)
