"""Asking, and reading the answer, for tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from library.search import search_in
from library.search.corpus import Corpus, Field, Page
from library.search.index import Index, build

QUESTIONS = Path(__file__).with_name("questions.yaml")


@dataclass(frozen=True)
class Question:
    """What a runner types, the pages that answer it, whether search is known to miss them, and whether it names a page."""

    ask: str
    find: tuple[str, ...]
    open: bool = False
    first: bool = False


def questions() -> list[Question]:
    """Every question of the file."""
    entries = yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))
    return [Question(**entry | {"find": tuple(entry["find"])}) for entry in entries]


def names(results: list[dict[str, Any]]) -> list[str]:
    """Results as `kind:slug`."""
    return [f"{result['kind']}:{result['slug']}" for result in results]


def found(index: Index, query: str) -> list[str]:
    """What a query finds, best first."""
    return names(search_in(index, query).results)


def first(index: Index, query: str) -> dict[str, Any]:
    """The best result of a query that finds something."""
    return search_in(index, query).results[0]


def page(slug: str, title: str, body: str = "", *aliases: str) -> Page:
    """An exercise page with as much text as a test needs."""
    passages = [(Field.TITLE, title), *((Field.ALIAS, alias) for alias in aliases), (Field.BODY, body)]
    written = tuple(passage for passage in passages if passage[1])
    return Page("exercise", slug, title, f"/exercises/{slug}/", "Exercise", body or title, written)


def index_of(*pages: Page, synonyms: Mapping[str, tuple[str, ...]] | None = None) -> Index:
    """An index of a few pages."""
    return build(Corpus(pages, tuple((synonyms or {}).items())))
