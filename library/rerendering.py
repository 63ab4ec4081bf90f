"""Pages whose HTML is to be made again: marked in the transaction of the change, rendered after its commit.

A mark is a token in the page's own row, so a worker that dies loses none, and several workers may render at once: each
page is taken by whoever finds its mark unchanged, in a transaction of its own.
"""

from __future__ import annotations

import logging
import random
import secrets
import time
from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Q, TextField, Value
from django.db.models.functions import Cast, StrIndex
from django.db.models.lookups import GreaterThan

from library import referable, rendering
from library.documents import store
from library.markup import Referable
from library.models import Article, ArticleExercise, Exercise, Routine, Stage, Step, Variation
from library.models.entry import Entry

ENTRIES: tuple[type[Entry], ...] = (Exercise, Article, Routine)
# Where texts stand that may lead to other pages, name sources or print warning signs; with the column of their page.
TEXTS: tuple[tuple[type[Any], type[Entry], str, tuple[str, ...]], ...] = (
    (Exercise, Exercise, "pk", ("body", "summary", "dose_note", "steps", "mistakes", "cautions", "achilles_heel_note", "evidence")),
    (Article, Article, "pk", ("body", "summary", "stop_and_see", "stop_note", "signs", "leave_out", "at_a_glance",
                        "begin_with")),
    (Routine, Routine, "pk", ("body", "summary", "dose_note", "how_often")),
    (ArticleExercise, Article, "article_id", ("note",)),
    (Variation, Exercise, "exercise_id", ("text",)),
    (Stage, Routine, "routine_id", ("note",)),
    (Step, Routine, "routine_id", ("note",)),
)  # fmt: skip
TAKEN_AT_ONCE = 20

# Which pages, by what holds for their rows.
Conditions = dict[type[Entry], Q]

logger = logging.getLogger(__name__)


def mark(entries: Iterable[Entry]) -> None:
    """Have these pages rendered again soon."""
    keys: dict[type[Entry], set[int]] = {}
    for entry in entries:
        model = next(model for model in ENTRIES if isinstance(entry, model))
        keys.setdefault(model, set()).add(entry.pk)
    mark_where({model: Q(pk__in=found) for model, found in keys.items()})


def mark_where(conditions: Conditions) -> None:
    """Have the pages of these conditions rendered again soon."""
    token = secrets.token_hex(8)
    for model, condition in conditions.items():
        model._default_manager.filter(condition).update(stale=token)


def mark_all() -> None:
    """Have every page rendered again soon."""
    token = secrets.token_hex(8)
    for model in ENTRIES:
        model._default_manager.update(stale=token)


def any_marked() -> bool:
    """Whether a page waits to be rendered again."""
    return any(model._default_manager.exclude(stale="").exists() for model in ENTRIES)


def render_marked(budget_s: float | None = None) -> int:
    """Render pages that are marked, until the time is over or none is left; returns how many.

    A page that cannot be rendered keeps the HTML it has and is named in the log: the others go on.
    """
    ends_at = time.monotonic() + budget_s if budget_s is not None else None
    now, count = None, 0
    for kind in ("exercise", "chapter", "issue", "routine"):
        marked = list(store.rows(kind).exclude(stale="").values_list("pk", flat=True))
        # Workers that render at the same time seldom take the same page.
        random.shuffle(marked)
        for start in range(0, len(marked), TAKEN_AT_ONCE):
            now = now or referable.from_tables()
            for entry in store.rows(kind).filter(pk__in=marked[start : start + TAKEN_AT_ONCE]).exclude(stale=""):
                if ends_at is not None and time.monotonic() > ends_at:
                    return count
                count += _render(entry, now)
    return count


def _render(entry: Any, now: Referable) -> bool:
    marked = type(entry)._default_manager.filter(pk=entry.pk, stale=entry.stale)
    try:
        # Made before the lock is taken: one page after another, and whoever saves meanwhile comes in between.
        cited = rendering.make_html(entry, now)
        with transaction.atomic():
            # Somebody else rendered it, or it changed once more and has another mark or none.
            if not marked.update(stale=""):
                return False
            rendering.save_html(entry, cited)
    except (ArithmeticError, LookupError, TypeError, ValueError):
        logger.exception("A page could not be rendered and stays as it is: %s %s", store.kind_of(entry), entry.slug)
        marked.update(stale="")
    return True


def mentioning(*needles: str) -> list[Entry]:
    """The pages whose texts hold one of these words as they stand, without the HTML made of them."""
    return [
        entry
        for page, condition in where_mentioned(*needles).items()
        for entry in page._default_manager.filter(condition).defer("rendered", "card_html").order_by("number", "slug")
    ]


def where_mentioned(*needles: str) -> Conditions:
    """The pages whose texts hold one of these words: keys and links, so ASCII without quotes, as JSON keeps them.

    The database looks, and gives no row: a save holds the lock, and at each row SQLite may let another thread in.
    """
    found: Conditions = {}
    for model, page, key, columns in TEXTS:
        holding = reduce(or_, (_holds(column, needle) for column in columns for needle in needles))
        if model is not page:
            holding = Q(pk__in=model._default_manager.filter(holding).values(key))
        found[page] = found[page] | holding if page in found else holding
    return found


def _holds(column: str, needle: str) -> Q:
    return Q(GreaterThan(StrIndex(Cast(column, TextField()), Value(needle)), 0))
