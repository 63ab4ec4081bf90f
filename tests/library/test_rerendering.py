"""A change renders its own page; the others that print something of it follow after the commit, and none is forgotten."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoCaptureOnCommitCallbacks

from ankles import caching
from library import publishing, referable, rendering, rerendering
from library.documents import store
from library.markup import Referable
from library.models import Exercise, Routine, Source, Synonym
from library.search import IndexInForce, corpus
from library.search.index import Index
from tests.factories import StageFactory, StepFactory, VariationFactory, every_entry
from tests.library import small
from tests.library.search.asking import page

pytestmark = pytest.mark.usefixtures("small_rows")


@pytest.fixture
def small_rows(db: None) -> None:
    """The five small pages, rendered."""
    for kind, entries in small.LISTS.items():
        for index, entry in enumerate(entries):
            store.write(kind, entry[store.LISTS[kind]], entry, index + 1)
    for key, document in small.PAGES.items():
        store.write_own(*key, document)
    for key, document in small.PAGES.items():
        store.write_children(store.find(*key), document)
    publishing.render_again(every_entry())


@pytest.fixture
def committed(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Any:
    """What is done inside is committed."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that are rendered, in their order."""
    found: list[str] = []
    make = rendering.make_html

    def note(entry: Any, now: Referable) -> list[str]:
        found.append(entry.slug)
        return make(entry, now)

    monkeypatch.setattr(rendering, "make_html", note)
    return found


def walks() -> Exercise:
    return Exercise.objects.get(slug="toe-walk")


def test_a_saved_synonym_renders_no_page(rendered: list[str], committed: Any) -> None:
    with committed():
        publishing.record_change(Synonym.objects.create(means="toe walk", words=["tiptoe"]), None)
    assert rendered == []


def test_a_corrected_sentence_renders_its_own_page_and_no_other(rendered: list[str], committed: Any) -> None:
    publishing.record_change(walks(), None)
    publishing.catch_up()
    rendered.clear()
    with committed():
        row = walks()
        row.summary = "Walk tall."
        row.save()
        publishing.record_change(row, None)
    assert rendered == ["toe-walk"]


def test_within_the_change_only_its_own_page_is_rendered_and_the_others_wait(rendered: list[str]) -> None:
    publishing.retire(walks(), None)
    assert rendered == ["toe-walk"]
    assert {entry.slug for entry in every_entry() if entry.stale} == {
        "calf-stretch",
        "calves",
    }
    publishing.catch_up()
    assert not rerendering.any_marked()
    assert "/exercises/toe-walk/" not in Exercise.objects.get(slug="calf-stretch").rendered["body"]


def test_a_source_that_was_missing_shows_on_the_page_that_cites_it_already(committed: Any) -> None:
    row = walks()
    row.body = "It works.[@late-2020]"
    row.save()
    publishing.record_change(row, None)
    facts = {
        "short": "Late 2020",
        "citation": "Late 2020",
        "evidence": "trial",
        "checked": "abstract",
        "supports": "All.",
    }
    with committed():
        publishing.record_change(Source.objects.create(key="late-2020", **facts), None)
    assert "Late 2020" in walks().rendered["body"]


def test_a_worker_that_dies_in_between_leaves_the_rest_to_the_next(committed: Any) -> None:
    publishing.retire(walks(), None)
    assert rerendering.render_marked(budget_s=-1) == 0
    assert rerendering.any_marked()
    # The file is due at once while something waits, so the next look of any worker goes on.
    assert publishing.next_due() is not None
    with committed():
        publishing.begin_version()
    assert not rerendering.any_marked()
    assert publishing.next_due() is None


def test_a_page_that_changes_again_while_it_is_rendered_is_rendered_again() -> None:
    rerendering.mark([walks()])
    seen = walks()
    rerendering.mark([walks()])  # another change, in another worker
    assert rerendering._render(seen, referable.from_tables()) is False
    assert walks().stale


def test_a_page_that_cannot_be_rendered_stays_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    before, make = walks().rendered, rendering.make_html

    def stumble(entry: Any, now: Referable) -> list[str]:
        if entry.slug == "toe-walk":
            raise ValueError("no figure")
        return make(entry, now)

    monkeypatch.setattr(rendering, "make_html", stumble)
    rerendering.mark_all()
    assert publishing.catch_up() == 5
    assert (walks().rendered, walks().stale) == (before, "")
    assert "toe-walk" in caplog.text


def test_nobody_waits_for_the_lock_while_a_marked_page_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[tuple[str, bool]] = []
    for name in ("make_html", "save_html"):
        act = getattr(rendering, name)

        def note(entry: Any, what: Any, name: str = name, act: Any = act) -> Any:
            # The test itself is one transaction; what is begun within it is a savepoint.
            held.append((name, bool(connection.savepoint_ids)))
            return act(entry, what)

        monkeypatch.setattr(rendering, name, note)
    rerendering.mark([walks()])
    publishing.catch_up()
    assert held == [("make_html", False), ("save_html", True)]


def test_a_page_that_is_deleted_leaves_no_link_behind(committed: Any) -> None:
    with committed():
        publishing.deleted(store.find("routine", "warm-up"), None)
    assert not rerendering.any_marked()


def test_a_link_is_found_in_every_text_that_a_page_is_made_of() -> None:
    link = "See [it](exercise:heel-drop#how)."
    VariationFactory.create(exercise=walks())
    StepFactory.create(routine=Routine.objects.all()[0], stage=StageFactory.create(routine=Routine.objects.all()[0]))
    for model, of, key, columns in rerendering.TEXTS:
        row, *_ = model._default_manager.all()
        for column in columns:
            before = getattr(row, column)
            model._default_manager.filter(pk=row.pk).update(**{column: link if isinstance(before, str) else [link]})
            found = rerendering.mentioning("(exercise:heel-drop)", "(exercise:heel-drop#")
            assert [(type(one), one.pk) for one in found] == [(of, getattr(row, key))], column
            model._default_manager.filter(pk=row.pk).update(**{column: before})
    assert rerendering.mentioning("(exercise:heel-drop)", "(exercise:heel-drop#") == []


# --- Search in a large guide -----------------------------------------------------------------


def test_in_a_large_guide_a_search_after_a_change_waits_for_no_new_index(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def guide(title: str) -> corpus.Corpus:
        return corpus.Corpus((page("new", title), *(page(f"p{number}", "Toe yoga") for number in range(250))), ())

    monkeypatch.setattr(corpus, "published_corpus", lambda: guide("Before"))
    kept = IndexInForce()
    before: Index = kept.get()
    monkeypatch.setattr(corpus, "published_corpus", lambda: guide("After"))
    caching.content_version_file().write("another", None)
    assert kept.at_hand() is before
    assert kept._aside is not None
    kept._aside.join(30)
    assert kept.at_hand().pages[0].title == "After"
