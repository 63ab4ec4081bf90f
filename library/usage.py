"""Which pages use which, and which cite which source, for all of them at once: as many queries for a thousand as for ten.

`publishing.used_in` says the same of one object, as rows; a test holds the two against each other.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models

from library import rerendering
from library.models import Article, ArticleExercise, Citation, Exercise, Routine, Step, Variation
from library.models.entry import Entry

# Links stand in texts as `(exercise:toe-walk)` and `(chapter:calves#the-lower-calf)`.
LINK = re.compile(r"\((exercise|chapter|issue|routine):([^)#\s]+)[)#]")


@dataclass(frozen=True)
class UsingPage:
    """A page that uses something: its kind, its key in the table, its title."""

    kind: str
    pk: int
    title: str


class Usage:
    """Who uses what, as the tables hold it when this is made."""

    def __init__(self) -> None:
        self._pages: dict[tuple[type[Entry], int], UsingPage] = {}
        # What stands for a page in texts, to the page itself: no page uses itself.
        self._own: dict[tuple[str, str], tuple[type[Entry], int]] = {}
        for model in rerendering.ENTRIES:
            kind: Any = models.F("kind") if model is Article else models.Value(model.__name__.lower())
            for pk, slug, title, of_kind in model._default_manager.values_list("pk", "slug", "title", kind):
                self._pages[(model, pk)] = UsingPage(of_kind, pk, title)
                self._own[(of_kind, slug)] = (model, pk)
        self._found: dict[tuple[str, str], set[tuple[type[Entry], int]]] = defaultdict(set)
        for (kind_used, name), page in (*_in_rows(), *_in_texts(), *_citing()):
            if page != self._own.get((kind_used, name)):
                self._found[(kind_used, name)].add(page)

    def of(self, kind: str, name: str) -> list[UsingPage]:
        """The pages that use an object, by kind and title."""
        found = (self._pages[page] for page in self._found.get((kind, name), ()))
        return sorted(found, key=lambda page: (page.kind, page.title, page.pk))

    def times(self, kind: str, name: str) -> int:
        """How many pages use an object."""
        return len(self._found.get((kind, name), ()))

    def used(self, kind: str) -> set[str]:
        """The names of the objects of a kind that some page uses."""
        return {name for (of_kind, name), pages in self._found.items() if of_kind == kind and pages}


Use = tuple[tuple[str, str], tuple[type[Entry], int]]


def _in_rows() -> Iterator[Use]:
    steps = Step.objects.order_by().values_list("exercise__slug", "routine_id").distinct()
    yield from ((("exercise", slug), (Routine, routine)) for slug, routine in steps)
    suits = ArticleExercise.objects.order_by().values_list("exercise__slug", "article_id")
    yield from ((("exercise", slug), (Article, article)) for slug, article in suits)
    forms = Variation.objects.order_by().filter(to__isnull=False).values_list("to__slug", "exercise_id")
    yield from ((("exercise", str(slug)), (Exercise, exercise)) for slug, exercise in forms)
    programmes = Article.objects.exclude(programme="").values_list("programme", "pk")
    yield from ((("routine", slug), (Article, article)) for slug, article in programmes)


def _in_texts() -> Iterator[Use]:
    for model, page, key, columns in rerendering.TEXTS:
        for own, *values in model._default_manager.order_by().values_list(key, *columns).iterator():
            texts = (one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in values if one)
            for text in texts:
                yield from ((link, (page, own)) for link in LINK.findall(text))


def _citing() -> Iterator[Use]:
    columns = ("source__key", "article_id", "exercise_id", "routine_id")
    for key, *owners in Citation.objects.order_by().values_list(*columns):
        for model, owner in zip((Article, Exercise, Routine), owners, strict=True):
            if owner is not None:
                yield ("source", key), (model, owner)
