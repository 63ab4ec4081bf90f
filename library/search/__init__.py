"""Search over the guide: one index in memory per content version, no service, nothing about a query kept."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from threading import Lock, Thread
from typing import Any

from django.db import connection

from ankles import caching
from ankles.reachable import AWAY
from library.search import corpus
from library.search.concepts import Concept
from library.search.index import Index, build
from library.search.marking import Marker
from library.search.query import Query, Wants, understand
from library.search.ranking import rank
from library.search.scoring import Hit

logger = logging.getLogger(__name__)

MOST_RESULTS = 12
MOST_NEAREST = 5
# Nearest pages match any one of the words, and words that only look alike.
ANY = 0.01
ALIKE = 0.3
MOST_ALIKE = 6
# A guide with more pages than this takes longer to read into an index than somebody who searches waits: they get the
# index before the change meanwhile, for the seconds that it takes.
READ_ASIDE_PAGES = 200


@dataclass(frozen=True)
class Found:
    """Results best first, or the nearest pages when nothing matched.

    `mended` is what was searched for in place of a query with slips of the keyboard; empty when it was the query itself.
    `heard` is what was searched for beside it, as its words sound alike.
    """

    results: list[dict[str, Any]] = field(default_factory=list)
    nearest: list[dict[str, Any]] = field(default_factory=list)
    mended: str = ""
    heard: str = ""


class IndexInForce:
    """The index of the content version in force, made when the first search of that version comes.

    Whoever searches while it is made gets the one before: each who waited would hold a thread that readers of other pages
    need, too. In a large guide it is made aside, so that nobody waits for it; a worker makes its first one as it starts.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: tuple[tuple[str, int], Index] | None = None
        self._aside: Thread | None = None

    def get(self) -> Index:
        """The index in force, as soon as it is made. The version is read before the tables: no change in between is missed."""
        version, kept = _version(), self._kept
        if kept is None or kept[0] != version:
            with self._lock:
                kept = self._kept
                if kept is None or kept[0] != version:
                    kept = self._make(version)
        return kept[1]

    def at_hand(self) -> Index:
        """The index in force, or the one before while another makes it."""
        version, kept = _version(), self._kept
        if kept is None:
            return self.get()
        if kept[0] != version:
            if len(kept[1].pages) > READ_ASIDE_PAGES:
                self.make_aside()
            elif self._lock.acquire(blocking=False):
                try:
                    kept = self._make(version)
                finally:
                    self._lock.release()
        return kept[1]

    def _make(self, version: tuple[str, int]) -> tuple[tuple[str, int], Index]:
        kept = self._kept = (version, build(corpus.published_corpus()))
        return kept

    def make_aside(self) -> None:
        """Make it in a thread of its own: nobody waits for it, unless they search before there is any."""
        if self._aside is None or not self._aside.is_alive():
            self._aside = Thread(target=self._read_aside, name="search index", daemon=True)
            self._aside.start()

    def _read_aside(self) -> None:
        try:
            self.get()
        except AWAY:
            logger.warning(
                "The search index could not be made: the database does not answer. The next search makes it."
            )
        finally:
            connection.close()  # this thread's own

    def clear(self) -> None:
        """Forget the index (tests and benchmarks)."""
        self._kept = None


def _version() -> tuple[str, int]:
    """The token of the content version, and when its file was written (ns): the same token may be written anew."""
    file = caching.content_version_file()
    try:
        written_at = file.path.stat().st_mtime_ns
    except FileNotFoundError:
        written_at = 0
    return file.current().token, written_at


INDEX_IN_FORCE = IndexInForce()


def search(query: str) -> Found:
    """Find pages for a query of up to 100 characters; more is left out.

    A result is a mapping with `title`, `title_html`, `url`, `kind_label`, `kind`, `slug`, `summary` and `why_html`.
    """
    return search_in(INDEX_IN_FORCE.at_hand(), query)


def search_in(index: Index, query: str) -> Found:
    """Find pages in an index."""
    asked = understand(query, index)
    if not asked.concepts:
        return Found()
    hits = rank(index, asked)
    hits = (hits if asked.wants is Wants.MEANING else _distinct(index, hits))[:MOST_RESULTS]
    if hits:
        return Found(results=_results(index, hits, asked), mended=asked.mended, heard=asked.heard)
    looser = _looser(index, asked)
    nearest = _results(index, _distinct(index, rank(index, looser, ANY))[:MOST_NEAREST], looser)
    return Found(nearest=nearest, mended=asked.mended if nearest else "")


def _results(index: Index, hits: list[Hit], asked: Query) -> list[dict[str, Any]]:
    marker = Marker(index.forms, {one for concept in asked.concepts for one in concept.stems})
    results = []
    for hit in hits:
        page = index.pages[hit.page]
        results.append(
            {
                "kind": page.kind,
                "slug": page.slug,
                "title": page.title,
                "title_html": marker.html(page.title),
                "url": page.entry if page.entry and asked.wants is Wants.MEANING else page.url,
                "kind_label": page.kind_label,
                "summary": page.summary,
                "why_html": marker.why(hit.why, page.summary),
            }
        )
    return results


def _distinct(index: Index, hits: list[Hit]) -> list[Hit]:
    """Leave out glossary entries that lead to a page, or a part of one, that is among the results already."""
    seen: set[str] = set()
    pages = {index.pages[hit.page].url for hit in hits if index.pages[hit.page].kind != "term"}
    kept = []
    for hit in hits:
        page = index.pages[hit.page]
        if page.kind == "term" and (page.url in pages or page.url in seen):
            continue
        seen.add(page.url)
        kept.append(hit)
    return kept


def _looser(index: Index, asked: Query) -> Query:
    """The same query with words that look alike beside words that nobody knows."""
    concepts = list(asked.concepts)
    for word in dict.fromkeys(asked.phrase.split()[:MOST_ALIKE]):
        if word not in index.stem_of and len(word) > 3:
            near = [index.stem_of[one] for one in index.spelling.like(word)]
            near += [equal for one in near for equal in index.equals.get(one, ())]
            # A word that only readers use, or only the name of a list, stands on no page of the guide.
            stems = {one: ALIKE for one in near if one in index.impacts}
            if stems:
                concepts.append(Concept(stems, ALIKE, ALIKE))
    return replace(asked, concepts=tuple(concepts))
