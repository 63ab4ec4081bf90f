"""What happens after an editor's act or a date: readers see it at once, in every worker, and nothing half done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db.models import ProtectedError
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from ankles import caching, middleware
from ankles.accounts.models import User
from ankles.caching import ContentVersionFile, PagesInMemory
from library import drafts, loading, publishing
from library.documents import store
from library.documents.schema import LISTS
from library.models import Article, Citation, Exercise, Revision, Routine, Source, Status
from tests.factories import every_entry
from tests.library import small

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


@pytest.fixture
def committed(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Any:
    """What is done inside is committed: other workers hear of it."""

    @contextmanager
    def commit() -> Iterator[None]:
        with django_capture_on_commit_callbacks(execute=True):
            yield

    return commit


@pytest.fixture
def library(db: None, committed: Any) -> None:
    """The five small pages, shown."""
    for kind, entries in small.LISTS.items():
        for index, entry in enumerate(entries):
            store.write(kind, entry[LISTS[kind]], entry, index + 1)
    for (kind, slug), document in reversed(small.PAGES.items()):
        if kind == "exercise":
            store.write(kind, slug, document | {"harder": []})
    with committed():
        for (kind, slug), document in small.PAGES.items():
            store.write(kind, slug, document)
        publishing.render_again(every_entry())


def text(path: str) -> str:
    return Client().get(path).content.decode()


def names_of(entries: list[Any]) -> list[str]:
    """Titles with their kind: `Routine: Before a run`."""
    return [f"{store.kind_of(entry).capitalize()}: {entry}" for entry in entries]


def walks() -> Exercise:
    return Exercise.objects.get(slug="toe-walk")


# --- An editor's acts ------------------------------------------------------------------------


def test_a_saved_title_shows_at_once_on_every_page_that_prints_it(library: None, committed: Any) -> None:
    with committed():  # home shows the steps of this routine
        publishing.record_change(store.write("routine", "before-a-run", small.ROUTINE | {"number": 2}), None)
    paths = [
        "/exercises/toe-walk/",
        "/exercises/",
        "/issues/sore-arch/",
        "/guide/calves/",
        "/routines/warm-up/",
        "/",
    ]
    assert all("Toe walks" in text(path) for path in paths)
    row = walks()
    row.title = "Tiptoe walks"
    with committed():
        row.save()
        publishing.record_change(row, None)
    assert [path for path in paths if "Tiptoe walks" not in text(path)] == []


def test_a_save_shows_at_once_in_another_worker(library: None, committed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    # The other worker has pages in memory and an eye on the file of its own; only the file is common.
    other_pages, other_file = PagesInMemory(), ContentVersionFile(caching.content_version_file().path)

    def in_the_other_worker() -> str:
        with monkeypatch.context() as there:
            there.setattr(middleware, "PAGES_IN_MEMORY", other_pages)
            there.setattr(caching, "content_version_file", lambda: other_file)
            return text("/exercises/toe-walk/")

    assert "Walk on your toes." in in_the_other_worker()
    row = walks()
    row.summary = "Walk tall."
    with committed():
        row.save()
        publishing.record_change(row, None)
    assert "Walk tall." in in_the_other_worker()
    assert len(other_pages) == 1


def test_a_save_that_is_rolled_back_shows_nowhere(library: None) -> None:
    before = caching.content_version_file().current()
    publishing.record_change(walks(), None)
    assert caching.content_version_file().current() == before


def test_a_retired_page_is_gone_at_once_and_its_links_become_words(library: None, committed: Any) -> None:
    assert 'href="/exercises/toe-walk/"' in text("/guide/calves/")
    with committed():
        publishing.retire(walks(), None)
    gone = Client().get("/exercises/toe-walk/")
    assert gone.status_code == 410
    assert "“Toe walks” has been taken out" in gone.content.decode()
    assert "Toe walks" in text("/routines/warm-up/")
    paths = ["/guide/calves/", "/exercises/calf-stretch/", "/exercises/", "/issues/sore-arch/", "/sitemap.xml", "/",
             "/routines/warm-up/", "/routines/"]  # fmt: skip
    for path in paths:
        assert 'href="/exercises/toe-walk/"' not in text(path)
    assert "It works most in toe walks" in text("/guide/calves/")


def test_an_earlier_state_comes_back_whole_and_at_once(library: None, committed: Any) -> None:
    row = walks()
    first = publishing.record_change(row, None)
    with committed():
        store.write("exercise", "toe-walk", small.TOE_WALK | {"title": "Wrong", "harder": [], "steps": ["a", "b"]})
        publishing.record_change(walks(), None)
    assert "Wrong" in text("/exercises/toe-walk/")
    with committed():
        drafts.publish(drafts.of_revision(first), None)
    assert store.document(walks()) == small.TOE_WALK
    assert "Toe walks" in text("/exercises/toe-walk/")
    assert "Stretch it after." in text("/exercises/toe-walk/")


def test_a_retired_page_that_is_restored_is_there_again_with_its_links(library: None, committed: Any) -> None:
    first = publishing.record_change(walks(), None)
    with committed():
        publishing.retire(walks(), None)
    with committed():
        drafts.publish(drafts.of_revision(first), None)
    assert Client().get("/exercises/toe-walk/").status_code == 200
    assert 'href="/exercises/toe-walk/"' in text("/guide/calves/")


def test_a_deleted_page_leaves_its_last_state_and_can_be_brought_back(library: None, committed: Any) -> None:
    with committed():
        publishing.deleted(Routine.objects.get(), None)
    assert Client().get("/routines/warm-up/").status_code == 404
    last = Revision.objects.of("routine", "warm-up").first()
    assert last is not None
    assert (last.action, last.document) == ("deleted", small.ROUTINE)
    with committed():
        drafts.publish(drafts.of_revision(last), None)
    assert store.document(Routine.objects.get()) == small.ROUTINE
    assert Client().get("/routines/warm-up/").status_code == 200


def test_what_others_need_cannot_be_deleted_and_nothing_changes(library: None) -> None:
    before = Revision.objects.count()
    with pytest.raises(ProtectedError):
        publishing.deleted(walks(), None)
    assert walks().steps == small.TOE_WALK["steps"]
    assert Revision.objects.count() == before


def test_a_deleted_source_that_is_cited_is_refused(library: None) -> None:
    with pytest.raises(ProtectedError):
        publishing.deleted(Source.objects.get(), None)


def test_who_changed_what_and_when_is_kept_for_each_state(library: None) -> None:
    eda = User.objects.create_user("eda@example.org")
    Revision.objects.all().delete()
    with time_machine.travel(NOW, tick=False):
        publishing.record_change(walks(), eda)
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        publishing.retire(walks(), eda)
    found = [
        (one.action, one.by, one.at, one.document["status"]) for one in Revision.objects.of("exercise", "toe-walk")
    ]
    assert found == [
        ("retired", eda, NOW + timedelta(hours=1), "retired"),
        ("saved", eda, NOW, "published"),
    ]


def test_the_states_of_a_page_outlive_the_person_who_made_them(library: None) -> None:
    eda = User.objects.create_user("eda@example.org")
    revision = publishing.record_change(walks(), eda)
    eda.delete()
    revision.refresh_from_db()
    assert (revision.by, revision.document["title"]) == (None, "Toe walks")


def test_a_save_prints_the_day_of_the_edit(library: None, committed: Any) -> None:
    with time_machine.travel(datetime(2026, 12, 3, 9, 0, tzinfo=UTC), tick=False), committed():
        publishing.record_change(walks(), None)
    assert "Last edited 3 December 2026" in text("/exercises/toe-walk/")


def test_a_changed_source_shows_on_the_pages_that_cite_it(library: None, committed: Any) -> None:
    source = Source.objects.get()
    source.supports = "What it says now."
    with committed():
        source.save()
        publishing.record_change(source, None)
    assert "What it says now." in text("/sources/")
    assert Citation.objects.filter(source=source, exercise=walks()).count() == 1


# --- Where a thing is used -------------------------------------------------------------------


def test_an_exercise_knows_every_page_that_uses_it_once(library: None) -> None:
    assert sorted(names_of(publishing.used_in(walks()))) == [
        "Chapter: Calves",
        "Exercise: Calf stretch",
        "Issue: Sore arch",
        "Routine: Before a run",
    ]


def test_a_source_and_an_area_know_where_they_stand(library: None) -> None:
    assert names_of(publishing.used_in(Source.objects.get())) == ["Exercise: Toe walks"]
    assert names_of(publishing.used_in(store.find("area", "arch"))) == ["Issue: Sore arch"]


def test_a_name_that_only_begins_the_same_is_not_a_use(library: None) -> None:
    store.write("exercise", "toe", small.TOE_WALK | {"title": "Toe", "harder": [], "number": 9})
    assert publishing.used_in(Exercise.objects.get(slug="toe")) == []


# --- Dates that pass -------------------------------------------------------------------------


@pytest.fixture
def tomorrow(library: None, committed: Any) -> Iterator[time_machine.Traveller]:
    """A chapter that publishes by itself an hour from now, and a clock to move."""
    with time_machine.travel(NOW, tick=False) as clock:
        document = small.CHAPTER | {"title": "Sleep", "publish_at": (NOW + timedelta(hours=1)).isoformat(), "number": 2}
        with committed():
            store.write("chapter", "sleep", document)
            store.write("exercise", "toe-walk", small.TOE_WALK | {"evidence": "See [sleep](chapter:sleep)."})
            publishing.render_again(every_entry())
        yield clock


def test_a_publication_date_that_passes_shows_at_once(tomorrow: time_machine.Traveller, committed: Any) -> None:
    def seen() -> dict[str, bool]:
        paths = ("/guide/", "/", "/sitemap.xml", "/feed/", "/exercises/toe-walk/")
        return {path: "/guide/sleep/" in text(path) for path in paths} | {
            "own": Client().get("/guide/sleep/").status_code == 200,
            "search": "/guide/sleep/" in text("/search/?q=sleep"),
        }

    assert set(seen().values()) == {False}
    tomorrow.move_to(NOW + timedelta(minutes=59, seconds=59))
    assert set(seen().values()) == {False}
    tomorrow.move_to(NOW + timedelta(hours=1))
    with committed():
        Client().get("/about/")
    assert set(seen().values()) == {True}


def test_the_stamp_knows_the_next_date_and_forgets_it_when_it_has_passed(
    tomorrow: time_machine.Traveller, committed: Any
) -> None:
    assert caching.content_version_file().current().next_at == (NOW + timedelta(hours=1)).timestamp()
    tomorrow.move_to(NOW + timedelta(hours=1))
    with committed():
        text("/guide/")
    assert caching.content_version_file().current().next_at is None
    assert caching.content_version_file().is_due() is False


def test_a_date_that_has_passed_is_dealt_with_once(tomorrow: time_machine.Traveller, committed: Any) -> None:
    tomorrow.move_to(NOW + timedelta(hours=2))
    with committed():
        text("/guide/")
    version = caching.content_version_file().current()
    with committed():
        text("/guide/")
    assert caching.content_version_file().current() == version


def test_the_next_date_is_the_earliest_of_all_kinds(library: None) -> None:
    assert publishing.next_publication() is None
    for hours, (kind, slug) in zip((5, 3, 4), (("issue", "a"), ("routine", "b"), ("exercise", "c")), strict=True):
        later = (NOW + timedelta(days=36500, hours=hours)).isoformat()
        store.write(
            kind, slug, next(page for key, page in small.PAGES.items() if key[0] == kind) | {"publish_at": later}
        )
    assert publishing.next_publication() == (NOW + timedelta(days=36500, hours=3)).timestamp()


def test_a_draft_with_a_date_is_not_waited_for(library: None) -> None:
    later = (NOW + timedelta(days=36500)).isoformat()
    store.write("chapter", "draft", small.CHAPTER | {"publish_at": later, "status": "draft"})
    assert publishing.next_publication() is None


# --- The real guide --------------------------------------------------------------------------


def test_every_page_of_the_guide_can_be_saved_unchanged_and_stays_the_same(guide: loading.Report) -> None:
    for kind, slug in (
        ("exercise", "toe-walk"),
        ("issue", "ankle-sprain"),
        ("routine", "strength"),
        ("chapter", "why-ankles"),
    ):
        row = store.find(kind, slug)
        assert row is not None
        before = (store.document(row), row.rendered)
        publishing.record_change(row, None)
        after = store.find(kind, slug)
        assert after is not None
        assert (store.document(after), after.rendered) == before


def test_nothing_is_published_that_was_retired(library: None) -> None:
    Article.objects.filter(slug="calves").update(status=Status.RETIRED, publish_at=NOW)
    assert publishing.next_publication() is None
    assert Client().get("/guide/calves/").status_code == 410
