"""One index per content version: what changed is found at once, what was taken back is not."""

from __future__ import annotations

import functools
import logging
import pkgutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from importlib import import_module
from threading import Event
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

import library.search
from ankles import caching
from library import publishing
from library.loading import Report
from library.models import Article, Exercise, Synonym
from library.search import INDEX_IN_FORCE, corpus, search
from library.search.index import Index, build
from tests.library.search.asking import names, page

MARKER = "xqmarkerheel"


def test_an_editor_adds_a_synonym_and_it_is_found(guide: Report, django_capture_on_commit_callbacks: Any) -> None:
    assert search("snorkelfoot").results == []
    with django_capture_on_commit_callbacks(execute=True):
        Synonym.objects.update_or_create(means="toe yoga", defaults={"words": ["snorkelfoot"]})
        publishing.begin_version()
    assert names(search("snorkelfoot").results) == ["exercise:toe-yoga"]


def test_a_retired_page_is_gone_at_once(guide: Report, django_capture_on_commit_callbacks: Any) -> None:
    assert names(search("toe yoga").results)[0] == "exercise:toe-yoga"
    with django_capture_on_commit_callbacks(execute=True):
        publishing.retire(Exercise.objects.get(slug="toe-yoga"), None)
    answer = search("toe yoga")
    assert "exercise:toe-yoga" not in names(answer.results + answer.nearest)


@pytest.mark.parametrize("hidden", [{"status": "draft"}, {"publish_at": timezone.now() + timedelta(days=1)}])
def test_what_is_not_published_is_never_found(guide: Report, hidden: dict[str, Any]) -> None:
    Exercise.objects.filter(slug="toe-yoga").update(**hidden)
    Article.objects.filter(slug="peroneal-tendinopathy").update(**hidden)
    every = {f"{page.kind}:{page.slug}" for page in corpus.published_corpus().pages}
    assert not every & {"exercise:toe-yoga", "issue:peroneal-tendinopathy"}
    assert "/issues/peroneal-tendinopathy/" not in {
        result["url"] for result in search("peroneal muscles camber").results
    }
    assert search("camber").results[0]["url"] == "/words/#camber"


def test_the_index_is_made_once_for_a_version(guide: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Index] = []
    pages = corpus.Corpus((page("one", "Toe yoga"),), ())
    monkeypatch.setattr(corpus, "published_corpus", lambda: pages)

    def make(given: corpus.Corpus) -> Index:
        made.append(build(given))
        return made[-1]

    monkeypatch.setattr(library.search, "build", make)
    with ThreadPoolExecutor(8) as pool:
        assert {len(found.results) for found in pool.map(search, ["toe yoga"] * 64)} == {1}
    assert len(made) == 1
    caching.content_version_file().write("next", None)
    search("toe yoga")
    assert len(made) == 2


def test_who_searches_while_the_index_is_made_gets_the_one_before_and_holds_no_thread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pages = [corpus.Corpus((page("toe-yoga", title),), ()) for title in ("Toe yoga", "Toes again")]
    begun, over = Event(), Event()

    def make(given: corpus.Corpus) -> Index:
        if given is pages[1]:
            begun.set()
            assert over.wait(30)
        return build(given)

    monkeypatch.setattr(library.search, "build", make)
    monkeypatch.setattr(corpus, "published_corpus", lambda: pages[0])
    search("toe")
    monkeypatch.setattr(corpus, "published_corpus", lambda: pages[1])
    caching.content_version_file().write("next", None)
    with ThreadPoolExecutor(2) as others:
        first = others.submit(search, "toe")
        assert begun.wait(30)
        assert search("toe").results[0]["title"] == "Toe yoga"
        # What is kept for phones is of its version, and waits.
        whole = others.submit(INDEX_IN_FORCE.get)
        over.set()
        assert first.result(30).results[0]["title"] == "Toes again"
        assert whole.result(30).pages[0].title == "Toes again"


def test_what_was_made_aside_is_there_for_the_first_who_searches(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[corpus.Corpus] = []
    monkeypatch.setattr(library.search, "build", lambda given: made.append(given) or build(given))
    monkeypatch.setattr(corpus, "published_corpus", lambda: corpus.Corpus((page("toe-yoga", "Toe yoga"),), ()))
    INDEX_IN_FORCE.make_aside()
    INDEX_IN_FORCE.get()
    assert names(search("toe").results) == ["exercise:toe-yoga"]
    # A thread that begins late would meet the next test's tables.
    assert INDEX_IN_FORCE._aside is not None
    INDEX_IN_FORCE._aside.join(30)
    assert len(made) == 1


def test_a_database_that_is_away_while_it_is_made_aside_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away() -> corpus.Corpus:
        raise OperationalError("away")

    monkeypatch.setattr(corpus, "published_corpus", away)
    INDEX_IN_FORCE.make_aside()
    assert INDEX_IN_FORCE._aside is not None
    INDEX_IN_FORCE._aside.join(30)
    assert [(record.levelname, record.exc_info) for record in caplog.records] == [("WARNING", None)]
    assert "The next search makes it." in caplog.text


def test_a_worker_makes_it_while_it_starts() -> None:
    asked = (
        "import ankles.wsgi; from library.search import INDEX_IN_FORCE as it; it._aside.join(60); print(it._aside.name)"
    )
    worker = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, timeout=120)
    assert worker.stdout == "search index\n"


def test_a_search_asks_the_database_nothing(guide: Report, django_assert_num_queries: Any) -> None:
    search("heel")
    with django_assert_num_queries(0):
        search("sore achilles")


def test_making_the_index_takes_twelve_queries(guide: Report, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(12):
        search("heel")


def test_nothing_of_a_query_is_kept(guide: Report, client: Client, caplog: pytest.LogCaptureFixture) -> None:
    search("heel")
    index = INDEX_IN_FORCE.get()
    before = {name: len(value) for name, value in vars(index).items() if hasattr(value, "__len__")}
    with caplog.at_level(logging.DEBUG):
        response = client.get("/search/", {"q": f"{MARKER} heel"})
    assert response.headers["Cache-Control"] == "no-store"
    assert response.cookies == {}
    assert MARKER not in caplog.text
    assert {name: len(value) for name, value in vars(index).items() if hasattr(value, "__len__")} == before
    assert MARKER not in repr(vars(index)) + repr(vars(index.spelling))


def test_no_function_of_search_remembers_its_arguments() -> None:
    modules = [library.search] + [
        import_module(f"library.search.{found.name}") for found in pkgutil.iter_modules(library.search.__path__)
    ]
    own = [
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, functools._lru_cache_wrapper)
    ]
    assert [value for value in own if value.__module__.startswith("library.search")] == []


def test_the_page_shows_the_marked_words(guide: Report, client: Client) -> None:
    page = client.get("/search/", {"q": "heel hurts in the morning"}).content.decode()
    assert 'href="/issues/plantar-heel-pain/"' in page
    assert "<mark>morning</mark>" in page


def test_the_page_gives_a_hostile_query_back_as_text(guide: Report, client: Client) -> None:
    page = client.get("/search/", {"q": "<script>alert(1)</script> heel\x00"}).content.decode()
    assert "<script>alert" not in page
